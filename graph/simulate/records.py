"""The tables ``listings`` and ``orders``: what a court publishes of a debtor, and whom its orders name."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from graph.model.interval import LATEST
from graph.simulate.arrays import (
    Flags,
    Whole,
    between,
    chance,
    days,
    digits,
    drawn,
    joined,
    looked_up,
    numbered,
    text,
    where,
)
from graph.simulate.debtors import Chiefs, Listings
from graph.simulate.numbers import id_numbers, masked
from graph.simulate.organizations import Organizations
from graph.simulate.people import People
from graph.simulate.person_names import named_people
from graph.simulate.places import COURT_CODES, COURTS, NAMES
from graph.simulate.provinces import Province

_TEXT, _DAY = pa.string(), pa.date32()
LISTING_ROWS = pa.schema(
    [
        ("id", _TEXT), ("party", _TEXT), ("name", _TEXT), ("identifier", _TEXT), ("case_number", _TEXT),
        ("court", _TEXT), ("basis", _TEXT), ("ground", _TEXT), ("debt", _TEXT), ("listed_on", _DAY),
        ("released_on", _DAY), ("release_reason", _TEXT),
    ]
)  # fmt: skip
ORDER_ROWS = pa.schema(
    [
        ("id", _TEXT), ("listing", _TEXT), ("case_number", _TEXT), ("party", _TEXT), ("issued_on", _DAY),
        ("lifted_on", _DAY),
    ]
)  # fmt: skip

_MATCHED = 0.7  # listings whose party is given; the others are left to be matched
_IDENTIFIED = 0.92  # listings that show an identifier; the others show a name alone
_OLD_CODE = 0.25  # organizations published with the nine characters of old
_OTHER_BRACKETS = 0.3
_UNIT_ORDERS, _CHIEF_ORDERS, _PERSON_ORDERS, _BY_LISTING = 0.25, 0.6, 0.3, 0.8
_REASONS = ("履行完毕", "达成执行和解并已履行", "申请执行人申请删除", "期限届满", "裁定终结执行")
_GROUNDS = {"1": 0.58, "2": 0.04, "3": 0.12, "4": 0.14, "5": 0.08, "6": 0.04}


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number in each party's id, so that ids tell nothing of how a register was drawn."""

    people: Whole
    organizations: Whole

    def ids(self, parties: Whole) -> pa.Array:
        """The ids of these parties: people first, then organizations."""
        import pyarrow.compute as pc

        persons = len(self.people)
        is_person = parties < persons
        person = numbered("p", self.people[np.where(is_person, parties, 0)])
        known = np.clip(parties - persons, 0, len(self.organizations) - 1)
        return pc.if_else(pa.array(is_person), person, numbered("o", self.organizations[known]))


def listing_table(
    rng: Generator, listings: Listings, people: People, organizations: Organizations, numbering: Numbering,
    province: Province, before: int,
) -> pa.Table:  # fmt: skip
    """The listings of a province as a table of the data package, numbered behind those ``before``."""
    count = len(listings)
    beyond = listings.people + listings.organizations
    is_unit = (listings.debtor >= listings.people) & (listings.debtor < beyond)
    matched = (listings.debtor < beyond) & chance(rng, _MATCHED, count)
    shown = chance(rng, _IDENTIFIED, count)
    name, identifier = _published(rng, listings, people, organizations, is_unit, province)
    court = drawn(rng, [1.0] * len(COURTS), count)
    debt = np.where(is_unit, 1, drawn(rng, (0.7, 0.15, 0.15), count))
    return pa.table(
        {
            "id": numbered("l", np.arange(before + 1, before + count + 1)),
            "party": where(matched, numbering.ids(np.where(listings.debtor < beyond, listings.debtor, 0))),
            "name": name,
            "identifier": where(shown, identifier),
            "case_number": _case_numbers(rng, listings.listed_on, court),
            "court": looked_up(COURTS, court),
            "basis": _judgments(rng, listings.listed_on, court),
            "ground": looked_up([*_GROUNDS], drawn(rng, [*_GROUNDS.values()], count)),
            "debt": looked_up(("personal", "organization", None), debt),
            "listed_on": days(listings.listed_on, LATEST),
            "released_on": days(listings.released_on, LATEST),
            "release_reason": where(
                listings.released_on < LATEST, looked_up(_REASONS, drawn(rng, (5, 2, 1, 1.5, 1), count))
            ),
        },
        schema=LISTING_ROWS,
    )


def order_table(
    rng: Generator, listings: Listings, cases: pa.Array, leading: Chiefs, numbering: Numbering, before: tuple[int, int]
) -> pa.Table:
    """Consumption-restriction orders: some name the debtor, more name its chief on the day of the listing.

    ``before`` are how many listings and orders stand before these.
    """
    beyond = listings.people + listings.organizations
    is_person = listings.debtor < listings.people
    is_unit = ~is_person & (listings.debtor < beyond)
    own = chance(rng, np.where(is_unit, _UNIT_ORDERS, _PERSON_ORDERS * is_person), len(listings))
    chief = is_unit & chance(rng, _CHIEF_ORDERS, len(listings))
    unit = np.where(is_unit, listings.debtor - listings.people, 0)
    row = np.concatenate([np.flatnonzero(own), np.flatnonzero(chief)])
    party = np.concatenate([listings.debtor[own], leading.on(unit[chief], listings.listed_on[chief])])
    order = np.lexsort((party, row))
    row, party = row[order], party[order]
    issued = listings.listed_on[row] + between(rng, 0, 15, len(row))
    return pa.table(
        {
            "id": numbered("x", np.arange(before[1] + 1, before[1] + len(row) + 1)),
            "listing": where(chance(rng, _BY_LISTING, len(row)), numbered("l", before[0] + row + 1)),
            "case_number": cases.take(pa.array(row)),
            "party": numbering.ids(party),
            "issued_on": days(issued, LATEST),
            "lifted_on": days(listings.released_on[row], LATEST),
        },
        schema=ORDER_ROWS,
    )


def _published(
    rng: Generator, listings: Listings, people: People, organizations: Organizations, is_unit: Flags, province: Province
) -> tuple[pa.Array, pa.Array]:
    """Name and identifier as the court shows them."""
    beyond = listings.people + listings.organizations
    is_person = listings.debtor < listings.people
    strangers = listings.strangers
    stranger_names = named_people(rng, strangers)
    stranger_numbers = id_numbers(rng, between(rng, -5000, 11_000, strangers), stranger_names.female, province)
    unit = listings.debtor[is_unit] - listings.people
    person = listings.debtor[is_person]
    stranger = listings.debtor[~is_unit & ~is_person] - beyond

    style = organizations.names.style.copy()
    typed = chance(rng, _OTHER_BRACKETS, len(style)) & ((style == 1) | (style == 2))
    style[typed] = 3 - style[typed]
    names = [replace(organizations.names, style=style).text(unit), people.names.text(person)]
    names.append(stranger_names.text(stranger))
    code = organizations.uscc[unit]
    import pyarrow.compute as pc

    units = pc.if_else(pa.array(chance(rng, _OLD_CODE, len(unit))), text(code[:, 8:17]), text(code))
    numbers = [units, text(masked(people.id_number[person])), text(masked(stranger_numbers[stranger]))]
    row = np.argsort(np.where(is_unit, 0, np.where(is_person, 1, 2)), kind="stable")
    back = pa.array(np.argsort(row, kind="stable"))
    return pa.concat_arrays(names).take(back), pa.concat_arrays(numbers).take(back)


def _years(when: Whole) -> pa.Array:
    return text(digits(when.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970, 4) + 48)


def _case_numbers(rng: Generator, listed_on: Whole, court: Whole) -> pa.Array:
    """（2019）闽9923执1194号 since 2016, (2014)鲤渚执字第00232号 before; both kinds of brackets."""
    import pyarrow.compute as pc

    count = len(listed_on)
    filed = listed_on - between(rng, 10, 120, count)
    year = _years(filed)
    number = between(rng, 1, 9000, count)
    wide = pa.array(chance(rng, 0.6, count))
    opening, closing = pc.if_else(wide, "（", "("), pc.if_else(wide, "）", ")")
    kind = looked_up(("执", "执恢"), drawn(rng, (0.85, 0.15), count))
    new = joined(looked_up(COURT_CODES, court), kind, pa.array(number).cast(pa.string()), "号")
    old = joined(looked_up(NAMES, court), "执字第", text(digits(number, 5) + 48), "号")
    recent = pa.array(filed >= np.datetime64("2016-01-01", "D").astype(np.int64))
    return joined(opening, year, closing, pc.if_else(recent, new, old))


def _judgments(rng: Generator, listed_on: Whole, court: Whole) -> pa.Array:
    count = len(listed_on)
    year = _years(listed_on - between(rng, 200, 900, count))
    number = pa.array(between(rng, 1, 9000, count)).cast(pa.string())
    kind = looked_up(("民初", "民终", "商初", "仲裁"), drawn(rng, (0.75, 0.1, 0.1, 0.05), count))
    return joined("（", year, "）", looked_up(COURT_CODES, court), kind, number, "号")
