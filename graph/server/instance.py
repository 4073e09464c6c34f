"""Start, stop and status of the one server that belongs to a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil
from filelock import FileLock, Timeout

from graph.model.progress import Progress
from graph.server import configuration, process, replacement
from graph.server.artifacts import VERSION, fetch, locked
from graph.server.credentials import (
    CREDENTIALS_FILE,
    ServerAddress,
    address_on,
    generate_password,
    is_same,
    read_credentials,
    write_credentials,
    write_initial_password,
    write_private,
)
from graph.server.errors import ServerError

Ending = Literal["stopped", "killed", "not running"]
"""How a server ended; `killed`: it did not close its store in time and will recover it at its next start."""

_PAUSE_SECONDS = 0.1
_KILL_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What there is; `address` and `pid` only while a process runs.

    `version` is the answering one, or else the one that a start would run; `data_bytes` is the size of the
    store with its transaction logs.
    """

    state: Literal["running", "starting", "stopped"]
    address: ServerAddress | None
    version: str
    pid: int | None
    data_bytes: int


def start(
    folder: Path,
    *,
    port: int | None = None,
    heap: str = configuration.HEAP,
    page_cache: str = configuration.PAGE_CACHE,
    timeout: float = 120.0,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> ServerAddress:
    """Where is this folder's Neo4j, started if need be, and does it answer?

    Returns once an authenticated query is answered on `127.0.0.1`. A server that already runs keeps its port
    and memory. `timeout` is in seconds, for the start without the download; `progress` is told `download` in
    bytes and `start` as 0 or 1 of 1; `cache` is where the Java archives are kept (see `cache_folder`).

    Raises `ServerError` when the archives cannot be had, the port is taken, the credentials are lost or
    refused, or the server ends or stays silent.
    """
    folder = folder.resolve()
    with _only_one(folder, timeout):
        return _started(folder, port, heap, page_cache, timeout, progress, cache)


def _started(
    folder: Path, port: int | None, heap: str, page_cache: str, timeout: float,
    progress: Progress | None, cache: Path | None = None,
) -> ServerAddress:  # fmt: skip
    running = process.find(folder)
    address = read_credentials(folder)
    if running is not None and address is not None:
        _wait(folder, running, address, timeout)
        return address
    if address is None and (running is not None or _has_store(folder)):
        raise ServerError(
            f"{folder / CREDENTIALS_FILE} is missing beside a store that has its password: "
            f"the file must be put back, or {folder / 'data'} removed to begin with an empty store."
        )
    options = configuration.java_options(heap)
    address = _prepare(folder, address, port, page_cache)
    archives = fetch(locked(), cache, progress)
    if progress:
        progress("start", 0, 1)
    replacement.finish(folder)
    started = process.spawn(folder, options, archives)
    try:
        _wait(folder, started, address, timeout)
    except BaseException:
        _end(started, _KILL_SECONDS)
        raise
    if progress:
        progress("start", 1, 1)
    return address


def serves(folder: Path, uri: str) -> bool:
    """Is it this folder's server that answers at `uri`, on this machine, now?"""
    folder = folder.resolve()
    address = read_credentials(folder)
    return address is not None and is_same(uri, address) and process.find(folder) is not None


def adopt(folder: Path, room: Path, *, timeout: float = 180.0, progress: Progress | None = None) -> ServerAddress:
    """Serve the database made in `room` (see `import_full`) in place of the folder's own: where does it answer?

    The server is stopped and started again, on its port and with its memory. Where that is cut short, the next start
    goes on with it. Raises `ServerError` as `start` and `stop` do.
    """
    folder = folder.resolve()
    with _only_one(folder, timeout):
        running = process.find(folder)
        heap = process.heap(running) if running else configuration.HEAP
        page_cache = configuration.page_cache_in(folder / "conf" / "neo4j.conf")
        replacement.begin(folder, room)
        if running is not None:
            _end(running, timeout)
        return _started(folder, None, heap, page_cache, timeout, progress)


def stop(folder: Path, *, timeout: float = 180.0) -> Ending:
    """How did this folder's Neo4j end?

    It is asked to end and given `timeout` seconds to write its store; only then is it killed.
    Raises `ServerError` when the process belongs to somebody else.
    """
    folder = folder.resolve()
    if not folder.exists():
        return "not running"
    with _only_one(folder, timeout):
        running = process.find(folder)
        ending: Ending = "not running" if running is None else _end(running, timeout)
        (folder / process.PID_FILE).unlink(missing_ok=True)
        return ending


def status(folder: Path) -> ServerStatus:
    """Is this folder's Neo4j running, and how is it reached? Changes nothing and waits for nobody.

    Raises `ServerError` when a running server refuses the password on file.
    """
    folder = folder.resolve()
    running = process.find(folder)
    size = _size(folder / "data")
    if running is None:
        return ServerStatus("stopped", None, VERSION, None, size)
    address = read_credentials(folder)
    version = process.answering_version(running, address) if address else None
    return ServerStatus("running" if version else "starting", address, version or VERSION, running.pid, size)


@contextmanager
def _only_one(folder: Path, timeout: float) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(folder / "server.lock", timeout=timeout, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise ServerError(
            f"Another start or stop of {folder} still holds {lock.lock_file} after {timeout:g} seconds: "
            "it must end first."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _prepare(folder: Path, last: ServerAddress | None, port: int | None, page_cache: str) -> ServerAddress:
    chosen = configuration.choose_port(port, last.port if last else None)
    address = address_on(chosen, last.password if last else generate_password(), folder)
    write_private(folder / "conf" / "neo4j.conf", configuration.settings(chosen, page_cache))
    write_credentials(address)
    if not _has_store(folder):
        write_initial_password(folder, address.password)
    return address


def _has_store(folder: Path) -> bool:
    return (folder / "data" / "databases" / "system").exists()


def _wait(folder: Path, server: psutil.Process, address: ServerAddress, timeout: float) -> None:
    until = time.monotonic() + timeout
    while process.answering_version(server, address) is None:
        if process.find(folder) is None:
            found = "ended before it answered"
        elif time.monotonic() > until:
            found = f"did not answer at {address.uri} within {timeout:g} seconds"
        else:
            time.sleep(_PAUSE_SECONDS)
            continue
        raise ServerError(f"Neo4j {found}; {folder / process.LOG_FILE} says: {process.last_words(folder)}")


def _end(server: psutil.Process, timeout: float) -> Ending:
    try:
        server.terminate()
        server.wait(timeout)
    except psutil.NoSuchProcess:
        return "stopped"
    except psutil.TimeoutExpired:
        server.kill()
        server.wait(_KILL_SECONDS)
        return "killed"
    except psutil.AccessDenied as error:
        raise ServerError(f"Process {server.pid} belongs to another user: its owner must stop the server.") from error
    return "stopped"


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # a running server removes files
            continue
    return total
