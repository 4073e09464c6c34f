"""Incoming roles as numbers: parties as their places in the sorted ids, words as their codes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import rejected
from graph.stores import intake
from graph.stores.snapshot.places import numbers_of

NO_SHARE = -1
NUMBERS = pa.schema(
    [
        ("holder", pa.int32()), ("organization", pa.int32()), ("role", pa.uint8()), ("since", pa.int32()),
        ("until", pa.int32()), ("share", pa.int64()), ("source", pa.int32()), ("row", pa.int64()), ("file", pa.int32()),
    ]
)  # fmt: skip

_AHEAD = 4  # pieces that are looked up, or wait for it, at once
_FEW = 1 << 18  # ids of which a table for looking up is made anew for each piece


class Words:
    """Words in the order in which they were met; a word's code is its place here, -1 stands for none."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._codes = {word: code for code, word in enumerate(known)}

    def codes(self, column: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.int32]:
        """The code of each cell."""
        column = one_array(column)
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        code = np.array([*(self._codes.setdefault(word, len(self._codes)) for word in words), -1], dtype=np.int32)
        found = pc.fill_null(encoded.indices.cast(pa.int32()), len(words)).to_numpy(zero_copy_only=False)
        return np.asarray(code[found], dtype=np.int32)

    def list(self) -> list[str]:
        """All words by their codes."""
        return list(self._codes)


class Kinds:
    """What kind of party each id names."""

    def __init__(self, ids: pa.Array, kinds: pa.Array) -> None:
        self.ids = ids
        code = np.array(
            [intake.PERSON if kind == "person" else intake.ORGANIZATION for kind in kinds.dictionary.to_pylist()]
        )
        self._codes = np.append(code, intake.UNKNOWN).astype(np.int8)[kinds.indices.to_numpy()]

    def __call__(self, values: pa.Array) -> npt.NDArray[np.int8]:
        """The kind of each id; ``UNKNOWN`` where no party has it."""
        return self.of_places(numbers_of(values, self.ids))

    def of_places(self, places: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int8]:
        """The kind of the party in each place; ``UNKNOWN`` for -1."""
        if not len(self._codes):
            return np.full(len(places), intake.UNKNOWN, dtype=np.int8)
        return np.where(places < 0, np.int8(intake.UNKNOWN), self._codes[places])


def resolved(
    pieces: Iterable[pa.Table], kinds: Kinds, roles: Words, sources: Words, files: Words, rejects: list[pa.Table]
) -> Iterator[pa.Table]:
    """The rows whose holder exists and whose organization is one, as ``NUMBERS``; the others become rejects."""
    for rows, holder, organization in _placed(pieces, kinds.ids):
        kind = kinds.of_places(organization)
        good = np.ones(len(rows), dtype=bool)
        for column, bad, reason in (
            ("holder", holder < 0, intake.NO_PARTY),
            ("organization", kind == intake.UNKNOWN, intake.NO_PARTY),
            ("organization", kind == intake.PERSON, intake.NO_ORGANIZATION),
        ):
            bad &= good
            if bad.any():
                spoilt = rows.filter(pa.array(bad))
                rejects.append(rejected("roles", spoilt, column, one_array(spoilt[column]), reason))
                good &= ~bad
        numbers = pa.table(
            [
                pa.array(holder), pa.array(organization), pa.array(roles.codes(rows["role"]).astype(np.uint8)),
                rows["since"], rows["until"], pc.fill_null(rows["share"], NO_SHARE),
                pa.array(sources.codes(rows["source"])), rows["row"].cast(pa.int64()),
                pa.array(files.codes(rows["file"])),
            ],
            schema=NUMBERS,
        )  # fmt: skip
        yield numbers if good.all() else numbers.filter(pa.array(good))


Placed = tuple[pa.Table, npt.NDArray[np.int32], npt.NDArray[np.int32]]


def _placed(pieces: Iterable[pa.Table], ids: pa.Array) -> Iterator[Placed]:
    """Each piece with the places of its holders and of its organizations in ``ids``, -1 for none."""
    if len(ids) <= _FEW:
        for rows in pieces:
            found = pc.fill_null(pc.index_in(_both(rows, ids.type), ids), -1).to_numpy(zero_copy_only=False)
            yield rows, found[: len(rows)], found[len(rows) :]
        return
    from pyarrow import dataset

    waiting: deque[pa.Table] = deque()
    failed: list[BaseException] = []

    def texts() -> Iterator[pa.RecordBatch]:
        try:
            for rows in pieces:
                waiting.append(rows)
                yield pa.record_batch([_both(rows, ids.type)], names=["id"])
        except BaseException as error:  # the scanner would tell it as a fault of its own
            failed.append(error)

    # An expression is bound once: its table of ids serves all pieces, and both cores look up there.
    place = pc.index_in(pc.field("id"), value_set=ids)
    scanner = dataset.Scanner.from_batches(
        texts(), schema=pa.schema([("id", ids.type)]), columns={"place": place}, batch_readahead=_AHEAD
    )
    parts: list[npt.NDArray[np.int32]] = []
    have = 0
    for batch in scanner.to_batches():
        parts.append(pc.fill_null(batch["place"], -1).to_numpy(zero_copy_only=False))
        have += len(batch)
        while waiting and have >= 2 * len(waiting[0]):
            rows = waiting.popleft()
            found = np.concatenate(parts)
            parts, have = [found[2 * len(rows) :]], have - 2 * len(rows)
            yield rows, found[: len(rows)], found[len(rows) : 2 * len(rows)]
    if failed:
        raise failed[0]


def _both(rows: pa.Table, kind: pa.DataType) -> pa.Array:
    return one_array(pa.chunked_array([*rows["holder"].chunks, *rows["organization"].chunks], pa.string()).cast(kind))
