"""The courts' list in its own fields, with the disorder that it is published in."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from graph.stores.snapshot import SnapshotStore
from loaders import load_sources, read_source
from loaders.court_list import listing_id
from tests.loaders.accounting import CONTEXT, KEY, assert_nothing_lost

GOOD = Path(__file__).parent / "good" / "court_list"


def listings(path: Path) -> list[dict[str, str]]:
    source = read_source(path, CONTEXT)
    assert_nothing_lost(source)
    assert {file.source for file in source.files} == {"court_list"}
    return [row for sheet in source.sheets for row in sheet.rows.to_pylist()]


def written(path: Path, **fields: object) -> Path:
    record = {"iname": "甲公司", "caseCode": "（2019）测执1号", "publishDate": "20190709", **fields}
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "form",
    ["2019年07月09日", "2019年7月9日", "20190709", "2019-07-09 00:00:00", "2019-07-09", 1562601600, 1562601600000],
)
def test_every_form_of_a_date_is_the_same_day(tmp_path, form):
    (row,) = listings(written(tmp_path / "list.jsonl", publishDate=form))
    assert row["listed_on"] == "2019-07-09"


@pytest.mark.parametrize(
    ("conduct", "grounds"),
    [
        ("有履行能力而拒不履行生效法律文书确定义务", "1"),
        ("其他有履行能力而拒不履行生效法律文书确定义务的", "1"),
        ("以伪造证据、暴力、威胁等方法妨碍、抗拒执行", "2"),
        ("伪造证据妨碍、抗拒执行", "2"),
        ("其它规避执行", "3"),
        ("违反财产报告制度", "4"),
        ("违反限制高消费令", "5"),
        ("违反限制消费令的", "5"),
        ("无正当理由拒不履行执行和解协议", "6"),
        ("伪造证据妨碍、抗拒执行,违反限制高消费令", "2;5"),
        ("违反财产报告制度，违反财产报告制度", "4"),
        ("暂无", None),
        ("其他", None),
    ],
)
def test_the_conduct_is_a_list_with_commas_and_never_split_at_the_enumeration_comma(tmp_path, conduct, grounds):
    (row,) = listings(written(tmp_path / "list.jsonl", disruptTypeName=conduct))
    assert row.get("ground") == grounds


@pytest.mark.parametrize("nothing", ["暂无", "", " ", "无", None, 0])
def test_nothing_published_is_nothing_known_and_never_zero(tmp_path, nothing):
    (row,) = listings(written(tmp_path / "list.jsonl", cardNum=nothing, gistId=nothing))
    assert (row.get("identifier"), row.get("basis")) == (None, None)


def test_a_record_bears_the_same_id_however_brackets_and_masks_are_written():
    once = listing_id("（2019）测执1号", "临渊（测试）钢铁", "9901011965****0015", "2019-05-01")
    assert listing_id("(2019)测执1号", "临渊 (测试) 钢铁", "9901011965＊＊＊0015", "2019-05-01") == once
    assert listing_id("(2019)测执1号", "临渊(测试)钢铁", "9901011965xxxx0015", "2019-05-01") == once
    assert listing_id("(2019)测执1号", "临渊(测试)钢铁", "9901011965****0023", "2019-05-01") != once
    assert listing_id("(2019)测执2号", "临渊(测试)钢铁", "9901011965****0015", "2019-05-01") != once
    assert listing_id("(2019)测执1号", "临渊(测试)钢铁", "9901011965****0015", "2021-05-01") != once


def test_the_id_of_a_record_holds_no_more_of_a_number_than_a_court_shows():
    assert listing_id("案", "甲", "99010119650101001X", "2019-05-01") == listing_id(
        "案", "甲", "9901011965****001X", "2019-05-01"
    )


def test_the_list_is_the_same_as_lines_array_csv_and_xlsx(tmp_path):
    records = [json.loads(line) for line in (GOOD / "records.jsonl").read_text("utf-8").splitlines()]
    wanted = listings(GOOD / "records.jsonl")
    (tmp_path / "list.json").write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    for record in records:  # in a cell a list stands as its JSON
        record["qysler"] = json.dumps(record.get("qysler"), ensure_ascii=False) if record.get("qysler") else ""
    fields = sorted({field for record in records for field in record})
    for encoding in ("utf-8", "utf-8-sig", "gbk"):
        with (tmp_path / f"{encoding}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, fields, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(records)
    book = openpyxl.Workbook()
    book.active.append(["失信被执行人名单"])
    book.active.append(fields)
    for record in records:
        book.active.append([record.get(field) for field in fields])
    book.save(tmp_path / "list.xlsx")
    for path in sorted(tmp_path.iterdir()):
        assert listings(path) == wanted, path


def test_the_labels_of_the_courts_page_are_read_as_headings():
    steel, person = listings(GOOD / "labels.csv")
    assert (steel["identifier"], steel["listed_on"], steel["ground"]) == ("600037341", "2019-07-09", "3;5")
    assert (person["case_number"], person["ground"]) == ("（2014）测法执字第00232号", "6")


def test_the_second_load_of_a_list_changes_nothing_and_a_list_alone_touches_no_party(tmp_path):
    store = SnapshotStore(tmp_path / "store", KEY)
    parties = tmp_path / "parties.csv"
    parties.write_text("id,kind,name,uscc\nc,organization,清汀食品有限公司,91350100M000100Y43\n", encoding="utf-8")
    before = load_sources([parties], store, CONTEXT).digest
    first = load_sources([GOOD / "records.jsonl"], store, CONTEXT)
    again = load_sources([GOOD / "records.jsonl"], store, CONTEXT)
    assert first.digest != before
    assert (again.digest, again.changed, again.taken) == (first.digest, {"listings": 0}, {"listings": 4})
    with store.view() as view:
        (binding,) = view.debts(["c"]).bindings
        assert binding.listing.case_number == "（2021）测0102执5号"


def test_what_has_no_place_in_a_listing_is_told(tmp_path):
    source = read_source(GOOD / "records.jsonl", CONTEXT)
    assert not any("qysler" in warning for warning in source.warnings)
    persons = [{"iname": "甲", "corporationtypename": "法定代表人"}, {"iname": "乙", "corporationtypename": "股东"}]
    more = read_source(written(tmp_path / "more.jsonl", qysler=persons), CONTEXT)
    assert any("others than a legal representative" in warning for warning in more.warnings)
    (row,) = listings(tmp_path / "more.jsonl")
    assert row["legal_representative"] == "甲"
    (file,) = source.files
    assert (file.columns["iname"], file.columns["performedPart"]) == ("name", "")
    odd = read_source(written(tmp_path / "list.jsonl", partyTypeName="580", cardNum="600037341", colour="x"), CONTEXT)
    assert any("the number stands" in warning for warning in odd.warnings)
    assert any("'colour'" in warning for warning in odd.warnings)
