"""What happened: which of the things that begin or end on a day stands behind a change of a reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from graph.model import Certainty, Scope


class Change(StrEnum):
    """``changed``: the reach goes on, and something in its row is not as it was."""

    REACHED = "reached"
    RELEASED = "released"
    CHANGED = "changed"


class Happening(StrEnum):
    """What begins or ends on a day; ``order`` is one that names the party, or its lifting."""

    LISTING = "listing"
    RELEASE = "release"
    ROLE_START = "role_start"
    ROLE_END = "role_end"
    SUSPENSION = "suspension"
    RETENTION = "retention"
    NOTICE = "notice"
    ORDER = "order"
    LAW = "law"


# Of several things that happen to one reach on one day the first of these is named.
_ORDER: Mapping[Change, tuple[Happening, ...]] = {
    Change.REACHED: (
        Happening.LISTING, Happening.NOTICE, Happening.ROLE_START, Happening.SUSPENSION, Happening.ORDER,
        Happening.ROLE_END, Happening.RELEASE, Happening.RETENTION,
    ),
    Change.RELEASED: (
        Happening.RELEASE, Happening.RETENTION, Happening.ROLE_END, Happening.NOTICE, Happening.SUSPENSION,
        Happening.ORDER, Happening.ROLE_START, Happening.LISTING,
    ),
    Change.CHANGED: (
        Happening.RELEASE, Happening.RETENTION, Happening.SUSPENSION, Happening.NOTICE, Happening.ORDER,
        Happening.ROLE_START, Happening.ROLE_END, Happening.LISTING,
    ),
}  # fmt: skip

Row = Mapping[str, Any]


def event_of(change: Change, row: Row, turns: Iterable[Row], *, bars: bool, law_turns: bool) -> Happening:
    """The event behind the change of ``row``; ``turns`` are those of its party and day.

    ``bars``: does the change touch a measure that bars offices, so that any post of the party matters?
    ``law_turns``: does the law change on that day?
    """
    near, far = set[Happening](), set[Happening]()
    for turn in turns:
        if _concerns(turn, row):
            near.add(Happening(turn["event"]))
        elif turn["role"] is not None:
            far.add(Happening(turn["event"]))
    for some in (near, far if bars else set[Happening]()):
        for happening in _ORDER[change]:
            if happening in some:
                return happening
    if law_turns:
        return Happening.LAW
    # What follows from shares changes with a holding that may be several steps away.
    derived = row["certainty"] == Certainty.DERIVED and change is Change.RELEASED
    return Happening.ROLE_END if derived else Happening.ROLE_START


def _concerns(turn: Row, row: Row) -> bool:
    if turn["role"] is not None:
        return bool(row["scope"] != Scope.DEBTOR and turn["role"] == row["role"] and turn["debtor"] == row["debtor"])
    if turn["notice"] is not None:
        # A notice may be what a measure of a listing waited for.
        return bool(turn["debtor"] == row["debtor"] and row["notice"] in (None, turn["notice"]))
    return bool(turn["listing"] == row["listing"])
