"""Two screens differ by exactly what changes tells: each day's rows turn the screen before into that of the day."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from graph.changes import between_days
from graph.exposure.reached import KEY, SCREEN
from graph.exposure.screen import screen
from graph.model import day
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from tests.properties.days import DAYS, on
from tests.properties.registers import Case, cases
from tests.scenarios.asking import Ask, question_of
from tests.scenarios.registers import load, snapshot_of

Screen = dict[tuple[Any, ...], dict[str, Any]]
# The law and the listings of a case begin on the first of its days: the day before, nobody is reached.
BEFORE = "2019-12-31"


def screened(store: Store, case: Case, ask: Ask, on_day: str) -> Screen:
    with store.view() as view:
        return {key_of(row): row for row in screen(view, question_of(case.law, ask, on_day)).to_pylist()}


def told(store: Store, case: Case, ask: Ask, since: str, until: str, *parties: str) -> list[dict[str, Any]]:
    with store.view() as view:
        question = question_of(case.law, ask, until)
        found: list[dict[str, Any]] = between_days(view, question, day(on(since), 0), parties or None).to_pylist()
    return found


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def apply(change: dict[str, Any], rows: Screen) -> None:
    """Do what a row of changes says. It is wrong about what was there, and the test fails."""
    key = key_of(change)
    row = {name: change[name] for name in SCREEN.names}
    if change["change"] == "reached":
        assert key not in rows
        rows[key] = row
    elif change["change"] == "changed":
        assert rows[key] != row
        rows[key] = row
    else:
        assert rows.pop(key) == row


@settings(max_examples=40)
@given(cases(asks=2, strangers=False, decisions=3))
def test_applied_in_the_order_of_their_dates_changes_turn_the_first_screen_into_each_later_one(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store:
        for ask, since in [*case.asks, (case.asks[0][0], BEFORE)]:
            rows = screened(store, case, ask, since)
            changes = told(store, case, ask, since, DAYS[-1])
            assert [change["date"] for change in changes] == sorted(change["date"] for change in changes)
            for today in (one for one in DAYS if one > since):
                for change in changes:
                    if change["date"] == on(today):
                        apply(change, rows)
                assert rows == screened(store, case, ask, today)
            assert all(since < change["date"].isoformat() <= DAYS[-1] for change in changes)


@settings(max_examples=15)
@given(cases(asks=1, strangers=False, decisions=3))
def test_what_happened_in_two_spans_is_what_happened_in_the_first_and_then_in_the_second(case: Case) -> None:
    [(ask, middle)] = case.asks
    with snapshot_of(case.rows, case.law) as store:
        first, second = told(store, case, ask, BEFORE, middle), told(store, case, ask, middle, DAYS[-1])
        assert first + second == told(store, case, ask, BEFORE, DAYS[-1])
        assert told(store, case, ask, middle, middle) == []


@settings(max_examples=15)
@given(cases(asks=1, strangers=False, decisions=3))
def test_the_changes_of_a_portfolio_are_those_of_its_parties(case: Case) -> None:
    [(ask, _)] = case.asks
    with snapshot_of(case.rows, case.law) as store:
        every = told(store, case, ask, BEFORE, DAYS[-1])
        mine = told(store, case, ask, BEFORE, DAYS[-1], ask.party)
        assert mine == [row for row in every if row["party"] == ask.party]


@pytest.mark.neo4j
@settings(max_examples=6)
@given(cases(asks=1, strangers=False, decisions=3))
def test_both_stores_tell_the_same_changes(neo4j_store: Neo4jStore, case: Case) -> None:
    [(ask, _)] = case.asks
    load(neo4j_store, case.rows, case.law)
    with snapshot_of(case.rows, case.law) as store:
        assert told(neo4j_store, case, ask, BEFORE, DAYS[-1]) == told(store, case, ask, BEFORE, DAYS[-1])
