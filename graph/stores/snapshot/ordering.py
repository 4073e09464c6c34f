"""Rows in order: by DuckDB, which spills to the working folder, or by counting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.stores.intake import same_as_previous

if TYPE_CHECKING:
    import duckdb

FEW = 1 << 20  # rows that are compared sooner than a matrix of them is laid out
_MEMORY = "4GB"
_PIECE = 1 << 19

Ints = npt.NDArray[np.int32]


def pieces_in_order(rows: pa.Table, keys: Sequence[str], folder: Path) -> Iterator[pa.Table]:
    """The rows in the order of ``keys`` and, of equal ones, as they stand; equal keys stand in one piece."""
    arrival = rows.append_column("arrival", pa.array(np.arange(len(rows), dtype=np.int64)))
    with _database(folder) as database:
        batches = _sorted(database, arrival, [*keys, "arrival"]).to_arrow_reader(_PIECE)
        held = rows.schema.empty_table()
        for batch in batches:
            held = pa.concat_tables([held, pa.Table.from_batches([batch]).select(rows.column_names).cast(rows.schema)])
            starts = np.flatnonzero(~same_as_previous(held, tuple(keys)))
            cut = int(starts[-1]) if len(starts) else 0
            if cut:
                yield held.slice(0, cut)
                held = held.slice(cut)
        yield held


def grouped(values: npt.NDArray[np.integer[Any]], count: int) -> tuple[npt.NDArray[np.int64], Ints]:
    """Where the rows of each of ``count`` values begin when they stand by value, and the rows in that order.

    Rows of one value stay in the order in which they are.
    """
    if len(values) <= FEW:
        starts = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(values, minlength=count), out=starts[1:])
        return starts, np.argsort(values, kind="stable").astype(np.int32)
    from scipy.sparse import coo_array

    rows = np.arange(len(values), dtype=np.int32)
    # A sparse matrix of one cell a row: to lay it out by its other side is to count, not to compare.
    by_value = coo_array((np.ones(len(values), dtype=np.bool_), (values, rows)), shape=(count, len(values))).tocsr()
    return by_value.indptr.astype(np.int64), by_value.indices


def _sorted(database: duckdb.DuckDBPyConnection, rows: pa.Table, keys: Sequence[str]) -> duckdb.DuckDBPyRelation:
    database.register("rows_to_sort", rows)
    return database.sql(f"SELECT * FROM rows_to_sort ORDER BY {', '.join(keys)}")


@contextmanager
def _database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY, "temp_directory": str(folder / "sorting"), "threads": 2,
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    }  # fmt: skip
    with duckdb.connect(config=settings) as database:
        yield database
