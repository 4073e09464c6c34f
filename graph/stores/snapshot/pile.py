"""Rows that are gathered piece by piece: in memory while they are few, in the working folder of the load beyond."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from graph.model.chunks import one_array

IN_MEMORY = 1 << 28  # bytes that a load keeps of what it gathers before it turns to the disk


class Pile:
    """Rows of one schema in the order in which they came."""

    def __init__(self, path: Path, schema: pa.Schema, limit: int | None = None) -> None:
        self._path = path
        self._schema = schema
        self._limit = IN_MEMORY if limit is None else limit
        self._held: list[pa.Table] = []
        self._bytes = 0
        self._file: pa.OSFile | None = None
        self._writer: pa.RecordBatchFileWriter | None = None
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    @property
    def spilled(self) -> bool:
        """Do the rows stand on the disk?"""
        return self._writer is not None

    def add(self, rows: pa.Table) -> None:
        """Put ``rows`` behind those that are there."""
        if not len(rows):
            return
        self._rows += len(rows)
        self._bytes += rows.nbytes
        self._held.append(rows)
        if self._writer is None and self._bytes > self._limit:
            self._file = pa.OSFile(str(self._path), "wb")
            self._writer = pa.ipc.new_file(self._file, self._schema)
        if self._writer is not None:
            for held in self._held:
                self._writer.write_table(held.combine_chunks())
            self._held = []

    def table(self, columns: list[str] | None = None) -> pa.Table:
        """All rows as one table, or these columns of them; mapped where they stand on the disk. Then all have come."""
        columns = columns or self._schema.names
        if self._writer is None:
            table = pa.concat_tables(self._held) if self._held else self._schema.empty_table()
            return table.select(columns)
        self._end()
        with pa.memory_map(str(self._path)) as file:
            return pa.ipc.open_file(file).read_all().select(columns)

    def column(self, name: str) -> pa.Array:
        """One column as a single array. What was mapped for it is let go with it."""
        return one_array(self.table([name])[name])

    def pieces(self) -> Iterator[pa.Table]:
        """The rows as they came."""
        if self._writer is None:
            yield from self._held
        else:
            for batch in self.table().to_batches():
                yield pa.Table.from_batches([batch])

    def clear(self) -> None:
        """Let the rows go."""
        self._held = []
        if self._writer is not None:
            self._end()
            self._path.unlink(missing_ok=True)

    def _end(self) -> None:
        """End the file. A writer leaves it open, and the disk keeps what was removed until it is closed."""
        if self._file is not None and not self._file.closed:
            assert self._writer is not None
            self._writer.close()
            self._file.close()
