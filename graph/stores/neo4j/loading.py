"""One load: what may enter is written, listings are matched, and the register is counted again.

Up to some ten thousand rows go in one transaction: questions see the register before it or after it. More
rows are written in many transactions, during which the register is marked ``loading``; into an empty database
of this folder's own server they go through Neo4j's import tool (see ``bulk``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import neo4j
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import decided, standing, told, without_effect
from graph.model import REPRESENTING
from graph.model.tables import TABLES
from graph.stores.digest import register_digest
from graph.stores.interface import LoadReport
from graph.stores.journal import LOADS_KEPT, number_of
from graph.stores.neo4j import bulk, counting, matching, schema, writing
from graph.stores.neo4j.bulk import Way
from graph.stores.neo4j.connection import Ask, Server, asking, written
from graph.stores.neo4j.journal import FORGET, Journal
from graph.stores.neo4j.known import LISTS, admitted
from graph.stores.neo4j.register import Lease, State, check, read_state

AT_ONCE = 20_000  # rows that one transaction takes
_HAS_PARTIES = "RETURN EXISTS { (:Party) }"

T = TypeVar("T")


def load(server: Server, key: str, tables: Mapping[str, pa.Table], way: Way, *, replace: bool) -> LoadReport:
    """Add ``tables`` to the register at ``server``. ``key`` is the fingerprint of the key for ID numbers.

    Raises ``StoreError``, and ``ValueError`` where the import tool is asked for and cannot be used.
    """
    where = server.uri
    with server.session(writing=True) as session:
        schema.refuse_strangers(asking(session), where)
        schema.constrain(session)
        with Lease(server, where) as lease:
            old = read_state(asking(session)) or State()
            if not replace:
                check(old, key, where)
            count = sum(len(table) for table in tables.values())
            if way.is_taken(asking(session), where, count, replace=replace):
                return _imported(server, session, old, key, lease, tables, way, replace=replace)
            if count <= AT_ONCE and not replace and lease.broken is None:
                schema.index(session)
                return written(session, lambda ask: _at_once(ask, old, key, lease, tables))
            return _in_bulk(session, old, key, lease, tables, replace=replace)


def _at_once(ask: Ask, old: State, key: str, lease: Lease, tables: Mapping[str, pa.Table]) -> LoadReport:
    def run(work: Callable[[Ask], T]) -> T:
        return work(ask)

    return _Load(ask, run, old, key, lease).report_of(tables)


def _in_bulk(
    session: neo4j.Session, old: State, key: str, lease: Lease, tables: Mapping[str, pa.Table], *, replace: bool
) -> LoadReport:
    run = _fenced(session, lease)
    written(session, lease.mark_loading)
    if replace:
        schema.drop_indexes(session)
        writing.empty(run)
        old = State(revision=old.revision)
    return _Load(asking(session), run, old, key, lease, session, anew=replace).report_of(tables)


def _imported(
    server: Server, session: neo4j.Session, old: State, key: str, lease: Lease, tables: Mapping[str, pa.Table],
    way: Way, *, replace: bool,
) -> LoadReport:  # fmt: skip
    """The same by the import tool: a whole database takes the place of the one that is there."""
    report = LoadReport()
    rows = admitted(_nothing, tables, report)
    empty = State(revision=old.revision)
    if not old.digest:  # a register that is to be replaced answers until the other one is made
        written(session, lease.mark_loading)
    bulk.replace_database(session, lease, lease.properties(asking(session), empty, key), rows, way)
    server.close()  # its connections died with the database
    with server.session(writing=True) as again:
        written(again, lease.fence)
        schema.constrain(again)
        begun = _Load(asking(again), _fenced(again, lease), empty, key, lease, again, anew=replace)
        return begun.ended(rows, report, tables)


def _nothing(query: str, **parameters: Any) -> list[list[Any]]:  # noqa: ARG001
    """What a database answers that holds nothing."""
    return []


def _fenced(session: neo4j.Session, lease: Lease) -> writing.Run:
    def run(work: Callable[[Ask], T]) -> T:
        def fenced(ask: Ask) -> T:
            done = work(ask)
            lease.fence(ask)
            return done

        return written(session, fenced)

    return run


class _Load:
    """The rows of one load on their way into the graph. A ``session`` is given where transactions are many."""

    def __init__(
        self, ask: Ask, run: writing.Run, old: State, key: str, lease: Lease,
        session: neo4j.Session | None = None, *, anew: bool = False,
    ) -> None:  # fmt: skip
        self._ask = ask
        self._run = run
        self._old = old
        self._key = key
        self._lease = lease
        self._anew = anew
        self._session = session
        self._report = LoadReport()
        self._rows: Mapping[str, pa.Table] = {}
        # Before the first load there was nothing to know.
        self._journal = Journal(old.revision + 1) if old.loads else None

    def report_of(self, tables: Mapping[str, pa.Table]) -> LoadReport:
        """Write, match, count; what was done."""
        report = self._report
        [[has_parties]] = self._ask(_HAS_PARTIES)
        first = not has_parties
        if self._lease.broken:
            report.warnings.append(
                f"an earlier load ({self._lease.broken}) had been broken off; what it had written stays, "
                "and the whole register was matched and counted again"
            )
        if self._session and not first:
            schema.index(self._session)
        self._rows = rows = admitted(self._ask, tables, report)
        parties: list[str] = []
        if "parties" in rows:
            parties = writing.write_parties(self._run, rows["parties"], self._journal, first=first)
            report.changed["parties"] = len(parties)
        if "roles" in rows:
            report.changed["roles"] = writing.write_roles(self._run, rows["roles"], self._journal, first=first)
        self._finish(tables, parties, everything=self._lease.broken is not None)
        return report

    def ended(self, rows: Mapping[str, pa.Table], report: LoadReport, tables: Mapping[str, pa.Table]) -> LoadReport:
        """What is left to do where the admitted ``rows`` of parties and roles are there already; what was done."""
        self._report, self._rows = report, rows
        report.changed |= {name: len(rows[name]) for name in ("parties", "roles") if name in rows}
        self._finish(tables, [], everything=True)
        return report

    def _finish(self, tables: Mapping[str, pa.Table], parties: list[str], *, everything: bool) -> None:
        if self._session:
            schema.index(self._session)
        listings: list[str] = []
        for name in LISTS:
            if name in self._rows:
                changed = writing.write_list(self._run, name, self._rows[name], self._journal)
                self._report.changed[name] = len(changed)
                listings += changed if name == "listings" else []
        represented = set() if everything else _represented(self._rows.get("roles"))
        ids = matching.concerned(self._run, listings, parties, represented, everything=everything)
        self._report.warnings += told(matching.match(self._run, ids, self._journal))
        stand = standing(matching.decisions(self._ask))
        self._report.warnings += without_effect(stand, partial(matching.parties, self._ask))
        self._count(tables)

    # -- what follows from it --------------------------------------------------------------------------------

    def _stored(self, name: str, held: int) -> pa.Table:
        """The rows of which the graph holds ``held`` now.

        It holds every row that was admitted: where it holds no more, those are all, and need not be read back.
        """
        given = self._rows.get(name, TABLES[name].schema.empty_table())
        return given if held == len(given) else counting.stored(self._ask, name)

    def _ids(self, held: int) -> pa.Array:
        """The ids of all ``held`` parties in code-point order."""
        given = self._rows.get("parties")
        if given is not None and held == len(given):
            return counting.in_order(given["id"])
        return counting.sorted_ids(self._ask)

    def _count(self, tables: Mapping[str, pa.Table]) -> None:
        report, old = self._report, self._old
        digests, counts = dict(old.digests), dict(old.rows)
        stale = {name for name, count in report.changed.items() if count}
        held = counting.counts(self._ask)
        if held["parties"] != old.rows.get("parties"):
            stale.add("roles")  # their digest holds the places of parties, and no party ever leaves
        for name in TABLES:
            if name in stale or name not in digests or self._lease.broken:
                there = self._stored(name, held[name])
                ids = self._ids(held["parties"]) if name == "roles" else None
                digests[name], counts[name] = counting.digest_of(name, there, ids), len(there)
        report.digest = register_digest(digests)
        revision, loads = old.revision, old.loads
        if report.digest != old.digest or self._anew or self._lease.broken:
            revision += 1
            named = {file for table in tables.values() for file in pc.unique(table["file"]).to_pylist()}
            files = sorted(file for file in named if file)
            loads = (*loads, report.entry(f"{revision}-{report.digest[:8]}", files))[-LOADS_KEPT:]
            self._run(lambda ask: ask(FORGET, up_to=number_of(loads[0])))
        report.load = str(loads[-1]["id"]) if loads else ""
        stand = decided(matching.decisions(self._ask))
        state = State(
            revision, key=self._key, digest=report.digest, digests=digests, rows=counts, loads=loads, decisions=stand
        )
        self._run(lambda ask: self._lease.finish(ask, state))


def _represented(roles: pa.Table | None) -> set[str]:
    """The organizations of which these roles tell who represents them."""
    if roles is None:
        return set()
    return set(roles["organization"].filter(pc.is_in(roles["role"], pa.array(REPRESENTING))).to_pylist())
