"""``screen`` and ``simulate``: whole registers out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.command.printing import print_json
from graph.command.progress import progress

if TYPE_CHECKING:
    import pyarrow as pa


def screen(arguments: argparse.Namespace) -> int:
    """The whole register, or a portfolio, one row a reach."""
    from graph.command.asking import as_of, named_policies
    from graph.exposure import Question
    from graph.exposure.screen import outcomes, screen
    from graph.policy import read_law
    from graph.stores import answer_from, open_store

    out = Path(arguments.out)
    if out.suffix not in (".csv", ".parquet"):
        raise ValueError(f"--out: '{out}' is neither .csv nor .parquet")
    if not out.absolute().parent.is_dir():
        raise ValueError(f"--out: there is no folder '{out.absolute().parent}'")
    law = read_law()
    question = Question(law, as_of(arguments.as_of), named_policies(arguments.policy, law), hops=0)
    portfolio = None if arguments.portfolio is None else _portfolio(Path(arguments.portfolio))
    with progress() as told:
        rows, unknown, empty = answer_from(
            open_store(arguments.store),
            lambda view: (
                screen(view, question, portfolio, told),
                sorted(set(portfolio) - view.parties(portfolio).keys()) if portfolio else [],
                not view.register().has_listings,
            ),
        )
    _write(rows, out)
    counts = outcomes(rows)
    if arguments.json:
        print_json({"rows": len(rows), "parties": counts, "unknown": unknown, "incomplete": empty, "out": str(out)})
    else:
        told_counts = ", ".join(f"{number:,} {word}" for word, number in sorted(counts.items())) or "nobody is reached"
        print(f"{len(rows):,} rows in {out}: {told_counts}", file=sys.stderr)
    if empty:
        print("guanlian: no list is loaded; that nobody is reached says nothing", file=sys.stderr)
    if unknown:
        print(
            f"guanlian: the register does not hold {len(unknown)} parties of the portfolio, '{unknown[0]}' among them",
            file=sys.stderr,
        )
        return 3
    return 0


def simulate(arguments: argparse.Namespace) -> int:
    """A fictional register."""
    from dataclasses import asdict

    from graph.simulate import simulate

    with progress() as told:
        statistics = simulate(
            arguments.companies, Path(arguments.out), seed=arguments.seed, progress=told, format=arguments.format
        )
    if arguments.json:
        print_json(asdict(statistics))
    else:
        print(
            f"{statistics.companies:,} organizations, {statistics.people:,} people, {statistics.roles:,} roles, "
            f"{statistics.listings:,} listings in {arguments.out}; all of it is fictional"
        )
    return 0


def _portfolio(path: Path) -> list[str]:
    import pyarrow as pa

    from graph.model.tables import FormatError
    from loaders.spreadsheet import read_csv, read_parquet, read_xlsx

    readers = {".csv": read_csv, ".parquet": read_parquet, ".xlsx": read_xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FormatError(f"{path}: a portfolio is a .csv, .parquet or .xlsx file with a column 'party'")
    sheet, _ = reader(pa.py_buffer(path.read_bytes()), "portfolio", path.name)
    if "party" not in sheet.rows.column_names:
        raise FormatError(f"{path} has no column 'party'; it has {', '.join(sheet.rows.column_names)}")
    return sorted({party.strip() for party in sheet.rows["party"].to_pylist() if party and party.strip()})


def _write(rows: pa.Table, out: Path) -> None:
    """Written beside and renamed, so that nobody reads half a file."""
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.parquet

    fresh = out.with_name(f"{out.name}.new")
    if out.suffix == ".parquet":
        pyarrow.parquet.write_table(rows, fresh)
    else:
        at = rows.column_names.index("measures")
        flat = rows.set_column(at, "measures", pc.binary_join(rows["measures"], ";"))
        pyarrow.csv.write_csv(flat, fresh, pyarrow.csv.WriteOptions(quoting_style="needed"))
    fresh.replace(out)
