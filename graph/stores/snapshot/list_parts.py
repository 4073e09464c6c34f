"""Lays out the listings and what goes with them, for the questions that lead there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import name_key, record_keys
from graph.model.chunks import one_array
from graph.stores.snapshot.parts import CERTAINTIES, EXTRAS
from graph.stores.snapshot.places import numbers_of


def bindings_part(bindings: pa.Table, ids: pa.Array, listings: pa.Table) -> pa.Table:
    """Which party each listing names, by party and listing."""
    return pa.table(
        {
            "party": _places(bindings["party"], ids),
            "listing": pc.index_in(one_array(bindings["listing"]), one_array(listings["id"])).cast(pa.int32()),
            "grade": one_array(bindings["grade"]),
            "certainty": pc.index_in(one_array(bindings["certainty"]), pa.array(CERTAINTIES)).cast(pa.int8()),
        }
    ).sort_by([("party", "ascending"), ("listing", "ascending")])


def lists_parts(tables: Mapping[str, pa.Table], bindings: pa.Table, ids: pa.Array) -> dict[str, pa.Table]:
    """The listings and what goes with them, and the indexes that lead there.

    ``debtors``: the parties that a listing or a notice names. ``extras``: for each listing its orders,
    retentions and suspensions. ``records``: listings by published name and identifier. ``notified``: notices by
    party.
    """
    listings = tables["listings"]
    settled = np.zeros(len(listings), dtype=bool)
    settled[one_array(bindings["listing"]).to_numpy()[one_array(bindings["certainty"]).to_numpy() == 0]] = True
    notified = pa.table(
        {
            "party": _places(tables["notices"]["party"], ids),
            "notice": pa.array(np.arange(len(tables["notices"]), dtype=np.int32)),
        }
    ).sort_by([("party", "ascending"), ("notice", "ascending")])
    debtors = np.unique(np.r_[one_array(bindings["party"]).to_numpy(), one_array(notified["party"]).to_numpy()])
    return {
        **{name: tables[name] for name in ("listings", "orders", "retentions", "suspensions", "notices", "events")},
        "bindings": bindings,
        "notified": notified,
        "debtors": pa.table({"party": debtors.astype(np.int32)}),
        "extras": _extras(tables, ids),
        "records": _records(listings),
        "settled": pa.table({"settled": pa.array(settled)}),
    }


def _places(parties: pa.ChunkedArray, ids: pa.Array) -> pa.Array:
    return pa.array(numbers_of(one_array(parties), ids).astype(np.int32))


def _records(listings: pa.Table) -> pa.Table:
    columns = [one_array(listings[name]).to_pylist() for name in ("id", "name", "identifier", "identifier_hash")]
    keys = [
        (key, row)
        for row, (id_, name, identifier, hashed) in enumerate(zip(*columns, strict=True))
        for key in (f"i:{id_}", f"n:{name_key(name)}", *record_keys(identifier, hashed))
    ]
    return pa.table(
        {
            "key": pa.array([key for key, _ in keys], pa.string()),
            "listing": pa.array([row for _, row in keys], pa.int32()),
        }
    ).sort_by([("key", "ascending"), ("listing", "ascending")])


def _extras(tables: Mapping[str, pa.Table], parties: pa.Array) -> pa.Table:
    ids = one_array(tables["listings"]["id"])
    ordered = _places(tables["orders"]["party"], parties).to_pylist()
    found_pairs: set[tuple[int, int, int]] = set()
    for kind, name in enumerate(EXTRAS):
        found = pc.index_in(one_array(tables[name]["listing"]), ids).to_pylist()
        found_pairs |= {(listing, kind, row) for row, listing in enumerate(found) if listing is not None}
    cases: dict[str, list[int]] = {}
    # An order that names its listing is of that one alone, whatever case number it repeats.
    orders = zip(*(tables["orders"][name].to_pylist() for name in ("listing", "case_number")), strict=True)
    wanted = {row: name_key(case) for row, (listing, case) in enumerate(orders) if case and listing is None}
    if wanted:
        sought = set(wanted.values())
        for listing, case in enumerate(tables["listings"]["case_number"].to_pylist()):
            key = name_key(case)
            if key in sought:
                cases.setdefault(key, []).append(listing)
        found_pairs |= {(listing, 0, row) for row, case in wanted.items() for listing in cases.get(case, ())}
    pairs = sorted(found_pairs)
    return pa.table(
        {
            "listing": pa.array([listing for listing, _, _ in pairs], pa.int32()),
            "kind": pa.array([kind for _, kind, _ in pairs], pa.int8()),
            "row": pa.array([row for _, _, row in pairs], pa.int32()),
            "party": pa.array([ordered[row] if kind == 0 else -1 for _, kind, row in pairs], pa.int32()),
        }
    )
