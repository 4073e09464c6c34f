"""Walks the ties of a party on the server, one query a level."""

from __future__ import annotations

from collections.abc import Sequence

from graph.stores.interface import Path, Through, Tie, Ties, Walk
from graph.stores.neo4j.connection import Ask

# Several rows of one role are one tie. One tie more than the limit is asked for, to know of more.
_IN_FORCE = "r.since <= $day AND r.until > $day"
_FORMER_TOO = "r.since <= $day AND r.until > r.since"
_OF_ROLES = "AND r.role IN $roles"
_TIES = """
  MATCH (p)-[r:HOLDS]-(q:Party)
  WHERE q <> p AND {which}
  WITH DISTINCT q, q.id AS other, r.role AS role, startNode(r) = p AS held
  ORDER BY other, role, held
  LIMIT $more
"""
_TIES_OF = """
UNWIND $parties AS id
MATCH (p:Party {{id: id}})
CALL (p) {{
  {ties}
  RETURN collect([other, role, held]) AS ties
}}
RETURN id, ties
"""
_LEVEL = f"""
UNWIND range(0, size($frontier) - 1) AS place
MATCH (p:Party {{id: $frontier[place]}})
CALL (p) {{
  {_TIES.format(which=_IN_FORCE)}
  WITH other, role, q:Debtor AND EXISTS {{
    MATCH (q)<-[:NAMES]-(l:Listing) WHERE l.listed_on <= $day AND l.released_on > $day
  }} AS listed
  RETURN collect([other, role, listed]) AS ties
}}
RETURN place, size(ties) = $more AS cut,
  [tie IN ties[..$limit] WHERE tie[2] OR NOT $last AND NOT tie[0] IN $visited] AS ties
ORDER BY place
"""
_KNOWN = 1_000  # ids that the server is told to leave out; a longer list costs it more than it saves us


def ties_of(ask: Ask, parties: Sequence[str], day: int, limit: int, through: Through) -> dict[str, Ties]:
    """See ``View.ties``."""
    which = f"{_FORMER_TOO if through.former else _IN_FORCE} {_OF_ROLES if through.roles else ''}"
    query = _TIES_OF.format(ties=_TIES.format(which=which))
    rows = ask(query, parties=sorted(set(parties)), day=day, more=limit + 1, roles=list(through.roles))
    return {id_: Ties([Tie(*tie) for tie in ties[:limit]], len(ties) > limit) for id_, ties in rows}


def paths_to_debtors(
    ask: Ask, parties: Sequence[str], day: int, hops: int, limit: int
) -> dict[str, Walk]:  # fmt: skip
    """See ``View.paths_to_debtors``; of several parties side by side.

    The frontier of each level stands in the order of its paths, so that the first tie to reach a party is the
    end of its least path. Of the last level only the debtors are sent.
    """
    visited = {party: {party} for party in parties}
    frontier = [Path((party,), ()) for party in parties]
    paths: dict[str, list[Path]] = {party: [] for party in parties}
    cut = dict.fromkeys(parties, False)
    for level in range(1, hops + 1):
        known = sorted(visited[parties[0]]) if len(parties) == 1 else []
        rows = ask(
            _LEVEL, frontier=[path.parties[-1] for path in frontier], day=day, limit=limit, more=limit + 1,
            last=level == hops, visited=known if len(known) <= _KNOWN else [],
        )  # fmt: skip
        following: list[Path] = []
        for place, more, ties in rows:
            before = frontier[place]
            start = before.parties[0]
            cut[start] |= more
            for other, role, listed in ties:
                if other in visited[start]:
                    continue
                visited[start].add(other)
                path = Path((*before.parties, other), (*before.roles, role))
                following.append(path)
                if listed:
                    paths[start].append(path)
        frontier = following
        if not frontier:
            break
    return {party: Walk(paths[party], cut[party]) for party in parties}
