"""The ``(:Register)`` node: which state the register is in, who may write to it, and since when.

Two marks keep loads and questions apart. ``writer`` is a lease: whoever writes renews its ``beat`` by the
server's clock, and a lease not renewed for a minute may be taken over. ``loading`` tells questions to stay
away: it is set while rows are written in more than one transaction, and stays set when such a load dies.
"""

from __future__ import annotations

import getpass
import json
import os
import secrets
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model.tables import TABLES
from graph.stores.interface import Register, StoreError
from graph.stores.journal import LOADS_KEPT
from graph.stores.neo4j.connection import Ask, Server, asking, written

FORMAT = 3
STALE_MILLISECONDS = 60_000
_BEAT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class State:
    """What the ``(:Register)`` node says."""

    revision: int = 0
    format: int = FORMAT
    key: str = ""
    digest: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    loads: tuple[Mapping[str, object], ...] = ()
    loading: str | None = None  # who began the load that is going on, or that died, and when
    decisions: str | None = None
    writing: bool = False  # is its writer still there?

    @property
    def register(self) -> Register:
        """The part of it that answers name."""
        return Register(self.digest, self.rows, self.loads, self.decisions)


_READ = f"""
MATCH (r:Register {{id: 'register'}})
RETURN properties(r), r.writer IS NOT NULL AND timestamp() - r.beat < {STALE_MILLISECONDS}
"""

# Setting a property first takes the node's lock, so that what is read after it cannot change any more.
_LOCK = "MATCH (r:Register {id: 'register'}) SET r.asked = timestamp() WITH r"

_TAKE = f"""
MERGE (r:Register {{id: 'register'}})
SET r.asked = timestamp()
WITH r, r.writer IS NULL OR timestamp() - r.beat > {STALE_MILLISECONDS} AS free, r.writer_name AS before
FOREACH (_ IN CASE WHEN free THEN [1] END | SET r.writer = $token, r.writer_name = $name, r.beat = timestamp())
RETURN free, before, r.loading
"""
_BEAT = f"{_LOCK} WHERE r.writer = $token SET r.beat = timestamp() RETURN r.revision"
_MARK = f"{_LOCK} WHERE r.writer = $token SET r.loading = $name RETURN 1"
_UNMARK = f"{_LOCK} WHERE r.writer = $token AND r.loading = $name REMOVE r.loading RETURN 1"
_PROPERTIES = "MATCH (r:Register {id: 'register', writer: $token}) RETURN r.writer_name, timestamp()"
_SET_LOADS = f"{_LOCK} WHERE r.writer = $token SET r.loads = $loads RETURN 1"
_RELEASE = f"{_LOCK} WHERE r.writer = $token REMOVE r.writer, r.writer_name, r.beat RETURN 1"
_FINISH = f"""
{_LOCK} WHERE r.writer = $token
SET r += $values
REMOVE r.loading
RETURN 1
"""


def read_state(ask: Ask) -> State | None:
    """What the node says; None where nothing was ever loaded."""
    rows = ask(_READ)
    if not rows or (not rows[0][0].get("digest") and not rows[0][0].get("loading")):
        return None
    written_, alive = rows[0]
    return State(
        revision=written_.get("revision", 0),
        format=written_.get("format", FORMAT),
        key=written_.get("key", ""),
        digest=written_.get("digest", ""),
        digests=_by_table(written_, "digest_"),
        rows=_by_table(written_, "rows_"),
        loads=tuple(json.loads(load) for load in written_.get("loads", ())),
        loading=written_.get("loading"),
        decisions=written_.get("decisions"),
        writing=alive,
    )


def check(state: State, key: str, where: str) -> None:
    """Raises ``StoreError`` for a register of another format or another key."""
    if state.format != FORMAT:
        raise StoreError(
            f"{where} was written in format {state.format} and this program reads format {FORMAT}; "
            "load the register again with --replace"
        )
    if state.key and state.key != key:
        raise StoreError(
            f"{where} was written with the key {state.key} and yours is {key}; set GUANLIAN_KEY to the "
            "key it was written with, or load the register again with --replace"
        )


def refuse_half_loaded(state: State, where: str) -> None:
    """Raises ``StoreError`` while the rows are those of no register."""
    if state.loading is None:
        return
    if state.writing:
        raise StoreError(f"a load is going on in {where} ({state.loading}); ask again when it has ended")
    raise StoreError(f"a load into {where} ({state.loading}) was broken off half-way; load the same files again")


class Lease:
    """The right to write, renewed in the background until it is given back.

    Raises ``StoreError`` where somebody else has it. ``broken`` names a load that died before, if one did.
    """

    def __init__(self, server: Server, where: str) -> None:
        self._server = server
        self._where = where
        self._token = secrets.token_hex(8)
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="guanlian-lease", daemon=True)
        self.broken: str | None = None

    def __enter__(self) -> Lease:
        with self._server.session(writing=True) as session:
            who = f"{getpass.getuser()} on {socket.gethostname()}, process {os.getpid()}"
            [[free, before, loading]] = written(session, lambda ask: ask(_TAKE, token=self._token, name=who))
            [[now]] = asking(session)("RETURN toString(datetime.truncate('second', datetime()))")
        self.name = f"by {who}, since {now}"
        if not free:
            raise StoreError(f"another load is writing to {self._where} ({before}); try again when it has ended")
        self.broken = loading
        self._beating.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._beating.join()
        try:
            with self._server.session(writing=True) as session:
                asking(session)(_RELEASE, token=self._token)  # once: whoever waits for the load waits for this too
        except StoreError:
            pass  # the server is gone: the lease ends by itself

    def mark_loading(self, ask: Ask) -> None:
        """Tell questions to stay away."""
        self._must(ask(_MARK, token=self._token, name=self.name))

    def unmark(self, ask: Ask) -> None:
        """Let questions in again, for nothing was written."""
        ask(_UNMARK, token=self._token, name=self.name)

    def properties(self, ask: Ask, state: State, key: str) -> dict[str, Any]:
        """Those of the node in a database that is to take the place of this one: in writing, and marked ``loading``."""
        found = ask(_PROPERTIES, token=self._token)
        self._must(found)
        [[name, now]] = found
        return {
            "id": "register", "revision": state.revision, "format": state.format, "key": key, "loading": self.name,
            "writer": self._token, "writer_name": name, "beat": now, "asked": now,
        }  # fmt: skip

    def fence(self, ask: Ask) -> None:
        """Raises ``StoreError``, and so undoes the transaction, where the lease was lost to another load."""
        self._must(ask(_BEAT, token=self._token))

    def finish(self, ask: Ask, state: State) -> None:
        """Make ``state`` that of the register, and let questions in."""
        values: dict[str, Any] = {
            "revision": state.revision,
            "format": state.format,
            "key": state.key,
            "digest": state.digest,
            "decisions": state.decisions,
            "loads": [json.dumps(load, ensure_ascii=False) for load in state.loads[-LOADS_KEPT:]],
            **{f"digest_{name}": digest for name, digest in state.digests.items()},
            **{f"rows_{name}": count for name, count in state.rows.items()},
        }
        self._must(ask(_FINISH, token=self._token, values=values))

    def set_loads(self, ask: Ask, loads: Sequence[Mapping[str, object]]) -> None:
        """Change what the register remembers of its loads, and nothing else."""
        self._must(ask(_SET_LOADS, token=self._token, loads=[json.dumps(load, ensure_ascii=False) for load in loads]))

    def _must(self, rows: Sequence[object]) -> None:
        if not rows:
            raise StoreError(
                f"this load lost {self._where} to another one, being silent for a minute; load the files again"
            )

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT_SECONDS):
            try:
                with self._server.session(writing=True) as session:
                    asking(session)(_BEAT, token=self._token)
            except StoreError:
                continue  # the next statement of the load itself tells it better, or the server starts again


def _by_table(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name: values[prefix + name] for name in TABLES if prefix + name in values}
