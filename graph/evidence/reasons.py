"""Why a party is reached: findings with one cause laid together, and each cause as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.evidence.background import Background
from graph.evidence.speech import Speech
from graph.evidence.words import SERVED
from graph.exposure import Finding
from graph.exposure.finding import strongest
from graph.model import Certainty, Interval, Outcome, Party, Scope, iso

# Strongest first, as a page shows them; which outcome an answer has is decided elsewhere.
SHOWN_ORDER = (
    Outcome.BARRED, Outcome.RESTRICTED, Outcome.REVIEW, Outcome.CONNECTED, Outcome.INCOMPLETE,
    Outcome.NOT_COVERED, Outcome.CLEAR,
)  # fmt: skip


class Reason(NamedTuple):
    """One cause: a listing or notice against a debtor, and how it is tied to the party; with what follows."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """A finding that stands for the cause: all share the debtor, the listing and the way."""
        return self.findings[0]

    @property
    def roles(self) -> list[str]:
        """The roles through which it reaches the party."""
        return sorted({finding.role for finding in self.findings if finding.role})

    @property
    def outcome(self) -> Outcome:
        """The strongest outcome of its findings."""
        return strongest(finding.outcome for finding in self.findings)

    @property
    def since(self) -> int:
        """Since when the first of its findings holds."""
        return min(finding.holds.since for finding in self.findings)


def reasons_of(findings: Iterable[Finding]) -> list[Reason]:
    """The causes of some findings, strongest first."""
    together: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        cause = (finding.scope, finding.debtor, finding.listing, finding.notice, finding.certainty)
        together.setdefault(cause, []).append(finding)
    reasons = [Reason(tuple(some)) for some in together.values()]
    return sorted(reasons, key=lambda reason: (SHOWN_ORDER.index(reason.outcome), reason.since))


def measure_count(findings: Iterable[Finding]) -> int:
    """How many measures these findings are of: one that reaches through two roles is one."""
    return len({finding.measure.id for finding in findings})


def sentence(speech: Speech, known: Background, reason: Reason, day: int) -> str:
    """The cause in words, made of the facts on record."""
    finding = reason.first
    debtor = known.party(finding.debtor)
    parts = [_record(speech, known, finding)]
    if finding.scope is Scope.OFFICER:
        parts += _posts(speech, known, known.asked, debtor, reason.roles, day, "held")
    if finding.scope is Scope.ORGANIZATION:
        parts += _posts(speech, known, debtor, known.asked, reason.roles, day, "held_in")
    if finding.certainty is not Certainty.RECORDED:
        parts.append(speech.sentence(str(finding.certainty), debtor=debtor.name))
    return speech.sentence("join").join(parts) + speech.sentence("stop")


def _record(speech: Speech, known: Background, finding: Finding) -> str:
    """The published record, or the court's notice, in words."""
    debtor = known.party(finding.debtor).name
    if finding.notice is not None:
        notice = known.notices.get(finding.notice)
        issued = iso(notice.issued_on) if notice else ""
        return speech.sentence("notice", debtor=debtor, id=finding.notice, day=issued)
    listing = known.listings.get(finding.listing or "")
    if listing is None or not listing.case_number:
        return speech.sentence("listed", debtor=debtor, day=iso(finding.holds.since) or "", case="")
    case = speech.sentence("case", case=listing.case_number)
    case += speech.sentence("court", court=listing.court) if listing.court else ""
    told = speech.sentence("listed", debtor=debtor, day=iso(listing.listed_on) or "", case=case)
    released = iso(listing.released_on)
    return told + (speech.sentence("released", day=released) if released else "")


def _posts(
    speech: Speech, known: Background, holder: Party, organization: Party, roles: Sequence[str], day: int, key: str
) -> list[str]:  # fmt: skip
    """The posts that tie two parties, in words; those held alike in one sentence."""
    alike: dict[tuple[bool, Interval | None], list[str]] = {}
    for role in roles:
        alike.setdefault((role in SERVED, known.held(holder.id, role, organization.id, day)), []).append(role)
    told = []
    for (served, held), some in alike.items():
        ended = held is not None and not held.holds_on(day)
        since, until = (iso(held.since), iso(held.until)) if held else (None, None)
        told.append(speech.sentence(
            f"{key}_until" if ended else key,
            holder=holder.name, organization=organization.name, day=until,
            role=speech.listing([speech.role(role) for role in some]),
            verb="任" if served else "为",
            since=speech.sentence("since_past" if ended else "since", day=since) if since else "",
        ))  # fmt: skip
    return told
