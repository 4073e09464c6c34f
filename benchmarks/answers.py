"""``python -m benchmarks.answers``: explained answers in one process, and many processes over one copy of the data.

First ``check``, ``credit`` and ``appoint``, written out as JSON, for random parties, parties with a tie to a debtor,
and hubs. Then several processes ask at once while a list is loaded again and again beside them: how much memory each
has of its own, and whether any of them waits for the new snapshot.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import machine
from benchmarks.package import KEY, Package, package
from benchmarks.peers.guanlian_ import load

_READERS = 8
_SECONDS = 20.0


@contextmanager
def _asking(folder: Path, day: int) -> Iterator[tuple[Any, dict[str, Callable[[Any, str], str]]]]:
    from graph.exposure import Question, appoint, check, credit
    from graph.policy import read_law
    from graph.stores import open_store
    from graph.stores.snapshot.walk import compile_walks

    compile_walks()  # as a process does by itself that has walked for a second; no answer waits for it
    question = Question(read_law(), day)
    questions: dict[str, Callable[[Any, Any], Any]] = {
        "check": lambda view, party: check(view, party, question),
        "credit": lambda view, party: credit(view, party, question),
        "appoint": lambda view, party: appoint(view, party, "director", None, ["bank"], question),
    }

    def explained(ask: Callable[[Any, Any], Any]) -> Callable[[Any, str], str]:
        return lambda view, id_: json.dumps(ask(view, view.parties([id_])[id_]).as_json(), ensure_ascii=False)

    yield open_store(str(folder), KEY), {name: explained(ask) for name, ask in questions.items()}


def single(made: Package, folder: Path, rounds: int) -> list[str]:
    """A line of the report for each question and group: median and 99th percentile."""
    lines = ["| explained answer | parties | median | p99 |", "|---|---|---|---|"]
    groups = {"random": made.random, "reached": made.reached, "hubs": made.hubs}
    with _asking(folder, made.day) as (store, questions), store.view() as view:
        for name, ask in questions.items():
            for group, parties in groups.items():
                taken: list[list[float]] = [[] for _ in parties]
                for turn in range(rounds + 1):
                    for place, party in enumerate(parties):
                        begun = time.perf_counter()
                        ask(view, party)
                        if turn:  # the first round warms up
                            taken[place].append(time.perf_counter() - begun)
                each = sorted(map(statistics.median, taken))
                p99 = each[min(len(each) - 1, int(len(each) * 0.99))]
                median = statistics.median(each)
                lines.append(f"| `{name}`, {group} | {len(parties)} | {median * 1e3:.3f} ms | {p99 * 1e3:.3f} ms |")
    return lines


def _read(folder: Path, day: int, parties: Sequence[str], results: Any) -> None:
    import psutil

    worst, asked, generations = 0.0, 0, set()
    with _asking(folder, day) as (store, questions):
        end = time.perf_counter() + _SECONDS
        while time.perf_counter() < end:
            begun = time.perf_counter()
            with store.view() as view:
                generations.add(view.manifest.generation)
                questions["check"](view, parties[asked % len(parties)])
            if asked:  # the first answer opens the store
                worst = max(worst, time.perf_counter() - begun)
            asked += 1
    # Pages of files are shared even where the other readers have gone before: "unique" pages would count them.
    memory = psutil.Process().memory_info()
    results.put((memory.rss - memory.shared, memory.rss, asked, worst, len(generations)))


def together(made: Package, folder: Path) -> list[str]:
    """What several readers at once have of their own and how long the slowest answer took, a writer beside them."""
    from graph.stores import open_store

    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    parties = [*made.random, *made.reached]
    readers = [
        context.Process(target=_read, args=(folder, made.day, parties[turn:] + parties[:turn], results))
        for turn in range(_READERS)
    ]
    for reader in readers:
        reader.start()
    swaps, begun = 0, time.perf_counter()
    store = open_store(str(folder), KEY)
    while time.perf_counter() - begun < _SECONDS * 0.8:
        _one_more_listing(store, made, swaps)
        swaps += 1
        time.sleep(1)
    found = [results.get() for _ in readers]
    for reader in readers:
        reader.join()
    own, resident, asked, worst, seen = zip(*found, strict=True)
    return [
        f"{_READERS} processes at once, {swaps} lists loaded meanwhile: {sum(asked):,} answers; the most memory of "
        f"one's own {max(own) / 1e6:.0f} MB, resident with the shared data {max(resident) / 1e6:.0f} MB; each saw "
        f"{min(seen)} to {max(seen)} snapshots; the slowest answer took {max(worst) * 1e3:.0f} ms."
    ]


def _one_more_listing(store: Any, made: Package, number: int) -> None:
    import pyarrow as pa

    from graph.model.sheets import Context, Sheet
    from graph.model.tables import typed
    from graph.policy import read_law

    law = read_law()
    row = {
        "id": f"benchmark-{number}", "name": "基准测试", "case_number": f"（2026）测执{number}号",
        "listed_on": "2026-01-01", "party": made.random[number % len(made.random)],
    }  # fmt: skip
    sheet = Sheet("listings", pa.table({name: [value] for name, value in row.items()}), "benchmark")
    store.load({"listings": typed(sheet, Context(law.vocabulary, KEY, law.measure_names.__contains__)).rows})


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--parties", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path("/tmp") / "guanlian-benchmark")
    parser.add_argument("--out", type=Path, help="write the report there too")
    arguments = parser.parse_args()
    described = machine()
    made = package(arguments.companies, arguments.seed, arguments.parties, arguments.data)
    folder = arguments.data / f"answers-{arguments.companies}-{arguments.seed}"
    if not (folder / "manifest.json").exists():
        load(made.folder, folder)
    text = "\n".join(
        [
            f"# Explained answers, {arguments.companies:,} companies",
            "",
            "; ".join(f"{name} {value}" for name, value in described.items()),
            "",
            *single(made, folder, arguments.repeat),
            "",
            *together(made, folder),
        ]
    )
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
