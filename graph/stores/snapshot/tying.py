"""Which ties to debts count on a day, as one plain loop over numbered parties, roles and debts.

Rows of one role between the same two parties stand side by side, by their since: they are one tie, held in stretches
without a break. Of these one counts: that of the day; or, where the role is not held on the day and was on the day of
listing, the time since it was left.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.model.interval import EARLIEST, LATEST
from graph.stores.snapshot.kernel import Rows, halved

DEBTOR, OFFICER, ORGANIZATION = range(3)  # scopes
NO_ROLE = -1


# The debts that stand on a day, in the order of their ``debtors``. ``former``: may it reach those who left? ``simple``:
# do its own days tell how long it stands? ``first`` and ``last`` bound the orders of its case.
OWED = np.dtype(
    [
        ("since", np.int32), ("first", np.int32), ("last", np.int32), ("former", np.bool_),
        ("simple", np.bool_),
    ],
    align=True,
)  # fmt: skip
# Orders by the case in which they were made: whom each names, and its days.
ORDERED = np.dtype([("party", np.int32), ("since", np.int32), ("until", np.int32)])
# Ties that count; ``since`` and ``until`` bound the days on which they do.
FOUND = np.dtype(
    [
        ("party", np.int32), ("debt", np.int32), ("since", np.int32), ("until", np.int32), ("role", np.int16),
        ("scope", np.int8), ("former", np.bool_), ("ordered", np.bool_), ("plain", np.bool_),
    ],
    align=True,
)  # fmt: skip


def to_debtors(day: int, debtors: Any, owed: Any, ordered: Any, officers: Rows, roles: Rows, found: Any) -> int:
    """Everybody's ties to the debts, found from the debtors' side.

    Returns how many there are, here as below: where there was no room for all, more than there was room for.
    """
    count = 0
    for debt in range(len(debtors)):
        debtor = debtors[debt]
        count = _tie(day, debtor, debt, DEBTOR, NO_ROLE, EARLIEST, LATEST, LATEST, owed, ordered, found, count)
        for rows, scope in ((officers, OFFICER), (roles, ORGANIZATION)):
            row, end = rows.offset[debtor], rows.offset[debtor + 1]
            while row < end:
                party, role = rows.other[row], rows.role[row]
                last = _alike(rows.other, rows.role, row, end)
                if party != debtor:
                    since, until, again = _stretch(rows.since, rows.until, row, last, day)
                    count = _tie(day, party, debt, scope, role, since, until, again, owed, ordered, found, count)
                row = last
    return count


def of_parties(
    day: int, parties: Any, debtors: Any, owed: Any, ordered: Any, officers: Rows, roles: Rows, found: Any
) -> int:
    """The same of some parties, found from their side, so that it grows with them."""
    count = 0
    for party in parties:
        count = _to_one(
            day, party, party, DEBTOR, NO_ROLE, EARLIEST, LATEST, LATEST, debtors, owed, ordered, found, count
        )
        for rows, scope in ((roles, OFFICER), (officers, ORGANIZATION)):
            row, end = rows.offset[party], rows.offset[party + 1]
            while row < end:
                debtor, role = rows.other[row], rows.role[row]
                last = _alike(rows.other, rows.role, row, end)
                if party != debtor:
                    since, until, again = _stretch(rows.since, rows.until, row, last, day)
                    count = _to_one(
                        day, party, debtor, scope, role, since, until, again, debtors, owed, ordered, found, count
                    )
                row = last
    return count


def of_ties(
    day: int, parties: Any, others: Any, since: Any, until: Any, scope: int, role: int, debtors: Any, owed: Any,
    ordered: Any, found: Any, count: int,
) -> int:  # fmt: skip
    """The same of ties of one role that stand in no register, written after the first ``count``."""
    for at in range(len(parties)):
        given = parties[at], others[at], scope, role, since[at], until[at], LATEST
        count = _to_one(day, *given, debtors, owed, ordered, found, count)
    return count


def _to_one(
    day: int, party: int, debtor: int, scope: int, role: int, since: int, until: int, again: int, debtors: Any,
    owed: Any, ordered: Any, found: Any, count: int,
) -> int:  # fmt: skip
    """A tie to somebody for each of its debts, if it has any."""
    debt = halved(debtors, debtor)
    while debt < len(debtors) and debtors[debt] == debtor:
        count = _tie(day, party, debt, scope, role, since, until, again, owed, ordered, found, count)
        debt += 1
    return count


def _alike(other: Any, role: Any, row: int, end: int) -> int:
    """Where the rows end that are of the same role to the same party as ``row``."""
    last = row + 1
    while last < end and other[last] == other[row] and role[last] == role[row]:
        last += 1
    return last


def _stretch(since: Any, until: Any, row: int, last: int, day: int) -> tuple[int, int, int]:
    """Of a role held in these rows the last stretch without a break that began by ``day``, and when the next begins.

    Empty where none did.
    """
    begun, ended = LATEST, LATEST
    while row < last:
        begins, ends = since[row], until[row]
        if begins < ends:
            if begun < LATEST and begins <= ended:
                ended = max(ended, ends)
            elif begins > day:
                return begun, ended, begins
            else:
                begun, ended = begins, ends
        row += 1
    return begun, ended, LATEST


def _tie(
    day: int, party: int, debt: int, scope: int, role: int, since: int, until: int, again: int, owed: Any,
    ordered: Any, found: Any, count: int,
) -> int:  # fmt: skip
    """Write the tie down where it counts: how many there are now."""
    if since > day:
        return count
    one = owed[debt]
    former = until <= day
    if former and not (one["former"] and since <= one["since"] < until):
        return count
    now, sure, begun, ended = False, True, EARLIEST, LATEST
    if one["first"] < one["last"]:
        now, sure, begun, ended = _named(ordered, one["first"], one["last"], party, day)
    if former:
        since, until = max(until, begun), min(again, ended)
        if since >= until:
            return count
    if count < len(found):
        row = found[count]
        row["party"], row["debt"], row["scope"], row["role"] = party, debt, scope, role
        row["since"], row["until"], row["former"] = since, until, former
        row["ordered"], row["plain"] = now, one["simple"] and (sure or not former)
    return count + 1


def _named(ordered: Any, first: int, last: int, party: int, day: int) -> tuple[bool, bool, int, int]:
    """Is ``party`` named by an order in force on ``day``; do the columns tell all of it; since and until when it is so.

    Before the first order a court has said nothing yet, and the days count; after it those count on which one stands.
    """
    now, earliest = False, LATEST
    for at in range(first, last):
        begun, ended = ordered[at]["since"], ordered[at]["until"]
        if ordered[at]["party"] == party and begun < ended:
            earliest = min(earliest, begun)
            now = now or begun <= day < ended
    if earliest == LATEST:
        return False, True, EARLIEST, LATEST
    if not now and earliest <= day:
        return False, True, LATEST, LATEST
    since = until = day if now else earliest
    longer = True
    while longer:  # orders that overlap, or follow without a day between
        longer = False
        for at in range(first, last):
            begun, ended = ordered[at]["since"], ordered[at]["until"]
            beside = ordered[at]["party"] == party and begun < ended and begun <= until and ended >= since
            if beside and (begun < since or ended > until):
                since, until, longer = min(since, begun), max(until, ended), True
    return now, now, EARLIEST if since == earliest else since, until


PARTS = (_to_one, _alike, _stretch, _tie, _named)  # the compiler is told of them
