"""Chains, cliques and hubs: an answer, or ``incomplete``; never a hang, never a recursion too deep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest

from graph.control.answer import ControlAnswer, control
from graph.control.derived import CONTROLLERS_TOLD
from graph.control.everybody import Everybody
from graph.exposure import Question, check, credit
from graph.model import Post
from graph.model import day as number_of
from graph.policy import Law
from graph.stores.snapshot.view import SnapshotView
from tests.control.groups import reaching_controllers
from tests.properties.days import on
from tests.scenarios.registers import snapshot_of

AFTER = number_of(on("2024-08-01"), 0)
Holding = tuple[str, str, str]


@contextmanager
def register(
    holdings: Sequence[Holding], names: Mapping[str, str] | None = None,
    listings: Sequence[Mapping[str, str]] = (), **more: str,
) -> Iterator[SnapshotView]:  # fmt: skip
    law: Law = reaching_controllers()
    ids = sorted({end for holder, organization, _ in holdings for end in (holder, organization)})
    rows = {
        "parties": [
            {"id": id_, "kind": "person" if id_.startswith("p") else "organization",
             "name": (names or {}).get(id_, f"{id_}公司"), "status": more.get(id_, "")}
            for id_ in ids
        ],
        "roles": [
            {"holder": holder, "organization": organization, "role": "shareholder", "share": share}
            for holder, organization, share in holdings
        ],
        "listings": [*listings],
    }  # fmt: skip
    with snapshot_of(rows, law) as store, store.view() as view:
        yield view


def asked(view: SnapshotView, party: str, limit: int = 10_000) -> ControlAnswer:
    return control(view, view.parties([party])[party], AFTER, limit=limit)


def test_a_chain_of_ten_thousand_companies_is_followed_to_its_end() -> None:
    chain = [("p", "c00001", "0.6"), *((f"c{n:05}", f"c{n + 1:05}", "0.6") for n in range(1, 10_000))]
    with register(chain) as view:
        down = asked(view, "p")
        assert len(down.controls) == 10_000
        assert not down.incomplete
        assert down.controls[-1].steps[0].holdings == (("c09999", 6 * 10**9),)
        assert asked(view, "p", limit=100).incomplete
        assert sum(len(holders) for holders, _ in Everybody(view, AFTER).pairs()) == 10_000 * 10_001 // 2


def test_everybody_above_the_last_of_a_long_chain_is_found() -> None:
    chain = [("p", "c0001", "0.6"), *((f"c{n:04}", f"c{n + 1:04}", "0.6") for n in range(1, 80))]
    with register(chain) as view:
        up = asked(view, "c0080")
        assert [one.controller for one in up.controllers] == [*(f"c{n:04}" for n in range(1, 80)), "p"]
        assert len(up.controllers[-1].steps) == 80
        assert up.owned is not None
        assert up.owned.owners is not None
        assert up.owned.owners[-1].share == pytest.approx(0.6**40, abs=1e-9)  # less than the tolerance is no owner


def test_a_clique_of_five_hundred_where_nobody_has_a_majority() -> None:
    companies = [f"c{n:03}" for n in range(500)]
    clique = [(one, other, "0.001") for one in companies for other in companies if one != other]
    with register([*clique, ("p", "c000", "0.4")]) as view:
        everybody = Everybody(view, AFTER)
        assert sum(len(holders) for holders, _ in everybody.pairs()) == 0
        answer = asked(view, "c000")
        assert answer.incomplete  # there are a quarter of a million holdings around it
        assert not answer.controllers


def test_what_is_odd_on_record_is_told_and_not_repaired() -> None:
    holdings = [
        ("p", "c1", "0.69"), ("p2", "c1", "0.69"), ("c1", "c1", "0.1"), ("c3", "c1", ""), ("c2", "c3", "0.6"),
        ("n", "c3", "0.2"),
    ]  # fmt: skip
    with register(holdings, {"n": "香港中央结算有限公司"}, c2="cancelled") as view:
        answer = asked(view, "c1")
        assert [(odd.what, odd.organization, odd.holder) for odd in answer.oddities] == [
            ("above_whole", "c1", None), ("aside", "c3", "n"), ("ceased", "c2", None), ("of_itself", "c1", "c1"),
            ("unknown_size", "c1", "c3"),
        ]  # fmt: skip
        assert [one.controller for one in answer.controllers] == ["p", "p2"]


def test_a_hub_with_more_holdings_than_are_read_says_that_there_may_be_more() -> None:
    with register([("p", f"c{n:04}", "0.6") for n in range(3000)]) as view:
        answer = asked(view, "p", limit=1000)
        assert answer.incomplete
        assert [one.organization for one in answer.controls] == [f"c{n:04}" for n in range(1000)]


@pytest.mark.parametrize(("controllers", "incomplete"), [(CONTROLLERS_TOLD, False), (CONTROLLERS_TOLD + 1, True)])
def test_an_answer_says_so_where_more_controllers_are_debtors_than_are_told(controllers: int, incomplete: bool) -> None:
    chain = [(f"c{n:04}", f"c{n + 1:04}", "0.6") for n in range(controllers)]
    law = reaching_controllers()
    listed = [
        {"id": holder, "party": holder, "name": f"{holder}公司", "case_number": f"（2024）测执{holder}号",
         "listed_on": "2024-07-05"}
        for holder, _, _ in chain
    ]  # fmt: skip
    last = f"c{controllers:04}"
    with register(chain, listings=listed) as view:
        answer = check(view, view.parties([last])[last], Question(law, AFTER, hops=0))
        assert len({finding.debtor for finding in answer.findings}) == CONTROLLERS_TOLD
        assert answer.incomplete is incomplete


def test_a_lender_is_shown_the_nearest_controllers_of_many_and_that_there_are_more() -> None:
    chain = [(f"c{n:04}", f"c{n + 1:04}", "0.6") for n in range(CONTROLLERS_TOLD + 20)]
    last = f"c{CONTROLLERS_TOLD + 20:04}"
    with register(chain) as view:
        look = credit(view, view.parties([last])[last], Question(reaching_controllers(), AFTER, hops=0))
        assert [officer.party.id for officer in look.officers] == [f"c{n:04}" for n in range(20, CONTROLLERS_TOLD + 20)]
        assert look.answer.incomplete


def test_of_a_clique_no_more_holdings_are_read_than_a_few_times_those_that_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [f"c{number:03}" for number in range(120)]
    read = 0
    shares_in = SnapshotView.shares_in

    def counted(view: SnapshotView, organizations: Sequence[str], limit: int) -> list[Post]:
        nonlocal read
        posts = shares_in(view, organizations, limit)
        read += len(posts)
        return posts

    monkeypatch.setattr(SnapshotView, "shares_in", counted)
    with register([(one, other, "0.008") for one in ids for other in ids if one != other]) as view:
        assert asked(view, "c007", limit=1_000).incomplete
    assert 1_000 < read < 4_000  # of 14,280
