"""Control over the whole register: the shareholdings once, in columns, and the same rule for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from queue import SimpleQueue
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.control import kernel
from graph.control.aside import ANY_ASIDE
from graph.control.definitions import COMPANY_LAW, Regime
from graph.control.kernel import Holdings, Room
from graph.model import ACTUAL_CONTROLLER, EARLIEST, LATEST, SHAREHOLDER
from graph.model.ahead import THREADS, ahead
from graph.model.chunks import one_array
from graph.model.numbers import distinct
from graph.stores.interface import HELD, DayView

Numbers = npt.NDArray[np.integer[Any]]

# Fewer shareholdings than these are gone through before a compiler has been started.
WORTH_COMPILING = 5_000
_AT_ONCE = 1 << 15  # parties whose companies are found together


class Everybody:
    """Who controls whom on a day, over the whole register or ``around`` some parties, below and above them.

    Those who hold shares or whose shares are held, and those on record as controllers, stand as numbers in the
    order of their ids, which ``ids_of`` tells.
    """

    def __init__(self, view: DayView, day: int, regime: Regime = COMPANY_LAW, around: pa.Array | None = None) -> None:
        self.day = day
        self.regime = regime
        threshold = regime.on(day)
        assert threshold is not None  # the regime of control speaks of every day
        self._least = threshold.least
        held = view.held([SHAREHOLDER, ACTUAL_CONTROLLER], around)
        role = one_array(held["role"]).dictionary_encode()
        shares = role.indices.to_numpy() == role.dictionary.index(SHAREHOLDER).as_py()
        self._known, self._used, holder, organization = _numbered(held)
        since, until = (held[name].to_numpy() for name in ("since", "until"))
        share = pc.fill_null(held["share"], 0).to_numpy()
        named = ~shares & (holder != organization) & (since < until)
        self._recorded = organization[named], since[named], until[named]
        if named_aside := view.named(ANY_ASIDE, None if around is None else one_array(held["holder"])):
            shares = shares & ~self.among(pa.array(named_aside))[holder]
        kept = slice(None) if shares.all() else np.flatnonzero(shares)
        offset = np.zeros(len(self._used) + 1, dtype=np.int64)
        np.cumsum(np.bincount(holder[kept], minlength=len(self._used)), out=offset[1:])
        # Columns of one kind, that may be written to: for others the compiler would start again.
        columns = (np.require(column[kept], requirements=["C", "W"]) for column in (organization, share, since, until))
        self.holdings = Holdings(offset, *columns)

    def ids_of(self, numbers: Numbers) -> pa.Array:
        """The ids of the parties of these numbers, coded as places among all."""
        return pa.DictionaryArray.from_arrays(pa.array(self._used[numbers]), self._known)

    def among(self, ids: pa.Array) -> npt.NDArray[np.bool_]:
        """For each number: is its id one of ``ids``?"""
        if pa.types.is_dictionary(ids.type) and ids.dictionary.equals(self._known):
            return np.isin(self._used, ids.indices.to_numpy())
        known = self.ids_of(np.arange(len(self._used))).cast(self._known.type)
        found = pc.is_in(known, ids.cast(known.type))
        return np.asarray(found.to_numpy(zero_copy_only=False))

    def pairs(self, controllers: Numbers | None = None) -> Iterator[tuple[Numbers, Numbers]]:
        """Every controller (or those of these numbers) with every company that it controls on the day.

        Those of some controllers at a time.
        """
        parties = np.arange(len(self._used)) if controllers is None else controllers
        if not self._compiling:
            yield from self._pairs_of(parties.tolist(), kernel.pairs, _lists(self.holdings), self._rooms(1))
            return
        from graph.control import compiled

        find = partial(self._pairs_of, run=compiled.pairs, holdings=self.holdings, rooms=self._rooms(THREADS))
        for found in ahead(find, (parties[start : start + _AT_ONCE] for start in range(0, len(parties), _AT_ONCE))):
            yield from found

    def _pairs_of(
        self, sources: Any, run: Callable[..., tuple[int, int]], holdings: Holdings, rooms: SimpleQueue[Room]
    ) -> list[tuple[Numbers, Numbers]]:
        room = rooms.get()
        found: list[tuple[Numbers, Numbers]] = []
        capacity, start = 4 * len(sources) + 1024, 0
        while start < len(sources):
            holder, organization = (np.zeros(capacity, dtype=np.int32) for _ in range(2))
            filled, after = run(holdings, sources, start, self.day, self._least, room, holder, organization)
            if after == start:
                capacity *= 2  # one controller of more companies than there was room for
                continue
            start = after
            found.append((holder[:filled], organization[:filled]))
        rooms.put(room)
        return found

    def pairs_between(self, some: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        """The pairs that have one of ``some`` at the one end, whichever it is, and one of ``others`` at the other."""
        found = [
            (holder[kept], organization[kept])
            for holder, organization in self.pairs(np.flatnonzero(some | others))
            for kept in ((some[holder] & others[organization]) | (others[holder] & some[organization]),)
        ]
        none = np.zeros(0, dtype=np.int32)
        return (
            np.concatenate([none, *(holder for holder, _ in found)]),
            np.concatenate([none, *(organization for _, organization in found)]),
        )

    def spells(self, holder: Numbers, organization: Numbers) -> tuple[Numbers, Numbers]:
        """Since when and until when each pair of control lasts around the day; the holders stand together."""
        since, until = (np.zeros(len(holder), dtype=np.int32) for _ in range(2))
        first = np.flatnonzero(np.r_[True, holder[1:] != holder[:-1]]) if len(holder) else np.zeros(0, dtype=np.int64)
        starts = np.append(first, len(holder))
        law_since = np.array([threshold.holds.since for threshold in self.regime.thresholds], dtype=np.int64)
        law_least = np.array([threshold.least for threshold in self.regime.thresholds], dtype=np.int64)
        sources = holder[first]
        if self._compiling:
            from graph.control import compiled

            compiled.spells(
                self.holdings, sources, starts, organization, self.day, law_since, law_least, self._room(), since, until
            )
        else:
            kernel.spells(
                _lists(self.holdings), sources.tolist(), starts.tolist(), organization.tolist(), self.day,
                law_since.tolist(), law_least.tolist(), self._room(), since, until,
            )  # fmt: skip
        return since, until

    def unnamed(self, organization: Numbers, since: Numbers, until: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Of each spell the days around the day on which the register names no actual controller.

        And the places of the spells of which there are any.
        """
        named, first, last = self._recorded
        low = np.full(len(self._used), EARLIEST, dtype=np.int64)
        high = np.full(len(self._used), LATEST, dtype=np.int64)
        before, after = last <= self.day, first > self.day
        np.maximum.at(low, named[before], last[before])
        np.minimum.at(high, named[after], first[after])
        now = np.zeros(len(self._used), dtype=bool)
        now[named[~before & ~after]] = True
        kept = np.flatnonzero(~now[organization])
        organization = organization[kept]
        return np.maximum(since[kept], low[organization]), np.minimum(until[kept], high[organization]), kept

    @property
    def _compiling(self) -> bool:
        return len(self.holdings.organization) > WORTH_COMPILING

    def _rooms(self, count: int) -> SimpleQueue[Room]:
        rooms: SimpleQueue[Room] = SimpleQueue()
        for _ in range(count):
            rooms.put(self._room())
        return rooms

    def _room(self) -> Room:
        count = len(self._used)
        if self._compiling:
            return Room(
                np.zeros(count, np.int64), np.zeros(count, np.int8), *(np.zeros(count + 1, np.int32) for _ in range(4))
            )
        return Room([0] * count, [0] * count, *([0] * (count + 1) for _ in range(4)))


def computed_ties(view: DayView, day: int, debtors: pa.Array, parties: pa.Array | None = None) -> pa.Table:
    """The actual controllers who follow from shares on ``day`` where the register names none (see ``HELD``).

    Of all such ties those that have one of ``debtors`` at either end, and one of ``parties`` (None: anybody) at the
    other; ``since`` and ``until`` bound the days around ``day`` on which each holds. Shareholdings are read around
    the parties, or, where anybody is asked about, around the debtors.
    """
    everybody = Everybody(view, day, around=debtors if parties is None else parties)
    owing = everybody.among(debtors)
    asked = np.ones_like(owing) if parties is None else everybody.among(parties)
    holder, organization = everybody.pairs_between(owing, asked)
    since, until = everybody.spells(holder, organization)
    since, until, kept = everybody.unnamed(organization, since, until)
    columns = {
        "holder": everybody.ids_of(holder[kept]),
        "organization": everybody.ids_of(organization[kept]),
        "role": pa.repeat(pa.scalar(ACTUAL_CONTROLLER), len(kept)),
        "share": pa.nulls(len(kept), pa.int64()),
        "since": pa.array(since.astype(np.int32)),
        "until": pa.array(until.astype(np.int32)),
    }
    return pa.table([columns[name] for name in HELD.names], names=HELD.names)


def _numbered(held: pa.Table) -> tuple[pa.Array, Numbers, Numbers, Numbers]:
    """Sorted ids, the places among them of those at either end of some rows, and both ends as numbers of these."""
    ends = [one_array(held[name]) for name in ("holder", "organization")]
    if all(pa.types.is_dictionary(end.type) for end in ends) and ends[0].dictionary.equals(ends[1].dictionary):
        known = ends[0].dictionary
        places = [end.indices.to_numpy() for end in ends]
        if len(held) * 8 < len(known):  # what is as long as all ids would cost more than putting few in order
            few = distinct(np.concatenate(places))
            return known, few, *(np.searchsorted(few, place).astype(np.int32) for place in places)
        used = np.zeros(len(known), dtype=bool)
        for place in places:
            used[place] = True
        number = (np.cumsum(used) - 1).astype(np.int32)
        return known, np.flatnonzero(used), number[places[0]], number[places[1]]
    ids = pc.unique(pa.concat_arrays([end.cast(pa.string()) for end in ends]))
    ids = ids.take(pc.sort_indices(ids))
    holder, organization = (pc.index_in(end.cast(pa.string()), ids).to_numpy() for end in ends)
    return ids, np.arange(len(ids)), holder, organization


def _lists(holdings: Holdings) -> Holdings:
    return Holdings(*(column.tolist() for column in holdings))
