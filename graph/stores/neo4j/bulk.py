"""The bulk path: parties and roles through Neo4j's import tool, where the database is ours to replace.

The tool makes a whole database from files while the server goes on; then the server is stopped, takes that one, and
starts again. Everything else of a load (listings, matches, digest) is written afterwards as in any load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pyarrow as pa

from graph.model.progress import Progress, silent
from graph.stores.interface import StoreError
from graph.stores.neo4j import import_files, schema
from graph.stores.neo4j.connection import Ask, asking, written
from graph.stores.neo4j.register import Lease
from graph.stores.neo4j.rows import Properties

WORTH_IT = 200_000  # rows; below, the stop and the start of the server take longer than is won


@dataclass(frozen=True)
class Way:
    """How rows get into the database: through the driver, or through the import tool of the server in ``home``.

    ``bulk``: by the tool (True) or not (False), whatever the number of rows; None: by the tool where it can be used
    and there are rows enough for it.
    """

    home: Path | None = None
    bulk: bool | None = None
    progress: Progress = silent

    def is_taken(self, ask: Ask, where: str, count: int, *, replace: bool) -> bool:
        """Is the import tool to be used for ``count`` rows? Raises ``ValueError`` where it must and cannot be."""
        if self.bulk is False or (self.bulk is None and count < WORTH_IT):
            return False
        hindrance = self._hindrance(ask, where, replace=replace)
        if self.bulk and hindrance:
            raise ValueError(f"the import tool cannot load {where}: {hindrance}; load without --bulk")
        return not hindrance

    def _hindrance(self, ask: Ask, where: str, *, replace: bool) -> str:
        from graph import server

        if self.home is None or not server.serves(self.home, where):
            return "it is not the server that 'guanlian neo4j start' started for this folder"
        if not replace and not schema.is_empty(ask):
            return "it holds rows already, and the tool makes a whole database anew (--replace does)"
        if not schema.is_ours(ask):
            return "it holds nodes, relationships or indexes that no load wrote, and they would be lost"
        return ""


def replace_database(
    session: neo4j.Session, lease: Lease, register: Properties, rows: Mapping[str, pa.Table], way: Way
) -> None:  # fmt: skip
    """Serve a database of these parties and roles, of people's decisions, and of the node ``register``.

    Raises ``StoreError``; where nothing was replaced yet, the mark ``loading`` is taken away again.
    """
    from graph import server

    assert way.home is not None
    try:
        with server.workroom(way.home) as room:
            try:
                files = import_files.write(room, register, rows, asking(session), way.progress)
                server.import_full(room, files, way.progress)
            except BaseException:
                written(session, lease.unmark)
                raise
            way.progress("Neo4j starts again", 0, 1)
            server.adopt(way.home, room)
            way.progress("listings, matches and indexes", 0, 1)
    except server.ServerError as error:
        raise StoreError(str(error)) from None
