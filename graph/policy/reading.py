"""Reads a policy file strictly: every word from a closed vocabulary, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from graph.model import (
    ANY_ROLE,
    EARLIEST,
    LATEST,
    Area,
    At,
    Counting,
    Effect,
    EventKind,
    Interval,
    Kind,
    Label,
    Requirement,
    Scope,
    Trigger,
    Vocabulary,
    day,
)
from graph.policy.errors import PolicyError
from graph.policy.measure import Clock, Measure, Policy
from graph.policy.strict_yaml import Document, read

_NUMERALS = ("", *"一二三四五六七八九")
RANKS = (
    "law",
    "administrative_regulation",
    "judicial_interpretation",
    "judicial_document",
    "central_document",
    "departmental_rule",
    "provincial_document",
    "local_document",
)


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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RoleWord(_Strict):
    """A role that the document adds to the vocabulary."""

    zh: Word
    en: Word


class CategoryWord(_Strict):
    """A category that the document adds; ``all_of`` makes it hold where all its parts do."""

    zh: Word
    en: Word
    implies: list[Word] = []
    all_of: list[Word] = []


class ClockEntry(_Strict):
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


class MeasureEntry(_Strict):
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


class ClauseEntry(_Strict):
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


class PolicyEntry(_Strict):
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


def read_policy(path: Path, vocabulary: Vocabulary | None = None) -> Policy:
    """The policy in the file at ``path``.

    Raises ``PolicyError`` with every fault found, each with file, line, and the allowed words.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PolicyError([f"{path.name}:{line}: the file is not UTF-8; save it as UTF-8"]) from None
    document = read(text, path.name)
    try:
        entry = PolicyEntry.model_validate(document.value)
    except ValidationError as error:
        raise PolicyError([_sentence(fault, document, path.name) for fault in error.errors()]) from None
    words = _vocabulary(entry)
    known = (vocabulary or Vocabulary()).extended([words])
    faults = _unknown_words(entry, known, document, path.name)
    if faults:
        raise PolicyError(faults)
    digest = blake2b(content, digest_size=16).hexdigest()
    return Policy(
        id=entry.id, title=entry.title, title_en=entry.title_en, instrument=entry.instrument,
        number=entry.number, rank=entry.rank, region=entry.region, document=entry.document,
        document_digest=entry.document_digest, suspends=entry.suspends, standing=entry.standing,
        unverified=tuple(entry.unverified), vocabulary=words, digest=digest, file=path.name,
        measures=tuple(
            measure
            for at, clause in enumerate(entry.clauses)
            for measure in _measures(entry, clause, partial(_quote_line, document, at))
        ),
    )  # fmt: skip


def _sentence(fault: Any, document: Document, name: str) -> str:
    place = tuple(fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        message = f"'{place[-1]}' is not a key of this part; the keys are {', '.join(_part(place).model_fields)}"
    elif fault["type"] == "list_type":
        message = f"'{fault['input']}' is not a list; write each entry on a line of its own, after '- '"
    elif fault["type"] == "enum":
        message = f"'{fault['input']}' is not one of {fault['ctx']['expected']}"
    elif fault["type"] == "missing":
        message = f"'{place[-1]}' is missing"
    return f"{name}:{document.line(place)}: {'.'.join(map(str, place))}: {message}"


def _part(place: tuple[str | int, ...]) -> type[BaseModel]:
    """The part of a file in which a key stands."""
    parts: dict[str | int, type[BaseModel]] = {
        "measures": MeasureEntry, "clauses": ClauseEntry, "roles": RoleWord, "categories": CategoryWord,
        "clock": ClockEntry,
    }  # fmt: skip
    return next((parts[word] for word in reversed(place[:-1]) if word in parts), PolicyEntry)


def _vocabulary(entry: PolicyEntry) -> Vocabulary:
    return Vocabulary(
        roles={word: Label(label.zh, label.en) for word, label in entry.roles.items()},
        categories={word: Label(label.zh, label.en) for word, label in entry.categories.items()},
        implies={word: frozenset(label.implies) for word, label in entry.categories.items() if label.implies},
        composed={word: frozenset(label.all_of) for word, label in entry.categories.items() if label.all_of},
    )


def _unknown_words(entry: PolicyEntry, known: Vocabulary, document: Document, name: str) -> list[str]:
    faults: list[str] = []

    def look(words: list[str], allowed: Any, *place: str | int) -> None:
        for index, word in enumerate(words):
            if word not in allowed:
                line = document.line((*place, index))
                faults.append(f"{name}:{line}: {place[-1]}: '{word}' is not one of {', '.join(sorted(allowed))}")

    roles = {*known.roles, ANY_ROLE}
    if entry.rank not in RANKS:
        line = document.line(("rank",))
        faults.append(f"{name}:{line}: rank: '{entry.rank}' is not one of {', '.join(RANKS)}")
    look(entry.unverified, {"since", "until"}, "unverified")
    for word, label in entry.categories.items():
        look(label.implies, known.categories, "categories", word, "implies")
        look(label.all_of, known.categories, "categories", word, "all_of")
    seen: dict[str, int] = {}
    for at, clause in enumerate(entry.clauses):
        place = ("clauses", at)
        line = document.line((*place, "clause"))
        if clause.clause in seen:
            faults.append(f"{name}:{line}: the clause {clause.clause} stands on line {seen[clause.clause]} already")
        seen[clause.clause] = line
        if re.search(r"[\s()#/]", clause.clause):
            faults.append(f"{name}:{line}: a clause is written without spaces and with full-width brackets")
        look(clause.unverified, {"since", "until", "text"}, *place, "unverified")
        for number, measure in enumerate(clause.measures):
            part = (*place, "measures", number)
            look(measure.roles, roles, *part, "roles")
            look(measure.offices, roles, *part, "offices")
            look(measure.applies_to, known.categories, *part, "applies_to")
            look(measure.categories, known.categories, *part, "categories")
            if measure.clock and (fault := _miscounted(measure.clock, measure.deadline or clause.deadline)):
                faults.append(f"{name}:{document.line((*part, 'clock'))}: clock: {fault}")
            since = measure.since or clause.since or entry.since
            until = measure.until or clause.until or entry.until
            if since is None:
                faults.append(f"{name}:{document.line(part)}: no date in force; 'since' is needed here or above")
            elif until is not None and until <= since:
                faults.append(f"{name}:{document.line(part)}: it ends on {until}, not after it begins on {since}")
        faults += _badly_followed(entry, clause, document.line(place), name)
    return faults


def _badly_followed(entry: PolicyEntry, clause: ClauseEntry, line: int, name: str) -> list[str]:
    """Versions of one measure (the same words for the same people) that overlap, or leave days between them."""
    versions: dict[str, list[tuple[date, date]]] = {}
    for measure in clause.measures:
        since, until = measure.since or clause.since or entry.since, measure.until or clause.until or entry.until
        if since is not None:
            same = measure.model_dump_json(exclude={"since", "until", "note", "clock", "deadline"})
            versions.setdefault(same, []).append((since, until or date.max))
    faults = []
    for held in versions.values():
        held.sort()
        for (_, until), (since, later) in pairwise(held):
            if since < until:
                last = min(until, later)
                end = "" if last == date.max else f" until {last}"
                faults.append(
                    f"{name}:{line}: {clause.clause}: two versions of one measure hold from {since}{end}; end one"
                )
            elif until < since:
                faults.append(
                    f"{name}:{line}: {clause.clause}: no version of one measure holds from {until} to {since}; "
                    "let one begin where the other ends"
                )
    return faults


def _miscounted(clock: ClockEntry, deadline: str | None) -> str | None:
    """What is wrong with a clock beside the words of its deadline."""
    if deadline is None:
        return "a clock stands beside the verbatim 'deadline' that it counts, and there is none"
    if ("工作日" in deadline) != (clock.counted_in is Counting.WORKING_DAYS):
        return f"the deadline '{deadline}' is not counted in {clock.counted_in}"
    tens, ones = divmod(clock.days, 10)
    written = ("" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十") + _NUMERALS[ones]
    if re.findall(r"\d+|[一二两三四五六七八九十]+", deadline) not in ([str(clock.days)], [written]):
        return f"the deadline '{deadline}' is not one of {clock.days} days"
    return None


def _quote_line(document: Document, clause: int, measure: int) -> int:
    return document.line(("clauses", clause, "measures", measure, "quote"))


def _measures(entry: PolicyEntry, clause: ClauseEntry, line: Callable[[int], int]) -> list[Measure]:
    verified_on = clause.verified_on or entry.verified_on
    return [
        Measure(
            policy=entry.id, clause=clause.clause, number=number, alone=len(clause.measures) == 1,
            title=clause.title, area=written.area or clause.area, effect=written.effect, scope=written.scope,
            roles=frozenset(written.roles), subject=written.subject, reaches=written.reaches,
            applies_to=frozenset(written.applies_to), offices=frozenset(written.offices),
            categories=frozenset(written.categories), at=written.at, trigger=written.trigger,
            discretionary=written.discretionary, requires=written.requires,
            shown_by_debt=written.shown_by_debt,
            units=tuple(clause.units if written.units is None else written.units),
            deadline=written.deadline or clause.deadline, quote=written.quote,
            holds=Interval(
                day(written.since or clause.since or entry.since, EARLIEST),
                day(written.until or clause.until or entry.until, LATEST),
            ),
            instrument=clause.instrument or entry.instrument,
            unverified=tuple(clause.unverified or entry.unverified),
            verified_on=verified_on.isoformat() if verified_on else None,
            source=clause.source or entry.source, note=written.note, clock=_clock(written.clock),
            line=line(number - 1),
        )
        for number, written in enumerate(clause.measures, start=1)
    ]  # fmt: skip


def _clock(written: ClockEntry | None) -> Clock | None:
    if written is None:
        return None
    return Clock(
        written.starts, written.days, written.counted_in, tuple(written.ends_with), written.lapses,
        written.superseded_by, day(written.superseded_since, LATEST) if written.superseded_since else None,
    )  # fmt: skip
