"""``simulate``: a whole fictional register, written as a data package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.model.progress import Progress
from graph.simulate.debtors import chiefs, listed
from graph.simulate.groups import grouped, held
from graph.simulate.organizations import founded
from graph.simulate.parties import PARTIES, ROLE_ROWS, organization_rows, person_rows, role_rows
from graph.simulate.people import peopled
from graph.simulate.posts import posted
from graph.simulate.records import Numbering, listing_table, order_table
from graph.simulate.seats import seated
from graph.simulate.statistics import Statistics, shape
from graph.simulate.writing import Format, table_file, write

PEOPLE_PER_COMPANY = 1.2
MOST_COMPANIES = 500_000_000  # ids have nine digits, for people too


def simulate(
    companies: int,
    out: Path,
    seed: int = 0,
    progress: Progress | None = None,
    format: Format = "csv",  # noqa: A002
) -> Statistics:
    """Write a fictional register of ``companies`` organizations to the folder ``out``.

    The tables are ``parties``, ``roles``, ``listings`` and ``orders``, as ``.csv`` or ``.parquet``; the same
    arguments give the same bytes. Nobody in it exists: ``numbers`` and ``places`` say what ensures that.
    Raises ``ValueError`` where ``companies`` or ``seed`` is out of range.
    """
    if not 1 <= companies <= MOST_COMPANIES:
        raise ValueError(f"a register of {companies} companies cannot be drawn; ask for 1 to {MOST_COMPANIES}")
    if seed < 0:
        raise ValueError(f"the seed is {seed}; it must be 0 or a positive whole number")
    steps = _Steps(progress)
    # Each step has a source of its own, so that a change in one leaves the others as they were.
    sources = iter(np.random.default_rng(seed).spawn(16))
    people_count = max(round(companies * PEOPLE_PER_COMPANY), 2)

    steps.tell("organizations")
    organizations = founded(next(sources), companies)
    groups = grouped(next(sources), companies)
    holdings = held(next(sources), organizations, groups)
    steps.tell("people")
    seats = seated(next(sources), organizations, groups, people_count)
    people = peopled(next(sources), organizations, seats, people_count)
    steps.tell("roles")
    posts = posted(next(sources), organizations, seats, holdings, people_count)
    leading = chiefs(posts, companies)
    listings = listed(next(sources), organizations, people, leading)
    order = next(sources)
    numbering = Numbering(order.permutation(people_count) + 1, order.permutation(companies) + 1)

    out.mkdir(parents=True, exist_ok=True)
    steps.tell("parties")
    party_slices = (
        organization_rows(next(sources), organizations, numbering),
        person_rows(next(sources), people, numbering),
    )
    _write_all(out, "parties", PARTIES, (table for tables in party_slices for table in tables), format)
    steps.tell("role rows")
    _write_all(out, "roles", ROLE_ROWS, role_rows(next(sources), posts, numbering), format)
    steps.tell("listings")
    published = listing_table(next(sources), listings, people, organizations, numbering)
    write(out, "listings", published, format)
    orders = order_table(next(sources), listings, published["case_number"], leading, numbering)
    write(out, "orders", orders, format)
    steps.tell("shape")
    known = np.unique(listings.debtor[listings.debtor < people_count + companies])
    statistics = shape(
        posts,
        holdings,
        len(known),
        len(listings),
        len(orders),
        people.names.sharing(),
        people_count,
        companies,
    )
    steps.tell("done")
    return statistics


def _write_all(folder: Path, name: str, schema: pa.Schema, tables: Iterable[pa.Table], kind: Format) -> None:
    with table_file(folder, name, schema, kind) as sink:
        for table in tables:
            sink.write_table(table)


class _Steps:
    """Tells which part of the work is under way."""

    _ALL = ("organizations", "people", "roles", "parties", "role rows", "listings", "shape", "done")

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def tell(self, step: str) -> None:
        if self._progress:
            self._progress(step, self._ALL.index(step), len(self._ALL) - 1)
