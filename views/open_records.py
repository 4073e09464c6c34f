"""The records of which nobody knows yet whom they name: each decided where it stands, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.evidence import Speech
from graph.exposure.open_records import OpenRecord, open_records
from graph.identity import Agreement, Decision, Verdict, standing
from graph.model import Listing, Party, iso, today
from graph.model.progress import Progress
from graph.stores import Register, Store, WholeView, answer_from
from views.asking import number_of
from views.markup import facts, show, table, text
from views.who import identifier_of, numbered
from views.work import begin, outcome_of, under_way

SLOT = "open"
_ON_A_PAGE = 10
_PARTIES_SHOWN = 20


def open_list(speech: Speech, store: Store, register: Register, who: str) -> tuple[str, str, Verdict, str] | None:
    """The records that are open today, a page of them; what was just decided: record, party, verdict, ground."""
    decisions = store.decisions()
    undone = sum(one.undone_at is not None for one in decisions)
    mark = (register.digest, undone)
    if st.session_state.get(f"{SLOT}.mark") != mark and not under_way(SLOT):
        st.session_state[f"{SLOT}.mark"] = mark
        begin(SLOT, lambda progress: _read(store, decisions, progress))
    found: list[OpenRecord] | None = outcome_of(SLOT)
    if found is None:
        return None
    found = still_open(found, decisions)
    show(speech, f"<h2>{text(speech('open_records', count=f'{len(found):,}'))}</h2>")
    if not found:
        show(speech, f"<p>{text(speech('open_none'))}</p>")
        return None
    pages = range(1, -(-len(found) // _ON_A_PAGE) + 1)
    page = 1
    if len(pages) > 1:
        page = st.number_input(speech("open_page", count=len(pages)), 1, len(pages), key=f"{SLOT}.page", width=220)
    taken = None
    for record in found[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]:
        taken = _offer(speech, record, who) or taken
    return taken


def still_open(found: Sequence[OpenRecord], decisions: Sequence[Decision]) -> list[OpenRecord]:
    """What is left of a list that was read before some of ``decisions`` were taken."""
    decided = standing(decisions).records
    left = []
    for one in found:
        verdicts = decided.get(one.listing.id, {})
        closed = {id_ for id_, decision in verdicts.items() if decision.verdict is not Verdict.UNDECIDED}
        maybe = tuple(pair for pair in one.maybe if pair[0].id not in closed)
        if maybe:
            left.append(one._replace(maybe=maybe))
    return left


def _read(store: Store, decisions: Sequence[Decision], progress: Progress) -> list[OpenRecord]:
    def ask(view: WholeView) -> list[OpenRecord]:
        return open_records(view, number_of(today()), decisions, progress)

    return answer_from(store, ask)


def _offer(speech: Speech, record: OpenRecord, who: str) -> tuple[str, str, Verdict, str] | None:
    """One record, those it may name, and the fields in which it is decided."""
    listing, maybe = record.listing, record.maybe
    key = f"{SLOT}.{listing.id}"
    told = [listing.name, listing.case_number, listing.identifier, speech("open_maybe", count=len(maybe))]
    with st.expander(" · ".join(_plain(word) for word in told if word)):
        show(speech, _facts(speech, listing), _parties(speech, maybe))
        with st.form(f"{key}.form", border=False):
            labels = numbered([f"{party.name} · {party.id}" for party, _ in maybe])
            left, middle, right = st.columns([3, 2, 4], vertical_alignment="bottom")
            chosen = left.selectbox(
                speech("decide_which"), range(len(maybe)), format_func=labels.__getitem__, key=f"{key}.party"
            )
            verdict = middle.selectbox(
                speech("decide_verdict"), list(Verdict), format_func=lambda one: speech(f"verdict_{one}"),
                key=f"{key}.verdict", index=None, placeholder=speech("choose"),
            )  # fmt: skip
            why = right.text_input(speech("decide_ground"), autocomplete="off", key=f"{key}.why")
            sent = st.form_submit_button(speech("decide_keep"))
    if not sent:
        return None
    if verdict is None or not why.strip() or not who:
        st.warning(speech("open_lacking"), icon=":material/edit:")
        return None
    return listing.id, maybe[chosen][0].id, Verdict(str(verdict)), why.strip()


def _facts(speech: Speech, listing: Listing) -> str:
    pairs = [
        (speech("record_id"), text(listing.id)), (speech("court"), text(listing.court or "")),
        (speech("listed_on"), text(iso(listing.listed_on) or "")),
    ]  # fmt: skip
    return facts(pairs)


def _parties(speech: Speech, maybe: Sequence[tuple[Party, Agreement]]) -> str:
    heads = [speech(key) for key in ("name", "identifier", "record_region", "reason")]
    rows = [
        [text(f"{party.name} · {party.id}"), text(identifier_of(party)), text(party.region or "–"),
         text(speech("grade", grade=agreement.grade, reason=speech.told(agreement.reason)))]
        for party, agreement in maybe[:_PARTIES_SHOWN]
    ]  # fmt: skip
    more = len(maybe) - _PARTIES_SHOWN
    cut = f'<p class="g-muted">{text(speech("open_more", count=more))}</p>' if more > 0 else ""
    return table(heads, rows) + cut


def _plain(words: str) -> str:
    return words.replace("*", "\\*")
