"""Reads the definitions of control strictly: every word from a closed vocabulary, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, field_validator

from graph.control.definitions import Aside, Definitions, Regime, Threshold
from graph.model import EARLIEST, LATEST, Interval, Label, day
from graph.model.share import WHOLE
from graph.policy import PolicyError
from graph.policy.entries import Date, Strict, Word
from graph.policy.reading import read_document, sentence
from graph.policy.strict_yaml import Place

CONTROL = "company-law"  # what findings rest on: votes are counted, on every day
# What means the same in every engine that a pattern is put to.
_PLAIN = re.compile(r"\^?(?:[^\\{}+?]|\.\*)+\$?")


def _percent(text: Any) -> Any:
    if not isinstance(text, str) or not re.fullmatch(r"\d{1,3}(\.\d{1,8})?%", text):
        raise ValueError(f"'{text}' is no share; write it in percent, such as 50%")
    share = int(Decimal(text[:-1]) * 10**8)
    if not 0 < share <= WHOLE:
        raise ValueError(f"'{text}' is no share; it lies above 0% and up to 100%")
    return share


Share = Annotated[int, BeforeValidator(_percent)]


class ThresholdEntry(Strict):
    """One version of a regime's threshold."""

    since: Date | None = None
    until: Date | None = None
    share: Share
    word: Literal["以上", "超过"]
    source: Word
    quote: Word
    unverified: tuple[Literal["text", "since"], ...] = ()

    @property
    def holds(self) -> Interval:
        """The days on which it is law."""
        return Interval(day(self.since, EARLIEST), day(self.until, LATEST))


class RegimeEntry(Strict):
    """One law's test."""

    id: Word
    zh: Word
    en: Word
    counts: Literal["votes", "effective_shares"]
    thresholds: Annotated[list[ThresholdEntry], Field(min_length=1)]


class NamesEntry(Strict):
    """How the names of some holders read."""

    is_: tuple[Word, ...] = Field((), alias="is")
    begins: tuple[Word, ...] = ()
    ends: tuple[Word, ...] = ()
    holds: tuple[Word, ...] = ()
    reads: tuple[Word, ...] = ()

    @field_validator("is_", "begins", "ends", "holds")
    @classmethod
    def _plain_text(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if re.search(r"[\\^$.|?*+()\[\]{}]", name):
                raise ValueError(f"'{name}' is no plain name; a pattern stands under 'reads'")
        return names

    @field_validator("reads")
    @classmethod
    def _plain_pattern(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' is no pattern ({error})") from None
            if not _PLAIN.fullmatch(pattern):
                raise ValueError(f"'{pattern}' holds more than text, ^, $, |, .*, [sets] and (groups)")
        return patterns

    @property
    def pattern(self) -> str:
        """All of them as one expression."""
        parts = [*(f"^{name}$" for name in self.is_), *(f"^{name}" for name in self.begins)]
        return "|".join([*parts, *(f"{name}$" for name in self.ends), *self.holds, *self.reads])


class AsideEntry(Strict):
    """A sort of holders that is set aside."""

    id: Word
    zh: Word
    en: Word
    source: Word | None = None
    quote: Word | None = None
    names: NamesEntry


class DefinitionsEntry(Strict):
    """The whole file."""

    regimes: list[RegimeEntry]
    aside: list[AsideEntry]


def definitions_in(path: Path) -> Definitions:
    """The definitions in a file. Raises ``PolicyError`` with every fault, each with its line."""
    document = read_document(path.name, path.read_bytes())
    try:
        entry = DefinitionsEntry.model_validate(document.value)
    except ValidationError as error:
        raise PolicyError([sentence(fault, document, path.name, _part) for fault in error.errors()]) from None
    if faults := [f"{path.name}:{document.line(place)}: {fault}" for place, fault in _faults(entry)]:
        raise PolicyError(faults)
    regimes = [
        Regime(
            regime.id, Label(regime.zh, regime.en),
            tuple(
                Threshold(one.holds, one.share, one.word == "以上", one.source, one.quote, one.unverified)
                for one in regime.thresholds
            ),
            regime.counts == "votes",
        )
        for regime in entry.regimes
    ]  # fmt: skip
    return Definitions(
        {regime.name: regime for regime in regimes},
        {sort.id: Aside(Label(sort.zh, sort.en), sort.names.pattern) for sort in entry.aside},
    )


def _part(place: Place) -> type[BaseModel]:
    """The part of the file in which a key stands."""
    parts: dict[str | int, type[BaseModel]] = {
        "thresholds": ThresholdEntry, "regimes": RegimeEntry, "names": NamesEntry, "aside": AsideEntry,
    }  # fmt: skip
    return next((parts[word] for word in reversed(place[:-1]) if word in parts), DefinitionsEntry)


def _faults(entry: DefinitionsEntry) -> Iterator[tuple[Place, str]]:
    """What is wrong with a file that is well formed, and where."""
    ids = {"regimes": [regime.id for regime in entry.regimes], "aside": [sort.id for sort in entry.aside]}
    for part, words in ids.items():
        for at, word in enumerate(words):
            if word in words[:at]:
                yield (part, at, "id"), f"'{word}' stands twice among the {part}; keep one of the two"
    for at, regime in enumerate(entry.regimes):
        held = [threshold.holds for threshold in regime.thresholds]
        for number, (one, then) in enumerate(pairwise(held), start=1):
            place: Place = ("regimes", at, "thresholds", number)
            if then.since < one.until:
                yield place, f"{regime.id}: two thresholds hold on the same days; end the earlier where this one begins"
            elif then.since > one.until:
                yield place, f"{regime.id}: no threshold holds between the one before and this; let them meet"
        for number, days in enumerate(held):
            if days.empty:
                yield ("regimes", at, "thresholds", number), f"{regime.id}: a threshold ends before it begins"
        if regime.id == CONTROL and (regime.counts != "votes" or (held[0].since, held[-1].until) != (EARLIEST, LATEST)):
            yield ("regimes", at), f"'{CONTROL}' counts votes, on every day: findings rest on it"
    if CONTROL not in ids["regimes"]:
        yield ("regimes",), f"there is no regime '{CONTROL}'; findings rest on it"
    for at, sort in enumerate(entry.aside):
        if not sort.names.pattern:
            yield ("aside", at, "names"), f"{sort.id}: no name is given, so that nobody would be set aside"
