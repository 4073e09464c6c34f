"""What begins or ends between two days, and whom it may concern: read from dates in order, never from all roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.stores.interface import TURNS
from graph.stores.snapshot.places import Numbers, spans

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

Columns = dict[str, npt.NDArray[np.int64]]

_EVENTS = ("listing", "release", "suspension", "retention", "order", "notice", "role_start", "role_end")
_NONE = -1
_NUMBERS = ("day", "event", "party", "debtor", "listing", "notice", "role")


def turns(view: SnapshotView, since: int, until: int) -> pa.Table:
    """See ``WholeView.turns``."""
    found = [
        *(_around(view, _named(view, turn)) for turn in _of_listings(view, since, until)),
        _around(view, _of_notices(view, since, until)),
        _of_roles(view, "starts", since, until),
        _of_roles(view, "ends", since, until),
    ]
    return _table(view, {name: np.concatenate([turn[name] for turn in found]) for name in _NUMBERS})


def _of_listings(view: SnapshotView, since: int, until: int) -> list[Columns]:
    """The dates of listings and of what goes with them: day, event and listing."""
    kind, row, extra = (view.numbers("extras", name) for name in ("kind", "row", "listing"))
    every = np.arange(len(view.numbers("listings", "listed_on")))
    dates = [("listing", "listings", "listed_on", every, every), ("release", "listings", "released_on", every, every)]
    for code, event, part, names in (
        (0, "order", "orders", ("issued_on", "lifted_on")),
        (1, "retention", "retentions", ("until",)),
        (2, "suspension", "suspensions", ("since", "until")),
    ):
        dates += [(event, part, name, row[kind == code], extra[kind == code]) for name in names]
    turned = []
    for event, part, name, rows, listing in dates:
        day = view.numbers(part, name)[rows]
        within = (day > since) & (day <= until)
        turned.append(_columns(day[within], event, listing=listing[within]))
    return turned


def _named(view: SnapshotView, turn: Columns) -> Columns:
    """The same for each debtor that the listing names."""
    listing = view.numbers("bindings", "listing")
    order = np.argsort(listing, kind="stable")
    first = np.searchsorted(listing[order], turn["listing"])
    count = np.searchsorted(listing[order], turn["listing"], side="right") - first
    of_turn = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(of_turn)) - np.repeat(np.cumsum(count) - count, count)
    named = {name: values[of_turn] for name, values in turn.items()}
    named["debtor"] = view.numbers("bindings", "party")[order[first[of_turn] + nth]].astype(np.int64)
    return named


def _of_notices(view: SnapshotView, since: int, until: int) -> Columns:
    party, notice = view.numbers("notified", "party"), view.numbers("notified", "notice")
    turned = []
    for name in ("issued_on", "ends_on"):
        day = view.numbers("notices", name)[notice]
        within = (day > since) & (day <= until)
        turned.append(_columns(day[within], "notice", debtor=party[within], notice=notice[within]))
    return {name: np.concatenate([turn[name] for turn in turned]) for name in _NUMBERS}


def _around(view: SnapshotView, turn: Columns) -> Columns:
    """The same for the debtor itself and for everybody who has a tie to it."""
    parties, places = [turn["debtor"]], [np.arange(len(turn["debtor"]))]
    for offset, part, other in (("holders", "roles", "organization"), ("organizations", "officers", "holder")):
        place, row = spans(view.numbers(offset, "offset"), turn["debtor"])
        parties.append(view.numbers(part, other)[row].astype(np.int64))
        places.append(place)
    place = np.concatenate(places)
    return {**{name: values[place] for name, values in turn.items()}, "party": np.concatenate(parties)}


def _of_roles(view: SnapshotView, index: str, since: int, until: int) -> Columns:
    days, offset = view.numbers(f"{index}_days", "day"), view.numbers(f"{index}_days", "offset")
    # The last day of the index stands for the end of its rows, whatever day that is.
    first, last = np.searchsorted(days[:-1], [since, until], side="right")
    row = view.numbers(index, "row")[int(offset[first]) : int(offset[last])]
    day = np.repeat(days[first:last], np.diff(offset[first : last + 1]))
    holder, organization, role = (view.numbers("roles", name)[row] for name in ("holder", "organization", "role"))
    event = {"starts": "role_start", "ends": "role_end"}[index]
    sides = [
        _columns(day, event, party=party, debtor=other, role=role)
        for party, other in ((holder, organization), (organization, holder))
    ]
    return {name: np.concatenate([side[name] for side in sides]) for name in _NUMBERS}


def _columns(day: Numbers, event: str, **columns: Numbers) -> Columns:
    none = np.full(len(day), _NONE, dtype=np.int64)
    made = {"day": day.astype(np.int64), "event": np.full(len(day), _EVENTS.index(event))}
    return {name: made[name] if name in made else columns.get(name, none).astype(np.int64) for name in _NUMBERS}


def _table(view: SnapshotView, turned: Columns) -> pa.Table:
    def coded(name: str, words: pa.Array) -> pa.Array:
        codes = pa.array(turned[name].astype(np.int32), mask=turned[name] == _NONE)
        return pa.DictionaryArray.from_arrays(codes, words)

    columns = {
        "day": pa.array(turned["day"].astype(np.int32)),
        "event": coded("event", pa.array(_EVENTS)),
        "party": coded("party", view.ids.column),
        "debtor": coded("debtor", view.ids.column),
        "listing": coded("listing", view.part("listings")["id"]),
        "notice": coded("notice", view.part("notices")["id"]),
        "role": coded("role", pa.array(view.role_words, pa.string())),
    }
    return pa.table([columns[name] for name in TURNS.names], names=TURNS.names)
