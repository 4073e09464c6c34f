"""Answers as tables: the same content as the page, to sort, search and take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from graph.evidence import Background, Speech, as_shown
from graph.exposure import Connection, Finding
from views.clauses import day_words
from views.markup import weight_words

_HEIGHT, _ALL_SHOWN = 420, 11  # pixels of a table that has more rows than are shown at once


def finding_rows(
    speech: Speech, known: Background, findings: Sequence[Finding], *, appointing: bool = False
) -> list[dict[str, str]]:
    """One row a finding."""
    rows = []
    for finding in findings:
        measure = finding.measure
        listing = known.listings.get(finding.listing or "")
        rows.append({
            speech("outcome"): weight_words(speech, as_shown(finding.outcome, appointing=appointing)),
            speech("area"): speech.area(str(measure.area)),
            speech("article"): measure.clause,
            speech("title"): measure.title,
            speech("effect"): speech.effect(str(measure.effect)),
            speech("debtor"): known.party(finding.debtor).name,
            speech("role"): speech.role(finding.role) if finding.role else speech.scope("debtor"),
            speech("case_number"): listing.case_number if listing else finding.notice or "",
            speech("from_day"): day_words(finding.holds.since),
            speech("to_day"): day_words(finding.holds.until),
            speech("certainty"): speech.certainty(str(finding.certainty)),
            speech("needs"): speech.requirement(str(finding.requires)) if finding.requires else "",
            speech("quote"): measure.quote,
            speech("policy"): measure.id,
        })  # fmt: skip
    return rows


def connection_rows(speech: Speech, known: Background, connections: Sequence[Connection]) -> list[dict[str, str]]:
    """One row a connection; the first column says that it is no restriction."""
    return [
        {
            speech("outcome"): speech.outcome("connected"),
            speech("debtor"): known.party(connection.party).name,
            speech("path"): " – ".join(known.party(id_).name for id_ in connection.path),
            speech("role"): speech.listing([speech.role(role) for role in connection.roles]),
        }
        for connection in connections
    ]


def draw_table(speech: Speech, rows: Sequence[dict[str, str]], key: str, file_name: str) -> None:
    """A table with a button that takes it home as CSV."""
    if not rows:
        st.caption(speech("empty_table"))
        return
    st.dataframe(list(rows), hide_index=True, height=height_of(rows), key=f"{key}.rows")
    st.download_button(
        speech("download"), as_csv(rows), f"{file_name}.csv", "text/csv", key=f"{key}.csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def height_of(rows: Sequence[object]) -> int | Literal["content"]:
    """A short table is as high as its rows; a longer one is scrolled."""
    return "content" if len(rows) <= _ALL_SHOWN else _HEIGHT


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """UTF-8 with a byte order mark, as Excel reads Chinese; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _inert(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
