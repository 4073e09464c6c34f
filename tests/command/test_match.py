"""Somebody's own list against the register: each row with a party or without, a grade, and the reason."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from graph.command import main

KEY = "000102030405060708090a0b0c0d0e0f"
FULL, OTHER = "11010519491231002X", "440524188001010014"
PARTIES = f"""id,kind,name,uscc,id_number,former_names,region
p1,person,张三,,{FULL},,
p2,person,李四,,,,
p3,person,李四,,,,
p4,person,王五,,,,
c1,organization,甲公司,91350100M000100Y43,,甲旧公司@2015-01-01/2020-01-01,110105
c2,organization,陈记商行,,,,350100
"""
ROLES = """holder,organization,role,since,until
p2,c1,director,2020-01-01,2024-01-01
p4,c2,legal_representative,2020-01-01,
"""
ROWS = [  # name, identifier, organization, legal_representative, region, as_of, note → party, grade
    (("张叁", FULL, "", "", "", "", "a"), ("p1", "A")),
    (("张三", "1101051949****002X", "", "", "", "", "b"), ("p1", "B")),
    (("张三", OTHER, "", "", "", "", "c"), ("", "X")),
    (("张三", "", "", "", "", "", "d"), ("p1", "D")),
    (("李四", "", "", "", "", "", "e"), ("", "D")),
    (("李四", "", "甲公司", "", "", "2023-12-31", "f"), ("p2", "C")),
    (("李四", "", "甲公司", "", "", "2024-01-01", "g"), ("", "D")),
    (("李四", "", "91350100M000100Y43", "", "", "2023-12-31", "h"), ("p2", "C")),
    (("甲（公司", "M000100Y-4", "", "", "", "", "i"), ("c1", "A")),
    (("甲公司", "91110108551385082Q", "", "", "110105", "", "j"), ("", "X")),
    (("甲旧公司", "", "", "", "", "2019-12-31", "k"), ("c1", "D")),
    (("甲旧公司", "", "", "", "110105", "2019-12-31", "l"), ("c1", "C")),
    (("甲旧公司", "", "", "", "110105", "2020-01-01", "m"), ("", "")),
    (("陳記商行", "", "", "王五", "", "", "n"), ("c2", "C")),
    (("陳記商行", "", "", "张三", "350200", "", "o"), ("c2", "D")),
    (("赵六", "12345", "", "", "", "", "p"), ("", "")),
    (("", FULL, "", "", "", "", "q"), ("p1", "A")),
    (("张三", FULL.lower(), "甲公司", "", "", "", "=1+1"), ("p1", "A")),
]
HEADINGS = ("name", "identifier", "organization", "legal_representative", "region", "as_of", "note")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    monkeypatch.delenv("GUANLIAN_STORE", raising=False)
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "parties.csv").write_text(PARTIES, encoding="utf-8")
    (tmp_path / "register" / "roles.csv").write_text(ROLES, encoding="utf-8")
    assert main(["load", "register"]) == 0
    return tmp_path


def written(path: Path) -> None:
    rows = [row for row, _ in ROWS]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in (HEADINGS, *rows):
            book.active.append(row)
            book.active.cell(book.active.max_row, 7).data_type = "s"
        book.save(path)
    else:
        columns = zip(*rows, strict=True)
        parquet.write_table(pa.table([pa.array(column) for column in columns], names=HEADINGS), path)


def read(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".xlsx":
        heads, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        return [{head: value or "" for head, value in zip(heads, row, strict=True)} for row in rows]
    return [{name: value or "" for name, value in row.items()} for row in parquet.read_table(path).to_pylist()]


@pytest.mark.parametrize(("given", "out"), [("csv", "csv"), ("xlsx", "parquet"), ("parquet", "xlsx")])
def test_each_row_has_its_party_its_grade_and_a_reason(folder: Path, given: str, out: str) -> None:
    written(folder / f"list.{given}")
    assert main(["match", f"list.{given}", "--out", f"found.{out}"]) == 0
    found = read(folder / f"found.{out}")
    assert [(row["party"], row["grade"]) for row in found] == [expected for _, expected in ROWS]
    assert all(row["reason"] for row in found)
    assert [row["note"] for row in found] == [row[6] for row, _ in ROWS]
    assert [row["name"] for row in found] == [row[0] for row, _ in ROWS]


def test_those_who_agree_alike_and_those_excluded_are_candidates(folder: Path) -> None:
    written(folder / "list.csv")
    main(["match", "list.csv", "--out", "found.csv"])
    found = {row["note"]: row["candidates"] for row in read(folder / "found.csv")}
    assert (found["e"], found["c"], found["a"], found["p"]) == ("p2;p3", "p1", "", "")


def test_no_full_number_leaves_through_the_result(folder: Path) -> None:
    written(folder / "list.csv")
    main(["match", "list.csv", "--out", "found.csv"])
    text = (folder / "found.csv").read_text(encoding="utf-8")
    assert FULL not in text.upper()
    assert OTHER not in text
    assert "1101051949****002X" in text
    assert "91350100M000100Y43" in text


def test_chinese_headings_are_known(folder: Path) -> None:
    (folder / "list.csv").write_text("企业名称,统一社会信用代码\n甲公司,91350100M000100Y43\n", encoding="utf-8")
    assert main(["match", "list.csv", "--out", "found.csv"]) == 0
    assert [(row["party"], row["grade"], row["企业名称"]) for row in read(folder / "found.csv")] == [
        ("c1", "A", "甲公司")
    ]


@pytest.mark.parametrize(
    ("content", "out", "said"),
    [
        ("who\n张三\n", "found.csv", "has no column 'name'"),
        ("name,grade\n张三,1\n", "found.csv", "has a column 'grade'"),
        ("name,as_of\n张三,2024-02-30\n", "found.csv", "there is no day '2024-02-30'"),
        ("name\n张三\n", "found.txt", "is neither .csv, .xlsx nor .parquet"),
        ("name\n张三\n", "none/found.csv", "there is no folder"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str, out: str, said: str
) -> None:
    (folder / "list.csv").write_text(content, encoding="utf-8")
    assert main(["match", "list.csv", "--out", out]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / out).exists()


def test_a_row_of_another_width_is_left_out_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "list.csv").write_text("name,identifier\n张三\n李四,\n", encoding="utf-8")
    assert main(["match", "list.csv", "--out", "found.csv"]) == 5
    assert "row 2" in capsys.readouterr().err
    assert len(read(folder / "found.csv")) == 1


def test_an_empty_list_has_an_empty_result(folder: Path) -> None:
    (folder / "list.csv").write_text("name,identifier\n", encoding="utf-8")
    assert main(["match", "list.csv", "--out", "found.csv", "--json"]) == 0
    assert (folder / "found.csv").read_text(encoding="utf-8").split() == [
        "name,identifier,party,grade,reason,candidates"
    ]
