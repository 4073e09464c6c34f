"""任职核查: may a person take an office on a date."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from graph.evidence import background, measure_count
from graph.exposure import Appointed, Question, appoint, explain
from graph.model import Area, Kind, Outcome, Party
from graph.stores import Overlay, View
from views import answer as drawn
from views.appoint_many import many
from views.coverage import coverage
from views.evidence import offer_evidence
from views.explanation import tell_explanation
from views.frame import legend, sections
from views.markup import text
from views.store import Desk, at_desk
from views.tables import draw_table, finding_rows
from views.whatif import offer_whatif, supposed, tell_difference
from views.who import date_field, forget, identify, keep, kind_is, number_of

SLOT = "appointment"
_PLACES = ("organization", "category")


class Asked(NamedTuple):
    """What the registrar asked: a person, an office, and an organization or its categories."""

    person: str
    role: str
    by: str
    organization: str
    categories: tuple[str, ...]
    day: int


@at_desk("appointment")
def page(desk: Desk) -> None:
    """The page of the registrar."""
    if st.toggle(desk.speech("many"), key=f"{SLOT}.many"):
        many(desk)
        return
    asked = _form(desk)
    if asked is None:
        legend(desk.speech, "appointment_empty", but=[Outcome.RESTRICTED, Outcome.CONNECTED])
        return
    if not asked.person:
        st.warning(desk.speech("need_person"), icon=":material/edit:")
        return
    if not (asked.organization if asked.by == "organization" else asked.categories):
        st.warning(desk.speech("need_place"), icon=":material/edit:")
        return
    person = identify(desk, asked.person, f"{SLOT}.person")
    if person is None:
        return
    if not kind_is(person, Kind.PERSON):
        st.warning(desk.speech("not_person", name=person.name), icon=":material/person_off:")
        return
    organization: Party | None = None
    if asked.by == "organization":
        organization = identify(desk, asked.organization, f"{SLOT}.organization", outside=False)
        if organization is None:
            return
        if not kind_is(organization, Kind.ORGANIZATION):
            words = desk.speech("not_organization", name=organization.name)
            st.warning(words, icon=":material/domain_disabled:")
            return
    _answer(desk, asked, person, organization)


def _form(desk: Desk) -> Asked | None:
    """The question's fields; what was asked last stays until something else is asked."""
    speech = desk.speech
    asked: Asked | None = st.session_state.get(f"{SLOT}.asked")
    keep(f"{SLOT}.by", asked.by if asked else "organization")
    by = st.segmented_control(
        speech("place_by"), _PLACES, format_func=lambda place: speech(f"place_{place}"), key=f"{SLOT}.by"
    ) or "organization"  # fmt: skip
    roles = list(speech.vocabulary.roles)
    keep(f"{SLOT}.who", asked.person if asked else "")
    keep(f"{SLOT}.role", asked.role if asked else "director")
    keep(f"{SLOT}.place", asked.organization if asked else "")
    keep(f"{SLOT}.categories", list(asked.categories) if asked else [])
    with st.form(f"{SLOT}.form", border=False):
        columns = st.columns([2.6, 2.2, 4, 2, 1.3], vertical_alignment="bottom")
        with columns[0]:
            person = st.text_input(speech("person"), key=f"{SLOT}.who", autocomplete="off")
        with columns[1]:
            role = st.selectbox(speech("office"), roles, format_func=speech.role, key=f"{SLOT}.role")
        organization, categories = asked.organization if asked else "", asked.categories if asked else ()
        with columns[2]:
            if by == "organization":
                organization = st.text_input(speech("organization"), key=f"{SLOT}.place", autocomplete="off")
            else:
                categories = tuple(st.multiselect(
                    speech("categories"), list(speech.vocabulary.categories), format_func=speech.category,
                    placeholder=speech("choose"), key=f"{SLOT}.categories",
                ))  # fmt: skip
        with columns[3]:
            when = date_field(desk, key=f"{SLOT}.when")
        with columns[4]:
            sent = st.form_submit_button(speech("ask"), type="primary", width="stretch")
    if sent:
        for slot in ("person", "organization"):
            forget(f"{SLOT}.{slot}")
        asked = Asked(person.strip(), role, by, organization.strip(), categories, number_of(when))
        st.session_state[f"{SLOT}.asked"] = asked
    return asked


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
    office = f"{speech('office')}：{organization.name if organization else kinds} {speech.role(asked.role)}"
    drawn.head(speech, answer, found.outcome, speech.area(Area.OFFICE), f"<p>{text(office)}</p>")
    drawn.notices(speech, answer)
    drawn.reasons(speech, known, answer.findings, answer.day, appointing=True)
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
            tell_explanation(speech, found_out.explanation)
        case "table":
            rows = finding_rows(speech, known, answer.findings, appointing=True)
            draw_table(speech, rows, f"{SLOT}.findings", "appointment")
        case _:
            coverage(desk, answer)
    if changes is None:
        offer_evidence(desk, SLOT, question, ask)
