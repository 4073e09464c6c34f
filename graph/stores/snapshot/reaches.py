"""Every tie to a debt that matters on a day, in one pass over the debtors' rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model import ACTUAL_CONTROLLER, EARLIEST, LATEST
from graph.model.chunks import one_array
from graph.stores.interface import REACHES
from graph.stores.snapshot.parts import CERTAINTIES
from graph.stores.snapshot.places import Numbers, among, places_of, spans

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

Columns = dict[str, Numbers]

_SCOPES = ("debtor", "officer", "organization")
_NONE = -1


def reaches(
    view: SnapshotView, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None
) -> pa.Table:
    """See ``View.reaches``."""
    wanted = None if parties is None else _numbers_of(view, parties)
    debts = _debts(view, day)
    if wanted is None:
        ties = [_own(debts), _ties(view, debts, "holders", day), _ties(view, debts, "organizations", day)]
    else:
        ties = [_of_wanted(_own(debts), wanted), *_ties_of(view, debts, wanted, day)]
    if computed is not None:
        added = _computed(view, debts, computed)
        ties += added if wanted is None else [_of_wanted(tie, wanted) for tie in added]
    columns = {name: np.concatenate([tie[name] for tie in ties]) for name in ties[0]}
    return _table(view, debts, columns, day)


def debtors(view: SnapshotView, day: int) -> list[str]:
    """See ``WholeView.debtors``."""
    return [view.ids[number] for number in np.unique(_debts(view, day)["debtor"]).tolist()]


def posts_of(view: SnapshotView, holders: Sequence[str], day: int) -> pa.Table:
    """See ``View.posts_of``."""
    numbers = _numbers_of(view, holders)
    origin, row = spans(view.numbers("holders", "offset"), numbers)
    now = _holds(view, "roles", row, day)
    origin, row = origin[now], row[now]
    parties = view.part("parties")
    return pa.table(
        {
            "holder": _texts(view, numbers[origin]),
            "role": _words(view, view.numbers("roles", "role")[row]),
            "categories": parties["categories"].take(pa.array(view.numbers("roles", "organization")[row])),
        }
    )


def _numbers_of(view: SnapshotView, ids: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.unique(places_of(pa.array(ids, pa.string()), view.ids.column))


def _debts(view: SnapshotView, day: int) -> Columns:
    """The listings (retained ones too) and notices that stand on ``day``, with the party each names."""
    listing = view.numbers("bindings", "listing")
    extra = view.numbers("extras", "listing")
    kind, row = view.numbers("extras", "kind"), view.numbers("extras", "row")
    retained = np.array(view.numbers("listings", "released_on"), dtype=np.int64)
    keeps = kind == 1
    np.maximum.at(retained, extra[keeps], view.numbers("retentions", "until")[row[keeps]])
    simple = np.ones(len(retained), dtype=bool)
    simple[extra[kind != 0]] = False
    since = view.numbers("listings", "listed_on")[listing]
    until = retained[listing]
    stands = (since <= day) & (until > day)
    notice = view.numbers("notified", "notice")
    issued, ends = view.numbers("notices", "issued_on")[notice], view.numbers("notices", "ends_on")[notice]
    noticed = (issued <= day) & (ends > day)
    bindings = int(stands.sum())
    none = np.full(int(noticed.sum()), _NONE)
    return {
        "debtor": np.r_[view.numbers("bindings", "party")[stands], view.numbers("notified", "party")[noticed]].astype(
            np.int64
        ),
        "listing": np.r_[listing[stands], none],
        "notice": np.r_[np.full(bindings, _NONE), notice[noticed]],
        "debt_since": np.r_[since[stands], issued[noticed]],
        "debt_until": np.r_[until[stands], ends[noticed]],
        "certainty": np.r_[view.numbers("bindings", "certainty")[stands], np.zeros(len(none), dtype=np.int8)],
        "simple": np.r_[
            simple[listing[stands]]
            & ~among(view.numbers("bindings", "party")[stands], view.numbers("notified", "party")),
            np.zeros(len(none), dtype=bool),
        ],
    }


def _own(debts: Columns) -> Columns:
    """Each debtor's tie to its own debt."""
    count = len(debts["debtor"])
    return {
        "party": debts["debtor"],
        "debt": np.arange(count),
        "scope": np.zeros(count, dtype=np.int8),
        "role": np.full(count, _NONE),
        "since": np.full(count, EARLIEST),
        "until": np.full(count, LATEST),
        "repeated": np.zeros(count, dtype=bool),
        "computed": np.zeros(count, dtype=bool),
    }


def _ties(view: SnapshotView, debts: Columns, offset: str, day: int) -> Columns:
    """The ties of the debtors: those they hold (``holders``), or those held in them (``organizations``)."""
    debt, row = spans(view.numbers(offset, "offset"), debts["debtor"])
    # What a debtor holds a role in is its organization; whoever holds a role in the debtor is its officer.
    part, other, scope = ("roles", "organization", 2) if offset == "holders" else ("officers", "holder", 1)
    return _kept(view, debts, debt, row, part, view.numbers(part, other)[row], scope, day)


def _kept(
    view: SnapshotView, debts: Columns, debt: Numbers, row: Numbers, part: str, party: Numbers, scope: int, day: int
) -> Columns:
    """The ties that hold on ``day``, or ended after they had held on the day of listing."""
    since, until = view.numbers(part, "since")[row], view.numbers(part, "until")[row]
    listed_on = debts["debt_since"][debt]
    formerly = (until <= day) & (since <= listed_on) & (until > listed_on) & (debts["listing"][debt] != _NONE)
    kept = (((since <= day) & (until > day)) | formerly) & (party != debts["debtor"][debt])
    row, debt = row[kept], debt[kept]
    return {
        "party": party[kept].astype(np.int64),
        "debt": debt,
        "scope": np.full(len(row), scope, dtype=np.int8),
        "role": view.numbers(part, "role")[row].astype(np.int64),
        "since": since[kept],
        "until": until[kept],
        "repeated": _repeated(view, part, row, debts["debt_since"][debt], day),
        "computed": np.zeros(len(row), dtype=bool),
    }


def _ties_of(view: SnapshotView, debts: Columns, wanted: npt.NDArray[np.int64], day: int) -> list[Columns]:
    """The ties of some parties to debtors: found from the parties' side, so that it grows with them."""
    found = []
    for offset, part, other, scope in (
        ("organizations", "officers", "holder", 2),
        ("holders", "roles", "organization", 1),
    ):
        origin, row = spans(view.numbers(offset, "offset"), wanted)
        tie, debt = _debts_of(debts, view.numbers(part, other)[row])
        found.append(_kept(view, debts, debt, row[tie], part, wanted[origin[tie]], scope, day))
    return found


def _debts_of(debts: Columns, others: Numbers) -> tuple[Numbers, Numbers]:
    """Each debt of each of ``others``: the places of both."""
    order = np.argsort(debts["debtor"], kind="stable")
    debtor = debts["debtor"][order]
    first = np.searchsorted(debtor, others)
    count = np.searchsorted(debtor, others, side="right") - first
    place = np.repeat(np.arange(len(others)), count)
    nth = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    return place, order[first[place] + nth]


def _computed(view: SnapshotView, debts: Columns, computed: pa.Table) -> list[Columns]:
    """The computed ties to debts, by the side on which the debtor stands."""
    import pyarrow.compute as pc

    numbers = {
        name: places_of(one_array(computed[name]).cast(pa.string()), view.ids.column)
        for name in ("holder", "organization")
    }
    since, until = (computed[name].to_numpy() for name in ("since", "until"))
    words = pa.array(_role_words(view), pa.string())
    role = pc.index_in(one_array(computed["role"]).cast(pa.string()), words).to_numpy()
    found = []
    for party, debtor, scope in (("holder", "organization", 1), ("organization", "holder", 2)):
        tie, debt = _debts_of(debts, numbers[debtor])
        found.append(
            {
                "party": numbers[party][tie],
                "debt": debt,
                "scope": np.full(len(tie), scope, dtype=np.int8),
                "role": role[tie].astype(np.int64),
                "since": since[tie],
                "until": until[tie],
                "repeated": np.zeros(len(tie), dtype=bool),
                "computed": np.ones(len(tie), dtype=bool),
            }
        )
    return found


def _role_words(view: SnapshotView) -> tuple[str, ...]:
    """The role words of the register, and that of a controller who follows from shares."""
    return tuple(dict.fromkeys((*view.role_words, ACTUAL_CONTROLLER)))


def _of_wanted(ties: Columns, wanted: npt.NDArray[np.int64]) -> Columns:
    kept = among(ties["party"], wanted)
    return {name: values[kept] for name, values in ties.items()}


def _holds(view: SnapshotView, part: str, row: Numbers, day: int) -> npt.NDArray[np.bool_]:
    return np.asarray((view.numbers(part, "since")[row] <= day) & (view.numbers(part, "until")[row] > day))


def _repeated(view: SnapshotView, part: str, row: Numbers, debt_since: Numbers, day: int) -> npt.NDArray[np.bool_]:
    """Has the tie of each row another row of the same role that matters? Such rows stand side by side, by their since.

    Beside a row that holds on ``day`` and had begun when the debt did, only one matters that goes on where it ends.
    """
    organization, role = view.numbers(part, "organization"), view.numbers(part, "role")
    holder, since, until = (view.numbers(part, name) for name in ("holder", "since", "until"))
    last = len(role) - 1

    def same(step: int) -> npt.NDArray[np.bool_]:
        beside = np.clip(row + step, 0, last)
        return np.asarray(
            (beside != row)
            & (role[beside] == role[row])
            & (holder[beside] == holder[row])
            & (organization[beside] == organization[row])
        )

    after = same(1)
    goes_on = after & (since[np.clip(row + 1, 0, last)] <= until[row])
    alone = (since[row] <= day) & (until[row] > day) & (since[row] <= debt_since) & ~goes_on
    return np.asarray((same(-1) | after) & ~alone)


def _named_in_orders(
    view: SnapshotView, listing: Numbers, party: Numbers, day: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Does an order made in the case of each listing name the party: on any date, and in force on ``day``?"""
    of_case = np.flatnonzero(view.numbers("extras", "kind") == 0)
    row, case = view.numbers("extras", "row")[of_case], view.numbers("extras", "listing")[of_case]
    now = (view.numbers("orders", "issued_on")[row] <= day) & (view.numbers("orders", "lifted_on")[row] > day)
    # Few listings have orders: only the ties to these are looked at, and of these only the named ones again.
    ordered = np.zeros(len(view.part("listings")["id"]) + 1, dtype=bool)  # the last place stands for no listing
    ordered[case] = True
    tie = np.flatnonzero(ordered[listing])
    count = len(view.ids)
    pairs = listing[tie].astype(np.int64) * count + party[tie]
    orders = case.astype(np.int64) * count + view.numbers("extras", "party")[of_case]
    named, in_force = (np.zeros(len(listing), dtype=bool) for _ in range(2))
    named[tie] = among(pairs, np.unique(orders))
    in_force[tie] = named[tie] & among(pairs, np.unique(orders[now]))
    return named, in_force


def _texts(view: SnapshotView, numbers: Numbers, valid: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Party ids as a dictionary over all ids: nothing is copied."""
    indices = pa.array(numbers.astype(np.int32), mask=None if valid is None else ~valid)
    return pa.DictionaryArray.from_arrays(indices, view.ids.column)


def _words(view: SnapshotView, codes: Numbers) -> pa.Array:
    indices = pa.array(codes.astype(np.int8), mask=codes == _NONE)
    return pa.DictionaryArray.from_arrays(indices, pa.array(_role_words(view), pa.string()))


def _rows_of(part: pa.Array, rows: Numbers) -> pa.Array:
    return part.take(pa.array(rows, mask=rows == _NONE))


def _table(view: SnapshotView, debts: Columns, ties: Columns, day: int) -> pa.Table:
    debt = ties["debt"]
    listing, notice = debts["listing"][debt], debts["notice"][debt]
    parties = view.part("parties")
    party = pa.array(ties["party"])
    debtor = debts["debtor"][debt]
    named, ordered = _named_in_orders(view, listing, ties["party"], day)
    former = ties["until"] <= day
    columns = {
        "party": _texts(view, ties["party"]),
        "scope": pa.DictionaryArray.from_arrays(pa.array(ties["scope"]), pa.array(_SCOPES)),
        "role": _words(view, ties["role"]),
        "debtor": _texts(view, debtor),
        "listing": _rows_of(view.part("listings")["id"], listing),
        "notice": _rows_of(view.part("notices")["id"], notice),
        "held_since": pa.array(ties["since"].astype(np.int32)),
        "held_until": pa.array(ties["until"].astype(np.int32)),
        "debt_since": pa.array(debts["debt_since"][debt].astype(np.int32)),
        "debt_until": pa.array(debts["debt_until"][debt].astype(np.int32)),
        "certainty": pa.DictionaryArray.from_arrays(
            # The weakest link counts: a computed tie to somebody whose identity is not proven is of the latter kind.
            pa.array(np.maximum(debts["certainty"][debt], ties["computed"]).astype(np.int8)),
            pa.array(CERTAINTIES),
        ),
        "debt": _rows_of(view.part("listings")["debt"], listing),
        "party_kind": parties["kind"].take(party),
        "party_categories": parties["categories"].take(party),
        "party_region": parties["region"].take(party),
        "debtor_kind": parties["kind"].take(pa.array(debtor)),
        "ordered": pa.array(ordered),
        "plain": pa.array(debts["simple"][debt] & ~ties["repeated"] & ~(former & named)),
    }
    return pa.table([columns[name] for name in REACHES.names], names=REACHES.names)
