"""Whom control through shares may tie to somebody: it reaches over any number of companies."""

from __future__ import annotations

from collections.abc import Iterable

from graph.control import Around
from graph.exposure import Question
from graph.model import ACTUAL_CONTROLLER, SHAREHOLDER
from graph.stores import View

# Roles whose rows decide who controls what.
CONTROLLING = (SHAREHOLDER, ACTUAL_CONTROLLER)


def tied_by_control(view: View, centres: Iterable[str], question: Question) -> set[str]:
    """Everybody who may control one of ``centres`` or be controlled by it, on any date; nobody where no law asks."""
    if not any(measure.names_role(ACTUAL_CONTROLLER) for measure in question.law.measures if measure.scope):
        return set()
    found: set[str] = set()
    for party in view.parties(sorted(set(centres))).values():
        around = Around(view, party, question.day)
        found |= {*around.holders, *around.companies}
    return found
