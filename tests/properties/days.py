"""A few days in a row: what is random in time falls on them, so that ends meet, touch and overlap often."""

from __future__ import annotations

from datetime import date

DAYS = tuple(f"2020-01-0{number}" for number in range(1, 8))


def on(text: str) -> date:
    """The calendar day."""
    return date.fromisoformat(text)
