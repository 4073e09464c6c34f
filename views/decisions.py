"""Undecided identities: what a person decides about a record and a party, and what was decided before."""

from __future__ import annotations

import streamlit as st

from graph.command.resolving import decision_about, now
from graph.evidence import Speech
from graph.exposure import NotResolved
from graph.identity import Verdict
from graph.model.sheets import hidden
from graph.stores import Register, Store, read_key
from views.markup import show, table, text
from views.open_records import open_list
from views.store import current_store
from views.told_reasons import in_language

SLOT = "decisions"


def decisions(speech: Speech, register: Register) -> None:
    """A form to decide, the decisions on file, and a way to undo one. Nobody is restricted on a person's word."""
    store = current_store()
    show(speech, f"<h2>{text(speech('decide'))}</h2>", f'<p class="g-muted">{text(speech("decide_why"))}</p>')
    done: str | None = st.session_state.pop(f"{SLOT}.done", None)
    if done:
        st.success(done)
    who = st.text_input(speech("decide_by"), autocomplete="off", key=f"{SLOT}.by", width=320).strip()
    taken = open_list(speech, store, register, who)
    if taken is not None:
        _keep(speech, store, *taken[:3], who, taken[3])
    _other(speech, store, who)
    _on_file(speech, store, who)


def _other(speech: Speech, store: Store, who: str) -> None:
    """A decision about any record, or about two parties of the register."""
    with st.expander(speech("decide_other")), st.form(f"{SLOT}.form", border=False):
        left, right = st.columns(2)
        record = left.text_input(speech("decide_record"), autocomplete="off", key=f"{SLOT}.record")
        party = right.text_input(speech("decide_party"), autocomplete="off", key=f"{SLOT}.party")
        verdict = left.selectbox(
            speech("decide_verdict"), list(Verdict), format_func=lambda one: speech(f"verdict_{one}"),
            key=f"{SLOT}.verdict",
        )  # fmt: skip
        why = right.text_input(speech("decide_ground"), autocomplete="off", key=f"{SLOT}.why")
        sent = st.form_submit_button(speech("decide_keep"))
    if sent:
        _keep(speech, store, record.strip(), party.strip(), Verdict(str(verdict)), who, why.strip())


def _keep(speech: Speech, store: Store, record: str, party: str, verdict: Verdict, who: str, why: str) -> None:
    if not all((record, party, who, why)):
        st.warning(speech("decide_lacking"), icon=":material/edit:")
        return
    try:
        store.decide(decision_about(store, read_key(), record, party, None, verdict, hidden(who) or "", why))
    except (NotResolved, ValueError) as error:
        st.warning(speech("decide_refused", what=in_language(speech, str(error))), icon=":material/person_search:")
        return
    st.session_state[f"{SLOT}.done"] = speech("decide_done")
    st.rerun()


def _on_file(speech: Speech, store: Store, who: str) -> None:
    some = store.decisions()
    if not some:
        return
    keys = ("decide_number", "decide_record", "decide_party", "decide_verdict", "decide_ground", "decide_by")
    rows = [
        [text(cell) for cell in (one.number, one.subject, one.party, speech(f"verdict_{one.verdict}"), one.why,
                                 f"{one.by} {one.at[:10]}{speech('decide_undone') if one.undone_at else ''}")]
        for one in some
    ]  # fmt: skip
    show(speech, table([speech(key) for key in keys], rows))
    standing = [one.number for one in some if one.undone_at is None]
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    number = left.selectbox(speech("decide_number"), standing, index=None, key=f"{SLOT}.undo", placeholder="–")
    if right.button(speech("decide_undo"), disabled=number is None or not who, help=speech("decide_undo_who")):
        store.undo(int(number or 0), hidden(who) or "", now())
        st.rerun()
