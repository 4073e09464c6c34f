"""May a debtor control a party by shares? As one plain loop over numbers, compiled where many are asked for.

All debtors above a party are taken as one: where even together, with the companies that then follow, they never held
enough of it, none of them controls it. Downwards the party itself begins. Shares of every date are added up, so that
what is ruled out here is ruled out on every day.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from graph.stores.snapshot.kernel import _place, halved

NO, YES, LARGER = range(3)


class Ends(NamedTuple):
    """Roles by one of their ends: where each party's rows begin, and of each row the other end and the role."""

    offset: Any
    other: Any
    role: Any


class Room(NamedTuple):
    """Room for the parties met, in a hash table with the shares that are added up, and for those whose turn comes."""

    table: Any
    sums: Any
    members: Any


def room(places: int, *, compiled: bool) -> Room:
    """Empty room for so many places; a plain loop writes into lists the fastest."""
    if compiled:
        return Room(np.full(places, -1, np.int32), np.zeros(places, np.int64), np.zeros(places, np.int32))
    return Room([-1] * places, [0] * places, [0] * places)


def _stands(values: Any, number: int) -> bool:
    """Does ``number`` stand among the sorted ``values``?"""
    at = halved(values, number)
    return at < len(values) and values[at] == number


def weighed(
    start: int, upward: bool, word: int, least: int, left: int, held: Ends, share: Any, inside: Ends, debtors: Any,
    room: Room,
) -> int:  # fmt: skip
    """See ``may_control``, over numbered parties and roles: ``word`` is the shareholder's. ``left`` is the limit.

    ``LARGER`` where the room was too small; it is of no more use then.
    """
    table, sums, members = room
    table[_place(table, start)] = start
    members[0] = start
    count, met = 1, 1
    if upward:
        at = 0
        while at < count:
            here = members[at]
            at += 1
            for row in range(inside.offset[here], inside.offset[here + 1]):
                if inside.role[row] != word:
                    continue
                left -= 1
                if left < 0:
                    return YES
                holder = inside.other[row]
                place = _place(table, holder)
                if table[place] != holder:
                    if count * 2 >= len(table):
                        return LARGER
                    table[place] = holder
                    members[count] = holder
                    count += 1
        above, count = count, 0
        for at in range(above):
            holder = members[at]
            if holder != start and _stands(debtors, holder):
                sums[_place(table, holder)] = least  # it need not be controlled itself
                members[count] = holder
                count += 1
    else:
        sums[_place(table, start)] = least
    at = 0
    while at < count:
        holder = members[at]
        at += 1
        for row in range(held.offset[holder], held.offset[holder + 1]):
            if held.role[row] != word:
                continue
            left -= 1
            if left < 0:
                return YES
            company = held.other[row]
            place = _place(table, company)
            if table[place] != company:
                if upward:  # it does not lie between them and the party
                    continue
                met += 1
                if met * 2 >= len(table):
                    return LARGER
                table[place] = company
            before = sums[place]
            after = before + min(max(share[row], 0), least)  # where it is unknown, the cell may hold anything
            sums[place] = after
            if before < least <= after:
                if company == start if upward else _stands(debtors, company):
                    return YES
                members[count] = company
                count += 1
    return NO
