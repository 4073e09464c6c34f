"""What may be done to a register without changing an answer."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.policy import Law
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from graph.stores.snapshot import SnapshotStore
from tests.properties.laws import ROLES
from tests.properties.registers import Case, Row, cases, with_rows
from tests.scenarios.asking import Ask, ask_product, comparable
from tests.scenarios.registers import KEY, MEMORY, Rows, load, snapshot_of, tables


def answers(rows: Rows, case: Case) -> list[dict[str, Any]]:
    """The answers to the case's questions when ``rows`` are the register."""
    with snapshot_of(rows, case.law) as store:
        return asked(store, case)


def asked(store: Store, case: Case) -> list[dict[str, Any]]:
    with store.view() as view:
        return [ask_product(view, case.law, ask, day) for ask, day in case.asks]


@settings(max_examples=60)
@given(cases(), st.data())
def test_a_tie_that_ended_before_every_listing_changes_nothing(case: Case, data: st.DataObject) -> None:
    parties = case.rows["parties"]
    organizations = [row["id"] for row in parties if row["kind"] == "organization"]
    ended = {
        "holder": data.draw(st.sampled_from([row["id"] for row in parties])),
        "organization": data.draw(st.sampled_from(organizations)),
        "role": data.draw(st.sampled_from(ROLES)),
        "since": "2018-01-01",
        "until": "2019-01-01",
    }
    changed = with_rows(case.rows, {"roles": [ended]})
    assert [*map(comparable, answers(changed, case))] == [*map(comparable, answers(case.rows, case))]


@settings(max_examples=60)
@given(cases(), st.data())
def test_a_tie_that_has_not_begun_changes_nothing(case: Case, data: st.DataObject) -> None:
    parties = case.rows["parties"]
    held = {(row["holder"], row["organization"], row["role"]) for row in case.rows["roles"]}
    new = sorted(
        (holder["id"], organization["id"], role)
        for holder in parties
        for organization in parties
        for role in ROLES
        if organization["kind"] == "organization" and (holder["id"], organization["id"], role) not in held
    )
    holder, organization, role = data.draw(st.sampled_from(new))
    coming = {"holder": holder, "organization": organization, "role": role, "since": "2025-01-01"}
    changed = with_rows(case.rows, {"roles": [coming]})
    assert [*map(comparable, answers(changed, case))] == [*map(comparable, answers(case.rows, case))]


@settings(max_examples=60)
@given(cases(), cases())
def test_a_part_of_the_register_without_a_tie_to_the_party_changes_nothing(case: Case, other: Case) -> None:
    apart = {name: [_apart(row) for row in rows] for name, rows in other.rows.items()}
    for name in ("retentions", "suspensions", "notices"):
        apart[name] = []  # they name measures of another law
    changed = with_rows(case.rows, apart)
    assert [*map(comparable, answers(changed, case))] == [*map(comparable, answers(case.rows, case))]


_NAMING = ("id", "party", "holder", "organization", "listing", "name")
_NUMBERS = ("uscc", "organization_code", "registration_number", "id_number", "identifier", "former_names")


def _apart(row: Mapping[str, str]) -> Row:
    """The row of somebody else: other ids, names and cases, and no numbers."""
    moved = {key: f"另{value}" if key in _NAMING and value else value for key, value in row.items()}
    if moved.get("case_number"):
        moved["case_number"] += "之一"
    return moved | {key: "" for key in _NUMBERS if key in moved}


@settings(max_examples=60)
@given(cases(), st.randoms(use_true_random=False))
def test_other_ids_permute_the_answer_and_change_nothing_else(case: Case, shuffle: random.Random) -> None:
    ids = [row["id"] for row in case.rows["parties"]]
    new = [f"n{number}" for number in range(len(ids))]
    shuffle.shuffle(new)
    names = dict(zip(ids, new, strict=True))
    renamed = Case(
        case.law,
        {table: [_renamed(row, names) for row in rows] for table, rows in case.rows.items()},
        tuple((_asked_of(ask, names), day) for ask, day in case.asks if ask.ties_followed == 1000),
    )
    kept = Case(case.law, case.rows, tuple((ask, day) for ask, day in case.asks if ask.ties_followed == 1000))
    for before, after in zip(answers(kept.rows, kept), answers(renamed.rows, renamed), strict=True):
        assert _unordered(comparable(after), {}) == _unordered(comparable(before), names)


def _renamed(row: Mapping[str, str], names: Mapping[str, str]) -> Row:
    naming = ("id", "party", "holder", "organization")
    return {key: names.get(value, value) if key in naming else value for key, value in row.items()}


def _asked_of(ask: Ask, names: Mapping[str, str]) -> Ask:
    return Ask(**{**vars(ask), "party": names.get(ask.party, ""), "organization": names.get(ask.organization, "")})


def _unordered(answer: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The answer under other ids, without the order; of a connection its two ends and its length, for of several
    shortest paths the ids decide which is told.
    """

    def new(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: new(one) if key != "listing" else one for key, one in value.items()}
        if isinstance(value, list):
            return [new(one) for one in value]
        return names.get(value, value) if isinstance(value, str) else value

    renamed: dict[str, Any] = new(answer)
    for name in ("findings", "other_findings", "officers"):
        if name in renamed:
            renamed[name] = sorted(json.dumps(one, sort_keys=True) for one in renamed[name])
    if "connections" in renamed:
        renamed["connections"] = sorted((one["party"], len(one["path"])) for one in renamed["connections"])
    return renamed


@settings(max_examples=60)
@given(cases(asks=2), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_byte(case: Case, shuffle: random.Random) -> None:
    shuffled = {name: list(rows) for name, rows in case.rows.items()}
    for rows in shuffled.values():
        shuffle.shuffle(rows)
    assert json.dumps(answers(shuffled, case)) == json.dumps(answers(case.rows, case))


@settings(max_examples=60)
@given(cases(asks=2))
def test_loading_the_same_rows_again_changes_no_byte(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store:
        _twice(store, case)


@pytest.mark.neo4j
@settings(max_examples=6)
@given(cases(asks=2))
def test_loading_the_same_rows_into_neo4j_again_changes_no_byte(neo4j_store: Neo4jStore, case: Case) -> None:
    load(neo4j_store, case.rows, case.law)
    _twice(neo4j_store, case)


def _twice(store: Store, case: Case) -> None:
    before = asked(store, case)
    report = store.load(tables(case.rows, case.law))
    assert set(report.changed.values()) <= {0}
    assert report.rejected == 0
    assert json.dumps(asked(store, case)) == json.dumps(before)


@settings(max_examples=60)
@given(cases(asks=2))
def test_tables_loaded_one_after_the_other_make_the_same_register(case: Case) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        store = SnapshotStore(Path(folder), KEY)
        for name, table in tables(case.rows, case.law).items():
            store.load({name: table})
        assert json.dumps(asked(store, case)) == json.dumps(answers(case.rows, case))


def _digest(rows: Rows, law: Law) -> str:
    with snapshot_of(rows, law) as store, store.view() as view:
        return view.register().digest


@settings(max_examples=40)
@given(cases(asks=1), st.data())
def test_another_row_makes_another_register(case: Case, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([name for name, rows in case.rows.items() if rows and name != "parties"]))
    less = {**case.rows, table: case.rows[table][:-1]}
    if table == "listings":
        named = case.rows[table][-1]["id"]
        less |= {
            name: [row for row in case.rows[name] if row.get("listing") != named]
            for name in ("orders", "retentions", "suspensions")
        }
    assert _digest(less, case.law) != _digest(case.rows, case.law)
