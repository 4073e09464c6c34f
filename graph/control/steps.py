"""How control follows, step by step: which holdings add up to what."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from graph.model import Post
from graph.model.share import SHARE_UNIT


class Step(NamedTuple):
    """``organization`` is controlled: those who were in control before hold these shares of it, ``total`` in all."""

    organization: str
    holdings: tuple[tuple[str, int], ...]
    total: int

    def as_json(self) -> dict[str, Any]:
        """The step with its shares as decimals."""
        return {
            "organization": self.organization,
            "holdings": [{"holder": holder, "share": shown(share)} for holder, share in self.holdings],
            "total": shown(self.total),
        }


def shown(share: int) -> str:
    """A share as it is written: ``0.55``."""
    text = f"{Decimal(share) * SHARE_UNIT:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def steps(posts: Iterable[Post], controller: str, organization: str, day: int, least: int) -> tuple[Step, ...]:
    """The way from ``controller`` to ``organization``, each step after those that it rests on.

    Companies join in rounds: those whose shares in the hands of the rounds before are enough. A step tells all
    that the rounds before hold, so that the explanation depends on no order of search.
    """
    held: dict[str, dict[str, int]] = {}  # holder -> company -> share
    for post in posts:
        if post.held.holds_on(day) and post.share and post.holder != post.organization:
            companies = held.setdefault(post.holder, {})
            companies[post.organization] = companies.get(post.organization, 0) + post.share
    joined = {controller: 0}
    sums: dict[str, int] = {}
    fresh = [controller]
    rounds = 0
    while fresh and organization not in joined:
        rounds += 1
        reached: list[str] = []
        for holder in fresh:
            for company, share in held.get(holder, {}).items():
                before = sums.get(company, 0)
                sums[company] = before + share
                if before < least <= sums[company] and company not in joined:
                    reached.append(company)
        joined |= dict.fromkeys(reached, rounds)
        fresh = reached
    if organization not in joined:
        return ()
    owners: dict[str, dict[str, int]] = {}
    for holder, companies in held.items():
        for company, share in companies.items():
            if joined.get(holder, rounds) < joined.get(company, 0):
                owners.setdefault(company, {})[holder] = share
    needed: dict[str, Step] = {}
    waiting = [organization]
    while waiting:
        company = waiting.pop()
        if company in needed or company == controller:
            continue
        parts = tuple(sorted(owners[company].items()))
        needed[company] = Step(company, parts, sum(share for _, share in parts))
        waiting += [holder for holder, _ in parts]
    return tuple(sorted(needed.values(), key=lambda step: (joined[step.organization], step.organization)))
