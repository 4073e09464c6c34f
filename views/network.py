"""关联网络: what hangs together around some parties on a date, as a picture, in measures, and to take home."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from graph.connections import standings
from graph.evidence import Speech, background
from graph.export import FORMATS, extract, write
from graph.exposure import Answer, Question, check
from graph.model import Certainty, iso
from graph.stores import Overlay, View
from views import answer as drawn
from views.around import Network, neighbourhood
from views.asking import keep, number_of, put_question, search_form
from views.control import draw_control
from views.frame import sections
from views.markup import badge, show, text
from views.picture import draw_network
from views.store import Desk, at_desk, opened_view
from views.tables import draw_table
from views.whatif import offer_whatif, supposed, tell_difference
from views.who import identify

SLOT = "network"
_HOPS = (1, 2, 3)
_LIMITS = (30, 60, 120, 300, 500)
_STARTS = 10
# How a file of each format is called, where the name of the format is no name of a file.
_SUFFIXES = {"csv": "zip", "ftm": "jsonl", "bods": "bods.json"}


@at_desk("network")
def page(desk: Desk) -> None:
    """The page of the analyst."""
    speech = desk.speech
    asked = search_form(desk, SLOT, speech("parties_asked"), partial(_recall, desk))
    if asked is None:
        show(speech, f"<p>{text(speech('network_empty'))}</p>")
        return
    words = [word.strip() for word in re.split("[;；\n]", asked[0]) if word.strip()][:_STARTS]
    starts = [identify(desk, word, SLOT if at == 0 else f"{SLOT}.{at}", outside=False) for at, word in enumerate(words)]
    parties = [party for party in starts if party is not None]
    if len(parties) < len(starts) or not parties:
        put_question(SLOT, asked, starts)
        return
    day = number_of(asked[1])
    left, middle, right = st.columns([5, 1.3, 1.3], vertical_alignment="bottom")
    roles = left.multiselect(
        speech("network_roles"), list(speech.vocabulary.roles), format_func=speech.role, key=f"{SLOT}.roles",
        placeholder=speech("network_every_role"),
    )  # fmt: skip
    keep(f"{SLOT}.hops", 2)
    keep(f"{SLOT}.limit", 60)
    hops = middle.selectbox(speech("hops"), _HOPS, key=f"{SLOT}.hops")
    limit = right.selectbox(speech("limit"), _LIMITS, key=f"{SLOT}.limit")
    ids = list(dict.fromkeys(party.id for party in parties))
    put_question(SLOT, asked, starts, hops=str(hops), limit=str(limit), roles=";".join(roles))
    question = Question(desk.law, day, hops=hops)
    changes = supposed(desk, SLOT, parties[0], day)
    view: View = Overlay(desk.view, changes) if changes else desk.view
    found = [check(view, party, question) for party in parties]
    _outcomes(speech, found)
    if changes:
        tell_difference(speech, check(desk.view, parties[0], question), found[0])
    network = neighbourhood(view, ids, day, hops, limit, roles)
    names = {key: speech(key) for key in ("picture", "control_of", "measures_of", "connections_of", "export")}
    if changes:
        del names["export"]  # what is supposed is no record
    left, right = st.columns([5, 1.6], vertical_alignment="center")
    with left:
        section = sections(speech, SLOT, names, "picture")
    with right:
        offer_whatif(desk, SLOT, background(desk.view, parties[0], found[0].findings, ()), day)
    match section:
        case "control_of":
            for party in parties:
                draw_control(speech, view, party, day)
        case "measures_of":
            show(speech, f'<p class="g-muted">{text(speech("measures_why"))}</p>')
            draw_table(speech, _measures(speech, network), f"{SLOT}.measures", "measures")
        case "connections_of":
            for one in found:
                drawn.connections(speech, background(view, one.party, (), one.connections), one)
        case "export":
            _export(desk, ids, question, limit)
        case _:
            draw_network(desk, view, network, SLOT, height=440, roles=roles)


def _recall(desk: Desk, asked: Mapping[str, Any]) -> None:
    """The steps, the limit and the roles of the address, where they are some."""
    for name, some in (("hops", _HOPS), ("limit", _LIMITS)):
        there = str(asked.get(name, ""))
        if there.isdigit() and int(there) in some:
            st.session_state[f"{SLOT}.{name}"] = int(there)
    wanted = str(asked.get("roles", "")).split(";")
    st.session_state[f"{SLOT}.roles"] = [role for role in wanted if role in desk.law.vocabulary.roles]


def _outcomes(speech: Speech, found: Sequence[Answer]) -> None:
    """Each party asked about with what the law says of it."""
    told = [f'<span class="g-name">{text(one.party.name)}</span> {badge(speech, one.outcome)}' for one in found]
    show(speech, f'<p>{" &emsp; ".join(told)} <span class="g-muted">{text(speech("all_areas"))}</span></p>')


def _measures(speech: Speech, network: Network) -> list[dict[str, str]]:
    """The parties by how much leads through them."""
    return [
        {
            speech("name"): network.parties[one.party].name,
            speech("state_listed"): speech("yes" if network.listed.get(one.party) is Certainty.RECORDED else "no"),
            speech("hops"): str(network.distance[one.party]),
            speech("degree"): str(one.degree),
            speech("betweenness"): f"{one.betweenness:.3f}",
            speech("component"): str(one.component),
            "ID": one.party,
        }
        for one in standings(network.parties, network.ties)
    ]


def _export(desk: Desk, ids: Sequence[str], question: Question, limit: int) -> None:
    """The network in other people's formats, as ``guanlian export`` writes it."""
    speech = desk.speech
    show(speech, f'<p class="g-muted">{text(speech("export_why"))}</p>')
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    format_ = left.selectbox(
        speech("export_format"), list(FORMATS), format_func=lambda name: speech.of(FORMATS[name].label),
        key=f"{SLOT}.format",
    )  # fmt: skip
    name = f"network-{iso(question.day)}.{_SUFFIXES.get(format_, format_)}"
    right.download_button(
        speech("export_take", name=name), partial(_written, ids, question, limit, format_, name, speech.language),
        name, key=f"{SLOT}.export.{format_}", icon=":material/download:", on_click="ignore", width="stretch",
    )  # fmt: skip


def _written(ids: Sequence[str], question: Question, limit: int, format_: str, name: str, language: str) -> bytes:
    with opened_view() as (view, _):
        found = extract(view, ids, question, limit=limit)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / name
        write(found, format_, out, language)
        return out.read_bytes()
