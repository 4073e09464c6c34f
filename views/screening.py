"""批量筛查: a portfolio or the whole register at once, on a day or between two."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from graph.command.portfolio import read_portfolio
from graph.exposure import Question
from graph.exposure.portfolio import Customer, portfolio
from graph.model import iso, today
from graph.model.progress import Progress
from graph.model.tables import FormatError
from graph.stores import Store, WholeView, answer_from
from views.address import arrived, ask_in_address, day_of, other_day
from views.asking import date_field, keep, number_of
from views.markup import show, text
from views.screened import SHOWN, Screened, tell
from views.store import Desk, at_desk, current_store
from views.told_reasons import in_language
from views.upload import uploaded
from views.work import begin, outcome_of, under_way

SLOT = "screening"
_LOOKED_BACK = 30  # days, unless said otherwise
_MODES = ("day", "changes")


@at_desk("screening")
def page(desk: Desk) -> None:
    """The page for many parties at once."""
    speech = desk.speech
    moved = arrived(SLOT)
    if moved is not None:
        st.session_state[f"{SLOT}.mode"] = "changes" if "since" in moved else "day"
        for part, name in (("since", "since"), ("until", "date")):
            if name in moved:
                st.session_state[f"{SLOT}.{part}"] = day_of(moved, name)
    keep(f"{SLOT}.mode", "day")
    mode = st.segmented_control(
        speech("screening_mode"), _MODES, format_func=lambda one: speech(f"screening_{one}"),
        key=f"{SLOT}.mode", label_visibility="collapsed",
    ) or "day"  # fmt: skip
    with st.form(f"{SLOT}.form", border=False):
        columns = st.columns([6, 2, 2, 1.6], vertical_alignment="bottom")
        with columns[0]:
            file = st.file_uploader(speech("portfolio"), ["csv", "xlsx", "parquet"], key=f"{SLOT}.file")
        since = None
        if mode == "changes":
            with columns[1]:
                before = today() - timedelta(days=_LOOKED_BACK)
                since = number_of(date_field(desk.speech, before, f"{SLOT}.since", speech("changes_since")))
        with columns[2]:
            label = speech("changes_until") if mode == "changes" else ""
            until = number_of(date_field(desk.speech, key=f"{SLOT}.until", label=label))
        with columns[3]:
            sent = st.form_submit_button(speech("run"), type="primary", width="stretch", disabled=under_way(SLOT))
    ask_in_address(SLOT, {"date": other_day(until), "since": iso(since) or "" if since is not None else ""})
    if sent:
        _begin(desk, mode, until if since is None else since, until, (file.name, file.getvalue()) if file else None)
    screened: Screened | None = outcome_of(SLOT)
    if screened is not None and screened.mode == mode:
        tell(desk, screened)
    elif not under_way(SLOT):
        show(speech, f"<p>{text(speech('screening_empty'))}</p>")


def _begin(desk: Desk, mode: str, since: int, until: int, file: tuple[str, bytes] | None) -> None:
    if mode == "changes" and since >= until:
        st.warning(desk.speech("changes_order"), icon=":material/edit:")
        return
    try:
        customers = None if file is None else _customers(*file)
    except FormatError as error:
        st.error(desk.speech("portfolio_wrong", what=in_language(desk.speech, str(error))), icon=":material/error:")
        return
    store, question = current_store(), Question(desk.law, until, hops=0)
    begin(SLOT, lambda progress: _screened(store, mode, question, since, customers, desk.key, progress))


def _customers(name: str, content: bytes) -> list[Customer] | None:
    """The rows of an uploaded table."""
    with uploaded([(name, content)]) as [path]:
        return read_portfolio(str(path))


def _screened(
    store: Store, mode: str, question: Question, since: int, customers: list[Customer] | None, key: bytes,
    progress: Progress,
) -> Screened:  # fmt: skip
    """The same public functions as ``guanlian screen`` and ``guanlian changes``."""
    from graph.changes import between_days
    from graph.exposure.screen import screen

    def ask(view: WholeView) -> Screened:
        asked = None if customers is None else portfolio(view, customers, question.day, key, progress)
        parties = None if asked is None else asked.parties
        if mode == "changes":
            rows = between_days(view, question, since, parties, progress)
        else:
            rows = screen(view, question, parties, progress)
        first = rows.slice(0, SHOWN)
        ids = {id_ for column in ("party", "debtor") for id_ in first[column].to_pylist() if id_}
        return Screened(
            mode, (since, question.day), rows, asked, not view.register().has_listings, view.parties(sorted(ids))
        )

    return answer_from(store, ask)
