"""A person's decision about a record and a party: kept through loads, shown, undone, named in the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.command import main
from graph.identity import Decision, Verdict, between, decided
from graph.policy import Law
from graph.stores import Store
from tests.scenarios.asking import Ask, ask_product
from tests.scenarios.registers import load, tables

FULL, OTHER = "11010519491231002X", "440524188001010014"
PARTIES = (
    f"id,kind,name,id_number\np1,person,张三,\np2,person,张三,{FULL}\np3,person,张四,{OTHER}\nc1,organization,甲公司,\n"
    "p4,person,张五,\n"
)
LISTINGS = (
    "id,name,identifier,case_number,listed_on\n"
    "L1,张三,,（2023）测执1号,2023-01-01\n"
    f"L2,张叁,{OTHER},（2023）测执2号,2023-01-01\n"
)
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", "000102030405060708090a0b0c0d0e0f")
    monkeypatch.delenv("GUANLIAN_STORE", raising=False)
    for name, text in (("parties", PARTIES), ("listings", LISTINGS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    def run(*words: str) -> tuple[int, Any, str]:
        status = main([*words, "--json"])
        out, err = capsys.readouterr()
        return status, json.loads(out), err

    assert run("load", "parties.csv", "listings.csv")[0] == 0
    return run


def outcome(run: Run) -> tuple[str, list[str], str | None]:
    status, answer, _ = run("check", "p1", "--as-of", "2024-01-01", "--policy", "central-2016-64")
    assert status == 0
    return answer["outcome"], [one["listing"] for one in answer["undecided"]], answer["sources"]["decisions"]


def test_a_decision_is_applied_at_once_outlives_loads_and_can_be_undone(run: Run) -> None:
    assert outcome(run) == ("clear", ["L1"], None)
    status, decision, _ = run("resolve", "L1", "p1", "same", "--by", "Officer Li", "--why", "saw the judgment")
    assert (status, decision["number"], decision["by"], decision["why"]) == (0, 1, "Officer Li", "saw the judgment")
    word, undecided, digest = outcome(run)
    assert (word, undecided) == ("review", [])
    assert digest
    assert run("load", "parties.csv", "listings.csv", "--replace")[0] == 0
    assert outcome(run) == ("review", [], digest)
    assert run("resolve", "L1", "p1", "undecided", "--why", "the court did not answer")[0] == 0
    assert outcome(run)[:2] == ("clear", ["L1"])
    assert run("resolve", "--undo", "2")[0] == 0
    assert outcome(run) == ("review", [], digest)
    assert run("resolve", "--undo", "1", "--by", "Officer Wang")[0] == 0
    assert outcome(run) == ("clear", ["L1"], None)
    _, told, _ = run("resolve", "--list")
    assert [(one["number"], one["verdict"], one["undone_at"] is None) for one in told["decisions"]] == [
        (1, "same", False),
        (2, "undecided", False),
    ]
    assert told["decisions"][0]["undone_by"] == "Officer Wang"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("L9", "p1", "same", "--why", "x"), 3, "no listing 'L9'"),
        (("L1", "p9", "same", "--why", "x"), 3, "no party 'p9'"),
        (("L1", "张三", "same", "--why", "x"), 3, "borne by 2 parties"),
        (("L1", "p1", "same"), 2, "--why"),
        (("L1", "p1"), 2, "LISTING PARTY"),
        (("p9", "p1", "same", "--why", "x"), 3, "no listing 'p9', and no party"),
        (("p1", "p1", "same", "--why", "x"), 2, "p1 is one party"),
        (("p3", "p2", "same", "--why", "x"), 2, "p3 and p2 cannot be one: the ID numbers differ"),
        (("p1", "c1", "same", "--why", "x"), 2, "one is a person and the other an organization"),
        (("p1", "p2", "same", "--about", "listing", "--why", "x"), 3, "no listing 'p1'"),
        (("L2", "p2", "same", "--why", "x"), 2, "an identifier contradicts"),
        (("--undo", "7"), 2, "there is no decision 7"),
        (("--undo", "7", "--list"), 2, "stands alone"),
    ],
)
def test_what_is_no_decision_is_refused_in_one_sentence(
    run: Run, words: tuple[str, ...], status: int, said: str
) -> None:
    got, _, err = run("resolve", *words)
    assert (got, said in err) == (status, True), err
    assert run("resolve", "--list")[1] == {"decisions": []}


def test_no_id_number_is_kept_in_what_somebody_writes(run: Run, tmp_path: Path) -> None:
    run("resolve", "L1", "p1", "different", "--by", f"Li {OTHER[:6]}", "--why", f"his card says {FULL}")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".csv")
    assert FULL.encode() not in kept
    assert b"1101051949****002X" in kept


def test_both_stores_keep_apply_and_undo_decisions_alike(store: Store, law: Law) -> None:
    rows = {
        "parties": [{"id": "p1", "kind": "person", "name": "张三"}],
        "listings": [{"id": "L1", "name": "张三", "case_number": "1", "listed_on": "2023-01-01"}],
    }
    load(store, rows, law)

    def told() -> tuple[str, str | None]:
        with store.view() as view:
            return ask_product(view, law, Ask("check", "p1"), "2024-01-01")["outcome"], view.register().decisions

    before = told()
    decision = store.decide(Decision("L1", "p1", Verdict.SAME, "a", "2024-01-01", "b"))
    assert told() == ("review", decided([decision]))
    store.load(tables(rows, law))
    assert told()[0] == "review"
    with pytest.raises(ValueError, match="there is no decision 5"):
        store.undo(5, "a", "2024-01-02")
    assert store.undo(decision.number, "c", "2024-01-02").undone_by == "c"
    assert told() == before
    assert [one.undone_at for one in store.decisions()] == ["2024-01-02"]
    with pytest.raises(ValueError, match="undone already"):
        store.undo(decision.number, "c", "2024-01-02")


def two(run: Run, *words: str) -> int:
    return run("resolve", *words, "--by", "Officer Li", "--why", "one and the same shop licence")[0]


def reviewed(run: Run, party: str) -> str:
    return str(run("check", party, "--as-of", "2024-01-01", "--policy", "central-2016-64")[1]["outcome"])


def test_two_parties_are_one_from_the_decision_until_it_is_undone(run: Run) -> None:
    assert run("resolve", "L1", "p2", "same", "--why", "saw the judgment")[0] == 0
    assert (reviewed(run, "p2"), reviewed(run, "p4")) == ("review", "clear")
    assert two(run, "p4", "p2", "same") == 0
    assert reviewed(run, "p4") == "review"
    assert run("load", "parties.csv", "listings.csv", "--replace")[0] == 0
    assert reviewed(run, "p4") == "review"
    [decision] = [one for one in run("resolve", "--list")[1]["decisions"] if one["about"] == "party"]
    assert (decision["subject"], decision["party"], decision["verdict"]) == ("p2", "p4", "same")
    assert run("resolve", "--undo", str(decision["number"]))[0] == 0
    assert reviewed(run, "p4") == "clear"


def test_decisions_that_make_two_parties_both_one_and_two_are_refused(run: Run) -> None:
    assert two(run, "p1", "p2", "same") == 0
    assert two(run, "p4", "p2", "different") == 0
    status, _, err = run("resolve", "p4", "p1", "same", "--why", "x")
    assert (status, "p2 and p4 would be both one and two: decision 2 says different" in err) == (2, True), err
    assert two(run, "p4", "p2", "undecided") == 0
    assert two(run, "p4", "p1", "same") == 0  # now nothing stands against it
    status, _, err = run("resolve", "--undo", "3")
    assert (status, "decision 2 says different, and 1, 4 together say the same" in err) == (2, True), err
    status, _, err = run("resolve", "p3", "p4", "same", "--why", "x")  # p4 is p1 and p2, whose number is another's
    assert (status, "p3 and p2 cannot be one" in err) == (2, True), err
    assert reviewed(run, "p1") == "clear"


def test_a_decision_about_a_party_that_is_gone_waits_until_it_is_back(run: Run, tmp_path: Path) -> None:
    assert run("resolve", "L1", "p2", "same", "--why", "x")[0] == 0
    assert two(run, "p4", "p2", "same") == 0
    whole = (tmp_path / "parties.csv").read_text(encoding="utf-8")
    (tmp_path / "parties.csv").write_text("".join(line for line in whole.splitlines(True) if "p2" not in line))
    status, _, err = run("load", "parties.csv", "listings.csv", "--replace")
    assert (status, "decisions 2 name a party that the register does not hold" in err) == (0, True), err
    assert reviewed(run, "p4") == "clear"
    (tmp_path / "parties.csv").write_text(whole, encoding="utf-8")
    assert run("load", "parties.csv")[0] == 0
    assert reviewed(run, "p4") == "review"


def test_numbers_that_a_later_load_brings_part_what_a_person_joined(run: Run, tmp_path: Path) -> None:
    assert run("resolve", "L1", "p2", "same", "--why", "x")[0] == 0
    assert two(run, "p4", "p2", "same") == 0
    (tmp_path / "more.csv").write_text("id,kind,name,id_number\np4,person,张五,330102198001010010\n", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more.csv").rename(tmp_path / "more" / "parties.csv")
    status, _, err = run("load", "more")
    assert (status, "the decisions that p2, p4 are the same have no effect" in err) == (0, True), err
    assert reviewed(run, "p4") == "clear"


def test_decisions_kept_before_there_were_any_about_two_parties_are_read(run: Run, tmp_path: Path) -> None:
    assert run("resolve", "L1", "p2", "same", "--why", "x")[0] == 0
    file = next(tmp_path.rglob("decisions.json"))
    [kept] = json.loads(file.read_bytes())
    del kept["about"]
    file.write_text(json.dumps([{"listing" if key == "subject" else key: value for key, value in kept.items()}]))
    assert [one["subject"] for one in run("resolve", "--list")[1]["decisions"]] == ["L1"]
    assert two(run, "p4", "p2", "same") == 0
    assert reviewed(run, "p4") == "review"


def test_both_stores_join_and_part_two_parties_alike(store: Store, law: Law) -> None:
    people = [{"id": id_, "kind": "person", "name": id_} for id_ in ("p1", "p2", "p3")]
    rows = {
        "parties": [*people, {"id": "c1", "kind": "organization", "name": "甲公司"}],
        "roles": [{"holder": "p3", "organization": "c1", "role": "legal_representative"}],
        "listings": [{"id": "L1", "party": "p1", "name": "p1", "case_number": "1", "listed_on": "2023-01-01"},
                     {"id": "L2", "party": "c1", "name": "甲公司", "case_number": "2", "listed_on": "2023-01-01"}],
    }  # fmt: skip
    load(store, rows, law)

    def told() -> list[list[tuple[str, tuple[str, ...], str]]]:
        with store.view() as view:
            return [
                sorted({(one["listing"], tuple(one["path"]), one["certainty"]) for one in answer["findings"]})
                for answer in (ask_product(view, law, Ask("check", id_), "2024-01-01") for id_ in ("p1", "p2", "p3"))
            ]

    before = told()
    first = store.decide(between("p2", "p1", Verdict.SAME, "a", "2024-01-01", "b"))
    own, other, officer = ("L1", ("p1",), "recorded"), ("L1", ("p2",), "identity"), ("L2", ("c1", "p3"), "recorded")
    assert told() == [[own], [other], [officer]]
    store.decide(between("p2", "p3", Verdict.SAME, "a", "2024-01-01", "b"))
    assert told()[1] == [other, ("L2", ("c1", "p3", "p2"), "identity")]
    assert told()[2] == [("L1", ("p3",), "identity"), officer]
    with pytest.raises(ValueError, match="both one and two"):
        store.decide(between("p1", "p3", Verdict.DIFFERENT, "a", "2024-01-01", "b"))
    store.undo(first.number, "a", "2024-01-02")
    store.undo(first.number + 1, "a", "2024-01-02")
    assert told() == before
