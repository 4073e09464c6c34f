"""Files that are cut, scrambled or made up: each is refused in one sentence, or every row of it is accounted for."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from graph.model.tables import FormatError
from loaders.source import SOURCES
from tests.loaders.accounting import rehearsed

GOOD = Path(__file__).parent / "good"
DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(path for path in GOOD.rglob("*") if path.is_file())
SOME = (
    "bods/data-standard/tecido.json", "gleif/rr-updates-data2.json", "gleif/lei-data.json", "uk_psc/psc_fixtures.jsonl",
    "uk_psc/synthetic_psc_stream.jsonl",
)  # fmt: skip
REAL = [path for path in SOME if (DATA / path).exists()]
TOLD = "the real files are not here: they stand beside the project, in shared/data"


def told_or_refused(folder: Path, path: Path, name: str | None) -> None:
    said = "the file was read"
    try:
        rehearsed(folder, path, name)
    except FormatError as error:
        said = str(error)
    assert said
    assert "\n" not in said


def mangled(path: Path, folder: Path, content: bytes) -> Path:
    target = folder / path.name
    target.write_bytes(content)
    return target


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_file_cut_anywhere_loses_no_row(tmp_path, path):
    content = path.read_bytes()
    for end in range(0, len(content), max(1, len(content) // 40)):
        told_or_refused(tmp_path, mangled(path, tmp_path, content[:end]), path.parent.name)


@pytest.mark.skipif(not REAL, reason=TOLD)
@pytest.mark.parametrize("path", REAL or ["none"])
def test_a_real_file_cut_anywhere_loses_no_row(tmp_path, path):
    content = (DATA / path).read_bytes()
    for end in range(1, len(content), len(content) // 12):
        told_or_refused(tmp_path, mangled(DATA / path, tmp_path, content[:end]), path.partition("/")[0])


@settings(max_examples=60)
@given(data=some.data())
def test_a_scrambled_file_loses_no_row(tmp_path, data):
    path = data.draw(some.sampled_from(FILES))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(some.integers(1, 6))):
        at = data.draw(some.integers(0, len(content) - 1))
        content[at : at + data.draw(some.integers(0, 3))] = data.draw(some.binary(max_size=3))
    told_or_refused(tmp_path, mangled(path, tmp_path, bytes(content)), path.parent.name)


KEYS = [
    "iname",
    "caseCode",
    "cardNum",
    "publishDate",
    "disruptTypeName",
    "recordId",
    "recordType",
    "recordStatus",
    "recordDetails",
    "statementDate",
    "names",
    "fullName",
    "name",
    "interests",
    "type",
    "share",
    "exact",
    "minimum",
    "startDate",
    "endDate",
    "subject",
    "interestedParty",
    "identifiers",
    "scheme",
    "id",
    "schema",
    "properties",
    "owner",
    "asset",
    "director",
    "organization",
    "role",
    "percentage",
    "LEI",
    "Entity",
    "LegalName",
    "Relationship",
    "StartNode",
    "EndNode",
    "NodeID",
    "RelationshipType",
    "RelationshipPeriods",
    "PeriodType",
    "Registration",
    "company_number",
    "data",
    "kind",
    "links",
    "self",
    "natures_of_control",
    "notified_on",
    "ceased_on",
    "identification",
    "OtherEntityNames",
]
WORDS = [
    "20190709",
    "2019-02-30",
    "entity",
    "person",
    "relationship",
    "11010519491231002X",
    "999999999999999999",
    "Ownership",
    "Directorship",
    "Person",
    "Company",
    "IS_DIRECTLY_CONSOLIDATED_BY",
    "direct",
    "individual-person-with-significant-control",
    "/company/01234567/x",
    "shareholding",
]
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8) | some.sampled_from(WORDS),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=120)
@given(
    records=some.lists(some.dictionaries(some.sampled_from(KEYS), VALUES, max_size=8) | VALUES, min_size=1, max_size=5),
    name=some.sampled_from(["court_list", "bods", "ftm", "gleif", "uk_psc"]),
    array=some.booleans(),
)
def test_records_that_nobody_would_write_are_told_one_by_one(tmp_path, records, name, array):
    lines = json.dumps(records) if array else "\n".join(json.dumps(record) for record in records) + "\n"
    path = tmp_path / "made-up.json"
    path.write_text(lines, encoding="utf-8")
    told_or_refused(tmp_path, path, name)


KNOWN = [
    "甲公司",
    "乙公司",
    "张三",
    "董事",
    "董事兼总经理",
    "顾问",
    "91350100M000100Y43",
    "60003734-1",
    "11010519491231002X",
    "1101051949****002X",
    "50%",
    "0.5",
    "1e400",
    "2019-02-30",
    "2019年3月",
    "至今",
    "暂无",
    "存续",
]
CELLS = some.text(max_size=6) | some.sampled_from(["", *KNOWN])
HEADINGS = [
    "企业名称",
    "统一社会信用代码",
    "姓名",
    "身份证号码",
    "职务",
    "持股比例",
    "任职起始日期",
    "任职终止日期",
    "登记状态",
    "曾用名",
    "法定代表人",
    "股东类型",
    "备注",
]


@settings(max_examples=120)
@given(
    headings=some.lists(some.sampled_from(HEADINGS), min_size=1, max_size=9, unique=True),
    rows=some.lists(some.lists(CELLS, max_size=10), max_size=6),
    as_book=some.booleans(),
)
def test_cells_that_nobody_would_write_are_told_row_by_row(tmp_path, headings, rows, as_book):
    path = tmp_path / ("made-up.xlsx" if as_book else "made-up.csv")
    if as_book:
        book = openpyxl.Workbook()
        for cells in [headings, *rows]:
            book.active.append(["".join(char for char in cell if char.isprintable()) for cell in cells])
        book.save(path)
    else:
        lines = [",".join(f'"{cell.replace(chr(34), "")}"' for cell in cells) for cells in [headings, *rows]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")
    told_or_refused(tmp_path, path, "spreadsheet")


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("content", [b"", b"\x00", b"[", b"{", b"[]", b"{}\n", b"\xff\xfe\x00", b"PK\x03\x04", b"null"])
@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx"])
def test_what_is_no_such_file_at_all_is_refused_or_told(tmp_path, name, content, suffix):
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    told_or_refused(tmp_path, path, name)
    shutil.rmtree(tmp_path)
