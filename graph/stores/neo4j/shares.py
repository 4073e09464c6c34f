"""Shareholdings in one stream, or level by level around some parties, and whose names are of a sort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from graph.model import SHAREHOLDER
from graph.stores.interface import HELD
from graph.stores.neo4j.connection import Ask

# All that one holder holds, or all that is held in one company, is one record, for a record costs more than its values.
_HELD = """
MATCH (h:Party)-[r:HOLDS]->(o:Party)
WHERE r.role IN $roles
RETURN h.id, collect([h.id, o.id, r.role, r.share, r.since, r.until]) AS rows
"""
_BELOW = """
UNWIND $ids AS id
MATCH (h:Party {id: id})-[r:HOLDS]->(o:Party)
WHERE r.role IN $roles
RETURN id, collect([id, o.id, r.role, r.share, r.since, r.until]) AS rows
"""
_ABOVE = """
UNWIND $ids AS id
MATCH (h:Party)-[r:HOLDS]->(o:Party {id: id})
WHERE r.role IN $roles
RETURN id, collect([h.id, id, r.role, r.share, r.since, r.until]) AS rows
"""
_NAMED = """
MATCH (p:Party)
WHERE p.kind = 'organization' AND p.name =~ $whole AND EXISTS { (p)-[:HOLDS]->() }
RETURN p.id ORDER BY p.id
"""
_NAMED_AMONG = """
UNWIND $ids AS id
MATCH (p:Party {id: id})
WHERE p.kind = 'organization' AND p.name =~ $whole
RETURN p.id ORDER BY p.id
"""

_Row = tuple[Any, ...]


def held(ask: Ask, roles: Sequence[str], around: pa.Array | None = None) -> pa.Table:
    """See ``DayView.held``."""
    rows = _rows(ask(_HELD, roles=list(roles))) if around is None else _around(ask, roles, around.to_pylist())
    columns = list(zip(*rows, strict=True)) or [()] * len(HELD)
    table = pa.table([pa.array(values, field.type) for values, field in zip(columns, HELD, strict=True)], schema=HELD)
    return table.sort_by([(name, "ascending") for name in ("holder", "organization", "role", "since")])


def _around(ask: Ask, roles: Sequence[str], parties: Sequence[str]) -> set[_Row]:
    below, above = (_beyond(ask, query, parties, end) for query, end in ((_BELOW, 1), (_ABOVE, 0)))
    found = below | above
    others = [role for role in roles if role != SHAREHOLDER]
    if others and found:
        companies = sorted({organization for _, organization, *_ in found})
        found |= _rows(ask(_ABOVE, ids=companies, roles=others))
    return found


def _beyond(ask: Ask, query: str, parties: Iterable[str], end: int) -> set[_Row]:
    """The shareholdings that one meets from ``parties`` on, a level at a time, by the ``end`` that leads on."""
    met, found = set(parties), set[_Row]()
    frontier = met
    while frontier:
        rows = _rows(ask(query, ids=sorted(frontier), roles=[SHAREHOLDER]))
        found |= rows
        frontier = {str(row[end]) for row in rows} - met
        met |= frontier
    return found


def _rows(records: Iterable[Sequence[Any]]) -> set[_Row]:
    return {tuple(row) for _, rows in records for row in rows}


def named(ask: Ask, pattern: str, among: pa.Array | None = None) -> list[str]:
    """See ``DayView.named``. Here a pattern matches a whole name, so that what may stand around it is said."""
    whole = f"(?s).*(?:{pattern}).*"
    if among is None:
        return [id_ for (id_,) in ask(_NAMED, whole=whole)]
    return [id_ for (id_,) in ask(_NAMED_AMONG, whole=whole, ids=sorted(set(among.to_pylist())))]
