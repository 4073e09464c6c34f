"""The network around a party as a picture that is drawn on this machine, and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import streamlit as st

from graph.evidence import Speech
from graph.export.placement import placed, placed_beside
from graph.model import Certainty, Kind, iso
from graph.stores import View
from views.around import Network, opened_further
from views.canvas import canvas
from views.markup import show, text
from views.store import Desk
from views.tables import draw_table
from views.who import identifier_of, numbered

_NAME = 40  # characters of a name that the picture shows; a longer one is told whole beside it and in the table


def draw_network(desk: Desk, view: View, network: Network, key: str, *, height: int, roles: Sequence[str] = ()) -> None:
    """The picture with its legend and, underneath, the same content as a table. A click on a party opens it."""
    speech = desk.speech
    if len(network.distance) < 2:
        st.caption(speech("picture_alone"))
        return
    mark = blake2b(repr((network.starts, network.day, sorted(network.distance), sorted(roles))).encode()).hexdigest()
    if st.session_state.get(f"{key}.mark") != mark:  # another picture: nobody is opened in it yet
        st.session_state[f"{key}.mark"], st.session_state[f"{key}.opened"] = mark, []
    opened: list[str] = st.session_state[f"{key}.opened"]
    whole, beside = opened_further(view, network, opened, roles)
    nodes, edges = len(whole.parties), len(whole.ties)
    counts = speech("picture_counts", nodes=nodes, edges=edges, day=iso(whole.day))
    show(speech, f"<p>{text(counts)}</p>")
    if whole.cut:
        show(speech, f'<p class="g-note">{text(speech("picture_cut", nodes=nodes))}</p>')
    places = placed(network.starts[0], network.ties, network.parties)
    for id_ in dict.fromkeys(beside.values()):
        places |= placed_beside(places, id_, [other for other, host in beside.items() if host == id_])
    chosen = canvas(speech, f"{key}.canvas", mark, elements(speech, whole, places, beside), counts, height)
    _open_by_keyboard(speech, key, whole, opened)
    show(speech, f'<p class="g-muted">{text(speech("picture_legend"))}</p>')
    if chosen is not None and chosen in whole.parties and chosen not in opened:
        opened.append(chosen)
        st.rerun()
    draw_table(speech, tie_rows(speech, whole), f"{key}.ties", "network")


def _open_by_keyboard(speech: Speech, key: str, network: Network, opened: list[str]) -> None:
    """What a click does, for those who do not click; and the way back."""
    left, right = st.columns([4, 1.3], vertical_alignment="bottom")
    left_over = [id_ for id_ in network.parties if id_ not in opened]
    labels = dict(zip(left_over, numbered([network.parties[id_].name for id_ in left_over]), strict=True))
    chosen = left.selectbox(
        speech("picture_open"), left_over, index=None, format_func=lambda id_: labels.get(id_, id_),
        placeholder=speech("choose"), key=f"{key}.open.{len(opened)}",
    )  # fmt: skip
    if chosen is not None:
        opened.append(chosen)
        st.rerun()
    if right.button(speech("picture_close"), key=f"{key}.close", disabled=not opened, width="stretch"):
        opened.clear()
        st.rerun()


def elements(
    speech: Speech, network: Network, places: Mapping[str, tuple[float, float]], beside: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    """What the picture shows, in the order of ids."""
    nodes, edges = [], []
    for id_, party in sorted(network.parties.items()):
        classes = ["person" if party.kind is Kind.PERSON else "organization"]
        classes += ["asked"] if id_ in network.starts else []
        told = [party.name]
        label = party.name if len(party.name) <= _NAME else f"{party.name[: _NAME - 10]}…{party.name[-9:]}"
        if id_ in network.listed:
            sure = network.listed[id_] is Certainty.RECORDED
            classes.append("listed" if sure else "maybe")
            mark = speech("listed_short" if sure else "listed_maybe")
            label, told = f"{label}\n{mark}", [f"{party.name} {mark}"]
        told += [speech.kind(party.kind), identifier_of(party)]
        nodes.append({
            "id": id_, "label": label, "told": " · ".join(word for word in told if word), "classes": " ".join(classes),
            "place": places[id_], "beside": beside.get(id_),
        })  # fmt: skip
    for (holder, organization), roles in network.ties.items():
        outward = network.distance[holder] < network.distance[organization]
        classes = ["outward" if outward else "inward"]
        classes += ["way"] if frozenset((holder, organization)) in network.steps else []
        words = speech.listing([speech.role(role) for role in roles])
        ends = {"from": holder, "to": organization}
        edges.append({"id": f"{holder}|{organization}", "label": words, "classes": " ".join(classes), **ends})
    return {"nodes": nodes, "edges": edges}


def tie_rows(speech: Speech, network: Network) -> list[dict[str, str]]:
    """The ties as a table: what the picture shows, for those who read rather than look."""

    def name(id_: str) -> str:
        listed = network.listed.get(id_) is Certainty.RECORDED
        name = network.parties[id_].name
        return speech.aside(name, speech("listed_short")) if listed else name

    return [
        {
            speech("from"): name(holder),
            speech("role"): speech.listing([speech.role(role) for role in roles]),
            speech("to"): name(organization),
            speech("on_path"): "✓" if frozenset((holder, organization)) in network.steps else "",
        }
        for (holder, organization), roles in network.ties.items()
    ]
