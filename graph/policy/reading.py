"""Reads a policy file strictly: every word from a closed vocabulary, every fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from graph.model import EARLIEST, LATEST, Interval, Label, Vocabulary, day
from graph.policy.entries import CategoryWord, ClauseEntry, ClockEntry, MeasureEntry, PolicyEntry, RoleWord
from graph.policy.errors import PolicyError
from graph.policy.faults import faults_of
from graph.policy.measure import Clock, Measure, Policy
from graph.policy.strict_yaml import Document, Place, read


def read_policy(path: Path, vocabulary: Vocabulary | None = None) -> Policy:
    """The policy in the file at ``path``.

    Raises ``PolicyError`` with every fault found, each with file, line, and the allowed words.
    """
    content = path.read_bytes()
    document = read_document(path.name, content)
    try:
        entry = PolicyEntry.model_validate(document.value)
    except ValidationError as error:
        raise PolicyError([sentence(fault, document, path.name, _part) for fault in error.errors()]) from None
    words = _vocabulary(entry)
    known = (vocabulary or Vocabulary()).extended([words])
    faults = faults_of(entry, known, document, path.name)
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


def read_document(name: str, content: bytes) -> Document:
    """The document in a file of this ``name``. Raises ``PolicyError``."""
    try:
        return read(content.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PolicyError([f"{name}:{line}: the file is not UTF-8; save it as UTF-8"]) from None


def sentence(fault: Any, document: Document, name: str, part: Callable[[Place], type[BaseModel]]) -> str:
    """A fault that pydantic found, with its line; ``part`` tells whose keys may stand in a place."""
    place = tuple(fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        message = f"'{place[-1]}' is not a key of this part; the keys are {', '.join(part(place).model_fields)}"
    elif fault["type"] == "list_type":
        message = f"'{fault['input']}' is not a list; write each entry on a line of its own, after '- '"
    elif fault["type"] == "enum":
        message = f"'{fault['input']}' is not one of {fault['ctx']['expected']}"
    elif fault["type"] == "missing":
        message = f"'{place[-1]}' is missing"
    return f"{name}:{document.line(place)}: {'.'.join(map(str, place))}: {message}"


def _part(place: Place) -> type[BaseModel]:
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
