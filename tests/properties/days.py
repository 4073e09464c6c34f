"""A few days in a row: what is random in time falls on them, so that ends meet, touch and overlap often."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

DAYS = tuple(f"2020-01-0{number}" for number in range(1, 8))

days = st.sampled_from(DAYS)
unknown_or_days = st.sampled_from(("", *DAYS))
spans = st.tuples(unknown_or_days, unknown_or_days).map(
    lambda pair: pair if not all(pair) else (min(pair), max(pair))
)
known_spans = st.tuples(days, unknown_or_days).map(
    lambda pair: pair if not all(pair) else (min(pair), max(pair))
)


def on(text: str) -> date:
    """The calendar day."""
    return date.fromisoformat(text)
