"""Nothing is lost: every row of every file stands in a table, or among the rejects with a reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from graph.model.tables import Context
from graph.model.vocabulary import Vocabulary
from graph.stores.snapshot import SnapshotStore
from loaders import Loaded, Source, load_sources, read_source

KEY = bytes(range(16))
CONTEXT = Context(Vocabulary(), KEY, lambda name: True)


def entries(source: Source | Loaded) -> list[dict[str, object]]:
    """The rejects, one after the other."""
    return [entry for part in source.rejects for entry in part.to_pylist()]


def assert_nothing_lost(source: Source) -> None:
    """Each row of each file gives a row of a table or a reject; no reject is without a reason."""
    rejects = entries(source)
    assert all(entry["reason"] for entry in rejects)
    for file in source.files:
        told = {entry["row"] for entry in rejects if entry["file"] == file.file}
        for sheet in source.sheets:
            if sheet.file == file.file:
                numbered = sheet.row_numbers is not None
                told |= set(sheet.row_numbers.to_pylist() if numbered else range(2, 2 + len(sheet.rows)))
        assert len(told) == file.rows, (file.file, file.rows, sorted(told))


def assert_counted(report: Loaded) -> None:
    """Rows read are rows taken, rows rejected, and equal repetitions of rows taken."""
    rejected = Counter(entry["table"] for entry in entries(report))
    for table, read in report.read.items():
        assert read >= report.taken.get(table, 0) + rejected[table], table
        assert report.rejected_of(table) == rejected[table], "each part of the rejects is of one table"


def rehearsed(folder: Path, path: Path, name: str | None = None) -> Loaded:
    """What loading ``path`` into an empty store would do, counted row by row."""
    assert_nothing_lost(read_source(path, CONTEXT, name))
    report = load_sources([path], SnapshotStore(folder / "nothing", KEY), CONTEXT, name=name, dry_run=True)
    assert_counted(report)
    return report
