"""The clauses of an answer, by area, strongest first, each with its quotation behind a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.exposure import Appointment, Finding
from graph.exposure.finding import strongest
from graph.model import Outcome, iso
from graph.policy import Measure
from views.background import Background
from views.markup import SHOWN_ORDER, facts, fold, text, weight
from views.reasons import measure_count, reasons_of, sentence
from views.speech import Speech
from views.store import Desk

_FEW = 6  # so many clauses stay unfolded


class Clause(NamedTuple):
    """One measure with one cause; several findings where it reaches through several roles."""

    findings: tuple[Finding, ...]
    told: str

    @property
    def measure(self) -> Measure:
        """The measure that reaches the party."""
        return self.findings[0].measure

    @property
    def outcome(self) -> Outcome:
        """The strongest outcome of its findings."""
        return strongest(finding.outcome for finding in self.findings)


def as_shown(outcome: Outcome, *, appointing: bool = False) -> Outcome:
    """``restricted`` is ``barred`` where an office is asked for; the public functions say it the same way."""
    return Outcome.BARRED if appointing and outcome is Outcome.RESTRICTED else outcome


def clauses_of(speech: Speech, known: Background, findings: Sequence[Finding], day: int) -> list[Clause]:
    """The measures behind some findings, each with its cause in words, strongest first."""
    found = []
    for reason in reasons_of(findings):
        told = sentence(speech, known, reason, day)
        alike: dict[tuple[object, ...], list[Finding]] = {}
        for finding in reason.findings:
            alike.setdefault((finding.measure.id, finding.appointment), []).append(finding)
        found += [Clause(tuple(some), told) for some in alike.values()]
    return sorted(found, key=lambda clause: (SHOWN_ORDER.index(clause.outcome), clause.measure.id))


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
    lacking = sorted({str(finding.requires) for finding in clause.findings if finding.requires})
    tags += [speech.requirement(word) for word in lacking]
    marks = " ".join(f'<span class="g-tag">{text(tag)}</span>' for tag in tags)
    policy = desk.law.policies.get(measure.policy)
    source = f'<span class="g-muted">{text(speech.short_title(policy) if policy else measure.policy)}</span>'
    head = f"{weight(speech, outcome)} {text(measure.clause)} {text(measure.title)} {source} {marks}"
    spans = sorted({finding.holds for finding in clause.findings})
    sure = sorted({_certainty(speech, finding) for finding in clause.findings})
    pairs = [
        (speech("because"), text(clause.told)),
        (speech("bars"), text(_office(speech, known, clause.findings[0].appointment))),
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
        (speech("article"), text(f"{measure.clause}（{measure.id}）")),
        (speech("units"), text(units)),
        (speech("in_force"), text(in_force(speech, measure))),
    ]


def in_force(speech: Speech, measure: Measure) -> str:
    """When a measure is law, and whether its dates are verified."""
    doubted = {"since", "until"} & set(measure.unverified)
    proof = speech("unverified") if doubted else speech("verified") if measure.verified_on else ""
    dates = speech.days(measure.holds.since, measure.holds.until)
    return f"{dates}（{proof}）" if proof else dates


def _certainty(speech: Speech, finding: Finding) -> str:
    words = [speech.certainty(str(finding.certainty))]
    return speech.listing([*words, speech("evidence_order")] if finding.by_order else words)


def _office(speech: Speech, known: Background, office: Appointment | None) -> str:
    if office is None:
        return ""
    place = known.party(office.organization).name if office.organization else ""
    category = speech.category(office.category) if office.category else ""
    where = speech.listing([words for words in (place, category) if words])
    return f"{speech.role(office.role)}（{where}）" if where else speech.role(office.role)


def day_words(number: int) -> str:
    """A day as a table shows it; empty where it is unknown."""
    return iso(number) or ""
