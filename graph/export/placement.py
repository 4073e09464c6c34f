"""Where the parties of a picture stand: rings around the party asked about, the same for the same network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin

_STEP = 105.0  # between two rings
_ROOM = 64.0  # for one party on its ring
_WIDE = 2.2  # screens are wide, and so are names


def placed(start: str, pairs: Iterable[tuple[str, str]], parties: Iterable[str]) -> dict[str, tuple[float, float]]:
    """A place for each of ``parties``, given which pairs are tied; ``start`` is in the middle.

    Each party stands on the ring of its distance, next to those that hang on the same party; who takes more
    room on the rings beyond is given a wider sector.
    """
    neighbours: dict[str, set[str]] = {id_: set() for id_ in parties}
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    rings, children = _rings(start, neighbours)
    leaves: dict[str, int] = {}
    for ring in reversed(rings):
        for id_ in ring:
            leaves[id_] = sum(leaves[child] for child in children.get(id_, ())) or 1
    angles = _angles(start, children, leaves)
    places = {start: (0.0, 0.0)}
    radius = 0.0
    for ring in rings[1:]:
        radius = max(radius + _STEP, len(ring) * _ROOM / (2 * pi))
        for id_ in ring:
            places[id_] = (round(radius * _WIDE * cos(angles[id_]), 1), round(radius * sin(angles[id_]), 1))
    for number, id_ in enumerate(sorted(set(neighbours) - set(places))):
        places[id_] = ((number - len(neighbours) / 2) * _ROOM, radius + _STEP)
    return places


def _rings(start: str, neighbours: Mapping[str, set[str]]) -> tuple[list[list[str]], dict[str, list[str]]]:
    """The parties by distance, and who hangs on whom."""
    rings, children, seen = [[start]], {}, {start}
    while rings[-1]:
        ring: list[str] = []
        for id_ in rings[-1]:
            children[id_] = sorted(neighbours[id_] - seen)
            seen |= neighbours[id_]
            ring += children[id_]
        rings.append(ring)
    return rings[:-1], children


def _angles(start: str, children: Mapping[str, Sequence[str]], leaves: Mapping[str, int]) -> dict[str, float]:
    """The middle of each party's sector; sectors are shared out by the leaves beyond."""
    angles: dict[str, float] = {}
    open_: list[tuple[str, float, float]] = [(start, -pi / 2, 3 * pi / 2)]
    while open_:
        id_, first, last = open_.pop()
        angles[id_] = (first + last) / 2
        share = (last - first) / max(sum(leaves[child] for child in children.get(id_, ())), 1)
        for child in children.get(id_, ()):
            open_.append((child, first, first + share * leaves[child]))
            first += share * leaves[child]
    return angles
