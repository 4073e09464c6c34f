"""Rows as a person writes them → typed tables, loaded into a store. A row that would be rejected is an error."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from graph.identity import Decision, Verdict, between
from graph.model.tables import TABLES, Context, Sheet, typed
from graph.policy import Law
from graph.stores.interface import LoadReport, Store
from graph.stores.snapshot import SnapshotStore

Rows = Mapping[str, Sequence[Mapping[str, str]]]

KEY = bytes(range(16))  # hashes the ID numbers of every test

# A store that lives for one test need not wait for the disk.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class RowsRejected(ValueError):
    """The test's own rows cannot be loaded."""


def tables(rows: Rows, law: Law) -> dict[str, pa.Table]:
    """The typed form of all tables."""
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    made: dict[str, pa.Table] = {}
    for name, table in TABLES.items():
        given = rows.get(name, ())
        if not given:
            made[name] = table.read.empty_table()
            continue
        columns = {
            column.name: pa.array([row.get(column.name, "") for row in given], pa.string()) for column in table.columns
        }
        result = typed(Sheet(name, pa.table(columns), f"{name}.csv"), context)
        _refuse(result.rejects)
        made[name] = result.rows
    return made


def load(store: Store, rows: Rows, law: Law) -> LoadReport:
    """Make these rows the whole register of ``store``."""
    report = store.load(tables(rows, law), replace=True)
    for rejects in report.rejects:
        _refuse(rejects)
    for row in rows.get("decisions", ()):
        store.decide(decided(rows, row))
    return report


def decided(rows: Rows, row: Mapping[str, str]) -> Decision:
    """The decision of a row: about a party of ``rows`` and another, or about a record."""
    of = between if row["subject"] in {party["id"] for party in rows["parties"]} else Decision
    return of(row["subject"], row["party"], Verdict(row["verdict"]), "a tester", "2024-01-01", "to see")


@contextmanager
def snapshot_of(rows: Rows, law: Law) -> Iterator[SnapshotStore]:
    """A snapshot that holds these rows, for as long as it is needed."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        store = SnapshotStore(Path(folder), KEY)
        load(store, rows, law)
        yield store


def _refuse(rejects: pa.Table) -> None:
    for reject in rejects.to_pylist():
        raise RowsRejected(
            f"the row {reject['row'] - 1} of {reject['table']} was rejected: "
            f"{reject['column']} '{reject['value']}': {reject['reason']}"
        )
