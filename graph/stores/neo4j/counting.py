"""The digests and counts of the tables as they stand in the graph: streamed back and brought into order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import neo4j
from graph.model.tables import TABLES
from graph.stores.digest import canonical, canonical_roles, table_digest
from graph.stores.intake import one_array
from graph.stores.neo4j.rows import columns

_LABELS = {
    "parties": "Party",
    "listings": "Listing",
    "orders": "Order",
    "retentions": "Retention",
    "suspensions": "Suspension",
    "notices": "Notice",
}
_ROWS = {name: f"MATCH (n:{label}) RETURN {columns(name)}" for name, label in _LABELS.items()}
_ROLES = """
MATCH (h:Party)-[r:HOLDS]->(o:Party)
RETURN h.id, o.id, r.role, r.share, r.since, r.until, r.source
"""
_AT_ONCE = 50_000

Runner = neo4j.Session | neo4j.ManagedTransaction


def counted(runner: Runner, name: str) -> tuple[str, int]:
    """The digest of a table and the number of its rows, as the snapshot computes them."""
    rows = _table(runner, name)
    if name != "roles":
        return table_digest(name, canonical(name, rows)), len(rows)
    ids = _party_ids(runner)
    holder, organization = (
        pc.index_in(one_array(rows[side]), ids).to_numpy(zero_copy_only=False).astype(np.int32)
        for side in ("holder", "organization")
    )
    numbered = rows.select(["role", "share", "since", "until", "source"])
    numbered = numbered.append_column("h", pa.array(holder)).append_column("o", pa.array(organization))
    ordered = numbered.sort_by([(column, "ascending") for column in ("h", "o", "role", "since")])
    part = {column: one_array(ordered[column]) for column in ordered.column_names}
    arrays = canonical_roles(
        part["h"], part["o"], part["role"], part["share"], part["since"], part["until"], part["source"]
    )
    return table_digest(name, arrays), len(rows)


def _party_ids(runner: Runner) -> pa.Array:
    ids = pa.array([id_ for (id_,) in runner.run("MATCH (p:Party) RETURN p.id").values()], pa.string())
    return ids.take(pc.sort_indices(ids))


def _table(runner: Runner, name: str) -> pa.Table:
    schema = TABLES[name].schema
    query = _ROLES if name == "roles" else _ROWS[name]
    pieces = [
        pa.table(
            [pa.array(values, field.type) for values, field in zip(zip(*some, strict=True), schema, strict=True)],
            schema=schema,
        )
        for some in _some(runner.run(query))
    ]
    return pa.concat_tables(pieces) if pieces else schema.empty_table()


def _some(result: neo4j.Result) -> Iterator[list[list[object]]]:
    while some := [record.values() for record in result.fetch(_AT_ONCE)]:
        yield some
