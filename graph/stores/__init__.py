"""Where a register is kept: the embedded snapshot or Neo4j, behind one interface that returns facts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from graph.model.progress import Progress, silent
from graph.stores.interface import (
    LoadReport,
    NothingLoaded,
    Register,
    RegisterMoved,
    Store,
    StoreError,
    View,
    WholeView,
)
from graph.stores.overlay import Changes, Overlay, Transfer
from graph.stores.secret import read_key

DEFAULT_STORE = ".guanlian"
_TRIES = 5

Answer = TypeVar("Answer")

__all__ = [
    "DEFAULT_STORE", "Changes", "LoadReport", "NothingLoaded", "Overlay", "Register", "Store", "StoreError",
    "Transfer", "View", "WholeView", "answer_from", "open_store", "read_key",
]  # fmt: skip


def open_store(
    address: str | None = None, key: bytes | None = None, *, bulk: bool | None = None, progress: Progress = silent
) -> Store:  # fmt: skip
    """The store at ``address``: a folder, or ``neo4j://host:port`` (also ``bolt://``, ``+s``, ``+ssc``).

    Without an address ``GUANLIAN_STORE`` is asked, then the folder ``.guanlian`` is used. A Neo4j takes its
    user and password from ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``. How loads get into it, ``bulk`` and
    ``progress``, is told at ``graph.stores.neo4j.Way``; a folder tells ``progress`` how far a load is. Raises
    ``StoreError``, and ``ValueError`` where ``bulk`` is said of a folder.
    """
    address = address or os.environ.get("GUANLIAN_STORE") or DEFAULT_STORE
    key = read_key() if key is None else key
    if re.match(r"(neo4j|bolt)(\+s|\+ssc)?://", address):
        from graph.stores.neo4j import Neo4jStore, Way

        username, password = (os.environ.get(f"NEO4J_{name}", "") for name in ("USERNAME", "PASSWORD"))
        if not username or not password:
            raise StoreError(f"{address} needs NEO4J_USERNAME and NEO4J_PASSWORD in the environment")
        way = Way(Path(DEFAULT_STORE) / "neo4j", bulk, progress)
        store: Store = Neo4jStore(address, username, password, key, way=way)
        return store
    if bulk is not None:
        raise ValueError(f"--bulk and --no-bulk are for a Neo4j, and {address} is none; load without them")
    if "://" in address:
        raise StoreError(f"'{address}' is no store; give a folder, neo4j://host:port or bolt://host:port")
    from graph.stores.snapshot import SnapshotStore

    return SnapshotStore(Path(address), key, progress)


def answer_from(store: Store, ask: Callable[[WholeView], Answer]) -> Answer:
    """The answer of ``ask`` from one state of the store: asked again where the register moved meanwhile.

    Raises ``StoreError``, also where the register never stood still.
    """
    for _ in range(_TRIES):
        try:
            with store.view() as view:
                return ask(view)
        except RegisterMoved:
            continue
    raise StoreError("the register is being written to all the time; ask again later")
