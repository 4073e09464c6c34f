"""One digest for one register, whichever store holds it and in whatever order it was loaded.

The digest is that of the canonical logical rows: each table sorted by its key, each column hashed as its
values. Bytes of files do not enter, for indexes and parallel writers are not deterministic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES


def table_digest(name: str, columns: Sequence[pa.Array]) -> str:
    """The digest of a table whose rows stand in the order of its key."""
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


def canonical_roles(
    holder: pa.Array, organization: pa.Array, role: pa.Array, share: pa.Array, since: pa.Array, until: pa.Array,
    source: pa.Array,
) -> list[pa.Array]:  # fmt: skip
    """The columns of the roles, already in order; parties as places in the sorted list of party ids."""
    return [holder, organization, *_words(role), share, since, until, *_words(source)]


def _words(column: pa.Array) -> list[pa.Array]:
    """A column of few words as the sorted words and each row's place among them."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)
    # A dictionary may hold words that no row bears any more.
    borne = np.zeros(len(encoded.dictionary) + 1, dtype=bool)
    borne[codes] = True
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    order = order[borne[order]]
    place = np.full(len(borne), -1, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return [encoded.dictionary.take(pa.array(order)), pa.array(place[codes])]


def _parts(column: pa.Array) -> Iterable[memoryview | bytes]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        lengths = pc.fill_null(pc.binary_length(column), -1).cast(pa.int32())
        yield lengths.to_numpy(zero_copy_only=False).tobytes()
        filled = pc.fill_null(column, "")
        offsets = filled.buffers()[1]
        data = filled.buffers()[2]
        if data is not None and len(filled):
            width = np.int64 if pa.types.is_large_string(filled.type) else np.int32
            bounds = np.frombuffer(offsets, dtype=width, count=filled.offset + len(filled) + 1)
            yield memoryview(data)[int(bounds[filled.offset]) : int(bounds[-1])]
        return
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    yield np.packbits(valid).tobytes() if not valid.all() else b""
    yield pc.fill_null(column, 0).to_numpy(zero_copy_only=False).tobytes()
