"""One self-contained page: the picture, the tables and the clauses. It loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from graph.export.extract import NOTE, Extract, Reached
from graph.export.page_text import STYLE, Words
from graph.export.picture import SHOWN, picture
from graph.model import iso
from graph.model.share import share_text
from graph.model.vocabulary import AREAS, CERTAINTIES, EFFECTS, KINDS, OUTCOMES, REQUIREMENTS, ROLES, SCOPES

# Nothing is loaded and nothing runs, whatever a name in the register says.
_NOTHING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_page(extract: Extract, out: Path, language: str = "en") -> None:
    """The extract as an HTML page in ``en`` or ``zh``; everything that comes from the register is escaped."""
    say = Words(language)
    names = {party.id: party.name for party in extract.parties}
    asked = say.list(names.get(id_, id_) for id_ in extract.asked)
    title = f"{asked} – {say('title')}"
    drawing = picture(extract, language)
    few = f"<p>{say('nearest', count=SHOWN)}</p>" if len(extract.parties) > SHOWN else ""
    body = "".join(
        (
            f"<h1>{escape(title)}</h1>", _head(extract, say), f"<figure>{drawing}</figure>{few}<p>{say('legend')}</p>",
            f"<h2>{say('parties')}</h2>{_parties(extract, say)}",
            f"<h2>{say('findings')}</h2><p>{say('findings_note')}</p>{_findings(extract, names, say)}",
            f"<h2>{say('listings')}</h2>{_listings(extract, names, say)}",
            f"<h2>{say('connections')}</h2><p>{say('connections_note')}</p>{_connections(extract, names, say)}",
            f"<h2>{say('ties')}</h2>{_ties(extract, names, say)}",
        )
    )  # fmt: skip
    out.write_text(
        f'<!DOCTYPE html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>\n",
        "utf-8", newline="\n",
    )  # fmt: skip


def _head(extract: Extract, say: Words) -> str:
    policies = ", ".join(f"{applied.policy} ({applied.digest[:12]})" for applied in extract.policies)
    lines = [
        f"<p><b>{say('as_of')} {extract.as_of}</b> · {say('hops', count=extract.hops)} · "
        f"{say('register')} {escape(extract.snapshot[:12])} · {say('policies')} {escape(policies)}</p>",
        f'<p class="note">{escape(getattr(NOTE, say.language))}</p>',
    ]
    if extract.incomplete:
        lines.append(f'<p class="warning">{say("incomplete")}</p>')
    return "".join(lines)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], say: Words) -> str:
    """A table of cells that are HTML already."""
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    if not lines:
        return f"<p>{say('none')}</p>"
    heading = "".join(f'<th scope="col">{say(name)}</th>' for name in headings)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="wide"><table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table></div>'


def _badge(outcome: str | None, say: Words) -> str:
    return f'<span class="badge {outcome}">{escape(say.word(OUTCOMES, outcome))}</span>' if outcome else "–"


def _parties(extract: Extract, say: Words) -> str:
    standings = {standing.party: standing for standing in extract.standings}
    order = sorted(
        extract.parties, key=lambda party: (standings[party.id].steps is None, standings[party.id].steps or 0)
    )
    return _table(
        ("name", "id", "kind", "number", "steps", "listed", "outcome"),
        (
            (
                f"<b>{escape(party.name)}</b>" if standings[party.id].asked else escape(party.name), escape(party.id),
                escape(say.word(KINDS, party.kind)),
                escape(party.uscc or party.organization_code or party.id_mask or ""),
                "" if standings[party.id].steps is None else str(standings[party.id].steps),
                f'<b class="red">{say("yes")}</b>' if standings[party.id].listed else "",
                _badge(standings[party.id].outcome, say),
            )
            for party in order
        ),
        say,
    )  # fmt: skip


def _findings(extract: Extract, names: dict[str, str], say: Words) -> str:
    """By party, the clauses of each folded away under their count."""
    told = []
    for party, group in groupby(extract.findings, key=lambda found: found.party):
        findings = list(group)
        table = _table(
            ("outcome", "clause", "what", "through", "since", "until", "certainty"),
            (_finding(found, names, say) for found in findings), say,
        )  # fmt: skip
        open_ = " open" if party in extract.asked else ""
        count = say("count", count=len(findings))
        told.append(f"<details{open_}><summary>{escape(names[party])} · {count}</summary>{table}</details>")
    return "".join(told) or f"<p>{say('none')}</p>"


def _finding(found: Reached, names: dict[str, str], say: Words) -> Sequence[str]:
    notes = [say.word(EFFECTS, found.effect), say.word(AREAS, found.area)]
    notes += [say.word(REQUIREMENTS, found.requires)] if found.requires else []
    if found.appointment_role:
        place = found.appointment_organization or found.appointment_category or ""
        notes.append(f"{say.word(ROLES, found.appointment_role)} {names.get(place, place)}")
    way = say.word(SCOPES, found.scope)
    if found.role:
        way += f": {say.word(ROLES, found.role)}, {names.get(found.debtor or '', found.debtor or '')}"
    source = found.listing or found.notice or ""
    return (
        _badge(found.outcome, say), escape(f"{found.policy} {found.clause}"),
        f"{escape(found.title)}<br><small>{escape(' · '.join(notes))}</small>"
        f'<details class="quote"><summary>{say("quote")}</summary><q lang="zh-CN">{escape(found.quote)}</q></details>',
        f"{escape(way)} [{escape(source)}]", found.since or "", found.until or "",
        escape(say.word(CERTAINTIES, found.certainty)),
    )  # fmt: skip


def _listings(extract: Extract, names: dict[str, str], say: Words) -> str:
    listings = {listing.id: listing for listing in extract.listings}
    return _table(
        ("id", "name", "case", "court", "listed_on", "certainty"),
        (
            (
                escape(match.listing), escape(names.get(match.party, match.party)),
                escape(listings[match.listing].case_number), escape(listings[match.listing].court or ""),
                iso(listings[match.listing].listed_on) or "", escape(say.word(CERTAINTIES, match.certainty)),
            )
            for match in extract.matches
        ),
        say,
    )  # fmt: skip


def _connections(extract: Extract, names: dict[str, str], say: Words) -> str:
    def path(parties: Sequence[str], roles: Sequence[str]) -> str:
        steps = [escape(names.get(parties[0], parties[0]))]
        for role, party in zip(roles, parties[1:], strict=True):
            steps.append(f"—{escape(say.word(ROLES, role))}— {escape(names.get(party, party))}")
        return " ".join(steps)

    return _table(
        ("name", "debtor", "path"),
        (
            (escape(names[way.party]), escape(names.get(way.debtor, way.debtor)), path(way.path, way.roles))
            for way in extract.connections
        ),
        say,
    )


def _ties(extract: Extract, names: dict[str, str], say: Words) -> str:
    return _table(
        ("holder", "role", "organization", "share", "since", "until", "source"),
        (
            (
                escape(names.get(post.holder, post.holder)), escape(say.word(ROLES, post.role)),
                escape(names.get(post.organization, post.organization)),
                "" if post.share is None else share_text(post.share),
                iso(post.held.since) or "", iso(post.held.until) or "", escape(post.source or ""),
            )
            for post in extract.roles
        ),
        say,
    )  # fmt: skip
