"""A spreadsheet as people keep it, as rows of cells: CSV in UTF-8, GB18030 or GBK, or the first sheet of an .xlsx."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from graph.model.tables import FormatError
from loaders.spreadsheet import as_written, first_line

SUFFIXES = (".csv", ".xlsx")
_HEADINGS_WITHIN = 10


class Grid(NamedTuple):
    """The rows of cells that hold anything, each with its number as a person counts, and the form of the file."""

    rows: list[tuple[int, list[str]]]
    form: str


def read_grid(path: Path) -> Grid:
    """The cells of the file at ``path``, blanks at their ends taken off.

    Raises ``FormatError`` where it is in no encoding that is read, no spreadsheet, or cut short.
    """
    if path.suffix.lower() == ".xlsx":
        return Grid(_xlsx(path), "XLSX")
    content = path.read_bytes()
    text, encoding = _decoded(content, path.name)
    rows: list[tuple[int, list[str]]] = []
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, [cell.strip() for cell in cells]))
            before = lines.line_num
    except csv.Error as error:
        if "end of data" in str(error):
            raise FormatError(f"{path.name} ends inside a quotation mark; the file seems to be cut short") from None
        raise FormatError(f"{path.name} cannot be read as CSV (line {lines.line_num}: {error})") from None
    if len(rows) > 1 and not text.endswith(("\n", "\r")) and len(rows[-1][1]) < len(rows[-2][1]):
        raise FormatError(f"{path.name} ends in the middle of a row; the file seems to be cut short")
    return Grid(rows, f"CSV, {encoding}")


def head_of(path: Path) -> list[tuple[int, list[str]]]:
    """The first rows of a file, looked at to tell what it is; none where it cannot be read."""
    if path.suffix.lower() not in SUFFIXES:
        return []
    try:
        if path.suffix.lower() == ".xlsx":
            return _xlsx(path, _HEADINGS_WITHIN)
        with path.open("rb") as file:
            lines = file.read(1 << 16).splitlines()[:_HEADINGS_WITHIN]
        text, _ = _decoded(b"\n".join(lines), path.name)
        cells = csv.reader(text.splitlines())
        return [(number, [cell.strip() for cell in row]) for number, row in enumerate(cells, 1) if any(row)]
    except (FormatError, csv.Error, OSError):
        return []


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError(f"{name} is in UTF-16; save it as UTF-8 or GB18030")
    if not content.strip():
        raise FormatError(f"{name} is empty; a row must hold the headings")
    for encoding, said in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            return content.decode(encoding), said
        except UnicodeDecodeError as error:
            place = error.start
    line = content[:place].count(b"\n") + 1
    raise FormatError(f"{name} is neither in UTF-8 nor in GB18030 (line {line} is not); save it as UTF-8")


def _xlsx(path: Path, most: int | None = None) -> list[tuple[int, list[str]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            rows = [
                (number, [(as_written(cell) or "").strip() for cell in line])
                for number, line in enumerate(book.worksheets[0].iter_rows(values_only=True, max_row=most), 1)
                if any(cell is not None for cell in line)
            ]
        finally:
            book.close()
    except Exception as error:  # openpyxl lets through whatever its parts raise
        raise FormatError(f"{path.name} is no readable .xlsx file ({first_line(error)}); it may be cut short") from None
    if not rows and most is None:
        raise FormatError(f"{path.name} is empty; a row must hold the headings")
    return rows
