"""Every tie to a debt that matters on a day: walked on the server, one record a debtor, laid out in columns here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from graph.model import EARLIEST, LATEST
from graph.stores.interface import POSTS, REACHES
from graph.stores.neo4j.connection import Ask

# The listings (kept ones until their last retention ends) and notices that stand on the day against ``d``.
_DEBTS = """
CALL (d) {
  CALL (d) {
    WITH d, NOT EXISTS { (:Notice)-[:AGAINST]->(d) } AS quiet
    MATCH (l:Listing)-[n:NAMES]->(d)
    WITH quiet, l, n, reduce(
      last = l.released_on, until IN [(l)<-[:CONCERNS]-(k:Retention) | k.until] |
      CASE WHEN until > last THEN until ELSE last END
    ) AS until
    WHERE l.listed_on <= $day AND until > $day
    RETURN l.id AS listing, null AS notice, l.listed_on AS since, until, n.certainty AS certainty, l.debt AS debt,
      quiet AND NOT EXISTS { (l)<-[:CONCERNS]-(:Retention|Suspension) } AS plain,
      [(l)<-[:CONCERNS]-(o:Order) | [o.party, o.issued_on <= $day AND o.lifted_on > $day]] AS orders
   UNION ALL
    MATCH (n:Notice)-[:AGAINST]->(d)
    WHERE n.issued_on <= $day AND n.ends_on > $day
    RETURN null AS listing, n.id AS notice, n.issued_on AS since, n.ends_on AS until, 'recorded' AS certainty,
      null AS debt, false AS plain, [] AS orders
  }
  RETURN collect([listing, notice, since, until, certainty, debt, plain, orders]) AS debts
}
WITH * WHERE size(debts) > 0
"""
# The ties between ``d`` and ``p``: those in force on the day, and those that ended after they had been in force
# on the day of a listing. ``single``: it is the only row of its role, as the register knows it; ``on``: another
# row of the role begins before it has ended, or as it ends.
_TIES = """
  WITH d, p, debts, startNode(r) = p AS officer, r.role AS role, collect(r) AS rows
  UNWIND rows AS r
  WITH d, p, debts, officer, role, r, size(rows) = 1 AS single,
    ANY(x IN rows WHERE x.since > r.since AND x.since <= r.until) AS on
  WHERE r.since <= $day AND (
    r.until > $day OR ANY(debt IN debts WHERE debt[0] IS NOT NULL AND r.since <= debt[2] AND r.until > debt[2])
  )
  RETURN collect([
    p.id, CASE WHEN officer THEN 'officer' ELSE 'organization' END, role, r.since, r.until,
    p.kind, p.categories, p.region, single, on
  ]) AS ties
"""
_DEBTOR = "d.id, d.kind, d.categories, d.region"

_REGISTER = f"""
MATCH (d:Debtor)
{_DEBTS}
CALL (d, debts) {{
  MATCH (d)-[r:HOLDS]-(p:Party) WHERE p <> d
  {_TIES}
}}
RETURN {_DEBTOR}, true, debts, ties
"""
_PARTIES = f"""
UNWIND $parties AS id
MATCH (p:Party {{id: id}})
CALL (p) {{
  MATCH (p) WHERE p:Debtor RETURN p AS d
 UNION
  MATCH (p)-[:HOLDS]-(d:Debtor) RETURN d
}}
{_DEBTS}
CALL (p, d, debts) {{
  MATCH (d)-[r:HOLDS]-(p) WHERE p <> d
  {_TIES}
}}
RETURN {_DEBTOR}, d = p, debts, ties
"""
_COMPUTED = f"""
UNWIND $computed AS one
MATCH (d:Party {{id: one.debtor}}) WHERE d:Debtor
{_DEBTS}
CALL (one) {{
  UNWIND one.ties AS tie
  MATCH (p:Party {{id: tie[0]}})
  RETURN collect([
    p.id, tie[1], tie[2], tie[3], tie[4], p.kind, p.categories, p.region, true, false
  ]) AS ties
}}
RETURN {_DEBTOR}, false, debts, ties
"""
_DEBTORS = f"MATCH (d:Debtor) {_DEBTS} RETURN d.id"
# The posts of some hundred holders are one record, for a record costs more than its values.
_POSTS_OF = """
UNWIND range(0, size($holders) - 1, 500) AS first
CALL (first) {
  UNWIND $holders[first..first + 500] AS id
  MATCH (h:Party {id: id})-[r:HOLDS]->(o:Party)
  WHERE r.since <= $day AND r.until > $day
  RETURN collect([h.id, r.role, o.categories]) AS posts
}
RETURN posts
"""


def reaches(ask: Ask, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None) -> pa.Table:
    """See ``View.reaches``."""
    records = ask(_REGISTER if parties is None else _PARTIES, day=day, parties=sorted(set(parties or ())))
    rows = [row for record in records for row in _rows(day, *record)]
    if computed is not None and len(computed):
        ties = _by_debtor(computed, None if parties is None else frozenset(parties))
        for record in ask(_COMPUTED, day=day, computed=ties):
            rows += [_derived(row) for row in _rows(day, *record)]
    return _table(rows, REACHES)


def debtors(ask: Ask, day: int) -> list[str]:
    """See ``WholeView.debtors``."""
    return sorted(id_ for (id_,) in ask(_DEBTORS, day=day))


def _by_debtor(computed: pa.Table, wanted: frozenset[str] | None) -> list[dict[str, Any]]:
    """For each party to which a computed tie leads, should it be a debtor, the ties as the query takes them."""
    found: dict[str, list[list[Any]]] = {}
    for row in computed.to_pylist():
        for party, debtor, scope in (
            (row["holder"], row["organization"], "officer"),
            (row["organization"], row["holder"], "organization"),
        ):
            if wanted is None or party in wanted:
                found.setdefault(debtor, []).append([party, scope, row["role"], row["since"], row["until"]])
    return [{"debtor": debtor, "ties": ties} for debtor, ties in sorted(found.items())]


def _derived(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row of a computed tie: on record it is not, and an identity that is not proven is weaker still."""
    return tuple(
        "derived" if name == "certainty" and value == "recorded" else value
        for name, value in zip(REACHES.names, row, strict=True)
    )


def posts_of(ask: Ask, holders: Sequence[str], day: int) -> pa.Table:
    """See ``View.posts_of``."""
    records = ask(_POSTS_OF, holders=sorted(set(holders)), day=day)
    return _table([post for (posts,) in records for post in posts], POSTS)


def _rows(
    day: int, debtor: str, kind: str, categories: str | None, region: str | None, own: bool,
    debts: list[list[Any]], ties: list[list[Any]],
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    for listing, notice, debt_since, debt_until, certainty, debt, plain, orders in debts:
        named = {party for party, _ in orders}
        ordered = {party for party, now in orders if now}
        if own:
            yield (
                debtor, "debtor", None, debtor, listing, notice, EARLIEST, LATEST, debt_since, debt_until, certainty,
                debt, kind, categories, region, kind, debtor in ordered, plain,
            )  # fmt: skip
        for party, scope, role, since, until, party_kind, party_categories, party_region, single, on in ties:
            # Beside a row that holds and had begun when the debt did, only one matters that goes on where it ends.
            alone = single or (since <= day < until and since <= debt_since and not on)
            if until > day or (listing is not None and since <= debt_since < until):
                yield (
                    party, scope, role, debtor, listing, notice, since, until, debt_since, debt_until, certainty,
                    debt, party_kind, party_categories, party_region, kind, party in ordered,
                    plain and alone and not (until <= day and party in named),
                )  # fmt: skip


def _table(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )
