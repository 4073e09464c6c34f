"""Notebooks that go on from the public functions; ``python -m notebooks`` renders them."""
