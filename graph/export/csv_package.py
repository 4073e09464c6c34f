"""A data package of CSV tables, as a folder or a .zip: it can be read back, and loaded as a register."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph.export.cells import read, written
from graph.export.extract import Extract
from graph.export.rows import ABOUT, SHEETS, Codec, Plain, about, from_tables, tables

_ENCODING = "utf-8-sig"  # with the mark by which Excel knows it
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every entry: the same extract gives the same bytes


def write_zip(extract: Extract, out: Path) -> None:
    """The tables as entries of a .zip."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(extract):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode(_ENCODING))


def write_folder(extract: Extract, out: Path) -> None:
    """The tables as files of a new folder."""
    out.mkdir()
    for name, text in _files(extract):
        (out / name).write_text(text, _ENCODING, newline="")


def read_package(path: Path) -> Extract:
    """The extract in a folder or .zip that was written here. Raises ``ValueError`` and ``OSError``."""
    if path.is_dir():
        found = {file.name: file.read_bytes() for file in path.glob("*.csv")}
    else:
        with zipfile.ZipFile(path) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
    if "about.csv" not in found:
        raise ValueError(f"{path} holds no about.csv; it is no extract, or a part of it is missing")
    given = {name: _read(found[f"{name}.csv"], codecs) for name, codecs in _columns() if f"{name}.csv" in found}
    return from_tables(given["about"][0], given)


def _columns() -> list[tuple[str, Mapping[str, Codec]]]:
    return [("about", ABOUT), *((sheet.name, sheet.columns) for sheet in SHEETS)]


def _files(extract: Extract) -> Iterable[tuple[str, str]]:
    """Each table that has rows, parties and roles in any case: a package cannot be without them."""
    rows = {"about": [about(extract)], **tables(extract)}
    for name, columns in _columns():
        if rows[name] or name in ("parties", "roles"):
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(columns)
            writer.writerows([written(value) for value in row.values()] for row in rows[name])
            yield f"{name}.csv", text.getvalue()


def _read(content: bytes, codecs: Mapping[str, Codec]) -> list[dict[str, Plain]]:
    rows = csv.DictReader(io.StringIO(content.decode(_ENCODING), newline=""))
    return [{name: read(row[name], codec) for name, codec in codecs.items()} for row in rows]
