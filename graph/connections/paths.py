"""The paths between two parties, and from a party to listed ones: all shortest, or all simple ones.

A simple path meets nobody twice (Knuth, The Art of Computer Programming 4A, §7.1.4). Paths of one length are told
in the order of their ids, so that a limit leaves out the longer ones first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any

from graph.connections.facts import Fact, facts_between
from graph.connections.search import Ball, Search, Web
from graph.model import Certainty, Party, Post, iso
from graph.model.share import WHOLE
from graph.stores.interface import View

_STEPS_TAKEN = 500_000  # ties that the search for the paths of one answer looks along, dead ends included


class Strength(IntEnum):
    """What a step rests on, the strongest first: a number both have proves more than a name both bore."""

    ROLE = 0
    FORMER_ROLE = 1
    NUMBER = 2
    NAME = 3

    @property
    def word(self) -> str:
        """As JSON tells it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Step:
    """How two parties hang together: the posts of one in the other, and the facts that both share."""

    one: str
    other: str
    posts: tuple[Post, ...]
    facts: tuple[Fact, ...]
    strength: Strength

    @classmethod
    def of(cls, one: str, other: str, posts: tuple[Post, ...], facts: tuple[Fact, ...], day: int) -> Step:
        """The step with the strongest of what it rests on."""
        if posts:
            strength = Strength.ROLE if any(post.held.holds_on(day) for post in posts) else Strength.FORMER_ROLE
        else:
            proven = any(fact.certainty is Certainty.RECORDED for fact in facts)
            strength = Strength.NUMBER if proven else Strength.NAME
        return cls(one, other, posts, facts, strength)

    def as_json(self, day: int) -> dict[str, Any]:
        """The step with the rows that it rests on."""
        return {
            "from": self.one,
            "to": self.other,
            "roles": [post_json(post, day) for post in self.posts],
            "facts": [
                {"fact": fact.fact, "value": fact.value, "certainty": str(fact.certainty)} for fact in self.facts
            ],
        }


@dataclass(frozen=True, slots=True)
class Way:
    """One path, party by party, and what ties each to the next."""

    parties: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def strength(self) -> Strength:
        """That of the weakest step."""
        return max(step.strength for step in self.steps)

    @property
    def certainty(self) -> Certainty:
        """``identity`` where a step rests on nothing but what others may bear as well."""
        return Certainty.IDENTITY if self.strength is Strength.NAME else Certainty.RECORDED


@dataclass(frozen=True, slots=True)
class Ways:
    """The paths found, grouped by their end and best first, with everybody on them; ``cut``: some were left out.

    Ends with nearer paths come first, then by id; of one end the shorter path, then the one whose weakest step is
    the strongest (a role in force, a former role, a shared number, a shared name), then the least ids.
    """

    search: Search
    parties: Mapping[str, Party]
    groups: Mapping[str, tuple[Way, ...]]
    cut: bool


def paths_between(view: View, one: str, other: str, search: Search) -> Ways:
    """How do these two parties hang together?

    The ties around both are read to half the length of a path, which is where every path of that length lies; a
    hub between them is met from both sides, and need not be read.
    """
    web = Web(view, search)
    growing, resting = Ball(one), Ball(other)
    for _ in range(search.hops if one != other else 0):
        web.grow(growing)
        if not search.every and not resting.distance.keys().isdisjoint(growing.outermost):
            break
        growing, resting = resting, growing
    left = web.distances([other], search.hops)
    if one == other or one not in left:
        return _explained(view, search, [], cut=web.cut)
    lengths = range(left[one], (search.hops if search.every else left[one]) + 1)
    budget = _Budget(search.paths_told)
    found = [path for length in lengths for path in _paths(web, one, length, left, {other}, budget)]
    return _explained(view, search, found, cut=web.cut or budget.spent)


def paths_to_listed(view: View, party: str, search: Search, beside: Iterable[str] = ()) -> Ways:
    """How does ``party`` hang together with those whose listing is in force on the day, but for some of them?"""
    web = Web(view, search)
    ball = Ball(party)
    for _ in range(search.hops):
        web.grow(ball)
    met = ball.distance
    listed = listed_among(view, met, search.day).keys() - {party, *beside}
    ends = sorted(listed, key=lambda id_: (met[id_], id_))
    budget = _Budget(search.paths_told)
    found: list[tuple[str, ...]] = []
    if search.every:
        left = web.distances(ends, search.hops)
        for length in range(1, search.hops + 1):
            found += _paths(web, party, length, left, set(ends), budget)
    else:
        for end in ends:
            found += _paths(web, party, met[end], web.distances([end], met[end], within=met), {end}, budget)
    return _explained(view, search, found, cut=web.cut or budget.spent)


def listed_among(view: View, parties: Iterable[str], day: int) -> dict[str, Certainty]:
    """Which of ``parties`` does a listing in force on ``day`` name, and how surely?"""
    listed: dict[str, Certainty] = {}
    for binding in view.debts(parties).bindings:
        if binding.listing.in_force.holds_on(day) and listed.get(binding.party) is not Certainty.RECORDED:
            listed[binding.party] = binding.certainty
    return listed


def post_json(post: Post, day: int) -> dict[str, Any]:
    """A row of the roles, with whether it is one of the past on ``day``."""
    return {
        "holder": post.holder, "organization": post.organization, "role": post.role,
        "share": None if post.share is None else post.share / WHOLE, "since": iso(post.held.since),
        "until": iso(post.held.until), "source": post.source, "former": not post.held.holds_on(day),
    }  # fmt: skip


class _Budget:
    """How many paths may still be told and steps taken."""

    def __init__(self, paths: int) -> None:
        self.paths, self.steps = paths, _STEPS_TAKEN
        self.spent = False


def _paths(
    web: Web, start: str, length: int, left: Mapping[str, int], ends: set[str], budget: _Budget
) -> Iterator[tuple[str, ...]]:
    """The simple paths of exactly ``length`` ties from ``start`` to any of ``ends``, in the order of their ids.

    ``left`` tells how far each party stands from the nearest end: what stands too far is not entered.
    """

    def onward(path: list[str]) -> Iterator[str]:
        most = length - len(path)
        for other in web.links(path[-1]):
            budget.steps -= 1
            if left.get(other, length) <= most and other not in met:
                yield other

    if budget.spent:
        return
    path, met, open_ = [start], {start}, [onward([start])]
    while open_:
        following = next(open_[-1], None)
        if following is None:
            open_.pop()
            met.remove(path.pop())
            continue
        if budget.steps < 0:
            budget.spent = True
            return
        if len(path) < length:
            path.append(following)
            met.add(following)
            open_.append(onward(path))
        elif following in ends:
            if not budget.paths:
                budget.spent = True
                return
            budget.paths -= 1
            yield (*path, following)


def _explained(view: View, search: Search, found: list[tuple[str, ...]], *, cut: bool) -> Ways:
    """The paths with what each step rests on, grouped and ranked."""
    pairs = {pair for path in found for pair in pairwise(path)}
    parties = view.parties(sorted({party for path in found for party in path}))
    posts: dict[tuple[str, str], list[Post]] = {}
    for post in view.posts_among(parties):
        if search.through.follows(post, search.day):
            posts.setdefault((post.holder, post.organization), []).append(post)
    facts = facts_between(view, pairs) if search.facts else {}

    def step(one: str, other: str) -> Step:
        held = (*posts.get((one, other), ()), *posts.get((other, one), ()))
        return Step.of(one, other, held, tuple(facts.get((one, other), ())), search.day)

    steps = {pair: step(*pair) for pair in pairs}
    groups: dict[str, list[Way]] = {}
    for path in found:
        groups.setdefault(path[-1], []).append(Way(path, tuple(steps[pair] for pair in pairwise(path))))

    def rank(way: Way) -> tuple[int, int, tuple[str, ...]]:
        return len(way.steps), way.strength, way.parties

    ranked = {end: tuple(sorted(ways, key=rank)) for end, ways in groups.items()}
    order = sorted(ranked, key=lambda end: (len(ranked[end][0].steps), end))
    return Ways(search, parties, {end: ranked[end] for end in order}, cut)
