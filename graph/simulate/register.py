"""``simulate``: a whole fictional register, written as a data package, province by province.

A province is drawn whole in memory; a register of more companies than one holds is several, one after the other, each
with places of its own. So memory is bounded, whatever the size.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
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
from graph.simulate.provinces import Province, provinces
from graph.simulate.records import LISTING_ROWS, ORDER_ROWS, Numbering, listing_table, order_table
from graph.simulate.seats import seated
from graph.simulate.statistics import Shape, Statistics
from graph.simulate.writing import Format, Sink, appended, table_file

MOST_COMPANIES = 80_000_000  # a province of each place, of so many that their names do not run out


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
    parts = provinces(companies)
    steps = _Steps(progress, len(parts))
    shape = Shape()
    out.mkdir(parents=True, exist_ok=True)
    # The people of all provinces stand behind all organizations: they wait in a folder beside.
    waiting = out / ".people"
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir()
    try:
        with ExitStack() as files:
            tables = {"parties": PARTIES, "roles": ROLE_ROWS, "listings": LISTING_ROWS, "orders": ORDER_ROWS}
            sinks: dict[str, Sink] = {
                name: files.enter_context(table_file(out, name, schema, format)) for name, schema in tables.items()
            }
            for province in parts:
                with table_file(waiting, f"{province.number}", PARTIES, "parquet") as people:
                    _draw(
                        province,
                        np.random.default_rng([seed, province.number] if province.number else seed),
                        sinks,
                        people,
                        steps,
                        shape,
                    )
            for province in parts:
                appended(waiting / f"{province.number}.parquet", sinks["parties"])
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    steps.end()
    return shape.statistics()


def _draw(
    province: Province, rng: np.random.Generator, sinks: dict[str, Sink], people_sink: Sink, steps: _Steps, shape: Shape
) -> None:
    """One province into the tables, its people apart."""
    # Each step has a source of its own, so that a change in one leaves the others as they were.
    sources = iter(rng.spawn(16))
    companies, people_count = province.companies, province.people

    steps.tell("organizations")
    organizations = founded(next(sources), province)
    groups = grouped(next(sources), companies)
    holdings = held(next(sources), organizations, groups)
    steps.tell("people")
    seats = seated(next(sources), organizations, groups, people_count)
    people = peopled(next(sources), organizations, seats, province)
    steps.tell("roles")
    posts = posted(next(sources), organizations, seats, holdings, people_count)
    leading = chiefs(posts, companies)
    listings = listed(next(sources), organizations, people, leading)
    order = next(sources)
    first = province.first_person + 1, province.first_company + 1
    numbering = Numbering(order.permutation(people_count) + first[0], order.permutation(companies) + first[1])

    steps.tell("parties")
    _write(sinks["parties"], organization_rows(next(sources), organizations, numbering, province))
    _write(people_sink, person_rows(next(sources), people, numbering))
    steps.tell("role rows")
    _write(sinks["roles"], role_rows(next(sources), posts, numbering))
    steps.tell("listings")
    published = listing_table(next(sources), listings, people, organizations, numbering, province, shape.listings)
    sinks["listings"].write_table(published)
    orders = order_table(
        next(sources), listings, published["case_number"], leading, numbering, (shape.listings, shape.orders)
    )
    sinks["orders"].write_table(orders)
    steps.tell("shape")
    shape.add(posts, holdings, listings, len(orders), people.names, people_count, companies)


def _write(sink: Sink, tables: Iterator[pa.Table]) -> None:
    for table in tables:
        sink.write_table(table)


class _Steps:
    """Tells which part of the work is under way."""

    _ALL = ("organizations", "people", "roles", "parties", "role rows", "listings", "shape")

    def __init__(self, progress: Progress | None, provinces: int) -> None:
        self._progress = progress
        self._provinces = provinces
        self._done = 0

    def tell(self, step: str) -> None:
        if self._progress:
            self._progress(step, self._done, len(self._ALL) * self._provinces)
        self._done += 1

    def end(self) -> None:
        self.tell("done")
