"""The public benchmark of identity draws the same cases from the same seed, and its scorer can find fault."""

from __future__ import annotations

from benchmarks.identity import product
from benchmarks.identity.cases import MAKERS, Case, cases
from benchmarks.identity.score import best_threshold, bound, scored, total

EACH = 25


def test_one_seed_draws_the_same_cases_of_every_kind_and_another_seed_others() -> None:
    drawn = list(cases(1, EACH))
    assert drawn == list(cases(1, EACH))
    assert drawn != list(cases(2, EACH))
    assert {case.kind: sum(one.kind == case.kind for one in drawn) for case in drawn} == dict.fromkeys(MAKERS, EACH)
    assert 0.2 < sum(case.held_out for case in drawn) / len(drawn) < 0.45


def test_nothing_is_bound_wrongly_and_little_that_is_provable_is_missed() -> None:
    drawn = list(cases(3, EACH))
    score = total(scored(drawn, product.found(drawn)).values())
    assert score.wrong == 0
    assert score.right > 0.5 * len(drawn)
    assert score.recall > 0.95


def test_the_scorer_counts_what_is_wrong_and_what_is_missed() -> None:
    two = [
        Case("a", "kind", {}, [], same="a-0", provable=True),
        Case("b", "kind", {}, [], same=None, provable=True),
        Case("c", "kind", {}, [], same="c-0", provable=False),
    ]
    missed = scored(two, {"b": "b-0"})["kind"]
    assert (missed.right, missed.wrong, missed.missed, missed.precision, missed.recall) == (0, 1, 1, 0.0, 0.0)
    found = scored(two, {"a": "a-0", "c": "c-0"})["kind"]
    assert (found.right, found.wrong, found.missed, found.precision, found.recall) == (2, 0, 0, 1.0, 1.0)


def test_a_threshold_is_precise_or_said_not_to_be() -> None:
    drawn = [Case("a", "kind", {}, [], "a-0", provable=True), Case("b", "kind", {}, [], None, provable=True)]
    assert best_threshold(drawn, {"a": [("a-0", 0.9)], "b": [("b-0", 0.5)]}) == (0.9, True)
    assert best_threshold(drawn, {"a": [("a-0", 0.5)], "b": [("b-0", 0.9)]}) == (0.5, False)
    assert bound({"a": [("a-0", 0.9), ("a-1", 0.9)]}, 0.5) == {}
