"""One JSON document, under the names of the contract; it can be read back without loss."""

from __future__ import annotations

import json
from pathlib import Path

from graph.export.extract import Extract
from graph.export.rows import about, from_tables, tables


def write_json(extract: Extract, out: Path) -> None:
    """The extract as one document: what it is of, then its tables as lists of objects; shares as exact decimals."""
    document = {**about(extract), **tables(extract)}
    out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def read_json(path: Path) -> Extract:
    """The extract in a document that was written here. Raises ``ValueError`` and ``OSError``."""
    document = json.loads(path.read_text("utf-8"))
    return from_tables(document, document)
