"""Asking: the fields of a question, kept while one works and brought back by the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from graph.evidence import Speech
from graph.model import Kind, Party, day, today
from graph.model.interval import EARLIEST
from views.address import arrived, ask_in_address, day_of
from views.frame import recall_section
from views.store import TYPED, Desk

_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
_OF_ONE_QUESTION = ("choice", "stranger", "section", "officer", "whatif")


def number_of(when: date) -> int:
    """The number of a calendar day."""
    return day(when, EARLIEST)


def date_field(speech: Speech, value: date | None = None, key: str | None = None, label: str = "") -> date:
    """The field for the date of the question; today where the courts are, unless said otherwise."""
    if key is not None:
        keep(key, value or today())
    chosen = st.date_input(
        label or speech("date"),
        "today" if key is not None else value or today(),
        min_value=_FIRST,
        max_value=_LAST,
        format="YYYY-MM-DD",
        key=key,
    )
    return chosen if isinstance(chosen, date) else today()


def keep(key: str, value: object) -> None:
    """What a field shows at first. A field whose default changes is another field to Streamlit, and what was typed
    into the old one is lost: so a default is given once, under the field's key. What was typed while the store failed
    comes before it."""
    value = st.session_state.pop(f"{TYPED}{key}", value)
    if key not in st.session_state:
        st.session_state[key] = value


def search_form(
    desk: Desk, slot: str, label: str, recall: Callable[[Mapping[str, Any]], None] | None = None
) -> tuple[str, date] | None:  # fmt: skip
    """A field, a date and a button; what was asked last stays until something else is asked, or the address does.

    ``recall`` takes from the address what is the page's own.
    """
    moved = arrived(slot)
    if moved is not None:
        _recall(desk, slot, moved)
        if recall is not None:
            recall(moved)
    asked: tuple[str, date] | None = st.session_state.get(f"{slot}.asked")
    unheard = st.session_state.get(f"{TYPED}{slot}.words")  # was sent while the store failed
    keep(f"{slot}.words", named(desk, asked[0]) if asked else "")
    with st.form(f"{slot}.form", border=False):
        words, when, button = st.columns([7, 2, 1.3], vertical_alignment="bottom")
        with words:
            typed = st.text_input(label, key=f"{slot}.words", autocomplete="off")
        with when:
            chosen = date_field(desk.speech, asked[1] if asked else None, f"{slot}.when")
        with button:
            sent = st.form_submit_button(desk.speech("ask"), type="primary", width="stretch")
    if sent or (unheard and moved is None and unheard != (named(desk, asked[0]) if asked else "")):
        forget(slot)
        asked = st.session_state[f"{slot}.asked"] = (typed.strip(), chosen)
    if asked is not None and not asked[0]:
        st.warning(desk.speech("need_party"), icon=":material/edit:")
        return None
    if asked is None:
        ask_in_address(slot, {})
    return asked


def _recall(desk: Desk, slot: str, asked: Mapping[str, Any]) -> None:
    """Ask what the address asks."""
    forget(slot)
    recall_section(slot, asked)
    words = str(asked.get("party") or asked.get("words") or "")
    outsider: Party | None = asked.get("stranger")
    if outsider is not None:
        st.session_state[f"{slot}.stranger"], words = outsider, outsider.name
    st.session_state[f"{slot}.asked"] = (words, day_of(asked)) if words else None
    st.session_state[f"{slot}.words"] = named(desk, words)
    st.session_state[f"{slot}.when"] = day_of(asked)
    if "forgotten" in asked:
        st.info(desk.speech("address_forgotten"), icon=":material/history:")


def named(desk: Desk, words: str) -> str:
    """Ids as a field shows them: by their names."""
    ids = words.split(";")
    known = desk.view.parties(ids)
    return "；".join(known[id_].name if id_ in known else id_ for id_ in ids)


def put_question(slot: str, asked: tuple[str, date], found: Sequence[Party | None], **options: str) -> None:
    """Into the address: organizations by their ids, and nothing about a person. ``options`` are of the page."""
    public = {"date": asked[1].isoformat(), **options}
    parties = [party for party in found if party is not None]
    ids = ";".join(party.id for party in parties)
    if not parties or len(parties) < len(found):
        ask_in_address(slot, public, {"words": asked[0]})
    elif not all(party.id for party in parties):
        ask_in_address(slot, public, {"stranger": parties[0]})
    elif all(party.kind is Kind.ORGANIZATION for party in parties):
        ask_in_address(slot, {"party": ids, **public})
    else:
        ask_in_address(slot, public, {"party": ids})


def forget(slot: str) -> None:
    """Forget what was chosen for an earlier question."""
    for kept in list(st.session_state):
        if str(kept).startswith(f"{slot}.") and str(kept).removeprefix(f"{slot}.").split(".")[0] in _OF_ONE_QUESTION:
            del st.session_state[kept]
