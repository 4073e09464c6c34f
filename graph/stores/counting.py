"""Of a role that is held, was held or is held again, the days that count for one debt on one day.

The snapshot finds the same in its numbers (``graph.stores.snapshot.tying``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from graph.model import LATEST, Interval, coalesce, without


class Counted(NamedTuple):
    """The days around the day on which a tie counts, as ``REACHES`` tells them."""

    held: Interval
    former: bool = False
    plain: bool = True


def counted(
    held: Iterable[Interval], day: int, listed_on: int | None = None, ordered: Iterable[Interval] = ()
) -> Counted | None:
    """What counts of a role ``held`` in one or several rows of the register; None where nothing does.

    The debt is a listing of ``listed_on``, or none; ``ordered`` are the days of the orders of its case that name the
    party.
    """
    stretches = coalesce(held)
    begun = [stretch for stretch in stretches if stretch.since <= day]
    if not begun:
        return None
    last = begun[-1]
    if last.until > day:
        return Counted(last)
    if listed_on is None or not last.holds_on(listed_on):
        return None
    again = stretches[len(begun)].since if len(begun) < len(stretches) else LATEST
    since_then, orders = Interval(last.until, again), coalesce(ordered)
    if not orders:
        return Counted(since_then, former=True)
    lifted = without(Interval(orders[0].since), orders)
    left = next((part for part in without(since_then, lifted) if part.holds_on(day)), None)
    return left and Counted(left, former=True, plain=orders[0].since <= day)
