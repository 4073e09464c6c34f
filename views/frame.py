"""What pages have in common: a first view that tells what they answer, and parts to choose from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from graph.evidence import SHOWN_ORDER, Speech
from graph.model import Outcome
from views.address import add_to_address
from views.markup import badge, show, table, text

_SCRIPT = Path(__file__).with_name("turn_to.js").read_text(encoding="utf-8")


def legend(speech: Speech, words: str, *, but: Sequence[Outcome]) -> None:
    """What the page answers and what each outcome means, while nothing is asked; those in ``but`` never come up."""
    rows = [[badge(speech, outcome), text(speech.meaning(outcome))] for outcome in SHOWN_ORDER if outcome not in but]
    heads = [speech("outcome"), speech("reason")]
    show(speech, f"<p>{text(speech(words))}</p>")
    show(speech, f"<h2>{text(speech('legend'))}</h2>", table(heads, rows))


def sections(speech: Speech, slot: str, names: Mapping[str, str], first: str) -> str:
    """The part of the page that is chosen, and stands in the address; only that one is drawn."""
    key = f"{slot}.section"
    if st.session_state.get(key) not in names:
        st.session_state[key] = first
    chosen = st.segmented_control(
        speech("section"), list(names), format_func=lambda name: names.get(name, name), key=key,
        label_visibility="collapsed", on_change=_turn_to, args=(slot,),
    )  # fmt: skip
    turned = st.empty()  # its place is kept: what stands below would be drawn anew if it moved
    if st.session_state.pop(f"{slot}.turned", False):
        script = _SCRIPT.replace("PART", json.dumps(chosen), 1)
        turned.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    add_to_address(slot, "section", chosen if chosen and chosen != first else "")
    return chosen or first


def _turn_to(slot: str) -> None:
    """A part that was chosen is brought into sight; one that the address names opens where the page begins."""
    st.session_state[f"{slot}.turned"] = True


def recall_section(slot: str, asked: Mapping[str, Any]) -> None:
    """Open the part that the address names; the first where it names none."""
    st.session_state[f"{slot}.section"] = asked.get("section")
