"""Tables as people keep them, in and out: CSV, XLSX, Parquet by the name of the file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.model.tables import Sheet

SUFFIXES = (".csv", ".xlsx", ".parquet")


def read_sheet(path: Path) -> tuple[Sheet, pa.Table]:
    """The rows of a file as text, and those that could not be read. Raises ``FormatError``."""
    import pyarrow as pa

    from graph.model.tables import FormatError
    from loaders.spreadsheet import read_csv, read_parquet, read_xlsx

    readers = {".csv": read_csv, ".xlsx": read_xlsx, ".parquet": read_parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FormatError(f"{path}: a table is a .csv, .xlsx or .parquet file")
    return reader(pa.py_buffer(path.read_bytes()), path.stem, path.name)


def check_out(out: Path) -> None:
    """Raises ``ValueError`` where nothing can be written to ``out``, before any work is done."""
    if out.suffix.lower() not in SUFFIXES:
        raise ValueError(f"--out: '{out}' is neither {', '.join(SUFFIXES[:-1])} nor {SUFFIXES[-1]}")
    if not out.absolute().parent.is_dir():
        raise ValueError(f"--out: there is no folder '{out.absolute().parent}'")


def write_sheet(rows: pa.Table, out: Path) -> None:
    """Columns of text into ``out``: written beside and renamed, so that nobody reads half a file."""
    fresh = out.with_name(f"{out.name}.new")
    if out.suffix.lower() == ".parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(rows, fresh)
    elif out.suffix.lower() == ".csv":
        with fresh.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(rows.column_names)
            writer.writerows(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    else:
        _write_xlsx(rows, fresh)
    fresh.replace(out)


def _write_xlsx(rows: pa.Table, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("matches")
    sheet.append(rows.column_names)
    for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            cell.data_type = "s" if cell.value is not None else "n"  # a code is no number, a name no formula
            cell.number_format = "@"
        sheet.append(cells)
    book.save(path)
