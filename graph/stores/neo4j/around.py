"""What questions about a party begin with: its row, its ties to debtors, what is owed, its shares, its name's records.

One query tells all of it for the first party of an answer; what is asked of others is read for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from graph.identity import name_key, party_keys, record_keys
from graph.model import (
    SHAREHOLDER,
    Binding,
    Certainty,
    Debts,
    Grade,
    Interval,
    Listing,
    Notice,
    Order,
    Party,
    Post,
    Retention,
    Suspension,
    by_holder,
)
from graph.stores.neo4j import matching
from graph.stores.neo4j import rows as form
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.remembered import TOGETHER, Remembered

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
_SHARES = """
CALL (p) {
  MATCH (p)-[r:HOLDS {role: $shareholder}]->(o:Party)
  WITH r, o ORDER BY o.id, r.since LIMIT $limit
  RETURN collect([p.id, o.id, r.role, r.since, r.until, r.share, r.source]) AS shares
}
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
{_RECORDS}
RETURN p:Debtor, [{form.columns("parties", "p")}], ties, owed, shares, records
"""
_PARTIES = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) RETURN p:Debtor, {form.columns('parties', 'p')}"
_REACHES = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) {_REACH} RETURN id, ties, owed"
_SHARES_HELD = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) {_SHARES} RETURN id, shares"
_DEBTS = f"UNWIND $ids AS id MATCH (d:Party {{id: id}}) WHERE d:Debtor {_OWED} RETURN id, bindings, notices"
_OFFICERS = f"""
UNWIND $ids AS id
MATCH (h:Party)-[r:HOLDS]->(p:Party {{id: id}}) WHERE r.role IN $roles
RETURN id, collect([{_POST}])
"""
_SHARES_READ = 10_001  # of the first party: as many as a question about one reads


class Owed(NamedTuple):
    """What one party owes: its bindings, its notices, and what concerns the listings as ``(label, properties)``."""

    bindings: Sequence[Binding] = ()
    notices: Sequence[Notice] = ()
    extras: Sequence[tuple[str, Mapping[str, Any]]] = ()


class Around:
    """What one answer has read of the parties that it is about."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._met: dict[str, Party | None] = {}
        self._unasked: list[Party] = []  # for whose records nobody asked yet
        self._limits: dict[str, int] = {}
        self._limit = 0
        self._debts = Remembered(self._read_debts, {}, Owed)
        self._reach: Remembered[list[Post]] = Remembered(self._read_reach, self._met, list)
        self._shares: Remembered[list[Post]] = Remembered(self._read_shares, self._met, list)
        self._officers: dict[tuple[str, ...], Remembered[list[Post]]] = {}
        self._records: Remembered[list[tuple[Listing, bool]]] = Remembered(self._read_records, {}, list)

    def parties(self, ids: Sequence[str]) -> dict[str, Party]:
        """The parties with these ids."""
        missing = [id_ for id_ in ids if id_ not in self._met]
        if len(missing) == 1 and not self._met:
            self._read_first(missing[0])
        elif missing:
            self._met |= dict.fromkeys(missing)
            for debtor, *values in self._ask(_PARTIES, ids=missing):
                self._meet(form.party(values), debtor=debtor)
        return {id_: party for id_ in ids if (party := self._met.get(id_)) is not None}

    def reach(self, party: str) -> list[Post]:
        """The ties of ``party`` to debtors, in the order of holder, organization, role, since."""
        return self._reach.of([party])[party]

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """At most ``limit`` shareholdings of each of ``holders``."""
        self._limit = max(limit, self._limit)
        found = self._shares.of(holders)
        if cut := [id_ for id_ in holders if len(found[id_]) == self._limits[id_] < limit]:
            found |= self._read_shares(cut)
        return [post for posts in found.values() for post in posts[:limit]]

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """Who ever held one of ``roles`` in ``organization``."""
        asked = tuple(roles)
        if asked not in self._officers:
            self._officers[asked] = Remembered(lambda ids: self._read_officers(ids, asked), self._met, list)
        return self._officers[asked].of([organization])[organization]

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
        self._unasked.append(party)
        if not debtor:
            self._debts.know({party.id: Owed()})

    def _read_first(self, id_: str) -> None:
        self._met[id_] = None
        found = self._ask(_FIRST, id=id_, shareholder=SHAREHOLDER, limit=_SHARES_READ)
        for debtor, values, ties, owed, shares, records in found:
            party = form.party(values)
            self._meet(party, debtor=debtor)
            self._debts.know({one: _owed(one, *what) for one, *what in owed})
            self._reach.know({id_: _posts(ties)})
            self._limits[id_] = _SHARES_READ
            self._shares.know({id_: [form.post(values) for values in shares]})
            keyed: dict[str, list[tuple[Listing, bool]]] = {key: [] for key in party_keys(party)}
            for settled, *columns in records:
                listing = form.listing(columns)
                for key in (f"n:{name_key(listing.name)}", *record_keys(listing.identifier, listing.identifier_hash)):
                    if key in keyed:
                        keyed[key].append((listing, settled))
            self._records.know(keyed)

    def _read_debts(self, ids: Sequence[str]) -> Mapping[str, Owed]:
        return {id_: _owed(id_, *what) for id_, *what in self._ask(_DEBTS, ids=ids)}

    def _read_reach(self, ids: Sequence[str]) -> Mapping[str, list[Post]]:
        found: dict[str, list[Post]] = {}
        for id_, ties, owed in self._ask(_REACHES, ids=ids):
            found[id_] = _posts(ties)
            self._debts.know({one: _owed(one, *what) for one, *what in owed})
        return found

    def _read_shares(self, ids: Sequence[str]) -> Mapping[str, list[Post]]:
        self._limits |= dict.fromkeys(ids, self._limit)
        rows = self._ask(_SHARES_HELD, ids=list(ids), shareholder=SHAREHOLDER, limit=self._limit)
        found = {id_: [form.post(values) for values in shares] for id_, shares in rows}
        self._shares.know(found)
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


def _owed(party: str, bindings: Sequence[Sequence[Any]], notices: Sequence[Sequence[Any]]) -> Owed:
    return Owed(
        [Binding(form.listing(values), party, Grade(grade), Certainty(sure)) for grade, sure, values, _ in bindings],
        [Notice(*values) for values in notices],
        [(label, found) for *_, extras in bindings for label, found in extras],
    )


def add(debts: Debts, label: str, found: Mapping[str, Any]) -> None:
    """Add an order, a retention or a suspension, as the graph holds it."""
    if label == "Order":
        debts.orders.append(
            Order(found["id"], found["party"], found["issued_on"], found.get("listing"), found.get("case_number"),
                  found["lifted_on"])
        )  # fmt: skip
    elif label == "Retention":
        debts.retentions.append(Retention(found["listing"], found["measure"], found["until"], found["legal_basis"]))
    else:
        paused = Interval(found["since"], found["until"])
        debts.suspensions.append(Suspension(found["listing"], found.get("measure"), paused))
