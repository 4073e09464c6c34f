"""The package in the forms that Neo4j loads: files for its import tool, batches of rows for the driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from benchmarks.package import Package

EARLIEST, LATEST = -(2**31), 2**31 - 1
BATCH = 20_000

_PARTIES = "UNWIND $rows AS row CREATE (n:Party) SET n = row"
_ROLES = """
UNWIND $rows AS row
MATCH (h:Party {id: row.holder}) MATCH (o:Party {id: row.organization})
CREATE (h)-[:HOLDS {role: row.role, share: row.share, since: row.since, until: row.until, source: row.source}]->(o)
"""
_LISTINGS = "UNWIND $rows AS row CREATE (n:Listing) SET n = row"
_NAMES = "UNWIND $rows AS row MATCH (l:Listing {id: row.id}) MATCH (p:Party {id: row.party}) CREATE (l)-[:NAMES]->(p)"


def _tables(package: Package) -> dict[str, pa.Table]:
    """Days as numbers; a listing's party as a tie of its own."""
    parties, roles, listings = (pq.read_table(package.table(name)) for name in ("parties", "roles", "listings"))
    return {
        "parties": parties,
        "roles": _with(
            roles,
            share=roles["share"].cast(pa.float64()),
            since=_days(roles["since"], EARLIEST),
            until=_days(roles["until"], LATEST),
        ),
        "listings": _with(
            listings,
            listed_on=_days(listings["listed_on"], EARLIEST),
            released_on=_days(listings["released_on"], LATEST),
        ).drop_columns(["party"]),
        "names": listings.select(["id", "party"]).filter(pc.is_valid(listings["party"])),
    }


def _with(table: pa.Table, **columns: Any) -> pa.Table:
    return pa.table({name: columns.get(name, table[name]) for name in table.column_names})


def _days(column: pa.ChunkedArray, unknown: int) -> pa.ChunkedArray:
    return pc.fill_null(column.cast(pa.int32()), unknown)


def import_files(package: Package, folder: Path) -> None:
    """One CSV a table, with the headers that the import tool reads."""
    headers = {
        "parties": {"id": "id:ID(Party)"},
        "roles": {
            "holder": ":START_ID(Party)", "organization": ":END_ID(Party)", "share": "share:double",
            "since": "since:int", "until": "until:int",
        },
        "listings": {"id": "id:ID(Listing)", "listed_on": "listed_on:int", "released_on": "released_on:int"},
        "names": {"id": ":START_ID(Listing)", "party": ":END_ID(Party)"},
    }  # fmt: skip
    for name, table in _tables(package).items():
        named = table.rename_columns([headers[name].get(column, column) for column in table.column_names])
        pyarrow.csv.write_csv(named, folder / f"{name}.csv")


def batches(package: Package) -> Iterator[tuple[str, str, Iterator[list[dict[str, Any]]]]]:
    """Each table with its statement and its rows, some thousands at a time."""
    statements = {"parties": _PARTIES, "roles": _ROLES, "listings": _LISTINGS, "names": _NAMES}
    for name, table in _tables(package).items():
        yield name, statements[name], (part.to_pylist() for part in table.to_batches(max_chunksize=BATCH))
