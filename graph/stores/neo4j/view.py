"""Answers to single questions, each one or two queries that start at an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa

from graph.identity import Decision, Standing, Subjects, Way, standing
from graph.model import (
    Debts,
    Event,
    EventKind,
    Kind,
    Listing,
    Party,
    Post,
    by_holder,
    by_organization,
)
from graph.stores.interface import IN_FORCE, Register, Through, Ties, Walk
from graph.stores.neo4j import counting, matching
from graph.stores.neo4j import rows as form
from graph.stores.neo4j.around import Around
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.journal import replaced
from graph.stores.neo4j.names import search
from graph.stores.neo4j.owed import add
from graph.stores.neo4j.reaches import debtors, posts_of, reaches
from graph.stores.neo4j.shares import held, named
from graph.stores.neo4j.turns import turns
from graph.stores.neo4j.walk import ties_of

_POST = "r.role, r.since, r.until, r.share, r.source"
_POSTS = f"MATCH (h:Party {{id: $id}})-[r:HOLDS]->(o:Party) RETURN h.id, o.id, {_POST}"
_TIES = f"RETURN startNode(r).id, endNode(r).id, {_POST}"
_BETWEEN = f"""
MATCH (p:Party {{id: $id}})
UNWIND $others AS other
MATCH (o:Party {{id: other}}) WHERE o <> p
MATCH (p)-[r:HOLDS]-(o)
{_TIES}
"""
_AMONG = f"""
UNWIND $ids AS id
MATCH (h:Party {{id: id}})-[r:HOLDS]->(o:Party) WHERE o.id IN $ids
RETURN h.id, o.id, {_POST}
"""
_EXTRAS = """
UNWIND $ids AS id
MATCH (:Listing {id: id})<-[:CONCERNS]-(n:Order|Retention|Suspension)
RETURN DISTINCT labels(n)[0], properties(n)
"""
_EVENTS = f"""
UNWIND $ids AS id
MATCH (:Listing {{id: id}})<-[:CONCERNS]-(n:Event)
RETURN {form.columns("events")}
"""
_BEARERS = "UNWIND $ids AS id MATCH (:Listing {id: id})-[:NAMES]->(p:Party) RETURN id, collect(p.id)"
_LISTINGS_WITH = """
CALL () {
  MATCH (l:Listing) WHERE $since <= l.listed_on <= $until AND 'published' IN $events RETURN l.id AS id
  UNION MATCH (l:Listing) WHERE $since <= l.released_on <= $until AND 'released' IN $events RETURN l.id AS id
  UNION MATCH (n:Event) WHERE $since <= n.on <= $until AND n.event IN $events RETURN n.listing AS id
}
RETURN id
"""


class Neo4jView:
    """The register as one answer sees it. Made by ``Neo4jStore.view``, which tells if it changed meanwhile."""

    def __init__(self, ask: Ask, register: Register) -> None:
        self._ask = ask
        self._register = register
        self._around = Around(ask)

    def register(self) -> Register:
        """See ``View.register``."""
        return self._register

    def parties(self, ids: Iterable[str]) -> dict[str, Party]:
        """See ``View.parties``."""
        return self._around.parties(list(dict.fromkeys(ids)))

    def table(self, name: str) -> pa.Table:
        """The rows of a table of the package as they stand, page by page, in no particular order."""
        return counting.stored(self._ask, name)

    def organizations(self, ids: Iterable[str]) -> dict[str, str]:
        """See ``View.organizations``."""
        parties = self.parties(ids).values()
        return {party.id: party.name for party in parties if party.kind is Kind.ORGANIZATION}

    def keyed(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """See ``View.keyed``."""
        return matching.keyed(self._ask, keys)

    def search(self, way: Way, text: str, limit: int) -> list[str]:
        """See ``View.search``."""
        return search(self._ask, way, text, limit)

    def posts(self, holder: str) -> list[Post]:
        """See ``View.posts``."""
        return self._posts(_POSTS, id=holder)

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """See ``View.officers``."""
        return self._around.officers(organization, roles)

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_held``."""
        return sorted(self._around.shares_held(sorted(set(holders)), limit), key=by_holder)

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_in``."""
        return sorted(self._around.shares_in(sorted(set(organizations)), limit), key=by_organization)

    def may_control(self, party: str, least: int, limit: int, *, upward: bool) -> bool:  # noqa: ARG002
        """See ``View.may_control``: the server would read what is read after it."""
        return True

    def reach(self, party: str) -> list[Post]:
        """See ``View.reach``."""
        return _held_first(self._around.reach(party), party)

    def between(self, party: str, others: Sequence[str]) -> list[Post]:
        """See ``View.between``."""
        return _held_first(self._posts(_BETWEEN, id=party, others=sorted(set(others))), party)

    def debts(self, debtors: Iterable[str]) -> Debts:
        """See ``View.debts``."""
        debts = self._around.debts(sorted(set(debtors)))
        debts.bindings.sort(key=lambda binding: (binding.party, binding.listing.id))
        debts.notices.sort(key=lambda notice: (notice.party, notice.id))
        return _in_order(debts)

    def of_listings(self, listings: Sequence[str]) -> Debts:
        """See ``View.of_listings``."""
        debts = Debts()
        for label, found in self._ask(_EXTRAS, ids=sorted(set(listings))) if listings else ():
            add(debts, label, found)
        return _in_order(debts)

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """See ``View.records``."""
        return self._around.records(keys)

    def decided(self, party: str) -> list[Decision]:
        """See ``View.decided``."""
        some = standing(matching.decisions(self._ask)).records
        return [pairs[party] for _, pairs in sorted(some.items()) if party in pairs]

    def paired(self) -> Standing:
        """See ``View.paired``."""
        return standing(matching.decisions(self._ask) if self._register.decisions else ())._replace(records={})

    def subjects(self) -> Subjects:
        """See ``View.subjects``."""
        return self._subjects

    @cached_property
    def _subjects(self) -> Subjects:
        return matching.subjects_of(self._ask, self.paired()) if self.register().decisions else {}

    def events(self, listings: Sequence[str]) -> list[Event]:
        """See ``View.events``."""
        found = [
            Event(listing, EventKind(event), on, measure)
            for listing, event, on, measure in self._ask(_EVENTS, ids=sorted(set(listings)))
        ]
        return sorted(found, key=lambda event: (event.listing, event.on, event.event, event.measure or ""))

    def ties(self, parties: Sequence[str], day: int, limit: int, through: Through = IN_FORCE) -> dict[str, Ties]:
        """See ``View.ties``."""
        return ties_of(self._ask, parties, day, limit, through)

    def posts_among(self, parties: Iterable[str]) -> list[Post]:
        """See ``View.posts_among``."""
        return self._posts(_AMONG, ids=sorted(set(parties)))

    def paths_to_debtors(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """See ``View.paths_to_debtors``."""
        return self._around.paths(party, day, hops, limit)

    def reaches(
        self, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None
    ) -> pa.Table:  # fmt: skip
        """See ``View.reaches``."""
        return reaches(self._ask, day, parties, computed)

    def debtors(self, day: int) -> pa.Array:
        """See ``DayView.debtors``."""
        return debtors(self._ask, day)

    def listings_with(self, events: Sequence[str], since: int, until: int) -> list[str]:
        """See ``WholeView.listings_with``."""
        found = self._ask(_LISTINGS_WITH, events=list(events), since=since, until=until)
        return sorted(id_ for (id_,) in found)

    def held(self, roles: Sequence[str], around: pa.Array | None = None) -> pa.Table:
        """See ``DayView.held``."""
        return held(self._ask, roles, around)

    def named(self, pattern: str, among: pa.Array | None = None) -> list[str]:
        """See ``DayView.named``."""
        return named(self._ask, pattern, among)

    def posts_of(self, holders: pa.Array, day: int) -> pa.Table:
        """See ``DayView.posts_of``."""
        return posts_of(self._ask, holders, day)

    def turns(self, since: int, until: int) -> pa.Table:
        """See ``WholeView.turns``."""
        return turns(self._ask, since, until)

    def bearers(self, listings: Sequence[str]) -> dict[str, list[str]]:
        """See ``WholeView.bearers``."""
        return {listing: sorted(parties) for listing, parties in self._ask(_BEARERS, ids=sorted(set(listings)))}

    def replaced(self, load: str) -> dict[str, list[pa.Table]]:
        """See ``WholeView.replaced``."""
        return replaced(self._ask, self._register.loads, load)

    def _posts(self, query: str, **parameters: Any) -> list[Post]:
        posts = [form.post(values) for values in self._ask(query, **parameters)]
        return sorted(posts, key=by_holder)


def _held_first(posts: list[Post], party: str) -> list[Post]:
    """What ``party`` holds itself, then what is held in it: the sort is stable."""
    return sorted(posts, key=lambda post: post.holder != party)


def _in_order(debts: Debts) -> Debts:
    debts.orders.sort(key=lambda order: order.id)
    debts.retentions.sort(key=lambda one: (one.listing, one.measure))
    # A suspension of every measure has none of its own, and stands last.
    debts.suspensions.sort(key=lambda one: (one.listing, one.measure is None, one.measure or "", one.paused))
    return debts
