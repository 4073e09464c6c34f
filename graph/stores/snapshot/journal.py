"""The journal of a snapshot: one part for each table of each load that replaced rows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.stores.journal import BINDINGS, remembered
from graph.stores.snapshot.parts import CERTAINTIES

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

REPLACED = "replaced_"  # replaced_TABLE_LOAD


def replaced(view: SnapshotView, load: str) -> dict[str, list[pa.Table]]:
    """See ``WholeView.replaced``."""
    since = remembered(view.register().loads, load)
    found: dict[str, list[pa.Table]] = {}
    for number, table, name in sorted((_load_of(name), _table_of(name), name) for name in view.names(REPLACED)):
        if number > since:
            found.setdefault(table, []).append(pa.table(view.part(name)))
    return found


def bound(view: SnapshotView) -> pa.Table:
    """Every binding as a row of ids and words."""
    part = view.part("bindings")
    columns = {
        "party": view.ids.column.take(part["party"]),
        "listing": view.part("listings")["id"].take(part["listing"]),
        "grade": part["grade"].cast(pa.string()),
        "certainty": pa.array(CERTAINTIES).take(part["certainty"]),
    }
    return pa.table(columns, schema=BINDINGS)


def bearers(view: SnapshotView, listings: Sequence[str]) -> dict[str, list[str]]:
    """See ``WholeView.bearers``."""
    cells = view.cells("bindings")
    wanted = pc.index_in(pa.array(listings, pa.string()), view.part("listings")["id"])
    rows = np.flatnonzero(np.isin(view.numbers("bindings", "listing"), wanted.drop_null().to_numpy()))
    found: dict[str, list[str]] = {}
    party, listing, id_ = cells["party"], cells["listing"], view.cells("listings")["id"]
    for row in rows.tolist():  # by party
        found.setdefault(id_(listing(row)), []).append(view.ids[party(row)])
    return found


def without_journal(parts: Mapping[str, str], up_to: int) -> dict[str, str]:
    """The parts without those of the journal of the load ``up_to`` and of those before it."""
    return {name: file for name, file in parts.items() if not name.startswith(REPLACED) or _load_of(name) > up_to}


def _load_of(name: str) -> int:
    return int(name.rpartition("_")[2])


def _table_of(name: str) -> str:
    return name.removeprefix(REPLACED).rpartition("_")[0]
