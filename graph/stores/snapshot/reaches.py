"""Every tie to a debt that matters on a day, in one pass over the rows of the debtors or of the parties asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model import ACTUAL_CONTROLLER
from graph.model.chunks import one_array
from graph.model.numbers import distinct
from graph.stores.interface import REACHES
from graph.stores.snapshot import tying
from graph.stores.snapshot.kernel import Rows
from graph.stores.snapshot.parts import CERTAINTIES
from graph.stores.snapshot.places import Numbers, among, known_numbers, numbers_of, spans
from graph.stores.snapshot.tying import FOUND, OFFICER, ORDERED, ORGANIZATION, OWED

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

# Fewer rows of roles than these are gone through before a compiler has been started.
WORTH_COMPILING = 5_000

_SCOPES = ("debtor", "officer", "organization")
_NONE = -1
_ROOM = 1 << 14  # ties of a portfolio; for more it is gone through again


Column = npt.NDArray[Any]
Records = npt.NDArray[np.void]


class _Debts(NamedTuple):
    """The listings (retained ones too) and notices that stand on a day, by the party that each names."""

    debtor: Column
    listing: Column
    notice: Column
    since: Column
    until: Column
    certainty: Column
    simple: Column  # do its own days tell how long it stands?


def reaches(
    view: SnapshotView, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None
) -> pa.Table:
    """See ``DayView.reaches``."""
    wanted = None if parties is None else known_numbers(parties, view.ids.column)
    debts = _debts(view, day)
    owed, ordered = _owed(view, debts)
    numbers = debts.debtor if wanted is None else wanted
    rows = sum(int(_lengths(view.numbers(offset, "offset"), numbers).sum()) for offset in ("holders", "organizations"))
    room = (len(numbers) + rows if wanted is None else _ROOM) + (0 if computed is None else 4 * len(computed))
    loops: ModuleType = tying
    roles, officers, debtor = *view.roles_by_end, debts.debtor
    if rows > WORTH_COMPILING:
        from graph.stores.snapshot import compiled as loops
    else:
        roles, officers = (Rows(*map(memoryview, by_end)) for by_end in (roles, officers))  # type: ignore[arg-type]
        debtor = memoryview(debtor)  # type: ignore[assignment, arg-type]
    while True:
        found = np.empty(room, FOUND)
        if wanted is None:
            count = loops.to_debtors(day, debtor, owed, ordered, officers, roles, found)
        else:
            count = loops.of_parties(day, wanted, debtor, owed, ordered, officers, roles, found)
        by_shares = count
        if computed is not None:
            for ends in _by_shares(view, computed):
                count = loops.of_ties(day, *ends, debtor, owed, ordered, found, count)
        if count <= room:
            break
        room = count
    return _table(view, debts, found[:count], by_shares, wanted)


def debtors(view: SnapshotView, day: int) -> pa.Array:
    """See ``DayView.debtors``."""
    return _texts(view, distinct(_debts(view, day).debtor))


def posts_of(view: SnapshotView, holders: pa.Array, day: int) -> pa.Table:
    """See ``DayView.posts_of``."""
    numbers = numbers_of(holders, view.ids.column)
    origin, row = spans(view.numbers("holders", "offset"), numbers)
    now = _holds(view, "roles", row, day)
    origin, row = origin[now], row[now]
    parties = view.part("parties")
    return pa.table(
        {
            "holder": pa.array(origin.astype(np.int32)),
            "role": _words(view, view.numbers("roles", "role")[row]),
            "categories": parties["categories"].take(pa.array(view.numbers("roles", "organization")[row])),
        }
    )


def _debts(view: SnapshotView, day: int) -> _Debts:
    listing = view.numbers("bindings", "listing")
    extra = view.numbers("extras", "listing")
    kind, row = view.numbers("extras", "kind"), view.numbers("extras", "row")
    retained = np.array(view.numbers("listings", "released_on"))
    keeps = kind == 1
    np.maximum.at(retained, extra[keeps], view.numbers("retentions", "until")[row[keeps]])
    simple = np.ones(len(retained), dtype=bool)
    simple[extra[kind != 0]] = False
    since = view.numbers("listings", "listed_on")[listing]
    until = retained[listing]
    stands = np.flatnonzero((since <= day) & (until > day))
    party, listing = view.numbers("bindings", "party")[stands], listing[stands]
    listed = _Debts(
        party, listing, np.full(len(stands), _NONE, dtype=np.int32), since[stands], until[stands],
        view.numbers("bindings", "certainty")[stands],
        simple[listing] & ~among(party, view.numbers("notified", "party")),
    )  # fmt: skip
    notice = view.numbers("notified", "notice")
    issued, ends = view.numbers("notices", "issued_on")[notice], view.numbers("notices", "ends_on")[notice]
    stands = np.flatnonzero((issued <= day) & (ends > day))
    if not len(stands):
        return listed
    none = np.full(len(stands), _NONE, dtype=np.int32)
    noticed = _Debts(
        view.numbers("notified", "party")[stands], none, notice[stands], issued[stands], ends[stands],
        np.zeros(len(stands), dtype=np.int8), np.zeros(len(stands), dtype=bool),
    )  # fmt: skip
    both = _Debts(*(np.concatenate(columns) for columns in zip(listed, noticed, strict=True)))
    order = np.argsort(both.debtor, kind="stable")
    return _Debts(*(column[order] for column in both))


def _owed(view: SnapshotView, debts: _Debts) -> tuple[Records, Records]:
    """The debts as the loops see them, and the orders of their cases."""
    orders = np.flatnonzero(view.numbers("extras", "kind") == 0)
    case, row = view.numbers("extras", "listing")[orders], view.numbers("extras", "row")[orders]
    ordered = np.empty(len(orders), ORDERED)
    ordered["party"] = view.numbers("extras", "party")[orders]
    ordered["since"], ordered["until"] = (view.numbers("orders", name)[row] for name in ("issued_on", "lifted_on"))
    owed = np.empty(len(debts.debtor), OWED)
    owed["since"], owed["simple"] = debts.since, debts.simple
    owed["former"] = debts.listing != _NONE
    owed["first"], owed["last"] = (np.searchsorted(case, debts.listing, side) for side in ("left", "right"))
    return owed, ordered


def _lengths(offset: Numbers, numbers: Numbers) -> Numbers:
    return offset[numbers + 1] - offset[numbers]


def _by_shares(
    view: SnapshotView, computed: pa.Table
) -> Iterator[tuple[Numbers, Numbers, Numbers, Numbers, int, int]]:  # fmt: skip
    """The computed ties as the loops take them, seen from either end."""
    holder, organization = (
        numbers_of(one_array(computed[name]), view.ids.column) for name in ("holder", "organization")
    )
    known = (holder >= 0) & (organization >= 0)
    holder, organization, since, until = (
        column[known] for column in (holder, organization, computed["since"].to_numpy(), computed["until"].to_numpy())
    )
    role = _role_words(view).index(ACTUAL_CONTROLLER)
    yield holder, organization, since, until, OFFICER, role
    yield organization, holder, since, until, ORGANIZATION, role


def _role_words(view: SnapshotView) -> tuple[str, ...]:
    """The role words of the register, and that of a controller who follows from shares."""
    return tuple(dict.fromkeys((*view.role_words, ACTUAL_CONTROLLER)))


def _holds(view: SnapshotView, part: str, row: Numbers, day: int) -> npt.NDArray[np.bool_]:
    return np.asarray((view.numbers(part, "since")[row] <= day) & (view.numbers(part, "until")[row] > day))


def _texts(view: SnapshotView, numbers: Numbers) -> pa.Array:
    """Party ids as a dictionary over all ids: nothing is copied."""
    indices = pa.array(numbers.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(indices, view.ids.column)


def _words(view: SnapshotView, codes: Numbers) -> pa.Array:
    indices = pa.array(codes.astype(np.int16, copy=False), mask=codes == _NONE)
    return pa.DictionaryArray.from_arrays(indices, pa.array(_role_words(view), pa.string()))


def _rows_of(part: pa.Array, rows: Numbers) -> pa.Array:
    """The cells of these rows as places among all: nothing is copied."""
    return pa.DictionaryArray.from_arrays(pa.array(rows, mask=rows == _NONE), part)


def _of_debts(words: pa.Array, debt: pa.Array) -> pa.Array:
    """The word of each debt, coded once and laid out by tie."""
    coded = words.dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices.take(debt), coded.dictionary)


def _table(
    view: SnapshotView, debts: _Debts, found: Records, by_shares: int, wanted: npt.NDArray[np.int64] | None
) -> pa.Table:
    """The ties as a table; those from place ``by_shares`` on are computed, and of all those of ``wanted`` are told."""
    derived = np.arange(len(found)) >= by_shares
    if wanted is not None and derived.any():
        kept = ~derived | among(found["party"], wanted)
        found, derived = found[kept], derived[kept]
    of = {name: np.ascontiguousarray(found[name]) for name in FOUND.names or ()}
    debt, parties, party = of["debt"], view.part("parties"), pa.array(of["party"])
    listings, place = view.part("listings"), pa.array(debt)
    columns = {
        "party": _texts(view, of["party"]),
        "scope": pa.DictionaryArray.from_arrays(pa.array(of["scope"]), pa.array(_SCOPES)),
        "role": _words(view, of["role"]),
        "debtor": _texts(view, debts.debtor[debt]),
        "listing": _rows_of(listings["id"], debts.listing[debt]),
        "notice": _rows_of(view.part("notices")["id"], debts.notice[debt]),
        "held_since": pa.array(of["since"]),
        "held_until": pa.array(of["until"]),
        "former": pa.array(of["former"]),
        "debt_since": pa.array(debts.since[debt]),
        "debt_until": pa.array(debts.until[debt]),
        "certainty": pa.DictionaryArray.from_arrays(
            # The weakest link counts: a computed tie to somebody whose identity is not proven is of the latter kind.
            pa.array(np.maximum(debts.certainty[debt], derived.view(np.int8))),
            pa.array(CERTAINTIES),
        ),
        "debt": _of_debts(listings["debt"].take(pa.array(debts.listing, mask=debts.listing == _NONE)), place),
        "party_kind": parties["kind"].take(party),
        "party_categories": parties["categories"].take(party),
        "party_region": parties["region"].take(party),
        "debtor_kind": _of_debts(parties["kind"].take(pa.array(debts.debtor)), place),
        "ordered": pa.array(of["ordered"]),
        "plain": pa.array(of["plain"]),
    }
    return pa.table([columns[name] for name in REACHES.names], names=REACHES.names)
