"""The form of a policy file: its parts, their keys, and what each value may be; nothing else is read."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graph.model import Area, At, Counting, Effect, EventKind, Kind, Requirement, Scope, Trigger


def _date(text: Any) -> Any:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"'{text}' is not a date; write YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a day of the calendar") from None


def _region(text: Any) -> Any:
    if not isinstance(text, str) or not re.fullmatch(r"\d{2}(\d{2}(\d{2})?)?", text):
        raise ValueError(f"'{text}' is not the beginning of a GB/T 2260 code; write 2, 4 or 6 digits")
    return text


def _flag(text: Any) -> Any:
    if text not in ("true", "false"):
        raise ValueError(f"'{text}' is neither 'true' nor 'false'")
    return text == "true"


def _kind(text: Any) -> Any:
    if text not in ("person", "organization", "both"):
        raise ValueError(f"'{text}' is not one of person, organization, both")
    return None if text == "both" else Kind(text)


def _count(text: Any) -> Any:
    if not isinstance(text, str) or not re.fullmatch(r"[1-9]\d?", text):
        raise ValueError(f"'{text}' is no number of days; write 1 to 99")
    return int(text)


def _word(text: Any) -> Any:
    if not isinstance(text, str) or not text.strip():
        raise ValueError("a text was expected, and there is none")
    return text.strip()


Date = Annotated[date, BeforeValidator(_date)]
Flag = Annotated[bool, BeforeValidator(_flag)]
EitherKind = Annotated[Kind | None, BeforeValidator(_kind)]
Count = Annotated[int, BeforeValidator(_count)]
Word = Annotated[str, BeforeValidator(_word)]


class Strict(BaseModel):
    """A part of a file of the law: nothing stands in it but its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RoleWord(Strict):
    """A role that the document adds to the vocabulary."""

    zh: Word
    en: Word


class CategoryWord(Strict):
    """A category that the document adds; ``all_of`` makes it hold where all its parts do."""

    zh: Word
    en: Word
    implies: list[Word] = []
    all_of: list[Word] = []


class ClockEntry(Strict):
    """The period of a deadline, so that it can be counted."""

    starts: EventKind
    days: Count
    counted_in: Counting
    ends_with: list[EventKind] = []
    lapses: Flag = False
    superseded_by: Word | None = None
    superseded_since: Date | None = None

    @model_validator(mode="after")
    def _agrees(self) -> ClockEntry:
        if self.starts in self.ends_with:
            raise ValueError(f"it starts with '{self.starts}' and cannot end with it")
        if (self.superseded_by is None) != (self.superseded_since is None):
            raise ValueError("'superseded_by' and 'superseded_since' stand together")
        return self


class MeasureEntry(Strict):
    """One measure as written in the file."""

    quote: Word
    area: Area | None = None  # where it touches another chapter of life than its clause
    effect: Effect
    scope: Scope | None = None
    roles: list[Word] = []
    subject: EitherKind = None
    reaches: EitherKind = None
    applies_to: list[Word] = []
    offices: list[Word] = []
    categories: list[Word] = []
    at: At | None = None
    trigger: Trigger = Trigger.LISTING
    discretionary: Flag = False
    requires: Requirement | None = None
    shown_by_debt: Literal["personal", "organization"] | None = None
    units: list[Word] | None = None
    deadline: Word | None = None
    clock: ClockEntry | None = None
    since: Date | None = None
    until: Date | None = None
    note: Word | None = None

    @model_validator(mode="after")
    def _agrees(self) -> MeasureEntry:
        if (self.scope is None) != (self.effect is Effect.PROCEDURE):
            raise ValueError("the effect 'procedure' has no scope, and every other effect needs one")
        if bool(self.roles) != (self.scope in (Scope.OFFICER, Scope.ORGANIZATION)):
            raise ValueError("roles stand with the scopes 'officer' and 'organization', and only there")
        if bool(self.offices) != (self.at is not None):
            raise ValueError("'offices' and 'at' stand together: a bar on posts says whether taking or holding")
        if self.categories and not self.offices:
            raise ValueError("'categories' are those of the posts barred; without 'offices' there are none")
        if self.shown_by_debt and self.requires is not Requirement.FACT:
            raise ValueError("'shown_by_debt' stands with 'requires: fact', and only there")
        if self.scope is Scope.DEBTOR and self.subject is not self.reaches:
            raise ValueError("under the scope 'debtor' the party reached is the debtor: subject equals reaches")
        return self


class ClauseEntry(Strict):
    """One numbered clause and its measures."""

    clause: Word
    title: Word
    area: Area
    measures: Annotated[list[MeasureEntry], Field(min_length=1)]
    units: list[Word] = []
    deadline: Word | None = None
    instrument: Word | None = None
    since: Date | None = None
    until: Date | None = None
    unverified: list[Word] = []
    verified_on: Date | None = None
    source: Word | None = None


class PolicyEntry(Strict):
    """One policy file."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[0-9]+)*$")]
    title: Word
    title_en: Word
    instrument: Word
    number: Word | None = None
    rank: Word
    region: Annotated[str | None, BeforeValidator(_region)] = None
    document: Word | None = None
    document_digest: Word | None = None
    source: Word
    suspends: Flag = False
    standing: Word | None = None
    since: Date | None = None
    until: Date | None = None
    unverified: list[Word] = []
    verified_on: Date | None = None
    roles: dict[str, RoleWord] = {}
    categories: dict[str, CategoryWord] = {}
    clauses: Annotated[list[ClauseEntry], Field(min_length=1)]
