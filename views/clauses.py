"""The clauses of an answer, by area, strongest first, each with its quotation behind a click."""

from __future__ import annotations

from collections.abc import Sequence

from graph.evidence import (
    Background,
    Clause,
    as_shown,
    certainty_words,
    clauses_of,
    in_force,
    measure_count,
    office_words,
)
from graph.exposure import Finding
from graph.model import Outcome, iso
from graph.policy import Measure
from views.markup import facts, fold, text, weight
from views.store import Desk

_FEW = 6  # so many clauses stay unfolded


def by_area(desk: Desk, known: Background, findings: Sequence[Finding], day: int, *, appointing: bool = False) -> str:
    """Every clause under its area, each area and each clause behind a click; HTML."""
    speech = desk.speech
    areas: dict[str, list[Clause]] = {}
    for clause in clauses_of(speech, known, findings, day):
        areas.setdefault(str(clause.measure.area), []).append(clause)
    count = measure_count(findings)
    pieces: list[str] = []
    for area, some in areas.items():  # strongest first, for the clauses are
        outcome = as_shown(some[0].outcome, appointing=appointing)
        number = f'<span class="g-muted">{text(speech("area_count", count=len(some)))}</span>'
        body = in_full(desk, known, some[:1], appointing=appointing, opened=count == 1 or (appointing and not pieces))
        body += in_full(desk, known, some[1:], appointing=appointing)
        head = f"{weight(speech, outcome)} {text(speech.area(area))} {number}"
        pieces.append(fold(head, body, opened=count <= _FEW, kind="g-group"))
    return "".join(pieces)


def in_full(
    desk: Desk, known: Background, some: Sequence[Clause], *, appointing: bool = False, opened: bool = False
) -> str:
    """Clauses, each behind a click; HTML."""
    return "".join(_clause(desk, known, clause, appointing=appointing, opened=opened) for clause in some)


def _clause(desk: Desk, known: Background, clause: Clause, *, appointing: bool, opened: bool) -> str:
    speech, measure = desk.speech, clause.measure
    outcome = as_shown(clause.outcome, appointing=appointing)
    tags = [speech.effect(str(measure.effect))]
    if measure.discretionary:
        tags.append(speech("discretionary"))
    elif outcome in (Outcome.RESTRICTED, Outcome.BARRED):
        tags.append(speech("mandatory"))
    elif f"duty_{measure.effect}" in speech.texts:  # what must be done, where the result is left to the unit
        tags.append(speech(f"duty_{measure.effect}"))
    lacking = sorted({str(finding.requires) for finding in clause.findings if finding.requires})
    tags += [speech.requirement(word) for word in lacking]
    marks = " ".join(f'<span class="g-tag">{text(tag)}</span>' for tag in tags)
    policy = desk.law.policies.get(measure.policy)
    source = f'<span class="g-muted">{text(speech.short_title(policy) if policy else measure.policy)}</span>'
    head = f"{weight(speech, outcome)} {text(measure.clause)} {text(measure.title)} {source} {marks}"
    spans = sorted({finding.holds for finding in clause.findings})
    sure = sorted({certainty_words(speech, finding) for finding in clause.findings})
    pairs = [
        (speech("because"), text(clause.told)),
        (speech("bars"), text(office_words(speech, known, clause.findings[0].appointment))),
        (speech("holds"), text(speech.listing([speech.days(*span) for span in spans]))),
        (speech("certainty"), text(speech.listing(sure))),
        *measure_facts(desk, measure),
    ]
    body = f'<blockquote lang="zh-CN">{text(measure.quote)}</blockquote>{facts(pairs)}'
    return fold(head, body, opened=opened)


def measure_facts(desk: Desk, measure: Measure) -> list[tuple[str, str]]:
    """Where a measure stands in the law: document, article, units, dates and whether they are verified."""
    speech, policy = desk.speech, desk.law.policies.get(measure.policy)
    document = measure.policy
    if policy is not None:
        document = speech.title(policy)
    units = speech.listing(list(measure.units)) or speech("units_unnamed")
    return [
        (speech("document"), text(document)),
        (speech("article"), text(speech.aside(measure.clause, measure.id))),
        (speech("units"), text(units)),
        (speech("in_force"), text(in_force(speech, measure))),
    ]


def day_words(number: int) -> str:
    """A day as a table shows it; empty where it is unknown."""
    return iso(number) or ""
