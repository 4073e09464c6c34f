"""Who sits where. A seat is one person's place in one organization, whatever roles go with it.

Seats are filled one after the other, as in Simon's model of 1955: a seat goes to somebody new or to whoever
holds an earlier one, taken at random, mostly from the same group. So posts a person follow a power law, and
boards of one group overlap. Each choice is an arrow to an earlier seat; all arrows are followed at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.random import Generator

from graph.simulate.arrays import Flags, Whole, between, chance, repeated
from graph.simulate.groups import Groups
from graph.simulate.organizations import Organizations

_LOCAL = 0.9  # of seats that go to somebody known, those that stay in the group
_NEAR = 0.75  # of those, the ones that stay among the last few organizations of the group
_LAST_SEATS = 40
_ROUNDS = 5


class Seat(IntEnum):
    """What brings a person into an organization."""

    CHIEF = 0  # the legal representative of today
    FORMER_CHIEF = 1
    SUPERVISOR = 2
    DIRECTOR = 3
    MANAGER = 4
    CONTROLLER = 5
    INVESTOR = 6


@dataclass(frozen=True, slots=True)
class Seats:
    """One row a seat: no person twice in one organization, every person somewhere."""

    organization: Whole
    person: Whole
    kind: Whole
    chief_on_board: Flags  # one an organization

    def __len__(self) -> int:
        return len(self.person)


def seated(rng: Generator, organizations: Organizations, groups: Groups, people: int) -> Seats:
    """``people`` people on the seats of ``organizations``."""
    wanted, chief_on_board = _wanted(rng, organizations)
    wanted = wanted[groups.members]
    kind = np.repeat(np.tile(np.arange(len(Seat)), len(wanted)), wanted.ravel())
    total = wanted.sum(axis=1)
    begin = np.cumsum(total) - total
    organization = np.repeat(groups.members, total)
    own_first = np.repeat(begin, total)
    group_first = np.repeat(begin[groups.first], total)

    person = _simon(rng, own_first, group_first, people)
    for _ in range(_ROUNDS):
        again = np.flatnonzero(repeated(organization * people + person))
        if not len(again):
            break
        person[again] = person[rng.integers(len(person), size=len(again))]
    kept = ~repeated(organization * people + person)
    return Seats(organization[kept], rng.permutation(people)[person[kept]], kind[kept], chief_on_board)


def _wanted(rng: Generator, organizations: Organizations) -> tuple[Whole, Flags]:
    """How many seats of each kind every organization has, and whether its chief sits on the board."""
    count = len(organizations)
    company = organizations.is_company
    large = organizations.board >= 3
    chief_on_board = chance(rng, 0.85, count)
    wanted = np.zeros((count, len(Seat)), dtype=np.int64)
    wanted[:, Seat.CHIEF] = 1
    wanted[:, Seat.FORMER_CHIEF] = organizations.replaced
    wanted[:, Seat.SUPERVISOR] = organizations.supervisors
    wanted[:, Seat.DIRECTOR] = organizations.board - chief_on_board
    wanted[:, Seat.MANAGER] = company * (chance(rng, 0.08, count) + large * between(rng, 0, 3, count))
    wanted[:, Seat.CONTROLLER] = company & chance(rng, 0.03, count)
    wanted[:, Seat.INVESTOR] = company * np.minimum(rng.geometric(0.78, count) - 1, 12)
    return wanted, chief_on_board


def _simon(rng: Generator, own_first: Whole, group_first: Whole, people: int) -> Whole:
    """A person for each seat; ``own_first`` and ``group_first`` begin its organization and its group."""
    seats = len(own_first)
    place = np.arange(seats)
    has_group = group_first < own_first
    # Somebody without companions in a group is new more often than not.
    wish = rng.random(seats) + np.where(has_group, 0.0, 0.55)
    wish[own_first == 0] += 9
    wish[0] = np.inf
    new = np.zeros(seats, dtype=np.bool_)
    new[np.argpartition(-wish, people - 1)[:people]] = True
    local = has_group & chance(rng, _LOCAL, seats)
    near = np.where(chance(rng, _NEAR, seats), own_first - _LAST_SEATS, 0)
    earliest = np.where(local, np.maximum(group_first, near), 0)
    source = between(rng, earliest, np.where(own_first > 0, own_first, place), seats)
    source = np.where(new, place, np.minimum(source, np.maximum(place - 1, 0)))
    while True:
        further = source[source]
        if np.array_equal(further, source):
            break
        source = further
    return (np.cumsum(new) - 1)[source]
