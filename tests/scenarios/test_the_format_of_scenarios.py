"""A scenario that is not understood is refused by name: a misspelt word must never pass as a clear answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.policy import Law
from tests.scenarios.expecting import faults
from tests.scenarios.given import ScenarioError
from tests.scenarios.reading import Scenario, read_scenarios

SOUND = """\
- name: A director of a listed company is connected
  as_of: 2024-05-01
  policies: [central-2016-64]
  given:
    persons: [张三]
    organizations: [甲公司]
    roles: [张三 director 甲公司 since 2020-01-01]
    listings: [L1 甲公司 since 2023-02-01]
  ask: {check: 张三}
  expect: {outcome: connected}
"""


def read_text(text: str, folder: Path, law: Law) -> list[Scenario]:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return list(read_scenarios(path, law))


def test_a_sound_scenario_is_read(tmp_path: Path, law: Law) -> None:
    [scenario] = read_text(SOUND, tmp_path, law)
    assert scenario.rows["roles"] == [
        {"holder": "张三", "role": "director", "organization": "甲公司", "since": "2020-01-01"}
    ]
    assert scenario.rows["listings"][0]["name"] == "甲公司"
    assert scenario.days == {"2024-05-01": {"outcome": "connected"}}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("as_of", "asof", "'asof' is not a key of a scenario"),
        ("    roles:", "    rolls:", "'rolls' is not a key of given"),
        ("张三 director", "张三 directer", "'directer' is not a role"),
        ("since 2020", "from 2020", "'from' is not a keyword of roles"),
        ("since 2020-01-01", "since", "is not written as HOLDER ROLE ORGANIZATION"),
        ("L1 甲公司", "L1 乙公司", "'乙公司' is not a party of this scenario"),
        ("check: 张三", "check: 李四", "'李四' is not a party of this scenario"),
        ("check: 张三", "chek: 张三", "one of check, credit, appoint was expected"),
        ("connected}", "conected}", "'conected' is not an outcome of check"),
        ("connected}", "barred}", "'barred' is not an outcome of check"),
        ("{outcome: connected}", "{result: connected}", "'result' is not a key of expect"),
        ("{outcome: connected}", "{}", "nothing is expected"),
        ("{outcome: connected}", "{clauses: [二（七）9]}", "is called '二（七）9'"),
        ("{outcome: connected}", "{absent: [二（七）1#3]}", "is called '二（七）1#3'"),
        ("{outcome: connected}", "{measures: {forbid: [二（七）1#1]}}", "'forbid' is not a key of measures"),
        ("{outcome: connected}", "{measures: {restrict: [二（七）1]}}", "the clause '二（七）1' holds several"),
        ("{outcome: connected}", "{findings: {二（七）1: restrict}}", "'restrict' is not a word"),
        ("{outcome: connected}", "{findings: {二（七）1: {rule: a}}}", "'rule' is not a key of 二（七）1"),
        ("{outcome: connected}", "{findings: {二（七）1: {role: boss}}}", "'boss' is not a role"),
        ("{outcome: connected}", "{outcomes: {consume: clear}}", "'consume' is not a key of outcomes"),
        ("{outcome: connected}", "{connections: [张三 甲公司]}", "is not written as PARTY role PARTY"),
        ("{outcome: connected}", "{officers: []}", "'officers' is not a key of expect"),
        ("[central-2016-64]", "[central]", "'central' is not a policy"),
        ("2024-05-01", "2024-05-32", "'2024-05-32' is not a date"),
        ("  ask: {check: 张三}\n", "", "'ask' is missing"),
    ],
)
def test_a_word_that_is_not_known_is_refused_by_name(
    tmp_path: Path, law: Law, right: str, wrong: str, said: str
) -> None:
    assert right in SOUND
    with pytest.raises(ScenarioError, match=r"^some\.yaml:\d+: ") as refused:
        read_text(SOUND.replace(right, wrong, 1), tmp_path, law)
    assert said in str(refused.value)


def test_two_scenarios_of_one_name_are_refused(tmp_path: Path, law: Law) -> None:
    with pytest.raises(ScenarioError, match="the name stands on line 1 already"):
        read_text(SOUND + SOUND, tmp_path, law)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path, law: Law) -> None:
    with pytest.raises(ScenarioError, match="repeated"):
        read_text(SOUND + "  expect: {outcome: clear}\n", tmp_path, law)


def test_the_line_told_is_that_of_the_word(tmp_path: Path, law: Law) -> None:
    with pytest.raises(ScenarioError, match=r"^some\.yaml:10: "):
        read_text(SOUND.replace("connected}", "conected}"), tmp_path, law)


ANSWER: dict[str, Any] = {
    "party": {"listed": False},
    "outcome": "restricted",
    "outcomes": {},
    "findings": [
        {"measure": "central-2016-64/二（七）1#2", "policy": "central-2016-64", "clause": "二（七）1",
         "effect": "restrict", "certainty": "recorded", "discretionary": False, "requires": None, "scope": "officer",
         "role": "principal",
         "debtor": "c1"},
    ],
    "connections": [],
}  # fmt: skip


@pytest.mark.parametrize(
    "expected",
    [
        {"outcome": "restricted", "listed": False, "clauses": ["二（七）1"], "connections": []},
        {"findings": [("二（七）1", {"word": "restricted"}), ]},
        {"findings": [("二（七）1#2", {"role": "principal", "debtor": "c1"})]},
        {"measures": {"二（七）1#2": "restrict"}},
        {"absent": ["二（七）1#1", "二（七）2"]},
    ],
)  # fmt: skip
def test_an_answer_as_expected_has_no_fault(expected: dict[str, Any]) -> None:
    assert list(faults(expected, ANSWER)) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"outcome": "clear"}, "outcome: expected clear, got restricted"),
        ({"listed": True}, "listed: expected True, got False"),
        ({"clauses": []}, "clauses: expected [], got ['二（七）1']"),
        ({"absent": ["二（七）1"]}, "absent: 二（七）1 is found"),
        ({"measures": {"二（七）1#2": "prohibit"}}, "expected 二（七）1#2 to prohibit, got restrict"),
        ({"measures": {"二（七）1#2": "restrict", "二（九）#1": "restrict"}}, "got no finding of it"),
        ({"measures": {}}, "central-2016-64/二（七）1#2 is found to restrict, and was not expected"),
        ({"findings": [("二（七）1#1", {})]}, "got no finding of it"),
        ({"findings": [("二（七）1", {"role": "director"})]}, "'role': 'principal'"),
        ({"findings": [("二（七）1", {}), ("二（七）1", {})]}, "expected 二（七）1"),
        ({"connections": [{"party": "c1"}]}, "connections: expected"),
    ],
)
def test_an_answer_otherwise_is_told_with_what_was_expected_and_what_was_said(
    expected: dict[str, Any], said: str
) -> None:
    [fault] = faults(expected, ANSWER)
    assert said in fault
