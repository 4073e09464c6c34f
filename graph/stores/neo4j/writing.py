"""The rows of each table into the graph: one statement a table, sent again and again with a batch of rows.

A statement merges each row by its key, leaves alone what is equal, and returns what it changed, so that a
batch may be repeated. ``properties(n) <> row`` compares every value: nothing that differs is taken for equal.
Ties that follow from a row (to its listing, its party) are drawn in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from graph.stores.neo4j import rows as form
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.journal import Journal
from graph.stores.neo4j.schema import LABELS

BATCH = 5_000
_EMPTIED_AT_ONCE = 20_000

T = TypeVar("T")


class Run(Protocol):
    """Does a piece of work in a transaction, and does it again where the server asks for it."""

    def __call__(self, work: Callable[[Ask], T]) -> T:
        """What ``work`` returns."""
        ...


LABELLED = {"person": ("Person", "Organization"), "organization": ("Organization", "Person")}
_PARTIES = {
    kind: f"""
UNWIND $rows AS row
MERGE (n:Party {{id: row.id}})
WITH n, row WHERE properties(n) <> row
SET n = row SET n:{label} REMOVE n:{other}
RETURN n.id
"""
    for kind, (label, other) in LABELLED.items()
}
_FIRST_PARTIES = {
    kind: f"UNWIND $rows AS row CREATE (n:Party:{label}) SET n = row" for kind, (label, _) in LABELLED.items()
}
_FORMER_NAMES = """
UNWIND $rows AS row
MATCH (p:Party {id: row.id})
CALL (p) { MATCH (p)-[:BORE]->(f:FormerName) DETACH DELETE f }
WITH p, row
UNWIND row.names AS name
CREATE (p)-[:BORE]->(f:FormerName)
SET f = name
"""

_ROLES = """
UNWIND $rows AS row
MATCH (h:Party {id: row.holder})
MATCH (o:Party {id: row.organization})
MERGE (h)-[r:HOLDS {key: row.tie.key}]->(o)
WITH r, row.tie AS tie WHERE properties(r) <> tie
SET r = tie
RETURN count(*)
"""
_FIRST_ROLES = """
UNWIND $rows AS row
MATCH (h:Party {id: row.holder})
MATCH (o:Party {id: row.organization})
CREATE (h)-[r:HOLDS {
  key: row.tie.key, role: row.tie.role, since: row.tie.since, until: row.tie.until, share: row.tie.share,
  source: row.tie.source
}]->(o)
RETURN count(*)
"""

_LISTINGS = """
UNWIND $rows AS row
MERGE (n:Listing {id: row.id})
WITH n, row WHERE properties(n) <> row
SET n = row
WITH n
CALL (n) {
  MATCH (n)<-[c:CONCERNS]-(o:Order)
  WHERE o.case_key <> n.case_key
  DELETE c
}
CALL (n) {
  MATCH (o:Order {case_key: n.case_key})
  MERGE (o)-[:CONCERNS]->(n)
}
RETURN n.id
"""
_ORDERS = """
UNWIND $rows AS row
MERGE (n:Order {id: row.id})
WITH n, row WHERE properties(n) <> row
SET n = row
WITH n
CALL (n) { MATCH (n)-[old:CONCERNS|AGAINST]->() DELETE old }
CALL (n) { MATCH (p:Party {id: n.party}) MERGE (n)-[:AGAINST]->(p) }
CALL (n) { MATCH (l:Listing {id: n.listing}) MERGE (n)-[:CONCERNS]->(l) }
CALL (n) { MATCH (l:Listing {case_key: n.case_key}) MERGE (n)-[:CONCERNS]->(l) }
RETURN n.id
"""
_OF_LISTING = {
    label: f"""
UNWIND $rows AS row
MATCH (l:Listing {{id: row.listing}})
MERGE (n:{label} {{key: row.key}})
WITH n, l, row WHERE properties(n) <> row
SET n = row
MERGE (n)-[:CONCERNS]->(l)
RETURN n.key
"""
    for label in ("Retention", "Suspension", "Event")
}
_NOTICES = """
UNWIND $rows AS row
MERGE (n:Notice {id: row.id})
WITH n, row WHERE properties(n) <> row
SET n = row
WITH n
CALL (n) {
  MATCH (n)-[old:AGAINST]->(p:Party)
  DELETE old
  RETURN collect(p.id) AS before
}
MATCH (p:Party {id: n.party})
MERGE (n)-[:AGAINST]->(p)
SET p:Debtor
WITH n, before
RETURN n.id, before
"""
NO_LONGER_DEBTORS = """
UNWIND $ids AS id
MATCH (p:Debtor {id: id})
WHERE NOT EXISTS { (p)<-[:NAMES]-(:Listing) } AND NOT EXISTS { (p)<-[:AGAINST]-(:Notice) }
REMOVE p:Debtor
"""

_LISTS: Mapping[str, str] = {
    "listings": _LISTINGS,
    "orders": _ORDERS,
    "retentions": _OF_LISTING["Retention"],
    "suspensions": _OF_LISTING["Suspension"],
    "notices": _NOTICES,
    "events": _OF_LISTING["Event"],
}
_LIST_PROPERTIES: Mapping[str, Callable[[form.Properties], form.Properties]] = {
    "listings": form.listing_properties,
    "orders": form.order_properties,
    "retentions": form.retention_properties,
    "suspensions": form.suspension_properties,
    "notices": dict,
    "events": form.event_properties,
}


def empty(run: Run) -> None:
    """Remove every row of the register, some thousands in a transaction."""
    some = f"WITH x LIMIT {_EMPTIED_AT_ONCE}"
    for query in (
        f"MATCH ()-[x:HOLDS]->() {some} DELETE x RETURN count(*)",
        *(f"MATCH (x:{label}) {some} DETACH DELETE x RETURN count(*)" for label in LABELS),
    ):
        while run(partial(_count, query=query)):
            pass


def write_parties(run: Run, parties: pa.Table, journal: Journal | None, *, first: bool) -> list[str]:
    """Write the parties; the ids of those that are new or changed. ``first``: the database holds none."""
    changed: list[str] = []
    for start, batch in _numbered(form.batches(parties, BATCH, complete=form.with_party_keys)):
        keep = _keeping(journal, "parties", parties.slice(start, BATCH), [row["id"] for row in batch])
        changed += run(partial(_after, keep, partial(_parties, batch=batch, first=first)))
    return changed


def write_roles(run: Run, roles: pa.Table, journal: Journal | None, *, first: bool) -> int:
    """Write the roles; how many are new or changed. ``first``: the database holds none."""
    changed = 0
    # By organization: its own end of each chain of ties stays in one place while a batch is written.
    ordered = form.with_role_keys(roles).sort_by([("organization", "ascending"), ("holder", "ascending")])
    for start, batch in _numbered(form.batches(ordered, BATCH, _tie)):
        keep = _keeping(journal, "roles", ordered.slice(start, BATCH), [row["tie"]["key"] for row in batch])
        write = partial(_count, query=_FIRST_ROLES if first else _ROLES, rows=batch)
        changed += run(partial(_after, keep, write))
    return changed


def write_list(run: Run, name: str, rows: pa.Table, journal: Journal | None) -> list[str]:
    """Write the listings, or what goes with them; the keys of those that are new or changed."""
    changed: list[str] = []
    for start, batch in _numbered(form.batches(rows, BATCH, _LIST_PROPERTIES[name])):
        keys = [row.get("key") or row["id"] for row in batch]
        keep = _keeping(journal, name, rows.slice(start, BATCH), keys)
        changed += run(partial(_after, keep, partial(_list, name=name, batch=batch)))
    return changed


def _numbered(batches: Iterator[list[form.Properties]]) -> Iterator[tuple[int, list[form.Properties]]]:
    return ((number * BATCH, batch) for number, batch in enumerate(batches))


def _keeping(journal: Journal | None, name: str, rows: pa.Table, keys: Sequence[str]) -> Callable[[Ask], None] | None:
    return partial(journal.replacing, name=name, rows=rows, keys=keys) if journal else None


def _after(keep: Callable[[Ask], None] | None, write: Callable[[Ask], T], ask: Ask) -> T:
    """What the rows replace is kept first, in the same transaction."""
    if keep:
        keep(ask)
    return write(ask)


def _count(ask: Ask, query: str, **parameters: Any) -> int:
    [[count]] = ask(query, **parameters)
    return int(count)


def _parties(ask: Ask, batch: list[form.Properties], *, first: bool) -> list[str]:
    statements = _FIRST_PARTIES if first else _PARTIES
    changed: list[str] = []
    for kind, statement in statements.items():
        rows = [row for row in batch if row["kind"] == kind]
        if rows:
            found = ask(statement, rows=rows)
            changed += [row["id"] for row in rows] if first else [id_ for (id_,) in found]
    named = {row["id"]: form.former_name_properties(row) for row in batch if "former_names" in row}
    wanted = [id_ for id_ in changed if not first or id_ in named]
    if wanted:
        ask(_FORMER_NAMES, rows=[{"id": id_, "names": named.get(id_, [])} for id_ in wanted])
    return changed


def _tie(row: form.Properties) -> form.Properties:
    return {"holder": row.pop("holder"), "organization": row.pop("organization"), "tie": row}


def _list(ask: Ask, name: str, batch: list[form.Properties]) -> list[str]:
    found = ask(_LISTS[name], rows=batch)
    if name == "notices":
        ask(NO_LONGER_DEBTORS, ids=sorted({id_ for _, before in found for id_ in before}))
    return [row[0] for row in found]
