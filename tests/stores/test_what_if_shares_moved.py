"""Shares that are supposed to move: every question is answered as on the register in which they had moved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from graph.connections import Search, paths
from graph.connections.signals import signals
from graph.control.answer import control
from graph.exposure import Question, connections
from graph.exposure.screen import screen
from graph.model import day
from graph.policy import Law
from graph.stores import Changes, Overlay, Transfer
from graph.stores.interface import DayView
from graph.stores.neo4j import Neo4jStore
from tests.properties.days import DAYS
from tests.properties.picking import Pick
from tests.properties.registers import Case, cases
from tests.scenarios.asking import WhatIf, ask_product, comparable
from tests.scenarios.given import rows_of
from tests.scenarios.registers import Rows, load, snapshot_of

WHEN = DAYS[3]
ON = day(date.fromisoformat(WHEN), 0)


@st.composite
def supposed(draw: st.DrawFn) -> tuple[Case, Rows, WhatIf]:
    """A random register with shareholdings in it, and transfers among them that can be made on the day."""
    case = draw(cases(asks=2, supposing=True))
    pick = Pick(draw)
    ids = [row["id"] for row in case.rows["parties"]]
    companies = [id_ for id_ in ids if id_.startswith("c")]
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for _ in range(pick.number(1, 5)):
        since, until = pick.span()
        held = {
            "holder": pick.one(ids), "organization": pick.one(companies), "role": "shareholder", "since": since,
            "until": until, "share": pick.one(("0.5", "0.3", "0.2", "0.5000000001", "0.4")),
        }  # fmt: skip
        rows[held["holder"], held["organization"], since] = held
    others = [row for row in case.rows["roles"] if row["role"] != "shareholder"]
    whole = {**case.rows, "roles": [*others, *rows.values()]}
    in_force = [row for row in rows.values() if row["since"] <= WHEN < (row["until"] or "9999")]
    moves = []
    for row in in_force[: pick.number(0, 2)]:
        to = pick.one(("", *(id_ for id_ in ids if id_ != row["holder"])))
        moves.append((row["holder"], row["organization"], pick.one((row["share"], "0.1")), to))
    before = case.whatifs[0]
    apart = WhatIf(
        before.listed, (),
        tuple(one for one in before.started if one[1] != "shareholder"),
        tuple(one for one in before.ended if one[1] != "shareholder"),
        tuple(moves),
    )  # fmt: skip
    after = apart.made(whole, WHEN)["roles"]
    assume(all(Decimal(row.get("share") or "0") <= 1 for row in after))  # nobody holds more than the whole
    return case, whole, apart


def answers(view: DayView, case: Case, ids: Sequence[str]) -> list[Mapping[str, Any]]:
    """Every question there is, put to a view."""
    parties = view.parties(ids)
    told: list[Mapping[str, Any]] = [comparable(ask_product(view, case.law, ask, WHEN)) for ask, _ in case.asks]
    for every in (False, True):
        found = paths(view, parties[ids[0]], parties[ids[-1]], Search(ON, roles=("shareholder",), every=every))
        told.append(apart(found.as_json()))
    for party in parties.values():
        told.append(apart(control(view, party, ON).as_json()))
        told.append(apart(signals(view, party, ON).as_json()))
        told.append(apart(connections(view, party, Question(case.law, ON), Search(ON, every=True)).as_json()))
    for portfolio in (None, ids[:2]):
        told.append({"screen": screen(view, Question(case.law, ON), portfolio).to_pylist()})
    shares = [view.shares_held(ids, 99), view.shares_in(ids, 99)]
    told.append({"shares": [[post for post in some if not post.held.empty] for some in shares]})
    return told


def apart(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an answer says, but for the register that it comes from."""
    return {key: value for key, value in answer.items() if key != "sources"}


@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # shrinking takes minutes
@given(supposed())
def test_what_is_supposed_equals_a_full_run_on_the_changed_register(example: tuple[Case, Rows, WhatIf]) -> None:
    case, rows, whatif = example
    ids = sorted(row["id"] for row in rows["parties"])
    with (
        snapshot_of(rows, case.law) as store,
        snapshot_of(whatif.made(rows, WHEN), case.law) as changed,
        store.view() as view,
        changed.view() as real,
    ):
        assert answers(whatif.over(view, WHEN), case, ids) == answers(real, case, ids)


@pytest.mark.neo4j
@settings(max_examples=8)
@given(supposed())
def test_both_stores_suppose_alike(neo4j_store: Neo4jStore, example: tuple[Case, Rows, WhatIf]) -> None:
    case, rows, whatif = example
    ids = sorted(row["id"] for row in rows["parties"])
    load(neo4j_store, rows, case.law)
    with snapshot_of(rows, case.law) as store, store.view() as near, neo4j_store.view() as far:
        told = [answers(whatif.over(view, WHEN), case, ids) for view in (near, far)]
        assert json.dumps(told[0], default=str) == json.dumps(told[1], default=str)


GIVEN: dict[str, Any] = {
    "persons": ["p1", "p2"],
    "organizations": ["c1", "c2"],
    "roles": [
        "p1 shareholder c1 share 0.4 since 2020-01-01",
        "p1 shareholder c1 share 0.2 since 2021-01-01 until 2030-01-01",
        "p2 shareholder c1",
        "p1 shareholder c2 share 0.1",
        "p2 shareholder c2 share 0.95",
    ],
}
TODAY = day(date(2024, 5, 1), 0)


def test_what_is_left_of_several_holdings_is_one_and_a_chain_of_transfers_follows(law: Law) -> None:
    with snapshot_of(rows_of({**GIVEN, "roles": GIVEN["roles"][:2]}, law), law) as store, store.view() as view:
        twice = (Transfer("p1", "c1", 5 * 10**9, "p2"), Transfer("p2", "c1", 3 * 10**9))
        posts = Overlay(view, Changes(TODAY, transferred=twice)).shares_in(["c1"], 9)
        now = [(post.holder, post.share) for post in posts if post.held.holds_on(TODAY)]
        assert now == [("p1", 10**9), ("p2", 2 * 10**9)]
        assert {post.held.until for post in posts if post.held.since < TODAY} == {TODAY}


@pytest.mark.parametrize(
    ("transfer", "fault"),
    [
        (Transfer("p1", "c1", 6 * 10**9 + 1), r"p1 holds 0\.6 of c1"),
        (Transfer("p2", "c1", 1), "does not tell how much of c1 p2 holds"),
        (Transfer("p1", "c1", 1, "p2"), "does not tell how much of c1 p2 holds"),
        (Transfer("p1", "c1", 1, "p1"), "to itself"),
        (Transfer("p1", "c1", 0, "p2"), "more than 0"),
        (Transfer("p1", "c2", 10**9, "p2"), "more than the whole"),
    ],
)
def test_a_transfer_that_cannot_be_made_is_refused(law: Law, transfer: Transfer, fault: str) -> None:
    with snapshot_of(rows_of(GIVEN, law), law) as store, store.view() as view, pytest.raises(ValueError, match=fault):
        Overlay(view, Changes(TODAY, transferred=(transfer,)))
