"""Periods of days and of working days, over the public holidays of China and the days worked in their place.

The holidays of a year are announced by the State Council towards the end of the year before; ``chinesecalendar``
holds those announced. Beyond them weekends alone are known, and whatever rests on such a day is provisional.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from graph.deadlines.counting import Rule, read_counting
from graph.model import Counting, calendar
from graph.policy import Clock

# A year's plan has moved days of the December before, as early as the 29th (2007, 2018).
_NEXT_PLAN_MAY_TOUCH = (12, 29)


class Due(NamedTuple):
    """The last day of a period; ``provisional`` where it rests on a day whose holidays are not announced."""

    on: int
    provisional: bool


def due_after(started: int, clock: Clock) -> Due:
    """The last day of ``clock`` where its event happened on ``started``, counted as ``policies/counting`` says."""
    return _due(started, clock.days, clock.counted_in)


@cache
def _rules() -> Mapping[Counting, Rule]:
    return read_counting()


@cache  # of many records on one day the period ends on one day
def _due(started: int, days: int, counted_in: Counting) -> Due:
    rule = _rules()[counted_in]
    known = True
    on = started - rule.event_day_counts
    if counted_in is Counting.DAYS:
        on += days
        works = _works(on)
        while rule.moves_from_rest and not works[0]:
            known &= works[1]
            on += 1
            works = _works(on)
        return Due(on, not (known and works[1]))
    left = days
    while left:
        on += 1
        working, announced = _works(on)
        known &= announced
        left -= working
    return Due(on, not known)


def is_working_day(number: int) -> bool:
    """Is it a working day? A weekday or a day worked in a holiday's place; beyond the known years any weekday."""
    return _works(number)[0]


def _works(number: int) -> tuple[bool, bool]:
    """Is it a working day, and is that announced?"""
    when = calendar(number)
    assert when is not None, "a period has a first and a last day"
    return _works_on(when)


@cache
def _works_on(when: date) -> tuple[bool, bool]:
    from chinese_calendar import is_workday

    try:
        works: bool = is_workday(when)
    except NotImplementedError:  # the library's years do not reach so far
        return when.weekday() < 5, False
    return works, (when.month, when.day) < _NEXT_PLAN_MAY_TOUCH or _is_announced(when.year + 1)


@cache
def _is_announced(year: int) -> bool:
    from chinese_calendar import is_workday

    try:
        is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
