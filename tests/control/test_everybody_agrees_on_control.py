"""Controllers who follow from shares: both stores, the screen and the naive evaluator say the same."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings

from graph.control import everybody
from graph.model import day as number_of
from graph.stores.neo4j import Neo4jStore
from tests.control.groups import COMPANIES, PEOPLE, Group, groups
from tests.properties.days import on
from tests.properties.registers import Case
from tests.properties.test_every_store_answers_alike import written
from tests.properties.test_the_screen_says_what_check_says import in_order, one_by_one, screened
from tests.scenarios.asking import Ask, WhatIf, ask_naive, ask_product, comparable
from tests.scenarios.registers import load, snapshot_of

EVERYBODY = (*PEOPLE, *COMPANIES)


def asks(group: Group) -> list[tuple[Ask, str]]:
    return [(Ask("check", party, hops=0), day) for party in EVERYBODY for day in group.days]


@settings(max_examples=60)
@given(groups())
def test_a_question_is_answered_as_the_contract_worked_out_the_slow_way(group: Group) -> None:
    with snapshot_of(group.rows, group.law) as store, store.view() as view:
        for ask, day in [*asks(group), (Ask("credit", "c1", hops=0), group.days[0])]:
            naive = ask_naive(group.rows, group.law, ask, day)
            assert comparable(ask_product(view, group.law, ask, day)) == comparable(naive)


@pytest.mark.neo4j
@settings(max_examples=12)
@given(groups())
def test_the_stores_answer_byte_for_byte_alike(neo4j_store: Neo4jStore, group: Group) -> None:
    load(neo4j_store, group.rows, group.law)
    with snapshot_of(group.rows, group.law) as store:
        for ask, day in asks(group):
            answers = [written(one, group.law, ask, day, WhatIf()) for one in (store, neo4j_store)]
            assert answers[0] == answers[1]
        case, ask = Case(group.law, group.rows, ()), Ask("check", "c1")
        for day in group.days:
            assert screened(neo4j_store, case, ask, day) == screened(store, case, ask, day)


@settings(max_examples=40)
@given(groups())
def test_the_screen_says_of_everybody_what_check_says(group: Group) -> None:
    case, ask = Case(group.law, group.rows, ()), Ask("check", "c1")
    with snapshot_of(group.rows, group.law) as store:
        for day in group.days:
            whole = screened(store, case, ask, day)
            assert in_order(whole) == one_by_one(case, ask, day)
            part = screened(store, case, ask, day, ["c1", "p1"])
            assert part == [row for row in whole if row["party"] in ("c1", "p1")]


@settings(max_examples=25)
@given(groups())
def test_what_is_compiled_says_the_same(group: Group) -> None:
    with snapshot_of(group.rows, group.law) as store, store.view() as view:
        day = number_of(on(group.days[0]), 0)
        plain = everybody.computed_ties(view, day, pa.array(EVERYBODY))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(everybody, "WORTH_COMPILING", 0)
            assert everybody.computed_ties(view, day, pa.array(EVERYBODY)).equals(plain)
