"""Rows as a person writes them → typed tables, loaded into a store. A row that would be rejected is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from graph.model.tables import TABLES, Context, Sheet, typed
from graph.policy import Law
from graph.stores.interface import LoadReport, Store

Rows = Mapping[str, Sequence[Mapping[str, str]]]

KEY = bytes(range(16))  # hashes the ID numbers of every test


class RowsRejected(ValueError):
    """The test's own rows cannot be loaded."""


def tables(rows: Rows, law: Law) -> dict[str, pa.Table]:
    """The typed form of all seven tables."""
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    made: dict[str, pa.Table] = {}
    for name, table in TABLES.items():
        given = rows.get(name, ())
        columns = {
            column.name: pa.array([row.get(column.name, "") for row in given], pa.string())
            for column in table.columns
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
    return report


def _refuse(rejects: pa.Table) -> None:
    for reject in rejects.to_pylist():
        raise RowsRejected(
            f"the row {reject['row'] - 1} of {reject['table']} was rejected: "
            f"{reject['column']} '{reject['value']}': {reject['reason']}"
        )
