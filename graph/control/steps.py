"""How control follows, step by step: which holdings add up to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from graph.model import Post
from graph.model.share import share_text


class Step(NamedTuple):
    """``organization`` is controlled: those who were in control before hold these shares of it, ``total`` in all."""

    organization: str
    holdings: tuple[tuple[str, int], ...]
    total: int

    def as_json(self) -> dict[str, Any]:
        """The step with its shares as decimals."""
        return {
            "organization": self.organization,
            "holdings": [{"holder": holder, "share": share_text(share)} for holder, share in self.holdings],
            "total": share_text(self.total),
        }

    def sentence(self, names: Mapping[str, str]) -> str:
        """The step as a sum: who holds how much of the organization, and what that makes."""

        def named(id_: str) -> str:
            return f"{names[id_]} ({id_})" if id_ in names else id_

        parts = " + ".join(f"{named(holder)} {percent(share_text(share))}" for holder, share in self.holdings)
        return f"{named(self.organization)}: {parts} = {percent(share_text(self.total))}"


def percent(share: str) -> str:
    """A decimal share as people read it: ``0.55`` → ``55 %``."""
    text = f"{Decimal(share) * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


class Derivation:
    """Everything that follows from what one controller holds on a day, where ``least`` is enough.

    Companies join in rounds: those whose shares in the hands of the rounds before are enough. A step tells all
    that the rounds before hold, so that the explanation depends on no order of search.
    """

    def __init__(self, posts: Iterable[Post], controller: str, day: int, least: int) -> None:
        held: dict[str, dict[str, int]] = {}  # holder -> company -> share
        self._owners: dict[str, dict[str, int]] = {}  # company -> holder -> share
        for post in posts:
            if post.held.holds_on(day) and post.share and post.holder != post.organization:
                for ends, one, other in (
                    (held, post.holder, post.organization), (self._owners, post.organization, post.holder)
                ):  # fmt: skip
                    shares = ends.setdefault(one, {})
                    shares[other] = shares.get(other, 0) + post.share
        self._rounds = {controller: 0}
        sums: dict[str, int] = {}
        fresh, number = [controller], 0
        while fresh:
            number += 1
            reached: list[str] = []
            for holder in fresh:
                for company, share in held.get(holder, {}).items():
                    before = sums.get(company, 0)
                    sums[company] = before + share
                    if before < least <= sums[company] and company not in self._rounds:
                        reached.append(company)
            self._rounds |= dict.fromkeys(reached, number)
            fresh = reached

    def step(self, company: str) -> Step:
        """How ``company``, which is controlled, joined."""
        joined = self._rounds[company]
        parts = tuple(
            (holder, share)
            for holder, share in sorted(self._owners[company].items())
            if self._rounds.get(holder, joined) < joined
        )
        return Step(company, parts, sum(share for _, share in parts))

    def way(self, company: str) -> tuple[Step, ...]:
        """The steps to ``company``, each after those that it rests on."""
        needed: dict[str, Step] = {}
        waiting = [company]
        while waiting:
            one = waiting.pop()
            if one not in needed and self._rounds[one]:
                needed[one] = self.step(one)
                waiting += [holder for holder, _ in needed[one].holdings]
        return tuple(sorted(needed.values(), key=lambda step: (self._rounds[step.organization], step.organization)))
