"""Half-open intervals of days: the first day belongs to it, the last does not.

Days are whole numbers counted from 1970-01-01 (as Arrow's ``date32`` counts them), so that a register of any
size is compared in integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

EARLIEST = -(2**31)  # since: unknown, so always
LATEST = 2**31 - 1  # until: unknown, so still

_EPOCH = date(1970, 1, 1).toordinal()


class Interval(NamedTuple):
    """The days from ``since`` up to, not including, ``until``."""

    since: int = EARLIEST
    until: int = LATEST

    def holds_on(self, day: int) -> bool:
        """Does this interval hold on ``day``?"""
        return self.since <= day < self.until

    def meet(self, other: Interval) -> Interval:
        """The days that both hold; empty where ``since`` is not before ``until``."""
        since, until = self
        first, last = other
        if since >= first and until <= last:  # most are bounded by nothing
            return self
        return Interval(since if since >= first else first, until if until <= last else last)

    @property
    def empty(self) -> bool:
        """Does it hold on no day?"""
        return self.since >= self.until


ALWAYS = Interval()


def coalesce(intervals: Iterable[Interval]) -> list[Interval]:
    """The same days in as few intervals as possible: overlapping and adjacent ones become one.

    >>> coalesce([Interval(5, 9), Interval(1, 3), Interval(3, 5)])
    [Interval(since=1, until=9)]
    """
    merged: list[Interval] = []
    for interval in sorted(interval for interval in intervals if not interval.empty):
        if merged and interval.since <= merged[-1].until:
            merged[-1] = Interval(merged[-1].since, max(merged[-1].until, interval.until))
        else:
            merged.append(interval)
    return merged


def without(interval: Interval, pauses: Iterable[Interval]) -> list[Interval]:
    """What is left of ``interval`` when the days of ``pauses`` are taken out."""
    left, since = [], interval.since
    for pause in coalesce(pauses):
        if pause.until <= since:
            continue
        if pause.since >= interval.until:
            break
        left.append(Interval(since, pause.since))
        since = pause.until
    left.append(Interval(since, interval.until))
    return [part for part in left if not part.empty]


def day(when: date | None, unknown: int) -> int:
    """The number of a calendar day; ``unknown`` where there is none."""
    return unknown if when is None else when.toordinal() - _EPOCH


def calendar(number: int) -> date | None:
    """The calendar day of a number; None for an unknown end."""
    if number in (EARLIEST, LATEST):
        return None
    return date.fromordinal(number + _EPOCH)


@lru_cache(4096)  # an answer tells the days of one listing again and again
def iso(number: int) -> str | None:
    """The calendar day of a number as YYYY-MM-DD; None for an unknown end."""
    when = calendar(number)
    return None if when is None else when.isoformat()


def today() -> date:
    """Today's date where the courts are: Asia/Shanghai."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
