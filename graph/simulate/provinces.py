"""A large register is several provinces: each drawn whole, with places, numbers and ids that no other has."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from graph.simulate.places import WEIGHTS

LARGEST = 1_000_000  # companies of a province: what is drawn at once, and held in memory
PEOPLE_PER_COMPANY = 1.2


@dataclass(frozen=True, slots=True)
class Province:
    """One part of a register: how many companies and people it has, how many stand before them, and its places."""

    number: int
    companies: int
    people: int
    first_company: int
    first_person: int
    places: range  # in the list of places
    of: int  # how many provinces there are

    @property
    def weights(self) -> tuple[float, ...]:
        """How much of the province lies in each place of the list."""
        return tuple(weight if at in self.places else 0.0 for at, weight in enumerate(WEIGHTS))


def provinces(companies: int) -> list[Province]:
    """The provinces of a register of ``companies``. No two share a place, so no two of their companies share a name."""
    count = min(-(-companies // LARGEST), len(WEIGHTS))
    people = max(round(companies * PEOPLE_PER_COMPANY), 2)
    bounds = [(at * companies // count, at * people // count, at * len(WEIGHTS) // count) for at in range(count + 1)]
    return [
        Province(at, end[0] - begin[0], end[1] - begin[1], begin[0], begin[1], range(begin[2], end[2]), count)
        for at, (begin, end) in enumerate(pairwise(bounds))
    ]
