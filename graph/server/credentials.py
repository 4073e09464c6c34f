"""Who may talk to the server: a generated password, its file for programs, its hash for Neo4j."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.server.errors import ServerError

USERNAME = "neo4j"
CREDENTIALS_FILE = "credentials.env"
HOST = "127.0.0.1"

_BOLT_PORT = 7687
_HASH_ROUNDS = 1024


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """How to reach the server; `credentials` is the file of mode 600 that says the same to other programs."""

    uri: str
    username: str
    password: str = field(repr=False)
    credentials: Path

    @property
    def port(self) -> int:
        """The Bolt port, on the loopback address."""
        return int(self.uri.rpartition(":")[2])


def address_on(port: int, password: str, folder: Path) -> ServerAddress:
    """What is the address of the folder's server when Bolt listens on `port`?"""
    return ServerAddress(f"bolt://{HOST}:{port}", USERNAME, password, folder / CREDENTIALS_FILE)


def is_same(uri: str, address: ServerAddress) -> bool:
    """Does `uri`, as somebody may write it, lead to this address?"""
    parts = urlsplit(uri)
    try:
        port = parts.port or _BOLT_PORT
    except ValueError:
        return False
    return parts.scheme in ("bolt", "neo4j") and parts.hostname in (HOST, "localhost") and port == address.port


def generate_password() -> str:
    """A password that nobody has used: 256 random bits, free of characters that a shell would read."""
    return secrets.token_urlsafe(32)


def read_credentials(folder: Path) -> ServerAddress | None:
    """Which address and password did the last start write? None before the first start.

    Raises `ServerError` when the file is there and lacks one of its three lines.
    """
    path = folder / CREDENTIALS_FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    try:
        address = ServerAddress(values["NEO4J_URI"], values["NEO4J_USERNAME"], values["NEO4J_PASSWORD"], path)
        address.port  # noqa: B018 - a damaged address is better found here than by the driver
    except (KeyError, ValueError) as error:
        raise ServerError(
            f"{path} is damaged: it must hold NEO4J_URI=bolt://{HOST}:PORT, "
            "NEO4J_USERNAME= and NEO4J_PASSWORD=, one a line."
        ) from error
    return address


def write_credentials(address: ServerAddress) -> None:
    """Writes the three lines to the credentials file, readable by its owner alone from the first byte."""
    write_private(
        address.credentials,
        f"NEO4J_URI={address.uri}\nNEO4J_USERNAME={address.username}\nNEO4J_PASSWORD={address.password}\n",
    )


def write_initial_password(folder: Path, password: str) -> None:
    """Tells Neo4j the password before its first start, as `neo4j-admin dbms set-initial-password` would.

    The command takes the password as an argument, where every local user could read it, so its file is
    written here. Neo4j reads the file while it makes its system database and never again: a start that is
    killed half-way leaves the same password for the next one.
    """
    salt = secrets.token_bytes(32)
    digest = salt + password.encode()
    for _ in range(_HASH_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    line = f"{USERNAME}:SHA-256,{digest.hex()},{salt.hex()},{_HASH_ROUNDS}:\n"
    write_private(folder / "data" / "dbms" / "auth.ini", line)


def write_private(path: Path, text: str) -> None:
    """Puts `text` at `path` in one step, mode 600: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
