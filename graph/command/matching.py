"""``match``: the rows of somebody's list, each with the party that it means."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.command.printing import print_json
from graph.command.progress import progress
from graph.command.sheets import EMPLOYER, NAME, NUMBER, cells_of, check_out, columns_of, read_sheet, write_sheet

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.exposure.matching import Match, Sought
    from graph.model.tables import Sheet

# Each column that is read, under the headings by which it is known.
HEADINGS = {
    "name": NAME,
    "identifier": NUMBER,
    "organization": ("organization", *EMPLOYER),
    "legal_representative": ("legal_representative", "法定代表人", "法定代表人姓名", "法定代表人或者负责人姓名"),
    "region": ("region", "行政区划", "行政区划代码"),
    "as_of": ("as_of", "日期"),
}
ADDED = ("party", "grade", "reason", "candidates")


def match(arguments: argparse.Namespace) -> int:
    """Match the rows of a file to parties, each with its grade and the reason."""
    from graph.command.asking import as_of
    from graph.exposure import match as matched
    from graph.stores import answer_from, open_store, read_key

    path, out, key = Path(arguments.file), Path(arguments.out), read_key()
    check_out(out)
    sheet, rejects = read_sheet(path)
    sought = _sought(sheet, as_of(arguments.as_of))
    with progress() as told:
        matches = answer_from(open_store(arguments.store, key), lambda view: list(matched(view, sought, key, told)))
    write_sheet(_table(sheet.rows, matches), out)
    counts = Counter(str(found.grade or "none") for found in matches)
    grades = dict(sorted(counts.items()))
    if arguments.json:
        print_json({"rows": len(matches), "grades": grades, "rejected": len(rejects), "out": str(out)})
    else:
        told_grades = ", ".join(f"{number:,} {grade}" for grade, number in grades.items()) or "no rows"
        print(f"{len(matches):,} rows in {out}: {told_grades}", file=sys.stderr)
    for reject in rejects.to_pylist():
        print(f"guanlian: {path}, row {reject['row']}: {reject['reason']}; it was left out", file=sys.stderr)
    return 5 if len(rejects) else 0


def _sought(sheet: Sheet, day: int) -> list[Sought]:
    """What is asked about each row. Raises ``FormatError`` where the file has neither names nor numbers."""
    from graph.command.asking import as_of
    from graph.exposure.matching import Sought
    from graph.identity import Facts
    from graph.model.tables import FormatError

    columns: dict[str, list[str]] = {}
    for what, headings in HEADINGS.items():
        there = columns_of(sheet.rows, headings)
        if not there and what == "name":
            raise FormatError(
                f"{sheet.file} has no column 'name' (or {', '.join(headings[1:3])}); "
                f"it has {', '.join(sheet.rows.column_names)}"
            )
        columns[what] = cells_of(sheet.rows, there)
    for added in ADDED:
        if added in sheet.rows.column_names:
            raise FormatError(f"{sheet.file} has a column '{added}', which match writes; give it another name")
    days = {text: as_of(text, "the column 'as_of'") if text else day for text in set(columns["as_of"])}
    return [
        Sought(name, number or None, days[on], Facts(organization or None, representative or None, region or None))
        for name, number, organization, representative, region, on in zip(*columns.values(), strict=True)
    ]


def _table(rows: pa.Table, matches: Sequence[Match]) -> pa.Table:
    """The rows as they came, ID numbers masked, with what was found beside them."""
    import pyarrow as pa

    numbers = columns_of(rows, NUMBER)
    kept = {
        name: pa.array([_shown(cell, number=name in numbers) for cell in rows[name].to_pylist()], pa.string())
        for name in rows.column_names
    }
    added = zip(
        *(
            (found.party, found.grade and str(found.grade), found.reason, ";".join(found.candidates))
            for found in matches
        ),
        strict=True,
    )
    found = dict(zip(ADDED, added, strict=True)) if matches else dict.fromkeys(ADDED, ())
    return pa.table({**kept, **{name: pa.array(list(values), pa.string()) for name, values in found.items()}})


def _shown(cell: str | None, *, number: bool) -> str | None:
    """A cell as it may be written to a file."""
    from graph.model import IdentifierKind, identifier_kind, mask, normalized
    from graph.model.sheets import hidden

    if cell and number and identifier_kind(normalized(cell)) is IdentifierKind.ID_NUMBER:
        return mask(normalized(cell))
    return hidden(cell)
