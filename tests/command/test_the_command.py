"""The command as scripts use it: exit statuses, one JSON document on standard output, one sentence on error."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from graph.command import main
from graph.simulate import demo_register

KEY = "000102030405060708090a0b0c0d0e0f"
DAY = ["--as-of", "2026-01-01"]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run ``guanlian`` in an empty working folder: (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    monkeypatch.delenv("GUANLIAN_STORE", raising=False)

    def run(*words: str) -> tuple[int, str, str]:
        try:
            status = main(words)
        except SystemExit as stopped:
            status = stopped.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return run


@pytest.fixture
def loaded(run):
    """The same, with the fictional register loaded."""
    assert run("load", str(demo_register()))[0] == 0
    return run


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(name).read_text(encoding="utf-8"))))


def answer(run, *words: str):
    status, out, _ = run(*words, "--json")
    assert status == 0
    return json.loads(out)


def test_load_prints_what_was_read_taken_and_rejected(run, tmp_path):
    status, out, _ = run("load", str(demo_register()), "--json")
    document = json.loads(out)
    assert status == 0
    assert document["tables"]["parties"] == {"read": 41, "taken": 41, "rejected": 0, "changed": 41}
    assert Path("rejects.csv").read_text().splitlines() == ["table,row,column,value,reason,file"]


def test_a_load_with_rejected_rows_ends_with_5_and_takes_the_good_ones(run, tmp_path):
    (tmp_path / "parties.csv").write_text("id,kind,name\np,person,甲\nq,ghost,乙\n")
    status, _, err = run("load", "parties.csv")
    assert status == 5
    assert "rejects.csv" in err
    (reject,) = table("rejects.csv")
    assert (reject["table"], reject["row"], reject["column"], reject["value"]) == ("parties", "3", "kind", "ghost")
    assert answer(run, "check", "p")["party"]["name"] == "甲"


def test_a_register_without_a_list_calls_nobody_clear(run, tmp_path):
    (tmp_path / "parties.csv").write_text("id,kind,name\np,person,甲\n")
    run("load", "parties.csv")
    document = answer(run, "check", "p")
    assert (document["outcome"], document["incomplete"]) == ("incomplete", True)


def test_check_answers_with_clause_path_and_dates(loaded):
    document = answer(loaded, "check", "han-chuanyu", *DAY)
    assert list(document)[:5] == ["party", "as_of", "outcome", "outcomes", "findings"]
    assert document["outcome"] == "restricted"
    (rail,) = [
        found
        for found in document["findings"]
        if (found["policy"], found["clause"]) == ("central-2016-64", "二（七）1")
    ]
    assert rail["path"] == ["molian-steel", "han-chuanyu"]
    assert (rail["since"], rail["until"]) == ("2023-03-15", None)
    assert (rail["certainty"], rail["evidence"]) == ("recorded", "order")


def test_the_same_question_gives_the_same_bytes(loaded):
    first = loaded("check", "molian-steel", *DAY, "--json")
    assert loaded("check", "molian-steel", *DAY, "--json") == first


def test_a_director_of_a_debtor_is_connected_and_not_restricted(loaded):
    assert answer(loaded, "check", "tang-ruohe", *DAY)["outcome"] == "connected"


def test_credit_tells_each_officer_apart(loaded):
    document = answer(loaded, "credit", "qinting-foods", *DAY)
    officers = {entry["holder"]: entry for entry in document["officers"]}
    assert officers["zheng-haoran"]["listed"]
    assert officers["zheng-haoran"]["outcome"] == "restricted"
    assert not officers["fang-linyi"]["listed"]
    assert {found["area"] for found in document["findings"]} == {"credit"}
    assert "credit" not in {found["area"] for found in document["other_findings"]}


@pytest.mark.parametrize(
    ("person", "outcome"), [("luo-jingzhou", "barred"), ("shen-yilan", "clear"), ("han-chuanyu", "clear")]
)
def test_appoint_bars_whom_the_law_bars(loaded, person, outcome):
    words = ["appoint", person, "--role", "director", "--organization", "heyun-water", "--policy", "central-2016-64"]
    assert answer(loaded, *words, *DAY)["outcome"] == outcome


def test_appoint_takes_a_category_in_place_of_an_organization(loaded):
    words = ["appoint", "luo-jingzhou", "--role", "director", "--category", "bank", *DAY]
    assert answer(loaded, *words)["outcome"] == "barred"


def test_a_name_that_several_bear_ends_with_3_and_the_candidates(loaded):
    status, out, err = loaded("check", "王建国", "--json")
    assert status == 3
    assert {entry["id"] for entry in json.loads(out)["candidates"]} == {"wang-jianguo-1962", "wang-jianguo-1985"}
    assert "wang-jianguo-1962" in err


def test_somebody_outside_the_register_is_looked_for_in_the_published_records(loaded):
    document = answer(loaded, "check", "--name", "王建国")
    assert document["party"]["id"] is None
    assert document["outcome"] != "restricted"
    assert [entry["listing"] for entry in document["undecided"]] == ["L-wang-1985"]


def test_a_number_is_read_from_standard_input(loaded, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("990101198001010010\n"))
    document = answer(loaded, "check", "--name", "王建国", "--identifier", "-")
    assert document["undecided"] == [], "the number contradicts the record of the same name"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["check", "nobody"], 3, "holds no party 'nobody'"),
        (["check"], 2, "either PARTY, or --name"),
        (["check", "han-chuanyu", "--as-of", "2026-1-1"], 2, "YYYY-MM-DD"),
        (["check", "han-chuanyu", "--as-of", "2026-02-30"], 2, "calendar"),
        (["check", "han-chuanyu", "--policy", "nothing"], 2, "central-2016-64"),
        (["check", "han-chuanyu", "--area", "nothing"], 2, "consumption"),
        (["check", "han-chuanyu", "--hops", "-1"], 2, "--hops"),
        (["check", "--name", "甲", "--identifier", "12"], 2, "identifier"),
        (["appoint", "han-chuanyu", "--role", "king", "--category", "bank"], 2, "legal_representative"),
        (["appoint", "han-chuanyu", "--role", "director", "--category", "pub"], 2, "fund_manager"),
        (["appoint", "han-chuanyu", "--role", "director", "--organization", "bai-songyan"], 2, "is a person"),
        (["whatif", "--release", "L-none", "check", "han-chuanyu"], 3, "L-none"),
        (["whatif", "--end", "han-chuanyu", "check", "han-chuanyu"], 2, "HOLDER:ROLE:ORG"),
        (["whatif", "--end", "han-chuanyu:director:heyun-water", "check", "han-chuanyu"], 2, "does not hold"),
        (["screen", "--out", "x.txt"], 2, ".parquet"),
        (["screen", "--out", "none/x.csv"], 2, "no folder"),
        (["changes", "--since", "2026-01-02", "--until", "2026-01-01", "--out", "x.csv"], 2, "the earlier comes first"),
        (["changes", "--since", "2026-1-2", "--until", "2026-01-01", "--out", "x.csv"], 2, "--since: '2026-1-2'"),
        (["changes", "--since", "2026-01-01", "--out", "x.csv"], 2, "--until"),
        (["changes", "--since-load", "1-0", "--until", "2026-01-01", "--out", "x.csv"], 2, "--as-of"),
        (["changes", "--since-load", "9-nothing", "--out", "x.csv"], 2, "its loads are 1-"),
        (["loads", "--purge", "9-nothing"], 2, "its loads are 1-"),
        (["load", "nothing"], 2, "does not exist"),
        (["load", "rejects.csv"], 2, "no source"),
        (["policies", "show", "nothing"], 2, "central-2016-64"),
        (["frobnicate"], 2, "--help"),
        (["check", "han-chuanyu", "--store", "ftp://x"], 4, "no store"),
        (["check", "han-chuanyu", "--store", "elsewhere"], 4, "no register is loaded"),
    ],
)  # fmt: skip
def test_an_error_is_one_sentence_and_an_exit_status(loaded, words, status, sentence):
    found, out, err = loaded(*words)
    assert (found, out) == (status, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_another_key_ends_with_4_and_says_what_to_do(loaded, monkeypatch):
    monkeypatch.setenv("GUANLIAN_KEY", "ff" * 16)
    status, _, err = loaded("check", "han-chuanyu")
    assert status == 4
    assert "GUANLIAN_KEY" in err


def test_what_if_a_director_were_listed(loaded):
    document = answer(loaded, "whatif", "--list", "shen-yilan", "check", "heyun-water", *DAY)
    assert document["difference"]["outcome"] == ["clear", "restricted"]
    assert {found["clause"] for found in document["findings"]} >= {"二（九）", "二（五）3", "二（二）2", "二（五）1"}
    assert answer(loaded, "check", "heyun-water", *DAY)["outcome"] == "clear", "a what-if was written"


def test_what_if_a_listing_were_released_and_a_role_ended(loaded):
    assert answer(loaded, "whatif", "--release", "L-molian", "check", "han-chuanyu", *DAY)["outcome"] == "clear"
    end = "han-chuanyu:legal_representative:molian-steel"
    ended = answer(loaded, "whatif", "--end", end, "check", "han-chuanyu", *DAY)
    assert ended["outcome"] == "restricted", "an order names him, whatever the register says"
    assert {found["requires"] for found in ended["findings"]} == {None}
    assert {(found["policy"], found["evidence"]) for found in ended["findings"]} == {("national", "order")}


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_screen_writes_one_row_a_reach(loaded, suffix):
    assert loaded("screen", "--out", f"out.{suffix}", *DAY)[0] == 0
    if suffix == "csv":
        rows = [{**row, "measures": row["measures"].split(";")} for row in table("out.csv")]
    else:
        rows = parquet.read_table("out.parquet").to_pylist()
    measures: dict[str, list[str]] = {}
    for row in rows:
        measures.setdefault(row["party"], []).extend(row["measures"])
    assert {"molian-steel", "han-chuanyu", "bai-songyan", "xu-zhanlu"} <= set(measures)
    assert "tang-ruohe" not in measures
    assert any("二（七）1" in measure for measure in measures["han-chuanyu"])


def test_a_portfolio_is_screened_alone_and_strangers_in_it_are_named(loaded, tmp_path):
    (tmp_path / "portfolio.csv").write_text("party,limit\nhan-chuanyu,5\ntang-ruohe,6\n")
    assert loaded("screen", "--portfolio", "portfolio.csv", "--out", "out.csv", *DAY)[0] == 0
    assert {row["party"] for row in table("out.csv")} == {"han-chuanyu"}
    (tmp_path / "portfolio.csv").write_text("party\nghost\nhan-chuanyu\n")
    status, _, err = loaded("screen", "--portfolio", "portfolio.csv", "--out", "out.csv", *DAY)
    assert status == 3
    assert "'ghost'" in err


CUSTOMERS = [  # name, number, whether the row says who is meant
    ("墨沄砺涟钢铁有限公司", "", "molian-steel"),
    ("换过名的公司", "91410823PDY000028T", "qinting-foods"),
    ("王建国", "991102198506202721", "wang-jianguo-1985"),
    ("韩川屿", "", None),  # a person by a name alone
    ("墨沄砺涟钢铁有限公司", "91410823PDY000029T", None),  # a number that contradicts
    ("查无此人公司", "", None),
    ("", "", None),
]


@pytest.mark.parametrize(("name", "number"), [("客户名称", "统一社会信用代码"), ("Name", "USCC"), ("姓名", "证件号码")])
def test_a_portfolio_is_read_under_the_headings_that_people_give(loaded, tmp_path, name, number):
    rows = [f"{name},{number}", *(f"{customer},{digits}" for customer, digits, _ in CUSTOMERS)]
    (tmp_path / "customers.csv").write_text("\n".join(rows))
    status, out, err = loaded("screen", "--portfolio", "customers.csv", "--out", "out.csv", "--json", *DAY)
    document = json.loads(out)
    assert status == 3
    assert document["by_name"] == ["墨沄砺涟钢铁有限公司"]
    assert document["unknown"] == sorted({customer for customer, _, who in CUSTOMERS if customer and not who})
    assert {row["party"] for row in table("out.csv")} <= {who for *_, who in CUSTOMERS if who}
    assert "molian-steel" in {row["party"] for row in table("out.csv")}
    assert "991102198506202721" not in out + err


def test_a_number_in_the_column_party_is_masked_in_every_message(loaded, tmp_path):
    (tmp_path / "customers.csv").write_text("party\n11010519491231002X\n墨沄砺涟钢铁有限公司\n")
    status, out, err = loaded("screen", "--portfolio", "customers.csv", "--out", "out.csv", "--json", *DAY)
    assert status == 3
    assert json.loads(out)["unknown"] == ["1101051949****002X"]
    assert "11010519491231002X" not in out + err
    assert {row["party"] for row in table("out.csv")} == {"molian-steel"}


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_changes_writes_one_row_a_change(loaded, suffix):
    days = ["--since", "2020-11-01", "--until", "2020-11-02", "--policy", "central-2016-64"]
    status, out, _ = loaded("changes", *days, "--out", f"out.{suffix}", "--json")
    document = json.loads(out)
    assert (status, document["change"], document["event"]) == (0, {"released": 3}, {"release": 3})
    rows = table("out.csv") if suffix == "csv" else parquet.read_table("out.parquet").to_pylist()
    assert {row["party"] for row in rows} == {"tingyang-textile", "lin-chaosheng"}
    assert {str(row["date"]) for row in rows} == {"2020-11-02"}
    assert list(rows[0])[-3:] == ["change", "date", "event"]


def test_a_backdated_record_is_told_by_the_load_that_brought_it_until_it_is_purged(loaded, tmp_path):
    [first] = [load["id"] for load in answer(loaded, "loads")["loads"]]
    (tmp_path / "listings.csv").write_text(
        "id,party,name,case_number,listed_on\nL-new,heyun-water,荷云水务有限公司,（2019）测执1号,2019-05-01\n"
    )
    second = json.loads(loaded("load", "listings.csv", "--json")[1])["load"]
    assert [load["id"] for load in answer(loaded, "loads")["loads"]] == [first, second]
    days = ["--policy", "central-2016-64", *DAY]
    assert loaded("changes", "--since-load", first, *days, "--out", "out.csv")[0] == 0
    rows = table("out.csv")
    assert {row["party"] for row in rows} == {"heyun-water", "guo-ruian"}
    assert {(row["change"], row["event"], row["date"], row["since"]) for row in rows} == {
        ("reached", "listing", "2026-01-01", "2019-05-01")
    }
    assert loaded("changes", "--since-load", second, *days, "--out", "out.csv")[0] == 0
    assert table("out.csv") == []
    assert loaded("loads", "--purge", second)[0] == 0
    status, _, err = loaded("changes", "--since-load", first, *days, "--out", "out.csv")
    assert status == 2
    assert "purged" in err


def test_policies_are_listed_shown_and_checked(run):
    assert "central-2016-64" in run("policies")[1]
    document = answer(run, "policies", "show", "central-2016-64")
    (measure, *_) = document["measures"]
    assert list(measure)[:19] == [
        "id", "clause", "title", "area", "effect", "scope", "roles", "subject", "reaches", "applies_to", "offices",
        "categories", "at", "trigger", "discretionary", "requires", "units", "deadline", "quote",
    ]  # fmt: skip
    assert run("policies", "check")[0] == 0


def test_words_of_a_rule_that_nobody_has_read_stand_in_no_quotation_marks(run):
    shown = run("policies", "show", "national", "--lang", "en")[1]
    assert "the text was not read; told in other words" in " ".join(shown.replace("│", " ").split())
    assert "「revoke or correct" not in shown
    assert "「被执行人为未成年人的" in shown


DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"


@pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the documents are not here: they stand beside the project, in shared"
)
def test_every_quotation_stands_in_its_document(run):
    document = answer(run, "policies", "check", "--documents", str(DOCUMENTS))
    assert document["faults"] == []
    assert document["quotations_compared"] >= 100


def test_the_demonstration_runs_from_a_wheel_outside_the_checkout(tmp_path):
    root = Path(__file__).parents[2]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path / "wheel", root], check=True)
    (wheel,) = (tmp_path / "wheel").glob("guanlian-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel], check=True)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "GUANLIAN_KEY": KEY}
    place = subprocess.run([sys.executable, "-c", "import graph; print(graph.__file__)"], cwd=tmp_path, env=environment,
                           capture_output=True, text=True, check=True)  # fmt: skip
    assert place.stdout.startswith(str(tmp_path)), place.stdout
    ran = subprocess.run([sys.executable, "-m", "graph.command", "demo"], cwd=tmp_path, env=environment,
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "BARRED" in ran.stdout
    assert (tmp_path / "site" / "app.py").is_file()
    assert list((tmp_path / "site" / "policies").glob("*.yaml"))


def test_a_dry_run_tells_what_is_understood_and_writes_nothing(run, tmp_path):
    lines = "企业名称,统一社会信用代码,法定代表人,备注\n清汀食品有限公司,91350100M000100Y43,郑浩然,甲\n,,方林一,乙\n"
    (tmp_path / "名单.csv").write_bytes(lines.encode("gbk"))
    status, out, _ = run("load", "--dry-run", "名单.csv")
    assert status == 5
    assert "spreadsheet, CSV, GB18030" in out
    assert "法定代表人  →  holder of the role legal_representative" in out
    assert "备注  →  (not read)" in out
    assert "2 rows: 1 would be taken, 1 rejected" in out
    assert "nothing was written" in out
    assert {path.name for path in tmp_path.iterdir()} <= {"名单.csv"}
    document = json.loads(run("load", "--dry-run", "名单.csv", "--json")[1])
    assert (document["dry_run"], document["digest"], document["rejected"]) == (True, None, 1)
    (reject,) = document["rejects"]
    assert (reject["rows"], reject["column"]) == ([3], "name")


def test_the_second_load_of_a_file_says_that_nothing_changed(loaded):
    status, out, _ = loaded("load", str(demo_register()))
    assert status == 0
    assert "(nothing changed)" in out


def test_a_screen_on_a_changed_graph_tells_what_differs_from_today(loaded):
    def screened(*words: str):
        document = answer(loaded, *words, "--out", "rows.csv", *DAY)
        return document, {(row["party"], row["policy"], row["listing"]) for row in table("rows.csv")}

    _, today = screened("screen")
    supposed = ("whatif", "--list", "shen-yilan", "--release", "L-molian", "screen", "--difference", "difference.csv")
    document, after = screened(*supposed)
    told = document["difference"]
    for change, rows in (("reached", after - today), ("released", today - after)):
        assert {(row["party"], row["policy"], row["listing"]) for row in told[change]} == rows != set()
    assert len(table("difference.csv")) == sum(map(len, told.values()))
    status, _, err = loaded("whatif", "--release", "L-none", "screen", "--out", "no.csv")
    assert status == 3
    assert "L-none" in err
    assert not Path("no.csv").exists()


def test_people_are_told_what_a_change_would_change(loaded):
    _, out, _ = loaded("whatif", "--list", "shen-yilan", "check", "heyun-water", *DAY)
    assert "against today\n  clear → restricted" in out
    _, out, _ = loaded("whatif", "--list", "heyun-water", "--lang", "zh", "control", "shen-yilan", *DAY)
    assert out.endswith("与现状相比\n  无变化\n")
