"""``python -m benchmarks.country``: a package of any size made, loaded, asked and screened, beside a plain statement.

That one, in DuckDB, sorts the parties by id and resolves both identifiers of every role of the same Parquet: what any
load must do at least. Each step is a process of its own, of which the operating system tells memory and processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import machine, peak_of
from benchmarks.package import DAY, KEY

_PLAIN = """
CREATE TEMP TABLE numbered AS SELECT row_number() OVER () - 1 AS number, * FROM
    (SELECT * FROM read_parquet('{parties}') ORDER BY id);
CREATE TEMP TABLE resolved AS SELECT h.number AS holder, o.number AS organization, role, share, since, until, source
    FROM read_parquet('{roles}') r JOIN numbered h ON r.holder = h.id JOIN numbered o ON r.organization = o.id;
"""


def make(companies: int, seed: int, package: Path) -> dict[str, Any]:
    """The package, and how many rows it has."""
    from graph.simulate import simulate

    made = simulate(companies, package, seed, format="parquet")
    return {"parties": made.companies + made.people, "roles": made.roles, "listings": made.listings}


def plain(package: Path, scratch: Path, memory: str) -> dict[str, Any]:
    """The statement."""
    import duckdb

    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(scratch), "threads": 2}) as database:
        database.execute(_PLAIN.format(parties=package / "parties.parquet", roles=package / "roles.parquet"))
    return {}


def load(package: Path, store: Path) -> dict[str, Any]:
    """The load, as the command does it; ``ready``: when it answers, ``names``: the index that is built after that."""
    from benchmarks.peers.guanlian_ import load as into_snapshot

    begun = time.perf_counter()
    _, after = into_snapshot(package, store)
    whole = time.perf_counter() - begun
    return {"ready": whole - sum(after.values()), "names": sum(after.values())}


def check(package: Path, store: Path) -> dict[str, Any]:
    """One question from cold, and the median of a hundred, of organizations across the register."""
    import pyarrow.parquet as pq

    from graph.exposure import Question
    from graph.exposure import check as answer
    from graph.policy import read_law
    from graph.stores import open_store

    file = pq.ParquetFile(str(package / "parties.parquet"))
    ids = file.read_row_group(file.num_row_groups // 3, columns=["id"])["id"].to_pylist()[:101]
    question, took = Question(read_law(), DAY), []
    opened = open_store(str(store), KEY)
    for id_ in ids:
        begun = time.perf_counter()
        with opened.view() as view:
            answer(view, view.parties([id_])[id_], question)
        took.append((time.perf_counter() - begun) * 1000)
    return {"first check, ms": took[0], "median check, ms": statistics.median(took[1:])}


def screen(store: Path) -> dict[str, Any]:
    """Everybody at once, under the whole law: the rows that ``guanlian screen`` writes."""
    from graph.exposure import Question
    from graph.exposure.screen import screen as everybody
    from graph.policy import read_law
    from graph.stores import open_store

    question = Question(read_law(), DAY, hops=0)
    with open_store(str(store), KEY).view() as view:
        begun = time.perf_counter()
        rows = everybody(view, question)
        return {"rows": len(rows), "parties reached": len(rows["party"].unique()),
                "screen alone, s": time.perf_counter() - begun}  # fmt: skip


def measured(step: str, arguments: argparse.Namespace, watched: Path | None = None) -> dict[str, Any]:
    """A step in a process of its own: its seconds, its memory, and the most that stood in the ``watched`` folder."""
    again = [sys.executable, "-m", "benchmarks.country", "--step", step, "--companies", str(arguments.companies)]
    again += ["--seed", str(arguments.seed), "--folder", str(arguments.folder), "--memory", arguments.memory]
    begun = time.perf_counter()
    process = subprocess.Popen(again, stdout=subprocess.PIPE, text=True)
    most, ended = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while watched is not None and not ended.wait(0.5):
            most = max(most, size_of(watched))

    watching = threading.Thread(target=watch)
    watching.start()
    out, _ = process.communicate()
    ended.set()
    watching.join()
    if process.returncode:
        raise SystemExit(f"benchmarks.country: the step '{step}' failed")
    told: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return {"seconds": time.perf_counter() - begun, **told, "peak disk": max(most, size_of(watched) if watched else 0)}


def size_of(folder: Path) -> int:
    """The bytes on the disk below ``folder``."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_blocks * 512
        except OSError:
            continue  # a file put aside that is gone already
    return total


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.country", description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--folder", type=Path, help="where package and store are kept; a folder that is removed if not given"
    )
    parser.add_argument("--memory", default="4GB", help="how much memory the plain statement may take")
    parser.add_argument("--step", choices=("make", "plain", "load", "check", "screen"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        _step(arguments)
        return
    kept = arguments.folder
    arguments.folder = (kept or Path(tempfile.mkdtemp(prefix="country-"))).resolve()
    try:
        _measure(arguments)
    finally:
        if kept is None:
            shutil.rmtree(arguments.folder, ignore_errors=True)


def _step(arguments: argparse.Namespace) -> None:
    package, store = arguments.folder / "package", arguments.folder / "store"
    if arguments.step == "make":
        told = make(arguments.companies, arguments.seed, package)
    elif arguments.step == "plain":
        told = plain(package, arguments.folder / "plain", arguments.memory)
    elif arguments.step == "load":
        told = load(package, store)
    elif arguments.step == "check":
        told = check(package, store)
    else:
        told = screen(store)
    processor = sum(os.times()[:2])
    print(json.dumps({**told, "memory": peak_of(), "processor": processor}))


def _measure(arguments: argparse.Namespace) -> None:
    folder: Path = arguments.folder
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    print(f"{arguments.companies:,} companies; {about}")
    print("| | seconds | processor time | peak memory | peak disk |\n|---|---|---|---|---|")
    times: dict[str, float] = {}
    for step, watched in (
        ("make", folder / "package"),
        ("plain", folder / "plain"),
        ("load", folder / "store"),
        ("check", None),
        ("screen", None),
    ):
        if step == "make" and (folder / "package" / "orders.parquet").exists():
            continue
        if step == "load":
            shutil.rmtree(folder / "store", ignore_errors=True)
        told = measured(step, arguments, watched)
        seconds = times[step] = told.pop("seconds")
        cells = (
            f"{told.pop('processor'):,.1f} s",
            f"{told.pop('memory') / 1e9:,.2f} GB",
            f"{told.pop('peak disk') / 1e9:,.2f} GB",
        )
        print(f"| {step} | {seconds:,.1f} | {' | '.join(cells)} |", flush=True)
        if step == "load":
            times["ready"] = told["ready"]
        if told:
            print(
                "  "
                + ", ".join(
                    f"{name} {value:,.2f}" if isinstance(value, float) else f"{value:,} {name}"
                    for name, value in told.items()
                )
            )
    ratio, kept = times["ready"] / times["plain"], size_of(folder / "store") / 1e9
    print(f"ready to answer in {ratio:.1f} times the plain statement; the store takes {kept:,.2f} GB")


if __name__ == "__main__":
    main()
