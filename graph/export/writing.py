"""Which formats there are, and how a file of each is written: whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from graph.export.extract import Extract
from graph.model import Label


class Format(NamedTuple):
    """A format: for whom it is, and where its writer stands."""

    label: Label
    module: str
    writer: str


FORMATS: Mapping[str, Format] = {
    "csv": Format(
        Label("CSV 数据包（文件夹或 .zip）", "CSV data package (a folder or .zip)"), "csv_package", "write_zip"
    ),
    "xlsx": Format(Label("Excel 工作簿", "Excel workbook"), "workbook", "write_workbook"),
    "json": Format(Label("JSON 文档", "JSON document"), "json_document", "write_json"),
    "graphml": Format(Label("GraphML", "GraphML"), "graphml", "write_graphml"),
    "cypher": Format(Label("Cypher 脚本（Neo4j）", "Cypher script (Neo4j)"), "cypher", "write_cypher"),
    "ftm": Format(Label("FollowTheMoney", "FollowTheMoney"), "followthemoney", "write_ftm"),
    "bods": Format(
        Label("受益所有权数据标准 0.4", "Beneficial Ownership Data Standard 0.4"), "ownership_data", "write_bods"
    ),
    "html": Format(Label("独立网页", "self-contained page"), "page", "write_page"),
    "gexf": Format(Label("GEXF（Gephi）", "GEXF (Gephi)"), "gexf", "write_gexf"),
}


def write(extract: Extract, format: str, out: Path, language: str = "en") -> None:  # noqa: A002
    """Write the extract as ``format`` to ``out``, written beside and renamed: nobody reads half a file.

    ``csv`` makes a .zip where ``out`` ends so, and a folder otherwise, which must not be there yet; the same
    extract gives the same bytes in every format but ``xlsx``. ``language`` (``en`` or ``zh``) is that of the page
    that ``html`` makes; data are the same in every language. Raises ``ValueError`` where the format is unknown,
    the folder of ``out`` is not there, or the format cannot hold the extract; ``OSError`` where the system refuses.
    """
    if format not in FORMATS:
        raise ValueError(f"'{format}' is no format; it is one of {', '.join(FORMATS)}")
    if not out.absolute().parent.is_dir():
        raise ValueError(f"there is no folder '{out.absolute().parent}' to write into")
    chosen = FORMATS[format]
    writer = chosen.writer
    if format == "csv" and out.suffix.lower() != ".zip":
        writer = "write_folder"
        if out.exists():
            raise ValueError(f"'{out}' is there already; name a new folder for the tables, or a .zip")
    elif out.is_dir():
        raise ValueError(f"'{out}' is a folder; name a file")
    write_as: Callable[..., None] = getattr(import_module(f"graph.export.{chosen.module}"), writer)
    fresh = out.with_name(f"{out.name}.new")
    _remove(fresh)
    try:
        write_as(extract, fresh, *([language] if format == "html" else []))
        fresh.replace(out)
    finally:
        _remove(fresh)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
