"""The word of a finding: by the document's verb, and review at most where something is left to find or to decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.exposure.finding import outcome_of
from graph.model import Certainty, Effect, Requirement
from graph.policy import Law, Measure

STRONG = ("prohibit", "restrict", "revoke", "suspend")
SOFT = ("strict_review", "prudential_reference", "inquiry", "key_supervision")
SILENT = ("publicity", "procedure")


def measure_of(law: Law, effect: str, discretionary: bool = False) -> Measure:
    some = law.policies["central-2016-64"].measures[0]
    return replace(some, effect=Effect(effect), discretionary=discretionary)


@pytest.mark.parametrize(
    ("effect", "word"),
    [(effect, "restricted") for effect in STRONG]
    + [(effect, "review") for effect in SOFT]
    + [(effect, "clear") for effect in SILENT],
)
def test_the_verb_of_the_document_decides(law: Law, effect: str, word: str) -> None:
    assert outcome_of(measure_of(law, effect), Certainty.RECORDED, None) == word


def test_every_effect_has_its_word() -> None:
    assert {str(effect) for effect in Effect} == {*STRONG, *SOFT, *SILENT}


@pytest.mark.parametrize("effect", STRONG)
@pytest.mark.parametrize("certainty", [Certainty.DERIVED, Certainty.IDENTITY])
def test_a_tie_that_is_not_recorded_is_review_at_most(law: Law, effect: str, certainty: Certainty) -> None:
    assert outcome_of(measure_of(law, effect), certainty, None) == "review"


@pytest.mark.parametrize("effect", STRONG)
@pytest.mark.parametrize("requires", list(Requirement))
def test_what_is_not_on_file_makes_review_at_most(law: Law, effect: str, requires: Requirement) -> None:
    assert outcome_of(measure_of(law, effect), Certainty.RECORDED, requires) == "review"


@pytest.mark.parametrize("effect", STRONG)
def test_discretion_makes_review_at_most(law: Law, effect: str) -> None:
    assert outcome_of(measure_of(law, effect, discretionary=True), Certainty.RECORDED, None) == "review"


@pytest.mark.parametrize("effect", SILENT)
def test_what_changes_nothing_changes_nothing_however_unsure(law: Law, effect: str) -> None:
    assert outcome_of(measure_of(law, effect, discretionary=True), Certainty.IDENTITY, None) == "clear"
