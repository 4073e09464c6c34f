"""政策: what the law says, each measure beside its quotation."""

from __future__ import annotations

import streamlit as st

from graph.model import Area
from graph.policy import Measure, Policy
from views.clauses import in_force
from views.frame import title
from views.markup import facts, show, text
from views.store import Desk, at_desk
from views.who import date_field, number_of


@at_desk
def page(desk: Desk) -> None:
    """The law as data, to read and to search."""
    speech = desk.speech
    title(speech, "policies")
    documents = list(desk.law.policies)
    columns = st.columns([4, 3, 3, 2], vertical_alignment="bottom")
    with columns[0]:
        chosen = st.selectbox(speech("policy"), documents, format_func=lambda id_: _title(desk, desk.law.policies[id_]))
    with columns[1]:
        areas = st.multiselect(speech("area"), list(Area), format_func=speech.area, placeholder=speech("choose"))
    with columns[2]:
        words = st.text_input(speech("filter"), autocomplete="off").strip()
    with columns[3]:
        day = number_of(date_field(desk))
    policy = desk.law.policies[chosen]
    measures = [
        measure
        for measure in policy.measures
        if measure.holds.holds_on(day)
        and (not areas or measure.area in areas)
        and words in f"{measure.clause} {measure.title} {measure.quote} {''.join(measure.units)}"
    ]
    standing = f'<p class="g-muted">{text(speech("standing"))}：{text(policy.standing)}</p>' if policy.standing else ""
    count = speech("measures_count", count=len(measures), total=len(policy.measures))
    show(speech, f"<p>{text(count)}</p>", standing)
    if not measures:
        st.info(speech("no_measures"), icon=":material/search_off:")
    show(speech, *(_measure(desk, measure) for measure in measures))


def _title(desk: Desk, policy: Policy) -> str:
    name = policy.title if desk.speech.language == "zh" else policy.title_en
    return f"{name}（{policy.number}）" if policy.number else name


def _measure(desk: Desk, measure: Measure) -> str:
    speech = desk.speech
    roles = [speech.role(role) for role in speech.vocabulary.roles if measure.names_role(role)]
    offices = [speech.role(role) for role in speech.vocabulary.roles if role in measure.offices or "any" in measure.offices]
    places = [speech.category(category) for category in sorted(measure.categories)]
    pairs = [
        (speech("area"), text(speech.area(str(measure.area)))),
        (speech("effect"), text(speech.effect(str(measure.effect)))),
        (speech("reaches"), text(speech.scope(str(measure.scope)) if measure.scope else speech("procedure"))),
        (speech("by_roles"), text(speech.listing(roles)) if measure.scope else ""),
        (speech("bars_offices"), text(speech.listing([*offices, *places])) if offices else ""),
        (speech("needs"), text(speech.requirement(str(measure.requires))) if measure.requires else ""),
        (speech("units"), text(speech.listing(list(measure.units)) or speech("units_unnamed"))),
        (speech("in_force"), text(in_force(speech, measure))),
    ]
    return (
        f'<article class="g-law"><div><h2>{text(measure.clause)} {text(measure.title)}</h2>{facts(pairs)}</div>'
        f'<blockquote lang="zh-CN">{text(measure.quote)}</blockquote></article>'
    )
