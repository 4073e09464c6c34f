"""The walk compiled, the same loop as plain Python, and the walk a level at a time: all find the same paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from math import inf

import pytest
from hypothesis import given, settings

from graph.model import day
from graph.policy import Law
from graph.stores.interface import Walk
from graph.stores.snapshot import kernel, walk
from graph.stores.snapshot.compiled import walked
from graph.stores.snapshot.view import SnapshotView
from tests.properties.registers import Case, cases
from tests.scenarios.registers import Rows, snapshot_of

FORMS = (None, kernel.walked, walked)


@contextmanager
def by(form: Callable[..., object] | None) -> Iterator[None]:
    before = vars(walk.walker).copy()
    walk.walker.compiled, walk.walker.spent = form, -inf
    yield
    vars(walk.walker).update(before)


def found(view: SnapshotView, party: str, on: int, hops: int, limit: int) -> list[Walk]:
    walks = []
    for form in FORMS:
        with by(form):
            walks.append(view.paths_to_debtors(party, on, hops, limit))
    return walks


@settings(max_examples=40)
@given(cases(asks=2))
def test_every_form_of_the_walk_finds_the_same_paths(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        for _, when in case.asks:
            on = day(date.fromisoformat(when), 0)
            for row in case.rows["parties"]:
                for hops, limit in ((1, 1), (2, 1), (2, 2), (3, 1000), (5, 3), (5, 1 << 60)):
                    first, *others = found(view, row["id"], on, hops, limit)
                    assert others == [first, first]


def test_a_hub_and_more_parties_than_the_first_table_holds_are_walked_alike(law: Law) -> None:
    people = [f"p{number:04}" for number in range(3000)]
    rows: Rows = {
        "parties": [{"id": id_, "kind": "organization", "name": id_} for id_ in ("hub", "far", *people)],
        "roles": [{"holder": id_, "organization": "hub", "role": "shareholder"} for id_ in people]
        + [{"holder": id_, "organization": "hub", "role": "director"} for id_ in people[::2]]
        + [{"holder": "far", "organization": id_, "role": "director"} for id_ in people[::7]],
        "listings": [
            {"id": f"L{id_}", "party": id_, "name": "x", "case_number": "1", "listed_on": "2023-01-01"}
            for id_ in (*people[::3], "far")
        ],
    }
    with snapshot_of(rows, law) as store, store.view() as view:
        on = day(date(2024, 5, 1), 0)
        for party, limit in (("p0001", 10_000), ("p0001", 1000), ("hub", 4499), ("hub", 4500), ("far", 4500)):
            first, *others = found(view, party, on, 4, limit)
            assert others == [first, first]
            assert first.cut == (limit < 4500)
            assert len(first.paths) >= 300


def test_a_process_compiles_when_walking_has_cost_as_much(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Rows = {
        "parties": [{"id": id_, "kind": "organization", "name": id_} for id_ in ("c1", "c2")],
        "roles": [{"holder": "c1", "organization": "c2", "role": "shareholder"}],
        "listings": [{"id": "L", "party": "c2", "name": "x", "case_number": "1", "listed_on": "2023-01-01"}],
    }
    with snapshot_of(rows, law) as store, store.view() as view, by(None):
        walk.walker.spent = 0.0
        on = day(date(2024, 5, 1), 0)
        first = view.paths_to_debtors("c1", on, 2, 9)
        assert walk.walker.compiled is None, "one question imports no compiler"
        monkeypatch.setattr(walk, "_WORTH_COMPILING", 0.0)
        assert view.paths_to_debtors("c1", on, 2, 9) == first
        assert walk.walker.compiled is walked
        assert view.paths_to_debtors("c1", on, 2, 9) == first
