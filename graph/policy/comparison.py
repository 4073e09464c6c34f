"""Where two documents differ: their measures side by side, and what only one of them holds.

Two measures are taken for counterparts when their quotations share enough pairs of characters, under like titles,
and reach alike: each measure has one counterpart at most, the best first. A measure without one is told beside
the measure of the other document that it resembles most, for one clause may reach more people than its model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.policy.measure import Measure, Policy

# What is compared, in the order in which it is told.
FIELDS = (
    "scope", "roles", "effect", "units", "deadline", "subject", "reaches", "applies_to", "offices", "categories",
    "at", "trigger", "discretionary", "requires", "area", "clock",
)  # fmt: skip
_STRUCTURE = ("scope", "effect", "subject", "reaches", "at", "trigger")
_ALIKE = 0.55  # from this score on two measures are counterparts
_SAME_WORDS = 0.6  # or from this likeness of quotations on, whatever stands above them
_BESIDE = 0.4  # from this likeness of quotations on a measure is told beside another


@dataclass(frozen=True, slots=True)
class Pair:
    """A measure of the first document and its counterpart; ``likeness`` of their quotations from 0 to 1."""

    first: Measure
    second: Measure
    likeness: float

    @property
    def differing(self) -> tuple[str, ...]:
        """The fields in which they differ."""
        return tuple(name for name in FIELDS if getattr(self.first, name) != getattr(self.second, name))


@dataclass(frozen=True, slots=True)
class Alone:
    """A measure without a counterpart, and what it stands beside in the other document, if anything."""

    measure: Measure
    beside: Measure | None


@dataclass(frozen=True)
class Comparison:
    """Two documents measure by measure, in the order of the first (of the second for what it alone holds)."""

    first: Policy
    second: Policy
    pairs: tuple[Pair, ...]
    only_first: tuple[Alone, ...]
    only_second: tuple[Alone, ...]

    @cached_property
    def differences(self) -> tuple[Pair, ...]:
        """The counterparts that differ."""
        return tuple(pair for pair in self.pairs if pair.differing)


def compare(first: Policy, second: Policy) -> Comparison:
    """``first`` beside ``second``. The same two documents give the same comparison."""
    ours = [_Read(measure) for measure in first.measures]
    theirs = [_Read(measure) for measure in second.measures]
    scored = sorted(
        (-score, at, there)
        for at, one in enumerate(ours)
        for there, other in enumerate(theirs)
        if (one.measure.scope is None) == (other.measure.scope is None)  # a procedure is no restriction
        if (score := one.score(other)) >= _ALIKE or one.likeness(other) >= _SAME_WORDS
    )
    counterpart: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, there in scored:
        if at not in counterpart and there not in taken:
            counterpart[at] = there
            taken.add(there)
    return Comparison(
        first, second,
        tuple(
            Pair(ours[at].measure, theirs[there].measure, ours[at].likeness(theirs[there]))
            for at, there in sorted(counterpart.items())
        ),
        tuple(_alone(one, theirs) for at, one in enumerate(ours) if at not in counterpart),
        tuple(_alone(one, ours) for there, one in enumerate(theirs) if there not in taken),
    )  # fmt: skip


class _Read:
    """A measure with its words cut into pairs of characters."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.quote = _bigrams(measure.quote)
        self.title = _bigrams(measure.title)

    def likeness(self, other: _Read) -> float:
        return _dice(self.quote, other.quote)

    def score(self, other: _Read) -> float:
        likeness = self.likeness(other)
        if likeness < _BESIDE / 2:
            return 0.0
        same: int = sum(getattr(self.measure, name) == getattr(other.measure, name) for name in _STRUCTURE)
        return 0.5 * likeness + 0.3 * _dice(self.title, other.title) + 0.2 * same / len(_STRUCTURE)


def _alone(one: _Read, others: Sequence[_Read]) -> Alone:
    beside = [(other.score(one), -at) for at, other in enumerate(others) if one.likeness(other) >= _BESIDE]
    return Alone(one.measure, others[-max(beside)[1]].measure if beside else None)


def _bigrams(text: str) -> frozenset[str]:
    plain = re.sub(r"\W", "", text)
    return frozenset(plain[at : at + 2] for at in range(max(len(plain) - 1, 1)))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
