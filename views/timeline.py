"""When what happened: listings, posts and what follows from them, as bars over the years and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from graph.evidence import Background, Speech, reasons_of
from graph.exposure import Finding
from graph.model import LATEST, Interval, Scope, calendar
from graph.model.interval import EARLIEST, day
from views.markup import show, table, text


class Bar(NamedTuple):
    """Something that held from a day to another."""

    kind: str  # listing, post, finding
    words: str
    held: Interval


def bars_of(speech: Speech, known: Background, findings: Sequence[Finding], on: int) -> list[Bar]:
    """For each cause the listing, the posts that tie the party to it, and the days of what follows."""
    bars: dict[Bar, None] = {}
    for reason in reasons_of(findings):
        first = reason.first
        debtor = known.party(first.debtor)
        listing = known.listings.get(first.listing or "")
        if listing:
            bars[Bar("listing", speech("timeline_listing", name=debtor.name), listing.in_force)] = None
        for role in reason.roles:
            pair = (known.asked, debtor) if first.scope is Scope.OFFICER else (debtor, known.asked)
            held = known.held(pair[0].id, role, pair[1].id, on)
            if held:
                words = speech("timeline_post", name=pair[0].name, role=speech.role(role), place=pair[1].name)
                bars[Bar("post", words, held)] = None
        span = Interval(reason.since, max(one.holds.until for one in reason.findings))
        bars[Bar("finding", speech("timeline_finding", name=debtor.name), span)] = None
    return list(bars)


def draw_timeline(speech: Speech, known: Background, findings: Sequence[Finding], on: int) -> None:
    """The bars with the day asked about as a line; underneath the same as a table."""
    bars = bars_of(speech, known, findings, on)
    if not bars:
        show(speech, f"<p>{text(speech('no_reasons'))}</p>")
        return
    ends = [number for bar in bars for number in bar.held if number not in (EARLIEST, LATEST)]
    first = (calendar(min([*ends, on])) or date(2000, 1, 1)).year
    last = (calendar(max([*ends, on])) or date(2000, 1, 1)).year + 1
    low, high = (day(date(year, 1, 1), 0) for year in (first, last))

    def at(number: int) -> float:
        return round((min(max(number, low), high) - low) / (high - low) * 100, 2)

    years = range(first, last + 1, max(1, (last - first) // 12))
    marks = "".join(f'<i style="left:{at(day(date(year, 1, 1), 0))}%">{year}</i>' for year in years)
    pieces = [f'<div class="g-time"><span></span><div class="g-years">{marks}</div>']
    for bar in bars:
        wide = max(at(bar.held.until) - at(bar.held.since), 0.4)
        place = f"left:{at(bar.held.since)}%;width:{wide:.2f}%"
        pieces.append(
            f'<span>{text(bar.words)}</span><div><b class="g-{bar.kind}" style="{place}"></b>'
            f'<em style="left:{at(on)}%"></em></div>'
        )
    heads = [speech("timeline_what"), speech("holds")]
    rows = [[text(bar.words), text(speech.days(*bar.held))] for bar in bars]
    show(speech, *pieces, "</div>", f'<p class="g-muted">{text(speech("timeline_why"))}</p>', table(heads, rows))
