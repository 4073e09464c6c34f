"""Where shareholdings rule control out, nobody finds any; both forms say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings

from graph.control import COMPANY_LAW, HOLDINGS_READ, Around
from graph.model import day
from graph.policy import Law
from graph.stores.snapshot import walk
from graph.stores.snapshot.compiled import weighed
from graph.stores.snapshot.view import SnapshotView
from tests.properties.registers import Case, cases
from tests.scenarios.registers import Rows, snapshot_of

LEAST = min(threshold.least for threshold in COMPANY_LAW.thresholds)


def told(view: SnapshotView, party: str, *, upward: bool, limit: int = HOLDINGS_READ) -> bool:
    before = walk.walker.weighed
    forms: tuple[Callable[..., int] | None, ...] = (None, weighed)
    try:
        answers = set()
        for form in forms:
            walk.walker.weighed = form
            answers.add(view.may_control(party, LEAST, limit, upward=upward))
    finally:
        walk.walker.weighed = before
    assert len(answers) == 1
    return answers.pop()


@settings(max_examples=40)
@given(cases(asks=2))
def test_what_is_ruled_out_is_found_by_nobody(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        debtors = {view.ids[number] for number in view.numbers("debtors", "party").tolist()}
        for row in case.rows["parties"]:
            party = view.parties([row["id"]])[row["id"]]
            for _, when in case.asks:
                around = Around(view, party, day(date.fromisoformat(when), 0))
                assert told(view, party.id, upward=False) or not around.controls(debtors - {party.id})
                assert told(view, party.id, upward=True) or not around.controllers(debtors - {party.id})


def holding(holder: str, organization: str, share: str) -> dict[str, str]:
    return {"holder": holder, "organization": organization, "role": "shareholder", "share": share}


@pytest.mark.parametrize(
    ("shares", "upward", "downward"), [(("0.3", "0.3"), True, True), (("0.2", "0.2"), False, False)]
)
def test_many_holders_and_what_debtors_among_them_hold_together(
    law: Law, shares: tuple[str, str], upward: bool, downward: bool
) -> None:
    people = [f"p{number:04}" for number in range(3000)]  # more than the first room holds
    rows: Rows = {
        "parties": [{"id": id_, "kind": "organization", "name": id_} for id_ in ("c1", "c2", "c3", "c4", *people)],
        "roles": [
            *(holding(id_, "c1", "0.0001") for id_ in people if id_ != "p0002"),
            holding("p0001", "c2", "0.6"), holding("c2", "c1", shares[0]), holding("p0002", "c1", shares[1]),
            holding("p0003", "c3", "0.7"), holding("p0003", "c4", shares[0]), holding("c3", "c4", shares[1]),
        ],
        "listings": [
            {"id": f"L{id_}", "party": id_, "name": "x", "case_number": "1", "listed_on": "2023-01-01"}
            for id_ in ("p0001", "p0002", "c4")
        ],
    }  # fmt: skip
    with snapshot_of(rows, law) as store, store.view() as view:
        assert told(view, "c1", upward=True) is upward
        assert told(view, "p0003", upward=False) is downward
        assert told(view, "c1", upward=True, limit=100), "more than may be read rules nothing out"
        assert not told(view, "p0004", upward=False)
        assert not told(view, "nobody", upward=True)
