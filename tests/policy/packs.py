"""Small policy packs for tests, written to a folder and read as the real ones are."""

from __future__ import annotations

from pathlib import Path

from graph.policy import Policy
from graph.policy.reading import read_policy

HEAD = """\
id: {id}
title: {id}
title_en: {id}
instrument: 测试
rank: local_document
source: 测试
since: 2016-09-25
"""


def written(folder: Path, id_: str, clauses: str, head: str = "") -> Path:
    """A pack of these ``clauses``; ``head`` are further lines above them."""
    path = folder / f"{id_}.yaml"
    path.write_text(f"{HEAD.format(id=id_)}{head}clauses:\n{clauses}", encoding="utf-8")
    return path


def policy(folder: Path, id_: str, clauses: str, head: str = "") -> Policy:
    """The same, read."""
    return read_policy(written(folder, id_, clauses, head))


def clause(number: str, title: str, *measures: str) -> str:
    """A clause of measures, each a flow mapping without its braces."""
    lines = "".join(f"      - {{{measure}}}\n" for measure in measures)
    return f"  - clause: {number}\n    title: {title}\n    area: other\n    measures:\n{lines}"
