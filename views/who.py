"""Finding out who is meant: one field, candidates with what tells them apart, or somebody outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b

import streamlit as st

from graph.exposure import Candidate, NotResolved, resolve, stranger
from graph.identity import former_names
from graph.model import Kind, Party, day, today
from graph.model.interval import EARLIEST
from views.link import linked_question
from views.markup import show, text
from views.store import Desk

_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
_TIES_SHOWN = 2
_OF_ONE_QUESTION = ("choice", "stranger", "section", "officer", "whatif")


def number_of(when: date) -> int:
    """The number of a calendar day."""
    return day(when, EARLIEST)


def date_field(desk: Desk, value: date | None = None, key: str | None = None, label: str = "") -> date:
    """The field for the date of the question; today where the courts are, unless said otherwise."""
    if key is not None:
        keep(key, value or today())
    chosen = st.date_input(
        label or desk.speech("date"),
        "today" if key is not None else value or today(),
        min_value=_FIRST,
        max_value=_LAST,
        format="YYYY-MM-DD",
        key=key,
    )
    return chosen if isinstance(chosen, date) else today()


def keep(key: str, value: object) -> None:
    """What a field shows at first. A field whose default changes is another field to Streamlit, and what was typed
    into the old one is lost: so a default is given once, under the field's key."""
    if key not in st.session_state:
        st.session_state[key] = value


def search_form(desk: Desk, slot: str, label: str) -> tuple[str, date] | None:
    """A field, a date and a button; what was asked last stays until something else is asked.

    The question is kept in the session, never in the address; a link may ask about an organization.
    """
    asked: tuple[str, date] | None = st.session_state.get(f"{slot}.asked") or linked_question()
    keep(f"{slot}.words", asked[0] if asked else "")
    with st.form(f"{slot}.form", border=False):
        words, when, button = st.columns([7, 2, 1.3], vertical_alignment="bottom")
        with words:
            typed = st.text_input(label, key=f"{slot}.words", autocomplete="off")
        with when:
            chosen = date_field(desk, asked[1] if asked else None, f"{slot}.when")
        with button:
            sent = st.form_submit_button(desk.speech("ask"), type="primary", width="stretch")
    if sent:
        forget(slot)
        asked = st.session_state[f"{slot}.asked"] = (typed.strip(), chosen)
    if asked is not None and not asked[0]:
        st.warning(desk.speech("need_party"), icon=":material/edit:")
        return None
    return asked


def forget(slot: str) -> None:
    """Forget what was chosen for an earlier question."""
    for kept in list(st.session_state):
        if str(kept).startswith(f"{slot}.") and str(kept).removeprefix(f"{slot}.").split(".")[0] in _OF_ONE_QUESTION:
            del st.session_state[kept]


def identify(desk: Desk, words: str, slot: str, *, outside: bool = True) -> Party | None:
    """The party that ``words`` name, chosen by the user where several may be; None while that is open."""
    outsider: Party | None = st.session_state.get(f"{slot}.stranger")
    if outsider is not None:
        return outsider
    try:
        return resolve(desk.view, words, desk.key)
    except NotResolved as open_question:
        candidates = open_question.candidates
    speech = desk.speech
    if not candidates:
        hint = speech("unknown_next") if outside else speech("unknown_organization")
        st.warning(f"**{speech('unknown', text=_plain(words))}** {hint}", icon=":material/person_search:")
        return _outsider(desk, words, slot) if outside else None
    parties = desk.view.parties([candidate.id for candidate in candidates])
    posts = _posts(desk, list(parties))
    labels = numbered([f"{_plain(one.name)} · {speech.kind(one.kind)}" for one in candidates])
    chosen = st.radio(
        speech("which", text=_plain(words), count=len(candidates)),
        range(len(candidates)),
        index=None,
        key=choice_key(slot, [one.id for one in candidates]),
        format_func=labels.__getitem__,
        captions=[_apart(desk, candidate, parties[candidate.id], posts) for candidate in candidates],
    )
    if chosen is not None:
        return parties[candidates[chosen].id]
    show(speech, f'<p class="g-muted">{text(speech("none_chosen"))}</p>')
    if outside:
        with st.expander(speech("outside")):
            return _outsider(desk, words, slot)
    return None


def numbered(labels: Sequence[str]) -> list[str]:
    """Labels for a choice. Streamlit tells options apart by their labels: of two that are equal it takes the last."""
    return [f"{number} · {label}" for number, label in enumerate(labels, 1)]


def choice_key(slot: str, ids: Iterable[str]) -> str:
    """The name of a choice among these parties: among others it is another choice, and nobody is chosen yet."""
    return f"{slot}.choice.{blake2b(repr(list(ids)).encode(), digest_size=6).hexdigest()}"


def identifier_of(party: Party) -> str:
    """What may be shown of a party's number: a code of an organization, or a masked ID number."""
    return party.uscc or party.organization_code or party.registration_number or party.id_mask or ""


def _apart(desk: Desk, candidate: Candidate, party: Party, posts: dict[str, list[str]]) -> str:
    """What tells a candidate from the others."""
    speech = desk.speech
    former = [name for name, _ in former_names(party)]
    parts = [
        identifier_of(party).replace("*", "\\*"),
        speech("region", region=party.region) if party.region else "",
        speech("former", names=speech.listing(former)) if former else "",
        *posts.get(party.id, ()),
        speech("grade", grade=candidate.grade, reason=speech.told(candidate.reason)),
    ]
    return " · ".join(part for part in parts if part)


def _posts(desk: Desk, ids: list[str]) -> dict[str, list[str]]:
    """The first posts of each party today, in words."""
    ties = desk.view.ties(ids, number_of(today()), _TIES_SHOWN)
    names = desk.view.parties({tie.other for some in ties.values() for tie in some.ties})
    return {
        id_: [
            desk.speech(
                "post_held" if tie.held else "post_filled",
                other=_plain(names[tie.other].name),
                role=desk.speech.role(tie.role),
            )
            for tie in some.ties
        ]
        for id_, some in ties.items()
    }


def _outsider(desk: Desk, words: str, slot: str) -> Party | None:
    """The form for somebody whom the register does not hold."""
    speech = desk.speech
    named = not any(char.isdigit() for char in words)
    with st.form(f"{slot}.outside"):
        st.caption(speech("outside_why"))
        left, right = st.columns(2)
        name = left.text_input(speech("outside_name"), words if named else "", autocomplete="off")
        number = right.text_input(speech("outside_number"), "" if named else words, autocomplete="off")
        sent = st.form_submit_button(speech("outside_ask"))
    name, number = name.strip(), number.strip()
    if not sent:
        return None
    if not name:
        st.warning(speech("need_party"), icon=":material/edit:")
        return None
    try:
        party = stranger(name, number or None, desk.key)
    except ValueError:
        st.error(speech("bad_number"), icon=":material/error:")
        return None
    st.session_state[f"{slot}.stranger"] = party
    st.rerun()


def kind_is(party: Party, kind: Kind) -> bool:
    """Is the party of this kind, or of an unknown one?"""
    return party.kind in (None, kind)


def _plain(words: str) -> str:
    """Words for a Markdown text: nothing in them is read as markup."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!|<>~$:" else char for char in words)
