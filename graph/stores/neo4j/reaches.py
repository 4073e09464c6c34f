"""Every tie to a debt that matters on a day: walked on the server, one record a debtor, laid out in columns here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from graph.model import ALWAYS, Interval
from graph.stores.counting import counted
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
      [(l)<-[:CONCERNS]-(o:Order) | [o.party, o.issued_on, o.lifted_on]] AS orders
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
# The ties between ``d`` and ``p``, each with the days of all its rows: those of which a row holds on the day, or held
# on the day of a listing.
_TIES = """
  WITH d, p, debts, startNode(r) = p AS officer, r.role AS role, collect([r.since, r.until]) AS held
  WHERE ANY(row IN held WHERE row[0] <= $day AND (
    row[1] > $day OR ANY(debt IN debts WHERE debt[0] IS NOT NULL AND row[0] <= debt[2] AND row[1] > debt[2])
  ))
  RETURN collect([
    p.id, CASE WHEN officer THEN 'officer' ELSE 'organization' END, role, held, p.kind, p.categories, p.region
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
    p.id, tie[1], tie[2], [[tie[3], tie[4]]], p.kind, p.categories, p.region
  ]) AS ties
}}
RETURN {_DEBTOR}, false, debts, ties
"""
_DEBTORS = f"MATCH (d:Debtor) {_DEBTS} RETURN d.id"
# The posts of some hundred holders are one record, for a record costs more than its values.
_POSTS_OF = """
UNWIND range(0, size($holders) - 1, 500) AS first
CALL (first) {
  UNWIND range(first, CASE WHEN first + 500 < size($holders) THEN first + 500 ELSE size($holders) END - 1) AS place
  MATCH (:Party {id: $holders[place]})-[r:HOLDS]->(o:Party)
  WHERE r.since <= $day AND r.until > $day
  RETURN collect([place, r.role, o.categories]) AS posts
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


def debtors(ask: Ask, day: int) -> pa.Array:
    """See ``DayView.debtors``."""
    return pa.array(sorted(id_ for (id_,) in ask(_DEBTORS, day=day)), pa.string())


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


def posts_of(ask: Ask, holders: pa.Array, day: int) -> pa.Table:
    """See ``DayView.posts_of``."""
    records = ask(_POSTS_OF, holders=holders.to_pylist(), day=day)
    return _table([post for (posts,) in records for post in posts], POSTS)


def _rows(
    day: int, debtor: str, kind: str, categories: str | None, region: str | None, own: bool,
    debts: list[list[Any]], ties: list[list[Any]],
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    to_itself = [debtor, "debtor", None, [ALWAYS], kind, categories, region]
    for listing, notice, debt_since, debt_until, certainty, debt, plain, orders in debts:
        named: dict[str, list[Interval]] = {}
        for party, issued_on, lifted_on in orders:
            named.setdefault(party, []).append(Interval(issued_on, lifted_on))
        for party, scope, role, held, *about in [to_itself, *ties] if own else ties:
            ordered = named.get(party, ())
            tie = counted((Interval(*row) for row in held), day, None if listing is None else debt_since, ordered)
            if tie is not None:
                yield (
                    party, scope, role, debtor, listing, notice, *tie.held, tie.former, debt_since, debt_until,
                    certainty, debt, *about, kind, any(order.holds_on(day) for order in ordered), plain and tie.plain,
                )  # fmt: skip


def _table(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )
