"""The answer, drawn the same on every page: outcome, reasons, clauses, connections, what was looked at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.exposure import Answer, Finding, Undecided
from graph.model import Area, Outcome, iso
from graph.stores import Register
from views.background import Background
from views.clauses import as_shown, clauses, holds_since
from views.markup import SHOWN_ORDER, badge, facts, fold, icon, show, table, text
from views.reasons import Reason, connection_path, path, reasons_of, sentence
from views.speech import Speech
from views.store import Desk
from views.who import identifier_of

_REASONS_SHOWN = 3
_CONNECTIONS_SHOWN = 20


def head(
    speech: Speech, answer: Answer, outcome: Outcome, area: str, others: dict[str, str], *lines: str
) -> None:
    """Who was asked about, the outcome in words and colour with its area beside it, and since when.

    ``others`` are the outcomes of the other areas; ``lines`` further lines of HTML.
    """
    asked = answer.party
    plain = Outcome.RESTRICTED if outcome is Outcome.BARRED else outcome
    holds = holds_since(answer.findings, plain)
    since = f"{speech.days(holds.since, holds.until)} · " if holds else ""
    who = " · ".join(
        part for part in (
            speech.kind(asked.kind), identifier_of(asked),
            speech("region", region=asked.region) if asked.region else "",
            "" if asked.id else speech("outside_mark"),
        ) if part
    )  # fmt: skip
    listed = f'<span class="g-listed">{text(speech("listed"))}</span>' if answer.listed else text(speech("not_listed"))
    show(
        speech,
        f'<section class="g-head" aria-label="{text(speech("outcome"))}">'
        f'<div class="g-verdict g-{outcome}" role="status"><span class="g-area">{text(area)}</span>'
        f"<strong>{icon(outcome)}{text(speech.outcome(outcome))}</strong>"
        f"<span>{text(since)}{text(speech('as_of', day=iso(answer.day)))}</span></div>"
        f'<div class="g-who"><span class="g-name">{text(asked.name)}</span> <span class="g-muted">{text(who)}</span>'
        f"<p>{listed}</p>{''.join(lines)}{_other_areas(speech, others)}</div></section>",
    )


def _other_areas(speech: Speech, others: dict[str, str]) -> str:
    """The other areas under their outcome, strongest first; those with nothing in them are not named."""
    words: dict[str, list[str]] = {}
    for area, outcome in others.items():
        words.setdefault(outcome, []).append(speech.area(area))
    shown = [
        f"<span>{badge(speech, outcome)}{text(speech.listing(words[outcome]))}</span>"
        for outcome in SHOWN_ORDER
        if outcome in words and outcome not in (Outcome.CLEAR, Outcome.CONNECTED)
    ]
    if not others:
        return ""
    said = "".join(shown) or f"<span>{text(speech('no_other_areas'))}</span>"
    return f'<div class="g-others"><span class="g-muted">{text(speech("other_areas"))}</span>{said}</div>'


def notices(speech: Speech, answer: Answer, *, what_if: bool = False) -> None:
    """What a reader must not miss: a supposed register, an incomplete search, records that nobody decided."""
    if what_if:
        words = speech("what_if_words", name=answer.party.name, day=iso(answer.day))
        show(speech, f'<p class="g-note g-whatif">{text(words)}</p>')
    if answer.incomplete:
        show(speech, f'<p class="g-note">{text(speech("incomplete"))}</p>')
    if answer.undecided:
        summary = f"<strong>{text(speech('undecided', count=len(answer.undecided)))}</strong>"
        show(speech, f'<div class="g-note">{fold(summary, _undecided(speech, answer.undecided))}</div>')


def _undecided(speech: Speech, undecided: Sequence[Undecided]) -> str:
    heads = [speech(key) for key in ("name", "identifier", "case_number", "court", "listed_on", "reason")]
    rows = [
        [text(words or "–") for words in (
            entry.listing.name, entry.listing.identifier, entry.listing.case_number, entry.listing.court,
            iso(entry.listing.listed_on), speech.told(entry.reason),
        )]
        for entry in undecided
    ]  # fmt: skip
    return table(heads, rows)


def reasons(speech: Speech, known: Background, findings: Sequence[Finding], day: int, *, appointing: bool = False) -> None:
    """Each cause as a sentence and a path; the strongest are shown, the others behind a click."""
    causes = reasons_of(findings)
    if not causes:
        show(speech, f"<h2>{text(speech('reasons'))}</h2><p>{text(speech('no_reasons'))}</p>")
        return
    drawn = [_reason(speech, known, cause, day, appointing=appointing) for cause in causes]
    rest = drawn[_REASONS_SHOWN:]
    more = fold(text(speech("more_reasons", count=len(rest))), "".join(rest)) if rest else ""
    show(speech, f"<h2>{text(speech('reasons'))}</h2>", *drawn[:_REASONS_SHOWN], more)


def _reason(speech: Speech, known: Background, cause: Reason, day: int, *, appointing: bool) -> str:
    outcome = as_shown(cause.outcome, appointing=appointing)
    count = speech("reason_measures", count=len(cause.findings))
    return (
        f'<div class="g-reason"><p>{badge(speech, outcome)} {text(sentence(speech, known, cause, day))}</p>'
        f'{path(speech, known, cause)}<p class="g-muted">{text(count)}</p></div>'
    )


def grounds(desk: Desk, known: Background, findings: Sequence[Finding], day: int, *, appointing: bool = False) -> None:
    """The clauses behind the reasons."""
    drawn = clauses(desk.speech, desk.law, known, findings, day, appointing=appointing)
    show(desk.speech, drawn or f"<p>{text(desk.speech('no_reasons'))}</p>")


def connections(speech: Speech, known: Background, answer: Answer) -> None:
    """Associations, set apart, with the words that they are no restriction."""
    if not answer.connections:
        show(speech, f"<p>{text(speech('no_connections'))}</p>")
        return
    shown = [connection_path(speech, known, one) for one in answer.connections[:_CONNECTIONS_SHOWN]]
    more = ""
    if len(answer.connections) > _CONNECTIONS_SHOWN:
        more = f'<p class="g-muted">{text(speech("connections_cut", count=_CONNECTIONS_SHOWN))}</p>'
    show(speech, f'<p class="g-note g-info">{text(speech("connection_words"))}</p>', *shown, more)


def coverage(desk: Desk, answer: Answer) -> None:
    """What was looked at and what was not, the digest of the data and the policies applied."""
    speech, register = desk.speech, desk.view.register()
    at = ["looked_listings", "looked_roles"] if answer.party.id else ["looked_listings"]
    applied = [f"{text(policy.title)} <code>{text(policy.id)} {text(policy.digest)}</code>" for policy in answer.law.policies]
    silent = [f"{text(_title(desk, one.policy))}：{text(_silence(desk, one.policy, one.reason))}" for one in answer.law.not_covered]
    nothing = text(speech("looked_nothing"))
    show(
        speech,
        facts([
            (speech("looked_at"), text(speech.listing([speech(key) for key in at]))),
            (speech("looked_register"), text(speech("looked_register_is", rows=counts(speech, register), digest=register.digest))),
            (speech("looked_load"), text(_last_load(speech, register))),
            (speech("looked_law"), "<br>".join(applied) or nothing),
            (speech("looked_silent"), "<br>".join(silent) or nothing),
        ]),
    )  # fmt: skip


def counts(speech: Speech, register: Register) -> str:
    """How many rows the register holds."""
    names = ("parties", "roles", "listings")
    return speech("data_rows", **{name: f"{register.rows.get(name, 0):,}" for name in names})


def _last_load(speech: Speech, register: Register) -> str:
    if not register.loads:
        return speech("looked_nothing")
    load = register.loads[-1]
    files = load.get("files")
    names = speech.listing([str(file) for file in files]) if isinstance(files, list) else ""
    return f"{load.get('id', '')}（{names}）" if names else str(load.get("id", ""))


def _title(desk: Desk, policy: str) -> str:
    known = desk.law.policies.get(policy)
    return (known.title if desk.speech.language == "zh" else known.title_en) if known else policy


def _silence(desk: Desk, policy: str, reason: str) -> str:
    known = desk.law.policies.get(policy)
    if reason.startswith("no measure of it is in force"):
        return desk.speech("silent_date")
    if known and known.region and "region" in reason:
        return desk.speech("silent_region", region=known.region)
    return reason


def area_words(outcomes: dict[str, str], but: Area | None = None) -> dict[str, str]:
    """The outcomes of the areas other than the one that the page is about."""
    return {area: word for area, word in outcomes.items() if area != but}


