"""Ties that no register names: an actual controller who follows from shares, where nobody else is recorded as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from graph.control import COMPANY_LAW, HOLDINGS_READ, Around, Control, unnamed
from graph.exposure.reach import Tie
from graph.identity import with_others
from graph.model import ACTUAL_CONTROLLER, ALWAYS, Interval, Kind, Party, Scope
from graph.policy import Applicable
from graph.stores.interface import HELD, DayView, View

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.exposure.question import Question

_LEAST = min(threshold.least for threshold in COMPANY_LAW.thresholds)


class Computed:
    """The computed ties of one party on a day, as far as ``law`` asks for any.

    ``others`` are the parties that they may lead to, where any of them is a debtor.
    """

    def __init__(self, view: View, party: Party, law: Applicable, day: int) -> None:
        self._view = view
        self._day = day
        self._around = Around(view, party, day)
        officer, organization = (law.measures.get((scope, ACTUAL_CONTROLLER)) for scope in _SCOPES)
        companies = self._around.companies if officer and self._may_control(upward=False) else []
        holders = self._around.holders if organization and self._may_control(upward=True) and self._unnamed else []
        self._among = frozenset(companies), frozenset(holders)
        self.others = frozenset({*companies, *holders})

    @property
    def cut(self) -> bool:
        """Were there more shareholdings than are read, or more controllers than are told, so far?"""
        return self._around.cut

    def _may_control(self, *, upward: bool) -> bool:
        return _may_control(self._view, self._around.party.id, upward=upward)

    @cached_property
    def _unnamed(self) -> bool:
        return _unnamed(self._view, self._around.party, self._day)

    def controllers(self) -> list[str]:
        """Who controls the party by its shares, where the register names nobody; in id order."""
        return sorted(self._around.controlling()) if self._unnamed else []

    def ties(self, debtors: Mapping[str, Party]) -> list[Tie]:
        """The ties to those of ``others`` that are debtors."""
        companies, holders = (among & debtors.keys() for among in self._among)
        controls = self._around.controls(companies) if companies else []
        controllers = self._around.controllers(holders) if holders else []
        return [
            Tie(scope, ACTUAL_CONTROLLER, debtors[other], (held,), control)
            for scope, found in zip(_SCOPES, (controls, controllers), strict=True)
            for control in found
            for other in (control.organization if scope is Scope.OFFICER else control.controller,)
            if (held := _without_names(self._view, control.organization, control.held, self._day))
        ]


_SCOPES = (Scope.OFFICER, Scope.ORGANIZATION)


class Found(NamedTuple):
    """The computed ties of one party, out of those of everybody. All shareholdings were read: nothing is cut."""

    controls: Sequence[tuple[Scope, str, Control]] = ()  # each with the party at its other end
    cut: bool = False

    @property
    def others(self) -> frozenset[str]:
        """The parties to which they lead."""
        return frozenset(other for _, other, _ in self.controls)

    def controllers(self) -> list[str]:
        """Those debtors who control the party by its shares, in id order."""
        return sorted(other for scope, other, _ in self.controls if scope is Scope.ORGANIZATION)

    def ties(self, debtors: Mapping[str, Party]) -> list[Tie]:
        """The ties to those of ``others`` that are debtors."""
        return [
            Tie(scope, ACTUAL_CONTROLLER, debtors[other], (control.held,), control)
            for scope, other, control in self.controls
            if other in debtors
        ]


@dataclass(frozen=True, slots=True)
class ComputedTies:
    """The computed ties between everybody and the debtors of a day: that control follows, not by which steps."""

    controls: Mapping[str, Sequence[tuple[Scope, str, Control]]]

    def of(self, party: str) -> Found:
        """The ties of one party."""
        return Found(self.controls.get(party, ()))


def computed_together(view: DayView, question: Question, parties: Collection[str]) -> ComputedTies | None:
    """The computed ties of ``parties`` to debtors, found in one pass; None where the law asks for none."""
    asked = sorted(with_others(set(parties), view.subjects()))
    found = computed_by_shares(view, question, asked)
    return None if found is None else of_each_party(found, question.day, asked)


def of_each_party(ties: pa.Table, day: int, parties: Collection[str]) -> ComputedTies:
    """Computed ties (see ``computed_by_shares``) by those of ``parties`` at either end."""
    import pyarrow as pa
    import pyarrow.compute as pc

    asked = pa.array(sorted(parties), pa.string())
    ties = ties.cast(HELD)
    ties = ties.filter(pc.or_(*(pc.is_in(ties[end], asked) for end in ("holder", "organization"))))
    threshold = COMPANY_LAW.on(day)
    assert threshold is not None  # the regime of control speaks of every day
    found: dict[str, list[tuple[Scope, str, Control]]] = {}
    for row in ties.to_pylist():
        ends = row["holder"], row["organization"]
        control = Control(*ends, Interval(row["since"], row["until"]), threshold, ())
        for scope, one, other in zip(_SCOPES, ends, reversed(ends), strict=True):
            found.setdefault(one, []).append((scope, other, control))
    return ComputedTies(found)


def computed_by_shares(view: DayView, question: Question, parties: Sequence[str] | None) -> pa.Table | None:
    """The computed ties of the whole register, or of a portfolio, to debtors; None where the law asks for none.

    See ``graph.control.everybody.computed_ties``. All shareholdings around them are read: nothing is cut.
    """
    if not asks_for_control(question):
        return None
    import pyarrow as pa

    from graph.control.everybody import computed_ties

    of = None if parties is None else pa.array(parties, pa.string())
    return computed_ties(view, question.day, view.debtors(question.day), of)


def asks_for_control(question: Question) -> bool:
    """Does any policy of the question reach through an actual controller?"""
    policies = question.law.policies
    return any(
        measure.scope in _SCOPES and measure.names_role(ACTUAL_CONTROLLER)
        for id_ in question.policies or policies
        for measure in policies[id_].measures
    )


def _may_control(view: View, party: str, *, upward: bool) -> bool:
    return view.may_control(party, _LEAST, HOLDINGS_READ, upward=upward)


def _unnamed(view: View, party: Party, day: int) -> bool:
    """Is ``party`` an organization of which the register names no actual controller on ``day``?"""
    return party.kind is Kind.ORGANIZATION and _without_names(view, party.id, ALWAYS, day) is not None


def _without_names(view: View, organization: str, held: Interval, day: int) -> Interval | None:
    return unnamed(held, view.officers(organization, [ACTUAL_CONTROLLER]), day)
