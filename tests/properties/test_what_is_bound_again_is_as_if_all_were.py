"""Load after load and decision after decision: what is bound again comes to what binding everything anew comes to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import bind, standing
from graph.model import REPRESENTING, Post
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from tests.properties.picking import Pick
from tests.properties.registers import Case
from tests.properties.test_changes_lead_from_what_one_load_knew_to_the_next import histories
from tests.scenarios.registers import Rows, decided, load, snapshot_of, tables

Bound = list[tuple[str, str, str, str]]


def bound(store: Store, rows: Rows) -> Bound:
    """What the store holds."""
    with store.view() as view:
        debts = view.debts(row["id"] for row in rows["parties"])
    return sorted((one.listing.id, one.party, str(one.grade), str(one.certainty)) for one in debts.bindings)


def bound_anew(store: Store) -> Bound:
    """What binding every listing of the store comes to."""
    with store.view() as view:
        listings = [listing for listing, _ in view.records([f"i:L{number}" for number in range(10)])]

        def representatives(ids: Sequence[str]) -> dict[str, list[Post]]:
            return {id_: view.officers(id_, REPRESENTING) for id_ in ids}

        found, _ = bind(listings, view.keyed, view.parties, representatives, standing(store.decisions()))
    return sorted((one.listing.id, one.party, str(one.grade), str(one.certainty)) for one in found)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Case, list[Rows], list[int]]:
    """Four loads of a register, and how many decisions are made and which are undone between them."""
    case, loads = draw(histories())
    pick = Pick(draw)
    return case, loads, [pick.number(0, 3) for _ in range(8)]


def check_life(store: Store, case: Case, loads: list[Rows], turns: list[int]) -> None:
    """At every step the bindings are as if all had been bound anew."""
    load(store, {**loads[0], "decisions": []}, case.law)
    waiting = list(case.rows["decisions"])
    for rows, count, undone in zip((*loads[1:], {}), turns[:4], turns[4:], strict=True):
        known: Any = {row["id"] for row in loads[0]["listings"]} | {row["id"] for row in case.rows["parties"]}
        for row in waiting[:count]:
            if row["subject"] in known:
                store.decide(decided(case.rows, row))
            assert bound(store, case.rows) == bound_anew(store)
        waiting = waiting[count:]
        on_file = [one.number for one in store.decisions() if one.undone_at is None]
        if undone < len(on_file):
            with suppress(ValueError):  # an older decision, which would stand again, contradicts others
                store.undo(on_file[undone], "a tester", "2024-01-02")
            assert bound(store, case.rows) == bound_anew(store)
        store.load(tables(rows, case.law))
        assert bound(store, case.rows) == bound_anew(store)


@settings(max_examples=60)
@given(lives())
def test_a_snapshot_binds_again_what_may_be_bound_otherwise(life: tuple[Case, list[Rows], list[int]]) -> None:
    case, loads, turns = life
    with snapshot_of({**loads[0], "decisions": []}, case.law) as store:
        check_life(store, case, loads, turns)


@pytest.mark.neo4j
@settings(max_examples=6)
@given(lives())
def test_a_neo4j_binds_again_what_may_be_bound_otherwise(
    neo4j_store: Neo4jStore, life: tuple[Case, list[Rows], list[int]]
) -> None:
    check_life(neo4j_store, *life)
