"""``load``: sources into the register, or a report of what would be taken."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.command.printing import print_json
from graph.command.progress import progress

if TYPE_CHECKING:
    import pyarrow as pa

    from loaders import Loaded

_REJECTS = Path("rejects.csv")
_ROWS_SHOWN = 5


def load(arguments: argparse.Namespace) -> int:
    """Add sources to the register; rejected rows go to ``rejects.csv`` and make the exit status 5.

    A dry run says file by file what was understood and what would be taken, and writes nothing.
    """
    from graph.model.tables import Context
    from graph.policy import read_law
    from graph.stores import open_store, read_key
    from loaders import load_sources

    law, key = read_law(), read_key()
    context = Context(law.vocabulary, key, law.measure_names.__contains__)
    places = [path if "://" in path else Path(path) for path in arguments.paths]
    with progress() as told:
        report = load_sources(
            places, open_store(arguments.store, key, bulk=arguments.bulk, progress=told), context,
            name=arguments.format, replace=arguments.replace, dry_run=arguments.dry_run, progress=told,
        )  # fmt: skip
    if not arguments.dry_run:
        _write_rejects(report.rejects)
    if arguments.json:
        print_json(report_document(report, dry_run=arguments.dry_run))
    elif arguments.dry_run:
        _print_understood(report)
    else:
        _print_counts(report)
    for warning in report.warnings:
        print(f"guanlian: {warning}", file=sys.stderr)
    if not report.rejected:
        return 0
    if arguments.dry_run:
        print(f"guanlian: {report.rejected:,} rows would be rejected", file=sys.stderr)
    else:
        print(f"guanlian: {report.rejected:,} rows were rejected; {_REJECTS} tells which and why", file=sys.stderr)
    return 5


def _print_counts(report: Loaded) -> None:
    for table, read in report.read.items():
        taken, changed = report.taken.get(table, 0), report.changed.get(table, 0)
        rejected, again = report.rejected_of(table), _told_repeated(report, table)
        print(f"{table:12} {read:>12,} read {taken:>12,} taken {rejected:>10,} rejected {changed:>12,} changed{again}")
    for what, seconds in report.seconds.items():
        print(f"{what} in {seconds:.1f} s")
    print(f"load {report.load}")
    print(f"register {report.digest}" + ("" if any(report.changed.values()) else " (nothing changed)"))


def _print_understood(report: Loaded) -> None:
    for file in report.files:
        print(f"{file.file}: {file.source}, {file.form}")
        for heading, meaning in file.columns.items():
            print(f"    {heading}  →  {meaning or '(not read)'}")
        print(f"    {file.rows:,} rows: {file.rows - file.rejected:,} would be taken, {file.rejected:,} rejected")
    for table, read in report.read.items():
        taken, rejected, again = report.taken.get(table, 0), report.rejected_of(table), _told_repeated(report, table)
        print(f"{table:12} {read:>12,} read {taken:>12,} would be taken {rejected:>10,} rejected{again}")
    for group in reject_groups(report):
        column = f"{group['table']}.{group['column']}" if group["column"] else group["table"]
        more = ", …" if group["count"] > len(group["rows"]) else ""
        rows = ", ".join(str(row) for row in group["rows"])
        print(f"    {group['count']:,} × {column}: {group['reason']} ({group['file']}, row {rows}{more})")
    print("nothing was written")


def _told_repeated(report: Loaded, table: str) -> str:
    """Rows that say again what another row said, or that a later file replaces."""
    repeated = report.read[table] - report.taken.get(table, 0) - report.rejected_of(table)
    return f" {repeated:>10,} repeated" if repeated else ""


def reject_groups(report: Loaded) -> list[dict[str, Any]]:
    """The rejects by what was wrong, the most frequent first, each with the first rows of it."""
    groups: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for table, row, column, _, reason, file in reject_rows(report.rejects):
        found = groups.setdefault(
            (table, column or "", reason, file),
            {"table": table, "column": column, "reason": reason, "file": file, "count": 0, "rows": []},
        )
        found["count"] += 1
        if len(found["rows"]) < _ROWS_SHOWN:
            found["rows"].append(row)
    return sorted(groups.values(), key=lambda group: -group["count"])


def report_document(report: Loaded, *, dry_run: bool) -> dict[str, Any]:
    """What a load did, or would do, table by table and file by file."""
    document: dict[str, Any] = {
        "tables": {
            table: {
                "read": read, "taken": report.taken.get(table, 0), "rejected": report.rejected_of(table),
                "changed": report.changed.get(table, 0),
            }
            for table, read in report.read.items()
        },
        "rejected": report.rejected, "digest": report.digest, "load": report.load or None, "warnings": report.warnings,
        "files": [
            {
                "file": file.file, "format": file.source, "form": file.form, "rows": file.rows,
                "rejected": file.rejected, "columns": file.columns,
            }
            for file in report.files
        ],
    }  # fmt: skip
    if dry_run:
        document |= {"dry_run": True, "digest": None, "rejects": reject_groups(report)}
        for counts in document["tables"].values():
            del counts["changed"]
    return document


def _write_rejects(rejects: Sequence[pa.Table]) -> None:
    fresh = _REJECTS.with_suffix(".csv.new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("table", "row", "column", "value", "reason", "file"))
        writer.writerows(reject_rows(rejects))
    fresh.replace(_REJECTS)


def reject_rows(rejects: Sequence[pa.Table]) -> Iterator[tuple[Any, ...]]:
    """Every rejected row: table, row, column, value, reason, file."""
    for part in rejects:
        yield from zip(*(column.to_pylist() for column in part.columns), strict=True)
