"""The scenarios of a document show each of its measures: found in one scenario, and not found in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.policy import Law
from tests.scenarios.asking import ask_naive
from tests.scenarios.reading import read_scenarios

FOLDER = Path(__file__).parent / "central-2016-64"


@pytest.fixture(scope="module")
def answers(law: Law) -> list[set[str]]:
    """The measures found in each answer of the central document's scenarios."""
    return [
        {finding["measure"] for name in ("findings", "other_findings") for finding in answer.get(name, ())}
        for path in sorted(FOLDER.glob("*.yaml"))
        for scenario in read_scenarios(path, law)
        for day in scenario.days
        for answer in [ask_naive(scenario.whatif.made(scenario.rows, day), law, scenario.ask, day)]
    ]


def test_every_measure_is_found_in_some_scenario(law: Law, answers: list[set[str]]) -> None:
    measures = {measure.id for measure in law.policies["central-2016-64"].measures if measure.scope is not None}
    assert sorted(measures - set().union(*answers)) == []


def test_no_measure_is_found_in_every_scenario_that_finds_anything(answers: list[set[str]]) -> None:
    assert set.intersection(*(found for found in answers if found)) == set()


def test_a_third_of_the_answers_find_nothing(answers: list[set[str]]) -> None:
    assert sum(1 for found in answers if not found) * 3 >= len(answers)
