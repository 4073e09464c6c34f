"""Guanlian (关联): who is reached by somebody else's default, by which clause and on which date."""
