"""Reads the rules of counting strictly: every word from a closed vocabulary, every fault with its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from graph.deadlines.counting import Rule, Words
from graph.model import Counting
from graph.policy import PolicyError
from graph.policy.entries import Flag, Strict, Word
from graph.policy.reading import read_document, sentence
from graph.policy.strict_yaml import Place


class WordsEntry(Strict):
    """What one law says, in one unbroken run of its words."""

    source: Word
    quote: Word
    read_in: Word


class RuleEntry(Strict):
    """How periods that are counted in one way are counted."""

    counted_in: Counting
    event_day_counts: Flag
    moves_from_rest: Flag
    rests_on: Annotated[list[WordsEntry], Field(min_length=1)]


class PeriodsEntry(Strict):
    """The whole file."""

    periods: list[RuleEntry]


def rules_in(path: Path) -> Mapping[Counting, Rule]:
    """The rules in a file. Raises ``PolicyError`` with every fault, each with its line."""
    document = read_document(path.name, path.read_bytes())
    try:
        entry = PeriodsEntry.model_validate(document.value)
    except ValidationError as error:
        raise PolicyError([sentence(fault, document, path.name, _part) for fault in error.errors()]) from None
    ways = [rule.counted_in for rule in entry.periods]
    faults = [
        f"{path.name}:{document.line(('periods', at, 'counted_in'))}: '{way}' stands twice; keep one of the two"
        for at, way in enumerate(ways)
        if way in ways[:at]
    ]
    faults += [f"{path.name}: no rule says how '{way}' are counted" for way in Counting if way not in ways]
    if faults:
        raise PolicyError(faults)
    return {
        rule.counted_in: Rule(
            rule.event_day_counts, rule.moves_from_rest,
            tuple(Words(words.source, words.quote, words.read_in) for words in rule.rests_on),
        )
        for rule in entry.periods
    }  # fmt: skip


def _part(place: Place) -> type[BaseModel]:
    """The part of the file in which a key stands."""
    parts: dict[str | int, type[BaseModel]] = {"rests_on": WordsEntry, "periods": RuleEntry}
    return next((parts[word] for word in reversed(place[:-1]) if word in parts), PeriodsEntry)
