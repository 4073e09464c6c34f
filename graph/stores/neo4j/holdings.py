"""The shareholdings of parties, or in them, as one answer reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.model import SHAREHOLDER, Post
from graph.stores.neo4j import rows as form
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.remembered import Beside, Remembered


class Shares:
    """The shareholdings of parties, or in them, up to a limit of each."""

    def __init__(self, ask: Ask, query: str, beside: Beside, meet: Callable[[Iterable[Sequence[Any]]], None]) -> None:
        self._ask = ask
        self._meet = meet
        self._query = query
        self._limit = 0
        self._limits: dict[str, int] = {}
        self._known: Remembered[list[Post]] = Remembered(self._read, beside, list)

    def of(self, ids: Sequence[str], limit: int) -> list[Post]:
        """At most ``limit`` of each."""
        self._limit = max(limit, self._limit)
        found = self._known.of(ids)
        if cut := [id_ for id_ in ids if len(found[id_]) == self._limits[id_] < limit]:
            found |= self._read(cut)
        return [post for posts in found.values() for post in posts[:limit]]

    def know(self, id_: str, rows: Iterable[Sequence[Any]], limit: int) -> None:
        """Keep what was read by the way, up to ``limit``."""
        self._limits[id_] = limit
        self._known.know({id_: [form.post(values) for values in rows]})

    def _read(self, ids: Sequence[str]) -> Mapping[str, list[Post]]:
        found: dict[str, list[Post]] = {}
        for id_, shares, ends in self._ask(self._query, ids=list(ids), shareholder=SHAREHOLDER, limit=self._limit):
            found[id_] = [form.post(values) for values in shares]
            self._meet(ends)
        self._limits |= dict.fromkeys(ids, self._limit)
        self._known.know(found)
        return found
