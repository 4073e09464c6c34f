"""Tables of the data package as files, written a slice at a time so that size costs time and not memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

import pyarrow as pa

Format = Literal["csv", "parquet"]

SLICE = 1 << 18


class Sink(Protocol):
    """A table that takes rows, in the order in which they come."""

    def write_table(self, table: pa.Table) -> None:
        """Put ``table`` behind the rows that are there."""
        ...


@contextmanager
def table_file(folder: Path, name: str, schema: pa.Schema, kind: Format) -> Iterator[Sink]:
    """An open file for the table ``name``; in CSV every value is text, a date is YYYY-MM-DD."""
    if kind == "parquet":
        import pyarrow.parquet as pq

        with pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as parquet:
            yield parquet
    else:
        import pyarrow.csv as pc

        # No simulated value needs quotes; one that did would raise, not be written wrongly.
        plain = pc.WriteOptions(quoting_style="none", quoting_header="none")
        with pc.CSVWriter(folder / f"{name}.csv", schema, write_options=plain) as csv:
            yield csv


def appended(path: Path, sink: Sink) -> None:
    """Put the rows of a Parquet file into ``sink``, and remove the file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(path)) as file:
        for at in range(file.num_row_groups):
            sink.write_table(file.read_row_group(at))
    path.unlink()


def slices(count: int) -> Iterator[slice]:
    """The rows in pieces; one empty piece where there are none."""
    for begin in range(0, max(count, 1), SLICE):
        yield slice(begin, min(begin + SLICE, count))
