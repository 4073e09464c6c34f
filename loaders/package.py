"""The data package: a folder, a .zip or a single table, each table as .csv, .parquet or .xlsx."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pyarrow as pa

from graph.model.tables import TABLES, Context, FormatError
from loaders import long_tables
from loaders.long_tables import long_csv, long_parquet
from loaders.source import Source
from loaders.spreadsheet import read_csv, read_parquet, read_xlsx

_READERS = {".csv": read_csv, ".parquet": read_parquet, ".xlsx": read_xlsx}
_LONG_READERS = {".csv": long_csv, ".parquet": long_parquet}


def recognises(path: Path) -> bool:
    """A folder with a table, a .zip, or a file that bears the name of a table."""
    if path.is_dir():
        return any(member.is_file() and _table_of(member.name) for member in path.iterdir())
    return path.suffix.lower() == ".zip" or _table_of(path.name) is not None


def read(path: Path, _: Context) -> Source:
    """The tables of the package at ``path``.

    Raises ``FormatError`` where it holds no table, one table twice, or a file that cannot be read.
    """
    source = Source()
    found: dict[str, str] = {}
    for name, content in _members(path):
        table = _table_of(PurePosixPath(name).name)
        if table is None:
            continue
        if table in found:
            raise FormatError(f"{path}: the table {table} stands there twice, as {found[table]} and {name}; keep one")
        found[table] = name
        if isinstance(content, Path):
            source.long.append(_LONG_READERS[content.suffix.lower()](content, table))
            continue
        sheet, rejects = _READERS[PurePosixPath(name).suffix.lower()](content, table, name)
        source.sheets.append(sheet)
        source.rejects.append(rejects)
    if not found:
        raise FormatError(
            f"{path} holds no table of the data package; parties, roles and listings were looked for, as .csv, "
            ".parquet or .xlsx"
        )
    source.sheets.sort(key=lambda sheet: list(TABLES).index(sheet.table))
    return source


def _table_of(name: str) -> str | None:
    path = PurePosixPath(name)
    return path.stem if path.stem in TABLES and path.suffix.lower() in _READERS else None


def _members(path: Path) -> Iterator[tuple[str, pa.Buffer | Path]]:
    """Each file with its content, or with its path where it is so long that it is read piece by piece."""
    if path.is_dir():
        for member in sorted(path.iterdir()):
            if member.is_file() and _table_of(member.name):
                yield member.name, _content(member)
    elif path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                for entry in archive.infolist():
                    inside = PurePosixPath(entry.filename.replace("\\", "/"))
                    if inside.is_absolute() or ".." in inside.parts:
                        raise FormatError(
                            f"{path}: the entry '{entry.filename}' points outside the archive; nothing was read"
                        )
                for entry in archive.infolist():
                    if not entry.is_dir() and _table_of(PurePosixPath(entry.filename).name):
                        yield entry.filename, pa.py_buffer(archive.read(entry))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise FormatError(f"{path} is no readable zip ({error}); it may be cut short or encrypted") from None
    else:
        yield path.name, _content(path)


def _content(path: Path) -> pa.Buffer | Path:
    size = path.stat().st_size
    if size >= long_tables.LONG and path.suffix.lower() in _LONG_READERS:
        return path
    return pa.memory_map(str(path)).read_buffer() if size else pa.py_buffer(b"")
