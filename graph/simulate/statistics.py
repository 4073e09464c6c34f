"""The shape of a simulated register in figures, to be held against a real one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.model.interval import LATEST
from graph.simulate.arrays import Whole
from graph.simulate.groups import Holdings
from graph.simulate.offices import ROLES
from graph.simulate.posts import Posts


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
    def of(cls, counts: Whole) -> Spread:
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


def shape(
    posts: Posts,
    holdings: Holdings,
    debtors: int,
    listings: int,
    orders: int,
    naming: tuple[int, int],
    people: int,
    companies: int,
) -> Statistics:
    """The figures of a register of ``people`` and ``companies``."""
    held = posts.holder < people
    holder, organization, role = posts.holder[held], posts.organization[held], posts.role[held]
    per_person = np.bincount(holder, minlength=people)
    most = np.sort(per_person)[::-1][: max(people // 1000, 1)]
    ties = np.unique(holder * companies + organization)
    sits = (role == ROLES.index("director")) & (posts.until[held] == LATEST)
    board = np.unique(holder[sits] * companies + organization[sits])
    boards = np.bincount(board % companies, minlength=companies)
    seats = np.bincount(board // companies, minlength=people)
    shared = np.unique((board % companies)[seats[board // companies] > 1])
    counts = np.bincount(posts.role, minlength=len(ROLES))
    return Statistics(
        companies=companies,
        people=people,
        roles=len(posts),
        roles_by_name={name: int(counts[place]) for place, name in enumerate(ROLES)},
        listings=listings,
        orders=orders,
        debtors=debtors,
        listed_share=round(debtors / (people + companies), 6),
        posts_per_person=Spread.of(per_person),
        organizations_per_person=Spread.of(np.bincount(ties // companies, minlength=people)),
        top_share=round(float(most.sum() / max(len(holder), 1)), 4),
        board_size=Spread.of(boards[boards > 0]),
        overlapping_boards=round(len(shared) / max(int((boards > 0).sum()), 1), 4),
        namesakes=naming[0],
        names=naming[1],
        longest_chain=holdings.longest_chain,
        holding_cycles=holdings.cycles,
    )
