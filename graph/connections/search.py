"""How far a search for paths goes, and the piece of the network that it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.connections.facts import shared_facts
from graph.connections.neighbourhood import TIES_FOLLOWED
from graph.stores.interface import Through, View

PATHS_TOLD = 100  # paths of one answer
TIES_READ = 100_000  # ties read around one party
_CHUNK = 100  # parties whose ties are read at once


@dataclass(frozen=True, slots=True)
class Search:
    """Which paths are looked for on ``day``, and where the search stops.

    ``hops`` bounds the ties of a path. ``roles`` are those that count (none: all), with ``former`` also those that
    ended; with ``facts`` two parties are tied by a fact that the register holds of both. ``every``: all simple
    paths in place of all shortest ones. Of one party the first ``ties_followed`` ties by id are followed, around
    one end of the paths some ``ties_read``, nearer parties first, and ``paths_told`` paths are told, shorter ones
    first, then by their ids: where that leaves something out the answer is incomplete.
    """

    day: int
    hops: int = 4
    roles: tuple[str, ...] = ()
    former: bool = False
    facts: bool = False
    every: bool = False
    paths_told: int = PATHS_TOLD
    ties_followed: int = TIES_FOLLOWED
    ties_read: int = TIES_READ

    def __post_init__(self) -> None:
        if self.hops < 1:
            raise ValueError(f"hops: {self.hops} is less than 1; a path has a tie at least")
        if self.paths_told < 1:
            raise ValueError(f"limit: {self.paths_told} is less than 1; at least one path is told")

    @property
    def through(self) -> Through:
        """The ties that are followed."""
        return Through(self.roles, self.former)


class Ball:
    """Everybody within ``radius`` ties of a party, each with its distance."""

    def __init__(self, centre: str) -> None:
        self.radius = 0
        self.distance = {centre: 0}
        self.outermost = [centre]
        self.read = 0  # ties read to make it so large


@dataclass(slots=True)
class Web:
    """The ties read so far, either way; ``cut`` where a limit left some out."""

    view: View
    search: Search
    cut: bool = False
    _links: dict[str, set[str]] = field(default_factory=dict)
    _sorted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _expanded: set[str] = field(default_factory=set)
    _read: int = 0

    def links(self, party: str) -> tuple[str, ...]:
        """The parties tied to ``party`` as far as they were read, in the order of their ids."""
        found = self._sorted.get(party)
        if found is None:
            found = self._sorted[party] = tuple(sorted(self._links.get(party, ())))
        return found

    def grow(self, ball: Ball) -> None:
        """Read the ties of the outermost parties of ``ball``, and let it reach one tie further."""
        self._expand(ball)
        fresh = sorted({other for party in ball.outermost for other in self.links(party)} - ball.distance.keys())
        ball.radius += 1
        ball.distance |= dict.fromkeys(fresh, ball.radius)
        ball.outermost = fresh

    def distances(self, ends: Iterable[str], hops: int, within: Mapping[str, int] | None = None) -> dict[str, int]:
        """How far the parties met stand from the nearest of ``ends``; only over ``within``, falling, if given."""
        frontier = list(ends)
        distance = dict.fromkeys(frontier, 0)
        for step in range(1, hops + 1):
            fresh = {
                other
                for party in frontier
                for other in self.links(party)
                if other not in distance and (within is None or within.get(other) == within[party] - 1)
            }
            distance |= dict.fromkeys(fresh, step)
            frontier = list(fresh)
        return distance

    def _expand(self, ball: Ball) -> None:
        search = self.search
        parties = [party for party in ball.outermost if party not in self._expanded]
        for begin in range(0, len(parties), _CHUNK):
            if ball.read >= search.ties_read:
                self.cut = True
                return
            chunk = parties[begin : begin + _CHUNK]
            self._expanded.update(chunk)
            pairs = list(shared_facts(self.view, chunk)) if search.facts else []
            for party, ties in self.view.ties(chunk, search.day, search.ties_followed, search.through).items():
                self.cut |= ties.cut
                pairs += [(party, tie.other) for tie in ties.ties]
            ball.read += len(pairs)
            for one, other in pairs:
                self._links.setdefault(one, set()).add(other)
                self._links.setdefault(other, set()).add(one)
                self._sorted.pop(one, None)
                self._sorted.pop(other, None)
