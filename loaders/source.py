"""What a source is, which one a place is read as, and how sources are loaded into a store.

To add a source, add a module with ``recognises(place)`` and ``read(place, context)`` to ``SOURCES`` and a line to
the documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.ahead import ahead
from graph.model.chunks import Rows, Streamed, whole
from graph.model.progress import Progress, silent
from graph.model.tables import REJECTS, TABLES, Context, FormatError, Sheet, Typed, typed
from graph.stores.interface import LoadReport, NothingLoaded, Store
from loaders.long_tables import LongSheet, Piece, added_up

_DATA = (".csv", ".parquet", ".xlsx", ".json", ".jsonl", ".ndjson")
Place = Path | str  # a path, or the address of a store such as neo4j://host:port


@dataclass(slots=True)
class FileRead:
    """One file as it was understood: its form, how many rows it holds, and what its columns were taken for.

    ``columns`` gives to each heading what it was read as; empty where it was not read. Of the rows those
    ``rejected`` are counted when everything is known; the others were taken.
    """

    file: str
    form: str
    rows: int
    columns: Mapping[str, str]
    source: str = ""
    rejected: int = 0


@dataclass(slots=True)
class Source:
    """What was read from one place: sheets of text, rows already rejected, and remarks for the user.

    ``tables`` are rows that are values already, as another store of this product holds them; ``long`` are sheets
    of text that are read only while their rows are taken.
    """

    sheets: list[Sheet] = field(default_factory=list)
    rejects: list[pa.Table] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    tables: list[Typed] = field(default_factory=list)
    long: list[LongSheet] = field(default_factory=list)  # tables that are read while they are taken
    read_beside: tuple[str, ...] = ()  # files that only help to understand the others


@dataclass(slots=True)
class Loaded(LoadReport):
    """What a load did, file by file as well."""

    files: list[FileRead] = field(default_factory=list)


class Loader(Protocol):
    """One kind of source."""

    def recognises(self, place: Any) -> bool:
        """Does such a source lie at this place?"""
        ...

    def read(self, place: Any, context: Context) -> Source:
        """The source at ``place``. Raises ``FormatError``; of a store also ``StoreError``."""
        ...


# Asked in this order. What bears the names of the package's tables is the package; whoever publishes the standard's
# statements beside records of its own is read by those.
SOURCES: Mapping[str, str] = {
    "package": "loaders.package",
    "court_list": "loaders.court_list",
    "gleif": "loaders.gleif",
    "uk_psc": "loaders.uk_psc",
    "ftm": "loaders.ftm",
    "bods": "loaders.bods",
    "listed_directors": "loaders.listed_directors",
    "spreadsheet": "loaders.own_spreadsheet",
}
# Asked where an address is given in place of a path.
STORES: Mapping[str, str] = {"neo4j": "loaders.neo4j_register"}


def read_source(place: Place, context: Context, name: str | None = None) -> Source:
    """The source at ``place``, read as the format ``name`` or as the first that recognises it.

    Raises ``FormatError`` where there is nothing, or nothing recognisable; of a store also ``StoreError``.
    """
    formats = STORES if isinstance(place, str) else SOURCES
    if name is not None and name not in formats:
        raise FormatError(f"'{name}' is no format of {place}; it is one of {', '.join(formats)}")
    if isinstance(place, Path) and not place.exists():
        raise FormatError(f"{place} does not exist; give a folder, a .zip, or a file of a source that is known")
    try:
        for known in [name] if name else formats:
            loader = cast("Loader", import_module(formats[known]))
            if name or loader.recognises(place):
                source = _described(loader.read(place, context), known)
                source.warnings += _left_aside(place, source)
                return source
    except (OSError, EOFError) as error:
        raise FormatError(f"{place} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if isinstance(place, str):
        raise FormatError(f"{place} is no source that is known; an address is written neo4j://host:port")
    raise FormatError(
        f"{place} is no source that is known ({', '.join(formats)}); a data package holds {', '.join(TABLES)} as .csv, "
        ".parquet or .xlsx, and a spreadsheet of your own has headings such as 企业名称 and 法定代表人, or a mapping "
        "beside it"
    )


def load_sources(
    places: Sequence[Place], store: Store, context: Context, *, name: str | None = None, replace: bool = False,
    dry_run: bool = False, progress: Progress = silent,
) -> Loaded:  # fmt: skip
    """Read ``places`` and add them to ``store`` in one load, all or nothing; a dry run tells what it would do.

    The report counts every row: read, taken, or rejected with its reason. Raises ``FormatError`` and
    ``StoreError``; then the store is as it was.
    """
    from graph.stores.rehearsal import rehearse

    taking = _Taking(context, progress)
    for place in places:
        progress(f"reading {Path(place).name}", 0, 1)
        taking.add(read_source(place, context, name))
    tables = taking.tables(None if replace else store)
    progress("writing the register", 0, 1)
    if dry_run:
        report = rehearse(
            store, {table: whole(rows, TABLES[table].read) for table, rows in tables.items()}, replace=replace
        )
    else:
        report = store.load(tables, replace=replace)
    report.read = {table: taking.read[table] for table in TABLES if table in taking.read}
    report.rejects = [part for part in (*taking.rejects, *report.rejects) if len(part)]
    report.warnings = [*added_up(taking.warnings), *report.warnings]
    _count_rejected(taking.files, report.rejects)
    progress("loaded", 1, 1)
    return Loaded(**{each.name: getattr(report, each.name) for each in fields(report)}, files=taking.files)


class _Taking:
    """The rows of all sources of one load on their way into the store; what was rejected, and said, on that way."""

    def __init__(self, context: Context, progress: Progress) -> None:
        self._context, self._progress = context, progress
        self._sources: list[Source] = []
        self._done = self._all = 0
        self.read: dict[str, int] = {}
        self.rejects: list[pa.Table] = []
        self.warnings: list[str] = []
        self.files: list[FileRead] = []

    def add(self, source: Source) -> None:
        """One more source: short sheets become values at once, long ones while they are taken."""
        for rejects in source.rejects:
            self._reject(rejects)
        self.warnings += source.warnings
        self.files += source.files
        source.tables += [
            Typed(sheet.table, self._typed(sheet), REJECTS.empty_table(), [])
            for sheet in source.sheets
            if not sheet.mentions
        ]
        self._all += sum(long.count for long in source.long)
        self._sources.append(source)

    def tables(self, store: Store | None) -> dict[str, Rows]:
        """The rows of each table, each to be taken once."""
        mentions = [sheet for source in self._sources for sheet in source.sheets if sheet.mentions]
        given = {one.table for source in self._sources for one in source.tables}
        given |= {one.table for source in self._sources for one in source.long}
        tables: dict[str, Rows] = {
            table: Streamed(self._count(table), self._rows(table)) for table in TABLES if table in given
        }
        if mentions:
            described = whole(tables.get("parties", TABLES["parties"].read.empty_table()), TABLES["parties"].read)
            unknown = _unknown_ones([self._typed(sheet) for sheet in mentions], [described], store)
            self.read["parties"] = self.read.get("parties", 0) + len(unknown)
            parties = pa.concat_tables([described, unknown])
            tables = {"parties": parties, **{name: rows for name, rows in tables.items() if name != "parties"}}
        return tables

    def _count(self, table: str) -> int:
        short = sum(len(one.rows) for source in self._sources for one in source.tables if one.table == table)
        return short + sum(long.count for source in self._sources for long in source.long if long.table == table)

    def _rows(self, table: str) -> Iterator[pa.Table]:
        for source in self._sources:
            for one in source.tables:
                if one.table == table:
                    yield self._counted(table, one.rows)
            for long in source.long:
                if long.table == table:
                    yield from self._long(long)

    def _long(self, long: LongSheet) -> Iterator[pa.Table]:
        file = next(file for file in self.files if file.file == long.file and file.form == f"table {long.table}")
        for sheet, result, odd in ahead(self._made, long.pieces()):
            file.rows += len(sheet.rows) + (len(odd) if odd is not None else 0)
            for rejects in (odd, result.rejects):
                if rejects is not None:
                    self._reject(rejects)
            self.warnings += result.warnings
            self._done += len(sheet.rows)
            self._progress(f"reading {long.file}", min(self._done, self._all), self._all)
            yield self._counted(long.table, result.rows)

    def _made(self, piece: Piece) -> tuple[Sheet, Typed, pa.Table | None]:
        sheet, odd = piece
        return sheet, typed(sheet, self._context), odd

    def _typed(self, sheet: Sheet) -> pa.Table:
        result = typed(sheet, self._context)
        self._reject(result.rejects, sheet.table)
        self.warnings += result.warnings
        return result.rows

    def _counted(self, table: str, rows: pa.Table) -> pa.Table:
        self.read[table] = self.read.get(table, 0) + len(rows)
        return rows

    def _reject(self, rejects: pa.Table, table: str | None = None) -> None:
        self.rejects.append(rejects)
        if table or len(rejects):
            named = table or rejects["table"][0].as_py()
            self.read[named] = self.read.get(named, 0) + len(rejects)


def _described(source: Source, name: str) -> Source:
    """The source with a word on each of its files, also where the loader gave none."""
    told = {read.file for read in source.files}
    for sheet in source.sheets:
        if sheet.file not in told:
            known = {column.name for column in TABLES[sheet.table].columns}
            spoilt = sum(len(part) for part in source.rejects if len(part) and part["file"][0].as_py() == sheet.file)
            meanings = {column: column if column in known else "" for column in sheet.rows.column_names}
            source.files.append(FileRead(sheet.file, f"table {sheet.table}", len(sheet.rows) + spoilt, meanings))
    for long in source.long:
        known = {column.name for column in TABLES[long.table].columns}
        meanings = {column: column if column in known else "" for column in long.columns}
        source.files.append(FileRead(long.file, f"table {long.table}", 0, meanings))
    for read in source.files:
        read.source = name
    return source


def _left_aside(place: Place, source: Source) -> list[str]:
    """A word on each table or file of records in a folder that the source did not read."""
    if isinstance(place, str) or not place.is_dir() or not source.files:
        return []
    told = {read.file for read in source.files} | set(source.read_beside)
    return [
        f"{member.name} in {place} was left aside: it is no part of the format {source.files[0].source}"
        for member in sorted(place.iterdir())
        if member.suffix.lower() in _DATA and member.is_file() and member.name not in told
    ]


def _unknown_ones(mentioned: Sequence[pa.Table], described: Iterable[pa.Table], store: Store | None) -> pa.Table:
    """Of the parties that are mentioned those that nothing describes: no other source, and not the register."""
    rows = pa.concat_tables(mentioned)
    ids = rows["id"].combine_chunks()
    _, first = np.unique(np.array(ids.to_pylist(), dtype=object), return_index=True)
    rows = rows.take(pa.array(np.sort(first)))
    known = {id_ for part in described for id_ in part["id"].to_pylist()}
    if store is not None:
        try:
            with store.view() as view:
                known |= view.parties(rows["id"].to_pylist()).keys()
        except NothingLoaded:
            pass
    return rows.filter(pc.invert(pc.is_in(rows["id"], pa.array(sorted(known), pa.string()))))


def _count_rejected(files: Iterable[FileRead], rejects: Iterable[pa.Table]) -> None:
    """Of how many rows of each file was something rejected?"""
    rows: dict[str, set[int]] = {}
    for part in rejects:
        for file, row in zip(part["file"].to_pylist(), part["row"].to_pylist(), strict=True):
            rows.setdefault(file, set()).add(row)
    for read in files:
        read.rejected = min(len(rows.get(read.file, ())), read.rows)
