"""Control, as published: whoever holds directly, or together with the companies controlled, enough of the votes.

The least set of companies that satisfies this, found by adding up what the members hold until nobody is added
(Ceri, Gottlob and Tanca, "Logic Programming and Databases", 1990, ch. 3; Gulino et al., "Distributed Company
Control in Company Shareholding Graphs", 2021). Holdings joint, crossed or in circles are met as they come.

Plain functions over numbered parties: lists for one question, numpy's arrays compiled by numba for a whole
register (``graph.control.compiled``). Shares are whole numbers; what is of unknown size counts nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from graph.model.interval import EARLIEST, LATEST


class Holdings(NamedTuple):
    """Holdings by their holder: those of number ``n`` are the rows from ``offset[n]`` up to ``offset[n + 1]``."""

    offset: Any
    organization: Any
    share: Any
    since: Any
    until: Any


class Room(NamedTuple):
    """What the functions below write into: as long as there are parties, all zero but for what was found.

    ``members``: the controller, then the companies it controls. ``found``, ``first``, ``last``: see ``lasting``.
    """

    sums: Any
    marks: Any
    members: Any
    found: Any
    first: Any
    last: Any


def controlled(holdings: Holdings, source: int, day: int, least: int, room: Room) -> int:
    """How many ``members`` there are on ``day``, where ``least`` is enough: ``source`` and what it controls."""
    room.members[0] = source
    held = 0
    for row in range(holdings.offset[source], holdings.offset[source + 1]):
        held += holdings.share[row]
    if held < least:  # not enough for any company, whatever the days and wherever it lies
        return 1
    count = 1
    at = 0
    while at < count:
        holder = room.members[at]
        at += 1
        for row in range(holdings.offset[holder], holdings.offset[holder + 1]):
            organization = holdings.organization[row]
            if holdings.since[row] <= day < holdings.until[row] and organization != source:
                before = room.sums[organization]
                after = before + holdings.share[row]
                room.sums[organization] = after
                if before < least <= after:
                    room.members[count] = organization
                    count += 1
    for at in range(count):
        holder = room.members[at]
        for row in range(holdings.offset[holder], holdings.offset[holder + 1]):
            room.sums[holdings.organization[row]] = 0
    return count


def lasting(holdings: Holdings, source: int, day: int, law_since: Any, law_least: Any, room: Room) -> int:
    """Since when and until when ``source`` controls each company without a break, of those controlled on ``day``.

    The companies are ``found``, from place 1 up to the returned count; ``first`` and ``last`` bound their days.
    While nothing that is used ends and the law stays, control goes on, for more holdings never take it away:
    so only the ends of what is used are looked at, and there the question is asked anew. ``law_since`` rises.
    """
    count = controlled(holdings, source, day, law_least[_law(law_since, day)], room)
    for at in range(count):
        room.found[at] = room.members[at]
        room.first[at] = EARLIEST
        room.last[at] = LATEST
    for later in (True, False):
        size, left, now = count, count - 1, day
        if not later:
            size = controlled(holdings, source, day, law_least[_law(law_since, day)], room)
        while left > 0:
            edge = _edge(holdings, now, law_since, size, later, room)
            if edge in (EARLIEST, LATEST):
                break
            now = edge if later else edge - 1
            size = controlled(holdings, source, now, law_least[_law(law_since, now)], room)
            _mark(size, 1, room)
            for at in range(1, count):
                if room.marks[room.found[at]] == 0:
                    if later and room.last[at] == LATEST:
                        room.last[at] = edge
                        left -= 1
                    if not later and room.first[at] == EARLIEST:
                        room.first[at] = edge
                        left -= 1
            _mark(size, 0, room)
    return count


def pairs(
    holdings: Holdings, sources: Any, start: int, day: int, least: int, room: Room, holders: Any, organizations: Any
) -> tuple[int, int]:
    """Who controls what: fills ``holders`` and ``organizations`` from the source at ``start`` on.

    Returns how many pairs there are, and the first source for which there was no more room.
    """
    filled = 0
    for place in range(start, len(sources)):
        source = sources[place]
        count = controlled(holdings, source, day, least, room)
        if filled + count - 1 > len(holders):
            return filled, place
        for at in range(1, count):
            holders[filled] = source
            organizations[filled] = room.members[at]
            filled += 1
    return filled, len(sources)


def _law(law_since: Any, day: int) -> int:
    """The place of the law of ``day``."""
    place = 0
    while place + 1 < len(law_since) and law_since[place + 1] <= day:
        place += 1
    return place


def _edge(holdings: Holdings, now: int, law_since: Any, size: int, later: bool, room: Room) -> int:
    """The next day (or, not ``later``, the last first day) on which something that the members use changes."""
    place = _law(law_since, now)
    following = law_since[place + 1] if place + 1 < len(law_since) else LATEST
    edge = following if later else law_since[place]
    _mark(size, 1, room)
    for at in range(size):
        holder = room.members[at]
        for row in range(holdings.offset[holder], holdings.offset[holder + 1]):
            if holdings.since[row] <= now < holdings.until[row] and room.marks[holdings.organization[row]] == 1:
                edge = min(edge, holdings.until[row]) if later else max(edge, holdings.since[row])
    _mark(size, 0, room)
    return edge


def _mark(size: int, mark: int, room: Room) -> None:
    for at in range(size):
        room.marks[room.members[at]] = mark


def spells(
    holdings: Holdings, sources: Any, starts: Any, targets: Any, day: int, law_since: Any, law_least: Any, room: Room,
    since: Any, until: Any,
) -> None:  # fmt: skip
    """``lasting`` for many: the ``targets`` of source ``n`` are those from ``starts[n]`` up to ``starts[n + 1]``.

    Fills ``since`` and ``until`` of each target; every target is controlled by its source on ``day``.
    """
    for place in range(len(sources)):
        count = lasting(holdings, sources[place], day, law_since, law_least, room)
        for at in range(1, count):
            room.sums[room.found[at]] = at
        for row in range(starts[place], starts[place + 1]):
            at = room.sums[targets[row]]
            since[row] = room.first[at]
            until[row] = room.last[at]
        for at in range(1, count):
            room.sums[room.found[at]] = 0
