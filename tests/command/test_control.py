"""``control``, as somebody would type it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.command import main

TABLES = {
    "parties": "id,kind,name\np1,person,张三\np2,person,李四\nc1,organization,甲控股\nc2,organization,乙实业\n",
    "roles": "holder,organization,role,share,since\n"
    "p1,c1,shareholder,0.6,2020-01-01\np2,c1,shareholder,0.4,\nc1,c2,shareholder,0.3,\np1,c2,shareholder,0.2,\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("control")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    assert main(["load", str(folder), "--store", str(folder / "store")]) == 0
    return str(folder / "store")


def ask(store: str, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--json", "--store", store]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize(
    ("day", "controllers", "source"),
    [
        ("2024-06-30", ["p1"], "公司法（2018年修正）第二百一十六条"),
        ("2024-07-01", [], "公司法（2023年修订）第二百六十五条"),
    ],
)
def test_exactly_half_controls_up_to_the_day_of_the_new_law(
    store: str, capsys: pytest.CaptureFixture[str], day: str, controllers: list[str], source: str
) -> None:
    answer = ask(store, capsys, "control", "c2", "--as-of", day)
    assert answer["regime"]["threshold"]["source"] == source
    found = [one for one in answer["controllers"] if one["controller"] == "p1"]
    assert [one["controller"] for one in found] == controllers
    for one in found:
        assert (one["since"], one["until"]) == ("2020-01-01", "2024-07-01")
        assert [(step["organization"], step["total"]) for step in one["steps"]] == [("c1", "0.6"), ("c2", "0.5")]
    shares = {owner["party"]: owner["share"] for owner in answer["ownership"]["owners"] if owner["ultimate"]}
    assert shares == {"p1": "0.38", "p2": "0.12"}
    assert answer["ownership"]["unrecorded"] == "0.5"


def test_a_regime_of_effective_shares_is_never_mixed_with_control(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(store, capsys, "control", "c2", "--as-of", "2024-07-01", "--regime", "tax")
    assert (answer["controllers"], answer["controls"]) == ([], [])
    assert answer["above_threshold"] == ["p1", "c1"]


def test_a_transfer_is_supposed_and_control_is_gone(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    day = ["--as-of", "2024-07-01"]
    assert [one["organization"] for one in ask(store, capsys, "control", "p1", *day)["controls"]] == ["c1"]
    supposed = ask(store, capsys, "whatif", "--transfer", "p1:c1:0.2:p2", "control", "p2", *day)
    assert [one["organization"] for one in supposed["controls"]] == ["c1"]
    gained = supposed["difference"]["controls"]["gained"]
    assert [(one["controller"], one["organization"]) for one in gained] == [("p2", "c1")]
    owned = ask(store, capsys, "whatif", "--transfer", "p1:c1:0.2:p2", "control", "c2", *day)["difference"]["owners"]
    assert {owner["party"]: owner["share"] for owner in owned["gained"]} == {"p1": "0.32", "p2": "0.18"}


def test_people_read_the_steps_in_their_language(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["control", "c2", "--as-of", "2024-06-30", "--lang", "zh", "--store", store]) == 0
    told = capsys.readouterr().out
    assert "乙实业 (c2): 甲控股 (c1) 30 % + 张三 (p1) 20 % = 50 %" in told
    assert "50 % 以上（含）" in told


def test_somebody_whom_the_register_does_not_hold_is_told_in_one_sentence(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["control", "nobody", "--store", store]) == 3
    assert capsys.readouterr().err.count("\n") == 1
