"""A person's decision about a record and a party: kept through loads, shown, undone, named in the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.command import main
from graph.identity import Decision, Verdict, decided
from graph.policy import Law
from graph.stores import Store
from tests.scenarios.asking import Ask, ask_product
from tests.scenarios.registers import load, tables

FULL, OTHER = "11010519491231002X", "440524188001010014"
PARTIES = f"id,kind,name,id_number\np1,person,张三,\np2,person,张三,{FULL}\n"
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
