"""The roles as columns of numbers, and how new rows join old ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES, rejected
from graph.stores.snapshot.ordering import grouped
from graph.stores.snapshot.parts import plain_numbers
from graph.stores.snapshot.pile import IN_MEMORY, Pile
from graph.stores.snapshot.resolving import NO_SHARE, NUMBERS, Words

Bools = npt.NDArray[np.bool_]

WIDTH = 1 << 21  # holders whose roles are put in order together
_SPARSE = 8  # numbers a row from which on to compare is cheaper than to count
_OLD = -1  # the file of a row that was there before
_COLUMNS = ("holder", "organization", "role", "since", "until", "share", "source")
ORDERED = pa.schema([NUMBERS.field(name) for name in _COLUMNS])


class Shelves:
    """Roles on their way, laid by ranges of their holders' numbers, each range in the order in which its rows came."""

    def __init__(self, folder: Path, parties: int) -> None:
        self.count = max(-(-parties // WIDTH), 1)
        self._piles = [
            Pile(folder / f"roles-{at}.arrow", NUMBERS, limit=IN_MEMORY // self.count) for at in range(self.count)
        ]

    def add(self, rows: pa.Table) -> None:
        """Lay each row on the shelf of its holder."""
        if self.count == 1:
            self._piles[0].add(rows)
            return
        shelf = (one_array(rows["holder"]).to_numpy() // WIDTH).astype(np.uint16)
        order = np.argsort(shelf, kind="stable")
        ends = np.cumsum(np.bincount(shelf, minlength=self.count))
        rows = rows.take(pa.array(order))
        for pile, begin, end in zip(self._piles, [0, *ends[:-1].tolist()], ends.tolist(), strict=True):
            pile.add(rows.slice(begin, end - begin))

    def taken(self, at: int) -> pa.Table:
        """The rows of one shelf, which is empty then."""
        rows = self._piles[at].table()
        self._piles[at].clear()
        return rows


@dataclass(frozen=True)
class RoleColumns:
    """Roles in the order of (holder, organization, role, since); of equal keys the older row first.

    Parties stand as their places in the sorted ids, roles as their places in the sorted words, a source as its
    code; ``row`` and ``file`` tell where a new row was read, ``file`` is -1 for a row that was there.
    """

    holder: npt.NDArray[np.int32]
    organization: npt.NDArray[np.int32]
    role: npt.NDArray[np.uint8]
    since: npt.NDArray[np.int32]
    until: npt.NDArray[np.int32]
    share: npt.NDArray[np.int64]
    source: npt.NDArray[np.int32]
    row: npt.NDArray[np.int64]
    file: npt.NDArray[np.int32]

    @classmethod
    def of(cls, rows: Iterable[pa.Table], role: npt.NDArray[np.uint8]) -> RoleColumns:
        """The rows, old ones before new ones, in order; ``role`` gives for each code of a role its final one."""
        together = pa.concat_tables(rows)
        columns = {name: one_array(together[name]).to_numpy() for name in NUMBERS.names}
        built = cls(**{**columns, "role": role[columns["role"]] if len(role) else columns["role"]})
        order = built._order()
        return built if order is None else built._rows(order)

    def without_conflicts(self, ids: pa.Array, files: Sequence[str]) -> tuple[RoleColumns, pa.Table]:
        """Without those new rows that give a key of the same file another value, and a reject of each."""
        again = self._same_key() & (self.file != _OLD)
        again[1:] &= self.file[:-1] == self.file[1:]
        again &= ~self._same_values()
        spoilt = np.flatnonzero(again)
        origin = pa.table(
            {"row": self.row[spoilt], "file": pa.array(files, pa.string()).take(pa.array(self.file[spoilt]))}
        )
        rejects = rejected(
            "roles", origin, "holder", ids.take(pa.array(self.holder[spoilt])).cast(pa.string()),
            "the same holder, organization, role, since stands in an earlier row of this file with other values",
        )  # fmt: skip
        return (self._rows(np.flatnonzero(~again)) if len(spoilt) else self), rejects

    def merged(self) -> tuple[RoleColumns, RoleColumns, RoleColumns]:
        """The last row of each key; what stood in place of those that changed; those that are new."""
        if not len(self.holder):
            return self, self, self
        same = self._same_key()
        last = np.append(~same[1:], True)
        # A key whose first row is old and equal to its last row did not change.
        first = np.flatnonzero(~same)
        end = np.flatnonzero(last)
        was_there = self.file[first] == _OLD
        equal = (
            (self.until[first] == self.until[end])
            & (self.share[first] == self.share[end])
            & (self.source[first] == self.source[end])
        )
        kept = self if last.all() else self._rows(end)
        added = self._rows(end[~was_there]) if was_there.any() else kept  # a first load adds all it keeps
        return kept, self._rows(first[was_there & ~equal]), added

    def numbers(self) -> pa.Table:
        """The rows without where they were read."""
        columns = {name: pa.array(getattr(self, name)) for name in _COLUMNS}
        return pa.table([columns[name] for name in ORDERED.names], schema=ORDERED)

    def table(self, ids: pa.Array, words: Sequence[str], sources: Sequence[str]) -> pa.Table:
        """The rows under the package's names."""
        columns = {
            "holder": ids.take(pa.array(self.holder)),
            "organization": ids.take(pa.array(self.organization)),
            "role": pa.array(words, pa.string()).take(pa.array(self.role)),
            "share": shares(pa.array(self.share)), "since": pa.array(self.since), "until": pa.array(self.until),
            "source": worded(pa.array(self.source), sources).cast(pa.string()),
        }  # fmt: skip
        schema = TABLES["roles"].schema
        return pa.table([columns[name].cast(schema.field(name).type) for name in schema.names], schema=schema)

    def _keys(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        post = (self.role.astype(np.int64) << 32) + (self.since.astype(np.int64) + 2**31)
        return post, (self.holder.astype(np.int64) << 32) + self.organization

    def _order(self) -> npt.NDArray[np.integer[Any]] | None:
        """The rows in order; None where they stand so. Few pairs of parties share several roles: counted together by
        organization and then by holder, most rows stand in order."""
        post, pair = self._keys()
        if not len(pair) or not _falls(post, pair).any():
            return None
        first = int(self.holder.min())
        by_organization = _by(self.organization)
        order: npt.NDArray[np.integer[Any]] = by_organization[_by(self.holder[by_organization])]
        falls = np.flatnonzero(_falls(post[order], pair[order]))
        if len(falls):
            astray = np.zeros(int(self.holder.max()) - first + 1, dtype=bool)
            astray[self.holder[order[falls]] - first] = True
            places = np.flatnonzero(astray[self.holder[order] - first])
            rows = order[places]
            order[places] = rows[np.lexsort((post[rows], pair[rows]))]
        return order

    def _same_key(self) -> Bools:
        post, pair = self._keys()
        same = np.zeros(len(pair), dtype=bool)
        same[1:] = (pair[1:] == pair[:-1]) & (post[1:] == post[:-1])
        return same

    def _same_values(self) -> Bools:
        same = np.zeros(len(self.until), dtype=bool)
        same[1:] = (
            (self.until[1:] == self.until[:-1])
            & (self.share[1:] == self.share[:-1])
            & (self.source[1:] == self.source[:-1])
        )
        return same

    def _rows(self, rows: npt.NDArray[np.integer[Any]]) -> RoleColumns:
        return RoleColumns(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def shares(units: pa.Array) -> pa.Array:
    """Shares in units of 10⁻¹⁰, null where unknown."""
    return pc.if_else(pc.not_equal(units, NO_SHARE), units, pa.scalar(None, pa.int64()))


def worded(codes: pa.Array, words: Sequence[str]) -> pa.DictionaryArray:
    """Codes with their words, null for -1."""
    codes = pc.if_else(pc.greater_equal(codes, 0), codes, pa.scalar(None, codes.type))
    return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()))


def _by(values: npt.NDArray[np.int32]) -> npt.NDArray[np.integer[Any]]:
    """The rows in the order of ``values``; of equal ones, as they stand."""
    first, last = int(values.min()), int(values.max())
    if last - first > _SPARSE * len(values):
        return np.argsort(values, kind="stable")
    return grouped(values - first, last - first + 1)[1]


def _falls(post: npt.NDArray[np.int64], pair: npt.NDArray[np.int64]) -> Bools:
    """Of each row but the last: does the next one belong before it?"""
    return np.asarray((pair[1:] < pair[:-1]) | ((pair[1:] == pair[:-1]) & (post[1:] < post[:-1])))


def kept_of(
    part: Mapping[str, pa.Array], begin: int, end: int, place: npt.NDArray[np.int32] | None, sources: Words
) -> pa.Table:
    """Rows of the register as it was, as ``NUMBERS``; ``place`` gives to each party its new number."""
    count = end - begin
    columns = {name: part[name].slice(begin, count) for name in _COLUMNS}
    if place is not None:
        for name in ("holder", "organization"):
            columns[name] = pa.array(place[plain_numbers(columns[name])])
    columns["share"] = pc.fill_null(columns["share"], NO_SHARE)
    columns["source"] = pa.array(sources.codes(columns["source"]))
    columns["row"] = pa.array(np.zeros(count, dtype=np.int64))
    columns["file"] = pa.array(np.full(count, _OLD, dtype=np.int32))
    return pa.table([columns[name] for name in NUMBERS.names], schema=NUMBERS)
