"""政策: what the law says, each measure beside its quotation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from graph.evidence import Speech, in_force
from graph.model import ANY_ROLE, Area
from graph.policy import Law, Measure
from views.address import arrived, ask_in_address, day_of, other_day
from views.asking import date_field, keep, number_of
from views.comparison import comparison
from views.markup import fold, show, text
from views.store import current_speech, law, told_in_words

_ALL = ""  # stands for every document


@told_in_words("policies")
def page() -> None:
    """The law as data, to read and to search: it is there whether or not a register is."""
    speech, statutes = current_speech(), law()
    modes = ("read", "compare")
    moved = arrived("policies")
    if moved is not None:
        _recall(statutes, moved)
    keep("policies.mode", "read")
    mode = st.segmented_control(
        speech("policies_mode"), modes, format_func=lambda one: speech(f"policies_{one}"),
        key="policies.mode", label_visibility="collapsed",
    )  # fmt: skip
    if mode == "compare":
        first, second = comparison(speech, statutes)
        ask_in_address("policies", {"mode": "compare", "first": first, "second": second})
        return
    columns = st.columns([4, 3, 3, 2], vertical_alignment="bottom")
    with columns[0]:
        chosen = st.selectbox(
            speech("policy"),
            [*statutes.policies, _ALL],
            format_func=lambda id_: speech.title(statutes.policies[id_]) if id_ else speech("every_document"),
            key="policies.document",
        )
    with columns[1]:
        areas = st.multiselect(speech("area"), list(Area), format_func=speech.area, placeholder=speech("every_area"),
                               key="policies.areas")  # fmt: skip
    with columns[2]:
        words = st.text_input(speech("filter"), autocomplete="off", key="policies.words").strip()
    with columns[3]:
        day = number_of(date_field(speech, key="policies.day"))
    first = next(iter(statutes.policies), _ALL)  # what stands there at first needs no address
    public = {
        "document": "" if chosen == first else chosen or "every", "areas": ";".join(areas), "date": other_day(day),
    }  # fmt: skip
    ask_in_address("policies", public, {"words": words} if words else None)
    policy = statutes.policies.get(chosen)
    read = policy.measures if policy else statutes.measures
    measures = [
        measure
        for measure in read
        if measure.holds.holds_on(day) and measure.area in (areas or Area) and words in _searched(measure)
    ]
    count = speech("measures_count", count=len(measures), total=len(read))
    title, instrument = (speech.title(policy), policy.instrument) if policy else (speech("every_document"), "")
    standing = speech.pair(speech("standing"), policy.standing) if policy and policy.standing else ""
    show(
        speech,
        f"<p><strong>{text(title)}</strong> {text(instrument)} · {text(count)}</p>",
        f'<p class="g-muted">{text(standing)}</p>',
    )
    if not measures:
        st.info(speech("no_measures"), icon=":material/search_off:")
        return
    show(speech, _chapters(speech, measures, opened=bool(areas or words)))


def _recall(statutes: Law, asked: Mapping[str, Any]) -> None:
    """Show what the address asks for, where there is such a thing."""
    documents = [*statutes.policies]
    for name in ("first", "second", "document"):
        if asked.get(name) in documents:
            st.session_state[f"policies.{name}"] = asked[name]
    if asked.get("document") == "every":
        st.session_state["policies.document"] = _ALL
    elif "document" not in asked and documents:
        st.session_state["policies.document"] = documents[0]
    wanted = str(asked.get("areas", "")).split(";")
    st.session_state["policies.areas"] = [area for area in Area if area in wanted]
    st.session_state["policies.mode"] = "compare" if asked.get("mode") == "compare" else "read"
    st.session_state["policies.words"] = str(asked.get("words", ""))
    st.session_state["policies.day"] = day_of(asked)


def _searched(measure: Measure) -> str:
    return f"{measure.clause} {measure.title} {measure.quote} {''.join(measure.units)}"


def _chapters(speech: Speech, measures: list[Measure], *, opened: bool) -> str:
    """The measures by area, each area behind a click; the first is open."""
    areas: dict[Area, list[Measure]] = {}
    for measure in measures:
        areas.setdefault(measure.area, []).append(measure)
    pieces: list[str] = []
    for area, some in areas.items():
        head = text(speech("chapter", area=speech.area(area), count=len(some)))
        body = "".join(_measure(speech, measure) for measure in some)
        pieces.append(fold(head, body, opened=opened or not pieces, kind="g-group"))
    return "".join(pieces)


def _measure(speech: Speech, measure: Measure) -> str:
    """One measure: what it does and whom it reaches on the left, the document's own words on the right."""
    roles = [speech.role(role) for role in speech.vocabulary.roles if measure.names_role(role)]
    offices = [
        speech.role(role) for role in speech.vocabulary.roles if role in measure.offices or ANY_ROLE in measure.offices
    ]
    places = [speech.category(category) for category in sorted(measure.categories)]
    lines = [
        speech("procedure") if measure.scope is None else speech.scope(str(measure.scope)),
        speech.pair(speech("by_roles"), speech.listing(roles)) if roles and measure.scope else "",
        speech.pair(speech("bars_offices"), speech.listing([*places, *offices])) if offices else "",
        speech.pair(speech("units"), speech.listing(list(measure.units))) if measure.units else "",
        speech.pair(speech("in_force"), in_force(speech, measure)),
    ]
    tags = [speech.effect(str(measure.effect))]
    tags += [speech("discretionary")] if measure.discretionary else []
    tags += [speech.requirement(str(measure.requires))] if measure.requires else []
    marks = " ".join(f'<span class="g-tag">{text(tag)}</span>' for tag in tags)
    lines += [speech("not_read")] if "text" in measure.unverified else []
    told = "".join(f'<p class="g-muted">{text(line)}</p>' for line in lines if line)
    return (
        f'<article class="g-law"><div><h2>{text(measure.clause)} {text(measure.title)}</h2>{marks}{told}</div>'
        f'<blockquote lang="zh-CN">{text(measure.quote)}</blockquote></article>'
    )
