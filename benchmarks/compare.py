"""Do all engines give the same answers? Asked before any time is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


class Different(Exception):
    """Two engines answered the same question differently."""


def same(task: str, parties: Sequence[str], answers: Mapping[str, Sequence[Sequence[Any]]]) -> int:
    """The number of rows that every engine gave. Raises ``Different`` with the first difference, row by row."""
    engines = list(answers)
    first = engines[0]
    for other in engines[1:]:
        for place, party in enumerate(parties):
            mine, theirs = (Counter(map(tuple, answers[engine][place])) for engine in (first, other))
            if mine != theirs:
                raise Different(
                    f"{task} of '{party}' differs: {first} alone {list((mine - theirs).items())[:5]}, "
                    f"{other} alone {list((theirs - mine).items())[:5]}"
                )
    return sum(len(answer) for answer in answers[first])
