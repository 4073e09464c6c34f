"""The question in the address: a reload, the back button and a bookmark bring it back.

An organization stands in it by its id. Nothing about a person does: what names one stays in the memory of this
program, and the address has a random word in its place, which means nothing once the program has ended.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from graph.evidence import LANGUAGES, Speech
from graph.model import Kind, Party, iso, today
from views.markup import text

_KEPT = 10_000  # questions about persons that are remembered, the last ones
_WORD, _LANGUAGE = "question", "lang"


@st.cache_resource(show_spinner=False)
def _memory() -> dict[str, Mapping[str, Any]]:
    return {}


def come_to(slot: str) -> None:
    """Say which page is shown: fields forget what stood in them while another page is, the address does not."""
    st.session_state["address.came"] = st.session_state.get("address.page") != slot
    st.session_state["address.page"] = slot


def arrived(slot: str) -> Mapping[str, Any] | None:
    """The question of the address, where the page has just been come to or asked another last; None otherwise.

    So it is after a reload, on the way back or forth, and by a link. An empty one asks nothing. ``forgotten`` is in
    it where the address has a word that means nothing any more.
    """
    there = {name: value for name, value in st.query_params.to_dict().items() if name != _LANGUAGE}
    if there == st.session_state.get(f"{slot}.address", {}) and not st.session_state.get("address.came"):
        return None
    st.session_state[f"{slot}.address"] = there
    word = there.get(_WORD)
    known = _memory().get(word, {"forgotten": True}) if word else {}
    return {**there, **known}


def ask_in_address(slot: str, public: Mapping[str, str], private: Mapping[str, Any] | None = None) -> None:
    """What the page asks now: ``public`` may stand in the address, ``private`` names a person and may not."""
    asked = {name: value for name, value in public.items() if value}
    if private:
        memory, word = _memory(), st.session_state.get(f"{slot}.address", {}).get(_WORD, "")
        if memory.get(word) != private:
            word = secrets.token_urlsafe(9)
            memory[word] = dict(private)
            for old in list(memory)[:-_KEPT]:
                del memory[old]
        asked[_WORD] = word
    st.session_state[f"{slot}.address"] = asked


def add_to_address(slot: str, name: str, value: str) -> None:
    """One more thing that may stand in the page's address; nothing where ``value`` is what stands there at first."""
    if value:
        st.session_state[f"{slot}.address"] = {**st.session_state.get(f"{slot}.address", {}), name: value}


def address_of(slot: str) -> dict[str, str]:
    """The parameters of a page's address, the language among them where it is not the first."""
    language = st.session_state.get("language") or "zh"
    spoken = {_LANGUAGE: language} if language != "zh" else {}
    return {**st.session_state.get(f"{slot}.address", {}), **spoken}


def write_address(slot: str) -> None:
    """Put the page's question into the address; the browser keeps the one before it to go back to."""
    now = address_of(slot)
    st.session_state["address.language"] = now.get(_LANGUAGE, "")
    if st.query_params.to_dict() == now:
        return
    if now:
        st.query_params.from_dict(now)
    else:
        st.query_params.clear()


def language_of_address() -> None:
    """Speak the language of the address, where it is another than the one that was there last."""
    there = st.query_params.get(_LANGUAGE, "")
    if there != st.session_state.get("address.language", "") and (there in LANGUAGES or not there):
        st.session_state["language"] = there or "zh"
    st.session_state["address.language"] = there


def day_of(asked: Mapping[str, Any], name: str = "date") -> date:
    """The date in an address; one that is none is today's."""
    when = today()
    with suppress(ValueError):
        when = date.fromisoformat(str(asked.get(name, "")))
    return when


def other_day(number: int) -> str:
    """A day as an address has it; nothing where it is today's, which no address needs."""
    told = iso(number) or ""
    return "" if told == today().isoformat() else told


def question_link(speech: Speech, party: Party, day: int) -> str:
    """A link that asks the same again, as HTML; empty where the party is a person or not of the register."""
    if not party.id or party.kind is not Kind.ORGANIZATION:
        return ""
    return f'<a href="?{text(urlencode({"party": party.id, "date": iso(day)}))}">{text(speech("link"))}</a>'
