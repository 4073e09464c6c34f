"""Links that keep a question: of organizations alone, for nothing about a person may stand in an address."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from graph.evidence import Speech
from graph.model import Kind, Party, iso, today
from views.markup import text


def question_link(speech: Speech, party: Party, day: int) -> str:
    """A link that asks the same again, as HTML; empty where the party is a person or not of the register."""
    if not party.id or party.kind is not Kind.ORGANIZATION:
        return ""
    return f'<a href="?{text(urlencode({"party": party.id, "date": iso(day)}))}">{text(speech("link"))}</a>'


def linked_question() -> tuple[str, date] | None:
    """The question that a link in the address asks; a date that is none is today's."""
    words = st.query_params.get("party")
    if not words:
        return None
    when = today()
    with suppress(ValueError):
        when = date.fromisoformat(st.query_params.get("date", ""))
    return words, when
