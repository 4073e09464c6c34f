"""What loads replaced: the rows as they stood before, so that what an earlier load knew can be told again.

A journal table has the columns of the table it is about and ``existed``: false for a row that a load added, of which
only the key counts. Rows stand in the order of the loads; of several with one key the first tells how it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model import Binding
from graph.model.chunks import one_array
from graph.model.tables import TABLES

EXISTED = "existed"
LOADS_KEPT = 50
Load = Mapping[str, object]
# Which party each listing was taken to name. It follows from the other tables as they were, but not from some of them.
BINDINGS = pa.schema(
    [("party", pa.string()), ("listing", pa.string()), ("grade", pa.string()), ("certainty", pa.string())]
)
_KEYS = {**{name: table.key for name, table in TABLES.items()}, "bindings": ("party", "listing")}


def journal(schema: pa.Schema, before: pa.Table, added: pa.Table) -> pa.Table:
    """The journal of rows that stood ``before`` and of those that were ``added``."""
    existed = np.r_[np.ones(len(before), dtype=bool), np.zeros(len(added), dtype=bool)]
    rows = pa.concat_tables([before.select(schema.names).cast(schema), added.select(schema.names).cast(schema)])
    return rows.append_column(EXISTED, pa.array(existed))


def journal_of_bindings(before: pa.Table, after: pa.Table) -> pa.Table:
    """The bindings that were there and are not, and those that are there and were not."""
    was, now = (_joined(table) for table in (before, after))
    return journal(BINDINGS, before.filter(pc.invert(pc.is_in(was, now))), after.filter(pc.invert(pc.is_in(now, was))))


def bindings_table(bindings: Sequence[Binding]) -> pa.Table:
    """Bindings as rows."""
    columns: tuple[list[str], ...] = (
        [binding.party for binding in bindings],
        [binding.listing.id for binding in bindings],
        [str(binding.grade) for binding in bindings],
        [str(binding.certainty) for binding in bindings],
    )
    return pa.table([pa.array(values, pa.string()) for values in columns], schema=BINDINGS)


def as_it_was(name: str, journals: Sequence[pa.Table]) -> dict[tuple[object, ...], Mapping[str, object] | None]:
    """For each key that some load touched, oldest first: the row as it was before them, None where there was none."""
    was: dict[tuple[object, ...], Mapping[str, object] | None] = {}
    for table in journals:
        for row in table.to_pylist():
            existed = row.pop(EXISTED)
            was.setdefault(tuple(row[column] for column in _KEYS[name]), row if existed else None)
    return was


def _joined(bindings: pa.Table) -> pa.Array:
    return one_array(pc.binary_join_element_wise(*bindings.columns, "\x1f"))


def number_of(load: Load) -> int:
    """The place of a load among all; those of one register follow each other."""
    return int(str(load["id"]).partition("-")[0])


def number_of_load(loads: Sequence[Load], id_: str) -> int:
    """The number of the load called ``id_``. Raises ``ValueError``, which names the loads that are known."""
    known = {str(one["id"]): one for one in loads}
    if id_ not in known:
        raise ValueError(f"the register knows no load '{id_}'; its loads are {', '.join(known)}")
    return number_of(known[id_])


def remembered(loads: Sequence[Load], id_: str) -> int:
    """The same, of a load whose knowledge can still be told. Raises ``ValueError``."""
    number = number_of_load(loads, id_)
    [found] = [one for one in loads if one["id"] == id_]
    if found.get("purged"):
        raise ValueError(f"what the load '{id_}' knew was purged; ask for a later load")
    return number


def forgotten(loads: Sequence[Load], number: int) -> tuple[Load, ...]:
    """The loads, those marked whose knowledge can be told no more when the journals up to ``number`` are gone."""
    return tuple({**one, "purged": True} if number_of(one) < number else one for one in loads)
