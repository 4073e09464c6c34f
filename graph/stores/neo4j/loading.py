"""One load: what may enter is written, listings are matched, and the register is counted again.

Up to some ten thousand rows go in one transaction: questions see the register before it or after it. More
rows are written in many transactions, during which the register is marked ``loading``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

import neo4j
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import decided, standing, told, without_effect
from graph.model import REPRESENTING
from graph.model.chunks import one_array
from graph.model.tables import TABLES, rejected
from graph.stores import intake
from graph.stores.digest import register_digest
from graph.stores.interface import LoadReport
from graph.stores.journal import LOADS_KEPT, number_of
from graph.stores.neo4j import counting, matching, rows, schema, writing
from graph.stores.neo4j.connection import Ask, Server, asking, written
from graph.stores.neo4j.journal import FORGET, Journal
from graph.stores.neo4j.known import kinds_of, listings_known
from graph.stores.neo4j.register import Lease, State, check, read_state

LISTS = ("listings", "orders", "retentions", "suspensions", "notices", "events")
AT_ONCE = 20_000  # rows that one transaction takes
_HAS_PARTIES = "RETURN EXISTS { (:Party) }"

T = TypeVar("T")


def load(server: Server, key: str, tables: Mapping[str, pa.Table], *, replace: bool) -> LoadReport:
    """Add ``tables`` to the register at ``server``. ``key`` is the fingerprint of the key for ID numbers."""
    where = server.uri
    with server.session(writing=True) as session:
        schema.refuse_strangers(asking(session), where)
        schema.constrain(session)
        with Lease(server, where) as lease:
            old = read_state(asking(session)) or State()
            if not replace:
                check(old, key, where)
            count = sum(len(table) for table in tables.values())
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
    def run(work: Callable[[Ask], T]) -> T:
        def fenced(ask: Ask) -> T:
            done = work(ask)
            lease.fence(ask)
            return done

        return written(session, fenced)

    written(session, lease.mark_loading)
    if replace:
        schema.drop_indexes(session)
        writing.empty(run)
        old = State(revision=old.revision)
    return _Load(asking(session), run, old, key, lease, session, anew=replace).report_of(tables)


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
        # Before the first load there was nothing to know.
        self._journal = Journal(old.revision + 1) if old.loads else None
        [[has_parties]] = self._ask(_HAS_PARTIES)
        self._first = not has_parties

    def report_of(self, tables: Mapping[str, pa.Table]) -> LoadReport:
        """Write, match, count; what was done."""
        report = self._report
        if self._lease.broken:
            report.warnings.append(
                f"an earlier load ({self._lease.broken}) had been broken off; what it had written stays, "
                "and the whole register was matched and counted again"
            )
        if self._session and not self._first:
            schema.index(self._session)
        self._admitted_rows = admitted = self._admitted(tables)
        parties: list[str] = []
        if "parties" in admitted:
            parties = writing.write_parties(self._run, admitted["parties"], self._journal, first=self._first)
            report.changed["parties"] = len(parties)
        if "roles" in admitted:
            report.changed["roles"] = writing.write_roles(
                self._run, admitted["roles"], self._journal, first=self._first
            )
        if self._session:
            schema.index(self._session)
        listings: list[str] = []
        for name in LISTS:
            if name in admitted:
                changed = writing.write_list(self._run, name, admitted[name], self._journal)
                report.changed[name] = len(changed)
                listings += changed if name == "listings" else []
        self._match(listings, parties, _represented(admitted.get("roles")))
        self._finish(tables)
        return report

    # -- what may enter --------------------------------------------------------------------------------------

    def _admitted(self, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        report = self._report
        admitted: dict[str, pa.Table] = {}
        for name, table in tables.items():
            report.read[name] = len(table)
            admitted[name] = self._short_enough(name, table)
            if name != "roles":
                admitted[name], rejects = intake.latest(admitted[name], name)
                report.rejects.append(rejects)
        kinds = kinds_of(self._ask, admitted.get("parties"))
        for name in (*LISTS, "roles"):
            if name in admitted:
                admitted[name], refused = intake.with_known_parties(name, admitted[name], kinds)
                report.rejects += refused
        for name in LISTS:
            if name in admitted:
                known = listings_known(self._ask, admitted.get("listings"))
                admitted[name], refused = intake.with_known_listings(name, admitted[name], known)
                report.rejects += refused
        if "roles" in admitted:
            count = len(admitted["roles"])
            admitted["roles"], rejects = intake.latest(admitted["roles"], "roles")
            report.rejects.append(rejects)
            report.taken["roles"] = count - len(rejects)
        for name in admitted:
            report.taken.setdefault(name, len(admitted[name]))
        report.rejects = [table for table in report.rejects if len(table)]
        return {name: table.select(TABLES[name].schema.names) for name, table in admitted.items()}

    def _short_enough(self, name: str, table: pa.Table) -> pa.Table:
        for column, bad in rows.too_long(name, table):
            if pc.any(bad).as_py():
                spoilt = table.filter(bad)
                self._report.rejects.append(
                    rejected(
                        name, spoilt, column, one_array(spoilt[column]).cast(pa.string()),
                        f"it is longer than the {rows.LONGEST_BYTES} bytes that an index of Neo4j takes",
                    )
                )  # fmt: skip
                table = table.filter(pc.invert(bad))
        return table

    # -- what follows from it --------------------------------------------------------------------------------

    def _match(self, listings: list[str], parties: list[str], represented: set[str]) -> None:
        everything = self._lease.broken is not None
        ids = matching.concerned(self._run, listings, parties, represented, everything=everything)
        self._report.warnings += told(matching.match(self._run, ids, self._journal))
        stand = standing(matching.decisions(self._ask))
        self._report.warnings += without_effect(stand, partial(matching.parties, self._ask))

    def _stored(self, name: str) -> pa.Table:
        """The rows that the graph holds now.

        It holds every row that was admitted: where it holds no more, those are all, and need not be read back.
        """
        admitted = self._admitted_rows.get(name, TABLES[name].schema.empty_table())
        return admitted if counting.count(self._ask, name) == len(admitted) else counting.stored(self._ask, name)

    def _finish(self, tables: Mapping[str, pa.Table]) -> None:
        report, old = self._report, self._old
        digests, counts = dict(old.digests), dict(old.rows)
        stale = {name for name, count in report.changed.items() if count}
        if counting.count(self._ask, "parties") != old.rows.get("parties"):
            stale.add("roles")  # their digest holds the places of parties, and no party ever leaves
        for name in TABLES:
            if name in stale or name not in digests or self._lease.broken:
                there = self._stored(name)
                ids = counting.sorted_ids(self._ask) if name == "roles" else None
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
