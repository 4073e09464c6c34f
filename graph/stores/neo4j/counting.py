"""The digests and counts of the tables as they stand in the graph, page by page read back and put in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES
from graph.stores.digest import canonical, canonical_roles, table_digest
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.rows import columns

_LABELS = {
    "parties": ("Party", "id"),
    "listings": ("Listing", "id"),
    "orders": ("Order", "id"),
    "retentions": ("Retention", "key"),
    "suspensions": ("Suspension", "key"),
    "notices": ("Notice", "id"),
    "events": ("Event", "key"),
}
# A page is one record, for a record costs more than its values. It begins after the last key of the page before.
_PAGE = "MATCH (n:{label}) WHERE n.{key} > $after WITH n ORDER BY n.{key} LIMIT $count"
_ROWS = {
    name: f"{_PAGE.format(label=label, key=key)} RETURN max(n.{key}), collect([{columns(name)}])"
    for name, (label, key) in _LABELS.items()
}
_ROWS["roles"] = f"""
{_PAGE.format(label="Party", key="id")}
WITH collect(n) AS holders, max(n.id) AS last
CALL (holders) {{
  UNWIND holders AS n
  MATCH (n)-[r:HOLDS]->(o:Party)
  RETURN collect([n.id, o.id, r.role, r.share, r.since, r.until, r.source]) AS some
}}
RETURN last, some
"""
_IDS = f"{_PAGE.format(label='Party', key='id')} RETURN max(n.id), collect(n.id)"
_COUNTED = {**{name: f"(n:{label})" for name, (label, _) in _LABELS.items()}, "roles": "()-[n:HOLDS]->()"}
_COUNTS = " UNION ALL ".join(
    f"MATCH {pattern} WITH count(n) AS rows RETURN '{name}' AS name, rows" for name, pattern in _COUNTED.items()
)
_PAGE_ROWS = 5_000


def stored(ask: Ask, name: str) -> pa.Table:
    """The rows of a table as the graph holds them, in no particular order."""
    schema = TABLES[name].schema
    pieces = [
        pa.table([pa.array(values, field.type) for values, field in zip(by_column, schema, strict=True)], schema=schema)
        for some in _pages(ask, _ROWS[name])
        if some
        for by_column in [list(zip(*some, strict=True))]
    ]
    return pa.concat_tables(pieces) if pieces else schema.empty_table()


def counts(ask: Ask) -> dict[str, int]:
    """How many rows of each table the graph holds; it keeps these numbers ready."""
    return {name: int(rows) for name, rows in ask(_COUNTS)}


def digest_of(name: str, rows: pa.Table, ids: pa.Array | None = None) -> str:
    """The digest of a table as the snapshot computes it; for roles ``ids`` are those of all parties, sorted."""
    if name != "roles":
        return table_digest(name, canonical(name, rows))
    places = {
        side: pa.array(pc.index_in(one_array(rows[side]), ids).to_numpy(zero_copy_only=False).astype(np.int32))
        for side in ("holder", "organization")
    }
    numbered = pa.table({**places, **{column: rows[column] for column in rows.column_names if column not in places}})
    ordered = numbered.sort_by([(column, "ascending") for column in TABLES[name].key])
    return table_digest(name, canonical_roles(lambda column: one_array(ordered[column])))


def sorted_ids(ask: Ask) -> pa.Array:
    """The ids of all parties in code-point order."""
    return in_order(pa.array([id_ for some in _pages(ask, _IDS) for id_ in some], pa.string()))


def in_order(ids: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Ids in code-point order."""
    return one_array(ids).take(pc.sort_indices(one_array(ids)))


def _pages(ask: Ask, query: str) -> Iterator[list[Any]]:
    after: str | None = ""
    while True:
        [[after, some]] = ask(query, after=after, count=_PAGE_ROWS)
        if after is None:
            return
        yield some
