"""What begins or ends between two days, and whom it may concern: found through indexes on the dates."""

from __future__ import annotations

import pyarrow as pa

from graph.stores.interface import TURNS
from graph.stores.neo4j.connection import Ask

_AROUND = """
CALL (d) {
  RETURN d.id AS party
 UNION
  MATCH (d)-[:HOLDS]-(p:Party) RETURN p.id AS party
}
"""
_WITHIN = "$since < {0} AND {0} <= $until"
_LISTED = f"""
CALL () {{
  MATCH (l:Listing) WHERE {_WITHIN.format("l.listed_on")} RETURN l.listed_on AS day, 'listing' AS event, l
 UNION ALL
  MATCH (l:Listing) WHERE {_WITHIN.format("l.released_on")} RETURN l.released_on AS day, 'release' AS event, l
 UNION ALL
  MATCH (n:Retention)-[:CONCERNS]->(l:Listing) WHERE {_WITHIN.format("n.until")}
  RETURN n.until AS day, 'retention' AS event, l
 UNION ALL
  MATCH (n:Suspension)-[:CONCERNS]->(l:Listing) UNWIND [n.since, n.until] AS day
  WITH day, l WHERE {_WITHIN.format("day")} RETURN day, 'suspension' AS event, l
 UNION ALL
  MATCH (n:Order)-[:CONCERNS]->(l:Listing) UNWIND [n.issued_on, n.lifted_on] AS day
  WITH day, l WHERE {_WITHIN.format("day")} RETURN day, 'order' AS event, l
}}
MATCH (l)-[:NAMES]->(d:Party)
{_AROUND}
RETURN day, event, party, d.id, l.id, null AS notice, null AS role
"""
_NOTIFIED = f"""
MATCH (n:Notice)-[:AGAINST]->(d:Party)
UNWIND [n.issued_on, n.ends_on] AS day
WITH day, n, d WHERE {_WITHIN.format("day")}
{_AROUND}
RETURN day, 'notice', party, d.id, null AS listing, n.id, null AS role
"""
_ROLES = {
    event: f"""
MATCH (h:Party)-[r:HOLDS]->(o:Party) WHERE {_WITHIN.format(f"r.{date}")}
RETURN r.{date}, '{event}', h.id, o.id, null AS listing, null AS notice, r.role
"""
    for event, date in (("role_start", "since"), ("role_end", "until"))
}


def turns(ask: Ask, since: int, until: int) -> pa.Table:
    """See ``WholeView.turns``."""
    rows = [row for query in (_LISTED, _NOTIFIED) for row in ask(query, since=since, until=until)]
    for query in _ROLES.values():
        for day, event, holder, organization, *rest in ask(query, since=since, until=until):
            rows += [[day, event, holder, organization, *rest], [day, event, organization, holder, *rest]]
    columns = zip(*rows, strict=True) if rows else ([] for _ in TURNS)
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, TURNS, strict=True)], schema=TURNS)
