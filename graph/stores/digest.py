"""One digest for one register, whichever store holds it and in whatever order it was loaded.

The digest is that of the canonical logical rows: each table sorted by its key, each column hashed as its
values. Bytes of files do not enter, for indexes and parallel writers are not deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES

_SLICE = 1 << 20  # rows of a column that are looked at together; whole bytes of bits


def table_digest(name: str, columns: Iterable[pa.Array]) -> str:
    """The digest of a table whose rows stand in the order of its key; each column is asked for once."""
    hasher = blake2b(name.encode(), digest_size=32)
    for column in columns:
        for part in _parts(column):
            hasher.update(part)
    return hasher.hexdigest()


def register_digest(tables: Mapping[str, str]) -> str:
    """The digest of a register from those of its tables."""
    hasher = blake2b(digest_size=16)
    for name in sorted(tables):
        hasher.update(f"{name}:{tables[name]};".encode())
    return hasher.hexdigest()


def canonical(name: str, rows: pa.Table) -> list[pa.Array]:
    """The columns of a small logical table in the order of its key."""
    table = TABLES[name]
    ordered = rows.select(table.schema.names).sort_by([(column, "ascending") for column in table.key])
    return [one_array(ordered[column]) for column in table.schema.names]


def canonical_roles(column: Callable[[str], pa.Array]) -> Iterator[pa.Array]:
    """The columns of the roles, already in order; parties as places in the sorted list of party ids.

    Each ``column`` is asked for when its turn comes, so that only one need be there.
    """
    for name in ("holder", "organization", "role", "share", "since", "until", "source"):
        if name in ("role", "source"):
            yield from _words(column(name))
        else:
            yield column(name)


def _words(column: pa.Array) -> list[pa.Array]:
    """A column of few words as the sorted words and each row's place among them."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    # A dictionary may hold words that no row bears any more.
    borne = np.zeros(len(encoded.dictionary) + 1, dtype=bool)
    for codes in _codes(encoded):
        borne[codes] = True
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    order = order[borne[order]]
    place = np.full(len(borne), -1, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    places = np.empty(len(encoded), dtype=np.int32)
    at = 0
    for codes in _codes(encoded):
        places[at : at + len(codes)] = place[codes]
        at += len(codes)
    return [encoded.dictionary.take(pa.array(order)), pa.array(places)]


def _codes(encoded: pa.DictionaryArray) -> Iterator[npt.NDArray[np.integer[Any]]]:
    for codes in _slices(encoded.indices):
        # A null takes the place behind the last word, which the type of the codes may be too small for.
        wide = codes.cast(pa.int32())
        yield _filled(wide, len(encoded.dictionary)).to_numpy(zero_copy_only=False)


def _slices(column: pa.Array) -> Iterator[pa.Array]:
    for begin in range(0, max(len(column), 1), _SLICE):
        some = column.slice(begin, _SLICE)
        yield some.cast(some.type.value_type) if pa.types.is_dictionary(some.type) else some


def _parts(column: pa.Array) -> Iterator[memoryview | bytes]:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        for some in _slices(column):
            lengths = _filled(pc.binary_length(some), -1).cast(pa.int32())
            yield lengths.to_numpy(zero_copy_only=False).tobytes()
        for some in _slices(column):
            yield _text(_filled(some, ""))
        return
    if column.null_count:
        for some in _slices(column):
            yield np.packbits(some.is_valid().to_numpy(zero_copy_only=False)).tobytes()
    for some in _slices(column):
        yield _filled(some, 0).to_numpy(zero_copy_only=False).tobytes()


def _filled(column: pa.Array, value: int | str) -> pa.Array:
    return pc.fill_null(column, value) if column.null_count else column


def _text(filled: pa.Array) -> memoryview | bytes:
    data = filled.buffers()[2]
    if data is None or not len(filled):
        return b""
    width = np.int64 if pa.types.is_large_string(filled.type) else np.int32
    bounds = np.frombuffer(filled.buffers()[1], dtype=width, count=filled.offset + len(filled) + 1)
    return memoryview(data)[int(bounds[filled.offset]) : int(bounds[-1])]
