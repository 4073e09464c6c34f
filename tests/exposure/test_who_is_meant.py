"""A party is asked about by its id, a full identifier, or a name that only one party bears."""

from __future__ import annotations

import pytest

from graph.exposure import NotResolved, find, resolve, stranger
from graph.model import Kind
from graph.policy import Law
from graph.stores import Store
from tests.scenarios.registers import KEY, load

ROWS = {
    "parties": [
        {"id": "p1", "kind": "person", "name": "张三", "id_number": "11010519491231002X"},
        {"id": "p2", "kind": "person", "name": "张三"},
        {"id": "p3", "kind": "person", "name": "李四"},
        {"id": "c1", "kind": "organization", "name": "临江钢铁有限公司", "uscc": "91350100M000100Y43"},
        {"id": "c2", "kind": "organization", "name": "临江贸易有限公司",
         "former_names": "江边商行@2010-01-01/2015-01-01"},
    ],
    "listings": [
        {"id": "L1", "party": "p1", "name": "张三", "case_number": "（2023）测执1号", "listed_on": "2023-01-01"}
    ],
}  # fmt: skip


@pytest.fixture
def filled(store: Store, law: Law) -> Store:
    load(store, ROWS, law)
    return store


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("p1", "p1"),
        ("11010519491231002X", "p1"),
        ("11010519491231002x", "p1"),
        ("91350100M000100Y43", "c1"),
        ("M000100Y-4", "c1"),
        ("李四", "p3"),
        ("李 四", "p3"),
        ("临江钢铁有限公司", "c1"),
    ],
)
def test_an_id_a_full_number_or_a_name_of_its_own_finds_the_party(filled: Store, text: str, id_: str) -> None:
    with filled.view() as view:
        assert resolve(view, text, KEY).id == id_


def test_a_name_that_two_bear_is_not_decided_and_both_are_told(filled: Store) -> None:
    with filled.view() as view, pytest.raises(NotResolved, match="borne by 2 parties") as told:
        resolve(view, "张三", KEY)
    assert [(one.id, one.kind, str(one.grade)) for one in told.value.candidates] == [
        ("p1", "person", "D"),
        ("p2", "person", "D"),
    ]


@pytest.mark.parametrize("text", ["王五", "江边商行", "临江", "1101051949****002X", "440524188001010014"])
def test_a_stranger_a_former_name_a_part_or_a_mask_does_not_decide(filled: Store, text: str) -> None:
    with filled.view() as view, pytest.raises(NotResolved):
        resolve(view, text, KEY)


def test_what_is_said_of_an_unknown_full_number_hides_its_middle(filled: Store) -> None:
    with filled.view() as view, pytest.raises(NotResolved) as told:
        resolve(view, "440524188001010014", KEY)
    assert "440524188001010014" not in str(told.value)


def test_a_full_identifier_is_grade_a_and_a_part_of_a_name_grade_d(filled: Store) -> None:
    with filled.view() as view:
        assert [(one.id, str(one.grade)) for one in find(view, "91350100M000100Y43", KEY)] == [("c1", "A")]
        assert [(one.id, str(one.grade)) for one in find(view, "临江", KEY)] == [("c1", "D"), ("c2", "D")]
        assert [(one.id, str(one.grade)) for one in find(view, "江边商行", KEY)] == [("c2", "D")]


def test_no_more_are_told_than_were_asked_for(filled: Store) -> None:
    with filled.view() as view:
        assert len(find(view, "临江", KEY, limit=1)) == 1


def test_the_kind_of_a_stranger_follows_from_the_number() -> None:
    assert stranger("王五", "440524188001010014", KEY).kind is Kind.PERSON
    assert stranger("王五", "4405241880****0014", KEY).kind is Kind.PERSON
    assert stranger("甲公司", "91350100M000100Y43", KEY).kind is Kind.ORGANIZATION
    assert stranger("甲公司", "M000100Y-4", KEY).kind is Kind.ORGANIZATION
    assert stranger("王五", None, KEY).kind is None


def test_a_number_of_no_known_shape_is_refused_with_the_shapes_that_are_right() -> None:
    with pytest.raises(ValueError, match="USCC"):
        stranger("王五", "12345", KEY)
