"""What questions about a party begin with: its row, its ties to debtors, what is owed, its shares, its name's records.

One query tells all of it for the first party of an answer; what is asked of others is read for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.identity import name_key, party_keys, record_keys
from graph.model import (
    ACTUAL_CONTROLLER,
    SHAREHOLDER,
    Debts,
    Listing,
    Party,
    Post,
    by_holder,
)
from graph.stores.interface import Walk
from graph.stores.neo4j import matching
from graph.stores.neo4j import rows as form
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.holdings import Shares
from graph.stores.neo4j.owed import Owed, add, owed_by
from graph.stores.neo4j.remembered import TOGETHER, Remembered
from graph.stores.neo4j.walk import paths_to_debtors

_POST = "startNode(r).id, endNode(r).id, r.role, r.since, r.until, r.share, r.source"
# What is owed by ``d``: each listing with what concerns it, and the notices.
_OWED = f"""
CALL (d) {{
  MATCH (n:Listing)-[b:NAMES]->(d)
  RETURN collect([b.grade, b.certainty, [{form.columns("listings")}],
    [(n)<-[:CONCERNS]-(x:Order|Retention|Suspension) | [labels(x)[0], properties(x)]]]) AS bindings
}}
CALL (d) {{ MATCH (n:Notice)-[:AGAINST]->(d) RETURN collect([{form.columns("notices")}]) AS notices }}
"""
_REACH = f"""
CALL (p) {{
  MATCH (p)-[r:HOLDS]-(d:Debtor) WHERE d <> p
  RETURN collect([{_POST}]) AS ties, collect(DISTINCT d) AS debtors
}}
CALL (p, debtors) {{
  UNWIND CASE WHEN p:Debtor THEN debtors + [p] ELSE debtors END AS d
  {_OWED}
  RETURN collect([d.id, bindings, notices]) AS owed
}}
"""
_ENDS = f"[q IN {{}} | [q:Debtor, {form.columns('parties', 'q')}]]"
_SHARES = """
CALL (p) {
  MATCH (p)-[r:HOLDS {role: $shareholder}]->(o:Party)
  WITH r, o ORDER BY o.id, r.since LIMIT $limit
  RETURN collect([p.id, o.id, r.role, r.since, r.until, r.share, r.source]) AS shares, collect(DISTINCT o) AS companies
}
"""
_SHARES_IN = """
CALL (p) {
  MATCH (h:Party)-[r:HOLDS {role: $shareholder}]->(p)
  WITH r, h ORDER BY h.id, r.since LIMIT $limit
  RETURN collect([h.id, p.id, r.role, r.since, r.until, r.share, r.source]) AS held, collect(DISTINCT h) AS holders
}
"""
# Who stands at the other end of such ties, and who is on record as the actual controller.
_OTHERS = f"""
CALL (p) {{
  MATCH (h:Party)-[r:HOLDS {{role: $controller}}]->(p) RETURN collect([{_POST}]) AS controllers
}}
CALL (p, debtors) {{
  CALL (p, debtors) {{
    UNWIND debtors AS q RETURN q
   UNION MATCH (p)-[:HOLDS {{role: $shareholder}}]-(q:Party) RETURN q LIMIT {TOGETHER}
  }}
  RETURN collect([q:Debtor, {form.columns("parties", "q")}]) AS others
}}
"""
_RECORDS = f"""
CALL (p) {{
  CALL (p) {{
    MATCH (n:Listing {{name_key: p.name_key}}) RETURN n
   UNION MATCH (p)-[:BORE]->(f:FormerName) MATCH (n:Listing {{name_key: f.key}}) RETURN n
   UNION MATCH (n:Listing {{identifier: p.uscc}}) RETURN n
   UNION MATCH (n:Listing {{identifier: p.registration_number}}) RETURN n
   UNION MATCH (n:Listing {{mask_key: p.mask_key}}) RETURN n
   UNION MATCH (n:Listing {{identifier_code: p.organization_code}}) RETURN n
   UNION MATCH (n:Listing {{identifier_code: p.uscc_code}}) RETURN n
   UNION MATCH (n:Listing {{identifier_hash: p.id_hash}}) RETURN n
  }}
  RETURN collect([EXISTS {{ (n)-[:NAMES {{certainty: 'recorded'}}]->() }}, {form.columns("listings")}]) AS records
}}
"""
_FIRST = f"""
MATCH (p:Party {{id: $id}})
{_REACH}
{_SHARES}
{_SHARES_IN}
{_OTHERS}
{_RECORDS}
RETURN p:Debtor, [{form.columns("parties", "p")}], ties, owed, shares, held, controllers, others, records
"""
_PARTIES = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) RETURN p:Debtor, {form.columns('parties', 'p')}"
_REACHES = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) {_REACH} RETURN id, ties, owed"
_SHARES_HELD = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) {_SHARES} RETURN id, shares, {_ENDS.format('companies')}"
_SHARES_IN_SOME = (
    f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) {_SHARES_IN} RETURN id, held, {_ENDS.format('holders')}"
)
_DEBTS = f"UNWIND $ids AS id MATCH (d:Party {{id: id}}) WHERE d:Debtor {_OWED} RETURN id, bindings, notices"
_OFFICERS = f"""
UNWIND $ids AS id
MATCH (h:Party)-[r:HOLDS]->(p:Party {{id: id}}) WHERE r.role IN $roles
RETURN id, collect([{_POST}])
"""
_SHARES_READ = 10_001  # of the first party: as many as a question about one reads


class Around:
    """What one answer has read of the parties that it is about."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._met: dict[str, Party | None] = {}
        self._group: dict[str, list[str]] = {}
        self._unasked: list[Party] = []  # for whose records nobody asked yet
        self._debts = Remembered(self._read_debts, _nobody, Owed)
        self._reach: Remembered[list[Post]] = Remembered(self._read_reach, self._beside, list)
        self._held = Shares(ask, _SHARES_HELD, self._beside, self._meet_all)
        self._owned = Shares(ask, _SHARES_IN_SOME, self._beside, self._meet_all)
        self._officers: dict[tuple[str, ...], Remembered[list[Post]]] = {}
        self._walks: dict[tuple[int, int, int], Remembered[Walk]] = {}
        self._records: Remembered[list[tuple[Listing, bool]]] = Remembered(self._read_records, _nobody, list)

    def parties(self, ids: Sequence[str]) -> dict[str, Party]:
        """The parties with these ids."""
        missing = [id_ for id_ in ids if id_ not in self._met]
        if len(missing) == 1 and not self._met:
            self._read_first(missing[0])
        elif missing:
            self._met |= dict.fromkeys(missing)
            for debtor, *values in self._ask(_PARTIES, ids=missing):
                self._meet(form.party(values), debtor=debtor)
        found = {id_: party for id_ in ids if (party := self._met.get(id_)) is not None}
        if fresh := [id_ for id_ in found if id_ not in self._group]:
            self._group |= dict.fromkeys(fresh, fresh)
            self._unasked += [found[id_] for id_ in fresh]
        return found

    def _beside(self, id_: str) -> Sequence[str]:
        """Who was asked for in one breath with this party: what is asked of it will be asked of them."""
        return self._group.get(id_, ())

    def reach(self, party: str) -> list[Post]:
        """The ties of ``party`` to debtors, in the order of holder, organization, role, since."""
        return self._reach.of([party])[party]

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """At most ``limit`` shareholdings of each of ``holders``."""
        return self._held.of(holders, limit)

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """At most ``limit`` shareholdings in each of ``organizations``."""
        return self._owned.of(organizations, limit)

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """Who ever held one of ``roles`` in ``organization``."""
        asked = tuple(roles)
        return list(self._officers_of(asked).of([organization])[organization])

    def paths(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """The ways from ``party`` to debtors (see ``View.paths_to_debtors``)."""
        asked = (day, hops, limit)
        if asked not in self._walks:
            self._walks[asked] = Remembered(
                lambda ids: paths_to_debtors(self._ask, ids, day, hops, limit), self._beside, lambda: Walk([], False)
            )  # fmt: skip
        return self._walks[asked].of([party])[party]

    def _officers_of(self, roles: tuple[str, ...]) -> Remembered[list[Post]]:
        if roles not in self._officers:
            self._officers[roles] = Remembered(lambda ids: self._read_officers(ids, roles), self._beside, list)
        return self._officers[roles]

    def debts(self, debtors: Iterable[str]) -> Debts:
        """What these parties owe, without order."""
        debts = Debts()
        extras: dict[tuple[str, str], Mapping[str, Any]] = {}
        for owed in self._debts.of(debtors).values():
            debts.bindings += owed.bindings
            debts.notices += owed.notices
            extras |= {(label, found.get("key") or found["id"]): found for label, found in owed.extras}
        for (label, _), found in extras.items():
            add(debts, label, found)
        return debts

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """The listings published under any of these keys, by id, each with whether it is settled whom it names."""
        found = {one[0].id: one for some in self._records.of(keys).values() for one in some}
        return [found[id_] for id_ in sorted(found)]

    # -- how it is read ----------------------------------------------------------------------------------------

    def _meet(self, party: Party, *, debtor: bool) -> None:
        self._met[party.id] = party
        if not debtor:
            self._debts.know({party.id: Owed()})

    def _meet_all(self, found: Iterable[Sequence[Any]]) -> None:
        for debtor, *columns in found:
            if self._met.get(columns[0]) is None:
                self._meet(form.party(columns), debtor=debtor)

    def _read_first(self, id_: str) -> None:
        self._met[id_] = None
        found = self._ask(
            _FIRST, id=id_, shareholder=SHAREHOLDER, controller=ACTUAL_CONTROLLER, limit=_SHARES_READ
        )  # fmt: skip
        for debtor, values, ties, owed, shares, held, controllers, others, records in found:
            party = form.party(values)
            self._meet(party, debtor=debtor)
            self._meet_all(others)
            self._debts.know({one: owed_by(one, *what) for one, *what in owed})
            self._reach.know({id_: _posts(ties)})
            self._held.know(id_, shares, _SHARES_READ)
            self._owned.know(id_, held, _SHARES_READ)
            self._officers_of((ACTUAL_CONTROLLER,)).know({id_: _posts(controllers)})
            keyed: dict[str, list[tuple[Listing, bool]]] = {key: [] for key in party_keys(party)}
            for settled, *columns in records:
                listing = form.listing(columns)
                for key in (f"n:{name_key(listing.name)}", *record_keys(listing.identifier, listing.identifier_hash)):
                    if key in keyed:
                        keyed[key].append((listing, settled))
            self._records.know(keyed)

    def _read_debts(self, ids: Sequence[str]) -> Mapping[str, Owed]:
        return {id_: owed_by(id_, *what) for id_, *what in self._ask(_DEBTS, ids=ids)}

    def _read_reach(self, ids: Sequence[str]) -> Mapping[str, list[Post]]:
        found: dict[str, list[Post]] = {}
        for id_, ties, owed in self._ask(_REACHES, ids=ids):
            found[id_] = _posts(ties)
            self._debts.know({one: owed_by(one, *what) for one, *what in owed})
        return found

    def _read_officers(self, ids: Sequence[str], roles: Sequence[str]) -> Mapping[str, list[Post]]:
        return {id_: _posts(rows) for id_, rows in self._ask(_OFFICERS, ids=list(ids), roles=list(roles))}

    def _read_records(self, keys: Sequence[str]) -> Mapping[str, list[tuple[Listing, bool]]]:
        others: set[str] = set()
        if self._records.asked:
            some, self._unasked = self._unasked[:TOGETHER], self._unasked[TOGETHER:]
            others = {key for party in some for key in party_keys(party) if not self._records.knows(key)}
        found = matching.records_by_key(self._ask, {*keys, *others})
        self._records.know({key: found.get(key, []) for key in others})
        return found


def _posts(rows: Iterable[Sequence[Any]]) -> list[Post]:
    return sorted((form.post(values) for values in rows), key=by_holder)


def _nobody(_: str) -> Sequence[str]:
    return ()
