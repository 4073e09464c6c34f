"""The register that another store of this product holds in a Neo4j, read back table by table.

Its rows are values already: ID numbers stand hashed, so that the key must be the one it was written with. What listings
are bound to is not read: the store that takes them binds them itself.
"""

from __future__ import annotations

import re
from typing import cast

import numpy as np
import pyarrow as pa

from graph.model.tables import REJECTS, TABLES, Context, Typed
from graph.stores import WholeView, answer_from, open_store
from graph.stores.interface import StoreError
from loaders.source import FileRead, Source


def recognises(address: str) -> bool:
    """An address of a Neo4j."""
    return re.match(r"(neo4j|bolt)(\+s|\+ssc)?://", address) is not None


def read(address: str, context: Context) -> Source:
    """Every table of the register there, in one state of it.

    Raises ``StoreError`` where it cannot be reached, holds no register, or was written with another key.
    """

    def tables(view: WholeView) -> dict[str, pa.Table]:
        from graph.stores.neo4j import Neo4jView

        found = {name: cast("Neo4jView", view).table(name) for name in TABLES}
        told = view.register().rows
        odd = next((name for name in TABLES if len(found[name]) != told.get(name, 0)), None)
        if odd is not None:
            raise StoreError(
                f"{address} says it holds {told.get(odd, 0):,} {odd} and gives {len(found[odd]):,}; load it again there"
            )
        return found

    source = Source()
    for name, rows in answer_from(open_store(address, context.key), tables).items():
        count = len(rows)
        origin = pa.repeat(pa.scalar(f"{address} {name}"), count)
        numbered = rows.append_column("row", pa.array(np.arange(1, count + 1))).append_column("file", origin)
        source.tables.append(Typed(name, numbered, REJECTS.empty_table(), []))
        columns = {column: column for column in rows.column_names}
        source.files.append(FileRead(f"{address} {name}", f"table {name}", count, columns))
    return source
