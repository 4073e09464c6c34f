"""The clauses of an answer, by area, strongest first, each with its quotation behind a click."""

from __future__ import annotations

from collections.abc import Sequence

from graph.exposure import Appointment, Finding
from graph.exposure.finding import strongest
from graph.model import Interval, Outcome, iso
from graph.policy import Law, Measure
from views.background import Background
from views.markup import SHOWN_ORDER, badge, facts, fold, text
from views.reasons import Reason, reasons_of, sentence
from views.speech import Speech

_FEW = 6  # so many clauses stay unfolded


def as_shown(outcome: Outcome, *, appointing: bool = False) -> Outcome:
    """``restricted`` is ``barred`` where an office is asked for; the public functions say it the same way."""
    return Outcome.BARRED if appointing and outcome is Outcome.RESTRICTED else outcome


def clauses(
    speech: Speech, law: Law, known: Background, findings: Sequence[Finding], day: int, *, appointing: bool = False
) -> str:
    """Every finding under its area, each area and each clause behind a click; HTML."""
    reasons = reasons_of(findings)
    areas: dict[str, list[tuple[Reason, Finding]]] = {}
    for reason in reasons:
        for finding in reason.findings:
            areas.setdefault(str(finding.measure.area), []).append((reason, finding))
    pieces = []
    told = {id(reason): sentence(speech, known, reason, day) for reason in reasons}
    for area, some in sorted(areas.items(), key=lambda entry: _rank(entry[1])):
        some.sort(key=lambda entry: (SHOWN_ORDER.index(entry[1].outcome), entry[1].measure.id))
        outcome = as_shown(strongest(finding.outcome for _, finding in some), appointing=appointing)
        summary = (
            f"{badge(speech, outcome)} {text(speech.area(area))} "
            f'<span class="g-muted">{text(speech("area_count", count=len(some)))}</span>'
        )
        body = "".join(
            _clause(speech, law, known, finding, told[id(reason)], appointing=appointing, opened=len(findings) == 1)
            for reason, finding in some
        )
        pieces.append(fold(summary, body, opened=len(findings) <= _FEW, kind="g-group"))
    return "".join(pieces)


def _rank(some: Sequence[tuple[Reason, Finding]]) -> tuple[int, int]:
    return SHOWN_ORDER.index(strongest(finding.outcome for _, finding in some)), -len(some)


def _clause(
    speech: Speech, law: Law, known: Background, finding: Finding, told: str, *, appointing: bool, opened: bool
) -> str:
    measure = finding.measure
    outcome = as_shown(finding.outcome, appointing=appointing)
    duty = "discretionary" if measure.discretionary else "mandatory" if outcome is not Outcome.REVIEW else ""
    tags = [speech.effect(str(measure.effect)), speech(duty) if duty else ""]
    tags += [speech.requirement(str(finding.requires))] if finding.requires else []
    summary = (
        f"{badge(speech, outcome)} {text(measure.clause)} {text(measure.title)} "
        + " ".join(f'<span class="g-tag">{text(tag)}</span>' for tag in tags if tag)
    )
    pairs = [
        (speech("because"), text(told)),
        (speech("bars"), text(_office(speech, known, finding.appointment))),
        (speech("holds"), text(speech.days(finding.holds.since, finding.holds.until))),
        (speech("certainty"), text(_certainty(speech, finding))),
        *measure_facts(speech, law, measure),
    ]
    body = f"<blockquote lang='zh-CN'>{text(measure.quote)}</blockquote>{facts(pairs)}"
    return fold(summary, body, opened=opened)


def measure_facts(speech: Speech, law: Law, measure: Measure) -> list[tuple[str, str]]:
    """Where a measure stands in the law: document, article, units, dates and whether they are verified."""
    policy = law.policies.get(measure.policy)
    document = measure.policy
    if policy is not None:
        title = f"《{policy.title}》" if speech.language == "zh" else f"{policy.title_en} 《{policy.title}》"
        document = f"{title}{f'（{policy.number}）' if policy.number else ''}"
    units = speech.listing(list(measure.units)) or speech("units_unnamed")
    return [
        (speech("document"), text(document)),
        (speech("article"), text(f"{measure.clause} {measure.title}（{measure.id}）")),
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


def holds_since(findings: Sequence[Finding], outcome: Outcome) -> Interval | None:
    """From when the findings of one outcome hold; None where there is none."""
    some = [finding.holds for finding in findings if finding.outcome is outcome]
    return min(some) if some else None


def day_words(number: int) -> str:
    """A day as a table shows it; empty where it is unknown."""
    return iso(number) or ""
