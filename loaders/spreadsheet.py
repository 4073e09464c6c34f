"""Tables of text from CSV, Parquet and XLSX, with the row numbers that a person would count."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.tables import REJECTS, FormatError, Sheet, hidden

Read = tuple[Sheet, pa.Table]


def read_csv(content: pa.Buffer, table: str, file: str) -> Read:
    """A CSV file in UTF-8, with or without a byte order mark; rows of another width are rejected.

    Raises ``FormatError`` for another encoding, an open quotation mark at the end, or a repeated column.
    """

    from pyarrow import csv as arrow_csv

    names = csv_header(content, file)
    convert = arrow_csv.ConvertOptions(
        column_types={name: pa.string() for name in names}, strings_can_be_null=False, check_utf8=True
    )
    # Without line breaks inside quotation marks a file is cut anywhere and read by all cores.
    plain = content.size == 0 or b'"' not in memoryview(content).tobytes()
    odd: list[tuple[int | None, str]] = []

    def note(row: Any) -> str:
        odd.append((row.number, row.text))
        return "skip"

    def read(*, threads: bool) -> pa.Table:
        return arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(use_threads=threads, block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=not plain, invalid_row_handler=None if threads else note, ignore_empty_lines=False
            ),
            convert_options=convert,
        )

    try:
        try:
            rows = read(threads=True)
        except pa.ArrowInvalid as error:
            if "column" not in str(error).lower() or "utf8" in str(error).lower():
                raise
            rows = read(threads=False)
    except pa.ArrowInvalid as error:
        raise FormatError(csv_fault(file, str(error), content)) from None
    if not plain and _open_quote(content):
        raise FormatError(f"{file} ends inside a quotation mark; the file seems to be cut short")
    if odd and odd[-1][0] == len(rows) + len(odd) + 1 and not content.slice(content.size - 1).to_pybytes() == b"\n":
        raise FormatError(f"{file} ends in the middle of a row; the file seems to be cut short")
    wrong = {number for number, _ in odd}
    numbers = np.array([n for n in range(2, len(rows) + len(odd) + 2) if n not in wrong], dtype=np.int64)
    sheet = Sheet(table, rows.rename_columns(names), file, pa.array(numbers))
    return without_blank_rows(sheet), odd_rows(table, file, names, odd)


def read_parquet(content: pa.Buffer, table: str, file: str) -> Read:
    """A Parquet file; dates, decimals and numbers are read as they would be written."""

    from pyarrow import parquet

    try:
        # ``read_table`` would do, but it imports pandas, which takes longer than a small load.
        rows = parquet.ParquetFile(pa.BufferReader(content)).read()
        columns = [as_text(rows[name]) for name in rows.column_names]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise FormatError(f"{file} is no readable Parquet file ({first_line(error)}); it may be cut short") from None
    sheet = Sheet(table, pa.table(columns, names=rows.column_names), file, pa.array(np.arange(1, len(rows) + 1)))
    return sheet, REJECTS.empty_table()


def read_xlsx(content: pa.Buffer, table: str, file: str) -> Read:
    """The first sheet of an Excel file; the first row holds the names of the columns."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content.to_pybytes()), read_only=True, data_only=True)
        lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    except Exception as error:  # openpyxl lets through whatever its parts raise
        raise FormatError(f"{file} is no readable .xlsx file ({first_line(error)}); it may be cut short") from None
    if not lines:
        raise FormatError(f"{file} is empty; the first row must hold the names of the columns")
    names = [as_written(value) or "" for value in lines[0]]
    while names and not names[-1]:
        names.pop()
    _check_names(names, file)
    columns = [
        pa.array([as_written(line[at]) if at < len(line) else None for line in lines[1:]], pa.string())
        for at in range(len(names))
    ]
    return without_blank_rows(Sheet(table, pa.table(columns, names=names), file)), REJECTS.empty_table()


def csv_header(content: pa.Buffer, file: str) -> list[str]:
    """The names in the first row. Raises ``FormatError``."""
    if content.size == 0:
        raise FormatError(f"{file} is empty; the first row must hold the names of the columns")
    start = content.slice(0, min(content.size, 1 << 16)).to_pybytes()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError(f"{file} is in UTF-16, and a table is read in UTF-8; save it as UTF-8")
    try:
        line = start.split(b"\n", 1)[0].decode("utf-8-sig").rstrip("\r")
    except UnicodeDecodeError:
        raise FormatError(f"{file} is not in UTF-8 (its first line already is not); save it as UTF-8") from None
    names = [name.strip() for name in next(csv.reader([line]), [])]
    _check_names(names, file)
    return names


def _check_names(names: list[str], file: str) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise FormatError(f"{file} has the column '{repeated[0]}' twice; keep one of the two")


def csv_fault(file: str, message: str, content: pa.Buffer) -> str:
    """What is wrong with a CSV file that could not be read, in one sentence."""
    if "utf8" in message.lower():
        try:
            content.to_pybytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.slice(0, error.start).to_pybytes().count(b"\n") + 1
            return f"{file} is not in UTF-8 (line {line} is not); save it as UTF-8"
    return f"{file} cannot be read as CSV ({message.splitlines()[0]})"


def _open_quote(content: pa.Buffer) -> bool:
    quotes: int = content.to_pybytes().count(b'"')
    return quotes % 2 == 1


def odd_rows(table: str, file: str, names: list[str], odd: list[tuple[int | None, str]]) -> pa.Table:
    """A reject of each line that is no row of the table: its number and its text."""
    count = len(odd)
    return pa.table(
        [
            pa.array([table] * count, pa.string()),
            pa.array([number for number, _ in odd], pa.int64()),
            pa.array([None] * count, pa.string()),
            pa.array([(hidden(text) or "")[:200] for _, text in odd], pa.string()),
            pa.array([f"the row does not have the {len(names)} columns of the first row"] * count, pa.string()),
            pa.array([file] * count, pa.string()),
        ],
        schema=REJECTS,
    )


def without_blank_rows(sheet: Sheet) -> Sheet:
    """The sheet without rows in which every cell is empty, as spreadsheets leave them behind."""
    if not len(sheet.rows) or not sheet.rows.column_names:
        return sheet
    first = sheet.rows.column(0)
    blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(first), ""), True)
    if not pc.any(blank).as_py():
        return sheet
    for column in sheet.rows.columns[1:]:
        blank = pc.and_(blank, pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True))
    numbers = sheet.row_numbers if sheet.row_numbers is not None else pa.array(np.arange(2, len(sheet.rows) + 2))
    kept = pc.invert(blank)
    return Sheet(
        sheet.table, sheet.rows.filter(kept), sheet.file, pa.chunked_array([numbers]).filter(kept).combine_chunks()
    )


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as it would be written; a typed date stays one, and words that are coded stay coded."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32(), safe=False)
    if pa.types.is_date32(column.type):
        return column  # typed already; the day is what counts
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    if pa.types.is_decimal(column.type):  # few different ones: each is written once
        encoded = column.dictionary_encode().combine_chunks()
        return pa.chunked_array([pa.DictionaryArray.from_arrays(encoded.indices, encoded.dictionary.cast(pa.string()))])
    if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
        return column
    return column.cast(pa.string())


def as_written(value: Any) -> str | None:
    """The value of a cell as text: a day as YYYY-MM-DD, a whole number without a point."""
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def first_line(error: Exception) -> str:
    """What a library says of a fault, in one line."""
    return (str(error).splitlines() or [type(error).__name__])[0]
