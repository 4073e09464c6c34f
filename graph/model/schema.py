"""The tables of the data package: their columns, their types and the key by which a row replaces another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from graph.model.interval import EARLIEST, LATEST


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a package table: its type, whether it must be filled, its value where it is empty, and whether few
    different words stand in many rows of it."""

    name: str
    type: str = "text"
    required: bool = False
    empty: int | None = None
    few: bool = False


@cache
def _schema(columns: tuple[Column, ...]) -> pa.Schema:
    fields: list[pa.Field] = []
    for column in columns:
        if column.type == "id_number":
            fields += [pa.field("id_hash", pa.string()), pa.field("id_mask", pa.string())]
        elif column.type == "published":
            fields += [pa.field("identifier", pa.string()), pa.field("identifier_hash", pa.string())]
        else:
            kind = {"date": pa.int32(), "share": pa.int64()}.get(column.type, pa.string())
            fields.append(pa.field(column.name, kind))
    return pa.schema(fields)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the data package; a row with the same ``key`` replaces an earlier one."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        """The typed form: days as int32, shares as int64 in units of 10⁻¹⁰, the rest as text."""
        return _schema(self.columns)

    @property
    def read(self) -> pa.Schema:
        """The typed form of rows on their way in: where each was read stands beside it."""
        return pa.schema([*self.schema, ("row", pa.int64()), ("file", pa.string())])

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(column for column in self.columns if column.name == name)


def _since(name: str = "since", *, required: bool = False) -> Column:
    return Column(name, "date", required, EARLIEST)


def _until(name: str = "until", *, required: bool = False) -> Column:
    return Column(name, "date", required, LATEST)


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "parties",
            (
                Column("id", required=True),
                Column("kind", "kind", required=True, few=True),
                Column("name", required=True),
                Column("uscc", "uscc"),
                Column("organization_code", "organization_code"),
                Column("registration_number", "registration_number"),
                Column("id_number", "id_number"),
                Column("former_names", "former_names"),
                Column("categories", "categories", few=True),
                Column("region", "region", few=True),
                Column("status", "status", few=True),
            ),
            ("id",),
        ),
        Table(
            "roles",
            (
                Column("holder", required=True),
                Column("organization", required=True),
                Column("role", "role", required=True, few=True),
                Column("share", "share"),
                _since(),
                _until(),
                Column("source", few=True),
            ),
            ("holder", "organization", "role", "since"),
        ),
        Table(
            "listings",
            (
                Column("id", required=True),
                Column("party"),
                Column("name", required=True),
                Column("identifier", "published"),
                Column("case_number", required=True),
                Column("court"),
                Column("basis"),
                Column("ground", "ground"),
                Column("debt", "debt"),
                _since("listed_on", required=True),
                _until("released_on"),
                Column("release_reason"),
                Column("legal_representative"),
            ),
            ("id",),
        ),
        Table(
            "orders",
            (
                Column("id", required=True),
                Column("listing"),
                Column("case_number"),
                Column("party", required=True),
                _since("issued_on", required=True),
                _until("lifted_on"),
            ),
            ("id",),
        ),
        Table(
            "retentions",
            (
                Column("listing", required=True),
                Column("measure", "measure", required=True),
                _until(required=True),
                Column("legal_basis", required=True),
            ),
            ("listing", "measure"),
        ),
        Table(
            "suspensions",
            (
                Column("listing", required=True),
                Column("measure", "measure"),
                _since(required=True),
                _until(),
            ),
            ("listing", "measure", "since"),
        ),
        Table(
            "notices",
            (
                Column("id", required=True),
                Column("party", required=True),
                Column("action", "measure", required=True),
                _since("issued_on", required=True),
                _until("ends_on"),
            ),
            ("id",),
        ),
        Table(
            "events",
            (
                Column("listing", required=True),
                Column("event", "event", required=True),
                _since("on", required=True),
                Column("measure", "measure"),
            ),
            ("listing", "event", "on", "measure"),
        ),
    )
}

# Which two columns of a table bound an interval.
INTERVALS: Mapping[str, tuple[str, str]] = {
    "roles": ("since", "until"),
    "listings": ("listed_on", "released_on"),
    "orders": ("issued_on", "lifted_on"),
    "suspensions": ("since", "until"),
    "notices": ("issued_on", "ends_on"),
}
