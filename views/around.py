"""The parties around some others that a picture shows, and those that come in when one of them is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph import connections
from graph.connections import TIES_FOLLOWED, listed_among
from graph.model import Certainty, Party, Post
from graph.stores import View
from graph.stores.interface import Through

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
    distance and id: where nothing is cut, the same as an export holds.
    """
    walks = [view.paths_to_debtors(start, day, hops, TIES_FOLLOWED) for start in starts]
    cut = any(walk.cut for walk in walks)
    first: dict[str, int] = {}
    steps: set[frozenset[str]] = set()
    for way in (way for walk in walks for way in walk.paths if not roles or set(way.roles) <= set(roles)):
        if len({*starts, *first, *way.parties}) > limit:
            cut = True
            continue
        for place, id_ in enumerate(way.parties):
            first[id_] = min(place, first.get(id_, place))
        steps |= {frozenset(pair) for pair in zip(way.parties, way.parties[1:], strict=False)}
    around = connections.neighbourhood(view, starts, day, hops, limit, roles, first=first)
    listed = listed_among(view, around.distance, day)
    return Network(
        tuple(starts), day, around.distance, around.parties, _by_pair(around.posts), listed, frozenset(steps),
        cut or around.cut,
    )  # fmt: skip


def _by_pair(posts: Iterable[Post]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The roles of each (holder, organization); nobody is tied to itself."""
    words: dict[tuple[str, str], set[str]] = {}
    for post in posts:
        if post.holder != post.organization:
            words.setdefault((post.holder, post.organization), set()).add(post.role)
    return {pair: tuple(sorted(some)) for pair, some in sorted(words.items())}


def opened_further(
    view: View, network: Network, opened: Sequence[str], roles: Sequence[str] = ()
) -> tuple[Network, dict[str, str]]:  # fmt: skip
    """``network`` with the parties tied to those in ``opened``, and beside whom each of them came in.

    Of each opened party ``_OPENED_AT_ONCE`` come in at most, in the order of their ids.
    """
    through, day = Through(tuple(sorted(roles))), network.day
    distance, beside, cut = dict(network.distance), dict[str, str](), network.cut
    for id_ in (one for one in opened if one in network.distance or one in beside):
        some = view.ties([id_], day, TIES_FOLLOWED, through)[id_]
        fresh = sorted({tie.other for tie in some.ties} - distance.keys())
        cut |= some.cut or len(fresh) > _OPENED_AT_ONCE
        for other in fresh[:_OPENED_AT_ONCE]:
            distance[other], beside[other] = distance[id_] + 1, id_
    if not beside:
        return network, {}
    listed = listed_among(view, distance, day)
    ties = _by_pair(post for post in view.posts_among(distance) if through.follows(post, day))
    parties = view.parties(distance)
    return replace(network, distance=distance, parties=parties, ties=ties, listed=listed, cut=cut), beside
