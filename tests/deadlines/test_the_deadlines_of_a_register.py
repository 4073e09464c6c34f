"""``guanlian deadlines``: the life of one listing, and every clock that runs in a register."""

import json
from pathlib import Path

import pytest

import graph.command.deadlines
from graph.command import main
from graph.deadlines import running
from graph.model import Event, EventKind
from graph.model.tables import Context
from graph.policy import read_law
from loaders import load_sources
from tests.policy.packs import clause, written
from tests.scenarios.registers import KEY, load, tables

LIFT = clause(
    "一",
    "解除",
    "quote: 五个工作日内解除, effect: procedure, units: [各有关单位], deadline: 5个工作日, "
    "clock: {starts: released, days: 5, counted_in: working_days, ends_with: [measures_lifted]}",
)
REVIEW = clause(
    "二",
    "审查",
    "quote: 十五日内审查, effect: procedure, units: [人民法院], deadline: 十五日, "
    "clock: {starts: objection_filed, days: 15, counted_in: days, ends_with: [objection_rejected, released]}",
)
ROWS = {
    "parties": [
        {"id": "c1", "kind": "organization", "name": "甲公司", "region": "350502", "uscc": "91350500MA2XXXXX07"},
        {"id": "c2", "kind": "organization", "name": "乙公司"},
    ],
    "listings": [
        {"id": "L1", "party": "c1", "name": "甲公司", "case_number": "一", "listed_on": "2025-03-03",
         "released_on": "2025-09-26", "release_reason": "全部履行"},
        {"id": "L2", "party": "c2", "name": "乙公司", "case_number": "二", "listed_on": "2025-03-03"},
        {"id": "L3", "party": "c2", "name": "乙公司", "case_number": "三", "listed_on": "2020-01-01",
         "released_on": "2025-09-29"},
        {"id": "L4", "name": "甲公司", "identifier": "91350500MA2XXXXX07", "case_number": "四",
         "listed_on": "2023-01-01", "released_on": "2024-01-02"},
    ],
    "events": [
        {"listing": "L2", "event": "objection_filed", "on": "2025-09-25"},
        {"listing": "L1", "event": "fulfilment", "on": "2025-09-24"},
        {"listing": "L1", "event": "measures_lifted", "on": "2025-09-29", "measure": "local-1/一"},
        {"listing": "L1", "event": "measures_lifted", "on": "2025-09-29", "measure": "national/二"},
    ],
}  # fmt: skip


@pytest.fixture
def packs(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "policies"
    folder.mkdir()
    written(folder, "local-1", LIFT, head="region: '3505'\n")
    written(folder, "national", REVIEW)
    return read_law(folder)


@pytest.fixture
def run(packs, snapshot_store, monkeypatch, capsys):
    """Run ``guanlian deadlines`` on the rows above, under the two small packs."""
    load(snapshot_store, ROWS, packs)
    monkeypatch.setattr(graph.command.deadlines, "open_store", lambda *_: snapshot_store)
    monkeypatch.setattr(graph.command.deadlines, "read_law", lambda: packs)

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["deadlines", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def told(run, *words: str):
    status, out, _ = run(*words, "--json")
    assert status == 0
    return json.loads(out)


def test_all_running_clocks_are_told_the_soonest_first(run):
    document = told(run, "--as-of", "2025-09-30")
    assert document["as_of"] == "2025-09-30"
    assert [(one["due"], one["listing"], one["status"]) for one in document["deadlines"]] == [
        ("2025-10-10", "L1", "running"),
        ("2025-10-10", "L2", "running"),
    ]
    first = document["deadlines"][0]
    assert {key: first[key] for key in ("policy", "clause", "measure", "title", "event", "started")} == {
        "policy": "local-1", "clause": "一", "measure": "local-1/一", "title": "解除", "event": "released",
        "started": "2025-09-26",
    }  # fmt: skip
    assert (first["counted_in"], first["provisional"]) == ("working_days", False)
    assert (first["units"], first["quote"]) == (["各有关单位"], "五个工作日内解除")


def test_where_the_region_is_unknown_the_local_clock_is_told_as_not_covered(run):
    (silent,) = told(run, "--as-of", "2025-09-30")["not_covered"]
    assert (silent["policy"], silent["listings"]) == ("local-1", ["L3"])
    assert "region is unknown" in silent["reason"]


def test_a_policy_that_is_named_applies_whatever_the_region(run):
    document = told(run, "--as-of", "2025-09-30", "--policy", "local-1")
    assert [one["listing"] for one in document["deadlines"]] == ["L1", "L3"]
    assert document["not_covered"] == []


def test_clocks_started_more_than_a_year_before_are_told_when_asked_for(run):
    def overdue(*words: str) -> list[str]:
        return [one["listing"] for one in told(run, "--as-of", "2025-09-30", *words)["deadlines"]]

    assert overdue() == ["L1", "L2"]
    assert overdue("--since", "2024-01-02") == ["L4", "L1", "L2"]  # L4 is matched by its number alone
    assert overdue("--since", "2024-01-03") == ["L1", "L2"]


def test_a_question_about_the_past_knows_nothing_of_what_came_later(run):
    assert told(run, "--as-of", "2025-09-24")["deadlines"] == []


def test_the_life_of_one_listing_is_told_from_its_first_day(run):
    document = told(run, "--listing", "L1", "--as-of", "2025-10-13")
    assert [(one["on"], one["event"], one["measure"]) for one in document["events"]] == [
        ("2025-03-03", "published", None),
        ("2025-09-24", "fulfilment", None),
        ("2025-09-26", "released", None),
        ("2025-09-29", "measures_lifted", "local-1/一"),
        ("2025-09-29", "measures_lifted", "national/二"),
    ]
    assert (document["listing"]["party"], document["listing"]["release_reason"]) == ("c1", "全部履行")
    assert [(one["measure"], one["status"]) for one in document["deadlines"]] == [("local-1/一", "overdue")]


def test_the_life_of_a_listing_whose_debtors_region_is_unknown_says_so(run):
    document = told(run, "--listing", "L3", "--as-of", "2025-10-13")
    assert document["deadlines"] == []
    assert [one["policy"] for one in document["not_covered"]] == ["local-1"]


def test_an_unknown_listing_ends_with_3(run):
    status, _, err = run("--listing", "L9")
    assert status == 3
    assert "holds no listing 'L9'" in err


@pytest.mark.parametrize(
    "words",
    [
        ["--as-of", "2025-02-30"],
        ["--since", "yesterday"],
        ["--as-of", "2025-01-01", "--since", "2025-01-02"],
        ["--listing", "L1", "--since", "2025-01-01"],
        ["--policy", "ghost"],
    ],
)
def test_a_wrong_question_ends_with_2_and_one_sentence(run, words):
    status, _, err = run(*words)
    assert status == 2
    assert len(err.splitlines()) == 1


def test_people_read_when_what_is_due_and_by_which_clause(run):
    status, out, _ = run("--as-of", "2025-10-11", "--lang", "zh")
    assert status == 0
    for words in ("2025-10-10", "逾期", "屏蔽或撤销 2025-09-26", "5 个工作日", "各有关单位", "未适用: local-1"):
        assert words in out
    assert "a ground of exit arose" in run("--listing", "L1", "--as-of", "2025-10-11")[1]


def test_events_of_an_unknown_kind_or_listing_are_rejected_with_the_allowed_words(packs, snapshot_store, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "parties.csv").write_text("id,kind,name\nc1,organization,甲\n")
    (package / "listings.csv").write_text("id,name,case_number,listed_on\nL1,甲,一,2025-01-01\n")
    (package / "events.csv").write_text(
        "listing,event,on,measure\nL1,risk_notice,2025-01-01,\nL1,released,2025-01-02,\nL9,expiry,2025-01-02,\n"
        "L1,expiry,2025-01-02,nothing/一\nL1,expiry,,\n"
    )
    context = Context(packs.vocabulary, KEY, packs.measure_names.__contains__)
    report = load_sources([package], snapshot_store, context)
    rejects = {
        (reject["row"], reject["column"]): reject["reason"] for part in report.rejects for reject in part.to_pylist()
    }
    assert report.taken["events"] == 1
    assert sorted(rejects) == [(3, "event"), (4, "listing"), (5, "measure"), (6, "on")]
    assert rejects[3, "event"].startswith("it is not one of risk_notice, decided, decision_received")


def test_either_store_tells_the_events_of_listings_and_the_clocks_that_run(packs, store):
    load(store, ROWS, packs)
    with store.view() as view:
        assert view.register().rows["events"] == 4
        assert view.events(["L2", "nobody"]) == [Event("L2", EventKind.OBJECTION_FILED, 20356)]
        assert [event.measure for event in view.events(["L1", "L2"])] == [None, "local-1/一", "national/二", None]
        assert view.listings_with(["released"], 20357, 20360) == ["L1", "L3"]
        assert view.listings_with(["published", "objection_filed"], 20356, 20360) == ["L2"]
        assert view.listings_with(["published"], 0, 30000) == ["L1", "L2", "L3", "L4"]
        assert view.listings_with([], 0, 30000) == []
        found = running(view, packs, 20361, 20361 - 365)
    assert [(one.listing, str(one.status)) for one in found.deadlines] == [("L1", "running"), ("L2", "running")]
    assert [listings for _, listings in found.not_covered] == [("L3",)]


def test_a_load_of_events_alone_rebuilds_no_other_table_and_replaces_a_row_of_its_key(packs, snapshot_store):
    load(snapshot_store, ROWS, packs)
    with snapshot_store.view() as view:
        before = view.register().digest
    more = tables({**ROWS, "events": [{"listing": "L2", "event": "objection_rejected", "on": "2025-10-01"}]}, packs)
    report = snapshot_store.load({"events": more["events"]})
    assert (report.changed, report.digest != before) == ({"events": 1}, True)
    with snapshot_store.view() as view:
        assert [str(event.event) for event in view.events(["L2"])] == ["objection_filed", "objection_rejected"]
    parts = {path.stem.rpartition("-")[2] for path in Path(snapshot_store.folder / "parts").glob("roles-*")}
    assert parts == {"1"}


def test_of_many_clocks_the_soonest_are_shown_and_all_are_counted(run):
    everything = told(run, "--as-of", "2025-09-30")["deadlines"]
    assert len(everything) > 1
    status, out, _ = run("--as-of", "2025-09-30", "--limit", "1", "--lang", "en")
    assert status == 0
    assert f"the 1 soonest of {len(everything)}; --limit shows more, --json all" in out
    assert everything[0]["due"] in out
    assert "soonest of" not in run("--as-of", "2025-09-30", "--lang", "en")[1]
    assert told(run, "--as-of", "2025-09-30", "--limit", "1")["deadlines"] == everything


def test_a_limit_that_is_no_count_is_refused(run):
    assert run("--limit", "0")[0] == 2
