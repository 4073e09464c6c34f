"""Who controls a party through shares, what it controls, and who owns it in the end, step by step."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.control import REGIMES, Control, Step
from graph.control.answer import ControlAnswer, control
from graph.control.definitions import ASIDE
from graph.control.owners import shown
from graph.control.steps import percent
from graph.evidence import Speech
from graph.model import Kind, Party
from graph.model.share import share_text
from graph.stores import View
from views.markup import facts, fold, show, table, text

SLOT = "control"


def draw_control(speech: Speech, view: View, party: Party, day: int) -> None:
    """The answer of ``guanlian control`` about one party, under the test that is chosen."""
    regime = REGIMES[
        st.selectbox(
            speech("control_test", name=party.name), list(REGIMES), key=f"{SLOT}.{party.id}",
            format_func=lambda name: speech.of(REGIMES[name].label),
        )
    ]  # fmt: skip
    found = control(view, party, day, regime)
    threshold = found.threshold
    rule = speech("control_no_law")
    if threshold is not None:
        size = speech("control_least" if threshold.inclusive else "control_above", share=_share(threshold.share))
        rule = speech.aside(size, threshold.source)
    nobody = text(speech("control_nobody"))
    pairs = [(speech("control_rule"), text(rule))]
    if found.recorded:
        pairs.append((speech("control_recorded"), text(speech.listing([_name(found, one) for one in found.recorded]))))
    if regime.joint:
        above = [(_name(found, one.controller), one) for one in found.controllers]
        below = [(_name(found, one.organization), one) for one in found.controls]
        if party.kind is not Kind.PERSON:
            pairs.append((speech("control_by"), _controls(speech, found, above) or nobody))
        pairs.append((speech("control_of_others"), _controls(speech, found, below) or nobody))
    else:
        names = speech.listing([_name(found, owner.party) for owner in found.above])
        pairs.append((speech("control_reach"), text(names) or nobody))
    show(speech, facts(pairs), _owners(speech, found), _oddities(speech, found))
    if found.incomplete:
        show(speech, f'<p class="g-note">{text(speech("control_cut"))}</p>')


def _controls(speech: Speech, found: ControlAnswer, some: Sequence[tuple[str, Control]]) -> str:
    """Each control with its days; how it follows is behind a click."""
    return "".join(
        fold(
            f"<strong>{text(name)}</strong> {text(speech.days(*one.held))}",
            "<ol>" + "".join(f"<li>{text(_sum(speech, found, step))}</li>" for step in one.steps) + "</ol>",
            opened=len(some) == 1,
        )
        for name, one in some
    )


def _sum(speech: Speech, found: ControlAnswer, step: Step) -> str:
    parts = " + ".join(f"{_name(found, holder)} {_share(share)}" for holder, share in step.holdings)
    return speech.pair(_name(found, step.organization), f"{parts} = {_share(step.total)}")


def _owners(speech: Speech, found: ControlAnswer) -> str:
    """Everybody with an effective share, the greatest first; those at the end of a chain are marked."""
    owned = found.owned
    if owned is None:
        return ""
    if owned.owners is None:
        return f'<p class="g-note">{text(speech("control_unsolved"))}</p>'
    rows = [
        [text(_name(found, one.party)), percent(shown(one.share)), text(speech("yes_is") if one.ultimate else "")]
        for one in owned.owners
    ]
    if shown(owned.unrecorded) != "0":
        rows.append([text(speech("control_unrecorded")), percent(shown(owned.unrecorded)), ""])
    heads = [speech(key) for key in ("name", "control_effective", "control_ultimate")]
    return f"<h2>{text(speech('control_owners'))}</h2>{table(heads, rows)}"


def _oddities(speech: Speech, found: ControlAnswer) -> str:
    """What is odd about the shares on record: told, not repaired."""
    lines = []
    for odd in found.oddities:
        sort = ASIDE.get(found.network.aside.get(odd.holder or "", ""))
        words = speech(
            f"odd_{odd.what}", organization=_name(found, odd.organization), sort=speech.of(sort.label) if sort else "",
            holder=_name(found, odd.holder or ""), share="?" if odd.share is None else _share(odd.share),
        )  # fmt: skip
        lines.append(f"<li>{text(words)}</li>")
    return fold(text(speech("control_odd", count=len(lines))), f"<ul>{''.join(lines)}</ul>") if lines else ""


def _name(found: ControlAnswer, id_: str) -> str:
    return found.names.get(id_, id_)


def _share(units: int) -> str:
    return percent(share_text(units))
