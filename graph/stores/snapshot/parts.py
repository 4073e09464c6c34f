"""The files of a snapshot: one Arrow table each, mapped into memory and never changed once written."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from graph.stores.intake import one_array
from graph.stores.interface import StoreError


def write_part(path: Path, table: pa.Table) -> None:
    """Write ``table`` to ``path`` as one record batch, and wait until it is on the disk."""
    table = table.combine_chunks()
    with path.open("wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        file.flush()
        os.fsync(file.fileno())


def open_part(path: Path) -> dict[str, pa.Array]:
    """The columns of the part at ``path``, mapped and not read. Raises ``StoreError`` where it is damaged."""
    try:
        with pa.memory_map(str(path)) as file:
            table = pa.ipc.open_file(file).read_all()
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreError(f"{path} is missing or damaged ({error}); load the register again with --replace") from None
    return {name: one_array(table[name]) for name in table.column_names}
