"""The tables ``parties`` and ``roles``, slice by slice in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from graph.model.interval import EARLIEST, LATEST
from graph.simulate.arrays import (
    Flags,
    Whole,
    chance,
    days,
    drawn,
    joined,
    looked_up,
    numbered,
    text,
    where,
)
from graph.simulate.numbers import masked, registration_numbers
from graph.simulate.offices import ROLES
from graph.simulate.organizations import Organizations, changed_on
from graph.simulate.people import FULL, MASKED, People
from graph.simulate.places import CODES
from graph.simulate.posts import Posts
from graph.simulate.provinces import Province
from graph.simulate.records import Numbering
from graph.simulate.shares import UNKNOWN, WHOLE
from graph.simulate.writing import slices

PARTIES = pa.schema(
    [
        (name, pa.string())
        for name in (
            "id",
            "kind",
            "name",
            "uscc",
            "organization_code",
            "registration_number",
            "id_number",
            "former_names",
            "categories",
            "region",
            "status",
        )
    ]
)
ROLE_ROWS = pa.schema(
    [
        ("holder", pa.string()),
        ("organization", pa.string()),
        ("role", pa.string()),
        ("share", pa.decimal128(5, 4)),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("source", pa.string()),
    ]
)

_RENAMED = 0.06
_DATED = 0.85  # former names whose dates are known
_TAKEN_OVER = 0.15  # former names that another, younger organization bears today
_REGION_KNOWN = (0.97, 0.7)  # of organizations, of people
_USCC_KNOWN, _CODE_KNOWN, _REGISTRATION_KNOWN = 0.95, 0.35, 0.15
_SOURCES = ("企业登记", "年度报告", "章程备案", None)


def organization_rows(
    rng: Generator, organizations: Organizations, numbering: Numbering, province: Province
) -> Iterator[pa.Table]:
    """The organizations of a province as party rows."""
    count = len(organizations)
    order = np.argsort(numbering.organizations)
    renamed, former_names = _former_names(rng, organizations)
    place_of_former = np.full(count, -1)
    place_of_former[renamed] = np.arange(len(renamed))
    with_uscc = chance(rng, _USCC_KNOWN, count)
    with_code = chance(rng, _CODE_KNOWN, count)
    with_number = chance(rng, _REGISTRATION_KNOWN, count)
    with_region = chance(rng, _REGION_KNOWN[0], count)
    for piece in slices(count):
        rows = order[piece]
        uscc = organizations.uscc[rows]
        former = place_of_former[rows]
        yield _party_table(
            len(rows),
            id=numbered("o", numbering.organizations[rows]),
            kind=pa.repeat(pa.scalar("organization"), len(rows)),
            name=organizations.names.text(rows),
            uscc=where(with_uscc[rows], text(uscc)),
            organization_code=where(with_code[rows], text(uscc[:, 8:17])),
            registration_number=where(with_number[rows], text(registration_numbers(province.first_company + rows))),
            former_names=former_names.take(pa.array(former, mask=former < 0)),
            categories=organizations.categories(rows),
            region=where(with_region[rows], looked_up(CODES, organizations.place[rows])),
            status=organizations.statuses(rows),
        )


def person_rows(rng: Generator, people: People, numbering: Numbering) -> Iterator[pa.Table]:
    """The people as party rows, their numbers whole, masked or unknown."""
    import pyarrow.compute as pc

    order = np.argsort(numbering.people)
    with_region = chance(rng, _REGION_KNOWN[1], len(people))
    for piece in slices(len(people)):
        rows = order[piece]
        number, known = people.id_number[rows], people.known[rows]
        shown = pc.if_else(pa.array(known == FULL), text(number), where(known == MASKED, text(masked(number))))
        yield _party_table(
            len(rows),
            id=numbered("p", numbering.people[rows]),
            kind=pa.repeat(pa.scalar("person"), len(rows)),
            name=people.names.text(rows),
            id_number=shown,
            region=where(with_region[rows], looked_up(CODES, people.place[rows])),
        )


def role_rows(rng: Generator, posts: Posts, numbering: Numbering) -> Iterator[pa.Table]:
    """The posts as role rows, by organization."""
    order = np.argsort(numbering.organizations[posts.organization], kind="stable")
    # A share is a decimal of four places: the word for each number of hundredths of a percent.
    decimals = pa.array([f"{units / WHOLE:.4f}" for units in range(WHOLE + 1)]).cast(pa.decimal128(5, 4))
    for piece in slices(len(posts)):
        rows = posts.taken(order[piece])
        share = decimals.take(pa.array(rows.share, mask=rows.share == UNKNOWN))
        source = looked_up(_SOURCES, drawn(rng, (0.7, 0.15, 0.05, 0.1), len(rows)))
        yield pa.table(
            [
                numbering.ids(rows.holder),
                numbered("o", numbering.organizations[rows.organization]),
                looked_up(ROLES, rows.role),
                share,
                days(rows.since, EARLIEST),
                days(rows.until, LATEST),
                source,
            ],
            schema=ROLE_ROWS,
        )


def _party_table(count: int, **columns: pa.Array) -> pa.Table:
    nothing = pa.nulls(count, pa.string())
    return pa.table([columns.get(name, nothing) for name in PARTIES.names], schema=PARTIES)


def _former_names(rng: Generator, organizations: Organizations) -> tuple[Whole, pa.Array]:
    """Which organizations bore another name, and their cells ``name@since/until``.

    Now and then the old name is today another's, that took it after it was given up.
    """
    rows = np.flatnonzero(chance(rng, _RENAMED, len(organizations)))
    until = changed_on(rng, organizations.founded[rows])
    old = organizations.names.renamed(rng, rows).text()
    heir = rng.integers(len(organizations), size=len(rows))
    taken: Flags = chance(rng, _TAKEN_OVER, len(rows)) & (organizations.founded[heir] >= until) & (heir != rows)
    import pyarrow.compute as pc

    old = pc.if_else(pa.array(taken), organizations.names.text(heir), old)
    dates = joined(
        "@",
        days(organizations.founded[rows], LATEST).cast(pa.string()),
        "/",
        days(until, LATEST).cast(pa.string()),
    )
    dated = chance(rng, _DATED, len(rows)) | taken
    first = joined(old, pc.if_else(pa.array(dated), dates, ""))
    # A few changed their name twice: the oldest name stands in front, without dates.
    twice = chance(rng, 0.05, len(rows))
    oldest = organizations.names.renamed(rng, rows).text()
    return rows, pc.if_else(pa.array(twice), joined(oldest, ";", first), first)
