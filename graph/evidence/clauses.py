"""The measures behind an answer, each with its cause, and the facts about it in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.evidence.background import Background
from graph.evidence.reasons import SHOWN_ORDER, reasons_of, sentence
from graph.evidence.speech import Speech
from graph.exposure import Appointment, Finding
from graph.exposure.finding import strongest
from graph.model import Outcome
from graph.policy import Measure


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


def in_force(speech: Speech, measure: Measure) -> str:
    """When a measure is law, and whether its dates are verified."""
    doubted = {"since", "until"} & set(measure.unverified)
    proof = speech("unverified") if doubted else speech("verified") if measure.verified_on else ""
    dates = speech.days(measure.holds.since, measure.holds.until)
    return speech.aside(dates, proof) if proof else dates


def certainty_words(speech: Speech, finding: Finding) -> str:
    """How sure a finding is, and whether an order names the party."""
    words = [speech.certainty(str(finding.certainty))]
    return speech.listing([*words, speech("evidence_order")] if finding.by_order else words)


def office_words(speech: Speech, known: Background, office: Appointment | None) -> str:
    """The post that a measure bars; empty where it bars none."""
    if office is None:
        return ""
    place = known.party(office.organization).name if office.organization else ""
    category = speech.category(office.category) if office.category else ""
    where = speech.listing([words for words in (place, category) if words])
    return speech.aside(speech.role(office.role), where) if where else speech.role(office.role)
