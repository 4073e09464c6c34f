"""The network around a party as a picture that is drawn on this machine, and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import streamlit as st

from graph.connections import listed_among
from graph.evidence import Speech
from graph.export.placement import placed
from graph.model import Certainty, Kind, Party, iso
from graph.stores import View
from graph.stores.interface import Through
from views.markup import show, text
from views.store import Desk
from views.tables import draw_table
from views.who import identifier_of

_TIES_OF_ONE = 200  # ties of one party that are looked at


@dataclass(frozen=True, slots=True)
class Network:
    """Parties by id with their distance, roles between (holder, organization), and who is listed."""

    starts: tuple[str, ...]
    day: int
    distance: Mapping[str, int]
    parties: Mapping[str, Party]
    ties: Mapping[tuple[str, str], tuple[str, ...]]
    listed: Mapping[str, Certainty]
    steps: frozenset[frozenset[str]]  # pairs on a path to a listed party
    cut: bool


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """A rule of the picture: which elements, and how they look (see js.cytoscape.org/#style)."""

    selector: str
    style: Mapping[str, Any]

    def dump(self) -> dict[str, Any]:
        """The rule as the component reads it."""
        return {"selector": self.selector, "style": dict(self.style)}


def neighbourhood(
    view: View, starts: Sequence[str], day: int, hops: int, limit: int, roles: Sequence[str] = ()
) -> Network:
    """The parties up to ``hops`` steps from ``starts`` over ties in force on ``day``, ``limit`` at most.

    ``roles`` are those that count (none: all). Parties on paths to listed ones come first, then the others by
    distance and id.
    """
    through = Through(tuple(sorted(roles)))
    walks = [view.paths_to_debtors(start, day, hops, _TIES_OF_ONE) for start in starts]
    cut = any(walk.cut for walk in walks)
    distance = dict.fromkeys(starts, 0)
    steps: set[frozenset[str]] = set()
    for way in (way for walk in walks for way in walk.paths if not roles or set(way.roles) <= set(roles)):
        if len(distance.keys() | set(way.parties)) > limit:
            cut = True
            continue
        for place, id_ in enumerate(way.parties):
            distance[id_] = min(place, distance.get(id_, place))
        steps |= {frozenset(pair) for pair in zip(way.parties, way.parties[1:], strict=False)}
    frontier = list(starts)
    for step in range(1, hops + 1):
        ties = view.ties(frontier, day, _TIES_OF_ONE, through)
        cut |= any(some.cut for some in ties.values())
        reached = sorted({tie.other for some in ties.values() for tie in some.ties})
        fresh = [id_ for id_ in reached if id_ not in distance]
        room = max(limit - len(distance), 0)
        cut |= len(fresh) > room
        distance |= dict.fromkeys(fresh[:room], step)
        frontier = [id_ for id_ in reached if distance.get(id_) == step]
    words: dict[tuple[str, str], list[str]] = {}
    for id_, some in view.ties(sorted(distance), day, _TIES_OF_ONE, through).items():
        for tie in some.ties:
            if tie.other in distance:
                pair = (id_, tie.other) if tie.held else (tie.other, id_)
                words.setdefault(pair, []).append(tie.role)
    listed = listed_among(view, distance, day)
    merged = {pair: tuple(dict.fromkeys(sorted(some))) for pair, some in sorted(words.items())}
    return Network(tuple(starts), day, distance, view.parties(distance), merged, listed, frozenset(steps), cut)


def draw_network(desk: Desk, network: Network, key: str, *, height: int) -> None:
    """The picture with its legend and, underneath, the same content as a table."""
    from st_link_analysis import st_link_analysis

    speech = desk.speech
    if len(network.distance) < 2:
        st.caption(speech("picture_alone"))
        return
    nodes, edges = len(network.parties), len(network.ties)
    counts = speech("picture_counts", nodes=nodes, edges=edges, day=iso(network.day))
    show(speech, f"<p>{text(counts)}</p>")
    if network.cut:
        show(speech, f'<p class="g-note">{text(speech("picture_cut", nodes=nodes))}</p>')
    shown = elements(speech, network)
    mark = blake2b(repr(shown).encode(), digest_size=6).hexdigest()  # other content, other canvas
    st_link_analysis(shown, layout=LAYOUT, node_styles=STYLES, edge_styles=[], height=height, key=f"{key}.{mark}")
    show(speech, f'<p class="g-muted">{text(speech("picture_legend"))}</p>')
    draw_table(speech, tie_rows(speech, network), f"{key}.ties", "network")


LAYOUT = {"name": "preset", "padding": 30, "fit": True, "animate": False}

_RED, _BLUE, _DARK, _GREY = "#a4161a", "#1d4e89", "#1b2430", "#8a94a3"

STYLES = [
    CanvasStyle("*", {"min-zoomed-font-size": 4}),
    CanvasStyle("node", {
        "label": "data(name)", "width": 32, "height": 32, "font-size": 14, "text-wrap": "wrap",
        "text-overflow-wrap": "anywhere", "text-max-width": 190, "text-margin-y": 3, "color": _DARK,
        "background-color": _BLUE, "border-width": 1, "border-color": "#ffffff",
        "text-background-color": "#ffffff", "text-background-opacity": 0.85,
    }),
    CanvasStyle(".person", {"shape": "ellipse", "background-image": "./icons/person.svg"}),
    CanvasStyle(".organization", {"shape": "round-rectangle", "background-image": "./icons/business.svg"}),
    CanvasStyle(".listed", {"background-color": _RED, "color": _RED, "font-weight": "bold"}),
    CanvasStyle(".maybe", {
        "background-color": "#855000", "border-style": "dashed", "border-color": _RED, "border-width": 2,
    }),
    CanvasStyle(".asked", {
        "width": 40, "height": 40, "border-width": 4, "border-color": _DARK, "font-weight": "bold",
    }),
    CanvasStyle("edge", {
        "width": 1.5, "font-size": 11.5, "line-color": _GREY, "target-arrow-color": _GREY,
        "target-arrow-shape": "triangle", "color": _DARK, "text-background-color": "#ffffff",
        "text-background-opacity": 0.9, "text-rotation": "none", "curve-style": "bezier", "text-wrap": "wrap",
        "text-overflow-wrap": "anywhere", "text-max-width": 100, "arrow-scale": 0.9,
        "source-text-offset": 52, "target-text-offset": 52,
    }),
    # Written at the outer end, where there is room: ties meet at the inner one.
    CanvasStyle(".outward", {"target-label": "data(roles)"}),
    CanvasStyle(".inward", {"source-label": "data(roles)"}),
    CanvasStyle(".way", {"line-color": _RED, "target-arrow-color": _RED, "width": 3.2}),
]  # fmt: skip


def elements(speech: Speech, network: Network) -> dict[str, list[dict[str, Any]]]:
    """What the picture shows, in the order of ids. ``label`` heads the panel that a click opens."""
    places = placed(network.starts[0], network.ties, network.parties)
    nodes, edges = [], []
    for id_, party in sorted(network.parties.items()):
        classes = ["person" if party.kind is Kind.PERSON else "organization"]
        classes += ["asked"] if id_ in network.starts else []
        name = party.name
        if id_ in network.listed:
            sure = network.listed[id_] is Certainty.RECORDED
            classes.append("listed" if sure else "maybe")
            name += "\n" + speech("listed_short" if sure else "listed_maybe")
        data = {"id": id_, "label": speech.kind(party.kind), "name": _harmless(name)}
        data[speech("identifier")] = _harmless(identifier_of(party)) or "–"
        place = dict(zip("xy", places[id_], strict=True))
        nodes.append({"data": data, "position": place, "classes": " ".join(classes)})
    for (holder, organization), roles in network.ties.items():
        outward = network.distance[holder] < network.distance[organization]
        classes = ["outward" if outward else "inward"]
        classes += ["way"] if frozenset((holder, organization)) in network.steps else []
        words = speech.listing([speech.role(role) for role in roles])
        data = {"id": f"{holder}|{organization}", "label": speech("role"), "source": holder, "target": organization}
        edges.append({"data": {**data, "roles": words}, "classes": " ".join(classes)})
    return {"nodes": nodes, "edges": edges}


def tie_rows(speech: Speech, network: Network) -> list[dict[str, str]]:
    """The ties as a table: what the picture shows, for those who read rather than look."""

    def name(id_: str) -> str:
        listed = network.listed.get(id_) is Certainty.RECORDED
        return network.parties[id_].name + (f"（{speech('listed_short')}）" if listed else "")

    return [
        {
            speech("from"): name(holder),
            speech("role"): speech.listing([speech.role(role) for role in roles]),
            speech("to"): name(organization),
            speech("on_path"): "✓" if frozenset((holder, organization)) in network.steps else "",
        }
        for (holder, organization), roles in network.ties.items()
    ]


def _harmless(words: str) -> str:
    """The component writes names into its page as HTML: what could be markup is replaced."""
    return words.translate(str.maketrans("<>&\"'", "＜＞＆＂＇"))
