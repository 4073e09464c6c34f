"""One register in which each thing happens once, under the law as it is in ``policies/``: what is told, and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from graph.changes import between_days
from graph.exposure import Question
from graph.model import day
from graph.policy import Law
from graph.stores import Store
from tests.control.groups import reaching_controllers
from tests.scenarios.registers import Rows, load, snapshot_of

COMPANY = {"id": "c1", "kind": "organization", "name": "甲公司", "region": "350500", "categories": "company"}
HEAD = {"id": "p1", "kind": "person", "name": "张三", "region": "350500"}
OTHER = {"id": "p2", "kind": "person", "name": "李四", "region": "350500"}
LISTING = {
    "id": "L1", "party": "c1", "name": "甲公司", "case_number": "（2020）测执1号", "listed_on": "2020-03-01",
    "released_on": "2020-06-01",
}  # fmt: skip
POST = {"holder": "p1", "organization": "c1", "role": "legal_representative"}
HOLDER = {"holder": "p2", "organization": "c1", "role": "shareholder"}
REGISTER: Rows = {"parties": [COMPANY, HEAD, OTHER], "roles": [POST, HOLDER], "listings": [LISTING]}
CENTRAL, CITY, NATIONAL = "central-2016-64", "quanzhou-2018", "national"


def told(store: Store, law: Law, since: str, until: str, policy: str) -> list[dict[str, Any]]:
    with store.view() as view:
        question = Question(law, _day(until), (policy,), hops=0)
        rows: list[dict[str, Any]] = between_days(view, question, _day(since)).to_pylist()
    return rows


def _day(text: str) -> int:
    return day(date.fromisoformat(text), 0)


def happened(rows: list[dict[str, Any]], party: str) -> set[tuple[str, str, str]]:
    return {(row["change"], row["date"].isoformat(), row["event"]) for row in rows if row["party"] == party}


@contextmanager
def with_tables(law: Law, **tables: list[dict[str, str]]) -> Iterator[Store]:
    with snapshot_of({**REGISTER, **tables}, law) as store:
        yield store


def test_a_listing_and_its_release_are_told_of_the_debtor_and_of_whoever_heads_it(store: Store, law: Law) -> None:
    load(store, REGISTER, law)
    rows = told(store, law, "2020-02-01", "2020-07-01", CENTRAL)
    both = {("reached", "2020-03-01", "listing"), ("released", "2020-06-01", "release")}
    assert happened(rows, "c1") == happened(rows, "p1") == both
    assert happened(rows, "p2") == set()


@pytest.mark.parametrize(
    ("since", "until", "changes"),
    [
        ("2020-02-28", "2020-02-29", set()),
        ("2020-02-29", "2020-03-01", {"reached"}),
        ("2020-03-01", "2020-05-31", set()),
        ("2020-05-31", "2020-06-01", {"released"}),
        ("2020-06-01", "2021-01-01", set()),
        ("2020-03-01", "2020-06-01", {"released"}),
    ],
)
def test_what_happens_on_the_first_day_is_not_told_and_on_the_last_it_is(
    law: Law, since: str, until: str, changes: set[str]
) -> None:
    with with_tables(law) as store:
        assert {row["change"] for row in told(store, law, since, until, CENTRAL)} == changes


def test_a_head_who_comes_after_the_listing_and_leaves_before_its_release_is_reached_by_the_role(law: Law) -> None:
    post = {**POST, "since": "2020-04-01", "until": "2020-05-01"}
    with with_tables(law, roles=[post, HOLDER]) as store:
        rows = told(store, law, "2020-02-01", "2020-07-01", CENTRAL)
    assert happened(rows, "p1") == {("reached", "2020-04-01", "role_start"), ("released", "2020-05-01", "role_end")}
    assert happened(rows, "p2") == set()


def test_a_replaced_head_stays_for_the_court_to_tell_because_his_role_ended(law: Law) -> None:
    with with_tables(law, roles=[{**POST, "until": "2020-05-01"}]) as store:
        rows = told(store, law, "2020-04-01", "2020-05-01", NATIONAL)
    assert {(row["change"], row["event"]) for row in rows if row["party"] == "p1"} == {("changed", "role_end")}
    [row] = [row for row in rows if row["party"] == "p1"]
    assert row["measures"] == ["national/法发〔2019〕35号第17条#1"]
    assert row["outcome"] == "review"


def test_a_pause_of_every_measure_releases_and_its_end_reaches_again(law: Law) -> None:
    pause = {"listing": "L1", "measure": "", "since": "2020-04-01", "until": "2020-05-01"}
    with with_tables(law, suspensions=[pause]) as store:
        paused = told(store, law, "2020-03-01", "2020-05-01", CITY)
        unpaused = told(store, law, "2020-03-01", "2020-05-01", CENTRAL)
    assert happened(paused, "p1") == {
        ("released", "2020-04-01", "suspension"),
        ("reached", "2020-05-01", "suspension"),
    }
    assert unpaused == []  # this document provides for no pause


def test_a_retained_measure_changes_the_reach_at_release_and_releases_at_its_own_end(law: Law) -> None:
    kept = {
        "listing": "L1", "measure": "central-2016-64/二（七）1", "until": "2020-08-01", "legal_basis": "某法第1条",
    }  # fmt: skip
    with with_tables(law, retentions=[kept]) as store:
        rows = told(store, law, "2020-05-01", "2020-09-01", CENTRAL)
    assert happened(rows, "p1") == {("changed", "2020-06-01", "release"), ("released", "2020-08-01", "retention")}
    assert {tuple(row["measures"]) for row in rows if row["party"] == "p1"} == {("central-2016-64/二（七）1#2",)}


def test_a_notice_reaches_its_debtor_without_any_listing(law: Law) -> None:
    notice = {
        "id": "N1", "party": "c1", "action": "wuzhi-2017-5/三（十）#4", "issued_on": "2021-01-01",
        "ends_on": "2021-02-01",
    }  # fmt: skip
    with with_tables(law, notices=[notice]) as store:
        rows = told(store, law, "2020-12-01", "2021-12-01", "wuzhi-2017-5")
    assert happened(rows, "c1") == {("reached", "2021-01-01", "notice"), ("released", "2021-02-01", "notice")}
    assert {row["notice"] for row in rows} == {"N1"}


def test_an_order_that_names_the_head_turns_review_into_a_restriction(law: Law) -> None:
    order = {"id": "O1", "listing": "L1", "party": "p1", "issued_on": "2020-04-01", "lifted_on": "2020-05-01"}
    with with_tables(law, orders=[order]) as store:
        rows = told(store, law, "2020-03-01", "2020-05-01", NATIONAL)
    told_of_head = [(row["change"], row["event"], row["outcome"]) for row in rows if row["party"] == "p1"]
    assert told_of_head == [("changed", "order", "restricted"), ("changed", "order", "review")]
    assert happened(rows, "c1") == set()


def test_a_document_that_comes_into_force_reaches_those_who_were_listed_before_it(law: Law) -> None:
    with with_tables(law, listings=[{**LISTING, "listed_on": "2015-01-01"}]) as store:
        before = told(store, law, "2016-09-23", "2016-09-24", CENTRAL)
        rows = told(store, law, "2016-09-24", "2016-09-25", CENTRAL)
    assert before == []
    assert happened(rows, "c1") == happened(rows, "p1") == {("reached", "2016-09-25", "law")}
    assert happened(rows, "p2") == set()


def test_a_law_that_is_replaced_changes_what_reaches_on_that_very_day(law: Law) -> None:
    with with_tables(law, listings=[{**LISTING, "listed_on": "2015-01-01"}]) as store:
        rows = told(store, law, "2015-07-21", "2015-07-22", NATIONAL)
    assert happened(rows, "p1") == {("changed", "2015-07-22", "law")}


def test_a_sale_of_shares_two_companies_away_releases_whoever_controlled_the_debtor(law: Law) -> None:
    upper = {**COMPANY, "id": "c2", "name": "乙公司"}
    owned = [
        {"holder": "p1", "organization": "c2", "role": "shareholder", "share": "0.6", "until": "2020-04-01"},
        {"holder": "c2", "organization": "c1", "role": "shareholder", "share": "0.6"},
        {"holder": "p2", "organization": "c1", "role": "shareholder", "share": "0.4"},
    ]
    with with_tables(law, parties=[COMPANY, upper, HEAD, OTHER], roles=owned) as store:
        rows = told(store, law, "2020-02-01", "2020-05-01", CENTRAL)
    assert happened(rows, "p1") == {("reached", "2020-03-01", "listing"), ("released", "2020-04-01", "role_end")}
    assert {row["certainty"] for row in rows if row["party"] == "p1"} == {"derived"}
    assert happened(rows, "p2") == set()


def test_a_shareholding_that_ends_far_above_is_told_of_a_company_held_in_part_by_other_ways() -> None:
    """He controls c4 with what c2 and c3 hold; when c1 sells c2, neither of them has enough, and neither is listed."""
    owner = {"id": "p9", "kind": "person", "name": "王五"}
    companies = [{"id": f"c{n}", "kind": "organization", "name": f"{n}号公司"} for n in range(1, 5)]
    shares = [
        ("p9", "c1", "0.6", ""), ("p9", "c3", "0.6", ""), ("c1", "c2", "0.6", "2020-04-01"),
        ("c2", "c4", "0.3", ""), ("c3", "c4", "0.3", ""),
    ]  # fmt: skip
    rows: Rows = {
        "parties": [owner, *companies],
        "roles": [
            {"holder": holder, "organization": company, "role": "shareholder", "share": share, "until": until}
            for holder, company, share, until in shares
        ],
        "listings": [{**LISTING, "party": "p9", "name": "王五"}],
    }
    law = reaching_controllers()
    with snapshot_of(rows, law) as store, store.view() as view:
        changes = between_days(view, Question(law, _day("2020-04-01"), hops=0), _day("2020-03-31")).to_pylist()
        assert happened(changes, "c4") == happened(changes, "c2") == {("released", "2020-04-01", "role_end")}
        assert happened(changes, "c1") == happened(changes, "c3") == set()
