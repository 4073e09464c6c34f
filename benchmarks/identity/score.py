"""Right, wrong and missed, by kind of difficulty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.identity.cases import Case

PRECISE = 0.999


@dataclass
class Score:
    """What was bound in some cases. ``provable``: the records that identifiers or facts prove to be somebody's."""

    cases: int = 0
    provable: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0  # provable, and not bound to its party

    @property
    def predicted(self) -> int:
        """How many records were bound to a party."""
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        """Of what was bound, how much rightly; 1 where nothing was."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Of what is provable, how much was found."""
        return 1 - self.missed / self.provable if self.provable else 1.0


def scored(cases: Iterable[Case], found: Mapping[str, str]) -> dict[str, Score]:
    """A score for each kind; ``found`` names the party to which each bound record was bound."""
    scores: dict[str, Score] = {}
    for case in cases:
        score = scores.setdefault(case.kind, Score())
        party = found.get(case.id)
        score.cases += 1
        if party is not None:
            score.right += party == case.same
            score.wrong += party != case.same
        if case.provable and case.same is not None:
            score.provable += 1
            score.missed += party != case.same
    return scores


def total(scores: Iterable[Score]) -> Score:
    """All kinds together."""
    parts = list(scores)
    return Score(*(sum(getattr(part, name) for part in parts) for name in Score.__dataclass_fields__))


Scores = Mapping[str, Sequence[tuple[str, float]]]  # case → (party, score) of each pair


def bound(scores: Scores, threshold: float) -> dict[str, str]:
    """The party with the best score of at least ``threshold``; of several alike none, as nobody can tell."""
    found = {}
    for case, pairs in scores.items():
        best = max((score for _, score in pairs), default=0.0)
        alike = [party for party, score in pairs if score == best]
        if best >= threshold and len(alike) == 1:
            found[case] = alike[0]
    return found


def best_threshold(cases: Sequence[Case], scores: Scores) -> tuple[float, bool]:
    """The threshold with the most right among those of precision 0.999; else (False) that of the best precision."""
    levels = sorted({score for pairs in scores.values() for _, score in pairs if score > 0})
    judged = [(total(scored(cases, bound(scores, level)).values()), level) for level in levels]
    precise = [(score.right, level) for score, level in judged if score.precision >= PRECISE and score.right]
    if precise:
        return max(precise)[1], True
    return max((score.precision, score.right, level) for score, level in judged)[2], False
