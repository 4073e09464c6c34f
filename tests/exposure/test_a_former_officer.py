"""Who held a post on the day of listing and left it later is a question for the court: review, and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import LATEST, Interval, Requirement
from graph.policy import Law
from graph.stores import Store
from tests.scenarios.asking import Ask, ask_naive, ask_product, comparable
from tests.scenarios.registers import Rows, load

LISTING = {"id": "L1", "party": "c1", "name": "甲公司", "case_number": "（2023）测执1号", "listed_on": "2023-03-01"}


@pytest.fixture(scope="module")
def asking_the_court(law: Law) -> Law:
    """A document with one measure: 二（七）1 on officers, for those whom the court must be asked about."""
    central = law.policies["central-2016-64"]
    officers = next(one for one in central.measures if one.clause == "二（七）1" and one.number == 2)
    measure = replace(officers, requires=Requirement.COURT_WORD, holds=Interval(0, LATEST), alone=True)
    return Law({central.id: replace(central, measures=(measure,))})


def held(*posts: tuple[str, str], role: str = "legal_representative") -> Rows:
    return {
        "parties": [
            {"id": "p1", "kind": "person", "name": "张三"},
            {"id": "c1", "kind": "organization", "name": "甲公司"},
        ],
        "roles": [
            {"holder": "p1", "organization": "c1", "role": role, "since": since, "until": until}
            for since, until in posts
        ],
        "listings": [LISTING],
    }


def found(store: Store, law: Law, rows: Rows, day: str) -> list[tuple[Any, ...]]:
    """Requirement, first and last day of each finding, on which the naive evaluator agrees."""
    load(store, rows, law)
    with store.view() as view:
        answer = comparable(ask_product(view, law, Ask("check", "p1", hops=0), day))
    assert answer == comparable(ask_naive(rows, law, Ask("check", "p1", hops=0), day))
    assert answer["outcome"] == ("review" if answer["findings"] else "clear") or rows.get("orders")
    return [(one["requires"], one["since"], one["until"]) for one in answer["findings"]]


def test_he_is_under_review_from_the_day_he_left(store: Store, asking_the_court: Law) -> None:
    rows = held(("2020-01-01", "2023-06-01"))
    assert found(store, asking_the_court, rows, "2023-05-31") == []
    assert found(store, asking_the_court, rows, "2023-06-01") == [("court_word", "2023-06-01", None)]


def test_he_is_under_review_until_he_takes_the_post_again(store: Store, asking_the_court: Law) -> None:
    rows = held(("2020-01-01", "2023-06-01"), ("2023-09-01", "2023-12-01"))
    assert found(store, asking_the_court, rows, "2023-08-31") == [("court_word", "2023-06-01", "2023-09-01")]
    assert found(store, asking_the_court, rows, "2023-09-01") == []


def test_who_left_before_the_listing_or_came_after_it_is_no_question(store: Store, asking_the_court: Law) -> None:
    assert found(store, asking_the_court, held(("2020-01-01", "2023-03-01")), "2024-01-01") == []
    assert found(store, asking_the_court, held(("2023-03-02", "2023-06-01")), "2024-01-01") == []


def test_who_took_the_post_on_the_day_of_listing_held_it_on_that_day(store: Store, asking_the_court: Law) -> None:
    rows = held(("2023-03-01", "2023-06-01"))
    assert found(store, asking_the_court, rows, "2024-01-01") == [("court_word", "2023-06-01", None)]


def test_two_rows_that_touch_are_one_post_and_leaving_is_at_the_end_of_both(
    store: Store, asking_the_court: Law
) -> None:
    rows = held(("2020-01-01", "2023-06-01"), ("2023-06-01", "2023-08-01"))
    assert found(store, asking_the_court, rows, "2023-07-01") == []
    assert found(store, asking_the_court, rows, "2023-08-01") == [("court_word", "2023-08-01", None)]


def test_a_former_officer_of_another_role_is_not_reached(store: Store, asking_the_court: Law) -> None:
    assert found(store, asking_the_court, held(("2020-01-01", "2023-06-01"), role="director"), "2024-01-01") == []


def test_an_order_that_names_him_is_the_courts_word(store: Store, asking_the_court: Law) -> None:
    rows = {
        **held(("2020-01-01", "2023-06-01")),
        "orders": [{"id": "O1", "listing": "L1", "party": "p1", "issued_on": "2023-03-01", "lifted_on": "2024-01-01"}],
    }
    assert found(store, asking_the_court, rows, "2023-12-31") == [(None, "2023-06-01", "2024-01-01")]
    assert found(store, asking_the_court, rows, "2024-01-01") == []


def test_an_order_lifted_before_he_left_is_the_courts_word_until_the_next_order(
    store: Store, asking_the_court: Law
) -> None:
    given = [("O1", "2023-03-01", "2023-05-01"), ("O2", "2023-09-01", "2023-10-01")]
    rows = {
        **held(("2020-01-01", "2023-06-01")),
        "orders": [
            {"id": id_, "listing": "L1", "party": "p1", "issued_on": issued, "lifted_on": lifted}
            for id_, issued, lifted in given
        ],
    }
    assert found(store, asking_the_court, rows, "2023-08-31") == []
    assert found(store, asking_the_court, rows, "2023-09-01") == [(None, "2023-09-01", "2023-10-01")]
    assert found(store, asking_the_court, rows, "2023-10-01") == []


def test_an_order_against_somebody_else_or_of_another_listing_is_no_word_on_him(
    store: Store, asking_the_court: Law
) -> None:
    rows = held(("2020-01-01", "2023-06-01"))
    lifted = {"party": "p1", "issued_on": "2023-03-01", "lifted_on": "2023-05-01"}
    other = {**LISTING, "id": "L2", "listed_on": "2025-01-01"}
    rows |= {
        "listings": [LISTING, other],
        "orders": [
            {"id": "O1", "listing": "L1", **lifted, "party": "c1"},
            {"id": "O2", "listing": "L2", "case_number": LISTING["case_number"], **lifted},
        ],
    }
    assert found(store, asking_the_court, rows, "2023-08-31") == [("court_word", "2023-06-01", None)]
