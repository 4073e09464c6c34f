"""What may enter a register: no row twice, no tie to a party that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES, rejected
from graph.stores.journal import journal

UNKNOWN, PERSON, ORGANIZATION = 0, 1, 2

NO_PARTY = "no party has this id"
NO_ORGANIZATION = "this party is a person, and a role is held in an organization"

Kinds = Callable[[pa.Array], npt.NDArray[np.int8]]
Known = Callable[[pa.Array], npt.NDArray[np.bool_]]

# Which columns name a party, and whether it must be an organization.
_PARTY_COLUMNS = {
    "roles": (("holder", False), ("organization", True)),
    "listings": (("party", False),),
    "orders": (("party", False),),
    "notices": (("party", False),),
}
_LISTING_COLUMNS = {"orders": "listing", "retentions": "listing", "suspensions": "listing", "events": "listing"}


def latest(rows: pa.Table, name: str) -> tuple[pa.Table, pa.Table]:
    """The last row of each key, in key order, and rejects for keys that one file gives twice.

    Equal rows are one row. Of rows with one key the later file's wins; within one file the first stands and
    the others are rejected, for nobody can tell which was meant.
    """
    table = TABLES[name]
    keys = [(column, "ascending") for column in table.key]
    if len(rows) < 2 or (len(table.key) == 1 and rises(rows[table.key[0]])):
        return rows, rejected(name, rows.slice(0, 0), table.key[0], pa.array([], pa.string()), "")
    numbered = rows.append_column("arrival", pa.array(np.arange(len(rows))))
    ordered = numbered.sort_by([*keys, ("arrival", "ascending")])
    same = same_as_previous(ordered, table.key)
    if not same.any():
        return ordered.drop_columns(["arrival"]), rejected(
            name, rows.slice(0, 0), table.key[0], pa.array([], pa.string()), ""
        )
    values = [column for column in table.schema.names if column not in table.key]
    repeated = same & same_as_previous(ordered, tuple(values))
    conflicting = same & ~repeated & same_as_previous(ordered, ("file",))
    spoilt = ordered.filter(pa.array(conflicting))
    rejects = rejected(
        name, spoilt, table.key[0], one_array(spoilt[table.key[0]]).cast(pa.string()),
        f"the same {', '.join(table.key)} stands in an earlier row of this file with other values",
    )  # fmt: skip
    kept = ordered.filter(pa.array(~conflicting))
    again = same_as_previous(kept, table.key)
    last = np.append(~again[1:], True)
    return kept.filter(pa.array(last)).drop_columns(["arrival"]), rejects


def rises(column: pa.ChunkedArray | pa.Array) -> bool:
    """Is every value greater than the one before it?"""
    values = one_array(column)
    return len(values) < 2 or bool(pc.all(pc.less(values.slice(0, len(values) - 1), values.slice(1))).as_py())


def same_as_previous(rows: pa.Table, columns: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """For each row: does it agree with the row before it in all these columns? Two unknowns agree."""
    same = np.ones(len(rows), dtype=bool)
    if len(rows):
        same[0] = False
    for name in columns:
        values = one_array(rows[name])
        here, before = values.slice(1), values.slice(0, max(len(values) - 1, 0))
        equal = pc.fill_null(pc.equal(here, before), False).to_numpy(zero_copy_only=False)
        both = pc.and_(pc.is_null(here), pc.is_null(before)).to_numpy(zero_copy_only=False)
        same[1:] &= equal.astype(bool) | both.astype(bool)
    return same


def with_known_parties(name: str, rows: pa.Table, kinds: Kinds) -> tuple[pa.Table, list[pa.Table]]:
    """The rows whose parties exist, and a reject of each other row."""
    rejects: list[pa.Table] = []
    for column, organization in _PARTY_COLUMNS.get(name, ()):
        ids = one_array(rows[column])
        kind = kinds(ids)
        given = ids.is_valid().to_numpy(zero_copy_only=False)
        unknown = given & (kind == UNKNOWN)
        misplaced = given & (kind == PERSON) if organization else np.zeros(len(rows), dtype=bool)
        for bad, reason in (
            (unknown, NO_PARTY),
            (misplaced, NO_ORGANIZATION),
        ):
            if bad.any():
                rejects.append(rejected(name, rows.filter(pa.array(bad)), column, ids.filter(pa.array(bad)), reason))
        if (unknown | misplaced).any():
            rows = rows.filter(pa.array(~(unknown | misplaced)))
    return rows, rejects


def with_known_listings(name: str, rows: pa.Table, known: Known) -> tuple[pa.Table, list[pa.Table]]:
    """The rows whose listing exists, and a reject of each other row."""
    column = _LISTING_COLUMNS.get(name)
    if column is None or not len(rows):
        return rows, []
    ids = one_array(rows[column])
    bad = ids.is_valid().to_numpy(zero_copy_only=False) & ~known(ids)
    if not bad.any():
        return rows, []
    rejects = rejected(name, rows.filter(pa.array(bad)), column, ids.filter(pa.array(bad)), "no listing has this id")
    return rows.filter(pa.array(~bad)), [rejects]


def without_origin(rows: pa.Table) -> pa.Table:
    """The rows without the marks of where they came from."""
    return rows.drop_columns([name for name in ("row", "file") if name in rows.column_names])


def merged(name: str, existing: pa.Table, incoming: pa.Table) -> tuple[pa.Table, Mapping[str, int], pa.Table]:
    """``existing`` with ``incoming`` added, sorted by key; how many rows are new, changed, unchanged; the journal.

    Both are sorted and hold each key once. An incoming row replaces one with its key.
    """
    table = TABLES[name]
    if not len(existing):
        added = incoming.select(table.schema.names)
        counts = {"unchanged": 0, "changed": 0, "new": len(incoming)}
        return added, counts, journal(table.schema, added.slice(0, 0), added)
    both = pa.concat_tables([existing.select(table.schema.names), incoming.select(table.schema.names)])
    arrival = np.r_[np.zeros(len(existing), dtype=np.int8), np.ones(len(incoming), dtype=np.int8)]
    ordered = both.append_column("arrival", pa.array(arrival)).sort_by(
        [*((column, "ascending") for column in table.key), ("arrival", "ascending")]
    )
    same = same_as_previous(ordered, table.key)
    unchanged = same & same_as_previous(ordered, tuple(table.schema.names))
    last = np.append(~same[1:], True) if len(ordered) else same
    counts = {
        "unchanged": int(unchanged.sum()),
        "changed": int(same.sum() - unchanged.sum()),
        "new": int(len(incoming) - same.sum()),
    }
    replaced = np.flatnonzero(same & ~unchanged) - 1
    new = (ordered["arrival"].to_numpy() == 1) & ~same
    told = journal(table.schema, ordered.take(pa.array(replaced)), ordered.filter(pa.array(new)))
    return ordered.filter(pa.array(last)).drop_columns(["arrival"]), counts, told
