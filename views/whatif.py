"""情景: the same answer on a supposed register, beside every answer; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.evidence import Background, Found, Speech
from graph.exposure import NotResolved, difference, resolve
from graph.model import Interval, Kind, Outcome, Party, iso
from graph.stores import Changes
from views.markup import badge, facts, show, text
from views.store import Desk
from views.who import identifier_of, numbered

_TITLES_SHOWN = 6


def supposed(desk: Desk, slot: str, party: Party, day: int) -> Changes | None:
    """The changes that are chosen beside the answer; None where nothing is supposed."""
    listed, released, ended = (_kept(slot, part) for part in ("listed", "released", "ended"))
    started: tuple[tuple[str, str, str], ...] = ()
    name = str(st.session_state.get(f"{slot}.whatif.who") or "").strip()
    if name:
        try:
            other = resolve(desk.view, name, desk.key)
        except NotResolved:
            st.warning(desk.speech("whatif_unknown", text=name), icon=":material/person_search:")
        else:
            role = str(st.session_state.get(f"{slot}.whatif.role") or "director")
            pair = (party.id, other.id) if party.kind is Kind.PERSON else (other.id, party.id)
            started = ((pair[0], role, pair[1]),)
    if not started and not (listed or released or ended):
        return None
    return Changes(day, listed, released, started, ended)


def _kept(slot: str, part: str) -> tuple[Any, ...]:
    return tuple(st.session_state.get(f"{slot}.whatif.{part}") or ())


def offer_whatif(desk: Desk, slot: str, known: Background, day: int) -> None:
    """The fields in which changes are supposed: listings that begin or end, posts that begin or end."""
    speech, party = desk.speech, known.asked
    with st.popover(speech("what_if"), icon=":material/alt_route:", width="stretch"):
        st.caption(speech("whatif_why"))
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
        roles = list(speech.vocabulary.roles)
        right.selectbox(
            speech("role"), roles, index=roles.index("director"), format_func=speech.role, key=f"{slot}.whatif.role"
        )


def _posts(desk: Desk, party: Party) -> list[tuple[str, str, str, Interval]]:
    """The posts that the party holds, and those held in it."""
    posts = [*desk.view.posts(party.id), *desk.view.officers(party.id, list(desk.speech.vocabulary.roles))]
    return [(post.holder, post.role, post.organization, post.held) for post in posts]


def _told(party: Party) -> str:
    number = identifier_of(party)
    return f"{party.name} · {number}" if number else party.name


def _many(slot: str, part: str, label: str, options: Sequence[Any], told: Sequence[str], speech: Speech) -> None:
    labels = dict(zip(options, numbered(told), strict=True))
    st.multiselect(
        label, options, format_func=lambda one: labels.get(one, str(one)), key=f"{slot}.whatif.{part}",
        placeholder=speech("choose"), disabled=not options,
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
        pairs.append((speech(f"whatif_{what}"), text(f"{len(titles)}：{words}") if titles else "0"))
    for what in ("gained", "lost"):
        entries = changed.get("officers", {}).get(what, ())
        if entries:
            told = [f"{entry['name']} {speech.outcome(entry['outcome'])}" for entry in entries]
            pairs.append((speech(f"whatif_officers_{what}"), text(speech.listing(list(dict.fromkeys(told))))))
    show(speech, f'<div class="g-note g-whatif"><p>{text(speech("what_if_words"))}</p>{facts(pairs)}</div>')
