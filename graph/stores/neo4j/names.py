"""Parties by their names, on the server: text indexes for parts, sounds and initials, a full-text one for likeness."""

from __future__ import annotations

from itertools import pairwise

from graph.identity import Way
from graph.stores.neo4j.connection import Ask

FULL_TEXT = "guanlian_names"

# What a party and a former name keep of themselves for each way of searching: the same properties on both labels.
_PROPERTY = {Way.PART: ("name_key", "key"), Way.SOUND: ("sounds", "sounds"), Way.INITIALS: ("initials", "initials")}
_CONTAINING = {
    way: f"""
CALL () {{
  MATCH (p:Party) WHERE p.{own} CONTAINS $text RETURN p.id AS id, size(p.name_key) AS length
  UNION MATCH (f:FormerName)<-[:BORE]-(p:Party) WHERE f.{former} CONTAINS $text
  RETURN p.id AS id, size(f.key) AS length
}}
WITH id, min(length) AS length
RETURN id ORDER BY length, id LIMIT $limit
"""
    for way, (own, former) in _PROPERTY.items()
}
_ALIKE = f"""
CALL db.index.fulltext.queryNodes('{FULL_TEXT}', $text, {{limit: $limit}}) YIELD node, score
OPTIONAL MATCH (node)<-[:BORE]-(p:Party)
RETURN coalesce(p.id, node.id)
"""


def search(ask: Ask, way: Way, text: str, limit: int) -> list[str]:
    """See ``View.search``."""
    if not text or limit < 1:
        return []
    if way is Way.LIKENESS:
        # Each pair of characters is asked for by itself: together they would be asked for as a phrase.
        pairs = dict.fromkeys("".join(pair) for pair in pairwise(text)) or [text]
        found = ask(_ALIKE, text=" ".join(f'"{_plain(pair)}"' for pair in pairs), limit=limit)
    else:
        wanted = f" {text} " if way is Way.SOUND else text
        found = ask(_CONTAINING[way], text=wanted, limit=limit)
    return list(dict.fromkeys(id_ for (id_,) in found))


def _plain(text: str) -> str:
    """Without what the query language of the index would read as its own."""
    return text.replace("\\", " ").replace('"', " ")
