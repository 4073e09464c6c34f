"""Which roles go with a seat: a chief is often director, manager and shareholder as well."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from graph.simulate.arrays import Flags, chance
from graph.simulate.company_names import PUBLIC_INSTITUTION, SOCIAL_ORGANIZATION
from graph.simulate.groups import Holdings, owned_companies
from graph.simulate.organizations import Organizations
from graph.simulate.seats import Seat, Seats

ROLES = (
    "legal_representative",
    "principal",
    "actual_controller",
    "directly_responsible",
    "director",
    "supervisor",
    "senior_manager",
    "leader",
    "shareholder",
)
ROLE = {role: place for place, role in enumerate(ROLES)}

# How often a seat (chief, former chief, supervisor, director, manager, controller, investor) brings a role.
_BRINGS = {
    "legal_representative": (1, 1, 0, 0, 0, 0, 0),
    "principal": (0.05, 0, 0, 0, 0.03, 0, 0),
    "actual_controller": (0.07, 0, 0, 0, 0, 1, 0),
    "directly_responsible": (0.01, 0.04, 0, 0.01, 0.06, 0, 0),
    "director": (0, 0.6, 0, 1, 0, 0, 0),  # the chief's seat on the board is decided with the seats
    "supervisor": (0, 0, 1, 0, 0, 0, 0),
    "senior_manager": (0.5, 0.3, 0, 0.13, 1, 0, 0),
    "shareholder": (0.68, 0, 0.28, 0.18, 0.05, 0.2, 1),
}


def roles_of(rng: Generator, organizations: Organizations, seats: Seats, holdings: Holdings) -> dict[str, Flags]:
    """For each role, the seats that bring it."""
    nature = organizations.nature[seats.organization]
    company = organizations.is_company[seats.organization]
    chief, former = seats.kind == Seat.CHIEF, seats.kind == Seat.FORMER_CHIEF
    flags = {
        role: chance(rng, np.array(often, dtype=np.float64)[seats.kind], len(seats)) for role, often in _BRINGS.items()
    }
    flags["director"] |= chief & seats.chief_on_board[seats.organization]
    owned = owned_companies(holdings, len(organizations))
    owned[seats.organization[flags["shareholder"]]] = True
    flags["shareholder"] |= chief & ~owned[seats.organization]
    # The founder who hands over the post hands over the shares: the former chief held what the chief holds.
    chief_owns = np.zeros(len(organizations), dtype=np.bool_)
    chief_owns[seats.organization[chief & flags["shareholder"]]] = True
    flags["shareholder"] |= former & chief_owns[seats.organization]
    leads = chief | (seats.kind == Seat.DIRECTOR)
    for role in ("actual_controller", "director", "senior_manager", "shareholder", "directly_responsible"):
        flags[role] &= company
    flags["leader"] = leads & (nature == SOCIAL_ORGANIZATION)
    flags["principal"] |= leads & (nature == PUBLIC_INSTITUTION)
    return flags
