"""The floor: the plainest compiled loop over compressed sparse rows, in numbers, with nothing around it."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from benchmarks.package import KEY
from benchmarks.peers.base import Peer, Row, day

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
    tasks = ("screen", "hops")
    includes = "reads the columns of this product's snapshot"

    def version(self) -> str:
        return str(numba.__version__)

    def open(self) -> None:
        from graph.stores import open_store

        self._opened = open_store(str(self.folder.with_name("guanlian")), KEY).view()
        view = self.view = self._opened.__enter__()
        numbers = view.numbers
        self.roles = tuple(numbers("roles", name) for name in ("organization", "role", "since", "until"))
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
        count = len(view.ids)
        now = (self.since <= self.package.day) & (self.until > self.package.day)
        self.listed = np.zeros(count, dtype=bool)
        self.listed[self.party[now]] = True
        self.out = np.zeros((len(self.debts) * 50 + 10_000, 6), dtype=np.int32)
        self.seen, self.turn = np.zeros(count, dtype=np.int32), 0
        self.queue, self.found = np.zeros(count, dtype=np.int32), np.zeros((count, 2), dtype=np.int32)
        self.number = {id_: view.ids.number(id_) for id_ in self.package.asked}
        self.hops(self.package.random[0])
        self.screen("")

    def screen(self, _: str) -> Any:
        count = _screen(
            self.package.day, self.party, self.since, self.until, self.holds, self.held, self.roles, self.officers,
            self.sets, self.out,
        )  # fmt: skip
        return self.out[:count].copy()

    def hops(self, party: str) -> Any:
        self.turn += 1
        count = _hops(
            self.package.day, self.number[party], 3, self.listed, self.holds, self.held, self.roles, self.officers,
            self.seen, self.turn, self.queue, self.found,
        )  # fmt: skip
        return self.found[:count].copy()

    def answer(self, task: str, result: Any) -> list[Row]:
        ids, words, listings = self.view.ids, self.view.role_words, self.view.part("listings")["id"]
        if task == "hops":
            return super().answer(task, [(ids[number], level) for number, level in result.tolist()])
        rows = [
            (
                ids[party], _SCOPES[scope], None if role < 0 else words[role], ids[int(self.party[debt])],
                listings[int(self.debts[debt])].as_py(), since, day(until),
            )
            for party, scope, role, debt, since, until in result.tolist()
        ]  # fmt: skip
        return super().answer(task, rows)

    def close(self) -> None:
        if hasattr(self, "_opened"):
            self._opened.__exit__(None, None, None)
