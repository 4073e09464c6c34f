"""Columns of Arrow come in one piece or in several, and tables whole or piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

# Tables may come whole, or piece by piece so that nobody holds them whole; pieces can be had once.
Rows: TypeAlias = "pa.Table | Streamed"

LARGEST = 2**31 - 1  # bytes of text that offsets of 32 bits reach


@dataclass(frozen=True, slots=True)
class Streamed:
    """Rows that come piece by piece, once; ``count`` is about how many they are."""

    count: int
    pieces: Iterator[pa.Table]

    def __iter__(self) -> Iterator[pa.Table]:
        return self.pieces

    def __len__(self) -> int:
        return self.count


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The column as a single array; text beyond 2 GB with offsets of 64 bits."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_string(column.type) and column.nbytes > LARGEST:
        column = column.cast(pa.large_string())
    return column.combine_chunks()


def rows_of(column: pa.Array, begin: int, count: int) -> pa.Array:
    """Some rows of a column by themselves; a slice keeps the text of the whole, which may be more than 2 GB."""
    return pa.concat_arrays([column.slice(begin, count)])


def pieces_of(rows: Rows) -> Iterator[pa.Table]:
    """The rows piece by piece."""
    yield from (rows,) if isinstance(rows, pa.Table) else rows


def whole(rows: Rows, schema: pa.Schema) -> pa.Table:
    """The rows as one table, with words written out; ``schema`` is for none at all."""
    if isinstance(rows, pa.Table):
        return rows
    pieces = [written_out(piece) for piece in rows]
    return pa.concat_tables(pieces) if pieces else schema.empty_table()


def written_out(rows: pa.Table) -> pa.Table:
    """The rows with every column of coded words as text."""
    for at, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            rows = rows.set_column(at, field.name, rows.column(at).cast(field.type.value_type))
    return rows
