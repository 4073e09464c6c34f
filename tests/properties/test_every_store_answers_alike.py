"""Random registers, days and documents of law: the two stores and the naive evaluator say the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from graph.policy import Law
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from tests.properties.registers import Case, cases
from tests.scenarios.asking import Ask, WhatIf, ask_naive, ask_product, comparable
from tests.scenarios.registers import load, snapshot_of


def written(store: Store, law: Law, ask: Ask, day: str, whatif: WhatIf) -> str:
    """The answer as the command prints it."""
    with store.view() as view:
        return json.dumps(ask_product(whatif.over(view, day), law, ask, day), ensure_ascii=False)


@settings(max_examples=250)
@given(cases(asks=16, decisions=3))
def test_the_snapshot_answers_as_the_contract_worked_out_the_slow_way(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        for ask, day in case.asks:
            naive = ask_naive(case.rows, case.law, ask, day)
            assert comparable(ask_product(view, case.law, ask, day)) == comparable(naive)


@pytest.mark.neo4j
@settings(max_examples=60)
@given(cases(asks=8, decisions=3))
def test_the_snapshot_and_neo4j_answer_byte_for_byte_alike(neo4j_store: Neo4jStore, case: Case) -> None:
    load(neo4j_store, case.rows, case.law)
    with snapshot_of(case.rows, case.law) as store:
        for ask, day in case.asks:
            answers = [written(one, case.law, ask, day, WhatIf()) for one in (store, neo4j_store)]
            assert answers[0] == answers[1]


@pytest.mark.neo4j
@settings(max_examples=30)
@given(cases(asks=4, supposing=True, decisions=3))
def test_the_snapshot_and_neo4j_suppose_byte_for_byte_alike(neo4j_store: Neo4jStore, case: Case) -> None:
    load(neo4j_store, case.rows, case.law)
    with snapshot_of(case.rows, case.law) as store:
        for (ask, day), whatif in zip(case.asks, case.whatifs, strict=True):
            answers = [written(one, case.law, ask, day, whatif) for one in (store, neo4j_store)]
            assert answers[0] == answers[1]


@settings(max_examples=80)
@given(cases(asks=3, supposing=True, decisions=3))
def test_a_changed_graph_answers_as_if_the_changes_had_been_made(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store:
        for (ask, day), whatif in zip(case.asks, case.whatifs, strict=True):
            with snapshot_of(whatif.made(case.rows, day), case.law) as changed:
                with store.view() as view:
                    supposed = ask_product(whatif.over(view, day), case.law, ask, day)
                with changed.view() as view:
                    real = ask_product(view, case.law, ask, day)
                assert comparable(supposed) == comparable(real)
