"""The register in a Neo4j, to be read and added to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b

from graph.identity import Decision
from graph.model.chunks import Rows, whole
from graph.model.tables import TABLES
from graph.stores.interface import LoadReport, NothingLoaded, RegisterMoved, StoreError
from graph.stores.journal import forgotten, number_of_load
from graph.stores.neo4j import decisions, matching
from graph.stores.neo4j.bulk import Way
from graph.stores.neo4j.connection import Ask, Server, asking, written
from graph.stores.neo4j.journal import FORGET
from graph.stores.neo4j.loading import load
from graph.stores.neo4j.register import Lease, State, check, read_state, refuse_half_loaded
from graph.stores.neo4j.view import Neo4jView


class Neo4jStore:
    """The register at ``uri`` (``neo4j://`` or ``bolt://``). ``key`` hashes ID numbers and must be the one that
    the register was written with; ``database`` is the server's own where none is named.

    ``way`` says how loads get their rows in. Nothing is asked of the server before the first question. Connections
    are kept for the next one.
    """

    def __init__(
        self, uri: str, username: str, password: str, key: bytes, *, database: str | None = None, way: Way | None = None
    ) -> None:
        self.uri = uri
        self._way = way or Way()
        self.fingerprint = blake2b(key, digest_size=4).hexdigest()
        self._server = Server(uri, username, password, database)

    @contextmanager
    def view(self) -> Iterator[Neo4jView]:
        """The register for one answer.

        Raises ``StoreError`` where nothing was loaded, a load is going on or was broken off, or the register is
        of another format or key. Raises ``RegisterMoved`` at its end where the register changed meanwhile: two
        reads of a Neo4j can see different states, so the answer may be of neither, and must be asked for again.
        An error inside is taken for the change's too.
        """
        with self._server.session() as session:
            ask = asking(session)
            state = self._state(read_state(ask))
            try:
                yield Neo4jView(ask, state.register)
            except StoreError:
                raise
            except Exception:
                self._compare(state, read_state(ask))
                raise
            self._compare(state, read_state(ask))

    def load(self, tables: Mapping[str, Rows], *, replace: bool = False) -> LoadReport:
        """See ``Store.load``. One load at a time: a second one is refused.

        A large load is not undone when it dies. The register then answers nothing until a load has ended well:
        the same files again, or any others with ``replace``. Raises ``ValueError`` too, where the import tool is
        asked for and cannot be used (see ``Way``).
        """
        held = {name: whole(rows, TABLES[name].read) for name, rows in tables.items()}
        return load(self._server, self.fingerprint, held, self._way, replace=replace)

    def decisions(self) -> list[Decision]:
        """See ``Store.decisions``."""
        with self._server.session() as session:
            return matching.decisions(asking(session))

    def decide(self, decision: Decision) -> Decision:
        """See ``Store.decide``."""
        return decisions.decide(self._server, self.fingerprint, decision)

    def undo(self, number: int, by: str, at: str) -> Decision:
        """See ``Store.undo``."""
        return decisions.undo(self._server, self.fingerprint, number, by, at)

    def purge(self, load: str) -> None:
        """See ``Store.purge``."""
        with self._server.session(writing=True) as session, Lease(self._server, self.uri) as lease:
            loads = self._state(read_state(asking(session))).loads
            number = number_of_load(loads, load)

            def forget(ask: Ask) -> None:
                ask(FORGET, up_to=number)
                lease.set_loads(ask, forgotten(loads, number))

            written(session, forget)

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def _state(self, state: State | None) -> State:
        if state is None:
            raise NothingLoaded(f"no register is loaded in {self.uri}; run 'guanlian load PATH' first")
        check(state, self.fingerprint, self.uri)
        refuse_half_loaded(state, self.uri)
        return state

    def _compare(self, before: State, after: State | None) -> None:
        if after is None or after.loading or after.revision != before.revision:
            raise RegisterMoved(f"the register in {self.uri} changed while it was read; ask again")
