"""The floor: the plainest compiled loop over compressed sparse rows, in numbers, with nothing around it."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pyarrow as pa

from benchmarks.package import KEY
from benchmarks.peers.base import Peer, Row, day
from benchmarks.peers.base import rows as rows_of

_SCOPES = ("debtor", "officer", "organization")


@numba.njit
def _put(out, party, scope, role, debt, since, until):  # type: ignore[no-untyped-def]
    out[0], out[1], out[2], out[3], out[4], out[5] = party, scope, role, debt, since, until


@numba.njit
def _screen(day, party, since, until, holds, held, roles, officers, sets, out):  # type: ignore[no-untyped-def]
    """One row a debt: its debtor, then the debtor's officers and organizations. Returns how many."""
    count = 0
    for debt in range(len(party)):
        if not since[debt] <= day < until[debt]:
            continue
        debtor = party[debt]
        _put(out[count], debtor, 0, -1, debt, since[debt], until[debt])
        count += 1
        for scope, offset, rows, allowed in ((1, held, officers, sets[0]), (2, holds, roles, sets[1])):
            for row in range(offset[debtor], offset[debtor + 1]):
                if rows[2][row] <= day < rows[3][row] and allowed[rows[1][row]] and rows[0][row] != debtor:
                    begun, ends = max(since[debt], rows[2][row]), min(until[debt], rows[3][row])
                    _put(out[count], rows[0][row], scope, rows[1][row], debt, begun, ends)
                    count += 1
    return count


@numba.njit
def _ties(day, parties, named, since, until, first, holds, held, roles, officers, sets, out):  # type: ignore[no-untyped-def]
    """One row a debt of each of ``parties``, then of whatever it is an officer of, then of its officers.

    ``first``: where each party's debts begin; ``sets`` count where ``named``. Returns how many rows.
    """
    count = 0
    for here in parties:
        for debt in range(first[here], first[here + 1]):
            if since[debt] <= day < until[debt]:
                _put(out[count], here, 0, -1, debt, since[debt], until[debt])
                count += 1
        for scope, offset, rows, allowed in ((1, holds, roles, sets[0]), (2, held, officers, sets[1])):
            for row in range(offset[here], offset[here + 1]):
                other = rows[0][row]
                if first[other] == first[other + 1] or other == here or (named and not allowed[rows[1][row]]):
                    continue
                if rows[2][row] <= day < rows[3][row]:
                    for debt in range(first[other], first[other + 1]):
                        if since[debt] <= day < until[debt]:
                            begun, ends = max(since[debt], rows[2][row]), min(until[debt], rows[3][row])
                            _put(out[count], here, scope, rows[1][row], debt, begun, ends)
                            count += 1
    return count


@numba.njit
def _officers(day, organization, held, officers, allowed, out):  # type: ignore[no-untyped-def]
    """The officers of an organization, each once with each role. Returns how many."""
    count = 0
    for row in range(held[organization], held[organization + 1]):
        holder, role = officers[0][row], officers[1][row]
        if allowed[role] and officers[2][row] <= day < officers[3][row] and holder != organization:
            if count and out[count - 1, 0] == holder and out[count - 1, 1] == role:
                continue
            out[count, 0], out[count, 1] = holder, role
            count += 1
    return count


@numba.njit
def _turned(day, party, since, until, first, holds, held, roles, officers, holders, sets, starts, ends, out):  # type: ignore[no-untyped-def]
    """What begins and ends on a day: around the listings that turn, and of the roles that do. Returns how many rows."""
    count = 0
    for debt in range(len(party)):
        if since[debt] >= until[debt] or (since[debt] != day and until[debt] != day):
            continue
        debtor = party[debt]
        _put(out[count], debtor, 0, -1, debt, since[debt], until[debt])
        count += 1
        for scope, offset, rows, allowed in ((1, held, officers, sets[0]), (2, holds, roles, sets[1])):
            for row in range(offset[debtor], offset[debtor + 1]):
                begun, ended = max(since[debt], rows[2][row]), min(until[debt], rows[3][row])
                turns = begun < ended and (begun == day or ended == day)
                if turns and allowed[rows[1][row]] and rows[0][row] != debtor:
                    _put(out[count], rows[0][row], scope, rows[1][row], debt, begun, ended)
                    count += 1
    for turning in (starts, ends):
        for row in turning:
            holder, organization, role = holders[row], roles[0][row], roles[1][row]
            for scope, other, debtor, allowed in (
                (1, holder, organization, sets[0]),
                (2, organization, holder, sets[1]),
            ):
                if not allowed[role] or holder == organization:
                    continue
                for debt in range(first[debtor], first[debtor + 1]):
                    if since[debt] == day or until[debt] == day:
                        continue  # told above
                    begun, ended = max(since[debt], roles[2][row]), min(until[debt], roles[3][row])
                    if begun < ended and (begun == day or ended == day):
                        _put(out[count], other, scope, role, debt, begun, ended)
                        count += 1
    return count


@numba.njit
def _hops(day, start, hops, listed, holds, held, roles, officers, seen, turn, queue, found):  # type: ignore[no-untyped-def]
    """Breadth first; ``seen`` holds the turn in which a party was met, so that nothing is cleared."""
    queue[0], seen[start] = start, turn
    begin, end, count = 0, 1, 0
    for level in range(1, hops + 1):
        last = end
        for place in range(begin, last):
            here = queue[place]
            for offset, rows in ((holds, roles), (held, officers)):
                for row in range(offset[here], offset[here + 1]):
                    there = rows[0][row]
                    if rows[2][row] <= day < rows[3][row] and seen[there] != turn:
                        seen[there] = turn
                        queue[end] = there
                        end += 1
                        if listed[there]:
                            found[count, 0], found[count, 1] = there, level
                            count += 1
        begin = last
    return count


class Floor(Peer):
    name = "numba floor"
    tasks = ("check", "credit", "screen", "portfolio", "changes", "hops")
    includes = "reads the columns of this product's snapshot"

    def version(self) -> str:
        return str(numba.__version__)

    def open(self) -> None:
        from graph.stores import open_store

        self._opened = open_store(str(self.folder.with_name("guanlian")), KEY).view()
        view = self.view = self._opened.__enter__()
        numbers = view.numbers
        self.roles = tuple(numbers("roles", name) for name in ("organization", "role", "since", "until"))
        self.holder = numbers("roles", "holder")
        self.officers = tuple(numbers("officers", name) for name in ("holder", "role", "since", "until"))
        self.holds, self.held = numbers("holders", "offset"), numbers("organizations", "offset")
        self.debts = numbers("bindings", "listing")
        self.party = numbers("bindings", "party")
        self.since = numbers("listings", "listed_on")[self.debts]
        self.until = numbers("listings", "released_on")[self.debts]
        words = view.role_words
        self.sets = tuple(
            np.array([word in roles for word in words])
            for roles in (self.package.officer_roles, self.package.organization_roles)
        )
        self.credit_roles = np.array([word in self.package.credit_roles for word in words])
        count = len(view.ids)
        self.first = np.searchsorted(self.party, np.arange(count + 1))
        now = (self.since <= self.package.day) & (self.until > self.package.day)
        self.listed = np.zeros(count, dtype=bool)
        self.listed[self.party[now]] = True
        self.out = np.zeros((len(self.debts) * 50 + 10_000, 6), dtype=np.int32)
        self.seen, self.turn = np.zeros(count, dtype=np.int32), 0
        self.queue, self.found = np.zeros(count, dtype=np.int32), np.zeros((count, 2), dtype=np.int32)
        self.number = {id_: view.ids.number(id_) for id_ in self.package.asked}
        self.posts = np.zeros((1_000_000, 2), dtype=np.int32)
        for task in self.tasks:  # compiles
            getattr(self, task)(self.package.applicants[0])

    def screen(self, _: str) -> Any:
        count = _screen(
            self.package.day, self.party, self.since, self.until, self.holds, self.held, self.roles, self.officers,
            self.sets, self.out,
        )  # fmt: skip
        return self._texts(self.out[:count])

    def check(self, party: str) -> Any:
        return self._ties_of(np.array([self.number[party]]), self.package.day)

    def credit(self, party: str) -> Any:
        number = self.number[party]
        count = _officers(self.package.day, number, self.held, self.officers, self.credit_roles, self.posts)
        posts = self.posts[:count].copy()
        return posts, self._ties_of(np.unique(np.append(posts[:, 0], number)), self.package.day)

    def portfolio(self, _: str) -> Any:
        numbers = np.array([self.number[party] for party in self.package.portfolio])
        return self._texts(self._ties_of(numbers, self.package.day, named=True))

    def changes(self, _: str) -> Any:
        turn, turning = self.package.turn, []
        for index in ("starts", "ends"):
            days, offset = self.view.numbers(f"{index}_days", "day"), self.view.numbers(f"{index}_days", "offset")
            first, last = np.searchsorted(days[:-1], [turn - 1, turn], side="right")
            turning.append(self.view.numbers(index, "row")[int(offset[first]) : int(offset[last])])
        count = _turned(
            turn, self.party, self.since, self.until, self.first, self.holds, self.held, self.roles, self.officers,
            self.holder, self.sets, *turning, self.out,
        )  # fmt: skip
        return self._texts(self.out[:count])

    def _ties_of(self, numbers: Any, day: int, *, named: bool = False) -> Any:
        count = _ties(
            day, numbers, named, self.since, self.until, self.first, self.holds, self.held, self.roles,
            self.officers, self.sets, self.out,
        )  # fmt: skip
        return self.out[:count].copy()

    def _texts(self, found: Any) -> pa.Table:
        """The rows with their ids and words, as the other engines give them."""
        party, scope, role, debt, since, until = found.T
        ids, words = self.view.ids.column, pa.array(self.view.role_words, pa.string())
        return pa.table(
            {
                "party": ids.take(pa.array(party)),
                "scope": pa.array(_SCOPES).take(pa.array(scope)),
                "role": words.take(pa.array(role, mask=role < 0)),
                "debtor": ids.take(pa.array(self.party[debt])),
                "listing": self.view.part("listings")["id"].take(pa.array(self.debts[debt])),
                "since": since.copy(),
                "until": until.copy(),
            }
        )

    def hops(self, party: str) -> Any:
        self.turn += 1
        count = _hops(
            self.package.day, self.number[party], 3, self.listed, self.holds, self.held, self.roles, self.officers,
            self.seen, self.turn, self.queue, self.found,
        )  # fmt: skip
        return self.found[:count].copy()

    def answer(self, task: str, result: Any) -> list[Row]:
        ids = self.view.ids
        if task == "hops":
            return super().answer(task, [(ids[number], level) for number, level in result.tolist()])
        posts, result = result if task == "credit" else ((), result)
        told = rows_of(result if isinstance(result, pa.Table) else self._texts(result))
        found = [(*row[:-1], day(row[-1])) for row in told]
        if task == "changes":
            turn = self.package.turn
            found = list({("reached" if row[5] == turn else "released", *row[:5]) for row in found})
        if task == "check":
            found = [row[1:] for row in found]
        found += [(ids[holder], "post", self.view.role_words[role], *[None] * 4) for holder, role in posts]
        return super().answer(task, found)

    def close(self) -> None:
        if hasattr(self, "_opened"):
            self._opened.__exit__(None, None, None)
