"""Walks the ties of a party level by level, for any store that can tell the ties of a frontier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.stores.interface import Path, Ties, Walk


def walk(
    start: str,
    hops: int,
    ties: Callable[[Sequence[str]], Mapping[str, Ties]],
    listed: Callable[[Sequence[str]], Iterable[str]],
) -> Walk:
    """The least of the shortest paths from ``start`` to each listed party within ``hops`` ties.

    ``ties`` tells the ties of each party of a frontier in the order of (other, role, held); ``listed`` which of
    some parties are listed. The frontier of each level stands in the order of its paths, so that the first tie
    to reach a party is the end of its least path.
    """
    ways: dict[str, tuple[str, str] | None] = {start: None}
    frontier = [start]
    paths: list[Path] = []
    cut = False
    for _ in range(hops):
        found = ties(frontier)
        reached: list[str] = []
        for party in frontier:
            known = found.get(party)
            if known is None:
                continue
            cut |= known.cut
            for other, role, _ in known.ties:
                if other not in ways:
                    ways[other] = (party, role)
                    reached.append(other)
        if not reached:
            break
        ends = set(listed(reached))
        paths += [_path(ways, end) for end in reached if end in ends]
        frontier = reached
    return Walk(paths, cut)


def _path(ways: Mapping[str, tuple[str, str] | None], end: str) -> Path:
    parties, roles = [end], []
    while (way := ways[parties[-1]]) is not None:
        roles.append(way[1])
        parties.append(way[0])
    return Path(tuple(reversed(parties)), tuple(reversed(roles)))
