"""The files of a snapshot: one Arrow table each, mapped into memory and never changed once written."""

from __future__ import annotations

import os
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


def write_part(path: Path, table: pa.Table) -> None:
    """Write ``table`` to ``path`` as one record batch, and wait until it is on the disk."""
    table = table.combine_chunks()
    with path.open("wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            for batch in table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]:
                writer.write_batch(batch)
        file.flush()
        os.fsync(file.fileno())


def open_part(path: Path) -> dict[str, pa.Array]:
    """The columns of the part at ``path``, mapped and not read. Raises ``StoreError`` where it is damaged."""
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
