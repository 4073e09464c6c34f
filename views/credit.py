"""授信查询: may the applicant be lent to, and who of those who run it is listed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.evidence import Background, background, clauses_of, duties, measure_count
from graph.exposure import Credit, Finding, Question, credit
from graph.model import Area, Outcome
from graph.stores import Overlay, View
from views import answer as drawn
from views.address import question_link
from views.around import neighbourhood
from views.asking import number_of, put_question, search_form
from views.clauses import in_full
from views.coverage import coverage, looked_line
from views.evidence import offer_evidence
from views.frame import legend, sections
from views.markup import badge, facts, fold, show, text
from views.officers import CONNECTIONS_READ, by_person, officer, states
from views.paths import connection_path
from views.picture import draw_network
from views.store import Desk, at_desk
from views.tables import connection_rows, draw_table, finding_rows
from views.timeline import draw_timeline
from views.whatif import offer_whatif, supposed, tell_difference
from views.who import identify

SLOT = "credit"
_CLAUSES_SHOWN = 4
_HOPS, _PARTIES = 2, 40  # of the picture beside an answer


@at_desk("credit")
def page(desk: Desk) -> None:
    """The page of the credit officer."""
    asked = search_form(desk, SLOT, desk.speech("applicant"))
    if asked is None:
        legend(desk.speech, "credit_empty", but=[Outcome.BARRED])
        return
    party = identify(desk, asked[0], SLOT)
    put_question(SLOT, asked, [party])
    if party is None:
        return
    question = Question(desk.law, number_of(asked[1]))
    view: View = desk.view
    changes = supposed(desk, SLOT, party, question.day) if party.id else None
    if changes:
        view = Overlay(desk.view, changes)
        tell_difference(desk.speech, credit(desk.view, party, question), credit(view, party, question))
    look = credit(view, party, question)
    findings = [*look.answer.findings, *look.other_findings]
    known = background(view, party, findings, look.answer.connections[:CONNECTIONS_READ])
    _overview(desk, look, findings, known)
    _sections(desk, view, look, findings, known, question)
    if changes is None:
        offer_evidence(desk, SLOT, question, lambda seen: credit(seen, party, question))


def _overview(desk: Desk, look: Credit, findings: Sequence[Finding], known: Background) -> None:
    """What must be seen in one look."""
    speech, answer = desk.speech, look.answer
    people = [some[0] for some in by_person(look.officers)]
    listed = sum(one.listed for one in people)
    restricted = sum(one.outcome is Outcome.RESTRICTED for one in people)
    counted = "people_count" if answer.lists_loaded else "people_alone"
    line = speech(counted, count=len(people), listed=listed, restricted=restricted)
    others = {area: word for area, word in look.as_json()["outcomes"].items() if area != Area.CREDIT}
    lines = [f"<p>{text(line)}</p>"] if people else []
    looked = f'<p class="g-muted">{text(looked_line(desk, answer))}</p>'
    drawn.head(speech, answer, answer.outcome, speech.area(Area.CREDIT), *lines, others=others, last=looked)
    drawn.notices(speech, answer)
    left, right = st.columns(2, gap="medium")
    with left:
        drawn.reasons(speech, known, findings, answer, area=Area.CREDIT)
        told = duties(speech, answer)
        if told:
            pairs = [(name, text(words)) for name, words in told]
            show(speech, f"<h2>{text(speech('duty_heading'))}</h2>{facts(pairs)}")
        if answer.findings:
            own = clauses_of(speech, known, answer.findings, answer.day)
            rest = own[_CLAUSES_SHOWN:]
            folded = fold(text(speech("more_clauses", count=len(rest))), in_full(desk, known, rest))
            drawn_clauses = in_full(desk, known, own[:_CLAUSES_SHOWN]) + (folded if rest else "")
            show(speech, f"<h2>{text(speech('credit_clauses'))}</h2>{drawn_clauses}")
        if answer.connections:
            words = f"{badge(speech, Outcome.CONNECTED)} {text(speech('connection_words'))}"
            show(speech, f"<p>{words}</p>{connection_path(speech, known, answer.connections[0])}")
    with right:
        states(speech, look)


def _sections(
    desk: Desk, view: View, look: Credit, findings: Sequence[Finding], known: Background, question: Question
) -> None:  # fmt: skip
    """Everything behind the overview, one part at a time."""
    speech, answer = desk.speech, look.answer
    names = {
        "clauses": speech("clauses", count=measure_count(findings)),
        "connections": speech("connections", count=len(answer.connections)),
        "officers": speech("officers"),
        "picture": speech("picture"),
        "timeline": speech("timeline"),
        "table": speech("table"),
        "scope": speech("scope"),
    }
    if not look.officers:
        del names["officers"]
    if not answer.party.id:
        del names["picture"]
    first = "clauses" if findings else "connections" if answer.connections else "scope"
    left, right = st.columns([5, 1.6], vertical_alignment="center")
    with left:
        section = sections(speech, SLOT, names, first)
    if answer.party.id:
        with right:
            offer_whatif(desk, SLOT, known, answer.day)
    match section:
        case "clauses":
            drawn.grounds(desk, known, findings, answer.day)
        case "connections":
            drawn.connections(speech, known, answer)
        case "officers":
            officer(desk, view, look, question)
        case "picture":
            network = neighbourhood(view, [answer.party.id], answer.day, _HOPS, _PARTIES)
            draw_network(desk, view, network, SLOT, height=420)
        case "timeline":
            draw_timeline(speech, known, findings, answer.day)
        case "table":
            draw_table(speech, finding_rows(speech, known, findings), f"{SLOT}.findings", "findings")
            if answer.connections:
                ways = connection_rows(speech, known, answer.connections)
                draw_table(speech, ways, f"{SLOT}.ways", "connections")
        case _:
            coverage(desk, answer, question_link(speech, answer.party, answer.day))
