"""The answer, drawn the same on every page: outcome, reasons, clauses, connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.evidence import (
    SHOWN_ORDER,
    Background,
    Reason,
    Speech,
    as_shown,
    listed_words,
    measure_count,
    no_reasons,
    reasons_of,
    sentence,
    when,
)
from graph.exposure import Answer, Finding, Undecided
from graph.model import Area, Outcome, iso
from views.clauses import by_area
from views.markup import badge, fold, icon, show, table, text, weight
from views.paths import connection_path, path
from views.store import Desk
from views.who import identifier_of

_REASONS_SHOWN = 3
_CONNECTIONS_SHOWN = 20


def head(
    speech: Speech, answer: Answer, outcome: Outcome, area: str, *lines: str,
    others: Mapping[str, str] | None = None, last: str = "",
) -> None:  # fmt: skip
    """Who was asked about, the outcome in words and colour with its area beside it, and since when.

    ``lines`` are further lines of HTML, ``others`` the outcomes of the other areas, ``last`` the line after them.
    """
    asked = answer.party
    marks = [
        speech.kind(asked.kind),
        identifier_of(asked),
        speech("region", region=asked.region) if asked.region else "",
        "" if asked.id else speech("outside_mark"),
    ]
    show(
        speech,
        f'<section class="g-head" aria-label="{text(speech("outcome"))}">',
        f'<div class="g-verdict g-{outcome}" role="status"><span>{text(area)}</span>',
        f"<strong>{icon(outcome)}{text(speech.outcome(outcome))}</strong>",
        f"<span>{text(when(speech, answer))}</span></div>",
        f'<div class="g-who"><span class="g-name">{text(asked.name)}</span> ',
        f'<span class="g-muted">{text(" · ".join(mark for mark in marks if mark))}</span>',
        f"<p>{_listed(speech, answer)}</p>{''.join(lines)}",
        _other_areas(speech, others) if others else "",
        last,
        "</div></section>",
    )


def _listed(speech: Speech, answer: Answer) -> str:
    words = text(listed_words(speech, answer))
    return f'<span class="g-listed">{words}</span>' if answer.listed or answer.listings else words


def _other_areas(speech: Speech, others: Mapping[str, str]) -> str:
    """The other areas under their outcome, strongest first; those with nothing in them are not named."""
    words: dict[str, list[str]] = {}
    for area, outcome in others.items():
        words.setdefault(outcome, []).append(speech.area(area))
    shown = [
        f"<span>{badge(speech, outcome)}{text(speech.listing(words[outcome]))}</span>"
        for outcome in SHOWN_ORDER
        if outcome in words and outcome not in (Outcome.CLEAR, Outcome.CONNECTED)
    ]
    said = "".join(shown) or f"<span>{text(speech('no_other_areas'))}</span>"
    return f'<div class="g-others">{said}</div>'


def notices(speech: Speech, answer: Answer) -> None:
    """What must not be missed: an incomplete search, records that nobody decided."""
    if answer.incomplete:
        show(speech, f'<p class="g-note">{text(speech("incomplete"))}</p>')
    if answer.undecided:
        summary = f"<strong>{text(speech('undecided', count=len(answer.undecided)))}</strong>"
        show(speech, f'<div class="g-note">{fold(summary, _undecided(speech, answer.undecided))}</div>')


def _undecided(speech: Speech, undecided: Sequence[Undecided]) -> str:
    heads = [speech(key) for key in ("record_id", "name", "identifier", "case_number", "court", "listed_on", "reason")]
    rows = []
    for entry in undecided:
        record = entry.listing
        cells = (record.id, record.name, record.identifier, record.case_number, record.court, iso(record.listed_on))
        rows.append([text(cell or "–") for cell in (*cells, speech.told(entry.agreement.reason))])
    return table(heads, rows)


def reasons(
    speech: Speech, known: Background, findings: Sequence[Finding], answer: Answer, *,
    area: Area | None = None, appointing: bool = False,
) -> None:  # fmt: skip
    """Each cause as a sentence and a path; the strongest are shown, the others behind a click.

    Where the page is about one ``area``, what follows in it is told apart from the others.
    """
    heading = f"<h2>{text(speech('reasons'))}</h2>"
    causes = reasons_of(findings)
    if not causes:
        show(speech, heading, f"<p>{text(no_reasons(speech, answer))}</p>")
        return
    drawn = [
        f'<div class="g-reason"><p>{text(sentence(speech, known, cause, answer.day))}</p>{path(speech, known, cause)}'
        f"{_counts(speech, cause, area, appointing=appointing)}</div>"
        for cause in causes
    ]
    rest = drawn[_REASONS_SHOWN:]
    more = fold(text(speech("more_reasons", count=len(rest))), "".join(rest)) if rest else ""
    show(speech, heading, *drawn[:_REASONS_SHOWN], more)


def _counts(speech: Speech, cause: Reason, area: Area | None, *, appointing: bool) -> str:
    """How many measures follow from a cause: the word, the area, the number."""
    counted: list[tuple[str, list[Finding]]] = []
    if area is None:
        counted.append(("", list(cause.findings)))
    else:
        counted.append((speech.area(area), [one for one in cause.findings if one.measure.area is area]))
        counted.append((speech("all_other_areas"), [one for one in cause.findings if one.measure.area is not area]))
    pieces = []
    for words, some in counted:
        for outcome in SHOWN_ORDER:
            number = measure_count(one for one in some if one.outcome is outcome)
            if number:
                mark = weight(speech, as_shown(outcome, appointing=appointing))
                count = speech("area_count", count=number)
                pieces.append(f"<span>{mark} {text(f'{words} {count}'.strip())}</span>")
    return f'<div class="g-counts">{"".join(pieces)}</div>'


def grounds(desk: Desk, known: Background, findings: Sequence[Finding], day: int, *, appointing: bool = False) -> None:
    """Every clause behind the reasons."""
    drawn = by_area(desk, known, findings, day, appointing=appointing)
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
