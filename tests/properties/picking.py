"""Draws from short lists with one kind of choice, an index: quick to draw, and quick to shrink to the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from tests.properties.days import DAYS

T = TypeVar("T")
Span = tuple[str, str]


@cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class Pick:
    """The choices of one example."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, least: int, most: int) -> int:
        """A whole number, ``most`` included."""
        return least + self._draw(_up_to(most - least))

    def one(self, of: Sequence[T]) -> T:
        """One of these; an example is simpler with the first."""
        return of[self.number(0, len(of) - 1)]

    def rarely(self) -> bool:
        """Once in four."""
        return self.number(0, 3) == 3

    def some(self, of: Sequence[T], most: int) -> list[T]:
        """Up to ``most`` of these, each once."""
        return list(dict.fromkeys(self.one(of) for _ in range(self.number(0, most))))

    def rows(self, make: Callable[[], dict[str, str]], most: int, key: Iterable[str]) -> list[dict[str, str]]:
        """Up to ``most`` rows, one of each key."""
        made = [make() for _ in range(self.number(0, most))]
        columns = tuple(key)
        return list({tuple(row[column] for column in columns): row for row in made}.values())

    def span(self, *, known: bool = False) -> Span:
        """An interval, half of them open, some empty; with a ``known`` first day."""
        if self.number(0, 1) == 0:
            return (DAYS[0] if known else "", "")
        since = self.one(DAYS if known else ("", *DAYS))
        until = self.one(("", "", *DAYS))
        return (since, until) if not since or not until else (min(since, until), max(since, until))
