"""The walk over compressed sparse rows as one plain loop, to be compiled where many are asked for.

Everything is a number here: parties and roles by their places. A party's ties stand in two runs of rows that are
both sorted by (other, role): those that it holds and those that are held in it. Merged they are its ties in order,
so that nothing needs to be sorted. Parties met are kept in a hash table with open addressing (Knuth, The Art of
Computer Programming 3, §6.4), which grows with the visit and not with the register.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Rows(NamedTuple):
    """Roles by one of their ends: where each party's rows begin, and of each row the other end, role and days."""

    offset: Array
    other: Array
    role: Array
    since: Array
    until: Array


def _place(table: Array, party: int) -> int:
    """Where ``party`` stands in the table, or could stand."""
    mask = len(table) - 1
    at = (int(party) * 0x9E3779B1 >> 7) & mask
    while table[at] != -1 and table[at] != party:
        at = (at + 1) & mask
    return at


def _larger(table: Array) -> Array:
    grown = np.full(len(table) * 4, -1, dtype=np.int32)
    for party in table:
        if party != -1:
            grown[_place(grown, party)] = party
    return grown


def _next(rows: Rows, at: int, end: int, day: int, here: int) -> int:
    """The first row from ``at`` on that holds on ``day`` and ties to somebody else."""
    while at < end and not (rows.since[at] <= day < rows.until[at] and rows.other[at] != here):
        at += 1
    return at


def _any(rows: Rows, at: int, end: int, listed: Array) -> bool:
    """Do any of these rows tie to somebody listed? Most do not, and need not be merged."""
    for row in range(at, end):  # noqa: SIM110 - compiled
        if listed[rows.other[row]]:
            return True
    return False


def walked(
    start: int, hops: int, day: int, limit: int, held: Rows, inside: Rows, listed: Array
) -> tuple[Array, Array, Array, Array, bool]:
    """Breadth first from ``start``: parties met, the place of the one before each, the role between, the ends.

    The ends are the places of listed parties in the order of (distance, path). Of the last level only these are
    met. And whether a party had more than ``limit`` ties.
    """
    table = np.full(256, -1, dtype=np.int32)
    table[_place(table, start)] = start
    met, before, by = np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.uint8)
    ends = np.empty(64, np.int32)
    met[0], before[0], by[0] = start, -1, 0
    begin, count, found = 0, 1, 0
    cut = False
    for level in range(1, hops + 1):
        last, level_end = level == hops, count
        for place in range(begin, level_end):
            here = met[place]
            one, end_held = held.offset[here], held.offset[here + 1]
            two, end_inside = inside.offset[here], inside.offset[here + 1]
            few = end_held - one + end_inside - two <= limit
            if last and few and not (_any(held, one, end_held, listed) or _any(inside, two, end_inside, listed)):
                continue
            one = _next(held, one, end_held, day, here)
            two = _next(inside, two, end_inside, day, here)
            taken, other, role, side = 0, -1, -1, -1
            while one < end_held or two < end_inside:
                first = two >= end_inside
                if not first and one < end_held:
                    gap = held.other[one] - inside.other[two]
                    first = gap < 0 or (gap == 0 and held.role[one] < inside.role[two])
                if first:
                    again = held.other[one] == other and held.role[one] == role and side == 1
                    other, role, side = held.other[one], held.role[one], 1
                    one = _next(held, one + 1, end_held, day, here)
                else:
                    again = inside.other[two] == other and inside.role[two] == role and side == 0
                    other, role, side = inside.other[two], inside.role[two], 0
                    two = _next(inside, two + 1, end_inside, day, here)
                if again:  # several rows of one role are one tie
                    continue
                taken += 1
                if taken > limit:
                    cut = True
                    break
                if last and not listed[other]:
                    continue
                at = _place(table, other)
                if table[at] == other:
                    continue
                table[at] = other
                if count == len(met):
                    met, before, by = _twice(met), _twice(before), _twice(by)
                met[count], before[count], by[count] = other, place, role
                if listed[other]:
                    if found == len(ends):
                        ends = _twice(ends)
                    ends[found] = count
                    found += 1
                count += 1
                if count * 2 > len(table):
                    table = _larger(table)
        if count == level_end:
            break
        begin = level_end
    return met[:count], before[:count], by[:count], ends[:found], cut


def halved(values: Any, number: int) -> int:
    """The first place among the sorted ``values`` that is not before ``number``."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low


def _twice(values: Array) -> Array:
    return np.concatenate((values, np.empty_like(values)))
