"""The tables of the data package, and how a sheet of text becomes rows of values.

A source hands over sheets of text; ``typed`` returns the rows that can be taken and, for each that cannot,
where it stands and what would be right. Nothing is repaired in silence.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.columns import ready, text_of, values_of
from graph.model.minors import listing_minors
from graph.model.schema import INTERVALS, TABLES, Column, Table
from graph.model.sheets import REJECTS, Context, Faults, FormatError, Sheet, Typed, hidden, rejected

__all__ = [
    "REJECTS", "TABLES", "Column", "Context", "FormatError", "Sheet", "Table", "Typed", "hidden",
    "rejected", "typed",
]  # fmt: skip


def typed(sheet: Sheet, context: Context) -> Typed:
    """The rows of ``sheet`` as values.

    Raises ``FormatError`` where a required column is missing. A row with a value that cannot be taken is
    rejected whole, with the first such column named.
    """
    table = TABLES[sheet.table]
    missing = [
        column.name for column in table.columns if column.required and column.name not in sheet.rows.column_names
    ]
    if missing:
        raise FormatError(
            f"{sheet.file}: the table {table.name} has no column '{missing[0]}'; "
            f"it has {', '.join(sheet.rows.column_names) or 'none'}"
        )
    known = {column.name for column in table.columns}
    warnings = [
        f"{sheet.file}: the column '{name}' is not part of {table.name} and was not read"
        for name in sheet.rows.column_names
        if name not in known
    ]
    count = len(sheet.rows)
    numbers = sheet.row_numbers if sheet.row_numbers is not None else pa.array(np.arange(2, count + 2))
    faults = Faults(count)
    values: dict[str, pa.Array] = {}
    for column in table.columns:
        known_values = ready(sheet.rows, column)
        if known_values is not None:
            values[column.name] = known_values
            continue
        text = text_of(sheet.rows, column.name, count)
        if column.required:
            faults.mark(column.name, text, pc.is_null(text), "it is empty, and it must not be")
        values |= values_of(column, text, context, faults, warnings, sheet.file)
    _check_row_rules(table.name, sheet.rows, values, faults, count)
    rows = pa.table(
        [values[name] for name in table.schema.names] + [numbers, pa.repeat(pa.scalar(sheet.file), count)],
        names=[*table.schema.names, "row", "file"],
    )
    taken = rows.filter(faults.good) if faults else rows
    if table.name == "listings":
        written = text_of(sheet.rows, "identifier", count)
        warnings += _minors(taken, written.filter(faults.good) if faults else written, sheet.file)
    return Typed(table.name, taken, faults.table(sheet, numbers), warnings)


def _minors(listings: pa.Table, written: pa.Array, file: str) -> list[str]:
    one = {name: listings[name].combine_chunks() for name in ("identifier", "listed_on", "id")}
    found = one["id"].filter(pa.array(listing_minors(one["identifier"], written, one["listed_on"])))
    if not len(found):
        return []
    return [
        f"{file}: {len(found)} records would list a minor by the birth in the number, {found[0].as_py()} among them; "
        "no minor may be listed: ask the court, and mend the number or take the record away"
    ]


def _check_row_rules(name: str, rows: pa.Table, values: Mapping[str, pa.Array], faults: Faults, count: int) -> None:
    if name in INTERVALS:
        first, last = INTERVALS[name]
        early = pc.less(values[last], values[first])
        faults.mark(last, text_of(rows, last, count), pc.fill_null(early, False), f"it is before '{first}'")
    if name == "orders":
        neither = pc.and_(pc.is_null(values["listing"]), pc.is_null(values["case_number"]))
        faults.mark("listing", values["listing"], neither, "an order names its listing or its case_number")
