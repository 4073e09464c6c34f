"""A unit's own spreadsheet: headings, offices, shares, days, and people whom nothing but a name tells apart."""

from pathlib import Path

import openpyxl
import pytest

from graph.model.tables import FormatError
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources, read_source
from loaders.titles import role_of, titles_in
from tests.loaders.accounting import CONTEXT, KEY, assert_nothing_lost, entries

GOOD = Path(__file__).parent / "good" / "spreadsheet"
ROLES = CONTEXT.vocabulary.roles
FOODS, STEEL = "91350100M000100Y43", "600037341"


def tables(path: Path) -> dict[str, list[dict[str, str]]]:
    source = read_source(path, CONTEXT)
    assert_nothing_lost(source)
    assert [file.source for file in source.files] == ["spreadsheet"]
    found: dict[str, list[dict[str, str]]] = {"parties": [], "roles": []}
    for sheet in source.sheets:
        found[sheet.table] += sheet.rows.to_pylist()
    return found


def spreadsheet(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(rows, *columns):
    return {tuple(row.get(column) for column in columns) for row in rows}


def shares(path: Path) -> list[str | None]:
    return [row.get("share") for row in tables(path)["roles"]]


def test_posts_become_roles_with_their_days_and_shares():
    found = tables(GOOD / "posts.csv")
    (zheng,) = [row["id"] for row in found["parties"] if row["name"] == "郑浩然"]
    fang = f"方林一/9901011965****0021@{STEEL}"
    assert told(found["roles"], "holder", "organization", "role", "share", "since", "until") == {
        (zheng, FOODS, "director", None, "2018-03-01", None),
        (zheng, FOODS, "senior_manager", None, "2018-03-01", None),
        (zheng, FOODS, "shareholder", "0.51", None, None),
        (f"方林一@{FOODS}", FOODS, "supervisor", None, "2018-03-01", None),
        (fang, STEEL, "legal_representative", None, "2019-01-01", "2020-01-01"),
        (fang, STEEL, "shareholder", "0.005", None, None),
        (zheng, STEEL, "director", None, None, None),
        (zheng, STEEL, "shareholder", "0.17", None, None),
    }
    (reject,) = entries(read_source(GOOD / "posts.csv", CONTEXT))
    assert (reject["row"], reject["value"]) == (5, "品牌大使")


def test_namesakes_without_a_whole_number_stay_apart_organization_by_organization():
    bearers = [row["id"] for row in tables(GOOD / "posts.csv")["parties"] if row["name"] == "方林一"]
    assert len(bearers) == 2, "a name ties nobody to anybody, and a masked number proves nothing"


def test_a_whole_number_makes_one_person_in_every_file_and_stands_nowhere():
    posts, companies = tables(GOOD / "posts.csv"), tables(GOOD / "companies.csv")
    (one,) = {row["id"] for row in posts["parties"] if row["name"] == "郑浩然"}
    assert one in {row["id"] for row in companies["parties"]}
    assert "19491231" not in one


def test_a_column_of_an_office_names_who_holds_it():
    found = tables(GOOD / "companies.csv")
    assert told(found["roles"], "organization", "role") == {
        (FOODS, "legal_representative"),
        (FOODS, "supervisor"),
        (STEEL, "legal_representative"),
    }
    assert len(found["roles"]) == 4
    assert told(found["parties"], "id", "name", "status", "organization_code") >= {
        (FOODS, "清汀食品有限公司", "active", None),
        (STEEL, "临渊钢铁有限公司", "revoked", "600037341"),
        ("临渊机械厂", "临渊机械厂", "cancelled", None),
    }


def test_shareholders_are_people_or_organizations_by_number_by_column_or_by_name():
    found = tables(GOOD / "shareholders.csv")
    assert told(found["roles"], "holder", "organization", "share") == {
        (f"临渊控股有限公司@{FOODS}", FOODS, "0.6"),
        (f"j.doe@{FOODS}", FOODS, "0.15"),
        (STEEL, FOODS, "0.25"),
        (FOODS, "清汀调味品有限公司", "1"),
    }
    kinds = dict(told(found["parties"], "id", "kind"))
    assert (kinds[f"j.doe@{FOODS}"], kinds[STEEL], kinds[FOODS]) == ("person", "organization", "organization")


@pytest.mark.parametrize(
    ("heading", "cells", "ratios"),
    [
        ("持股比例", ["0.6", "0.4"], ["0.6", "0.4"]),
        ("持股比例", ["60", "40"], ["0.6", "0.4"]),
        ("持股比例", ["60%", "0.4"], ["0.6", "0.4"]),
        ("持股比例", ["60％", "40%"], ["0.6", "0.4"]),
        ("持股比例（%）", ["0.6", "1"], ["0.006", "0.01"]),
        ("出资比例", ["33.3333", "66.6667"], ["0.333333", "0.666667"]),
    ],
)
def test_a_share_is_percent_or_a_fraction_by_its_sign_its_heading_or_the_greatest_of_the_column(
    tmp_path, heading, cells, ratios
):
    lines = [f"甲公司,{name},{cell}" for name, cell in zip(["张三", "李四"], cells, strict=True)]
    assert shares(spreadsheet(tmp_path / "a.csv", f"企业名称,股东姓名,{heading}", *lines)) == ratios


def test_an_amount_of_money_is_no_share_and_is_not_read(tmp_path):
    path = spreadsheet(tmp_path / "a.csv", "企业名称,股东姓名,认缴出资额(万元),持股数", "甲公司,张三,600,7")
    (file,) = read_source(path, CONTEXT).files
    assert (file.columns["认缴出资额(万元)"], file.columns["持股数"]) == ("", "")
    assert shares(path) == [None]


def test_gbk_utf8_and_xlsx_with_a_title_row_are_the_same_to_the_reader(tmp_path):
    wanted = tables(GOOD / "posts.csv")
    text = (GOOD / "posts.csv").read_text("utf-8")
    for encoding in ("utf-8-sig", "gbk", "gb18030"):
        (tmp_path / "posts.csv").write_bytes(text.encode(encoding))
        assert tables(tmp_path / "posts.csv") == wanted, encoding
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    book.save(tmp_path / "posts.xlsx")
    renamed = [{**row, "source": "posts.csv"} for row in tables(tmp_path / "posts.xlsx")["roles"]]
    assert renamed == wanted["roles"]


def test_a_mapping_beside_the_file_says_what_the_headings_do_not(tmp_path):
    path = spreadsheet(tmp_path / "表.csv", "客户全称,税号,人,岗,占比", f"清汀食品有限公司,{FOODS},郑浩然,掌柜,51")
    assert not any(file.source == "spreadsheet" for file in read_or_nothing(path))
    (tmp_path / "表.yaml").write_text(
        "columns: {客户全称: organization, 税号: uscc, 人: holder, 岗: role, 占比: share}\n"
        "roles: {掌柜: principal}\nshare: percent\n",
        encoding="utf-8",
    )
    assert told(tables(path)["roles"], "organization", "role", "share") == {
        (FOODS, "principal", None),
        (FOODS, "shareholder", "0.51"),
    }


def read_or_nothing(path: Path):
    with pytest.raises(FormatError, match="no source that is known"):
        read_source(path, CONTEXT)
    return []


def test_a_party_that_the_register_describes_is_not_made_poorer_by_a_list_of_posts(tmp_path):
    store = SnapshotStore(tmp_path / "store", KEY)
    load_sources([GOOD / "companies.csv"], store, CONTEXT)
    load_sources([GOOD / "posts.csv"], store, CONTEXT)
    again = load_sources([GOOD / "posts.csv"], store, CONTEXT)
    assert not any(again.changed.values())
    with store.view() as view:
        assert view.parties([FOODS])[FOODS].status == "active"


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("董事长", "director"), ("副董事长", "director"), ("执行董事", "director"), ("独立董事", "director"),
        ("职工代表董事", "director"), ("监事会主席", "supervisor"), ("职工监事", "supervisor"),
        ("总经理", "senior_manager"), ("常务副总经理", "senior_manager"), ("财务负责人", "senior_manager"),
        ("董事会秘书", "senior_manager"), ("副行长", "senior_manager"), ("法人代表", "legal_representative"),
        ("主要负责人", "principal"), ("实际控制人", "actual_controller"), ("股东", "shareholder"),
        ("董事长（法定代表人除外）", "director"), ("名誉董事长", None), ("顾问", None), ("经理助理", None), ("", None),
    ],
)  # fmt: skip
def test_a_title_is_the_role_that_the_law_knows_or_none(title, role):
    assert role_of(title, ROLES) == role


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("董事长兼总经理", ["董事长", "总经理"]),
        ("执行董事、经理", ["执行董事", "经理"]),
        ("董事/财务负责人", ["董事", "财务负责人"]),
        ("董事会秘书", ["董事会秘书"]),
    ],
)
def test_several_titles_in_one_cell_are_told_apart(cell, titles):
    assert titles_in(cell) == titles
