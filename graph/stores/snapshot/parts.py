"""The files of a snapshot: Arrow tables, mapped into memory and never changed once written.

A part is one file, or, where it has many rows, a folder with a file for each of its columns.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc

from graph.stores.interface import StoreError

# Words that stand in parts as their places here.
CERTAINTIES = ("recorded", "derived", "identity")
EXTRAS = ("orders", "retentions", "suspensions")

MANY = 1 << 14  # rows from which on each column is written by itself, and work on them is worth another thread
_NAMES = "columns.arrow"  # beside the columns of a folder: which they are


def write_part(path: Path, table: pa.Table) -> None:
    """Write ``table`` to ``path`` as one record batch, and wait until it is on the disk."""
    table = table.combine_chunks()
    with path.open("wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            for batch in table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]:
                writer.write_batch(batch)
        file.flush()
        os.fsync(file.fileno())


def write_columns(folder: Path, columns: Iterable[tuple[str, pa.Array]], rows: int) -> Path:
    """Write each column of ``rows`` to a file of its own in the new ``folder``, or few rows to one file with its name.

    Returns what was written.
    """
    if rows < MANY:
        file = folder.with_suffix(".arrow")
        write_part(file, pa.table(dict(columns)))
        return file
    folder.mkdir()
    names = []
    for name, column in columns:
        write_part(folder / f"{name}.arrow", pa.table({name: column}))
        names.append(name)
    write_part(folder / _NAMES, pa.table({"column": names}))
    return folder


def open_part(path: Path) -> Mapping[str, pa.Array]:
    """The columns of the part at ``path``, mapped and not read. Raises ``StoreError`` where it is damaged."""
    return _Columns(path) if path.is_dir() else _opened(path)


class _Columns(Mapping[str, pa.Array]):
    """The columns of a folder, each opened when it is asked for: what is mapped of it is let go with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> pa.Array:
        return _opened(self._folder / f"{name}.arrow")[name]

    def __iter__(self) -> Iterator[str]:
        yield from _opened(self._folder / _NAMES)["column"].to_pylist()

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _opened(path: Path) -> dict[str, pa.Array]:
    try:
        with pa.memory_map(str(path)) as file:
            batch = pa.ipc.open_file(file).get_batch(0)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path} is missing or damaged ({error}); load the register again with --replace") from None
    return dict(zip(batch.schema.names, batch.columns, strict=True))


def plain_numbers(column: pa.Array) -> npt.NDArray[np.integer[Any]]:
    """A column of whole numbers without nulls as numpy sees it, in the same memory.

    ``Array.to_numpy`` would do, but it imports pandas, which takes longer than an answer.
    """
    data = column.buffers()[1]
    if data is None:
        return np.zeros(0, dtype=column.type.to_pandas_dtype())
    kind = np.dtype(column.type.to_pandas_dtype())
    return np.frombuffer(data, dtype=kind, count=column.offset + len(column))[column.offset :]
