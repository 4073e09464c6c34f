"""A policy, its clauses' measures, and which of them speak about a party on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.model import (
    ANY_ROLE,
    Area,
    At,
    Counting,
    Effect,
    EventKind,
    Interval,
    Kind,
    Requirement,
    Scope,
    Trigger,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A period that the clause sets: so many ``days`` after the event that ``starts`` it.

    It ends with the first of ``ends_with``. One that ``lapses`` is a right of the party, which passes; every other
    is a duty, which falls overdue. From ``superseded_since`` on another instrument's clock runs in its place.
    """

    starts: EventKind
    days: int
    counted_in: Counting
    ends_with: tuple[EventKind, ...] = ()
    lapses: bool = False
    superseded_by: str | None = None
    superseded_since: int | None = None


@dataclass(frozen=True)
class Measure:
    """One restriction of one clause: whom it reaches, how, and how strongly.

    ``subject`` is the kind of the debtor and ``reaches`` the kind of the party reached (None: both);
    ``roles`` are those through which it reaches; ``applies_to`` the categories of the party reached (empty:
    all); ``offices`` and ``categories`` the posts that it bars; ``holds`` the days on which it is law; ``clock``
    the period that its ``deadline`` sets, where it can be counted.
    """

    policy: str
    clause: str
    number: int
    alone: bool  # the clause holds no other measure
    title: str
    area: Area
    effect: Effect
    scope: Scope | None
    roles: frozenset[str]
    subject: Kind | None
    reaches: Kind | None
    applies_to: frozenset[str]
    offices: frozenset[str]
    categories: frozenset[str]
    at: At | None
    trigger: Trigger
    discretionary: bool
    requires: Requirement | None
    shown_by_debt: str | None  # the listing's ``debt`` that shows the fact which the measure requires
    units: tuple[str, ...]
    deadline: str | None
    quote: str
    holds: Interval
    instrument: str
    unverified: tuple[str, ...]
    verified_on: str | None
    source: str | None
    note: str | None
    clock: Clock | None = None
    line: int = 0  # where the quotation stands in the file

    @cached_property
    def id(self) -> str:
        """``POLICY/CLAUSE#N``; the number is left out where the clause holds one measure."""
        return f"{self.policy}/{self.clause}" if self.alone else f"{self.policy}/{self.clause}#{self.number}"

    @cached_property
    def told(self) -> dict[str, Any]:
        """What an answer tells of the measure itself, in the words and the order of the contract."""
        return {
            "measure": self.id, "policy": self.policy, "clause": self.clause, "title": self.title,
            "area": str(self.area), "quote": self.quote, "units": list(self.units),
            "effect": str(self.effect), "discretionary": self.discretionary,
        }  # fmt: skip

    @property
    def bars_offices(self) -> bool:
        """Does it bar posts, rather than restrict a party as such?"""
        return bool(self.offices)

    def names_role(self, role: str) -> bool:
        """Does the clause name this role (or every role)?"""
        return role in self.roles or ANY_ROLE in self.roles

    def is_called(self, name: str) -> bool:
        """Is this measure meant by ``name``? An id without ``#`` means every measure of the clause."""
        clause, _, number = name.partition("#")
        return clause == f"{self.policy}/{self.clause}" and number in ("", str(self.number))


@dataclass(frozen=True, slots=True)
class Policy:
    """One document of the law as data.

    ``region`` is a GB/T 2260 prefix (None: the whole country); ``suspends`` tells whether the document
    provides for pausing a measure while it is verified; ``digest`` is that of the file it was read from.
    """

    id: str
    title: str
    title_en: str
    instrument: str
    number: str | None
    rank: str
    region: str | None
    document: str | None
    document_digest: str | None
    suspends: bool
    standing: str | None
    unverified: tuple[str, ...]
    vocabulary: Vocabulary
    measures: tuple[Measure, ...]
    digest: str
    file: str = ""

    def speaks_on(self, day: int) -> bool:
        """Is any of its measures law on ``day``?"""
        return any(measure.holds.holds_on(day) for measure in self.measures)

    def covers(self, region: str | None) -> bool | None:
        """Does it apply in ``region``? None where that cannot be told, because the region is unknown."""
        if self.region is None:
            return True
        return None if region is None else region.startswith(self.region)
