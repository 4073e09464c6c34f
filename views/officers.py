"""Those who run the applicant: each one's state in one table, and one's own answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.evidence import Speech, background, on_list
from graph.exposure import Answer, Credit, Officer, Question, check
from graph.model import Area, Kind, Outcome, Party
from graph.stores import View
from views import answer as drawn
from views.markup import badge, fold, show, table, text
from views.store import Desk
from views.who import choice_key, numbered

CONNECTIONS_READ = 200
_OFFICERS_SHOWN = 8


def states(speech: Speech, look: Credit) -> None:
    """The applicant's state and each officer's, as a table; the area stands beside the word."""
    answer = look.answer
    heads = [speech(key) for key in ("state_party", "state_role", "state_listed", "state_outcome")]
    rows = [
        _state(
            speech,
            answer,
            answer.party,
            [speech("state_applicant")],
            answer.outcome,
            Area.CREDIT,
            listed=answer.listed,
        )
    ]
    for some in by_person(look.officers):
        roles = [speech.role(one.role) for one in some]
        rows.append(_state(speech, answer, some[0].party, roles, some[0].outcome, None, listed=some[0].listed))
    rest = rows[_OFFICERS_SHOWN + 1 :]
    more = fold(text(speech("more_officers", count=len(rest))), table(heads, rest)) if rest else ""
    nobody = "" if look.officers or answer.party.kind is Kind.PERSON else speech("no_officers")
    show(
        speech,
        f"<h2>{text(speech('state' if look.officers else 'state_alone'))}</h2>",
        table(heads, rows[: _OFFICERS_SHOWN + 1]),
        more,
        f'<p class="g-muted">{text(nobody)}</p>' if nobody else "",
    )


def _state(
    speech: Speech, answer: Answer, party: Party, roles: list[str], outcome: Outcome, area: Area | None, *, listed: bool
) -> list[str]:  # fmt: skip
    mark = text(on_list(speech, answer, listed=listed))
    mark = f'<span class="g-strong">{mark}</span>' if listed else mark
    words = speech.area(area) if area else speech("all_areas")
    outcome_cell = f'{badge(speech, outcome)} <span class="g-muted">{text(words)}</span>'
    return [text(party.name), text(speech.listing(roles)), mark, outcome_cell]


def by_person(officers: Sequence[Officer]) -> list[list[Officer]]:
    """The officers, each person's roles together."""
    people: dict[str, list[Officer]] = {}
    for one in officers:
        people.setdefault(one.party.id, []).append(one)
    return list(people.values())


def officer(desk: Desk, view: View, look: Credit, question: Question) -> None:
    """One officer's own answer over all areas."""
    people = by_person(look.officers)
    speech = desk.speech

    def named(some: Sequence[Officer]) -> str:
        roles = speech.listing([speech.role(one.role) for one in some])
        return f"{some[0].party.name} · {roles} · {speech.outcome(some[0].outcome)}"

    labels = numbered([named(some) for some in people])
    chosen = st.selectbox(
        speech("choose_officer"), range(len(people)), index=None, format_func=labels.__getitem__,
        key=choice_key("credit.officer", [some[0].party.id for some in people]), placeholder=speech("choose"),
    )  # fmt: skip
    if chosen is None:
        return
    found = check(view, people[chosen][0].party, question)
    known = background(view, found.party, found.findings, found.connections[:CONNECTIONS_READ])
    drawn.head(speech, found, found.outcome, speech("all_areas"))
    drawn.notices(speech, found)
    drawn.reasons(speech, known, found.findings, found)
    drawn.grounds(desk, known, found.findings, found.day)
    if found.connections:
        drawn.connections(speech, known, found)
