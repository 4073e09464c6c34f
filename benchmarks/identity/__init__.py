"""Who is meant: pairs of records and parties with the truth about each, and a scorer."""
