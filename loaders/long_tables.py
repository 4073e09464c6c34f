"""Tables that are read piece by piece, so that a file may be larger than memory."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.model.tables import TABLES, FormatError, Sheet
from loaders.spreadsheet import as_text, csv_fault, csv_header, first_line, odd_rows, without_blank_rows

LONG = 1 << 25  # bytes of a file from which on it is read piece by piece
_ROWS = 1 << 18
_BLOCK = 1 << 24  # bytes of a CSV file that become one piece

Piece = tuple[Sheet, pa.Table | None]  # rows as text, and rejects of those that are no rows


@dataclass(frozen=True, slots=True)
class LongSheet:
    """A table of which nobody holds all rows: ``pieces`` reads it once, from its beginning.

    ``count`` is how many rows it has, about as many where only reading it tells.
    """

    table: str
    file: str
    columns: list[str]
    count: int
    pieces: Callable[[], Iterator[Piece]]


def long_parquet(path: Path, table: str) -> LongSheet:
    """A Parquet file. Raises ``FormatError`` where it cannot be read."""
    from pyarrow import parquet

    def opened() -> Any:
        try:
            text = [field.name for field in parquet.read_schema(str(path)) if pa.types.is_string(field.type)]
            coded = [column.name for column in TABLES[table].columns if column.few and column.name in text]
            return parquet.ParquetFile(str(path), memory_map=True, read_dictionary=coded)
        except (pa.ArrowInvalid, OSError) as error:
            raise FormatError(_unreadable(path, error)) from None

    def pieces() -> Iterator[Piece]:
        done = 1
        try:
            for batch in opened().iter_batches(batch_size=_ROWS, use_threads=True):
                rows = pa.Table.from_batches([batch])
                text = pa.table([as_text(column) for column in rows.columns], names=rows.column_names)
                yield Sheet(table, text, path.name, pa.array(np.arange(done, done + len(rows)))), None
                done += len(rows)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            raise FormatError(_unreadable(path, error)) from None

    file = opened()
    return LongSheet(table, path.name, list(file.schema_arrow.names), file.metadata.num_rows, pieces)


def long_csv(path: Path, table: str) -> LongSheet:
    """A CSV file in UTF-8. Raises ``FormatError`` as ``read_csv`` does, for what stands further on while it is read."""
    with path.open("rb") as file:
        start = file.read(_BLOCK)
    names = csv_header(pa.py_buffer(start), path.name)
    lines = max(start.count(b"\n"), 1)
    about = max(path.stat().st_size * lines // len(start) - 1, 1)
    return LongSheet(table, path.name, names, about, lambda: _csv_pieces(path, table, names))


def _csv_pieces(path: Path, table: str, names: list[str]) -> Iterator[Piece]:
    from pyarrow import csv as arrow_csv

    odd: list[tuple[int | None, str]] = []

    def note(row: Any) -> str:
        odd.append((row.number, row.text))
        return "skip"

    quotes, whole_line = _marks(path)
    number, told, done = 2, 0, 0
    try:
        reader = arrow_csv.open_csv(
            str(path),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=quotes > 0, invalid_row_handler=note, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False, check_utf8=True
            ),
        )
        for batch in reader:
            wrong = {row for row, _ in odd if row is not None and row >= number}
            numbers, number = _numbers(number, len(batch), wrong)
            done += len(batch)
            new, told = odd[told:], len(odd)
            sheet = Sheet(table, pa.Table.from_batches([batch]).rename_columns(names), path.name, pa.array(numbers))
            yield without_blank_rows(sheet), odd_rows(table, path.name, names, new) if new else None
    except pa.ArrowInvalid as error:
        raise FormatError(csv_fault(path.name, str(error), pa.memory_map(str(path)).read_buffer())) from None
    if quotes % 2:
        raise FormatError(f"{path.name} ends inside a quotation mark; the file seems to be cut short")
    if odd and odd[-1][0] == done + len(odd) + 1 and not whole_line:
        raise FormatError(f"{path.name} ends in the middle of a row; the file seems to be cut short")
    if told < len(odd):
        nothing = pa.table({name: pa.array([], pa.string()) for name in names})
        yield Sheet(table, nothing, path.name, pa.array([], pa.int64())), odd_rows(table, path.name, names, odd[told:])


def _numbers(first: int, count: int, wrong: set[int]) -> tuple[np.ndarray[Any, Any], int]:
    """The numbers of ``count`` rows from ``first`` on that are not ``wrong``, and the one after."""
    if not wrong:
        return np.arange(first, first + count), first + count
    numbers = np.array(
        [at for at in range(first, first + count + len(wrong)) if at not in wrong][:count], dtype=np.int64
    )
    return numbers, int(numbers[-1]) + 1 if count else first


def _marks(path: Path) -> tuple[int, bool]:
    """How many quotation marks the file holds, and whether it ends with its last line."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b'"') < 0:
            return 0, content[-1:] == b"\n"
        count = sum(content[at : at + _BLOCK].count(b'"') for at in range(0, len(content), _BLOCK))
        return count, content[-1:] == b"\n"


def _unreadable(path: Path, error: Exception) -> str:
    return f"{path.name} is no readable Parquet file ({first_line(error)}); it may be cut short"


_COUNTED = re.compile(r"(.*?: )(\d+)( .*)", re.DOTALL)
_EXAMPLE = re.compile(r", \S+ among them")


def added_up(warnings: Iterable[str]) -> list[str]:
    """Each warning once: what is said of several pieces of a file is said of the file, with the counts added."""
    said: dict[tuple[str, str], tuple[int, str]] = {}
    for warning in warnings:
        counted = _COUNTED.fullmatch(warning)
        head, count, rest = (counted[1], int(counted[2]), counted[3]) if counted else (warning, 0, "")
        before, told = said.get((head, _EXAMPLE.sub("", rest)), (0, rest))
        said[head, _EXAMPLE.sub("", rest)] = before + count, told
    return [f"{head}{count}{rest}" if rest else head for (head, _), (count, rest) in said.items()]
