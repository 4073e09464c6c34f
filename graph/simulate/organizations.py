"""The organizations of a register before anybody sits in them: age, kind, place, board, categories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from graph.model.interval import day
from graph.simulate.arrays import Codes, Flags, Whole, between, chance, drawn, looked_up
from graph.simulate.company_names import (
    COMPANY,
    PUBLIC_INSTITUTION,
    SOCIAL_ORGANIZATION,
    TRADE_CATEGORIES,
    CompanyNames,
    named_companies,
)
from graph.simulate.numbers import organization_codes, usccs
from graph.simulate.places import CODES
from graph.simulate.provinces import Province

FIRST_DAY = day(date(1992, 1, 1), 0)
LAST_DAY = day(date(2026, 6, 30), 0)
"""The day on which the register was drawn up; nothing in it is later."""

_BOARDS = {1: 0.735, 2: 0.03, 3: 0.14, 4: 0.015, 5: 0.045, 7: 0.02, 9: 0.009, 11: 0.004, 13: 0.002}
_NATURES = (0.988, 0.008, 0.004)  # companies, social organizations, public institutions
_OWNERSHIPS = ("", "wholly_state_owned", "state_controlled", "state_invested", "listed_company")
_OWNERSHIP_SHARES = (0.90, 0.02, 0.03, 0.03, 0.02)
_KNOWN_CATEGORIES = 0.4
_STATUSES = ("active", "cancelled", "revoked")


@dataclass(frozen=True, slots=True)
class Organizations:
    """Every organization, one place a row; days are counted from 1970-01-01."""

    nature: Whole
    founded: Whole
    board: Whole
    supervisors: Whole
    replaced: Flags  # has the legal representative been replaced once?
    nominee: Flags  # does it hold shares for others?
    place: Whole
    names: CompanyNames
    uscc: Codes
    ownership: Whole
    categories_known: Flags
    status: Whole

    def __len__(self) -> int:
        return len(self.nature)

    @property
    def is_company(self) -> Flags:
        """Is it a company, with shareholders?"""
        return np.asarray(self.nature == COMPANY, dtype=np.bool_)

    def categories(self, rows: Whole) -> pa.Array:
        """The categories of these rows as a cell of the package; nothing where they are not known."""
        width = len(_OWNERSHIPS)
        cells = [
            ";".join(filter(None, ("company", ownership, trade)))
            for trade in TRADE_CATEGORIES
            for ownership in _OWNERSHIPS
        ]
        cells += ["social_organization", "public_institution"]
        cell = self.names.trade[rows] * width + self.ownership[rows]
        nature = self.nature[rows]
        cell = np.where(nature == COMPANY, cell, len(cells) - 3 + nature)
        return looked_up([*cells, None], np.where(self.categories_known[rows], cell, len(cells)))

    def statuses(self, rows: Whole) -> pa.Array:
        """``active``, ``cancelled`` or ``revoked``."""
        return looked_up(_STATUSES, self.status[rows])


def founded(rng: Generator, province: Province) -> Organizations:
    """The organizations of a province, younger ones more frequent than old ones."""
    count = province.companies
    nature = drawn(rng, _NATURES, count)
    board = np.array([*_BOARDS])[drawn(rng, [*_BOARDS.values()], count)]
    supervisors = np.where(board >= 5, 3, 1 + drawn(rng, [0.93, 0.05, 0.02], count))
    age = (LAST_DAY - FIRST_DAY - 400) * rng.random(count) ** 1.6
    place = drawn(rng, province.weights, count)
    joint_stock = (board >= 5) & chance(rng, 0.6, count)
    nominee = (nature == COMPANY) & (np.arange(count) % 2000 == 7)
    return Organizations(
        nature=nature,
        founded=(LAST_DAY - 400 - age).astype(np.int64),
        board=board,
        supervisors=supervisors,
        replaced=chance(rng, 0.08, count),
        nominee=nominee,
        place=place,
        names=named_companies(rng, nature, place, joint_stock, nominee),
        uscc=_usccs(nature, place, province.first_company),
        ownership=_ownership(rng, joint_stock),
        categories_known=chance(rng, _KNOWN_CATEGORIES, count),
        status=drawn(rng, (0.83, 0.11, 0.06), count),
    )


def _ownership(rng: Generator, joint_stock: Flags) -> Whole:
    ownership = drawn(rng, _OWNERSHIP_SHARES, len(joint_stock))
    # Only a joint stock company is traded on an exchange.
    return np.where((_OWNERSHIPS.index("listed_company") == ownership) & ~joint_stock, 0, ownership)


def _usccs(nature: Whole, place: Whole, before: int) -> Codes:
    # Department and class: 91 a company, 51 a social organization, 12 a public institution.
    departments = np.frombuffer(b"915112", dtype=np.uint8).reshape(3, 2)
    regions = np.frombuffer("".join(CODES).encode(), dtype=np.uint8).reshape(-1, 6)
    assert (COMPANY, SOCIAL_ORGANIZATION, PUBLIC_INSTITUTION) == (0, 1, 2)
    return usccs(departments[nature], regions[place], organization_codes(len(nature), before))


def changed_on(rng: Generator, founded_on: Whole) -> Whole:
    """A day in the life of each of these organizations, after the first quarter of a year."""
    return between(rng, founded_on + 90, LAST_DAY, len(founded_on))
