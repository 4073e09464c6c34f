"""How well a record agrees with a party: the product's grades against those worked out from the contract."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import Record, grade
from graph.model import Grade, Kind, Listing, Party
from graph.policy import Law
from tests.naive.register import grade_of
from tests.properties.laws import law as random_law
from tests.properties.picking import Pick
from tests.properties.registers import CODES, ID_NUMBERS, MASKS, OTHER_MASKS, REGISTRATION, USCCS, Row, company, person
from tests.scenarios.registers import tables

NUMBERS = ("", *MASKS, *OTHER_MASKS, *ID_NUMBERS, *USCCS, *CODES, REGISTRATION)
NAMES = ("张三", "李四", "甲公司", "乙公司")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Law, Row, Row]:
    """A record and a party that may or may not be meant by it."""
    pick = Pick(draw)
    party = pick.one((person, company))(pick, "p1")
    record = {
        "id": "L1", "name": pick.one(NAMES), "identifier": pick.one(NUMBERS), "case_number": "（2020）测执1号",
        "listed_on": f"2020-01-0{pick.number(1, 7)}",
    }  # fmt: skip
    return random_law(pick), record, party


def facts(law: Law, record: Row, party: Row) -> tuple[Listing, Party]:
    """The two as the stores hold them."""
    made = tables({"parties": [party], "listings": [record]}, law)
    [listing] = made["listings"].drop_columns(["row", "file"]).to_pylist()
    [row] = made["parties"].drop_columns(["row", "file"]).to_pylist()
    former = tuple(row.pop("former_names").split(";")) if row.get("former_names") else row.pop("former_names") or ()
    categories = frozenset((row.pop("categories") or "").split(";")) - {""}
    return Listing(**listing), Party(**{**row, "kind": Kind(row["kind"])}, former_names=former, categories=categories)


@settings(max_examples=300)
@given(pairs())
def test_every_record_has_the_grade_that_the_contract_gives_it(pair: tuple[Law, Row, Row]) -> None:
    law, record, party = pair
    listing, known = facts(law, record, party)
    agreement = grade(Record.of(listing), known)
    assert (agreement and str(agreement.grade)) == grade_of(record, party)
    assert agreement is None or agreement.reason


@settings(max_examples=100)
@given(pairs())
def test_no_grade_above_d_rests_on_the_name_alone(pair: tuple[Law, Row, Row]) -> None:
    law, record, party = pair
    agreement = grade(Record.of(facts(law, record | {"identifier": ""}, party)[0]), facts(law, record, party)[1])
    assert agreement is None or agreement.grade is Grade.D
