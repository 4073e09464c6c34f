"""The shape of a simulated register in figures, to be held against a real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model.interval import LATEST
from graph.simulate.debtors import Listings
from graph.simulate.groups import Holdings
from graph.simulate.offices import ROLES
from graph.simulate.person_names import NAMES, PersonNames
from graph.simulate.posts import Posts

Counts = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a count is spread: the middle, the upper tail, the largest, and the mean."""

    median: float
    p90: float
    p99: float
    p999: float
    largest: int
    mean: float

    @classmethod
    def of(cls, counts: Counts) -> Spread:
        """The spread of ``counts``; all nought where there are none."""
        if not len(counts):
            return cls(0.0, 0.0, 0.0, 0.0, 0, 0.0)
        quantiles = [round(float(value), 2) for value in np.quantile(counts, (0.5, 0.9, 0.99, 0.999))]
        median, p90, p99, p999 = quantiles
        return cls(median, p90, p99, p999, int(counts.max()), round(float(counts.mean()), 4))


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a simulated register holds, and its shape."""

    companies: int
    """Organizations of every kind; one in a hundred is a social organization or a public institution."""
    people: int
    roles: int
    roles_by_name: dict[str, int]
    listings: int
    orders: int
    debtors: int
    """Parties of the register that are listed once or more."""
    listed_share: float
    """Debtors in all parties."""
    posts_per_person: Spread
    """Rows of the roles table that a person holds."""
    organizations_per_person: Spread
    top_share: float
    """The share of all posts that the thousandth of people with the most posts holds."""
    board_size: Spread
    """Directors of today a company, of companies that have any."""
    overlapping_boards: float
    """Of companies with a board, those that share a director with another."""
    namesakes: int
    """People who share their name with somebody else."""
    names: int
    """Different names of people."""
    longest_chain: int
    """Companies that own each other in a line, counted from the top."""
    holding_cycles: int
    """Companies that own a part of the one at the top of their line."""


class Shape:
    """The figures of a register, added up province by province."""

    def __init__(self) -> None:
        self.listings = self.orders = 0
        self._companies = self._people = self._roles = self._debtors = 0
        self._by_name = np.zeros(len(ROLES), dtype=np.int64)
        self._posts: list[Counts] = []
        self._organizations: list[Counts] = []
        self._boards: list[Counts] = []
        self._overlapping = 0
        self._names = np.zeros(NAMES, dtype=np.int64)
        self._longest = self._cycles = 0

    def add(
        self, posts: Posts, holdings: Holdings, listings: Listings, orders: int, names: PersonNames, people: int,
        companies: int,
    ) -> None:  # fmt: skip
        """A province of ``people`` and ``companies``."""
        held = posts.holder < people
        holder, organization, role = posts.holder[held], posts.organization[held], posts.role[held]
        ties = np.unique(holder * companies + organization)
        sits = (role == ROLES.index("director")) & (posts.until[held] == LATEST)
        board = np.unique(holder[sits] * companies + organization[sits])
        boards = np.bincount(board % companies, minlength=companies)
        seats = np.bincount(board // companies, minlength=people)
        self._overlapping += len(np.unique((board % companies)[seats[board // companies] > 1]))
        self._boards.append(boards[boards > 0].astype(np.int32))
        self._posts.append(np.bincount(holder, minlength=people).astype(np.int32))
        self._organizations.append(np.bincount(ties // companies, minlength=people).astype(np.int32))
        self._by_name += np.bincount(posts.role, minlength=len(ROLES))
        self._names += names.borne()
        self._debtors += len(np.unique(listings.debtor[listings.debtor < people + companies]))
        self._companies += companies
        self._people += people
        self._roles += len(posts)
        self.listings += len(listings)
        self.orders += orders
        self._longest = max(self._longest, holdings.longest_chain)
        self._cycles += holdings.cycles

    def statistics(self) -> Statistics:
        """The figures of all provinces together."""
        posts, boards = np.concatenate(self._posts), np.concatenate(self._boards)
        most = np.sort(posts)[::-1][: max(self._people // 1000, 1)]
        borne = self._names[self._names > 0]
        return Statistics(
            companies=self._companies,
            people=self._people,
            roles=self._roles,
            roles_by_name={name: int(self._by_name[place]) for place, name in enumerate(ROLES)},
            listings=self.listings,
            orders=self.orders,
            debtors=self._debtors,
            listed_share=round(self._debtors / (self._people + self._companies), 6),
            posts_per_person=Spread.of(posts),
            organizations_per_person=Spread.of(np.concatenate(self._organizations)),
            top_share=round(float(most.sum() / max(int(posts.sum()), 1)), 4),
            board_size=Spread.of(boards),
            overlapping_boards=round(self._overlapping / max(len(boards), 1), 4),
            namesakes=int(borne[borne > 1].sum()),
            names=len(borne),
            longest_chain=self._longest,
            holding_cycles=self._cycles,
        )
