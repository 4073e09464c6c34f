"""Walks the ties of a party, level by level, over compressed sparse rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.model import Post
from graph.stores.interface import IN_FORCE, Path, Through, Tie, Ties, Walk
from graph.stores.snapshot.places import among, spans

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

Longs = npt.NDArray[np.int64]


def paths_to_debtors(view: SnapshotView, party: str, day: int, hops: int, limit: int) -> Walk:
    """See ``View.paths_to_debtors``.

    The frontier of each level stands in the order of its paths, so that the first tie to reach a party is the
    end of its least path. Visited parties are kept sorted and grow with the visit, not with the register.
    """
    start = view.ids.number(party)
    if start is None or hops < 1:
        return Walk([], cut=False)
    frontier = np.array([start], dtype=np.int64)
    visited = frontier
    ways: dict[int, tuple[int, int]] = {}  # party -> (the party before it, the role between)
    paths: list[Path] = []
    cut = False
    for _ in range(hops):
        origin, other, role, _, overflow = _ties(view, frontier, day, limit)
        cut |= bool(len(overflow))
        fresh = ~among(other, visited)
        origin, other, role = origin[fresh], other[fresh], role[fresh]
        if not len(other):
            break
        # Ties stand by (place of the origin, other, role): the first of each party ends its least path.
        parties, first = np.unique(other, return_index=True)
        first.sort()
        before, reached, by = frontier[origin[first]], other[first], role[first]
        visited = np.sort(np.concatenate((visited, parties)))  # none of them stands in both
        ways.update(zip(reached.tolist(), zip(before.tolist(), by.tolist(), strict=True), strict=True))
        paths += [_path(view, ways, start, end) for end in _listed(view, reached, day)]
        frontier = reached
    return Walk(paths, cut)


def _path(view: SnapshotView, ways: dict[int, tuple[int, int]], start: int, end: int) -> Path:
    parties, roles = [end], []
    while parties[-1] != start:
        before, role = ways[parties[-1]]
        roles.append(view.role_words[role])
        parties.append(before)
    return Path(tuple(view.ids[number] for number in reversed(parties)), tuple(reversed(roles)))


def ties_of(view: SnapshotView, parties: Sequence[str], day: int, limit: int, through: Through) -> dict[str, Ties]:
    """See ``View.ties``."""
    known = {id_: number for id_ in parties if (number := view.ids.number(id_)) is not None}
    ids = list(known)
    frontier = np.array(list(known.values()), dtype=np.int64)
    origin, other, role, held, overflow = _ties(view, frontier, day, limit, through)
    found = {id_: Ties([], place in overflow) for place, id_ in enumerate(ids)}
    for place, number, code, side in zip(origin.tolist(), other.tolist(), role.tolist(), held.tolist(), strict=True):
        found[ids[place]].ties.append(Tie(view.ids[number], view.role_words[code], bool(side)))
    return found


def posts_among(view: SnapshotView, parties: Iterable[str]) -> list[Post]:
    """See ``View.posts_among``."""
    known = {number for id_ in parties if (number := view.ids.number(id_)) is not None}
    members = np.array(sorted(known), dtype=np.int64)
    origin, row = spans(view.numbers("holders", "offset"), members)
    inside = among(view.numbers("roles", "organization")[row], members)
    pairs = zip(row[inside].tolist(), members[origin[inside]].tolist(), strict=True)
    return [view.post(at, holder) for at, holder in pairs]


def _ties(
    view: SnapshotView, frontier: Longs, day: int, limit: int, through: Through = IN_FORCE
) -> tuple[Longs, Longs, Longs, Longs, Longs]:
    """The ties of the frontier in force on ``day``: place of the origin, other party, role, side.

    And the places in the frontier of those whose ties were more than ``limit``.
    """
    codes = [code for code, word in enumerate(view.role_words) if word in through.roles]
    columns: list[list[Longs]] = [[], [], [], []]
    for offset, part, other, held in (
        ("holders", "roles", "organization", 1),
        ("organizations", "officers", "holder", 0),
    ):
        origin, row = spans(view.numbers(offset, "offset"), frontier)
        since, until = view.numbers(part, "since")[row], view.numbers(part, "until")[row]
        now = (since <= day) & (until > (since if through.former else day))
        if through.roles:
            now &= np.isin(view.numbers(part, "role")[row], codes)
        origin, row = origin[now], row[now]
        reached = view.numbers(part, other)[row].astype(np.int64)
        outward = reached != frontier[origin]
        for kept, values in zip(
            columns,
            (origin, reached, view.numbers(part, "role")[row].astype(np.int64), np.full(len(row), held)),
            strict=True,
        ):
            kept.append(values[outward])
    origin, reached, role, side = (np.concatenate(kept) for kept in columns)
    order = np.lexsort((side, role, reached, origin))
    origin, reached, role, side = origin[order], reached[order], role[order], side[order]
    new = np.ones(len(origin), dtype=bool)  # several rows of one role are one tie
    new[1:] = (
        (origin[1:] != origin[:-1]) | (reached[1:] != reached[:-1]) | (role[1:] != role[:-1]) | (side[1:] != side[:-1])
    )
    origin, reached, role, side = origin[new], reached[new], role[new], side[new]
    if len(origin) <= limit:
        return origin, reached, role, side, np.zeros(0, dtype=np.int64)
    starts = np.searchsorted(origin, np.arange(len(frontier)))
    within = np.arange(len(origin)) - starts[origin] < limit
    return origin[within], reached[within], role[within], side[within], np.unique(origin[~within])


def _listed(view: SnapshotView, parties: Longs, day: int) -> list[int]:
    """Those of ``parties`` that a listing in force on ``day`` names, in the same order."""
    since, until = view.numbers("listings", "listed_on"), view.numbers("listings", "released_on")
    listed = []
    for party in parties[among(parties, view.numbers("debtors", "party"))].tolist():
        rows = view.numbers("bindings", "listing")[view.bound(party)]
        if np.any((since[rows] <= day) & (until[rows] > day)):
            listed.append(party)
    return listed
