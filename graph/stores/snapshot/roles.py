"""The roles as columns of numbers, and how new rows join old ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES, rejected
from graph.stores import intake

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

Bools = npt.NDArray[np.bool_]
Places = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


class Kinds:
    """What kind of party each id names."""

    def __init__(self, parties: pa.Table) -> None:
        self.ids = one_array(parties["id"])
        person = pc.equal(parties["kind"], "person").to_numpy()
        self._codes = np.where(person, intake.PERSON, intake.ORGANIZATION).astype(np.int8)

    def __call__(self, values: pa.Array) -> npt.NDArray[np.int8]:
        """The kind of each id; ``UNKNOWN`` where no party has it."""
        return self.of_places(pc.index_in(values, self.ids))

    def of_places(self, places: pa.Array) -> npt.NDArray[np.int8]:
        """The kind of the party in each place; ``UNKNOWN`` for none."""
        codes = np.append(self._codes, np.int8(intake.UNKNOWN))
        kinds: npt.NDArray[np.int8] = codes[pc.fill_null(places, len(self._codes)).to_numpy(zero_copy_only=False)]
        return kinds


def resolved(incoming: pa.Table, ids: pa.Array, kinds: Kinds) -> tuple[pa.Table, Places, list[pa.Table]]:
    """The rows whose holder exists and whose organization is one, their places in ``ids``, and the rejects."""
    holder = pc.index_in(one_array(incoming["holder"]), ids)
    organization = pc.index_in(one_array(incoming["organization"]), ids)
    kind = kinds.of_places(organization)
    kept = np.ones(len(incoming), dtype=bool)
    rejects: list[pa.Table] = []
    for column, bad, reason in (
        ("holder", kinds.of_places(holder) == intake.UNKNOWN, intake.NO_PARTY),
        ("organization", kind == intake.UNKNOWN, intake.NO_PARTY),
        ("organization", kind == intake.PERSON, intake.NO_ORGANIZATION),
    ):
        bad &= kept
        if bad.any():
            rows = incoming.filter(pa.array(bad))
            rejects.append(rejected("roles", rows, column, one_array(rows[column]), reason))
            kept &= ~bad
    if not kept.all():
        incoming, holder, organization = (part.filter(pa.array(kept)) for part in (incoming, holder, organization))
    places = (holder.to_numpy(zero_copy_only=False), organization.to_numpy(zero_copy_only=False))
    return incoming, places, rejects


_NO_SHARE = -1
_OLD = -1


@dataclass(frozen=True)
class RoleColumns:
    """Roles in the order of (holder, organization, role, since); of equal keys the older row first.

    Parties stand as their places in the sorted ids, roles as their places in the sorted words, a source as its
    place in ``sources``; ``arrival`` is the place of a new row in its table, -1 for a row that was there.
    """

    holder: npt.NDArray[np.int32]
    organization: npt.NDArray[np.int32]
    role: npt.NDArray[np.uint8]
    since: npt.NDArray[np.int32]
    until: npt.NDArray[np.int32]
    shares: npt.NDArray[np.int64]
    source_codes: npt.NDArray[np.int32]
    arrival: npt.NDArray[np.int64]
    sources: pa.Array

    @classmethod
    def of(
        cls, old: SnapshotView | None, incoming: pa.Table | None, places: Places | None, ids: pa.Array,
        words: Sequence[str],
    ) -> RoleColumns:  # fmt: skip
        """The rows of ``old`` and of ``incoming`` together, in order; ``places`` are those of ``resolved``."""
        none = np.zeros(0, dtype=np.int32)
        pieces = [
            _new(TABLES["roles"].schema.empty_table() if incoming is None else incoming, places or (none, none), words)
        ]
        if old is not None:
            pieces.insert(0, _kept(old, ids, words))
        sources = pa.concat_arrays([piece.pop("source") for piece in pieces]).dictionary_encode()
        columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
        codes = pc.fill_null(sources.indices, -1).to_numpy(zero_copy_only=False)
        built = cls(**columns, source_codes=codes, sources=sources.dictionary)
        return built if built._in_order() else built._rows(np.lexsort(built._keys()))

    def without_conflicts(self, incoming: pa.Table) -> tuple[RoleColumns, pa.Table]:
        """Without those new rows that give a key of the same file another value, and a reject of each."""
        again = self._same_key() & (self.arrival != _OLD)
        again[1:] &= self.arrival[:-1] != _OLD
        again &= ~self._same_values()
        spoilt = np.flatnonzero(again)
        if len(spoilt):
            files = one_array(incoming["file"])
            here, before = files.take(self.arrival[spoilt]), files.take(self.arrival[spoilt - 1])
            spoilt = spoilt[pc.equal(here, before).to_numpy(zero_copy_only=False)]
        rows = incoming.take(self.arrival[spoilt])
        kept = np.ones(len(self.holder), dtype=bool)
        kept[spoilt] = False
        rejects = rejected(
            "roles", rows, "holder", one_array(rows["holder"]).cast(pa.string()),
            "the same holder, organization, role, since stands in an earlier row of this file with other values",
        )  # fmt: skip
        return (self._rows(np.flatnonzero(kept)) if len(spoilt) else self), rejects

    def merged(self) -> tuple[RoleColumns, RoleColumns, RoleColumns]:
        """The last row of each key; what stood in place of those that changed; those that are new."""
        if not len(self.holder):
            return self, self, self
        same = self._same_key()
        last = np.append(~same[1:], True)
        # A key whose first row is old and equal to its last row did not change.
        first = np.flatnonzero(~same)
        end = np.flatnonzero(last)
        was_there = self.arrival[first] == _OLD
        equal = (
            (self.until[first] == self.until[end])
            & (self.shares[first] == self.shares[end])
            & (self.source_codes[first] == self.source_codes[end])
        )
        kept = self if last.all() else self._rows(end)
        added = self._rows(end[~was_there]) if was_there.any() else kept  # a first load adds all it keeps
        return kept, self._rows(first[was_there & ~equal]), added

    def table(self, ids: pa.Array, words: Sequence[str]) -> pa.Table:
        """The rows under the package's names."""
        columns = {
            "holder": ids.take(pa.array(self.holder)),
            "organization": ids.take(pa.array(self.organization)),
            "role": pa.array(words, pa.string()).take(pa.array(self.role)),
            "share": self.share, "since": pa.array(self.since), "until": pa.array(self.until),
            "source": self.source.cast(pa.string()),
        }  # fmt: skip
        schema = TABLES["roles"].schema
        return pa.table([columns[name] for name in schema.names], schema=schema)

    @property
    def share(self) -> pa.Array:
        """Shares in units of 10⁻¹⁰, null where unknown."""
        return pa.array(self.shares, mask=self.shares == _NO_SHARE)

    @property
    def source(self) -> pa.Array:
        """Where each row says it comes from, null where unknown."""
        codes = pa.array(self.source_codes, mask=self.source_codes < 0)
        return pa.DictionaryArray.from_arrays(codes, self.sources)

    def _keys(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        post = (self.role.astype(np.int64) << 32) + (self.since.astype(np.int64) + 2**31)
        return post, (self.holder.astype(np.int64) << 32) + self.organization

    def _in_order(self) -> bool:
        post, pair = self._keys()
        rises = (pair[1:] > pair[:-1]) | ((pair[1:] == pair[:-1]) & (post[1:] >= post[:-1]))
        return bool(rises.all())

    def _same_key(self) -> Bools:
        post, pair = self._keys()
        same = np.zeros(len(pair), dtype=bool)
        same[1:] = (pair[1:] == pair[:-1]) & (post[1:] == post[:-1])
        return same

    def _same_values(self) -> Bools:
        same = np.zeros(len(self.until), dtype=bool)
        same[1:] = (
            (self.until[1:] == self.until[:-1])
            & (self.shares[1:] == self.shares[:-1])
            & (self.source_codes[1:] == self.source_codes[:-1])
        )
        return same

    def _rows(self, rows: npt.NDArray[np.intp]) -> RoleColumns:
        return RoleColumns(
            self.holder[rows], self.organization[rows], self.role[rows], self.since[rows], self.until[rows],
            self.shares[rows], self.source_codes[rows], self.arrival[rows], self.sources,
        )  # fmt: skip


def _new(incoming: pa.Table, places: Places, words: Sequence[str]) -> dict[str, pa.Array]:
    role = one_array(incoming["role"]).dictionary_encode()
    codes = pc.index_in(role.dictionary, pa.array(words, pa.string())).to_numpy(zero_copy_only=False)
    return {
        "holder": places[0],
        "organization": places[1],
        "role": codes.astype(np.uint8)[role.indices.to_numpy()],
        "since": one_array(incoming["since"]).to_numpy(),
        "until": one_array(incoming["until"]).to_numpy(),
        "shares": pc.fill_null(one_array(incoming["share"]), _NO_SHARE).to_numpy(zero_copy_only=False),
        "arrival": np.arange(len(incoming), dtype=np.int64),
        "source": one_array(incoming["source"]),
    }


def _kept(old: SnapshotView, ids: pa.Array, words: Sequence[str]) -> dict[str, pa.Array]:
    place = pc.index_in(old.ids.column, ids).to_numpy(zero_copy_only=False).astype(np.int32)
    code = np.array([words.index(word) for word in old.role_words], dtype=np.uint8)
    part = old.part("roles")
    return {
        "holder": place[old.numbers("roles", "holder")],
        "organization": place[old.numbers("roles", "organization")],
        "role": code[old.numbers("roles", "role")] if len(code) else np.zeros(0, dtype=np.uint8),
        "since": old.numbers("roles", "since"),
        "until": old.numbers("roles", "until"),
        "shares": pc.fill_null(part["share"], _NO_SHARE).to_numpy(zero_copy_only=False),
        "arrival": np.full(len(part["role"]), _OLD, dtype=np.int64),
        "source": part["source"].cast(pa.string()),
    }
