"""``python -m benchmarks``: the same package into every engine, the same rows out, then the times."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.compare import Different, same
from benchmarks.measure import machine
from benchmarks.package import Package, package
from benchmarks.report import PART, report
from benchmarks.worker import PEERS, Worker, peer_class

PHASES = ("load", "check", "credit", "screen", "portfolio", "changes", "hops")
AT_ONCE = ("screen", "portfolio", "changes")  # asked once, not of one party after the other
_BEGIN, _END = "<!-- what was measured -->\n", "\n<!-- end of what was measured -->"
_SMALL = 200_000  # companies, up to which loads are repeated
_HUBS_WALKED = 4  # one hub in so many: each walk of one reaches a good part of the register


@dataclass
class Results:
    """What was measured on one package, by engine."""

    made: Package
    left_out: dict[str, str] = field(default_factory=dict)  # why
    versions: dict[str, str] = field(default_factory=dict)
    loads: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    chosen: dict[str, dict[str, str]] = field(default_factory=dict)
    # (engine, task, group of parties) -> seconds a round, a party
    seconds: dict[tuple[str, str, str], list[list[float]]] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)  # (task, group) -> rows that all gave
    peaks: dict[tuple[str, str], int] = field(default_factory=dict)  # (engine, task)

    def per_party(self, engine: str, task: str, group: str) -> list[float]:
        """The median of the rounds, for each party."""
        return [statistics.median(times) for times in zip(*self.seconds[engine, task, group], strict=True)]


def main() -> int:
    arguments = _arguments()
    began = time.perf_counter()
    described = machine()
    root = arguments.data or Path("/tmp") / "guanlian-benchmark"
    measured: dict[int, Results] = {}
    try:
        for companies in arguments.companies:
            results = Results(package(companies, arguments.seed, arguments.parties, root))
            _tell(f"package of {companies:,} companies: {results.made.rows}")
            _run(results, root / f"stores-{companies}-{arguments.seed}", companies, arguments)
            measured[companies] = results
    except Different as difference:
        print(f"benchmarks: no time is told, for the answers are not the same: {difference}", file=sys.stderr)
        return 1
    text = report(arguments, described, measured, time.perf_counter() - began)
    print(text)
    if arguments.out:
        _write(arguments.out, text)
    return 0


def _write(path: Path, text: str) -> None:
    """The report in a file of its own, or in the place that a page keeps for it."""
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    text = f"{before}{begin}\n{text}\n{end}{after}" if end else f"{text}\n"
    path.write_text(text, encoding="utf-8")


def _run(results: Results, root: Path, companies: int, arguments: argparse.Namespace) -> None:
    made, kinds = results.made, {key: peer_class(key) for key in arguments.peers}
    results.left_out = {kinds[key].name: kinds[key].why for key in kinds if companies > kinds[key].at_most}
    engines = [key for key in kinds if companies <= kinds[key].at_most]
    if "load" in arguments.only or not all((root / key).exists() for key in engines if key != "floor"):
        try:
            _loads(made, root, engines, arguments.loads if companies <= _SMALL else 1, results)
        except BaseException:
            _stop_servers(root)
            raise
    asked = [key for key in engines if key != "neo4j-driver"]
    workers: dict[str, Worker] = {}
    try:
        for key in asked:
            workers[key] = Worker(key, made, root)
            _tell(f"{key}: opening and warming up")
            results.chosen[key] = workers[key].tell("open")
        for task in PHASES[1:]:
            if task in arguments.only:
                _task(made, workers, task, arguments.repeat, results)
    finally:
        for worker in workers.values():
            worker.end()
        _stop_servers(root)


def _stop_servers(root: Path) -> None:
    """Whatever happened, no server of ours outlives the benchmark."""
    from graph import server

    for key in ("neo4j", "neo4j-driver"):
        server.stop(root / key)


def _loads(made: Package, root: Path, engines: list[str], rounds: int, results: Results) -> None:
    for turn in range(rounds):
        for key in _turned(engines, turn):
            worker = Worker(key, made, root)
            try:
                if "load" not in worker.kind.tasks or turn >= worker.kind.loads:
                    continue
                found = worker.tell("load")
            finally:
                worker.end()
            results.loads.setdefault(key, []).append(found)
            results.versions[key] = found["version"]
            _tell(f"{key}: load {turn + 1} of {rounds} done")


def _task(made: Package, workers: dict[str, Worker], task: str, rounds: int, results: Results) -> None:
    groups: dict[str, Sequence[str]] = {
        "check": {"random": made.random, "reached": made.reached, "hubs": made.hubs},
        "hops": {
            "random": made.random,
            "reached": made.reached,
            "hubs": made.hubs[: max(1, len(made.hubs) // _HUBS_WALKED)],
        },
        "credit": {"random": made.applicants, "reached": made.reached_applicants},
        **{whole: {"whole": ("",)} for whole in AT_ONCE},
    }[task]
    more = [alone for alone, part in PART.items() if part == task]
    for group, some in groups.items():
        parties = list(some)
        answers: dict[str, Any] = {}
        for key, worker in workers.items():
            if task in worker.kind.tasks:
                answers[key] = worker.tell("ask", task=task, parties=parties, answers=True)["answers"]
        results.rows[task, group] = same(task, parties, answers)
        _tell(f"{task} of {group}: {len(answers)} engines agree on {results.rows[task, group]:,} rows")
        turns = rounds * 3 if task in AT_ONCE else rounds
        for turn in range(turns):
            for key in _turned(list(workers), turn):
                for asked in (task, *more):
                    if asked in workers[key].kind.tasks:
                        found = workers[key].tell("ask", task=asked, parties=parties, answers=False)
                        results.seconds.setdefault((key, asked, group), []).append(found["seconds"])
                        peak = results.peaks.get((key, asked), 0)
                        results.peaks[key, asked] = max(peak, found["peak"])


def _turned(engines: list[str], turn: int) -> list[str]:
    """Each round begins with another engine, so that none is always the first on a cold cache."""
    place = turn % len(engines)
    return engines[place:] + engines[:place]


def _tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--companies", type=_sizes, default=[100_000], help="one size, or several for how times grow")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--parties", type=int, default=200, help="how many random, reached, hub parties")
    parser.add_argument("--repeat", type=int, default=3, help="rounds of questions; of screens thrice")
    parser.add_argument(
        "--loads", type=int, default=3, help=f"rounds of loads (beyond {_SMALL:,} companies always one)"
    )
    parser.add_argument("--only", type=_words(PHASES), default=list(PHASES), help=f"of {','.join(PHASES)}")
    parser.add_argument("--peers", type=_words(PEERS), default=list(PEERS), help=f"of {','.join(PEERS)}")
    parser.add_argument("--data", type=Path, help="where the package and the stores are kept")
    parser.add_argument("--out", type=Path, help="write the report there too, between its marks if it has them")
    arguments = parser.parse_args()
    if "guanlian" not in arguments.peers:
        arguments.peers.insert(0, "guanlian")
    arguments.command = " ".join(sys.argv[1:])
    return arguments


def _sizes(text: str) -> list[int]:
    return sorted(int(size) for size in text.split(","))


def _words(known: Any) -> Any:
    def split(text: str) -> list[str]:
        found = text.split(",")
        for word in found:
            if word not in known:
                raise argparse.ArgumentTypeError(f"'{word}' is not one of {', '.join(known)}")
        return found

    return split


if __name__ == "__main__":
    raise SystemExit(main())
