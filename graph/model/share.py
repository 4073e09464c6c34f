"""Shares are whole numbers of a small unit, so that sums are exact: 17 %, 28 % and 5 % are a half."""

from __future__ import annotations

from decimal import Decimal

SHARE_UNIT = Decimal("1E-10")
WHOLE = 10**10  # all shares of a company


def share_text(share: int) -> str:
    """A share as a decimal number, exactly.

    >>> share_text(5_500_000_000), share_text(WHOLE)
    ('0.55', '1')
    """
    return format((share * SHARE_UNIT).normalize(), "f")
