"""An Excel workbook, one sheet a table; no cell is a formula."""

from __future__ import annotations

from pathlib import Path

from graph.export.cells import written
from graph.export.extract import Extract
from graph.export.rows import about, tables
from graph.export.xml_text import xml_text

_LONGEST = 32_767  # characters in a cell
_MOST = 1_048_576  # rows of a sheet


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
        for line in lines:
            cells = [WriteOnlyCell(sheet, text) for text in line]
            for cell in cells:
                cell.data_type = "s"
                if line is lines[0]:
                    cell.font = bold
            sheet.append(cells)
    book.save(out)


def _cell(text: str, table: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError(
            f"a cell of {table} has {len(text):,} characters, and Excel holds {_LONGEST:,}; use csv or json"
        )
    return xml_text(text)
