"""Walks the ties of a party, level by level, over compressed sparse rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.model import Post
from graph.stores.interface import IN_FORCE, Path, Through, Tie, Ties, Walk
from graph.stores.snapshot.kernel import Rows
from graph.stores.snapshot.places import among, spans
from graph.stores.snapshot.weighing import Ends, room

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

Longs = npt.NDArray[np.int64]


# Compiling the walk takes some seconds, once on a machine and program; loading it after that, a part of one. A
# process compiles when it has spent as long on walking without: whatever it goes on to ask, it lost no more than half.
_WORTH_COMPILING = 1.0

Walker = Callable[..., tuple[Longs, Longs, Longs, Longs, bool]]


class _Walker:
    """Which of the two forms of the walks a process uses; both give the same."""

    def __init__(self) -> None:
        self.compiled: Walker | None = None
        self.weighed: Callable[..., int] | None = None
        self.spent = 0.0


walker = _Walker()


def compile_walks() -> None:
    """Have walks compiled from now on: for a process that will ask for many. No later question waits for it."""
    from graph.stores.snapshot.compiled import walked, weighed

    # Of the types that a snapshot's columns have.
    offset, other, role, since, until = (
        np.frombuffer(bytes(16), dtype=kind) for kind in ("i8", "i4", "u1", "i4", "i4")
    )
    nothing = Rows(offset, other, role, since, until)
    walked(0, 1, 0, 1, nothing, nothing, np.zeros(1, dtype=bool))
    ends = Ends(offset, other, role)
    weighed(0, True, 0, 1, 1, ends, np.frombuffer(bytes(8), dtype="i8"), ends, other[:0], room(4, compiled=True))
    walker.compiled, walker.weighed = walked, weighed


def paths_to_debtors(view: SnapshotView, party: str, day: int, hops: int, limit: int) -> Walk:
    """See ``View.paths_to_debtors``.

    The frontier of each level stands in the order of its paths, so that the first tie to reach a party is the
    end of its least path.
    """
    start = view.ids.number(party)
    if start is None or hops < 1:
        return Walk([], cut=False)
    if walker.compiled is None:
        begun = perf_counter()
        met, before, by, ends, cut = _walked(view, start, day, hops, limit)
        walker.spent += perf_counter() - begun
        if walker.spent > _WORTH_COMPILING:
            walker.spent = -inf
            with suppress(RuntimeError):  # there is no place where the compiler may keep what it made
                compile_walks()
    else:
        held, inside = view.roles_by_end
        listed = view.listed_on(day)
        met, before, by, ends, cut = walker.compiled(start, hops, day, limit, held, inside, listed)
    return Walk(_paths(view, met, before, by, ends), bool(cut))


def _walked(view: SnapshotView, start: int, day: int, hops: int, limit: int) -> tuple[Longs, Longs, Longs, Longs, bool]:
    """The same as ``kernel.walked``, a level at a time. Visited parties are kept sorted and grow with the visit."""
    met, before, by = (np.array([value], dtype=np.int64) for value in (start, -1, 0))
    ends: list[Longs] = []
    visited, begin, cut = met, 0, False
    for level in range(1, hops + 1):
        origin, other, role, _, overflow = _ties(view, met[begin:], day, limit)
        cut |= bool(len(overflow))
        fresh = _listed(view, other, day) if level == hops else np.ones(len(other), dtype=bool)
        fresh[fresh] = ~among(other[fresh], visited)
        origin, other, role = origin[fresh], other[fresh], role[fresh]
        if not len(other):
            break
        # Ties stand by (place of the origin, other, role): the first of each party ends its least path.
        parties, first = np.unique(other, return_index=True)
        first.sort()
        visited = np.sort(np.concatenate((visited, parties)))  # none of them stands in both
        reached = other[first]
        ends.append(np.flatnonzero(_listed(view, reached, day)) + len(met))
        before = np.concatenate((before, origin[first] + begin))
        begin = len(met)
        met, by = np.concatenate((met, reached)), np.concatenate((by, role[first]))
    return met, before, by, np.concatenate([np.zeros(0, dtype=np.int64), *ends]), cut


def _paths(view: SnapshotView, met: Longs, before: Longs, by: Longs, ends: Longs) -> list[Path]:
    """The path to each of ``ends``, read backwards from it."""
    paths = []
    names: dict[int, str] = {}
    words = view.role_words
    for end in ends.tolist():
        parties, roles, at = [], [], end
        while at >= 0:
            if at not in names:
                names[at] = view.ids[met.item(at)]
            parties.append(names[at])
            roles.append(words[by.item(at)])
            at = before.item(at)
        roles.pop()  # nothing comes before the first
        paths.append(Path(tuple(reversed(parties)), tuple(reversed(roles))))
    return paths


def ties_of(view: SnapshotView, parties: Sequence[str], day: int, limit: int, through: Through) -> dict[str, Ties]:
    """See ``View.ties``."""
    known = {id_: number for id_ in parties if (number := view.ids.number(id_)) is not None}
    ids = list(known)
    frontier = np.array(list(known.values()), dtype=np.int64)
    origin, other, role, held, overflow = _ties(view, frontier, day, limit, through)
    found = {id_: Ties([], place in overflow) for place, id_ in enumerate(ids)}
    names = view.ids.named(other.tolist())
    for place, number, code, side in zip(origin.tolist(), other.tolist(), role.tolist(), held.tolist(), strict=True):
        found[ids[place]].ties.append(Tie(names[number], view.role_words[code], bool(side)))
    return found


def posts_among(view: SnapshotView, parties: Iterable[str]) -> list[Post]:
    """See ``View.posts_among``."""
    known = {number for id_ in parties if (number := view.ids.number(id_)) is not None}
    members = np.array(sorted(known), dtype=np.int64)
    origin, row = spans(view.numbers("holders", "offset"), members)
    inside = among(view.numbers("roles", "organization")[row], members)
    return view.posts_in(row[inside], members[origin[inside]].tolist())


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


def _listed(view: SnapshotView, parties: Longs, day: int) -> npt.NDArray[np.bool_]:
    """Which of ``parties`` does a listing in force on ``day`` name?"""
    listed = among(parties, view.numbers("debtors", "party"))
    for place in np.flatnonzero(listed).tolist():
        rows = view.numbers("bindings", "listing")[view.bound(int(parties[place]))]
        since, until = view.numbers("listings", "listed_on")[rows], view.numbers("listings", "released_on")[rows]
        listed[place] = bool(np.any((since <= day) & (until > day)))
    return listed
