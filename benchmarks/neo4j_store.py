"""``python -m benchmarks.neo4j_store``: what each command's part in Neo4j costs beside plain Cypher for the same rows.

A command asks the store's view for facts; each of these calls is timed, the opening and closing of the view with
them, and what is left is the evaluator's. Then the same facts are asked for by hand: one query for each kind of
fact, with the arguments of all its calls at once, which no program knows before it has begun. The rows are compared
before any time is told.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.by_hand import BY_HAND, Call, Rows, told
from benchmarks.measure import machine
from benchmarks.package import DAY, KEY

SINCE = DAY - 7
_ROUNDS = 3


class Timed:
    """A view whose calls are timed and kept."""

    def __init__(self, view: Any) -> None:
        self._view = view
        self.seconds = 0.0
        self.calls: dict[str, list[Call]] = {}

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._view, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            found = method(*arguments, **named)
            self.seconds += time.perf_counter() - begun
            if name in BY_HAND:
                self.calls.setdefault(name, []).append((arguments, named, found))
            return found

        return timed


@dataclass
class Measured:
    """One command, by party: seconds in the store, by hand, and of the evaluator."""

    store: list[float] = field(default_factory=list)
    hand: list[float] = field(default_factory=list)
    evaluator: list[float] = field(default_factory=list)
    rows: int = 0
    calls: int = 0


def main() -> int:
    arguments = _arguments()
    from graph import server

    described = machine()
    package = _package(arguments)
    home = arguments.home or arguments.data / f"neo4j-store-{arguments.companies}"
    address = server.start(home, heap=arguments.heap, page_cache=arguments.page_cache)
    try:
        store, loaded = _loaded(home, address, package)
        results = {name: _measured(store, *command) for name, command in _commands(store, arguments.parties).items()}
        size = server.status(home).data_bytes
    finally:
        server.stop(home)
    for line in _report(arguments, described, loaded, size, results):
        print(line)
    return 0


def _package(arguments: argparse.Namespace) -> Path:
    if arguments.package:
        given: Path = arguments.package
        return given
    from graph.simulate import simulate

    folder: Path = arguments.data / f"neo4j-package-{arguments.companies}"
    if not folder.exists():
        simulate(arguments.companies, folder, 7, format="parquet")
    return folder


def _loaded(home: Path, address: Any, package: Path) -> tuple[Any, str]:
    """The store with the package in it, loaded by the import tool where it is not there yet."""
    from graph.model.tables import Context
    from graph.policy import read_law
    from graph.stores import StoreError
    from graph.stores.neo4j import Neo4jStore, Way
    from loaders import load_sources

    store = Neo4jStore(address.uri, address.username, address.password, KEY, way=Way(home, bulk=True))
    try:
        with store.view() as view:
            return store, f"loaded before; {dict(view.register().rows)}"
    except StoreError:
        pass
    law = read_law()
    begun = time.perf_counter()
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    report = load_sources([package], store, context, replace=True)
    return store, f"loaded by the import tool in {time.perf_counter() - begun:.0f} s; {report.taken}"


_PICKED = {
    "random": "MATCH (p:Party) WHERE rand() < $share RETURN p.id LIMIT $count",
    "reached": """
MATCH (l:Listing)-[:NAMES]->(:Debtor)-[r:HOLDS]-(p:Party)
WHERE l.listed_on <= $day AND l.released_on > $day AND r.since <= $day AND r.until > $day AND rand() < $share
RETURN DISTINCT p.id LIMIT $count
""",
}


def _picked(store: Any, count: int) -> dict[str, list[str]]:
    from graph.stores.neo4j.connection import asking

    with store._server.session() as session:
        ask = asking(session)
        [[parties]] = ask("MATCH (p:Party) RETURN count(p)")
        shares = {"random": 2 * count / parties, "reached": 0.05}
        return {
            name: [id_ for (id_,) in ask(query, count=count, share=shares[name], day=DAY)]
            for name, query in _PICKED.items()
        }


def _commands(store: Any, count: int) -> dict[str, tuple[Callable[[Any, str], Any], Sequence[str], bool]]:
    """Each command: what it does with a view and a party, the parties asked about, and whether it is of everybody."""
    from graph import exposure
    from graph.changes import between_days
    from graph.connections import Search, paths
    from graph.control import REGIMES
    from graph.control.answer import control
    from graph.export import extract
    from graph.exposure import Question
    from graph.exposure.screen import screen
    from graph.policy import read_law

    law = read_law()
    question = Question(law, DAY, (), hops=2)
    picked = _picked(store, count)
    both = [*picked["random"], *picked["reached"]]
    people = [id_ for id_ in both if id_.startswith("p")]
    regime = next(iter(REGIMES.values()))
    other = picked["reached"][-1]
    portfolio = sorted(both)

    def of(view: Any, party: str) -> Any:
        return exposure.resolve(view, party, KEY)

    return {
        "check": (lambda view, party: exposure.check(view, of(view, party), question), both, False),
        "credit": (lambda view, party: exposure.credit(view, of(view, party), question), both, False),
        "appoint": (
            lambda view, party: exposure.appoint(view, of(view, party), "director", None, ["company"], question),
            people, False,
        ),
        "connections": (lambda view, party: exposure.connections(view, of(view, party), question), both, False),
        "paths": (
            lambda view, party: paths(view, of(view, party), of(view, other), Search(DAY, 3)),
            [id_ for id_ in both if id_ != other], False,
        ),
        "control": (lambda view, party: control(view, of(view, party), DAY, regime), both, False),
        "find": (lambda view, text: exposure.find(view, text, KEY, 10), _texts(store, both), False),
        "export": (lambda view, party: extract(view, [of(view, party).id], question, limit=200), both[::5], False),
        "screen --portfolio": (lambda view, _: screen(view, question, portfolio), [""], True),
        "screen": (lambda view, _: screen(view, question), [""], True),
        "changes": (lambda view, _: between_days(view, question, SINCE), [""], True),
    }  # fmt: skip


def _texts(store: Any, ids: Sequence[str]) -> list[str]:
    """Names, and parts of names."""
    with store.view() as view:
        names = [party.name for party in view.parties(ids).values()]
    return [name if at % 2 else name[1:4] for at, name in enumerate(names)]


def _measured(store: Any, command: Callable[[Any, str], Any], parties: Sequence[str], whole: bool) -> Measured:
    from graph.stores.neo4j.connection import asking

    found = Measured()
    for party in parties:
        timed, _, _ = _asked(store, command, party)  # what is compared, and the server's plans
        with store._server.session() as session:
            by_hand = _by_hand(asking(session), timed.calls)
            for name, rows in by_hand.items():
                there = told(name, timed.calls[name])
                if rows != there:
                    raise SystemExit(
                        f"no time is told: {name} of '{party}' differs: {len(rows - there)} rows by hand alone, "
                        f"{len(there - rows)} by the store alone"
                    )
                found.rows += len(rows)
            found.calls += sum(map(len, timed.calls.values()))
            rounds: list[tuple[float, float, float]] = []
            for _ in range(1 if whole else _ROUNDS):
                _, store_seconds, evaluator = _asked(store, command, party)
                begun = time.perf_counter()
                _by_hand(asking(session), timed.calls)
                rounds.append((store_seconds, time.perf_counter() - begun, evaluator))
        for name, seconds in zip(("store", "hand", "evaluator"), zip(*rounds, strict=True), strict=True):
            getattr(found, name).append(statistics.median(seconds))
    print(
        f"{time.strftime('%H:%M:%S')} {sum(found.store):.3f} s by the store, "
        f"{sum(found.hand):.3f} s by hand", file=sys.stderr, flush=True,
    )  # fmt: skip
    return found


def _asked(store: Any, command: Callable[[Any, str], Any], party: str) -> tuple[Timed, float, float]:
    begun = time.perf_counter()
    with store.view() as view:
        timed = Timed(view)
        asked = time.perf_counter()
        command(timed, party)
        answered = time.perf_counter()
    whole = time.perf_counter() - begun
    evaluator = answered - asked - timed.seconds
    return timed, whole - evaluator, evaluator


def _by_hand(ask: Any, calls: dict[str, list[Call]]) -> dict[str, Rows]:
    return {name: BY_HAND[name](ask, some) for name, some in calls.items()}


def _report(
    arguments: argparse.Namespace, described: dict[str, str], loaded: str, size: int, results: dict[str, Measured]
) -> list[str]:
    lines = [
        f"`python -m benchmarks.neo4j_store {arguments.command}`; "
        + "; ".join(f"{name} {value}" for name, value in described.items()),
        f"{loaded}; {size / 2**20:,.0f} MB on disk; load average at the end "
        + ", ".join(f"{value:.1f}" for value in os.getloadavg()),
        "",
        "| command | asked | rows | the store's part | by hand | ratio | the evaluator |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in results.items():
        ratio = sum(one.store) / sum(one.hand)
        lines.append(
            f"| `{name}` | {len(one.store)} | {one.rows:,} | {_median(one.store)} | {_median(one.hand)} | "
            f"{ratio:.2f} | {_median(one.evaluator)} |"
        )
    return lines


def _median(seconds: Sequence[float]) -> str:
    middle = statistics.median(seconds)
    return f"{middle:.2f} s" if middle >= 1 else f"{middle * 1e3:.1f} ms"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neo4j_store", description=__doc__)
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--parties", type=int, default=30, help="how many random and how many reached parties")
    parser.add_argument("--package", type=Path, help="a package in place of a simulated one")
    parser.add_argument(
        "--home", type=Path, help="the folder of the server; a register that it holds is taken as it is"
    )
    parser.add_argument("--heap", default="2g")
    parser.add_argument("--page-cache", default="2g")
    parser.add_argument("--data", type=Path, default=Path("/tmp/guanlian-benchmark"), help="where all of it is kept")
    arguments = parser.parse_args()
    arguments.command = " ".join(sys.argv[1:])
    return arguments


if __name__ == "__main__":
    raise SystemExit(main())
