"""Excel's file, as openpyxl reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph.export import Extract, write
from graph.model import Post


def test_every_table_is_a_sheet_with_a_heading_and_all_rows(molian: Extract, tmp_path: Path) -> None:
    write(molian, "xlsx", tmp_path / "molian.xlsx")
    book = load_workbook(tmp_path / "molian.xlsx")
    assert book.sheetnames[:4] == ["about", "parties", "roles", "listings"]
    assert {"findings", "standings", "matches", "orders", "policies"} <= set(book.sheetnames)
    heading, *rows = book["findings"].values
    assert len(rows) == len(molian.findings)
    first = dict(zip(heading, rows[0], strict=True))
    assert (first["measure"], first["quote"]) == (molian.findings[0].measure, molian.findings[0].quote)
    shares = {row[0]: row[3] for row in book["roles"].values if row[2] == "shareholder" and row[1] == "molian-steel"}
    assert shares == {"han-chuanyu": "0.35", "bai-songyan": "0.45", "yunzhu-investment": "0.2"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'="])
def test_nothing_that_somebody_wrote_into_a_register_runs(molian: Extract, tmp_path: Path, start: str) -> None:
    evil = start + 'HYPERLINK("http://example.invalid","x")'
    first = molian.parties[0]._replace(name=evil)
    role = Post("a", "b", "director", source=evil)
    write(replace(molian, parties=(first,), roles=(role,)), "xlsx", tmp_path / "evil.xlsx")
    book = load_workbook(tmp_path / "evil.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}  # a formula would be "f"
    assert not [cell for cell in cells if cell.value is not None and str(cell.value)[0] in "=+-@\t\r\n＝＋－＠"]
    assert [cell.value for cell in cells if "HYPERLINK" in str(cell.value)] == [
        f"'{evil}".replace("\r", "\n")
    ] * 2  # XML has one line end


def test_a_text_that_reads_like_an_error_of_excel_is_text(molian: Extract, tmp_path: Path) -> None:
    first = molian.parties[0]._replace(name="#N/A")
    write(replace(molian, parties=(first,)), "xlsx", tmp_path / "text.xlsx")
    [cell] = [
        cell
        for row in load_workbook(tmp_path / "text.xlsx")["parties"].iter_rows()
        for cell in row
        if cell.value == "#N/A"
    ]
    assert cell.data_type in {"s", "inlineStr"}
