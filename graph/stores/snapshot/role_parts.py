"""Lays the roles out for their questions: by holder, by organization, and by the days on which they begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model import EARLIEST, LATEST
from graph.stores.snapshot.ordering import grouped
from graph.stores.snapshot.parts import plain_numbers
from graph.stores.snapshot.pile import Pile
from graph.stores.snapshot.roles import shares, worded

Ints = npt.NDArray[np.integer[Any]]
Columns = Iterator[tuple[str, pa.Array]]

OFFICERS = ("organization", "holder", "role", "since", "until", "row")
_SLICE = 1 << 22


def role_columns(rows: Pile, sources: list[str]) -> Columns:
    """The roles, sorted by holder, organization, role, since; one column after the other."""
    for name in ("holder", "organization", "role", "since", "until"):
        yield name, rows.column(name)
    yield "share", shares(rows.column("share"))
    yield "source", worded(rows.column("source"), sources)


def officer_columns(roles: Mapping[str, pa.Array], order: Ints) -> Columns:
    """The copy by organization: what a question from that side reads, and the ``row`` of the rest.

    ``order`` is that of the organizations. Rows that stand by (holder, role, since) keep that order inside each.
    """
    for name in OFFICERS[:-1]:
        yield name, pa.array(plain_numbers(roles[name])[order])
    yield OFFICERS[-1], pa.array(order)


def by_organization(roles: Mapping[str, pa.Array], count: int) -> tuple[Ints, dict[str, pa.Table]]:
    """The rows in the order of their organizations, and where the roles of each of ``count`` parties begin."""
    starts, order = grouped(plain_numbers(roles["organization"]), count)
    holders = offsets(plain_numbers(roles["holder"]), count)
    return order, {"holders": pa.table({"offset": holders}), "organizations": pa.table({"offset": starts})}


def by_day(name: str, days: Ints, unknown: int) -> dict[str, pa.Table]:
    """The rows of the roles in the order of a date, and where each day's rows begin; the last day has none."""
    some = days[days != unknown]
    if not len(some):
        return {
            name: pa.table({"row": pa.array([], pa.int32())}),
            f"{name}_days": pa.table(
                {"day": np.array([LATEST], dtype=np.int32), "offset": np.zeros(1, dtype=np.int64)}
            ),
        }
    first, last = int(some.min()), int(some.max())
    count = len(some)
    del some
    if last - first < 1 << 20:  # days that people live to see: each is a place of its own, the unknown ones come last
        places = np.where(days == unknown, last - first + 1, days - first).astype(np.int32)
        starts, order = grouped(places, last - first + 2)
        borne = np.flatnonzero(np.diff(starts)[:-1])
        distinct, begins, rows = borne + first, starts[borne], order[:count]
    else:
        known = np.flatnonzero(days != unknown).astype(np.int32)
        rows = known[np.argsort(days[known], kind="stable")]
        distinct, begins = np.unique(days[rows], return_index=True)
    return {
        name: pa.table({"row": rows}),
        f"{name}_days": pa.table(
            {"day": np.append(distinct, LATEST).astype(np.int32), "offset": np.append(begins, count).astype(np.int64)}
        ),
    }


def days_of(roles: Mapping[str, pa.Array]) -> Iterator[dict[str, pa.Table]]:
    """``by_day`` of the days on which roles begin, and of those on which they end."""
    yield by_day("starts", plain_numbers(roles["since"]), EARLIEST)
    yield by_day("ends", plain_numbers(roles["until"]), LATEST)


def offsets(sorted_numbers: Ints, count: int) -> npt.NDArray[np.int64]:
    """Where the rows of each of ``count`` numbers begin in a sorted column, and where the last ends."""
    starts = np.zeros(count + 1, dtype=np.int64)
    for begin in range(0, len(sorted_numbers), _SLICE):
        some = sorted_numbers[begin : begin + _SLICE]
        first = int(some[0])
        held = np.bincount(some - first)
        starts[first + 1 : first + 1 + len(held)] += held
    return np.cumsum(starts, out=starts)
