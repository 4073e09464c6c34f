"""关联网络: the posts and shares around a party on a date, as a picture and as a table."""

from __future__ import annotations

import streamlit as st

from graph.evidence import background
from graph.exposure import Question, check
from views import answer as drawn
from views.markup import badge, show, text
from views.picture import draw_network, neighbourhood
from views.store import Desk, at_desk
from views.who import identify, number_of, search_form

SLOT = "network"
_HOPS = (1, 2, 3)
_LIMITS = (30, 60, 120)


@at_desk("network")
def page(desk: Desk) -> None:
    """The page of the analyst."""
    speech = desk.speech
    asked = search_form(desk, SLOT, speech("party"))
    if asked is None:
        show(speech, f"<p>{text(speech('network_empty'))}</p>")
        return
    party = identify(desk, asked[0], SLOT, outside=False)
    if party is None:
        return
    day = number_of(asked[1])
    left, middle, right = st.columns([7, 1.6, 1.6], vertical_alignment="bottom")
    hops = middle.selectbox(speech("hops"), _HOPS, index=1, key=f"{SLOT}.hops")
    limit = right.selectbox(speech("limit"), _LIMITS, index=1, key=f"{SLOT}.limit")
    found = check(desk.view, party, Question(desk.law, day, hops=hops))
    with left:
        show(
            speech,
            f'<p><span class="g-name">{text(party.name)}</span> {badge(speech, found.outcome)} ',
            f'<span class="g-muted">{text(speech("all_areas"))}</span></p>',
        )
    draw_network(desk, neighbourhood(desk.view, party.id, day, hops, limit), SLOT, height=440)
    if found.connections:
        drawn.connections(speech, background(desk.view, party, (), found.connections), found)
