"""授信查询: may the applicant be lent to, and who of those who run it is listed."""

from __future__ import annotations

import streamlit as st

from graph.exposure import Answer, Credit, Finding, Officer, Question, check, credit
from graph.model import Area, Outcome, Party
from graph.stores import Changes, Overlay, View
from views import answer as drawn
from views.background import Background, background
from views.frame import legend, title
from views.markup import badge, show, table, text
from views.picture import draw_network, neighbourhood
from views.speech import Speech
from views.store import Desk, at_desk
from views.tables import connection_rows, draw_table, finding_rows
from views.who import identify, number_of, search_form

SLOT = "credit"
_CONNECTIONS_READ = 200
_OFFICERS_SHOWN = 8


@at_desk
def page(desk: Desk) -> None:
    """The page of the credit officer."""
    title(desk.speech, "credit")
    asked = search_form(desk, SLOT, desk.speech("applicant"))
    if asked is None:
        legend(desk.speech, "credit_empty", but=Outcome.BARRED)
        return
    party = identify(desk, asked[0], SLOT)
    if party is None:
        return
    question = Question(desk.law, number_of(asked[1]))
    view: View = desk.view
    what_if = bool(st.session_state.get(f"{SLOT}.whatif"))
    if what_if:
        view = Overlay(desk.view, Changes(question.day, listed=(party.id,)))
    look = credit(view, party, question)
    findings = [*look.answer.findings, *look.other_findings]
    known = background(view, party, findings, look.answer.connections[:_CONNECTIONS_READ])
    _overview(desk.speech, look, findings, known, what_if=what_if)
    _sections(desk, view, look, findings, known, question)


def _overview(
    speech: Speech, look: Credit, findings: list[Finding], known: Background, *, what_if: bool
) -> None:
    """What must be seen in one look."""
    people = {officer.party.id: officer for officer in look.officers}.values()
    line = speech(
        "people_count", count=len(people), listed=sum(one.listed for one in people),
        restricted=sum(one.outcome is Outcome.RESTRICTED for one in people),
    ) if people else ""  # fmt: skip
    others = drawn.area_words(look.as_json()["outcomes"], but=Area.CREDIT)
    answer = look.answer
    drawn.head(
        speech, answer, answer.outcome, speech.area(Area.CREDIT), others, f"<p>{text(line)}</p>" if line else ""
    )
    drawn.notices(speech, answer, what_if=what_if)
    left, right = st.columns([1, 1], gap="large")
    with left:
        drawn.reasons(speech, known, findings, answer.day)
        if answer.connections:
            words = f"{badge(speech, Outcome.CONNECTED)} {text(speech('connection_words'))}"
            show(speech, f"<p>{words}</p>{drawn.connection_path(speech, known, answer.connections[0])}")
    with right:
        _states(speech, look)


def _states(speech: Speech, look: Credit) -> None:
    """The applicant's state and each officer's, as a table."""
    answer = look.answer
    heads = [speech(key) for key in ("state_party", "state_role", "state_listed", "state_outcome")]
    whole = _whole(look)
    rows = [_state(speech, answer.party, [speech("state_applicant")], answer.listed, whole.outcome)]
    for some in _by_person(look.officers):
        roles = [speech.role(officer.role) for officer in some]
        rows.append(_state(speech, some[0].party, roles, some[0].listed, some[0].outcome))
    shown = table(heads, rows[: _OFFICERS_SHOWN + 1])
    rest = rows[_OFFICERS_SHOWN + 1 :]
    more = drawn.fold(text(speech("area_count", count=f"+{len(rest)}")), table(heads, rest)) if rest else ""
    nobody = "" if look.officers else f'<p class="g-muted">{text(speech("no_officers"))}</p>'
    show(speech, f"<h2>{text(speech('state'))}</h2>", shown, more, nobody)


def _state(speech: Speech, party: Party, roles: list[str], listed: bool, outcome: Outcome) -> list[str]:
    mark = f'<span class="g-strong">{text(speech("yes"))}</span>' if listed else text(speech("no"))
    return [text(party.name), text(speech.listing(roles)), mark, badge(speech, outcome)]


def _whole(look: Credit) -> Answer:
    """The same answer over all areas, as ``check`` gives it."""
    from dataclasses import replace

    findings = [*look.answer.findings, *look.other_findings]
    return replace(look.answer, findings=findings, areas=frozenset())


def _by_person(officers: object) -> list[list[Officer]]:
    people: dict[str, list[Officer]] = {}
    for officer in officers:  # type: ignore[attr-defined]
        people.setdefault(officer.party.id, []).append(officer)
    return list(people.values())


def _sections(
    desk: Desk, view: View, look: Credit, findings: list[Finding], known: Background, question: Question
) -> None:
    """Everything behind the overview, one part at a time."""
    speech, answer = desk.speech, look.answer
    names = {
        "clauses": speech("clauses", count=len(findings)),
        "connections": speech("connections", count=len(answer.connections)),
        "officers": speech("officers"),
        "picture": speech("picture"),
        "table": speech("table"),
        "scope": speech("scope"),
    }
    if not look.officers:
        del names["officers"]
    if not answer.party.id:
        del names["picture"]
    left, right = st.columns([5, 1.6], vertical_alignment="bottom")
    with left:
        section = st.segmented_control(
            speech("section"), list(names), default="clauses", format_func=names.__getitem__,
            key=f"{SLOT}.section", label_visibility="collapsed",
        )  # fmt: skip
    if answer.party.id:
        right.toggle(speech("what_if"), key=f"{SLOT}.whatif")
    match section or "clauses":
        case "clauses":
            drawn.grounds(desk, known, findings, answer.day)
        case "connections":
            drawn.connections(speech, known, answer)
        case "officers":
            _officer(desk, view, look, question)
        case "picture":
            draw_network(desk, neighbourhood(view, answer.party.id, answer.day, 2, 40), SLOT, height=420)
        case "table":
            rows = finding_rows(speech, known, findings)
            draw_table(speech, rows, f"{SLOT}.findings", "findings")
            if answer.connections:
                draw_table(speech, connection_rows(speech, known, answer.connections), f"{SLOT}.ways", "connections")
        case "scope":
            drawn.coverage(desk, answer)


def _officer(desk: Desk, view: View, look: Credit, question: Question) -> None:
    """One officer's own answer over all areas."""
    people = {some[0].party.id: some for some in _by_person(look.officers)}
    speech = desk.speech

    def named(id_: str) -> str:
        roles = speech.listing([speech.role(officer.role) for officer in people[id_]])
        return f"{people[id_][0].party.name}（{roles}）{speech.outcome(people[id_][0].outcome)}"

    chosen = st.selectbox(
        speech("choose_officer"), list(people), index=None, format_func=named, key=f"{SLOT}.officer",
        placeholder=speech("choose"),
    )  # fmt: skip
    if chosen is None:
        return
    found = check(view, people[chosen][0].party, question)
    known = background(view, found.party, found.findings, found.connections[:_CONNECTIONS_READ])
    drawn.head(speech, found, found.outcome, speech("all_areas"), {})
    drawn.notices(speech, found)
    drawn.reasons(speech, known, found.findings, found.day)
    drawn.grounds(desk, known, found.findings, found.day)
    if found.connections:
        drawn.connections(speech, known, found)
