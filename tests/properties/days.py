"""A few days in a row: what is random in time falls on them, so that ends meet, touch and overlap often."""

from __future__ import annotations

from datetime import date

# The law of control changes on the fourth.
DAYS = ("2024-06-28", "2024-06-29", "2024-06-30", "2024-07-01", "2024-07-02", "2024-07-03", "2024-07-04")


def on(text: str) -> date:
    """The calendar day."""
    return date.fromisoformat(text)
