"""Who stands around some parties, and by which roles: the same on every store, and cut in a declared order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.connections import neighbourhood
from graph.model import day
from graph.policy import Law
from graph.stores import Store
from graph.stores.interface import Through
from graph.stores.neo4j import Neo4jStore
from tests.properties.registers import Case, cases
from tests.scenarios.given import rows_of
from tests.scenarios.registers import load, snapshot_of

TODAY = day(date(2024, 5, 1), 0)
CHAIN = {
    "persons": ["p1", "p2"],
    "organizations": ["c1", "c2", "c3"],
    "roles": [
        "p1 director c1",
        "p2 supervisor c1 until 2024-05-01",
        "p2 director c2",
        "c1 shareholder c2 share 0.4 since 2024-05-01",
        "c2 shareholder c3 share 0.6",
        "c3 shareholder c3 share 0.1",
    ],
}


def test_the_network_grows_a_tie_at_a_time_and_tells_the_roles_in_force(store: Store, law: Law) -> None:
    load(store, rows_of(CHAIN, law), law)
    with store.view() as view:
        near = neighbourhood(view, ["p1"], TODAY, 1, 99)
        assert list(near.distance.items()) == [("p1", 0), ("c1", 1)]
        far = neighbourhood(view, ["p1"], TODAY, 3, 99)
        assert list(far.distance.items()) == [("p1", 0), ("c1", 1), ("c2", 2), ("c3", 3), ("p2", 3)]
        assert [(post.holder, post.role, post.organization, post.share) for post in far.posts] == [
            ("c1", "shareholder", "c2", 4 * 10**9),
            ("c2", "shareholder", "c3", 6 * 10**9),
            ("c3", "shareholder", "c3", 10**9),
            ("p1", "director", "c1", None),
            ("p2", "director", "c2", None),
        ]
        assert [far.parties[id_].name for id_ in far.distance] == ["p1", "c1", "c2", "c3", "p2"]
        assert not far.cut


def test_a_role_counts_from_its_first_day_and_no_longer_on_its_last(store: Store, law: Law) -> None:
    load(store, rows_of(CHAIN, law), law)
    with store.view() as view:
        assert set(neighbourhood(view, ["c1"], TODAY, 1, 99).distance) == {"c1", "p1", "c2"}
        assert set(neighbourhood(view, ["c1"], TODAY - 1, 1, 99).distance) == {"c1", "p1", "p2"}


def test_who_has_left_is_shown_where_former_roles_are_asked_for(store: Store, law: Law) -> None:
    load(store, rows_of(CHAIN, law), law)
    with store.view() as view:
        found = neighbourhood(view, ["c1"], TODAY, 1, 99, former=True)
        assert set(found.distance) == {"c1", "c2", "p1", "p2"}
        before = neighbourhood(view, ["c1"], TODAY - 1, 1, 99, former=True)
        assert "c2" not in before.distance, "what begins tomorrow was not held yesterday"


def test_only_the_roles_asked_for_are_followed_and_told(store: Store, law: Law) -> None:
    load(store, rows_of(CHAIN, law), law)
    with store.view() as view:
        found = neighbourhood(view, ["c1"], TODAY, 3, 99, ["shareholder"])
        assert list(found.distance) == ["c1", "c2", "c3"]
        assert {post.role for post in found.posts} == {"shareholder"}
        assert list(neighbourhood(view, ["p1"], TODAY, 3, 99, ["shareholder"]).distance) == ["p1"]


def test_several_parties_are_asked_about_at_once_and_unknown_ones_are_absent(store: Store, law: Law) -> None:
    load(store, rows_of(CHAIN, law), law)
    with store.view() as view:
        found = neighbourhood(view, ["c3", "p1", "nobody"], TODAY, 1, 99)
        assert list(found.distance.items()) == [("c3", 0), ("p1", 0), ("c1", 1), ("c2", 1)]


def test_a_limit_leaves_out_the_farther_and_then_the_greater_ids_and_says_so(store: Store, law: Law) -> None:
    load(store, rows_of(CHAIN, law), law)
    with store.view() as view:
        found = neighbourhood(view, ["c1"], TODAY, 2, 3)
        assert (list(found.distance), found.cut) == (["c1", "c2", "p1"], True)
        whole = neighbourhood(view, ["c1"], TODAY, 2, 5)
        assert (list(whole.distance), whole.cut) == (["c1", "c2", "p1", "c3", "p2"], False)


def test_a_hub_of_ten_thousand_posts_is_cut_in_the_order_of_ids(law: Law) -> None:
    people = [f"p{number:05}" for number in range(10_000)]
    rows = {
        "parties": [{"id": "hub", "kind": "organization", "name": "hub"}]
        + [{"id": id_, "kind": "person", "name": id_} for id_ in people],
        "roles": [{"holder": id_, "organization": "hub", "role": "shareholder"} for id_ in people],
    }
    with snapshot_of(rows, law) as store, store.view() as view:
        found = neighbourhood(view, ["hub"], TODAY, 1, 20_000)
        assert (list(found.distance), found.cut) == (["hub", *people[:1000]], True)
        assert len(found.posts) == 1000
        whole = neighbourhood(view, ["hub"], TODAY, 1, 20_000, ties_followed=10_000)
        assert (len(whole.distance), whole.cut) == (10_001, False)


@pytest.mark.parametrize(("hops", "limit"), [(-1, 9), (1, 0)])
def test_a_search_of_no_size_is_refused(law: Law, hops: int, limit: int) -> None:
    with (
        snapshot_of(rows_of(CHAIN, law), law) as store,
        store.view() as view,
        pytest.raises(ValueError, match=r"0 looks|give 1"),
    ):
        neighbourhood(view, ["p1"], TODAY, hops, limit)


THROUGH = st.builds(
    Through, st.sampled_from([(), ("director",), ("legal_representative", "shareholder")]), st.booleans()
)


@pytest.mark.neo4j
@settings(max_examples=12)
@given(cases(asks=2, supposing=True), THROUGH)
def test_both_stores_tell_the_same_network_changed_or_not(
    neo4j_store: Neo4jStore, case: Case, through: Through
) -> None:
    load(neo4j_store, case.rows, case.law)
    ids = [row["id"] for row in case.rows["parties"]]
    with snapshot_of(case.rows, case.law) as store, store.view() as near, neo4j_store.view() as far:
        for (_, when), whatif in zip(case.asks, case.whatifs, strict=True):
            on = day(date.fromisoformat(when), 0)
            for views in ((near, far), (whatif.over(near, when), whatif.over(far, when))):
                ours, theirs = (
                    (
                        view.posts_among(ids),
                        view.ties(ids, on, 2, through),
                        neighbourhood(view, ids[:1], on, 2, 4, through.roles, former=through.former),
                    )
                    for view in views
                )
                assert ours == theirs


@settings(max_examples=40)
@given(cases(asks=2, supposing=True), THROUGH)
def test_a_changed_network_is_that_of_the_changed_register(case: Case, through: Through) -> None:
    ids = [row["id"] for row in case.rows["parties"]]
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        for (_, when), whatif in zip(case.asks, case.whatifs, strict=True):
            on = day(date.fromisoformat(when), 0)
            with snapshot_of(whatif.made(case.rows, when), case.law) as changed, changed.view() as real:
                supposed = whatif.over(view, when)
                assert supposed.ties(ids, on, 2, through) == real.ties(ids, on, 2, through)
                for party in ids:
                    kept = neighbourhood(supposed, [party], on, 2, 4, through.roles, former=through.former)
                    assert (
                        kept.distance
                        == neighbourhood(real, [party], on, 2, 4, through.roles, former=through.former).distance
                    )
