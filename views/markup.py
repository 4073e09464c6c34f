"""Small pieces of HTML, everything from the register escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from graph.evidence import Speech
from graph.model import Kind, Outcome

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")


def show(speech: Speech, *pieces: str) -> None:
    """Draw pieces of HTML, marked with their language."""
    st.html(f'<div class="g" lang="{speech.tag}">{"".join(pieces)}</div>')


def text(words: object) -> str:
    """Any words, escaped."""
    return escape(str(words))


def icon(outcome: Outcome) -> str:
    """The shape of an outcome: colour is never the only mark."""
    return f'<span class="g-icon g-{outcome}" aria-hidden="true"></span>'


def badge(speech: Speech, outcome: Outcome) -> str:
    """An outcome as a coloured word with its shape."""
    return f'<span class="g-badge g-{outcome}">{icon(outcome)}{text(speech.outcome(outcome))}</span>'


def weight(speech: Speech, outcome: Outcome) -> str:
    """What a single measure comes to; one that changes nothing (publicity) is not a green word."""
    if outcome is Outcome.CLEAR:
        return f'<span class="g-tag">{text(weight_words(speech, outcome))}</span>'
    return badge(speech, outcome)


def weight_words(speech: Speech, outcome: Outcome) -> str:
    """What a single measure comes to, in words."""
    return speech("changes_nothing") if outcome is Outcome.CLEAR else speech.outcome(outcome)


def chip(name: str, kind: Kind | None, mark: str = "") -> str:
    """A party: its name, its kind as a shape, and a mark beside a debtor."""
    shape = "person" if kind is Kind.PERSON else "organization"
    marked = f'<span class="g-mark">{text(mark)}</span>' if mark else ""
    return f'<span class="g-chip g-{shape}">{text(name)}{marked}</span>'


def arrow(words: str, *, forward: bool | None) -> str:
    """A tie between two chips; it points from the holder of the role to the organization (None: it has no sides)."""
    left, right = ("←" if forward is False else ""), ("→" if forward else "")
    return f'<span class="g-arrow">{left} {text(words)} {right}</span>'


def fold(summary: str, body: str, *, opened: bool = False, kind: str = "") -> str:
    """A part that opens on a click or a key; ``summary`` and ``body`` are HTML."""
    mark = " open" if opened else ""
    return f'<details class="g-fold {kind}"{mark}><summary>{summary}</summary><div>{body}</div></details>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are HTML, the heads are words."""
    head = "".join(f'<th scope="col">{text(words)}</th>' for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="g-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values in two columns; the values are HTML, empty ones are left out."""
    rows = "".join(f"<dt>{text(name)}</dt><dd>{value}</dd>" for name, value in pairs if value)
    return f'<dl class="g-facts">{rows}</dl>'
