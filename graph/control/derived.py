"""Actual controllers that follow from shares, where the register names none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from graph.control.definitions import COMPANY_LAW, Regime, Threshold
from graph.control.network import HOLDINGS_READ, Network, Numbered, above, below, majorities
from graph.control.steps import Derivation, Step
from graph.model import ACTUAL_CONTROLLER, Interval, Kind, Party, Post, without
from graph.stores.interface import View

# Of more controllers than these, the nearest are told, and that there are more.
CONTROLLERS_TOLD = 100


class Control(NamedTuple):
    """``controller`` controls ``organization`` during ``held``, by the law of the day asked about."""

    controller: str
    organization: str
    held: Interval
    threshold: Threshold
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Who controls what, by which law, and which holdings add up to it."""
        return {
            "controller": self.controller,
            "organization": self.organization,
            "threshold": self.threshold.as_json(),
            "steps": [step.as_json() for step in self.steps],
        }


class Around:
    """Control around one party on one day: what it controls, and who controls it.

    Reading ends after ``limit`` shareholdings in either direction; then ``cut`` is true, and what was found
    stands: more holdings could only add to it.
    """

    def __init__(
        self, view: View, party: Party, day: int, regime: Regime = COMPANY_LAW, limit: int = HOLDINGS_READ
    ) -> None:
        self.party = party
        self.cut = False
        self._view = view
        self._day = day
        self._regime = regime
        self._limit = limit

    @cached_property
    def companies(self) -> list[str]:
        """The companies that the party may control, by id."""
        return self._below[1]

    @cached_property
    def holders(self) -> list[str]:
        """Everybody who holds shares in the party, through any number of companies: the nearest first."""
        return [id_ for id_ in self.up.ids if id_ not in self.up.aside and id_ != self.party.id]

    @cached_property
    def up(self) -> Network:
        """The shareholdings in the party and in those who hold them."""
        if self.party.kind is not Kind.ORGANIZATION:
            return Network()
        network = above(self._view, self.party, self._limit)
        self.cut |= network.cut
        return network

    @property
    def down(self) -> Network:
        """The shareholdings of the party and of the companies that it may control."""
        return self._below[0]

    @cached_property
    def _below(self) -> tuple[Network, list[str]]:
        network, companies = below(self._view, self.party, self._regime, self._limit)
        self.cut |= network.cut
        return network, companies

    def controls(self, among: Collection[str] | None = None) -> list[Control]:
        """What the party controls on the day, by id: of the companies ``among``, each with the way to it.

        With None all of them, each with its own last step: together these are the way to every one.
        """
        wanted = self.companies if among is None else sorted(set(self.companies) & set(among))
        threshold = self._regime.on(self._day)
        if not wanted or threshold is None:
            return []
        found = Numbered(self.down).lasting(self.party.id, self._day, self._regime)
        derivation = Derivation(self.down.posts, self.party.id, self._day, threshold.least)
        return [
            Control(
                self.party.id, company, found[company], threshold,
                (derivation.step(company),) if among is None else derivation.way(company),
            )
            for company in wanted
            if company in found
        ]  # fmt: skip

    def controlling(self, among: Collection[str] | None = None) -> list[str]:
        """Who controls the party on the day, of the holders ``among`` (None: of all), the nearest first.

        Of more than ``CONTROLLERS_TOLD`` no others are looked for, and ``cut`` is true.
        """
        threshold = self._regime.on(self._day)
        wanted = [holder for holder in self.holders if among is None or holder in among]
        if not wanted or threshold is None:
            return []
        own = majorities(self.up.posts, set(wanted), self._day, threshold.least)
        found = {self.party.id: None}
        for holder in wanted:
            # Whoever controls a controller controls; and without a majority of one's own nothing begins.
            held = own.get(holder, frozenset())
            if not held.isdisjoint(found) or (
                held and self.party.id in self._numbered_up.controlled(holder, self._day, threshold.least)
            ):
                if len(found) > CONTROLLERS_TOLD:
                    self.cut = True
                    break
                found[holder] = None
        return list(found)[1:]

    def controllers(self, among: Collection[str] | None = None) -> list[Control]:
        """Who controls the party on the day, of the holders ``among`` (None: of all), each with the way, by id."""
        threshold = self._regime.on(self._day)
        found = self.controlling(among)
        if threshold is None or not found:
            return []
        return [
            Control(
                holder, self.party.id,
                self._numbered_up.lasting(holder, self._day, self._regime)[self.party.id], threshold,
                Derivation(self.up.posts, holder, self._day, threshold.least).way(self.party.id),
            )
            for holder in sorted(found)
        ]  # fmt: skip

    @cached_property
    def _numbered_up(self) -> Numbered:
        return Numbered(self.up)


def unnamed(held: Interval, recorded: Iterable[Post], day: int) -> Interval | None:
    """Of the days ``held`` those around ``day`` on which nobody is ``recorded`` as the actual controller.

    None where somebody is on the day itself: then nothing is computed. A company recorded as its own names nobody.
    """
    named = [post.held for post in recorded if post.role == ACTUAL_CONTROLLER and post.holder != post.organization]
    return next((part for part in without(held, named) if part.holds_on(day)), None)
