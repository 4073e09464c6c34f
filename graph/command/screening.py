"""``screen`` and ``changes``: everybody at once, on a day or between two."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.command.portfolio import read_portfolio, warned
from graph.command.printing import print_json
from graph.command.progress import progress

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.exposure import Question
    from graph.exposure.portfolio import Customer, Portfolio
    from graph.stores import WholeView
    from graph.stores.day_overlay import DayOverlay


def screen(arguments: argparse.Namespace) -> int:
    """The whole register, or a portfolio, one row a reach; on a changed graph with what differs from today."""
    from graph.command.asking import as_of
    from graph.exposure.screen import outcomes, screen
    from graph.stores import answer_from, open_store, read_key

    out = _out(arguments.out)
    apart = _out(arguments.difference, "--difference") if arguments.whatif and arguments.difference else None
    question = _question(arguments, as_of(arguments.as_of))
    customers, key = read_portfolio(arguments.portfolio), read_key()

    def answered(view: WholeView) -> tuple[pa.Table, pa.Table | None, Portfolio | None, bool]:
        asked = _asked(view, customers, question, key)
        parties = None if asked is None else asked.parties
        if not arguments.whatif:
            return screen(view, question, parties, told), None, asked, not view.register().has_listings
        supposed = _supposed(view, arguments, question)
        rows = screen(supposed, question, parties, told)
        before = screen(view, question, parties, told)
        return rows, _differing(before, rows), asked, not supposed.register().has_listings

    with progress() as told:
        rows, differing, asked, empty = answer_from(open_store(arguments.store, key), answered)
    write_rows(rows, out)
    counts = outcomes(rows)
    answer = {"rows": len(rows), "parties": counts, **_told_portfolio(asked), "incomplete": empty, "out": str(out)}
    if differing is not None:
        if apart is not None:
            write_rows(differing, apart)
        answer["difference"] = _told_rows(differing)
    if arguments.json:
        print_json(answer)
    else:
        told_counts = ", ".join(f"{number:,} {word}" for word, number in sorted(counts.items())) or "nobody is reached"
        print(f"{len(rows):,} rows in {out}: {told_counts}", file=sys.stderr)
        if differing is not None:
            _print_difference(differing)
    return warned(asked, empty=empty)


def _supposed(view: WholeView, arguments: argparse.Namespace, question: Question) -> DayOverlay:
    from graph.command.supposing import changes_of
    from graph.stores import read_key
    from graph.stores.day_overlay import DayOverlay

    return DayOverlay(view, changes_of(view, arguments, question.law, question.day, read_key()))


def _differing(before: pa.Table, after: pa.Table) -> pa.Table:
    """The rows in which the two differ, by key, each with its ``change``; a row that is released as it was before."""
    import pyarrow as pa

    from graph.changes import difference
    from graph.exposure.reached import SCREEN

    rows = [{**row, "change": str(change)} for change, row, _ in difference(before, after)]
    return pa.Table.from_pylist(rows, schema=SCREEN.append(pa.field("change", pa.string())))


def _told_rows(differing: pa.Table) -> dict[str, list[dict[str, Any]]]:
    """The rows that differ by their change, dates as text."""
    found: dict[str, list[dict[str, Any]]] = {"reached": [], "released": [], "changed": []}
    for row in differing.to_pylist():
        dates = {name: row[name] and row[name].isoformat() for name in ("since", "until")}
        found[row.pop("change")].append({**row, **dates})
    return found


_SHOWN = 20  # rows that differ; all of them stand in the file and in the JSON


def _print_difference(differing: pa.Table) -> None:
    from collections import Counter

    counts = Counter(differing["change"].to_pylist())
    told = ", ".join(f"{counts[word]:,} {word}" for word in ("reached", "released", "changed") if counts[word])
    print(f"against today: {told or 'no row differs'}")
    for row in differing.slice(0, _SHOWN).to_pylist():
        through = row["role"] or row["scope"]
        print(f"  {row['change']:8}  {row['party']}  {row['outcome']}  {row['policy']}  {through} of {row['debtor']}")
    if len(differing) > _SHOWN:
        print(f"  … and {len(differing) - _SHOWN:,} more (--difference FILE or --json tells all)")


def changes(arguments: argparse.Namespace) -> int:
    """Who became reached and who was released between two days, or by what came after a load; one row a change."""
    from collections import Counter

    from graph.changes import between_days, between_loads
    from graph.command.asking import as_of
    from graph.stores import answer_from, open_store, read_key

    out = _out(arguments.out)
    if arguments.since_load is None:
        if arguments.until is None or arguments.as_of is not None:
            raise ValueError("--since goes with --until DATE; the days are those two, and --as-of is none of them")
        question = _question(arguments, as_of(arguments.until, "--until"))
        since = as_of(arguments.since, "--since")
        if since > question.day:
            raise ValueError(f"--since {arguments.since} is after --until {arguments.until}; the earlier comes first")
    elif arguments.until is not None:
        raise ValueError("--until goes with --since DATE; --since-load asks about one day, --as-of")
    else:
        question = _question(arguments, as_of(arguments.as_of))
    customers, key = read_portfolio(arguments.portfolio), read_key()

    def answered(view: WholeView) -> tuple[pa.Table, Portfolio | None, bool]:
        asked = _asked(view, customers, question, key)
        parties = None if asked is None else asked.parties
        if arguments.since_load is None:
            rows = between_days(view, question, since, parties, told)
        else:
            rows = between_loads(view, question, arguments.since_load, parties, told)
        return rows, asked, not view.register().has_listings

    with progress() as told:
        rows, asked, empty = answer_from(open_store(arguments.store, key), answered)
    write_rows(rows, out)
    counts = {name: dict(sorted(Counter(rows[name].to_pylist()).items())) for name in ("change", "event")}
    if arguments.json:
        print_json({"rows": len(rows), **counts, **_told_portfolio(asked), "incomplete": empty, "out": str(out)})
    else:
        told_counts = ", ".join(f"{number:,} {word}" for word, number in counts["change"].items()) or "nothing changed"
        print(f"{len(rows):,} rows in {out}: {told_counts}", file=sys.stderr)
    return warned(asked, empty=empty)


def loads(arguments: argparse.Namespace) -> int:
    """The loads that the register remembers, oldest first; ``--purge`` forgets what they replaced."""
    from graph.stores import answer_from, open_store

    store = open_store(arguments.store)
    if arguments.purge is not None:
        store.purge(arguments.purge)
    found = answer_from(store, lambda view: view.register().loads)
    if arguments.json:
        print_json({"loads": [dict(load) for load in found]})
        return 0
    for load in found:
        taken = load["taken"]
        rows = ", ".join(f"{count:,} {name}" for name, count in (taken.items() if isinstance(taken, dict) else ()))
        print(f"{load['id']}  {load.get('at', '')}  {rows}{'  (purged)' if load.get('purged') else ''}")
    return 0


def _question(arguments: argparse.Namespace, day: int) -> Question:
    from graph.command.asking import named_policies
    from graph.exposure import Question
    from graph.policy import read_law

    law = read_law()
    return Question(law, day, named_policies(arguments.policy, law), hops=0)


def _out(name: str, option: str = "--out") -> Path:
    out = Path(name)
    if out.suffix not in (".csv", ".parquet"):
        raise ValueError(f"{option}: '{out}' is neither .csv nor .parquet")
    if not out.absolute().parent.is_dir():
        raise ValueError(f"{option}: there is no folder '{out.absolute().parent}'")
    return out


def _asked(view: WholeView, customers: Sequence[Customer] | None, question: Question, key: bytes) -> Portfolio | None:
    """Which parties the portfolio means; None: everybody is asked about."""
    from graph.exposure.portfolio import portfolio

    return None if customers is None else portfolio(view, customers, question.day, key)


def _told_portfolio(asked: Portfolio | None) -> dict[str, list[str]]:
    return {name: list(getattr(asked, name)) if asked else [] for name in ("unknown", "by_name")}


def write_rows(rows: pa.Table, out: Path) -> None:
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
