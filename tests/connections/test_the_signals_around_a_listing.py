"""Signals for an investigator: each with its evidence, on both sides of its window, and nothing where nothing is."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from graph.connections.signals import Window, signals
from graph.model import day
from graph.policy import Law
from graph.stores import Changes, Overlay, Store
from graph.stores.neo4j import Neo4jStore
from tests.properties.registers import Case, cases
from tests.scenarios.given import rows_of
from tests.scenarios.registers import Rows, load, snapshot_of

TODAY = day(date(2024, 5, 1), 0)
Given = dict[str, Any]

REPLACED: Given = {
    "persons": ["old", "new", "director"],
    "organizations": ["debtor"],
    "roles": [
        "old legal_representative debtor since 2019-01-01 until 2023-03-01",
        "new legal_representative debtor since 2023-03-01",
        "director director debtor until 2023-03-01",
    ],
    "listings": ["L1 debtor since 2023-02-01"],
}


def told(law: Law, given_: Given, party: str, on: int = TODAY, **window: int) -> list[tuple[str, tuple[str, ...]]]:
    with snapshot_of(rows_of(given_, law), law) as store, store.view() as view:
        found = signals(view, view.parties([party])[party], on, Window(**window))
        assert not found.cut
        return [(str(signal.kind), signal.parties) for signal in found.signals]


def test_a_representative_replaced_after_the_listing_is_told_with_his_successor(store: Store, law: Law) -> None:
    load(store, rows_of(REPLACED, law), law)
    with store.view() as view:
        answer = signals(view, view.parties(["debtor"])["debtor"], TODAY).as_json()
    former, replaced = answer["signals"]
    assert (former["signal"], former["rule"], former["parties"]) == (
        "former_representative",
        "held_at_listing",
        ["old"],
    )
    assert replaced["signal"] == "representative_replaced"
    assert (replaced["parties"], replaced["on"], replaced["days_from_listing"]) == (["old", "new"], "2023-03-01", 28)
    assert [row["holder"] for row in replaced["evidence"]] == ["old", "new"]
    assert (replaced["restriction"], replaced["certainty"]) == (False, "recorded")
    assert replaced["sentence"]["en"] == (
        "the representative or principal was replaced around the listing: "
        "old was legal representative of debtor from 2019-01-01 until 2023-03-01; "
        "new is legal representative of debtor from 2023-03-01."
    )
    assert answer["window"] == {"counted_from": "listed_on", "days_before": 365, "days_after": 365}


@pytest.mark.parametrize(("after", "seen"), [(28, True), (27, False)])
def test_the_window_holds_its_last_day_and_not_the_next(law: Law, after: int, seen: bool) -> None:
    kinds = [kind for kind, _ in told(law, REPLACED, "debtor", after=after)]
    assert ("representative_replaced" in kinds) is seen


@pytest.mark.parametrize(("listed", "rule"), [("2023-03-01", "left_before_listing"), ("2023-02-28", "held_at_listing")])
def test_who_left_on_the_day_of_listing_had_left_before_it(law: Law, listed: str, rule: str) -> None:
    given_ = {**REPLACED, "listings": [f"L1 debtor since {listed}"]}
    with snapshot_of(rows_of(given_, law), law) as store, store.view() as view:
        found = signals(view, view.parties(["old"])["old"], TODAY).signals
    assert [signal.rule for signal in found if signal.rule] == [rule]


@pytest.mark.parametrize("party", ["old", "new"])
def test_the_signal_is_told_of_those_whom_it_is_about(law: Law, party: str) -> None:
    assert ("representative_replaced", ("old", "new")) in told(law, REPLACED, party)


def test_a_director_who_left_is_no_signal(law: Law) -> None:
    assert told(law, REPLACED, "director") == []


def test_a_released_listing_is_no_signal(law: Law) -> None:
    released = {**REPLACED, "listings": ["L1 debtor since 2023-02-01 until 2024-05-01"]}
    assert told(law, released, "debtor") == []
    assert told(law, released, "debtor", TODAY - 1) != []


def test_who_is_reappointed_on_the_day_he_left_was_not_replaced(law: Law) -> None:
    roles = [
        "old legal_representative debtor since 2019-01-01 until 2023-03-01",
        "old legal_representative debtor since 2023-03-01",
    ]
    assert told(law, {**REPLACED, "roles": roles}, "debtor") == []


def test_a_register_that_lists_nobody_gives_no_signal(law: Law) -> None:
    assert told(law, {**REPLACED, "listings": []}, "debtor") == []


SHARES: Given = {
    "persons": ["seller", "buyer", "stays"],
    "organizations": ["debtor", "daughter"],
    "roles": [
        "seller legal_representative debtor since 2019-01-01 until 2023-06-01",
        "seller shareholder debtor share 0.6 since 2019-01-01 until 2023-06-01",
        "buyer shareholder debtor share 0.6 since 2023-06-01",
        "stays shareholder debtor share 0.4 since 2019-01-01 until 2023-06-01",
        "stays shareholder debtor share 0.4 since 2023-06-01",
        "debtor shareholder daughter share 1 since 2018-01-01 until 2023-01-15",
    ],
    "listings": ["L1 debtor since 2023-02-01"],
}


def test_shares_in_the_debtor_and_of_the_debtor_that_moved_are_told_by_day(law: Law) -> None:
    found = [one for one in told(law, SHARES, "debtor") if one[0] == "shares_moved"]
    assert found == [("shares_moved", ("daughter",)), ("shares_moved", ("buyer", "seller"))]


def test_a_holding_that_goes_on_in_another_row_did_not_move(law: Law) -> None:
    assert told(law, SHARES, "stays") == []


def test_who_gave_up_post_and_shares_after_the_listing_is_told(law: Law) -> None:
    assert ("representative_and_shares_left", ("seller",)) in told(law, SHARES, "seller")
    before = {**SHARES, "listings": ["L1 debtor since 2023-07-01"]}
    assert "representative_and_shares_left" not in [kind for kind, _ in told(law, before, "seller")]


def test_the_same_person_replaced_in_two_listed_companies_is_told_and_in_one_is_not(law: Law) -> None:
    given_ = {
        "persons": ["p"],
        "organizations": ["c1", "c2", "c3"],
        "roles": [f"p legal_representative c{number} until 2020-01-01" for number in (1, 2, 3)],
        "listings": ["L1 c1 since 2023-02-01", "L2 c2 since 2023-02-01"],
    }
    assert ("replaced_in_several", ("p", "c1", "c2")) in told(law, given_, "p")
    one = {**given_, "listings": ["L1 c1 since 2023-02-01"]}
    assert "replaced_in_several" not in [kind for kind, _ in told(law, one, "p")]


CARRIED: Given = {
    "persons": ["p1", "p2", "p3"],
    "organizations": ["debtor", "successor", "elder"],
    "roles": [
        "p1 legal_representative debtor", "p2 director debtor", "p3 supervisor debtor",
        "p1 legal_representative successor since 2023-05-01", "p2 shareholder successor since 2023-05-01",
        "p1 director elder since 2010-01-01", "p2 director elder since 2010-01-01",
        "p3 director successor since 2023-05-01",
    ],
    "listings": ["L1 debtor since 2023-02-01"],
}  # fmt: skip


@pytest.mark.parametrize("party", ["debtor", "successor", "p2"])
def test_a_company_taken_up_by_two_of_the_debtors_people_is_told_of_each(law: Law, party: str) -> None:
    assert ("business_carried_on", ("successor", "p1", "p2")) in told(law, CARRIED, party)


def test_one_man_on_two_boards_or_an_old_company_carries_nothing_on(law: Law) -> None:
    assert told(law, CARRIED, "elder") == []
    alone = {**CARRIED, "roles": [role for role in CARRIED["roles"] if not role.startswith("p2")]}
    assert told(law, alone, "successor") == []


def test_a_listed_company_carries_no_business_on(law: Law) -> None:
    both = {**CARRIED, "listings": ["L1 debtor since 2023-02-01", "L2 successor since 2024-01-01"]}
    assert "business_carried_on" not in [kind for kind, _ in told(law, both, "successor")]


def test_shares_held_in_a_circle_are_told_with_each_holding(store: Store, law: Law) -> None:
    given_ = {
        "persons": ["p"],
        "organizations": ["c1", "c2", "c3", "c4"],
        "roles": [
            "c1 shareholder c2 share 0.2", "c2 shareholder c3 share 0.3", "c3 shareholder c1 share 0.4",
            "c4 shareholder c4 share 0.01", "p shareholder c1", "c1 shareholder c4 until 2024-05-01",
            "c4 shareholder c1",
        ],
    }  # fmt: skip
    load(store, rows_of(given_, law), law)
    with store.view() as view:

        def circles(party: str, on: int = TODAY) -> list[tuple[str, ...]]:
            return [signal.parties for signal in signals(view, view.parties([party])[party], on).signals]

        assert circles("c2") == [("c2", "c3", "c1")]
        assert circles("c4") == [("c4",)], "a company that holds itself"
        assert circles("c1") == [("c1", "c2", "c3")]
        assert circles("c1", TODAY - 1) == [("c1", "c4"), ("c1", "c2", "c3")]


def test_a_circle_of_two_thousand_companies_and_a_clique_of_two_hundred_end(law: Law) -> None:
    ring = [f"c{number:04}" for number in range(2000)]
    clique = [f"k{number:03}" for number in range(200)]
    rows: Rows = {
        "parties": [{"id": id_, "kind": "organization", "name": id_} for id_ in (*ring, *clique)],
        "roles": [
            {"holder": one, "organization": other, "role": "shareholder"}
            for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)
        ] + [
            {"holder": one, "organization": other, "role": "shareholder"} for one in clique for other in clique
        ],
    }  # fmt: skip
    with snapshot_of(rows, law) as store, store.view() as view:
        [signal] = signals(view, view.parties([ring[5]])[ring[5]], TODAY).signals
        assert len(signal.parties) == 2000
        some = signals(view, view.parties([clique[5]])[clique[5]], TODAY)
        assert (len(some.signals), some.cut) == (20, True)
        assert some.signals[0].parties == (clique[5],)


@pytest.mark.parametrize("window", [{"before": -1}, {"after": -1}])
def test_a_window_of_less_than_no_day_is_refused(window: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Window(**window)


def test_a_debtor_that_is_only_supposed_gives_its_signals(law: Law) -> None:
    given_ = {**REPLACED, "listings": []}
    with snapshot_of(rows_of(given_, law), law) as store, store.view() as view:
        on = day(date(2023, 6, 1), 0)
        supposed = Overlay(view, Changes(on, listed=("debtor",)))
        found = signals(supposed, view.parties(["old"])["old"], on).signals
        assert [str(signal.kind) for signal in found] == ["former_representative", "representative_replaced"]


@pytest.mark.neo4j
@settings(max_examples=12)
@given(cases(asks=2, supposing=True))
def test_both_stores_give_the_same_signals_byte_for_byte(neo4j_store: Neo4jStore, case: Case) -> None:
    load(neo4j_store, case.rows, case.law)
    ids = sorted(row["id"] for row in case.rows["parties"])
    with snapshot_of(case.rows, case.law) as store, store.view() as near, neo4j_store.view() as far:
        for (_, when), whatif in zip(case.asks, case.whatifs, strict=True):
            on = day(date.fromisoformat(when), 0)
            answers = [
                json.dumps([signals(seen, party, on, Window(2, 2)).as_json() for party in seen.parties(ids).values()])
                for view in (near, far)
                for seen in (view, whatif.over(view, when))
            ]
            assert answers[:2] == answers[2:]
