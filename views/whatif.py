"""情景: the same answer on a supposed register, beside every answer; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from graph.evidence import Background, Found, Speech
from graph.exposure import NotResolved, difference, resolve
from graph.model import SHAREHOLDER, Interval, Kind, Outcome, Party, iso
from graph.model.share import WHOLE
from graph.stores import Changes, Transfer
from views.asking import keep
from views.markup import badge, facts, show, text
from views.store import Desk
from views.who import identifier_of, numbered

_TITLES_SHOWN = 6


def supposed(desk: Desk, slot: str, party: Party, day: int) -> Changes | None:
    """The changes that are chosen beside the answer; None where nothing is supposed."""
    listed, released, ended = (_kept(slot, part) for part in ("listed", "released", "ended"))
    started: tuple[tuple[str, str, str], ...] = ()
    other = _named(desk, f"{slot}.whatif.who")
    if other is not None:
        role = str(st.session_state.get(f"{slot}.whatif.role") or "director")
        pair = (party.id, other.id) if party.kind is Kind.PERSON else (other.id, party.id)
        started = ((pair[0], role, pair[1]),)
    given = _transfer(desk, slot)
    if not (started or given or listed or released or ended):
        return None
    return Changes(day, listed, released, started, ended, given)


def _transfer(desk: Desk, slot: str) -> tuple[Transfer, ...]:
    """The shares that are supposed to move."""
    shares = st.session_state.get(f"{slot}.whatif.give")
    percent = Decimal(str(st.session_state.get(f"{slot}.whatif.share") or 0))
    if shares is None or not percent:
        return ()
    taker = _named(desk, f"{slot}.whatif.taker")
    holder, organization = shares
    return (Transfer(holder, organization, int(percent * WHOLE / 100), taker and taker.id),)


def _named(desk: Desk, key: str) -> Party | None:
    """The party that a field names; one that is not clear is told and left out."""
    name = str(st.session_state.get(key) or "").strip()
    if not name:
        return None
    try:
        return resolve(desk.view, name, desk.key)
    except NotResolved:
        st.warning(desk.speech("whatif_unknown", text=name), icon=":material/person_search:")
        return None


def _kept(slot: str, part: str) -> tuple[Any, ...]:
    return tuple(st.session_state.get(f"{slot}.whatif.{part}") or ())


def offer_whatif(desk: Desk, slot: str, known: Background, day: int) -> None:
    """The fields in which changes are supposed: listings that begin or end, posts that begin or end."""
    speech, party = desk.speech, known.asked
    with (
        st.popover(speech("what_if"), icon=":material/alt_route:", width="stretch"),
        st.form(f"{slot}.whatif", border=False),  # several changes are one question, and the page moves once
    ):
        why, send = st.columns([3, 1.3], vertical_alignment="center")
        why.caption(speech("whatif_why"))
        send.form_submit_button(  # in sight, however many fields follow
            speech("whatif_suppose"), key=f"{slot}.whatif.suppose", type="primary", width="stretch"
        )
        posts = [post for post in _posts(desk, party) if post[3].holds_on(day)]
        others = desk.view.parties({id_ for post in posts for id_ in (post[0], post[2])})
        people = {party.id: party, **dict(sorted(others.items()))}
        _many(slot, "listed", speech("whatif_list"), list(people), [_told(people[id_]) for id_ in people], speech)
        listings = [one for one in known.listings.values() if one.in_force.holds_on(day)]
        told = [f"{one.name} {one.case_number} {iso(one.listed_on)}" for one in listings]
        _many(slot, "released", speech("whatif_release"), [one.id for one in listings], told, speech)
        triples = list(dict.fromkeys((holder, role, place) for holder, role, place, _ in posts))
        told = [f"{people[a].name} · {speech.role(role)} · {people[b].name}" for a, role, b in triples]
        _many(slot, "ended", speech("whatif_end"), triples, told, speech)
        left, right = st.columns(2)
        where = "whatif_start_in" if party.kind is Kind.PERSON else "whatif_start"
        left.text_input(speech(where), key=f"{slot}.whatif.who", autocomplete="off")
        keep(f"{slot}.whatif.role", "director")
        roles = list(speech.vocabulary.roles)
        right.selectbox(speech("role"), roles, format_func=speech.role, key=f"{slot}.whatif.role")
        _offer_transfer(speech, slot, [(a, b) for a, role, b in triples if role == SHAREHOLDER], people)


def _offer_transfer(
    speech: Speech, slot: str, shares: Sequence[tuple[str, str]], people: Mapping[str, Party]
) -> None:  # fmt: skip
    """The fields in which shares are supposed to move from one holder to another."""
    if not shares:
        return
    labels = dict(zip(shares, numbered([f"{people[a].name} → {people[b].name}" for a, b in shares]), strict=True))
    st.selectbox(
        speech("whatif_give"), list(shares), index=None, format_func=lambda one: labels.get(one, str(one)),
        key=f"{slot}.whatif.give", placeholder=speech("choose"),
    )  # fmt: skip
    left, right = st.columns(2, vertical_alignment="bottom")
    left.number_input(speech("whatif_share"), 0.0, 100.0, step=1.0, key=f"{slot}.whatif.share")
    right.text_input(speech("whatif_taker"), key=f"{slot}.whatif.taker", autocomplete="off")


def _posts(desk: Desk, party: Party) -> list[tuple[str, str, str, Interval]]:
    """The posts that the party holds, and those held in it."""
    posts = [*desk.view.posts(party.id), *desk.view.officers(party.id, list(desk.speech.vocabulary.roles))]
    return [(post.holder, post.role, post.organization, post.held) for post in posts]


def _told(party: Party) -> str:
    number = identifier_of(party)
    return f"{party.name} · {number}" if number else party.name


def _many(slot: str, part: str, label: str, options: Sequence[Any], told: Sequence[str], speech: Speech) -> None:
    if not options and not st.session_state.get(f"{slot}.whatif.{part}"):
        return  # nothing to suppose; a field that cannot be used is hard to read
    labels = dict(zip(options, numbered(told), strict=True))
    st.multiselect(
        label, options, format_func=lambda one: labels.get(one, str(one)), key=f"{slot}.whatif.{part}",
        placeholder=speech("choose"),
    )  # fmt: skip


def tell_difference(speech: Speech, before: Found, after: Found) -> None:
    """What is supposed is no record; how the answer would differ from today's."""
    changed = difference(before, after)
    was, now = changed["outcome"]
    pairs = [(speech("outcome"), f"{badge(speech, Outcome(was))} → {badge(speech, Outcome(now))}")]
    for what in ("gained", "lost"):
        entries = [entry for part in ("findings", "other_findings") for entry in changed.get(part, {}).get(what, ())]
        titles = list(dict.fromkeys(f"{entry['clause']} {entry['title']}" for entry in entries))
        more = speech("whatif_more", count=len(titles) - _TITLES_SHOWN) if len(titles) > _TITLES_SHOWN else ""
        words = speech.listing(titles[:_TITLES_SHOWN]) + more
        pairs.append((speech(f"whatif_{what}"), text(speech.pair(str(len(titles)), words)) if titles else "0"))
    for what in ("gained", "lost"):
        entries = changed.get("officers", {}).get(what, ())
        if entries:
            told = [f"{entry['name']} {speech.outcome(entry['outcome'])}" for entry in entries]
            pairs.append((speech(f"whatif_officers_{what}"), text(speech.listing(list(dict.fromkeys(told))))))
    show(speech, f'<div class="g-note g-whatif"><p>{text(speech("what_if_words"))}</p>{facts(pairs)}</div>')
