"""All shareholdings in one stream, and whose names are of a sort."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from graph.stores.interface import HELD
from graph.stores.neo4j.connection import Ask

# All that one holder holds is one record, for a record costs more than its values.
_HELD = """
MATCH (h:Party)-[r:HOLDS]->(o:Party)
WHERE r.role IN $roles
RETURN h.id, collect([o.id, r.role, r.share, r.since, r.until]) AS rows
"""
_NAMED = """
MATCH (p:Party)
WHERE p.kind = 'organization' AND p.name =~ $whole AND EXISTS { (p)-[:HOLDS]->() }
RETURN p.id ORDER BY p.id
"""


def held(ask: Ask, roles: Sequence[str]) -> pa.Table:
    """See ``WholeView.held``."""
    rows = [(holder, *row) for holder, found in ask(_HELD, roles=list(roles)) for row in found]
    columns = list(zip(*rows, strict=True)) or [()] * len(HELD)
    table = pa.table([pa.array(values, field.type) for values, field in zip(columns, HELD, strict=True)], schema=HELD)
    return table.sort_by([(name, "ascending") for name in ("holder", "organization", "role", "since")])


def named(ask: Ask, pattern: str) -> list[str]:
    """See ``WholeView.named``. Here a pattern matches a whole name, so that what may stand around it is said."""
    return [id_ for (id_,) in ask(_NAMED, whole=f"(?s).*(?:{pattern}).*")]
