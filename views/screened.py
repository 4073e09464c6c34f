"""What a screen, or the changes between two days, came to: in numbers, as a table, as a file."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from graph.command.screening import write_rows
from graph.evidence import Speech
from graph.exposure.portfolio import Portfolio
from graph.model import Outcome, Party, iso
from views.markup import badge, facts, show, text
from views.store import Desk
from views.tables import height_of

SHOWN = 500  # rows on the screen; the file has all
_TOLD = 5  # rows of the portfolio that are named, where something is to be said of them


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screen or the changes came to, with the names of those on the first rows."""

    mode: str
    days: tuple[int, int]
    rows: pa.Table
    asked: Portfolio | None  # None: the whole register
    empty: bool
    names: Mapping[str, Party]


def tell(desk: Desk, screened: Screened) -> None:
    """Whom was asked about, how many came to what, and the first rows; all rows to take home."""
    speech = desk.speech
    since, until = (str(iso(day)) for day in screened.days)
    whom = screened.asked
    asked = (
        speech("screened_all") if whom is None else speech("screened_some", count=len(whom.parties) + len(whom.unknown))
    )
    when = speech("changes_between", since=since, until=until) if screened.mode == "changes" else until
    pairs = [(speech("screened_whom"), text(asked)), (speech("date"), text(when))]
    if screened.mode == "changes":
        for column, words in (("change", "change"), ("event", "event")):
            counted = Counter(screened.rows[column].to_pylist()).most_common()
            told = [f"{speech(f'{words}_{word}')} {number:,}" for word, number in counted]
            pairs.append((speech(words), text(speech.listing(told))))
    else:
        pairs.append((speech("outcome"), _outcomes(speech, screened)))
    show(speech, facts(pairs))
    if screened.empty:
        show(speech, f'<p class="g-note">{text(speech("incomplete"))}</p>')
    for note, rows in (("portfolio_unknown", whom.unknown), ("portfolio_by_name", whom.by_name)) if whom else ():
        if rows:
            some = speech.listing(list(rows[:_TOLD]))
            show(speech, f'<p class="g-note">{text(speech(note, count=len(rows), some=some))}</p>')
    _table(desk, screened)


def _outcomes(speech: Speech, screened: Screened) -> str:
    """How many parties came to each outcome; HTML."""
    from graph.exposure.screen import outcomes

    counts = outcomes(screened.rows)
    pieces = [
        f"{badge(speech, Outcome(word))} {counts[word]:,}" for word in ("restricted", "review") if counts.get(word)
    ]
    if screened.asked is not None:
        rest = len(screened.asked.parties) - sum(counts.get(word, 0) for word in ("restricted", "review"))
        pieces.append(f"{text(speech('screened_rest'))} {rest:,}")
    return " &emsp; ".join(pieces) or text(speech("nobody_reached"))


def _table(desk: Desk, screened: Screened) -> None:
    """The first rows, by outcome if one is chosen, and all of them to take home."""
    speech, rows = desk.speech, screened.rows
    if not len(rows):
        st.caption(speech("nothing_changed" if screened.mode == "changes" else "nobody_reached"))
        return
    column, family = ("change", "change_{}") if screened.mode == "changes" else ("outcome", "")
    words = sorted(pc.unique(rows[column]).to_pylist())
    chosen = st.pills(
        speech(column), words, key=f"screening.{column}",
        format_func=lambda word: speech(family.format(word)) if family else speech.outcome(word),
    )  # fmt: skip
    if chosen:
        rows = rows.filter(pc.equal(rows[column], chosen))
    shown = _shown(desk, rows.slice(0, SHOWN).to_pylist(), screened.names)
    st.dataframe(shown, hide_index=True, height=height_of(shown))
    if len(rows) > SHOWN:
        st.caption(speech("rows_cut", shown=SHOWN, count=f"{len(rows):,}"))
    name = f"{'changes' if screened.mode == 'changes' else 'screen'}-{iso(screened.days[1])}.csv"
    st.download_button(
        speech("download"), lambda: as_csv(screened.rows), name, "text/csv", key="screening.csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _shown(desk: Desk, rows: Sequence[Mapping[str, object]], names: Mapping[str, Party]) -> list[dict[str, str]]:
    """Rows as people read them."""
    speech = desk.speech

    def named(id_: object) -> str:
        return names[str(id_)].name if str(id_) in names else str(id_ or "")

    shown = []
    for row in rows:
        measures = row["measures"]
        told = {speech("date"): str(row["date"]), speech("change"): speech(f"change_{row['change']}"),
                speech("event"): speech(f"event_{row['event']}")} if "change" in row else {}  # fmt: skip
        shown.append({
            **told,
            speech("state_party"): named(row["party"]),
            speech("outcome"): speech.outcome(str(row["outcome"])),
            speech("debtor"): named(row["debtor"]),
            speech("role"): speech.role(str(row["role"])) if row["role"] else speech.scope("debtor"),
            speech("policy"): _document(desk, str(row["policy"])),
            speech("measures"): str(len(measures) if isinstance(measures, list) else 0),
            speech("certainty"): speech.certainty(str(row["certainty"])),
            speech("from_day"): str(row["since"] or ""),
            speech("to_day"): str(row["until"] or ""),
            "ID": str(row["party"]),
        })  # fmt: skip
    return shown


def _document(desk: Desk, policy: str) -> str:
    known = desk.law.policies.get(policy)
    return desk.speech.short_title(known) if known else policy


def as_csv(rows: pa.Table) -> bytes:
    """The file that the command writes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.csv"
        write_rows(rows, out)
        return b"\xef\xbb\xbf" + out.read_bytes()
