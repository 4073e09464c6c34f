"""任职核查: may a person take an office on a date."""

from __future__ import annotations

import streamlit as st

from graph.evidence import background, measure_count
from graph.exposure import Appointed, Question, appoint, explain
from graph.model import Area, Kind, Outcome, Party
from graph.stores import Overlay, View
from views import answer as drawn
from views.address import ask_in_address
from views.appoint_asked import SLOT, Asked, form, put, recall
from views.appoint_many import many
from views.coverage import coverage
from views.evidence import offer_evidence
from views.explanation import tell_explanation
from views.frame import legend, sections
from views.markup import text
from views.store import Desk, at_desk
from views.tables import draw_table, finding_rows
from views.whatif import offer_whatif, supposed, tell_difference
from views.who import identify, kind_is


@at_desk("appointment")
def page(desk: Desk) -> None:
    """The page of the registrar."""
    recall(desk)
    if st.toggle(desk.speech("many"), key=f"{SLOT}.many"):
        ask_in_address(SLOT, {"many": "yes"})
        many(desk)
        return
    asked = form(desk)
    if asked is None:
        ask_in_address(SLOT, {})
        legend(desk.speech, "appointment_empty", but=[Outcome.RESTRICTED, Outcome.CONNECTED])
        return
    if not asked.person:
        st.warning(desk.speech("need_person"), icon=":material/edit:")
        return
    if not (asked.organization if asked.by == "organization" else asked.categories):
        st.warning(desk.speech("need_place"), icon=":material/edit:")
        return
    person = identify(desk, asked.person, f"{SLOT}.person")
    organization: Party | None = None
    if person is not None and asked.by == "organization":
        organization = identify(desk, asked.organization, f"{SLOT}.organization", outside=False)
    put(asked, person, organization)
    if person is None:
        return
    if not kind_is(person, Kind.PERSON):
        st.warning(desk.speech("not_person", name=person.name), icon=":material/person_off:")
        return
    if asked.by == "organization" and organization is None:
        return
    if organization is not None and not kind_is(organization, Kind.ORGANIZATION):
        words = desk.speech("not_organization", name=organization.name)
        st.warning(words, icon=":material/domain_disabled:")
        return
    _answer(desk, asked, person, organization)


def _answer(desk: Desk, asked: Asked, person: Party, organization: Party | None) -> None:
    speech = desk.speech
    question = Question(desk.law, asked.day)

    def ask(view: View) -> Appointed:
        return appoint(view, person, asked.role, organization, asked.categories, question)

    changes = supposed(desk, SLOT, person, asked.day) if person.id else None
    view: View = Overlay(desk.view, changes) if changes else desk.view
    found = ask(view)
    if changes:
        tell_difference(speech, ask(desk.view), found)
    answer = found.answer
    known = background(view, person, answer.findings, ())
    kinds = speech.listing([speech.category(one) for one in asked.categories])
    office = speech.pair(speech("office"), f"{organization.name if organization else kinds} {speech.role(asked.role)}")
    drawn.head(speech, answer, found.outcome, speech.area(Area.OFFICE), f"<p>{text(office)}</p>")
    drawn.notices(speech, answer)
    drawn.reasons(speech, known, answer.findings, answer, appointing=True)
    names = {
        "clauses": speech("clauses", count=measure_count(answer.findings)),
        "explain": speech("explain"),
        "table": speech("table"),
        "scope": speech("scope"),
    }
    left, right = st.columns([5, 1.6], vertical_alignment="center")
    with left:
        section = sections(speech, SLOT, names, "clauses" if answer.findings else "scope")
    if person.id:
        with right:
            offer_whatif(desk, SLOT, known, asked.day)
    match section:
        case "clauses":
            drawn.grounds(desk, known, answer.findings, answer.day, appointing=True)
        case "explain":
            found_out = explain(view, person, asked.role, organization, asked.categories, question)
            tell_explanation(speech, view, known, found_out.explanation)
        case "table":
            rows = finding_rows(speech, known, answer.findings, appointing=True)
            draw_table(speech, rows, f"{SLOT}.findings", "appointment")
        case _:
            coverage(desk, answer)
    if changes is None:
        offer_evidence(desk, SLOT, question, ask)
