"""The scenarios of a document name each of its measures: found as expected in one scenario, and not in another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.policy import Law
from tests.scenarios.asking import ask_naive
from tests.scenarios.expecting import named_in
from tests.scenarios.reading import read_scenarios

SCENARIOS = Path(__file__).parent
PACKS = ("central-2016-64", "heihe-2016-6", "national", "ningxia-2017-54", "quanzhou-2018", "wuzhi-2017-5")


@dataclass(frozen=True)
class Answered:
    """What one answer finds, and which of that the scenario names."""

    found: frozenset[str]
    named: frozenset[str]


@pytest.fixture(scope="module", params=PACKS)
def answers(law: Law, request: pytest.FixtureRequest) -> tuple[str, list[Answered]]:
    """A pack, and every answer of the scenarios in its folder."""
    pack: str = request.param
    told = []
    for path in sorted((SCENARIOS / pack).glob("*.yaml")):
        for scenario in read_scenarios(path, law):
            for day, expected in scenario.days.items():
                answer = ask_naive(scenario.whatif.made(scenario.rows, day), law, scenario.ask, day)
                findings = [*answer.get("findings", ()), *answer.get("other_findings", ())]
                told.append(
                    Answered(
                        frozenset(finding["measure"] for finding in findings),
                        frozenset(finding["measure"] for finding in findings if named_in(expected, finding)),
                    )
                )
    return pack, told


def test_every_pack_has_its_folder(law: Law) -> None:
    assert tuple(sorted(law.policies)) == PACKS


def test_every_measure_is_named_and_found_in_some_scenario_of_its_folder(
    law: Law, answers: tuple[str, list[Answered]]
) -> None:
    pack, told = answers
    measures = {measure.id for measure in law.policies[pack].measures if measure.scope is not None}
    assert sorted(measures - {id_ for one in told for id_ in one.named}) == []


def test_no_measure_is_found_in_every_scenario_that_finds_anything(answers: tuple[str, list[Answered]]) -> None:
    assert set.intersection(*(set(one.found) for one in answers[1] if one.found)) == set()


def test_a_third_of_the_answers_find_nothing(answers: tuple[str, list[Answered]]) -> None:
    assert sum(1 for one in answers[1] if not one.found) * 3 >= len(answers[1])
