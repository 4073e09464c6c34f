"""The parties around some others that a picture shows, and those that come in when one of them is opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.connections import listed_among
from graph.model import Certainty, Party
from graph.stores import View
from graph.stores.interface import Through

_TIES_OF_ONE = 200  # ties of one party that are looked at
_OPENED_AT_ONCE = 40  # parties that come in when one is opened


@dataclass(frozen=True, slots=True)
class Network:
    """Parties by id with their distance, roles between (holder, organization), and who is listed."""

    starts: tuple[str, ...]
    day: int
    distance: Mapping[str, int]
    parties: Mapping[str, Party]
    ties: Mapping[tuple[str, str], tuple[str, ...]]
    listed: Mapping[str, Certainty]
    steps: frozenset[frozenset[str]]  # pairs on a path to a listed party
    cut: bool


def neighbourhood(
    view: View, starts: Sequence[str], day: int, hops: int, limit: int, roles: Sequence[str] = ()
) -> Network:
    """The parties up to ``hops`` steps from ``starts`` over ties in force on ``day``, ``limit`` at most.

    ``roles`` are those that count (none: all). Parties on paths to listed ones come first, then the others by
    distance and id.
    """
    through = Through(tuple(sorted(roles)))
    walks = [view.paths_to_debtors(start, day, hops, _TIES_OF_ONE) for start in starts]
    cut = any(walk.cut for walk in walks)
    distance = dict.fromkeys(starts, 0)
    steps: set[frozenset[str]] = set()
    for way in (way for walk in walks for way in walk.paths if not roles or set(way.roles) <= set(roles)):
        if len(distance.keys() | set(way.parties)) > limit:
            cut = True
            continue
        for place, id_ in enumerate(way.parties):
            distance[id_] = min(place, distance.get(id_, place))
        steps |= {frozenset(pair) for pair in zip(way.parties, way.parties[1:], strict=False)}
    frontier = list(starts)
    for step in range(1, hops + 1):
        ties = view.ties(frontier, day, _TIES_OF_ONE, through)
        cut |= any(some.cut for some in ties.values())
        reached = sorted({tie.other for some in ties.values() for tie in some.ties})
        fresh = [id_ for id_ in reached if id_ not in distance]
        room = max(limit - len(distance), 0)
        cut |= len(fresh) > room
        distance |= dict.fromkeys(fresh[:room], step)
        frontier = [id_ for id_ in reached if distance.get(id_) == step]
    listed = listed_among(view, distance, day)
    among = _ties_among(view, distance, day, through)
    return Network(tuple(starts), day, distance, view.parties(distance), among, listed, frozenset(steps), cut)


def _ties_among(
    view: View, parties: Collection[str], day: int, through: Through
) -> dict[tuple[str, str], tuple[str, ...]]:  # fmt: skip
    """The roles of each (holder, organization) of ``parties``."""
    among = sorted(parties)
    words: dict[tuple[str, str], list[str]] = {}
    for id_, some in view.ties(among, day, _TIES_OF_ONE, through).items():
        for tie in some.ties:
            if tie.other in parties:
                pair = (id_, tie.other) if tie.held else (tie.other, id_)
                words.setdefault(pair, []).append(tie.role)
    return {pair: tuple(dict.fromkeys(sorted(some))) for pair, some in sorted(words.items())}


def opened_further(
    view: View, network: Network, opened: Sequence[str], roles: Sequence[str] = ()
) -> tuple[Network, dict[str, str]]:  # fmt: skip
    """``network`` with the parties tied to those in ``opened``, and beside whom each of them came in.

    Of each opened party ``_OPENED_AT_ONCE`` come in at most, in the order of their ids.
    """
    through, day = Through(tuple(sorted(roles))), network.day
    distance, beside, cut = dict(network.distance), dict[str, str](), network.cut
    for id_ in (one for one in opened if one in network.distance or one in beside):
        some = view.ties([id_], day, _TIES_OF_ONE, through)[id_]
        fresh = sorted({tie.other for tie in some.ties} - distance.keys())
        cut |= some.cut or len(fresh) > _OPENED_AT_ONCE
        for other in fresh[:_OPENED_AT_ONCE]:
            distance[other], beside[other] = distance[id_] + 1, id_
    if not beside:
        return network, {}
    listed = listed_among(view, distance, day)
    ties = _ties_among(view, distance, day, through)
    parties = view.parties(distance)
    return replace(network, distance=distance, parties=parties, ties=ties, listed=listed, cut=cut), beside
