"""Why a party is reached: findings with one cause laid together, each cause as a sentence and as a path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from graph.exposure import Connection, Finding
from graph.exposure.finding import strongest
from graph.model import Certainty, Interval, Kind, Outcome, Scope, iso
from views.background import Background
from views.markup import SHOWN_ORDER, arrow, chip
from views.speech import Speech
from views.text import SERVED


class Reason(NamedTuple):
    """One cause: a listing or notice against a debtor, and the tie to it; with every finding that follows."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """A finding that stands for the cause; all share debtor, tie and listing."""
        return self.findings[0]

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
        cause = (finding.scope, finding.role, finding.debtor, finding.listing, finding.notice)
        together.setdefault(cause, []).append(finding)
    reasons = [Reason(tuple(some)) for some in together.values()]
    return sorted(reasons, key=lambda reason: (SHOWN_ORDER.index(reason.outcome), reason.since))


def sentence(speech: Speech, known: Background, reason: Reason, day: int) -> str:
    """The cause in words, made of the facts on record."""
    finding = reason.first
    debtor, asked = known.party(finding.debtor), known.asked
    parts = [_record(speech, known, finding)]
    if finding.scope is not Scope.DEBTOR:
        officer = finding.scope is Scope.OFFICER
        holder, organization = (asked, debtor) if officer else (debtor, asked)
        held = known.held(holder.id, finding.role, organization.id, day)
        role = finding.role or ""
        values = {
            "holder": holder.name, "organization": organization.name, "role": speech.role(role),
            "verb": speech_verb(speech, role),
        }  # fmt: skip
        ended = held is not None and not held.holds_on(day)
        key = ("held" if officer else "held_in") + ("_until" if ended else "")
        parts.append(speech.sentence(key, **values, since=_since(speech, held, ended), day=iso(held.until) if held else ""))
    if finding.certainty is Certainty.IDENTITY:
        parts.append(speech.sentence("identity", debtor=debtor.name))
    if finding.certainty is Certainty.DERIVED:
        parts.append(speech.sentence("derived"))
    return speech.sentence("join").join(parts) + speech.sentence("stop")


def speech_verb(speech: Speech, role: str) -> str:
    """The Chinese verb of a role: one serves (任) in a post, and simply is (为) a shareholder."""
    return ("任" if role in SERVED else "为") if speech.language == "zh" else ""


def path(speech: Speech, known: Background, reason: Reason) -> str:
    """The cause as a path of parties, the debtor first; HTML."""
    finding = reason.first
    debtor, asked = known.party(finding.debtor), known.asked
    mark = speech("listed_maybe" if finding.certainty is Certainty.IDENTITY else "listed_short")
    if finding.scope is Scope.DEBTOR:
        return f'<div class="g-path">{chip(asked.name, asked.kind, mark)}</div>'
    tie = arrow(speech.role(finding.role or ""), forward=finding.scope is Scope.ORGANIZATION)
    pieces = [chip(debtor.name, debtor.kind or Kind.ORGANIZATION, mark), tie, chip(asked.name, asked.kind)]
    return f'<div class="g-path">{"".join(pieces)}</div>'


def connection_path(speech: Speech, known: Background, connection: Connection) -> str:
    """A connection as a path from the party asked about to the listed one; HTML."""
    ids = connection.path
    pieces: list[str] = []
    for index, id_ in enumerate(ids):
        party = known.party(id_)
        pieces.append(chip(party.name, party.kind, speech("listed_short") if index == len(ids) - 1 else ""))
        if index < len(connection.roles):
            role = connection.roles[index]
            pieces.append(arrow(speech.role(role), forward=known.step(id_, ids[index + 1], role)))
    return f'<div class="g-path">{"".join(pieces)}</div>'


def _record(speech: Speech, known: Background, finding: Finding) -> str:
    """The published record, or the court's notice, in words."""
    debtor = known.party(finding.debtor).name
    if finding.notice is not None:
        notice = known.notices.get(finding.notice)
        return speech.sentence("notice", debtor=debtor, id=finding.notice, day=iso(notice.issued_on) if notice else "")
    listing = known.listings.get(finding.listing or "")
    if listing is None:
        return speech.sentence("listed", debtor=debtor, day=iso(finding.holds.since) or "", case="")
    case = speech.listing([words for words in (listing.case_number, listing.court) if words])
    told = speech.sentence(
        "listed", debtor=debtor, day=iso(listing.listed_on) or "", case=speech.sentence("case", case=case) if case else ""
    )
    released = iso(listing.released_on)
    return told + (speech.sentence("released", day=released) if released else "")


def _since(speech: Speech, held: Interval | None, ended: bool) -> str:
    since = iso(held.since) if held else None
    return speech.sentence("since_past" if ended else "since", day=since) if since else ""
