"""What listings plainly name is found column by column: it is what the rule says of each of them by itself."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import bind, standing
from graph.model import REPRESENTING, Listing, Post
from graph.model.tables import TABLES
from graph.policy import Law
from graph.stores.journal import bindings_table
from graph.stores.snapshot.plain_bindings import plain_bindings
from tests.properties import laws
from tests.properties.picking import Pick
from tests.properties.registers import (
    COMPANY_NAMES,
    FORMER,
    MASKS,
    PEOPLE_NAMES,
    PUBLISHED,
    Case,
    company,
    decision,
    person,
    published,
)
from tests.scenarios.registers import Rows, snapshot_of

OF_A_CHILD = "1101052015****002X"
FAILS_ITS_CHECK = "91350100M000100Y44"


@st.composite
def crowded(draw: st.DrawFn) -> Case:
    """Many parties and listings with few names and numbers between them, and sometimes a decision."""
    pick = Pick(draw)
    parties = [person(pick, f"p{number}") for number in range(5)] + [company(pick, f"c{number}") for number in range(5)]
    parties += [
        {"id": "child", "kind": "person", "name": pick.one(PEOPLE_NAMES), "id_number": OF_A_CHILD},
        {
            "id": "renamed",
            "kind": "person",
            "name": "王五",
            "id_number": MASKS[0],
            "former_names": pick.one(FORMER[:2]),
        },
        {"id": "failing", "kind": "organization", "name": pick.one(COMPANY_NAMES), "uscc": FAILS_ITS_CHECK},
    ]
    listings = [published(pick, f"L{number:02}", parties) for number in range(14)]
    for row in listings[::2]:
        row |= {"party": "", "identifier": pick.one((*PUBLISHED, OF_A_CHILD, MASKS[0], FAILS_ITS_CHECK))}
    ids, named = ([row["id"] for row in rows] for rows in (parties, listings))
    decisions = [decision(pick, named, ids)] if pick.one((False, False, True)) else []
    return Case(laws.law(pick), {"parties": parties, "listings": listings, "decisions": decisions}, ())


@settings(max_examples=80)
@given(crowded())
def test_column_by_column_listings_name_whom_they_name_one_by_one(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        decided = standing(store.decisions())
        table = pa.table(view.part("listings")).select(TABLES["listings"].schema.names)

        def representatives(ids: Sequence[str]) -> dict[str, list[Post]]:
            return {id_: view.officers(id_, REPRESENTING) for id_ in ids}

        made, plain = plain_bindings(view, table, decided)
        listings = [Listing(**row) for row in table.filter(pa.array(plain)).to_pylist()]
        found, contradictions = bind(listings, view.keyed, view.parties, representatives, decided)
        assert sorted(map(repr, made.to_pylist())) == sorted(map(repr, bindings_table(found).to_pylist()))
        assert contradictions == []  # whatever is contradicted is not plain


def test_most_of_what_courts_publish_is_plain(law: Law) -> None:
    parties = [
        {"id": "wang", "kind": "person", "name": "王建国", "id_number": "11010519491231002X"},
        {"id": "lin", "kind": "organization", "name": "临江钢铁", "uscc": "91350100M000100Y43"},
    ]
    published = [
        {"id": "by-mask", "name": "王建国", "identifier": "1101051949****002X"},
        {"id": "by-number", "name": "王建国", "identifier": "11010519491231002X"},
        {"id": "other-mask", "name": "王建国", "identifier": "1101051949****0021"},
        {"id": "by-uscc", "name": "临江钢铁", "identifier": "91350100M000100Y43"},
        {"id": "by-code", "name": "某某", "identifier": "M000100Y4"},
        {"id": "by-name", "name": "王建国"},
        {"id": "given", "name": "王建国", "party": "wang"},
    ]
    rows: Rows = {
        "parties": parties,
        "listings": [{**row, "case_number": "（2022）测执1号", "listed_on": "2022-01-01"} for row in published],
    }
    with snapshot_of(rows, law) as store, store.view() as view:
        table = pa.table(view.part("listings")).select(TABLES["listings"].schema.names)
        made, plain = plain_bindings(view, table, standing([]))
    assert plain.all()
    assert sorted(tuple(row.values()) for row in made.to_pylist()) == [
        ("lin", "by-code", "A", "recorded"), ("lin", "by-uscc", "A", "recorded"),
        ("wang", "by-mask", "B", "identity"), ("wang", "by-number", "A", "recorded"),
        ("wang", "given", "D", "recorded"),
    ]  # fmt: skip
