"""The people of a register: names, numbers that belong to nobody, and how much of these is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from graph.simulate.arrays import Codes, Whole, between, drawn
from graph.simulate.numbers import id_numbers
from graph.simulate.organizations import Organizations
from graph.simulate.person_names import PersonNames, named_people
from graph.simulate.provinces import Province
from graph.simulate.seats import Seats

FULL, MASKED, NOT_KNOWN = range(3)
_NUMBERS_KNOWN = (0.60, 0.25, 0.15)
_YEAR = 365


@dataclass(frozen=True, slots=True)
class People:
    """Every person, one place a row. ``known`` says how much of the number stands in the register."""

    names: PersonNames
    id_number: Codes
    known: Whole
    place: Whole
    first_day: Whole  # when the first organization that they ever sit in was founded

    def __len__(self) -> int:
        return len(self.known)


def peopled(rng: Generator, organizations: Organizations, seats: Seats, province: Province) -> People:
    """The people of a province, who sit on ``seats``, grown up when they first did."""
    count = province.people
    first_day = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first_day, seats.person, organizations.founded[seats.organization])
    first_day = np.minimum(first_day, organizations.founded.max())
    names = named_people(rng, count)
    born = first_day - between(rng, 20 * _YEAR, 52 * _YEAR, count)
    return People(
        names=names,
        id_number=id_numbers(rng, born, names.female, province),
        known=drawn(rng, _NUMBERS_KNOWN, count),
        place=drawn(rng, province.weights, count),
        first_day=first_day,
    )
