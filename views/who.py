"""Finding out who is meant: candidates with what tells them apart, or somebody outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import streamlit as st

from graph.exposure import CANDIDATES, Candidate, NotResolved, resolve, stranger
from graph.identity import former_names
from graph.model import Kind, Party, today
from views.asking import number_of
from views.markup import show, text
from views.store import Desk

_TIES_SHOWN = 2


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
    if len(candidates) == CANDIDATES:
        show(speech, f'<p class="g-muted">{text(speech("which_first", count=CANDIDATES))}</p>')
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
