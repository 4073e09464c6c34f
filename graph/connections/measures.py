"""Where a party stands in a piece of the network: its degree, its betweenness, its component."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Standing(NamedTuple):
    """One party's measures, of the network as drawn: ties counted once, in either direction.

    ``degree`` is the number of others it is tied to; ``betweenness`` the share, from 0 to 1, of the shortest ways
    between two others that lead through it (Freeman, 1977); ``component`` the number of the connected part it
    belongs to, the largest first.
    """

    party: str
    degree: int
    betweenness: float
    component: int


def standings(parties: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[Standing]:
    """The measures of each of ``parties``, given which pairs are tied; most between first, then by id."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(parties))
    graph.add_edges_from(sorted(pair for pair in pairs if pair[0] != pair[1]))
    between = nx.betweenness_centrality(graph)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    component = {id_: number for number, part in enumerate(parts, 1) for id_ in part}
    found = [Standing(id_, graph.degree[id_], between[id_], component[id_]) for id_ in graph]
    return sorted(found, key=lambda one: (-one.betweenness, -one.degree, one.party))
