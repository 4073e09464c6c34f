"""Actual controllers that follow from shares, where the register names none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from graph.control.network import HOLDINGS_READ, Network, Numbered, above, below
from graph.control.regimes import COMPANY_LAW, Regime, Threshold
from graph.control.steps import Step, steps
from graph.model import ACTUAL_CONTROLLER, Interval, Kind, Party, Post, without
from graph.stores.interface import View


class Control(NamedTuple):
    """``controller`` controls ``organization`` during ``held``, by the law of the day asked about."""

    controller: str
    organization: str
    held: Interval
    threshold: Threshold
    steps: tuple[Step, ...]


class Around:
    """Control around one party on one day: what it controls, and who controls it.

    Reading ends after ``limit`` shareholdings in either direction; then ``cut`` is true, and what was found
    stands: more holdings could only add to it.
    """

    def __init__(
        self, view: View, party: Party, day: int, regime: Regime = COMPANY_LAW, limit: int = HOLDINGS_READ
    ) -> None:
        self._view = view
        self._day = day
        self._regime = regime
        self.party = party
        self.down, self.companies = below(view, party, regime, limit)
        self.up = Network()
        if party.kind is Kind.ORGANIZATION:
            self.up = above(view, party, limit)
        self.holders = sorted({post.holder for post in self.up.posts} - {party.id})

    @property
    def cut(self) -> bool:
        """Was there more than the limit lets read?"""
        return self.down.cut or self.up.cut

    def controls(self, among: Collection[str]) -> list[Control]:
        """What the party controls on the day, of the companies ``among``."""
        wanted = sorted(set(self.companies) & set(among))
        if not wanted:
            return []
        found = Numbered(self.down).lasting(self.party.id, self._day, self._regime)
        return [self._told(self.down, self.party.id, company, found[company]) for company in wanted if company in found]

    def controlled_by(self, among: Collection[str]) -> list[Control]:
        """Who controls the party on the day, of the holders ``among``."""
        wanted = sorted(set(self.holders) & set(among))
        if not wanted:
            return []
        network = Numbered(self.up)
        found = ((holder, network.lasting(holder, self._day, self._regime)) for holder in wanted)
        return [
            self._told(self.up, holder, self.party.id, days[self.party.id])
            for holder, days in found
            if self.party.id in days
        ]

    def _told(self, network: Network, controller: str, organization: str, held: Interval) -> Control:
        threshold = self._regime.on(self._day)
        assert threshold is not None  # whoever controls does so by a law of the day
        return Control(
            controller, organization, held, threshold,
            steps(network.posts, controller, organization, self._day, threshold.least),
        )  # fmt: skip


def unnamed(held: Interval, recorded: Iterable[Post], day: int) -> Interval | None:
    """Of the days ``held`` those around ``day`` on which nobody is ``recorded`` as the actual controller.

    None where somebody is on the day itself: then nothing is computed. A company recorded as its own names nobody.
    """
    named = [post.held for post in recorded if post.role == ACTUAL_CONTROLLER and post.holder != post.organization]
    return next((part for part in without(held, named) if part.holds_on(day)), None)
