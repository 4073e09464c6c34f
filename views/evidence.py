"""The answer to take home as evidence: the same paper that the command writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from graph.evidence import SUFFIXES, Found, as_file, evidence_pack
from graph.exposure import Question
from graph.model import iso
from graph.stores import View
from views.store import Desk, opened_view

_TYPES = {".pdf": "application/pdf", ".html": "text/html"}


def offer_evidence(desk: Desk, slot: str, question: Question, ask: Callable[[View], Found]) -> None:
    """Buttons that make the paper when they are pressed, of the register as it then is."""

    def made(suffix: str) -> bytes:
        with opened_view() as (view, _):
            return as_file(evidence_pack(view, ask(view), question, desk.speech), suffix)

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for suffix in SUFFIXES:
            words = desk.speech("evidence", form=suffix[1:].upper())
            st.download_button(
                words, partial(made, suffix), f"evidence-{slot}-{iso(question.day)}{suffix}", _TYPES[suffix],
                key=f"{slot}.evidence{suffix}", icon=":material/description:", on_click="ignore",
            )  # fmt: skip
