"""What one answer has read already, and what it is about to ask, so that a party is not asked for fact by fact.

A view is one state of the register: what was read once is right until its end. Who asks for a fact of one party and
then for the same fact of another will ask for those of the rest, so that they are read together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

TOGETHER = 100  # others that are read beside those asked for

T = TypeVar("T")
Beside = Callable[[str], Iterable[str]]


class Remembered(Generic[T]):
    """One fact of parties: ``fetch`` reads it of several, ``beside`` tells who was asked for together with one.

    ``nothing`` is told of a party of which nothing is found.
    """

    def __init__(
        self, fetch: Callable[[Sequence[str]], Mapping[str, T]], beside: Beside, nothing: Callable[[], T]
    ) -> None:
        self._fetch = fetch
        self._beside = beside
        self._nothing = nothing
        self._known: dict[str, T] = {}
        self.asked = False

    def of(self, ids: Iterable[str]) -> dict[str, T]:
        """The fact of each of these parties."""
        wanted = list(dict.fromkeys(ids))
        missing = [id_ for id_ in wanted if id_ not in self._known]
        if missing:
            others = (id_ for id_ in self._beside(missing[0]) if id_ not in self._known) if self.asked else ()
            together = list(dict.fromkeys([*missing, *islice(others, TOGETHER)]))
            found = self._fetch(together)
            self.asked = True
            self._known |= {id_: found.get(id_) or self._nothing() for id_ in together}
        return {id_: self._known[id_] for id_ in wanted}

    def knows(self, id_: str) -> bool:
        """Was it read?"""
        return id_ in self._known

    def know(self, found: Mapping[str, T]) -> None:
        """Keep what was read by the way."""
        self._known |= found
