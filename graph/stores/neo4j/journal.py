"""The journal in the graph: what each batch of a load replaced, as one node of Arrow rows.

    (:Journal {load, number, table, rows})

It is written in the transaction that replaces the rows, so that what a load that dies had written is told too.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from graph.model.tables import TABLES
from graph.stores.intake import merged
from graph.stores.journal import remembered
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.rows import columns

Load = Sequence[dict[str, object]]

_STORED = {
    **{
        name: f"UNWIND $keys AS key MATCH (n:{label} {{{key}: key}}) RETURN {columns(name)}"
        for name, (label, key) in {
            "parties": ("Party", "id"),
            "listings": ("Listing", "id"),
            "orders": ("Order", "id"),
            "retentions": ("Retention", "key"),
            "suspensions": ("Suspension", "key"),
            "notices": ("Notice", "id"),
            "events": ("Event", "key"),
        }.items()
    },
    "roles": """
UNWIND $keys AS key
MATCH (h:Party)-[r:HOLDS {key: key}]->(o:Party)
RETURN h.id, o.id, r.role, r.share, r.since, r.until, r.source
""",
}
_WRITE = "CREATE (:Journal {load: $load, number: $number, table: $table, rows: $rows})"
_READ = "MATCH (j:Journal) WHERE j.load > $since RETURN j.table, j.rows ORDER BY j.load, j.number"
FORGET = "MATCH (j:Journal) WHERE j.load <= $up_to DELETE j"


class Journal:
    """What the load of this number replaces."""

    def __init__(self, load: int) -> None:
        self._load = load
        self._number = 0

    def replacing(self, ask: Ask, name: str, rows: pa.Table, keys: Sequence[str]) -> None:
        """``rows`` are about to be written under ``keys``: keep what stands there now."""
        schema = TABLES[name].schema
        there = ask(_STORED[name], keys=list(keys))
        before = schema.empty_table()
        if there:
            values = zip(*there, strict=True)
            before = pa.table([pa.array(some, field.type) for some, field in zip(values, schema, strict=True)], schema)
        self.keep(ask, name, merged(name, before, rows)[2])

    def keep(self, ask: Ask, name: str, replaced: pa.Table) -> None:
        """Write a journal table."""
        if not len(replaced):
            return
        self._number += 1
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, replaced.schema) as writer:
            writer.write_table(replaced)
        ask(_WRITE, load=self._load, number=self._number, table=name, rows=sink.getvalue().to_pybytes())


def replaced(ask: Ask, loads: Sequence[object], load: str) -> dict[str, list[pa.Table]]:
    """See ``WholeView.replaced``."""
    found: dict[str, list[pa.Table]] = {}
    for name, rows in ask(_READ, since=remembered(loads, load)):  # type: ignore[arg-type]
        found.setdefault(name, []).append(pa.ipc.open_stream(rows).read_all())
    return found
