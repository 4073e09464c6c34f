"""What is recorded of the lives of listings: a small table, read whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from graph.model import Event, EventKind

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

_OWN_DAYS = {"published": "listed_on", "released": "released_on"}


def recorded(view: SnapshotView, listings: Sequence[str]) -> list[Event]:
    """See ``View.events``."""
    import pyarrow.compute as pc

    if not view.has("events"):
        return []
    rows = pa.table(view.part("events"))
    some = rows.filter(pc.is_in(rows["listing"], pa.array(sorted(set(listings)), pa.string()))).to_pylist()
    found = [Event(row["listing"], EventKind(row["event"]), row["on"], row["measure"]) for row in some]
    return sorted(found, key=lambda event: (event.listing, event.on, event.event, event.measure or ""))


def listings_with(view: SnapshotView, events: Sequence[str], since: int, until: int) -> list[str]:
    """See ``WholeView.listings_with``."""
    import pyarrow.compute as pc

    found: set[str] = set()
    for event, column in _OWN_DAYS.items():
        if event in events:
            listings = view.part("listings")
            found.update(listings["id"].filter(_within(listings[column], since, until)).to_pylist())
    if view.has("events"):
        rows = view.part("events")
        told = pc.and_(pc.is_in(rows["event"], pa.array(events, pa.string())), _within(rows["on"], since, until))
        found.update(rows["listing"].filter(told).to_pylist())
    return sorted(found)


def _within(days: pa.Array, since: int, until: int) -> pa.Array:
    import pyarrow.compute as pc

    return pc.and_(pc.greater_equal(days, since), pc.less_equal(days, until))
