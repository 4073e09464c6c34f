"""An Excel workbook, one sheet a table; no cell is a formula."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.export.cells import written
from graph.export.extract import Extract
from graph.export.rows import about, tables
from graph.export.xml_text import xml_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LONGEST = 32_767  # characters in a cell
_MOST = 1_048_576  # rows of a sheet
_NOT_TEXT = ("=", "#")  # what begins so, the library takes for a formula, or for the error of one


def write_workbook(extract: Extract, out: Path) -> None:
    """Every table as a sheet of text. Raises ``ValueError`` where one is larger than a workbook can hold."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheets = {
        name: [list(rows[0]), *([_cell(written(value), name) for value in row.values()] for row in rows)]
        for name, rows in {"about": [about(extract)], **tables(extract)}.items()
        if rows
    }
    for name, lines in sheets.items():
        if len(lines) > _MOST:
            raise ValueError(f"{name} has {len(lines):,} rows, and a sheet holds {_MOST:,}; use csv or json")
    book, bold = Workbook(write_only=True), Font(bold=True)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for at, column in enumerate(zip(*lines[:200], strict=True), 1):
            sheet.column_dimensions[get_column_letter(at)].width = min(max(map(len, column)) + 3, 60)
        headings = [WriteOnlyCell(sheet, text) for text in lines[0]]
        for heading in headings:
            heading.font = bold
        sheet.append(headings)
        for line in lines[1:]:
            sheet.append([_as_text(sheet, text) if text[:1] in _NOT_TEXT else text for text in line])
    book.save(out)


def _as_text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _cell(text: str, table: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError(
            f"a cell of {table} has {len(text):,} characters, and Excel holds {_LONGEST:,}; use csv or json"
        )
    return xml_text(text)
