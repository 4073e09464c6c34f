"""The whole register at once comes to what every single question comes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings

from graph.exposure.screen import screen
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from tests.naive.evaluator import word_of
from tests.properties.registers import Case, cases
from tests.scenarios.asking import Ask, ask_naive, question_of
from tests.scenarios.registers import load, snapshot_of

KEY = ("policy", "scope", "role", "debtor", "listing", "notice")
WORDS = ("clear", "review", "restricted")


def screened(store: Store, case: Case, ask: Ask, day: str, portfolio: Sequence[str] | None = None) -> list[Any]:
    with store.view() as view:
        rows = screen(view, question_of(case.law, ask, day), portfolio).to_pylist()
    for row in rows:
        row["since"], row["until"] = (date and date.isoformat() for date in (row["since"], row["until"]))
    return rows


def one_by_one(case: Case, ask: Ask, day: str) -> list[dict[str, Any]]:
    """The rows that follow from the naive findings of each party: one a reach, from its first to its last day."""
    rows: list[dict[str, Any]] = []
    for party in sorted(row["id"] for row in case.rows["parties"]):
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for finding in ask_naive(case.rows, case.law, Ask("check", party, policies=ask.policies), day)["findings"]:
            groups.setdefault(tuple(finding[name] or "" for name in KEY), []).append(finding)
        for _, group in sorted(groups.items()):
            rows.append(
                {
                    "party": party,
                    "outcome": max((word_of(finding) for finding in group), key=WORDS.index),
                    **{name: group[0][name] for name in KEY},
                    "measures": sorted({finding["measure"] for finding in group}),
                    "certainty": group[0]["certainty"],
                    "since": min(finding["since"] or "" for finding in group) or None,
                    "until": max(finding["until"] or "9999" for finding in group),
                }
            )
            if rows[-1]["until"] == "9999":
                rows[-1]["until"] = None
    return rows


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: [row["party"], *(row[name] or "" for name in KEY)])


@settings(max_examples=120)
@given(cases(asks=3, strangers=False, decisions=3))
def test_the_screen_of_a_snapshot_says_of_everybody_what_check_says(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store:
        for ask, day in case.asks:
            assert in_order(screened(store, case, ask, day)) == one_by_one(case, ask, day)


@settings(max_examples=40)
@given(cases(asks=2, strangers=False, decisions=3))
def test_a_portfolio_is_that_part_of_the_screen(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store:
        for ask, day in case.asks:
            part = screened(store, case, ask, day, [ask.party])
            assert part == [row for row in screened(store, case, ask, day) if row["party"] == ask.party]


@pytest.mark.neo4j
@settings(max_examples=20)
@given(cases(asks=4, strangers=False, decisions=3))
def test_the_screens_of_both_stores_are_alike(neo4j_store: Neo4jStore, case: Case) -> None:
    load(neo4j_store, case.rows, case.law)
    with snapshot_of(case.rows, case.law) as store:
        for ask, day in case.asks:
            assert screened(neo4j_store, case, ask, day) == screened(store, case, ask, day)
