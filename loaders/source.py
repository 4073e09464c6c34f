"""What a source is, which one a path is read as, and how sources are loaded into a store.

To add a source, add a module with ``recognises(path)`` and ``read(path)`` to ``SOURCES`` and a line to the
documentation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import pyarrow as pa

from graph.model.progress import Progress, silent
from graph.model.tables import TABLES, Context, FormatError, Sheet, typed
from graph.stores.interface import LoadReport, Store


@dataclass(slots=True)
class Source:
    """What was read from one path: sheets of text, rows already rejected, and remarks for the user."""

    sheets: list[Sheet] = field(default_factory=list)
    rejects: list[pa.Table] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Loader(Protocol):
    """One kind of source."""

    def recognises(self, path: Path) -> bool:
        """Does this path look like such a source?"""
        ...

    def read(self, path: Path) -> Source:
        """The source at ``path``. Raises ``FormatError``."""
        ...


# Asked in this order; the package is last, for it takes whatever bears the names of its tables.
SOURCES: Mapping[str, str] = {
    "listed_directors": "loaders.listed_directors",
    "package": "loaders.package",
}


def read_source(path: Path, name: str | None = None) -> Source:
    """The source at ``path``, read as the format ``name`` or as the first that recognises it.

    Raises ``FormatError`` where there is nothing, or nothing recognisable.
    """
    if name is not None and name not in SOURCES:
        raise FormatError(f"'{name}' is no format; it is one of {', '.join(SOURCES)}")
    if not path.exists():
        raise FormatError(f"{path} does not exist; give a folder, a .zip, or a table of the data package")
    for known in [name] if name else SOURCES:
        loader = cast("Loader", import_module(SOURCES[known]))
        if name or loader.recognises(path):
            try:
                return loader.read(path)
            except (OSError, EOFError) as error:
                raise FormatError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    raise FormatError(
        f"{path} is no source that is known; a data package holds {', '.join(TABLES)} as .csv, .parquet or .xlsx"
    )


def load_sources(
    paths: Sequence[Path], store: Store, context: Context, *, name: str | None = None, replace: bool = False,
    progress: Progress = silent,
) -> LoadReport:  # fmt: skip
    """Read ``paths`` and add them to ``store`` in one load, all or nothing.

    The report counts every row: read, taken, or rejected with its reason. Raises ``FormatError`` and
    ``StoreError``; then the store is as it was.
    """
    gathered: dict[str, list[pa.Table]] = {}
    rejects: list[pa.Table] = []
    warnings: list[str] = []
    read: dict[str, int] = {}
    for done, path in enumerate(paths):
        progress(f"reading {path.name}", done, len(paths) + 1)
        source = read_source(path, name)
        rejects += source.rejects
        warnings += source.warnings
        for part in source.rejects:
            if len(part):
                table = part["table"][0].as_py()
                read[table] = read.get(table, 0) + len(part)
        for sheet in source.sheets:
            result = typed(sheet, context)
            gathered.setdefault(sheet.table, []).append(result.rows)
            rejects.append(result.rejects)
            warnings += result.warnings
            read[sheet.table] = read.get(sheet.table, 0) + len(sheet.rows)
    progress("writing the register", len(paths), len(paths) + 1)
    report = store.load({table: pa.concat_tables(parts) for table, parts in gathered.items()}, replace=replace)
    report.read = {table: read[table] for table in TABLES if table in read}
    report.rejects = [part for part in (*rejects, *report.rejects) if len(part)]
    report.warnings = [*warnings, *report.warnings]
    progress("loaded", len(paths) + 1, len(paths) + 1)
    return report
