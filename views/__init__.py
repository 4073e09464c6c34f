"""The front end's pages and what they share. Nothing is decided here: the public functions of ``graph`` are."""
