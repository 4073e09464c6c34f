"""The keys of an answer are what other programs rely on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.policy import Law
from graph.stores import Store
from tests.scenarios.asking import FINDING_KEYS, Ask, ask_product
from tests.scenarios.registers import load

ROWS = {
    "parties": [
        {"id": "p1", "kind": "person", "name": "张三"},
        {"id": "c1", "kind": "organization", "name": "甲公司", "region": "230803"},
        {"id": "c2", "kind": "organization", "name": "乙银行", "categories": "bank"},
    ],
    "roles": [
        {"holder": "p1", "organization": "c1", "role": "legal_representative", "since": "2020-01-01"},
        {"holder": "p1", "organization": "c2", "role": "director"},
    ],
    "listings": [
        {"id": "L1", "party": "p1", "name": "张三", "case_number": "（2023）测执1号", "listed_on": "2023-01-01"},
        {"id": "L2", "party": "c1", "name": "甲公司", "case_number": "（2023）测执2号", "listed_on": "2023-01-01"},
        {"id": "L3", "name": "甲公司", "case_number": "（2023）测执3号", "listed_on": "2023-01-01"},
    ],
}
CENTRAL = ("central-2016-64",)
AREAS = [
    "industry", "support", "office", "permit", "honour", "credit", "transaction", "consumption", "exit", "supervision",
    "other",
]  # fmt: skip
CHECK = [
    "party", "as_of", "outcome", "outcomes", "findings", "connections", "undecided", "not_covered", "incomplete",
    "sources",
]  # fmt: skip


def answer(store: Store, law: Law, ask: Ask, day: str = "2024-05-01") -> dict[str, Any]:
    load(store, ROWS, law)
    with store.view() as view:
        found: dict[str, Any] = json.loads(json.dumps(ask_product(view, law, ask, day), ensure_ascii=False))
        return found


def only(found: dict[str, Any], wanted: list[str]) -> list[str]:
    """The keys that are fixed, in the order in which they stand."""
    return [key for key in found if key in wanted]


def test_check_gives_every_key_of_the_contract_in_its_order(store: Store, law: Law) -> None:
    found = answer(store, law, Ask("check", "c1", policies=CENTRAL))
    assert only(found, CHECK) == CHECK
    assert only(found["party"], ["id", "kind", "name", "listed"]) == ["id", "kind", "name", "listed"]
    assert found["as_of"] == "2024-05-01"
    assert list(found["outcomes"]) == AREAS
    for finding in found["findings"]:
        assert only(finding, list(FINDING_KEYS)) == list(FINDING_KEYS)


def test_credit_adds_the_other_findings_and_the_officers(store: Store, law: Law) -> None:
    found = answer(store, law, Ask("credit", "c1", policies=CENTRAL))
    assert set(CHECK) | {"other_findings", "officers"} <= set(found)
    assert {finding["area"] for finding in found["findings"]} == {"credit"}
    assert "credit" not in {finding["area"] for finding in found["other_findings"]}
    [officer] = found["officers"]
    wanted = {"holder": "p1", "role": "legal_representative", "listed": True, "listings": ["L1"]}
    assert wanted.items() <= officer.items()


def test_appoint_tells_of_the_office_in_each_finding(store: Store, law: Law) -> None:
    found = answer(store, law, Ask("appoint", "p1", role="director", organization="c2", policies=CENTRAL))
    assert found["outcome"] == "barred"
    offices = [finding["appointment"] for finding in found["findings"]]
    assert offices == [{"role": "director", "organization": "c2", "category": "bank"}]


def test_the_answer_names_the_register_and_the_documents_it_rests_on(store: Store, law: Law) -> None:
    found = answer(store, law, Ask("check", "p1", policies=CENTRAL))
    with store.view() as view:
        assert found["sources"]["snapshot"] == view.register().digest
    assert found["sources"]["policies"] == {"central-2016-64": law.policies["central-2016-64"].digest}


def test_findings_stand_in_the_order_of_their_measures_debtors_listings_and_roles(store: Store, law: Law) -> None:
    found = answer(store, law, Ask("check", "p1", policies=CENTRAL))
    keys = [
        (one["measure"], one["debtor"] or "", one["listing"] or "", one["notice"] or "", one["role"] or "")
        for one in found["findings"]
    ]
    assert keys == sorted(keys)
    assert len({measure for measure, *_ in keys}) > 10


def test_a_record_that_decides_nothing_is_shown_with_its_case(store: Store, law: Law) -> None:
    [entry] = answer(store, law, Ask("check", "c1", policies=CENTRAL))["undecided"]
    assert (entry["listing"], entry["case_number"]) == ("L3", "（2023）测执3号")


@pytest.mark.parametrize("id_", sorted(("p1", "c1", "c2")))
def test_the_same_question_gives_the_same_bytes(store: Store, law: Law, id_: str) -> None:
    first, second = (json.dumps(answer(store, law, Ask("check", id_))) for _ in range(2))
    assert first == second
