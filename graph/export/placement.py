"""Where the parties of a picture stand: rings around the party asked about, the same for the same network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from math import atan2, ceil, cos, pi, sin, sqrt
from typing import NamedTuple

_STEP = 105.0  # between two rings
_ROOM = 64.0  # for one party on its ring
_IN_A_ROW = 40
_WIDE = 2.2  # screens are wide, and so are names
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)  # where words may stand on a line, the middle first
_NARROW = 0x2E7F  # characters up to here take half the room of those beyond


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
        rows = ceil(sqrt(len(ring) / _IN_A_ROW))  # a crowded ring has several, its parties in turn on each
        radius = max(radius + _STEP, len(ring) * _ROOM / (2 * pi * rows))
        for number, id_ in enumerate(sorted(ring, key=angles.__getitem__)):
            out = radius + number % rows * _STEP
            places[id_] = (round(out * _WIDE * cos(angles[id_]), 1), round(out * sin(angles[id_]), 1))
        radius += max(rows - 1, 0) * _STEP
    for number, id_ in enumerate(sorted(set(neighbours) - set(places))):
        places[id_] = ((number - len(neighbours) / 2) * _ROOM, radius + _STEP)
    return places


def placed_beside(
    places: Mapping[str, tuple[float, float]], host: str, parties: Sequence[str]
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """A free place near ``host`` for each of ``parties``; nobody who has a place in ``places`` is moved.

    They come to stand on rings around the host, first on the side that looks away from the middle.
    """
    taken = list(places.values())
    x, y = places[host]
    outward = atan2(y * _WIDE, x) if (x, y) != (0.0, 0.0) else pi / 2
    free: list[tuple[float, float]] = []
    for ring in count(1):
        if len(free) >= len(parties):
            break
        around = int(2 * pi * ring * _STEP / _ROOM)
        for number in range(around):
            turn = (number + 1) // 2 * (-1) ** number
            angle = outward + turn * 2 * pi / around
            place = (round(x + ring * _STEP * _WIDE * cos(angle), 1), round(y + ring * _STEP * sin(angle), 1))
            if all(abs(place[0] - other[0]) > _ROOM * 1.5 or abs(place[1] - other[1]) > _ROOM * 0.7 for other in taken):
                taken.append(place)
                free.append(place)
    return dict(zip(parties, free, strict=False))


class Box(NamedTuple):
    """The room that words or a sign take in a picture."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: Box) -> float:
        """The area that both take."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)


def words_box(middle: tuple[float, float], words: str, size: float) -> Box:
    """The room of one line of ``words`` whose baseline has its middle there; Chinese takes twice the room of Latin."""
    wide = sum(size if ord(character) > _NARROW else 0.55 * size for character in words)
    x, y = middle
    return Box(x - wide / 2, y - size, x + wide / 2, y + 0.25 * size)


def along(
    lines: Iterable[tuple[tuple[float, float], tuple[float, float], str]], taken: Iterable[Box], size: float
) -> list[tuple[float, float]]:  # fmt: skip
    """Where the words of each line (from, to, words) stand: near its middle, and off what is taken or stands already.

    Where all of a line is taken, they stand where they cover least.
    """
    boxes, places = list(taken), []
    for (x1, y1), (x2, y2), words in lines:
        choice = [(round(x1 + part * (x2 - x1), 1), round(y1 + part * (y2 - y1), 1)) for part in _ALONG]
        rooms = [words_box(place, words, size) for place in choice]
        covered = [sum(room.shared(box) for box in boxes) for room in rooms]
        best = covered.index(min(covered))
        boxes.append(rooms[best])
        places.append(choice[best])
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
