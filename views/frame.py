"""What every page has: its heading, and a first view that tells what it answers."""

from __future__ import annotations

import streamlit as st

from graph.model import Outcome
from views.markup import SHOWN_ORDER, badge, show, table, text
from views.speech import Speech


def title(speech: Speech, key: str) -> None:
    """The heading of a page."""
    st.markdown(f"### {speech(key)}")


def legend(speech: Speech, words: str, *, but: Outcome) -> None:
    """What the page answers and what each outcome means, while nothing is asked; ``but`` is not used here."""
    rows = [
        [badge(speech, outcome), text(speech.meaning(outcome))]
        for outcome in SHOWN_ORDER
        if outcome is not but
    ]
    show(speech, f"<p>{text(speech(words))}</p>")
    show(speech, f"<h2>{text(speech('legend'))}</h2>", table([speech("outcome"), speech("reason")], rows))
