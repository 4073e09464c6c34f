"""Shares are whole numbers of a small unit, so that sums are exact: 17 %, 28 % and 5 % are a half."""

from __future__ import annotations

from decimal import Decimal

SHARE_UNIT = Decimal("1E-10")
