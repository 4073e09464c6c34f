"""The mistakes of others (docs/pitfalls.md) that no scenario shows: each a test that would see it made."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graph.command.law import policy_as_json
from graph.deadlines import deadlines
from graph.exposure.finding import outcome_of
from graph.model import Area, Certainty, Event, EventKind, Listing, day, masks_agree
from graph.model.tables import TABLES, Context, Sheet, Typed, typed
from graph.model.vocabulary import OUTCOMES
from graph.policy import Law
from graph.stores import Store
from tests.scenarios.asking import Ask, ask_product
from tests.scenarios.given import rows_of
from tests.scenarios.registers import KEY, Rows, load, snapshot_of

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "pitfalls.md"
ID_NUMBER = "11010519491231002X"
MASK = "1101051949****002X"
NATIONAL = ("national",)

Given = Mapping[str, Any]


def asked(law: Law, given: Given, ask: Ask, on: str) -> dict[str, Any]:
    """The product's answer about the register of ``given`` (written as in a scenario)."""
    with snapshot_of(rows_of(given, law), law) as store, store.view() as view:
        return ask_product(view, law, ask, on)


def read_as(table: str, law: Law, **columns: str) -> Typed:
    """One row of a table as the loaders hand it over."""
    row = pa.table({name: pa.array([columns.get(name, "")], pa.string()) for name in _columns(table)})
    return typed(Sheet(table, row, f"{table}.csv"), Context(law.vocabulary, KEY, law.measure_names.__contains__))


def _columns(table: str) -> list[str]:
    return [column.name for column in TABLES[table].columns]


def number(on: str) -> int:
    return day(date.fromisoformat(on), 0)


# 1–5: who is reached, and what he is called


def test_a_replaced_representative_whose_order_the_court_lifted_is_cleared(law: Law) -> None:
    given = {
        "persons": ["张三"], "organizations": ["甲公司"],
        "roles": ["张三 legal_representative 甲公司 until 2023-06-01"],
        "listings": ["L1 甲公司 since 2023-02-01"],
        "orders": ["O1 张三 listing L1 since 2023-03-01 until 2023-09-01"],
    }  # fmt: skip
    assert asked(law, given, Ask("check", "张三", policies=NATIONAL), "2023-08-31")["outcome"] == "restricted"
    assert asked(law, given, Ask("check", "张三", policies=NATIONAL), "2023-09-01")["outcome"] == "clear"


def test_no_text_of_the_product_calls_anybody_by_the_word_of_the_street() -> None:
    assert found_in_texts("老赖|失信人员名下") == []


def test_a_connection_is_told_as_no_restriction_in_both_languages() -> None:
    from views.text import TEXTS

    assert "不是限制" in TEXTS["connection_words"].zh
    assert "no restriction" in TEXTS["connection_words"].en
    assert OUTCOMES["connected"].zh == "有关联"


# 9: what is computed is no finding of a court


def test_a_tie_that_was_computed_is_review_and_an_order_on_file_is_needed_for_more(law: Law) -> None:
    for measure in law.measures:
        assert outcome_of(measure, Certainty.DERIVED, None) in ("review", "clear"), measure.id


# 10–12: the lists, their ends, and what is gone


def test_only_the_list_of_judgment_debtors_makes_a_listed_party() -> None:
    assert set(TABLES) >= {"parties", "roles", "listings", "orders", "retentions", "suspensions", "notices"}
    kinds = [
        column for table in TABLES for column in _columns(table) if re.search("final|closed|终本|executed", column)
    ]
    assert kinds == [], "another list of the courts has no place in a row of this one"


@pytest.mark.parametrize("ground", ["", "1", "2", "3", "4", "5", "6"])
def test_no_end_of_a_listing_is_computed_from_its_ground(law: Law, ground: str) -> None:
    (row,) = read_as(
        "listings", law, id="L1", name="甲公司", case_number="（2018）测执1号", listed_on="2018-02-01", ground=ground
    ).rows.to_pylist()
    assert row["released_on"] == TABLES["listings"].columns[_columns("listings").index("released_on")].empty
    reading = [
        path
        for path in code("graph", "loaders")
        if re.search(r"\.ground\b|\[.ground.\]", path.read_text("utf-8"))
        and path != ROOT / "graph/export/rows.py"  # hands the column on as it stands
    ]
    assert reading == [], "nothing is decided by the ground; whoever reads it now, look at 法释〔2017〕7号 art. 2 first"


LISTED = {
    "persons": ["张三"], "organizations": ["甲公司"], "roles": ["张三 legal_representative 甲公司"],
    "listings": ["L1 甲公司 since 2023-02-01"],
}  # fmt: skip
RELEASED = {**LISTED, "listings": ["L1 甲公司 since 2023-02-01 until 2024-02-01"]}
UNDECIDED = {"persons": ["张三"], "listings": ["L1 nobody name 张三 since 2023-02-01"]}


@pytest.mark.parametrize("party", ["张三", "甲公司"])
def test_the_release_of_a_listing_is_an_answer_of_its_own_at_the_next_load(store: Store, law: Law, party: str) -> None:
    ask = Ask("check", party, policies=("central-2016-64",))
    load(store, rows_of(LISTED, law), law)
    with store.view() as view:
        assert ask_product(view, law, ask, "2024-05-01")["outcome"] == "restricted"
    store.load({"listings": table_of(rows_of(RELEASED, law), law)})
    with store.view() as view:
        answer = ask_product(view, law, ask, "2024-05-01")
    assert answer["outcome"] == "clear"
    told = {name: part for name, part in answer.items() if name != "sources"}
    assert "L1" not in json.dumps(told), "nothing of a released record is shown"


def test_a_register_loaded_anew_without_a_record_has_forgotten_it(store: Store, law: Law) -> None:
    load(store, rows_of(LISTED, law), law)
    load(store, rows_of({**LISTED, "listings": ["L2 甲公司 since 2024-04-01"]}, law), law)
    with store.view() as view:
        answer = ask_product(view, law, Ask("check", "甲公司", policies=NATIONAL), "2024-03-01")
    assert answer["outcome"] == "clear"
    assert "L1" not in json.dumps(answer)


def test_a_record_of_the_same_name_that_was_released_is_shown_no_more(law: Law) -> None:
    given = {**UNDECIDED, "listings": ["L1 nobody name 张三 since 2023-02-01 until 2024-02-01"]}
    ask = Ask("check", "张三")
    assert [entry["listing"] for entry in asked(law, given, ask, "2024-01-31")["undecided"]] == ["L1"]
    assert asked(law, given, ask, "2024-02-01")["undecided"] == []


def test_no_text_of_the_product_tells_of_former_listings() -> None:
    assert found_in_texts("历史失信|曾(经)?被列入|曾失信|formerly listed|past listing") == []


def table_of(rows: Rows, law: Law) -> pa.Table:
    from tests.scenarios.registers import tables

    return tables(rows, law)["listings"]


# 13, 14: dates of events, and what was not found


def test_an_old_record_that_is_loaded_today_keeps_its_own_day(law: Law) -> None:
    answer = asked(law, LISTED, Ask("check", "张三", policies=("central-2016-64",)), "2026-11-22")
    assert {finding["since"] for finding in answer["findings"]} == {"2023-02-01"}


def test_clear_is_told_as_nothing_found_and_never_as_a_good_name() -> None:
    assert (OUTCOMES["clear"].zh, OUTCOMES["clear"].en) == ("未发现限制", "clear")
    assert found_in_texts("无失信|信用良好|没有失信|清白|信用正常|trustworthy|creditworthy|good standing") == []


def test_an_answer_says_of_which_register_and_of_which_law_it_speaks(law: Law) -> None:
    answer = asked(law, LISTED, Ask("check", "张三"), "2024-05-01")
    assert answer["sources"]["snapshot"]
    assert set(answer["sources"]["policies"]) == {"central-2016-64", "national"}
    assert answer["looked_at"] == ["listings", "roles"]


# 15: whose clock runs


def test_an_objection_of_today_starts_the_national_clock_of_fifteen_days(law: Law) -> None:
    listing = Listing("L1", "甲公司", "（2023）测执1号", number("2023-02-01"))
    events = [Event("L1", EventKind.OBJECTION_FILED, number("2023-03-01"))]
    running = [one for one in deadlines(listing, events, law, number("2023-03-02"), "230000") if one.status.runs]
    assert [(one.measure.clause, one.clock.days) for one in running] == [("法释〔2017〕7号第十二条", 15)]


def test_the_clocks_of_the_documents_run_before_may_2017_and_not_after(law: Law) -> None:
    def days_of(on: str) -> list[int]:
        listing = Listing("L1", "甲公司", "（2017）测执1号", number("2017-03-01"))
        events = [Event("L1", EventKind.OBJECTION_FILED, number(on))]
        found = deadlines(listing, events, law, number(on), None, ("central-2016-64",))
        return [one.clock.days for one in found if one.status.runs]

    assert days_of("2017-04-28") == [3]
    assert days_of("2017-05-02") == []


# 17: soft words stay soft

_HARD = re.compile(
    "限制|禁止|不得|不予|不作为|不提供|不开新户|不发放|撤销|取消|免去|变更|终止|中止|暂停|停止|降低|罢免|撤换|前置|从严控制|限额|采取行政监管措施"
)


def test_a_clause_that_only_asks_for_care_is_never_a_bar(law: Law) -> None:
    hard = ("prohibit", "restrict", "revoke", "suspend")
    soft = [measure for measure in law.measures if re.search("参考|从严审|严格审|查询", measure.quote)]
    wrong = [measure.id for measure in soft if measure.effect in hard and not _HARD.search(measure.quote)]
    assert len(soft) > 100
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "effect"), [("的审慎性参考", "prudential_reference"), ("的重要参考", "prudential_reference")]
)
def test_what_ends_as_a_reference_is_a_reference_or_a_look(law: Law, words: str, effect: str) -> None:
    allowed = {effect, "inquiry", "strict_review"}  # the look that it asks for, and 加强审核
    found = {str(measure.effect) for measure in law.measures if measure.quote.endswith(words)}
    assert effect in found
    assert found <= allowed


# 22–24, 27, 28: what a measure rests on


def test_the_rules_on_tenders_and_procurement_reach_the_debtor_alone(law: Law) -> None:
    measures = [measure for measure in law.policies["national"].measures if measure.area is Area.INDUSTRY]
    assert {measure.instrument.rsplit("，", 2)[-2] for measure in measures} == {"法〔2016〕285号", "财库〔2016〕125号"}
    reaching = {(str(measure.scope), measure.roles) for measure in measures if measure.scope}
    assert reaching == {("debtor", frozenset())}


def test_every_local_document_says_that_it_is_no_basis_of_its_own(law: Law) -> None:
    local = [policy for policy in law.policies.values() if policy.region]
    assert {policy.id for policy in local} == {"heihe-2016-6", "wuzhi-2017-5", "quanzhou-2018", "ningxia-2017-54"}
    for policy in local:
        told = policy_as_json(policy)
        assert told["rank"] in ("local_document", "provincial_document")
        assert "国办发〔2020〕49号" in str(told["standing"])
        assert re.search("不足以单独作为|不能单独作为", str(told["standing"])), policy.id


def test_no_measure_rests_on_the_memorandum_or_on_a_rule_that_was_repealed(law: Law) -> None:
    for measure in law.measures:
        policy = law.policies[measure.policy]
        named = f"{measure.clause} {measure.instrument} {policy.number or ''}"
        assert not re.search("141号|文明办|58号", named), measure.id


def test_an_article_of_a_statute_is_named_with_its_version(law: Law) -> None:
    revised = re.compile("民事诉讼法|公司法|公务员法")  # their articles were numbered anew
    clauses = {measure.clause for measure in law.measures if revised.match(measure.clause)}
    assert len(clauses) == 4
    for clause in clauses:
        assert re.match(r"[一-鿿]+（\d{4}）第", clause), clause


def test_no_article_of_a_statute_is_written_into_the_program() -> None:
    articles = re.compile("第?二百[五六][一二三四五六七八九十]+条|一百四十六条|一百七十八条|第?(255|262|266|146|178)条")
    written = [path for path in code("graph", "loaders", "views") if articles.search(path.read_text("utf-8"))]
    assert written == []


# 20: control as the company law of the day defines it


def test_exactly_one_half_of_the_shares_controls_until_june_2024_and_not_after(law: Law) -> None:
    given = {
        "persons": ["张三"], "organizations": ["甲公司"],
        "roles": ["张三 shareholder 甲公司 share 0.5"],
        "listings": ["L1 甲公司 since 2023-02-01"],
    }  # fmt: skip
    asking = Ask("check", "张三", policies=("central-2016-64",))
    assert asked(law, given, asking, "2024-06-30")["outcome"] == "review"
    assert asked(law, given, asking, "2024-07-01")["outcome"] == "connected"


# 25, 26, 35, 36: what the product never says


def test_nothing_is_said_of_a_debtors_children_but_what_their_school_may_cost(law: Law) -> None:
    assert found_in_texts("子女|上大学|政审|参军|高考|university|military service") == []
    about = [measure for measure in law.measures if "子女" in measure.quote]
    assert about
    for measure in about:
        assert re.search("以其财产支付子女入学就读高收费私立学校", measure.quote), measure.id
        assert measure.area is Area.CONSUMPTION


def test_no_text_sends_a_listed_debtor_to_another_door_than_the_court() -> None:
    assert found_in_texts("信用中国|信用修复|credit repair|creditchina") == []


def test_nothing_is_scored() -> None:
    assert found_in_texts("评分|信用分|得分|风险等级|credit score|risk score") == []


def test_no_result_is_called_a_beneficial_owner() -> None:
    # A threshold of 25 % may be asked about by the name of its rule, as an aid to whoever judges and signs.
    # And a standard of data bears the word in its own name.
    meant = re.compile(
        "受益所有人识别参考|受益所有人信息管理办法|an aid to whoever identifies beneficial owners|"
        "Beneficial Ownership Data Standard|"
        "nobody is called a beneficial owner|is called a beneficial owner, and findings"
    )
    assert [line for line in found_in_texts("受益所有人|beneficial owner") if not meant.search(line)] == []


# 29–33: numbers and cells as they come


@pytest.mark.parametrize(
    ("column", "value", "warned"),
    [
        ("uscc", "N1330100MF1234508X", False),  # a rural collective
        ("uscc", "51110000500020M08T", False),  # a social organization
        ("uscc", "Y1330100MF12345085", True),  # a department that other programs refuse, and a failing check
        ("uscc", "A1330100MF12345085", True),
        ("uscc", "91350203M0001QAY9B", True),  # in real use, though its check fails
        ("organization_code", "600037342", True),
        ("registration_number", "110108000000017", True),
        ("id_number", "810000199001010016", None),
        ("id_number", "820000199001010016", None),
        ("id_number", "830000199001010016", None),
        ("id_number", "911100199001010016", None),
        ("id_number", "440524188001010014", False),  # the standard's own example
        ("id_number", "110105491231002", False),  # fifteen digits
        ("id_number", "110105194912310021", True),
    ],
)
def test_a_number_that_others_refuse_is_taken_and_a_failing_check_is_a_warning(
    law: Law, column: str, value: str, warned: bool | None
) -> None:
    kind = "person" if column == "id_number" else "organization"
    read = read_as("parties", law, id="p1", kind=kind, name="甲", **{column: value})
    assert (len(read.rows), len(read.rejects)) == (1, 0)
    if warned is not None:
        assert any("fail their check character" in warning for warning in read.warnings) is warned


@pytest.mark.parametrize("shown", [MASK, "1101051949***002X", "1101051949*002X", "1101051949**********002X"])
def test_masks_are_compared_by_what_they_show_and_never_by_their_length(shown: str) -> None:
    assert masks_agree(shown, MASK) is True
    assert masks_agree(shown, MASK.replace("1949", "1950")) is False
    assert masks_agree(shown, MASK.replace("002X", "0021")) is False


@pytest.mark.parametrize("shown", ["1101051949***002X", "1101051949xxxx002X", "1101051949＊＊＊＊＊002x"])
def test_a_record_with_another_count_of_stars_is_the_same_record(law: Law, shown: str) -> None:
    given = {
        "persons": {"p1": {"name": "张三", "id_number": ID_NUMBER}},
        "listings": [f"L1 nobody name 张三 identifier {shown} since 2023-02-01"],
    }
    answer = asked(law, given, Ask("check", "p1", policies=NATIONAL), "2024-05-01")
    assert answer["outcome"] == "review"
    assert {finding["certainty"] for finding in answer["findings"]} == {"identity"}


def test_no_code_runs_through_the_dates_that_a_mask_hides() -> None:
    """A check character leaves some thirty dates: whoever tries them has the number. Nothing here tries any."""
    trying = []
    for path in code("graph", "loaders", "views", "app.py"):
        if "simulate" in path.parts or "deadlines" in path.parts or path == ROOT / "views/screening.py":
            continue  # fictional people; working days; the day from which a page looks back
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _calls(node) in ("timedelta", "monthrange", "date_range"):
                trying.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.Call) and _calls(node) == "product" and _of_digits(node):
                trying.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.Call) and _calls(node) == "range":
                ends = {end.value for end in node.args if isinstance(end, ast.Constant)}
                if ends & {12, 13, 31, 32, 365, 366, 367, 1231, 1232, 9999, 10000}:
                    trying.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.For | ast.comprehension) and "id_number_check_passes" in ast.dump(node):
                trying.append(f"{path}: a loop over check characters")
    assert trying == []


def test_the_published_conduct_is_never_cut_at_its_enumeration_comma() -> None:
    cut = re.compile(r"""split\(\s*['"]、|split\(\s*r?['"]\[[^\]]*、""")
    cutting = [path for path in code("graph", "loaders") if cut.search(path.read_text("utf-8"))]
    # A sheet of one's own lists roles, names and codes in a cell; it has no column for the conduct.
    assert [path.name for path in cutting] in ([], ["own_spreadsheet.py"])
    assert "conduct" not in {column.name for table in TABLES.values() for column in table.columns}


@pytest.mark.parametrize("column", ["ground", "debt", "released_on"])
def test_a_cell_that_says_no_value_is_neither_nought_nor_done(law: Law, column: str) -> None:
    known = {"id": "L1", "name": "甲公司", "case_number": "（2018）测执1号", "listed_on": "2018-02-01"}
    read = read_as("listings", law, **{**known, column: "暂无"})
    assert [(reject["column"], reject["value"]) for reject in read.rejects.to_pylist()] == [(column, "暂无")]
    (row,) = read_as("listings", law, **known).rows.to_pylist()
    assert (row["ground"], row["debt"]) == (None, None)


@pytest.mark.parametrize("published", ["110105201012310021", "1101052010****0021"])
def test_a_record_that_would_list_a_child_is_flagged(law: Law, published: str) -> None:
    case = {"case_number": "（2023）测执1号", "listed_on": "2023-02-01"}
    read = read_as("listings", law, id="L1", name="张三", identifier=published, **case)
    [warning] = [warning for warning in read.warnings if "minor" in warning]
    assert "1 records would list a minor" in warning
    assert "L1" in warning
    assert "1231" not in warning
    given = {
        "persons": {"p1": {"name": "张三", "id_number": "110105201012310021"}},
        "listings": [f"L1 p1 identifier {published} since 2023-02-01"],
    }
    answer = asked(law, given, Ask("check", "p1", policies=("central-2016-64",)), "2023-05-01")
    assert (answer["outcome"], answer["party"]["listed"]) == ("clear", False)
    [undecided] = answer["undecided"]
    assert undecided["listing"] == "L1"
    assert "minor" in undecided["reason"]


@pytest.mark.parametrize(
    ("published", "on", "warned"),
    [
        ("110105200502011002", "2023-02-01", False),  # eighteen on that very day
        ("110105200502021002", "2023-02-01", True),  # and a day short of it: seen in the whole number alone
        ("1101052005****1002", "2023-02-01", False),  # the mask hides the day, and nothing is guessed
        ("1101052006****1002", "2023-12-31", True),
        ("1101051980****1002", "2023-02-01", False),
        ("110105800502100", "1997-02-01", True),  # an old number of fifteen digits
        ("91350100M000100Y43", "2023-02-01", False),
    ],
)
def test_a_minor_is_seen_to_the_day_where_the_number_is_whole(law: Law, published: str, on: str, warned: bool) -> None:
    read = read_as("listings", law, id="L1", name="张三", identifier=published, case_number="（2023）测1", listed_on=on)
    assert any("would list a minor" in warning for warning in read.warnings) is warned


# 34: nothing is fetched


def test_nothing_but_the_server_of_neo4j_is_fetched_from_the_network() -> None:
    networks = {
        "requests",
        "urllib",
        "urllib3",
        "httpx",
        "aiohttp",
        "http",
        "ftplib",
        "selenium",
        "playwright",
        "scrapy",
    }
    networks |= {"pytesseract", "ddddocr"}  # whoever reads a captcha
    importing = set()
    for path in code("graph", "loaders", "views", "app.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            # urllib.parse takes addresses apart and puts them together; it opens none.
            if {name.split(".")[0] for name in names if name != "urllib.parse"} & networks:
                importing.add(str(path.relative_to(ROOT)))
    assert {path for path in importing if not path.startswith("graph/server/")} == set()


# The list itself


def test_all_thirty_seven_pitfalls_are_there_once_and_in_order() -> None:
    assert [row[0] for row in rows_of_the_list()] == [str(count) for count in range(1, 38)]


def test_every_pitfall_names_a_test_that_exists_or_a_reason() -> None:
    for count, what, does, shown in rows_of_the_list():
        assert len(what) > 10, count
        assert len(does) > 20, count
        named = re.findall(r"`(tests/[^`]+)`", shown)
        assert named or "Not concerned:" in shown, f"{count}: neither a test nor a reason"
        for name in named:
            assert exists(name), f"{count}: there is no test {name}"


def test_every_test_here_is_named_by_the_list_of_pitfalls() -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    own = Path(__file__).read_text(encoding="utf-8")
    tests = set(re.findall(r"^def (test_\w+)", own, re.MULTILINE)) - {
        "test_all_thirty_seven_pitfalls_are_there_once_and_in_order",
        "test_every_pitfall_names_a_test_that_exists_or_a_reason",
        "test_every_test_here_is_named_by_the_list_of_pitfalls",
        "test_what_is_marked_as_a_known_fault_is_marked_so_in_the_list",
    }
    assert {name for name in tests if name not in told} == set()


def test_what_is_marked_as_a_known_fault_is_marked_so_in_the_list() -> None:
    own = Path(__file__).read_text(encoding="utf-8")
    faulty = set(re.findall(r"^@pytest\.mark\.xfail\((?:.|\n)*?^def (test_\w+)", own, re.MULTILINE))
    marked = {
        name
        for *_, shown in rows_of_the_list()
        for name in re.findall(r"Not done yet: `tests/pitfalls/test_pitfalls\.py::(test_\w+)`", shown)
    }
    assert marked == faulty


def rows_of_the_list() -> list[list[str]]:
    """The rows of the table: number, mistake, what the product does, what shows it."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if re.match(r"\| \d", line)]
    assert all(len(row) == 4 for row in rows)
    return rows


def exists(name: str) -> bool:
    """Is there this test: ``FILE::NAME``, the name a function's or a scenario's?"""
    file, _, test = name.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    return f"\n- name: {test}\n" in text if path.suffix == ".yaml" else f"\ndef {test}(" in text


def code(*parts: str) -> Iterator[Path]:
    """The Python files of these folders, and these files."""
    for part in parts:
        path = ROOT / part
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def found_in_texts(words: str) -> list[str]:
    """Where the words stand in what the product says: code, pages, README and documents. The law's words are apart."""
    files: Iterable[Path] = [*code("graph", "loaders", "views", "app.py"), ROOT / "README.md"]
    files = [*files, *(path for path in (ROOT / "docs").glob("*.md") if path != DOCUMENT)]
    pattern = re.compile(words, re.IGNORECASE)
    return [
        f"{path.relative_to(ROOT)}:{count}: {line.strip()}"
        for path in files
        for count, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def _of_digits(node: ast.Call) -> bool:
    """Does a product run through written characters or a range, and not through things that were found?"""
    return bool(node.keywords) or any(
        isinstance(one, ast.Constant) or (isinstance(one, ast.Call) and _calls(one) == "range") for one in node.args
    )


def _calls(node: ast.Call) -> str:
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
