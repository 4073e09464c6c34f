"""Parties, roles and decisions as the files of Neo4j's import tool: the same properties as the driver writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import Kind
from graph.model.progress import Progress
from graph.model.tables import TABLES
from graph.stores.neo4j import rows as form
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.writing import LABELLED

if TYPE_CHECKING:
    from graph.server import Files

_BATCH = 50_000
_DECISIONS = "MATCH (d:Decision) RETURN properties(d)"
_LABELS = {kind: f"Party;{label}" for kind, (label, _) in LABELLED.items()}
_NAMES = ("name", "key", "sounds", "initials")
_LINE_BREAK = "[\r\n]"


class _File:
    """One CSV file, written piece by piece. Text is quoted, and what is missing is not: the tool tells them apart."""

    def __init__(self, path: Path, header: Mapping[str, pa.DataType]) -> None:
        import pyarrow.csv

        self.path = path
        self.lines = False
        self._schema = pa.schema(list(header.items()))
        options = pyarrow.csv.WriteOptions(quoting_style="needed")
        self._writer = pyarrow.csv.CSVWriter(path, self._schema, write_options=options)

    def write(self, columns: Sequence[pa.Array | pa.ChunkedArray | Sequence[Any]]) -> None:
        arrays = [
            column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        table = pa.table(arrays, schema=self._schema)
        self.lines |= any(
            pc.any(pc.match_substring_regex(column, _LINE_BREAK)).as_py()
            for column, field in zip(table.columns, self._schema, strict=True)
            if pa.types.is_string(field.type)
        )
        self._writer.write_table(table)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


def write(
    folder: Path, register: form.Properties, rows: Mapping[str, pa.Table], ask: Ask, progress: Progress
) -> Files:  # fmt: skip
    """Write what the tool is to import; the decisions of people are asked of the database that is there."""
    from graph.server import Files

    text, number = pa.string(), pa.int64()
    parties = ["id:ID(Party)", *TABLES["parties"].schema.names[1:], *form.FOUND_BY, ":LABEL"]
    roles = [":START_ID(Party)", ":END_ID(Party)", "role"]
    with ExitStack() as opened:

        def file(name: str, header: Mapping[str, pa.DataType]) -> _File:
            return opened.enter_context(_File(folder / f"{name}.csv", header))

        of_parties = file("parties", dict.fromkeys(parties, text))
        of_names = file("names", {":ID(Name)": number, **dict.fromkeys(_NAMES, text), "since:long": number,
                                  "until:long": number, ":LABEL": text})  # fmt: skip
        of_bearers = file("bearers", {":START_ID(Party)": text, ":END_ID(Name)": number})
        of_roles = file("roles", {**dict.fromkeys(roles, text), "share:long": number, "since:long": number,
                                  "until:long": number, "source": text, "key": text})  # fmt: skip
        written = [of_parties, of_names, of_bearers, of_roles]
        _write_parties(rows, of_parties, of_names, of_bearers, progress)
        _write_roles(rows, of_roles)
        for label, nodes in {"Register": [register], "Decision": [found for (found,) in ask(_DECISIONS)]}.items():
            written += [_write_node(folder, label, at, properties) for at, properties in enumerate(nodes)]
    singles = [one.path for one in written[4:]]
    return Files(
        [of_parties.path, of_names.path, *singles], {"BORE": [of_bearers.path], "HOLDS": [of_roles.path]},
        lines=any(one.lines for one in written),
    )  # fmt: skip


def _write_parties(
    rows: Mapping[str, pa.Table], parties: _File, names: _File, bearers: _File, progress: Progress
) -> None:
    table = rows.get("parties", TABLES["parties"].schema.empty_table())
    named = 0
    for start in range(0, len(table), _BATCH):
        progress("writing parties for Neo4j", start, len(table))
        some = table.slice(start, _BATCH)
        labels = pc.if_else(pc.equal(some["kind"], Kind.PERSON), _LABELS[Kind.PERSON], _LABELS[Kind.ORGANIZATION])
        parties.write([*form.with_party_keys(some).columns, labels])
        bearing = some.filter(some["former_names"].is_valid()).to_pylist()
        borne = [(row["id"], one) for row in bearing for one in form.former_name_properties(row)]
        numbers = range(named, named + len(borne))
        named += len(borne)
        kept = ([one.get(name) for _, one in borne] for name in (*_NAMES, "since", "until"))
        names.write([list(numbers), *kept, ["FormerName"] * len(borne)])
        bearers.write([[id_ for id_, _ in borne], list(numbers)])


def _write_roles(rows: Mapping[str, pa.Table], file: _File) -> None:
    table = rows.get("roles", TABLES["roles"].schema.empty_table())
    for start in range(0, len(table), _BATCH):
        keyed = form.with_role_keys(table.slice(start, _BATCH))
        numbers = {name: keyed[name].cast(pa.int64()) for name in ("share", "since", "until")}
        names = ("holder", "organization", "role", "share", "since", "until", "source", "key")
        file.write([numbers.get(name, keyed[name]) for name in names])


def _write_node(folder: Path, label: str, at: int, properties: form.Properties) -> _File:
    """A file for one node: no two need have the same properties."""
    kinds = {name: pa.int64() if isinstance(value, int) else pa.string() for name, value in properties.items()}
    header = {f"{name}:long" if kind == pa.int64() else name: kind for name, kind in kinds.items()}
    with _File(folder / f"{label}-{at}.csv", {**header, ":LABEL": pa.string()}) as file:
        file.write([*([value] for value in properties.values()), [label]])
    return file
