"""Tables as people keep them, in and out: CSV, XLSX, Parquet by the name of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.model.tables import Sheet

SUFFIXES = (".csv", ".xlsx", ".parquet")

# What people call the columns of their lists, most telling first.
ORGANIZATION_NAME = (
    "企业名称", "单位名称", "公司名称", "机构名称", "客户名称", "借款人名称", "借款人", "名称", "姓名/名称",
    "被执行人姓名/名称",
)  # fmt: skip
ORGANIZATION_NUMBER = (
    "统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码", "uscc", "组织机构代码", "注册号",
)  # fmt: skip
PERSON_NAME = ("姓名", "人员姓名", "客户姓名", "拟任人员", "人员")
PERSON_NUMBER = ("身份证号", "身份证号码", "公民身份号码", "证件号", "证件号码", "身份证号码/组织机构代码")
EMPLOYER = ("任职单位", "任职企业", "所在单位", "工作单位")
NAME = ("name", *PERSON_NAME, *ORGANIZATION_NAME)
NUMBER = ("identifier", *ORGANIZATION_NUMBER, *PERSON_NUMBER)


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


def columns_of(rows: pa.Table, headings: Iterable[str]) -> list[str]:
    """The columns of ``rows`` that bear one of ``headings``, in the order of those; case, width and stars apart."""
    from loaders.headings import plain

    borne: dict[str, list[str]] = {}
    for column in rows.column_names:
        borne.setdefault(plain(column).lower(), []).append(column)
    return [column for heading in headings for column in borne.get(heading, ())]


def cells_of(rows: pa.Table, columns: Sequence[str]) -> list[str]:
    """What each row says in the first of ``columns`` that is not empty in it; nothing where all are."""
    cells = [""] * len(rows)
    for column in columns:
        cells = [cell or (other or "").strip() for cell, other in zip(cells, rows[column].to_pylist(), strict=True)]
    return cells


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
