"""What the registrar asks: the fields, kept while one works and brought back by the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from graph.model import Kind, Party, iso
from views.address import arrived, ask_in_address, day_of
from views.asking import date_field, forget, keep, named, number_of
from views.frame import recall_section
from views.store import Desk

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


def form(desk: Desk) -> Asked | None:
    """The question's fields; what was asked last stays until something else is asked."""
    speech = desk.speech
    asked: Asked | None = st.session_state.get(f"{SLOT}.asked")
    keep(f"{SLOT}.by", asked.by if asked else "organization")
    by = st.segmented_control(
        speech("place_by"), _PLACES, format_func=lambda place: speech(f"place_{place}"), key=f"{SLOT}.by"
    ) or "organization"  # fmt: skip
    roles = list(speech.vocabulary.roles)
    keep(f"{SLOT}.who", named(desk, asked.person) if asked else "")
    keep(f"{SLOT}.role", asked.role if asked else "director")
    keep(f"{SLOT}.place", named(desk, asked.organization) if asked else "")
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
            when = date_field(desk.speech, key=f"{SLOT}.when")
        with columns[4]:
            sent = st.form_submit_button(speech("ask"), type="primary", width="stretch")
    if sent:
        for slot in ("person", "organization"):
            forget(f"{SLOT}.{slot}")
        asked = Asked(person.strip(), role, by, organization.strip(), categories, number_of(when))
        st.session_state[f"{SLOT}.asked"] = asked
    return asked


def recall(desk: Desk) -> None:
    """Ask what the address asks, where it is another question."""
    moved = arrived(SLOT)
    if moved is not None:
        _recall(desk, moved)


def _recall(desk: Desk, there: Mapping[str, Any]) -> None:
    for part in ("person", "organization"):
        forget(f"{SLOT}.{part}")
    recall_section(SLOT, there)
    st.session_state[f"{SLOT}.many"] = "many" in there
    outsider: Party | None = there.get("stranger")
    if outsider is not None:
        st.session_state[f"{SLOT}.person.stranger"] = outsider
    role = there.get("role") if there.get("role") in desk.law.vocabulary.roles else "director"
    codes = str(there.get("category", "")).split(";")
    categories = tuple(code for code in codes if code in desk.law.vocabulary.categories)
    place = str(there.get("organization") or there.get("place") or "")
    person = outsider.name if outsider else str(there.get("person", ""))
    asked = Asked(person, str(role), "category" if categories else "organization", place, categories,
                  number_of(day_of(there)))  # fmt: skip
    st.session_state[f"{SLOT}.asked"] = asked if person else None
    fields = {
        "who": named(desk, person), "role": asked.role, "by": asked.by, "place": named(desk, place),
        "categories": list(categories), "when": day_of(there),
    }  # fmt: skip
    for name, value in fields.items():
        st.session_state[f"{SLOT}.{name}"] = value
    if "forgotten" in there:
        st.info(desk.speech("address_forgotten"), icon=":material/history:")


def put(asked: Asked, person: Party | None, organization: Party | None) -> None:
    """Into the address: the office, the organization and the day, and nothing about the person."""
    public = {"role": asked.role, "date": iso(asked.day) or ""}
    private: dict[str, Any] = {"person": person.id if person and person.id else asked.person}
    if person is not None and not person.id:
        private["stranger"] = person
    if asked.by == "category":
        public["category"] = ";".join(asked.categories)
    elif organization is not None and organization.kind is Kind.ORGANIZATION:
        public["organization"] = organization.id
    else:
        private["place"] = asked.organization
    ask_in_address(SLOT, public, private)
