"""The parties around some others, and the roles between them: what a picture or an export shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graph.model import Party, Post
from graph.stores.interface import Through, View

# How many ties of one party are followed, in the order of (other id, role, side); beyond it an answer says so.
TIES_FOLLOWED = 1000


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A piece of the network on a day.

    ``parties`` and ``distance`` (ties to the nearest party asked about, 0 for itself) stand in the order of
    (distance, id). ``posts`` are the roles that one of the parties holds in another (or in itself), by holder,
    organization, role, since. ``cut`` tells that a limit left somebody or something out.
    """

    day: int
    parties: Mapping[str, Party]
    distance: Mapping[str, int]
    posts: Sequence[Post]
    cut: bool


def neighbourhood(
    view: View, parties: Iterable[str], day: int, hops: int, limit: int, roles: Iterable[str] = (), *,
    former: bool = False, ties_followed: int = TIES_FOLLOWED, first: Mapping[str, int] = MappingProxyType({}),
) -> Neighbourhood:  # fmt: skip
    """Who stands within ``hops`` ties of ``parties`` on ``day``, at most ``limit`` of them, and by which roles?

    ``roles`` are the roles that count (none: all); with ``former`` those that ended by ``day`` count too, else
    only those in force on it. What is left out is left out in a declared order: nearer parties come first, then
    those with lesser ids; of one party the first ``ties_followed`` ties by the other's id, the role, and who holds
    it. The parties asked about always stand in it, unknown ids do not. Those ``first``, each with its distance from
    them, come before all others and count towards ``limit``. The same on every store.

    Raises ``ValueError`` where ``hops`` is negative or ``limit`` is less than 1.
    """
    if hops < 0:
        raise ValueError(f"hops: {hops} is negative; 0 looks at no tie")
    if limit < 1:
        raise ValueError(f"limit: {limit} leaves no room for a party; give 1 or more")
    through = Through(tuple(sorted(set(roles))), former)
    frontier = sorted(view.parties(sorted(set(parties))))
    distance = dict(first) | dict.fromkeys(frontier, 0)
    cut = False
    for step in range(1, hops + 1):
        ties = view.ties(frontier, day, ties_followed, through)
        cut |= any(some.cut for some in ties.values())
        reached = sorted({tie.other for some in ties.values() for tie in some.ties})
        fresh = [id_ for id_ in reached if id_ not in distance]
        room = max(limit - len(distance), 0)
        cut |= len(fresh) > room
        distance |= dict.fromkeys(fresh[:room], step)
        frontier = [id_ for id_ in reached if distance.get(id_) == step]
        if not frontier:
            break
    distance = dict(sorted(distance.items(), key=lambda found: (found[1], found[0])))
    posts = [post for post in view.posts_among(distance) if through.follows(post, day)]
    return Neighbourhood(day, view.parties(distance), distance, posts, cut)
