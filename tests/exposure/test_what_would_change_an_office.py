"""``appoint --explain``: the smallest changes that give another answer, each tried on the changed register."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given, settings

from graph.exposure import Question, appoint, explain
from graph.model import day
from graph.policy import Law
from graph.stores import Changes, Overlay, Store
from tests.properties.registers import Case, cases
from tests.scenarios.given import rows_of
from tests.scenarios.registers import load, snapshot_of

TODAY = day(date(2024, 7, 1), 0)


def told(store: Store, law: Law, given_: dict[str, Any], *policies: str, **office: Any) -> dict[str, Any]:
    load(store, rows_of(given_, law), law)
    question = Question(law, TODAY, policies, hops=0)
    with store.view() as view:
        place = view.parties(["c"])["c"] if not office.get("categories") else None
        explained = explain(
            view,
            view.parties(["p"])["p"],
            office.get("role", "director"),
            place,
            office.get("categories", ()),
            question,
        )
    return explained.as_json()


def changes(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (one["outcome"], [" ".join(change.values()) for change in one["changes"]])
        for one in answer["explanation"]["sets"]
    ]


COMPANY = {"persons": ["p"], "organizations": {"c": {"categories": "company"}, "d1": {}, "d2": {}}}


def test_both_listings_of_a_debtor_must_be_released(store: Store, law: Law) -> None:
    given_ = {**COMPANY, "listings": ["L1 p since 2023-01-01 debt personal", "L2 p since 2024-01-01 debt personal"]}
    answer = told(store, law, given_, "national")
    assert answer["outcome"] == "barred"
    assert changes(answer) == [("clear", ["release L1", "release L2"])]
    [both] = answer["explanation"]["sets"]
    assert both["sentence"]["en"] == "listing L1 is released; listing L2 is released"
    assert not answer["explanation"]["incomplete"]


def test_an_officer_of_two_debtors_may_leave_a_post_or_see_the_listing_released(store: Store, law: Law) -> None:
    given_ = {
        **COMPANY,
        "roles": ["p legal_representative d1", "p legal_representative d2"],
        "listings": ["L1 d1 since 2023-01-01", "L2 d2 since 2023-01-01"],
    }
    answer = told(store, law, given_, "ningxia-2017-54", categories=["wholly_state_owned"])
    assert answer["outcome"] == "barred"
    post = "end p legal_representative d{}"
    assert changes(answer) == [
        ("clear", [post.format(1), post.format(2)]),
        ("clear", [post.format(1), "release L2"]),
        ("clear", [post.format(2), "release L1"]),
        ("clear", ["release L1", "release L2"]),
    ]


def test_a_debt_that_is_not_known_to_be_personal_leaves_two_ways(store: Store, law: Law) -> None:
    answer = told(store, law, {**COMPANY, "listings": ["L1 p since 2023-01-01"]}, "national")
    assert answer["outcome"] == "review"
    assert changes(answer) == [("barred", ["debt L1 personal"]), ("clear", ["release L1"])]


def test_the_day_on_which_a_listing_ends_by_itself_is_told(store: Store, law: Law) -> None:
    given_ = {**COMPANY, "listings": ["L1 p since 2023-01-01 until 2025-01-01 debt personal"]}
    answer = told(store, law, given_, "national")
    assert answer["explanation"]["days"] == [{"from": "2025-01-01", "outcome": "clear"}]


def test_nothing_need_change_where_nothing_bars(store: Store, law: Law) -> None:
    answer = told(store, law, COMPANY | {"listings": ["L1 d1 since 2023-01-01"]}, "national")
    assert answer["outcome"] == "clear"
    assert answer["explanation"] == {"sets": [], "days": [], "needs": [], "incomplete": False}


def test_many_listings_end_with_an_answer_that_says_it_is_not_whole(law: Law) -> None:
    given_ = {
        **COMPANY,
        "roles": [f"p legal_representative d{number} since 202{number}-01-01" for number in (1, 2)],
        "listings": [f"L{number} p since 2023-01-01 debt personal" for number in range(400)],
    }
    with snapshot_of(rows_of(given_, law), law) as store, store.view() as view:
        question = Question(law, TODAY, ("national",), hops=0)
        parties = view.parties(["p", "c"])
        explained = explain(view, parties["p"], "director", parties["c"], (), question)
    assert explained.appointed.outcome == "barred"
    assert explained.explanation.cut


@settings(max_examples=25)
@given(cases(asks=4))
def test_each_set_gives_its_outcome_and_no_smaller_one_in_it_does(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        for ask, when in case.asks:
            if ask.kind != "appoint" or not ask.party:
                continue
            on = day(date.fromisoformat(when), 0)
            question = Question(case.law, on, ask.policies, hops=0)
            party = view.parties([ask.party])[ask.party]
            place = view.parties([ask.organization])[ask.organization] if ask.organization else None
            asked = (ask.role, place, ask.categories, question)
            explained = explain(view, party, *asked)

            def outcome(some: Any, on: int = on, party: Any = party, asked: Any = asked) -> str:
                kinds = {"release": "released", "end": "ended", "lift": "lifted"}
                by: dict[str, Any] = {name: [] for name in ("released", "ended", "lifted", "debts", "categories")}
                for change in some:
                    name = kinds.get(change.change, {"debt": "debts", "category": "categories"}.get(change.change, ""))
                    by[name].append(change.of if len(change.of) > 1 else change.of[0])
                seen = Overlay(view, Changes(on, **{name: tuple(value) for name, value in by.items()}))
                role, there, kinds_, question = asked
                there = seen.parties([there.id])[there.id] if there else None
                return str(appoint(seen, party, role, there, kinds_, question).outcome)

            assert explained.appointed.as_json() == appoint(view, party, *asked).as_json()
            for some, claimed in explained.explanation.sets:
                assert outcome(some) == claimed
                assert claimed != explained.appointed.outcome
                for size in range(len(some)):
                    assert all(outcome(fewer) != claimed for fewer in combinations(some, size))
            if explained.appointed.outcome in ("barred", "review") and not explained.explanation.cut:
                for row in case.rows["listings"]:
                    after = Overlay(view, Changes(on, released=(row["id"],)))
                    alone = appoint(after, party, *asked).outcome
                    if alone != explained.appointed.outcome:
                        sets = [
                            (tuple(change.of for change in some), result) for some, result in explained.explanation.sets
                        ]
                        assert (((row["id"],),), alone) in sets
