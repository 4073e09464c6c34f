"""What stands in an extract, what is left out, and that it says so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.export import FORMATS, Extract, extract, network, write
from graph.exposure import Question, check
from graph.model import Outcome, day
from graph.policy import Law
from graph.stores.snapshot import SnapshotStore
from tests.export.conftest import DAY
from tests.scenarios.registers import snapshot_of


def ask(store: SnapshotStore, law: Law, *parties: str, on: date = DAY, hops: int = 2, limit: int = 500) -> Extract:
    with store.view() as view:
        return extract(view, parties, Question(law, day(on, 0), hops=hops), limit=limit)


def test_the_findings_are_those_of_check_with_clause_dates_and_certainty(
    molian: Extract, demo_view_store: SnapshotStore, law: Law
) -> None:
    with demo_view_store.view() as view:
        party = view.parties(["han-chuanyu"])["han-chuanyu"]
        answer = check(view, party, Question(law, day(DAY, 0)))
    told = [
        (found.measure, found.clause, found.quote, found.since, found.until, found.certainty, found.outcome)
        for found in molian.findings
        if found.party == "han-chuanyu"
    ]
    assert told
    assert told == [
        (f["measure"], f["clause"], f["quote"], f["since"], f["until"], f["certainty"], f["outcome"])
        for f in answer.as_json()["findings"]
    ]


def test_a_shareholder_of_a_listed_company_stands_there_with_nothing_found(molian: Extract) -> None:
    standing = next(each for each in molian.standings if each.party == "yunzhu-investment")
    assert (standing.steps, standing.asked, standing.listed, standing.outcome) == (1, False, False, None)
    assert not [found for found in molian.findings if found.party == "yunzhu-investment"]


def test_a_legal_representative_replaced_after_the_listing_stands_there_with_the_ended_role(molian: Extract) -> None:
    ended = [post for post in molian.roles if not post.held.holds_on(day(DAY, 0))]
    assert [(post.holder, post.organization, post.role) for post in ended] == [
        ("gu-tinglan", "peihan-construction", "legal_representative")
    ]
    assert {found.outcome for found in molian.findings if found.party == "gu-tinglan"} == {Outcome.REVIEW}


def test_a_released_listing_is_not_passed_on(demo_view_store: SnapshotStore, law: Law) -> None:
    last = ask(demo_view_store, law, "tingyang-textile", on=date(2020, 11, 1))
    after = ask(demo_view_store, law, "tingyang-textile", on=date(2020, 11, 2))
    assert [listing.id for listing in last.listings] == ["L-tingyang"]
    assert (after.listings, after.matches, after.findings, after.orders) == ((), (), (), ())


def test_without_hops_the_debtor_that_a_finding_names_stands_there_all_the_same(
    demo_view_store: SnapshotStore, law: Law
) -> None:
    found = ask(demo_view_store, law, "han-chuanyu", hops=0)
    assert [(each.party, each.steps) for each in found.standings] == [("han-chuanyu", 0), ("molian-steel", None)]
    assert [listing.id for listing in found.listings] == ["L-molian"]
    assert ("han-chuanyu", "molian-steel", "legal_representative") in {post[:3] for post in found.roles}


def test_a_limit_keeps_the_nearer_parties_and_says_incomplete(demo_view_store: SnapshotStore, law: Law) -> None:
    whole = ask(demo_view_store, law, "molian-steel")
    cut = ask(demo_view_store, law, "molian-steel", limit=3)
    assert (whole.incomplete, cut.incomplete) == (False, True)
    assert [each.party for each in cut.standings if each.steps is not None] == [
        "bai-songyan", "han-chuanyu", "molian-steel",
    ]  # fmt: skip


def test_without_any_listing_the_extract_is_incomplete(law: Law) -> None:
    rows = {"parties": [{"id": "c1", "kind": "organization", "name": "甲公司"}]}
    with snapshot_of(rows, law) as store:
        assert ask(store, law, "c1").incomplete


def test_a_party_that_nobody_knows_makes_an_empty_extract(demo_view_store: SnapshotStore, law: Law) -> None:
    assert ask(demo_view_store, law, "nobody").parties == ()


def test_the_parties_asked_about_may_hang_together_or_not(demo_view_store: SnapshotStore, law: Law) -> None:
    found = ask(demo_view_store, law, "qinting-foods", "lizhu-tea", hops=1)
    assert found.asked == ("lizhu-tea", "qinting-foods")
    assert {match.listing: match.certainty for match in found.matches} == {
        "L-ouyang": "identity",
        "L-zheng": "recorded",
    }


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_shows_a_whole_id_number(molian: Extract, tmp_path: Path, format_: str) -> None:
    out = tmp_path / "folder"
    write(molian, format_, out)
    files = [out] if out.is_file() else sorted(out.iterdir())
    if format_ != "xlsx":
        assert any(b"9923011971****3116" in file.read_bytes() for file in files)
    for file in files:
        assert not re.search(rb"(?<![0-9a-f])99\d{15}[0-9X]", file.read_bytes())


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "xlsx"])
def test_the_same_extract_gives_the_same_bytes(molian: Extract, tmp_path: Path, format_: str) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    write(molian, format_, one)
    write(molian, format_, other)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("format_", "name", "said"),
    [
        ("dot", "a.dot", "'dot' is no format; it is one of csv"),
        ("json", "nowhere/a.json", "there is no folder"),
        ("csv", "there", "is there already"),
        ("json", "there", "is a folder; name a file"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_in_one_sentence(
    molian: Extract, tmp_path: Path, format_: str, name: str, said: str
) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(ValueError, match=said):
        write(molian, format_, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_failed_writing_leaves_the_earlier_file(molian: Extract, out: Path) -> None:
    write(molian, "xlsx", out)
    before = out.read_bytes()
    too_long = replace(molian, parties=(molian.parties[0]._replace(name="长" * 40_000),))
    with pytest.raises(ValueError, match=r"40,000 characters, and Excel holds 32,767; use csv or json"):
        write(too_long, "xlsx", out)
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_a_computed_controller_is_an_edge_that_says_so(molian: Extract) -> None:
    finding = next(found for found in molian.findings if found.party == "bai-songyan")
    computed = replace(
        molian,
        roles=tuple(post for post in molian.roles if post.role != "actual_controller"),
        findings=(finding._replace(certainty="derived", outcome=Outcome.REVIEW),),
    )
    edges = network(computed).get_edge_data("bai-songyan", "molian-steel")
    told = [(data["role"], data["recorded"], data.get("certainty")) for data in edges.values()]
    assert told == [("shareholder", True, None), ("actual_controller", False, "derived")]


@pytest.mark.parametrize("shares", [("0.6", "0.001"), ("0.004", "0.003")])
def test_the_findings_in_a_large_group_are_those_of_each_party_asked_alone(law: Law, shares: tuple[str, str]) -> None:
    ids = [f"c{number:02}" for number in range(30)]
    chain, clique = shares
    held = [(one, other, chain if one < other else clique) for one in ids for other in ids if one != other]
    debtors = ("c03", "c20")
    rows = {
        "parties": [{"id": id_, "kind": "organization", "name": f"{id_}公司", "region": "350500"} for id_ in ids],
        "roles": [
            {"holder": one, "organization": other, "role": "shareholder", "share": share} for one, other, share in held
        ],
        "listings": [
            {"id": f"L{id_}", "party": id_, "name": f"{id_}公司", "case_number": id_, "listed_on": "2025-03-01"}
            for id_ in debtors
        ],
    }
    with snapshot_of(rows, law) as store, store.view() as view:
        question = Question(law, day(DAY, 0), hops=1)
        told = extract(view, ["c00"], question)
        assert len(told.parties) == 30
        found: dict[str, list[str]] = {}
        for each in told.findings:
            found.setdefault(each.party, []).append(
                f"{each.measure} {each.role} {each.debtor} {each.path} {each.since}"
            )
        for party in view.parties(ids).values():
            alone = [
                f"{each['measure']} {each['role']} {each['debtor']} {tuple(each['path'])} {each['since']}"
                for each in check(view, party, question).as_json()["findings"]
            ]
            assert found.get(party.id, []) == alone
        derived = {each.certainty for each in told.findings} - {"recorded"}
        assert derived == ({"derived"} if chain == "0.6" else set())
