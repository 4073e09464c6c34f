"""What the server is told: a closed, quiet, modest Neo4j."""

from __future__ import annotations

import re
import socket
from pathlib import Path

from graph.server.credentials import HOST
from graph.server.errors import ServerError

ENTRY_POINT = "org.neo4j.server.CommunityEntryPoint"
HEAP, PAGE_CACHE = "1g", "512m"  # where nobody says how much
_PAGE_CACHE_KEY = "server.memory.pagecache.size"

_OPENED_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.lang", "java.util.concurrent")
_MEMORY = re.compile(r"[1-9][0-9]*[kmg]", re.IGNORECASE)


def settings(port: int, page_cache: str) -> str:
    """The text of `neo4j.conf` for a Bolt port and a page cache such as `512m`."""
    values = {
        "server.default_listen_address": HOST,
        "server.default_advertised_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{port}",
        "server.bolt.advertised_address": f"{HOST}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        _PAGE_CACHE_KEY: checked_memory("page cache", page_cache),
        "dbms.security.auth_enabled": "true",
        "dbms.usage_report.enabled": "false",
        # Questions carry names and identifiers of people, which do not belong in a log.
        "db.logs.query.enabled": "OFF",
        # A quarter of a gigabyte for each database would be reserved before the first row.
        "db.tx_log.preallocate": "false",
        # With no work left, Neo4j still waits this long, twice, after the store is closed (5 s unless said).
        "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
    }
    lines = "".join(f"{key}={value}\n" for key, value in values.items())
    return f"# Written anew by every start.\n{lines}"


def java_options(heap: str) -> list[str]:
    """The options of the Java machine for a heap such as `1g`."""
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED_PACKAGES]
    return [
        f"-Xmx{checked_memory('heap', heap)}",
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",  # a half-dead server would keep the store's lock
        "-XX:+DisableExplicitGC",
        "-XX:-OmitStackTraceInFastThrow",
        "-Djdk.nio.maxCachedBufferSize=1024",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-Dlog4j2.disable.jmx=true",
        "-Dfile.encoding=UTF-8",
        *opened,
    ]


def page_cache_in(path: Path) -> str:
    """The page cache that a `neo4j.conf` gives, as `settings` takes it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.partition("=")[2] for line in lines if line.startswith(_PAGE_CACHE_KEY)), PAGE_CACHE)


def checked_memory(name: str, amount: str) -> str:
    """Returns `amount` when it is a size that Java and Neo4j both read; raises `ServerError` otherwise."""
    if not _MEMORY.fullmatch(amount):
        raise ServerError(f"The {name} is {amount!r}: a whole number and k, m or g, as in 512m, is right.")
    return amount


def choose_port(requested: int | None, last: int | None) -> int:
    """On which port shall Bolt listen? The requested one, or the last one while it is free, or any free one.

    Raises `ServerError` when the requested port is taken.
    """
    if requested is not None:
        if not _is_free(requested):
            raise ServerError(
                f"Port {requested} of {HOST} cannot be used: a free one, 1024 to 65535, or none is right."
            )
        return requested
    if last is not None and _is_free(last):
        return last
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server itself does: connections of a former run that are still closing do not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
        return True
