"""The list of undecided records is what the single answers say, put together."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from graph.exposure import Question, check
from graph.exposure.open_records import open_records
from graph.identity import Decision, Verdict
from graph.model import day
from graph.model.tables import Context
from graph.policy import Law
from graph.simulate import simulate
from graph.stores import Store, open_store
from loaders import load_sources

DAY = day(date(2025, 3, 1), 0)
KEY = bytes(16)
PACKAGE = {
    "parties.csv": "id,kind,name,id_number\np1,person,赵一,\np2,person,赵一,110101198001011232\np3,person,钱二,\n",
    "roles.csv": "holder,organization,role,since\n",
    "listings.csv": "id,name,identifier,case_number,listed_on,released_on\n"
    "L1,赵一,,（2024）执1号,2024-01-01,\n"
    "L2,赵一,1101011980****1232,（2024）执2号,2024-01-01,\n"
    "L3,赵一,,（2024）执3号,2024-01-01,2025-03-01\n"
    "L4,孙三,,（2024）执4号,2024-01-01,\n"
    "L5,钱二,,（2024）执5号,2025-03-02,\n",
}


@pytest.fixture
def store(tmp_path: Path, law: Law) -> Store:
    """A register with namesakes."""
    for name, text in PACKAGE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = open_store(str(tmp_path / "store"), KEY)
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    load_sources([tmp_path / name for name in PACKAGE], store, context)
    return store


def pairs(store: Store, on: int = DAY) -> set[tuple[str, str]]:
    with store.view() as view:
        found = open_records(view, on, store.decisions())
        return {(one.listing.id, party.id) for one in found for party, _ in one.maybe}


def test_records_in_force_that_bear_a_name_of_the_register_are_open(store: Store) -> None:
    assert pairs(store) == {("L1", "p1"), ("L1", "p2"), ("L2", "p1")}


def test_both_sides_of_the_days_of_a_record(store: Store) -> None:
    assert ("L3", "p1") in pairs(store, DAY - 1)
    assert ("L3", "p1") not in pairs(store, DAY)
    assert ("L5", "p3") not in pairs(store, DAY)
    assert ("L5", "p3") in pairs(store, DAY + 1)


def test_what_a_person_decided_is_open_no_longer_and_what_was_left_undecided_is(store: Store) -> None:
    for party, verdict in (("p1", Verdict.DIFFERENT), ("p2", Verdict.UNDECIDED)):
        store.decide(Decision("L1", party, verdict, "审查员", "2025-01-01T00:00:00+08:00", "住址不同"))
    assert pairs(store) == {("L1", "p2"), ("L2", "p1")}


def test_the_list_is_what_the_answers_say_one_by_one(tmp_path: Path, law: Law) -> None:
    simulate(300, tmp_path / "package", seed=5)
    listings = tmp_path / "package" / "listings.csv"
    with listings.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    with listings.open("w", encoding="utf-8") as file:  # every other record says of nobody who it is
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(
            row if number % 2 else {**row, "party": "", "identifier": ""} for number, row in enumerate(rows)
        )
    store = open_store(str(tmp_path / "store"), KEY)
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    load_sources([tmp_path / "package"], store, context)
    open_ = pairs(store)
    with store.view() as view:
        parties = view.parties([f"{kind}{number:09}" for kind in "po" for number in range(1, 700)])
        question = Question(law, DAY, hops=0)
        told = {
            (one.listing.id, id_) for id_, party in parties.items() for one in check(view, party, question).undecided
        }
    assert open_ == told
    assert open_
