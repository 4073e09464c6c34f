"""All shortest and all simple paths, against networkx on random registers, and by hand where a person can see them."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.connections import Search, paths, paths_between, paths_to_listed
from graph.model import day
from graph.policy import Law
from graph.stores import Store
from graph.stores.interface import View
from graph.stores.neo4j import Neo4jStore
from tests.properties.registers import Case, cases
from tests.scenarios.given import rows_of
from tests.scenarios.registers import load, snapshot_of

TODAY = day(date(2024, 5, 1), 0)
Given = dict[str, Any]


def told(view: View, one: str, other: str, **search: Any) -> list[str]:
    """The paths as one reads them; a last line says where the search was cut."""
    ways = paths_between(view, one, other, Search(TODAY, **search))
    lines = ["-".join(way.parties) for group in ways.groups.values() for way in group]
    return [*lines, "cut"] if ways.cut else lines


DIAMOND: Given = {
    "persons": ["p1", "p2"],
    "organizations": ["c1", "c2", "c3", "c4"],
    "roles": [
        "p1 director c1", "p1 supervisor c1", "p1 director c2", "p2 director c1", "p2 director c2",
        "c1 shareholder c2 share 0.3", "p1 director c3 until 2024-05-01", "p2 director c3 since 2024-05-01",
    ],
}  # fmt: skip


def test_all_shortest_paths_are_told_and_the_longer_ones_on_request(store: Store, law: Law) -> None:
    load(store, rows_of(DIAMOND, law), law)
    with store.view() as view:
        assert told(view, "p1", "p2") == ["p1-c1-p2", "p1-c2-p2"]
        assert told(view, "p1", "p2", every=True) == ["p1-c1-p2", "p1-c2-p2", "p1-c1-c2-p2", "p1-c2-c1-p2"]
        assert told(view, "p1", "p2", every=True, hops=2) == ["p1-c1-p2", "p1-c2-p2"]
        assert told(view, "p1", "p2", hops=1) == []
        assert told(view, "p1", "c4", hops=6) == []


def test_a_post_that_ended_ties_only_where_former_ones_are_asked_for(store: Store, law: Law) -> None:
    load(store, rows_of(DIAMOND, law), law)
    with store.view() as view:
        assert "p1-c3-p2" not in told(view, "p1", "p2")
        ways = paths_between(view, "p1", "p2", Search(TODAY, former=True)).groups["p2"]
        assert [("-".join(way.parties), way.strength.word) for way in ways] == [
            ("p1-c1-p2", "role"), ("p1-c2-p2", "role"), ("p1-c3-p2", "former_role"),
        ]  # fmt: skip


def test_only_the_roles_asked_for_make_a_path(store: Store, law: Law) -> None:
    load(store, rows_of(DIAMOND, law), law)
    with store.view() as view:
        assert told(view, "c1", "c2", roles=("shareholder",)) == ["c1-c2"]
        assert told(view, "p1", "p2", roles=("shareholder",)) == []


def test_a_path_is_explained_in_both_languages_with_the_rows_that_it_rests_on(store: Store, law: Law) -> None:
    load(store, rows_of(DIAMOND, law), law)
    with store.view() as view:
        parties = view.parties(["p1", "c2"])
        answer = paths(view, parties["p1"], parties["c2"], Search(TODAY, every=True, hops=2)).as_json()
    assert answer["outcome"] == "connected"
    [group] = answer["paths"]
    direct, around, *_ = group["ways"]
    assert direct["sentence"] == {"zh": "p1担任c2的董事。", "en": "p1 is director of c2."}
    assert around["sentence"]["zh"] == "p1担任c1的董事，且p1担任c1的监事；c1持有c2的30%的股份。".replace("的30%", "30%")
    assert around["sentence"]["en"] == "p1 is director of c1 and p1 is supervisor of c1; c1 holds 30 % of c2."
    assert around["steps"][1]["roles"] == [
        {"holder": "c1", "organization": "c2", "role": "shareholder", "share": 0.3, "since": None, "until": None,
         "source": None, "former": False}
    ]  # fmt: skip


SHARED: Given = {
    "persons": {
        "p1": {"name": "张伟", "id_number": "11010519491231002X"},
        "p2": {"name": "张伟", "id_number": "11010519491231002X"},
        "p3": {"name": "张伟"},
        "p4": {"name": "张伟", "id_number": "1101051949****002X"},
        "p5": {"name": "王芳", "id_number": "1101051949****002X"},
    },
    "organizations": {
        "c1": {
            "name": "甲公司",
            "registration_number": "110108000000016",
            "former_names": "乙公司@2019-01-01/2020-01-01",
        },
        "c2": {"name": "乙公司", "registration_number": "110108000000016"},
        "c3": {"name": "乙公司"},
        "c4": {"name": "丁公司"},
    },
}


def test_a_fact_that_the_register_holds_of_both_ties_two_parties(store: Store, law: Law) -> None:
    load(store, rows_of(SHARED, law), law)
    tied_by = {("c1", "c2"): "number", ("c1", "c3"): "name", ("p1", "p2"): "number", ("p1", "p4"): "name"}
    with store.view() as view:
        for (one, other), strength in tied_by.items():
            assert told(view, one, other) == []
            [way] = paths_between(view, one, other, Search(TODAY, facts=True)).groups[other]
            assert (way.parties, way.strength.word) == ((one, other), strength)
            assert way.certainty == ("identity" if strength == "name" else "recorded")


def test_what_others_bear_too_is_no_fact_about_two_people(store: Store, law: Law) -> None:
    load(store, rows_of(SHARED, law), law)
    with store.view() as view:
        for one, other in (("p1", "p3"), ("p1", "p5"), ("p4", "p5"), ("c1", "c4"), ("p3", "c3")):
            assert told(view, one, other, facts=True) == []


def test_no_answer_shows_a_whole_id_number(law: Law) -> None:
    with snapshot_of(rows_of(SHARED, law), law) as store, store.view() as view:
        parties = view.parties(["p1", "p2"])
        answer = paths(view, parties["p1"], parties["p2"], Search(TODAY, facts=True)).as_json()
    assert "11010519491231002X" not in json.dumps(answer)
    assert "002X" in json.dumps(answer)


def test_a_clique_of_five_hundred_is_answered_in_part_and_says_so(law: Law) -> None:
    ids = [f"c{number:03}" for number in range(500)]
    rows = {
        "parties": [{"id": id_, "kind": "organization", "name": id_} for id_ in ids],
        "roles": [
            {"holder": one, "organization": other, "role": "shareholder"}
            for place, one in enumerate(ids) for other in ids[place + 1 :]
        ],
        "listings": [
            {"id": f"L{id_}", "party": id_, "name": id_, "case_number": "1", "listed_on": "2023-01-01"} for id_ in ids
        ],
    }  # fmt: skip
    with snapshot_of(rows, law) as store, store.view() as view:
        assert told(view, "c000", "c499") == ["c000-c499"], "nothing was left out of the shortest"
        every = told(view, "c000", "c499", every=True, hops=6)
        assert every[:3] == ["c000-c499", "c000-c001-c499", "c000-c002-c499"]
        assert (len(every), every[-1]) == (101, "cut")
        listed = paths_to_listed(view, "c250", Search(TODAY, hops=5, every=True))
        assert (len(listed.groups), listed.cut) == (100, True)


def test_a_hub_of_ten_thousand_posts_between_two_parties_is_met_from_both_sides(law: Law) -> None:
    people = [f"p{number:05}" for number in range(10_000)]
    rows = {
        "parties": [{"id": "hub", "kind": "organization", "name": "hub"}]
        + [{"id": id_, "kind": "person", "name": id_} for id_ in people],
        "roles": [{"holder": id_, "organization": "hub", "role": "shareholder"} for id_ in people],
        "listings": [{"id": "L", "party": "p09999", "name": "x", "case_number": "1", "listed_on": "2023-01-01"}],
    }
    with snapshot_of(rows, law) as store, store.view() as view:
        assert told(view, "p00000", "p09999", hops=2) == ["p00000-hub-p09999"]
        assert told(view, "p00000", "p09999", hops=6) == ["p00000-hub-p09999"]
        assert told(view, "p00000", "p09999", hops=6, every=True) == ["p00000-hub-p09999", "cut"]
        far = paths_to_listed(view, "p00000", Search(TODAY, hops=2))
        assert (dict(far.groups), far.cut) == ({}, True), "of the hub the first thousand ids are followed"
        near = paths_to_listed(view, "p00000", Search(TODAY, hops=2, ties_followed=10_000))
        assert (list(near.groups), near.cut) == (["p09999"], False)


def test_a_chain_of_ten_thousand_companies_is_followed_to_its_end(law: Law) -> None:
    ids = [f"c{number:05}" for number in range(10_001)]
    rows = {
        "parties": [{"id": id_, "kind": "organization", "name": id_} for id_ in ids],
        "roles": [{"holder": one, "organization": other, "role": "shareholder"} for one, other in pairwise(ids)],
    }
    with snapshot_of(rows, law) as store, store.view() as view:
        [way] = paths_between(view, ids[0], ids[-1], Search(TODAY, hops=10_000)).groups[ids[-1]]
        assert len(way.steps) == 10_000


@pytest.mark.parametrize("wrong", [{"hops": 0}, {"paths_told": 0}])
def test_a_search_of_no_size_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="less than 1"):
        Search(TODAY, **wrong)


def tied(view: View, ids: list[str], search: Search) -> nx.Graph[str]:
    """The ties as networkx knows them, told by the roles themselves."""
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(ids)
    for post in view.posts_among(ids):
        lasted = post.held.since < post.held.until
        now = post.held.since <= search.day and (lasted if search.former else search.day < post.held.until)
        if now and (not search.roles or post.role in search.roles) and post.holder != post.organization:
            made.add_edge(post.holder, post.organization)
    return made


SEARCHES = st.builds(
    lambda hops, roles, former, every: {"hops": hops, "roles": roles, "former": former, "every": every},
    st.integers(1, 5), st.sampled_from([(), (), ("director", "shareholder")]), st.booleans(), st.booleans(),
)  # fmt: skip


@settings(max_examples=80)
@given(cases(asks=1), SEARCHES)
def test_the_paths_are_those_that_networkx_finds(case: Case, described: dict[str, Any]) -> None:
    search = Search(day(date.fromisoformat(case.asks[0][1]), 0), paths_told=10_000, **described)
    ids = sorted(row["id"] for row in case.rows["parties"])
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        known = tied(view, ids, search)
        for other in ids[1:]:
            if search.every:
                right = [tuple(path) for path in nx.all_simple_paths(known, ids[0], other, cutoff=search.hops)]
            elif nx.has_path(known, ids[0], other):
                right = [tuple(path) for path in nx.all_shortest_paths(known, ids[0], other)]
                right = [path for path in right if len(path) <= search.hops + 1]
            else:
                right = []
            ways = paths_between(view, ids[0], other, search)
            assert not ways.cut
            assert sorted(way.parties for way in ways.groups.get(other, ())) == sorted(right)
        for end, group in paths_to_listed(view, ids[0], search).groups.items():
            between = paths_between(view, ids[0], end, search)
            assert group == between.groups[end], "the paths to a listed party are those between the two"


@pytest.mark.neo4j
@settings(max_examples=12)
@given(cases(asks=2, supposing=True), SEARCHES, st.booleans(), st.integers(1, 4))
def test_both_stores_tell_the_same_paths_byte_for_byte(
    neo4j_store: Neo4jStore, case: Case, described: dict[str, Any], facts: bool, most: int
) -> None:
    load(neo4j_store, case.rows, case.law)
    ids = sorted(row["id"] for row in case.rows["parties"])
    with snapshot_of(case.rows, case.law) as store, store.view() as near, neo4j_store.view() as far:
        for (_, when), whatif in zip(case.asks, case.whatifs, strict=True):
            search = Search(
                day(date.fromisoformat(when), 0), facts=facts, paths_told=most, ties_followed=most + 1, **described
            )
            answers = []
            for view in (near, whatif.over(near, when)), (far, whatif.over(far, when)):
                parties = view[0].parties(ids)
                answers.append(
                    [paths(seen, parties[ids[0]], parties[ids[-1]], search).as_json() for seen in view]
                    + [[list(paths_to_listed(seen, ids[0], search).groups.items()) for seen in view]]
                )
            assert answers[0] == answers[1]
