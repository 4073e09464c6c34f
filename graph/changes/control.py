"""Whom control through shares may tie to somebody: it reaches over any number of companies."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from graph.control import Around
from graph.exposure import Question
from graph.exposure.computed import asks_for_control
from graph.model import ACTUAL_CONTROLLER, SHAREHOLDER
from graph.stores import View
from graph.stores.interface import DayView

# Roles whose rows decide who controls what.
CONTROLLING = (SHAREHOLDER, ACTUAL_CONTROLLER)


def tied_on_days(view: DayView, debtors: pa.Array, days: Iterable[int], question: Question) -> set[str]:
    """Everybody who follows as a controller of ``debtors``, or as controlled by one, on one of ``days``."""
    if not len(debtors) or not asks_for_control(question):
        return set()
    from graph.control.everybody import computed_ties

    return {end for day in days for tie in _told(computed_ties(view, day, debtors)) for end in tie[:2]}


def tied_otherwise(view: DayView, ends: pa.Array, days: tuple[int, int], question: Question) -> set[str]:
    """Whose computed ties to debtors are not the same on both ``days``, where shareholdings between ``ends`` turn."""
    around = tied_by_shares(view, ends, question)
    if not around:
        return set()
    from graph.control.everybody import computed_ties

    parties = pa.array(sorted(around), pa.string())
    before, after = (set(_told(computed_ties(view, day, view.debtors(day), parties))) for day in days)
    return {end for tie in before ^ after for end in tie[:2]}


def tied_by_shares(view: DayView, ends: pa.Array, question: Question) -> set[str]:
    """Everybody below and above ``ends`` through any number of shareholdings, on any date; nobody where no law asks.

    Where a shareholding between two of them begins or ends, whoever is above the one may come to control, or control
    no more, whatever is below the other: with shares of others that lead round them, and of however little.
    """
    if not len(ends) or not asks_for_control(question):
        return set()
    held = view.held([SHAREHOLDER], ends)
    return {*ends.to_pylist(), *(id_ for end in ("holder", "organization") for id_ in pc.unique(held[end]).to_pylist())}


def _told(ties: pa.Table) -> Iterable[tuple[str, str, int, int]]:
    """Each tie: its controller and company, since and until when."""
    return zip(*(ties[name].to_pylist() for name in ("holder", "organization", "since", "until")), strict=True)


def tied_by_control(view: View, debtors: Iterable[str], question: Question) -> set[str]:
    """Everybody who may control one of ``debtors`` or be controlled by it, on any date; nobody where no law asks."""
    if not asks_for_control(question):
        return set()
    found: set[str] = set()
    for party in view.parties(sorted(set(debtors))).values():
        around = Around(view, party, question.day)
        found |= {*around.holders, *around.companies}
    return found
