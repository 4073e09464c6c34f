"""How a period is counted, by the law: which day is its first, and what becomes of a last day of rest.

The rules stand in ``policies/counting``, read once and kept by digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.model import Counting
from graph.policy import POLICIES, PolicyError
from graph.policy.compiled import compiled


class Words(NamedTuple):
    """A run of words of a law, and where they were read."""

    source: str
    quote: str
    read_in: str


class Rule(NamedTuple):
    """How periods of one sort are counted: is the day of the event a day of theirs (``event_day_counts``), and does a
    last day of rest give way to the first day after the rest (``moves_from_rest``)? It ``rests_on`` these words.
    """

    event_day_counts: bool
    moves_from_rest: bool
    rests_on: Sequence[Words]


_LAYOUT = repr([part._fields for part in (Words, Rule)])


def read_counting(folder: Path = POLICIES) -> Mapping[Counting, Rule]:
    """The rules in ``folder/counting``. Raises ``PolicyError`` with every fault, each with its line."""
    path = folder / "counting" / "periods.yaml"
    if not path.is_file():
        raise PolicyError([f"{path}: there is no such file; it says how a period is counted"])
    return compiled("counting", _LAYOUT, [path], _read)


def _read(files: Sequence[Path]) -> Mapping[Counting, Rule]:
    from graph.deadlines.reading import rules_in

    return rules_in(files[0])
