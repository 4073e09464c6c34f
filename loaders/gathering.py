"""Rows on their way from a file into tables, each with the row of the file that it came from.

Whatever a source reads ends here as a row of a table or as a reject: nothing else is kept count of.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from graph.model.tables import REJECTS, TABLES, Sheet, hidden
from loaders.source import FileRead, Source

_NAMES = {name: tuple(column.name for column in table.columns) for name, table in TABLES.items()}


class Gathering:
    """What is taken and what is rejected of one ``file``."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._rows: dict[str, list[tuple[str | None, ...]]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._rejects: dict[str, list[tuple[str, int, str | None, str | None, str, str]]] = {}
        self._parties: dict[str, dict[str, str | None]] = {}
        self._mentioned: dict[str, dict[str, str | None]] = {}
        self._first: dict[str, int] = {}

    def add(self, table: str, row: int, **values: str | None) -> None:
        """Row ``row`` of the file gives a row of ``table``."""
        self._rows.setdefault(table, []).append(tuple(map(values.get, _NAMES[table])))
        self._numbers.setdefault(table, []).append(row)

    def party(self, row: int, id_: str, kind: str, name: str, **values: str | None) -> None:
        """The file describes this party."""
        self.add("parties", row, id=id_, kind=kind, name=name, **values)

    def mention(self, row: int, id_: str, kind: str, name: str, **values: str | None) -> None:
        """The file mentions this party and describes it no further: one that is known stays as it is.

        What one row leaves open another may fill; what they tell differently stays as the first told it.
        """
        known = self._mentioned.setdefault(id_, {"id": id_, "kind": kind, "name": name})
        self._first.setdefault(id_, row)
        for column, value in values.items():
            if value is not None and known.get(column) is None:
                known[column] = value

    def reject(self, table: str, row: int, column: str | None, value: object, reason: str) -> None:
        """Row ``row`` gives no row of ``table``, because of its ``value`` in ``column``."""
        shown = None if value is None else (hidden(str(value)) or "")[:200]
        self._rejects.setdefault(table, []).append((table, row, column, shown, reason, self.file))

    def into(self, source: Source, form: str, rows: int, columns: dict[str, str]) -> None:
        """Hand over to ``source`` what was gathered of a file of ``rows`` rows."""
        for table in TABLES:
            if table in self._rows:
                source.sheets.append(self._sheet(table, self._rows[table], self._numbers[table]))
            if table == "parties" and self._mentioned:
                mentioned = [tuple(map(party.get, _NAMES[table])) for party in self._mentioned.values()]
                source.sheets.append(self._sheet(table, mentioned, list(self._first.values()), mentions=True))
        source.rejects += list(self._rejected())
        source.files.append(FileRead(self.file, form, rows, columns))

    def _sheet(
        self, table: str, rows: list[tuple[str | None, ...]], numbers: list[int], *, mentions: bool = False
    ) -> Sheet:
        """The rows as columns of text; a column in which nothing stands is left out."""
        columns = {
            column.name: pa.array(values, pa.string())
            for column, values in zip(TABLES[table].columns, zip(*rows, strict=True), strict=True)
            if column.required or any(value is not None for value in values)
        }
        return Sheet(table, pa.table(columns), self.file, pa.array(numbers, pa.int64()), mentions=mentions)

    def _rejected(self) -> Iterator[pa.Table]:
        for entries in self._rejects.values():
            columns = zip(*entries, strict=True)
            yield pa.table(
                [pa.array(column, field.type) for column, field in zip(columns, REJECTS, strict=True)], schema=REJECTS
            )
