"""A register is loaded, then rows are added and replaced: changes lead from what was known to what is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.changes import between_loads
from graph.exposure.reached import KEY, SCREEN
from graph.exposure.screen import screen
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from tests.properties.days import DAYS
from tests.properties.picking import Pick
from tests.properties.registers import Case, Row, cases
from tests.scenarios.asking import Ask, question_of
from tests.scenarios.registers import Rows, load, snapshot_of, tables

Screen = dict[tuple[Any, ...], dict[str, Any]]
_OF_LISTING = ("orders", "retentions", "suspensions")


@st.composite
def histories(draw: st.DrawFn, *, decisions: int = 3) -> tuple[Case, list[Rows]]:
    """A case, and four loads of its register: in all but the third rows are missing, or have other values."""
    case = draw(cases(asks=2, strangers=False, decisions=decisions))
    pick = Pick(draw)
    return case, [partly(pick, case.rows), partly(pick, case.rows), case.rows, partly(pick, case.rows)]


def partly(pick: Pick, rows: Rows) -> Rows:
    known = {
        name: [other(pick, name, row) for row in some if not pick.rarely()]
        for name, some in rows.items()
        if name != "decisions"
    }
    known["decisions"] = list(rows["decisions"])
    known["parties"] = [other(pick, "parties", row) for row in rows["parties"]]
    known["listings"] = known["listings"] or list(rows["listings"])
    there = {row["id"] for row in known["listings"]}
    for name in _OF_LISTING:
        known[name] = [row for row in known[name] if not row.get("listing") or row["listing"] in there]
    return known


def other(pick: Pick, name: str, row: Row) -> Row:
    """The row, now and then with other values under the same key."""
    if not pick.rarely():
        return row
    if name == "parties":
        changes = {"region": pick.one(("", "110101", "230803")), "categories": pick.one(("", "bank"))}
        return {**row, **changes, "uscc": "", "id_number": ""} if pick.rarely() else {**row, **changes}
    first, last = {
        "roles": ("since", "until"), "listings": ("listed_on", "released_on"), "orders": ("issued_on", "lifted_on"),
        "suspensions": ("since", "until"), "notices": ("issued_on", "ends_on"), "retentions": ("until", "until"),
    }[name]  # fmt: skip
    if name == "retentions":
        return {**row, "until": pick.one(DAYS)}
    changed = {**row, last: pick.one(("", *(day for day in DAYS if day >= row[first])))}
    if name == "listings" and pick.rarely():
        changed["party"], changed["identifier"] = "", ""
    return changed


def screened(store: Store, case: Case, ask: Ask, day: str) -> Screen:
    with store.view() as view:
        return {key_of(row): row for row in screen(view, question_of(case.law, ask, day)).to_pylist()}


def told(store: Store, case: Case, ask: Ask, day: str, since: str) -> list[dict[str, Any]]:
    with store.view() as view:
        found: list[dict[str, Any]] = between_loads(view, question_of(case.law, ask, day), since).to_pylist()
    return found


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def applied(changes: list[dict[str, Any]], rows: Screen) -> Screen:
    rows = dict(rows)
    for change in changes:
        row = {name: change[name] for name in SCREEN.names}
        if change["change"] == "released":
            assert rows.pop(key_of(change)) == row
        else:
            assert (key_of(change) in rows) == (change["change"] == "changed")
            rows[key_of(change)] = row
    return rows


def newest(store: Store) -> str:
    with store.view() as view:
        return str(view.register().loads[-1]["id"])


def check_history(store: Store, case: Case, loads: list[Rows]) -> None:
    """Load after load into a store that holds a register; then what each knew is led to what is known at the end."""
    decided_since = newest(store)  # what people decide after a load is a change since it
    known: list[tuple[str, list[Screen]]] = []
    for rows in loads:
        store.load(tables(rows, case.law))
        screens = [screened(store, case, ask, day) for ask, day in case.asks]
        if (since := newest(store)) != decided_since:  # a load of what is there already is none
            known.append((since, screens))
    for since, before in known:
        for (ask, day), was, now in zip(case.asks, before, screens, strict=True):
            assert applied(told(store, case, ask, day, since), was) == now


@settings(max_examples=60)
@given(histories())
def test_applied_to_what_a_load_knew_changes_give_what_is_known_now(history: tuple[Case, list[Rows]]) -> None:
    case, loads = history
    with snapshot_of(loads[0], case.law) as store:
        check_history(store, case, loads[1:])


@pytest.mark.neo4j
@settings(max_examples=6)
@given(histories())
def test_a_neo4j_knows_what_it_knew(neo4j_store: Neo4jStore, history: tuple[Case, list[Rows]]) -> None:
    case, loads = history
    load(neo4j_store, loads[0], case.law)
    check_history(neo4j_store, case, loads[1:])
