"""What may enter the graph: by what is known of the parties and listings that rows speak of, there and incoming."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES, rejected
from graph.stores import intake
from graph.stores.interface import LoadReport
from graph.stores.neo4j import rows
from graph.stores.neo4j.connection import Ask

LISTS = ("listings", "orders", "retentions", "suspensions", "notices", "events")

_IDS_AT_ONCE = 10_000

_KINDS = "UNWIND $ids AS id MATCH (p:Party {id: id}) RETURN p.id, p.kind"
_KNOWN_LISTINGS = "UNWIND $ids AS id MATCH (l:Listing {id: id}) RETURN l.id"


def admitted(ask: Ask, tables: Mapping[str, pa.Table], report: LoadReport) -> dict[str, pa.Table]:
    """The rows that may enter; ``report`` gets the counts, and a reject of each other row."""
    taken: dict[str, pa.Table] = {}
    for name, table in tables.items():
        report.read[name] = len(table)
        taken[name] = _short_enough(name, table, report)
        if name != "roles":
            taken[name], rejects = intake.latest(taken[name], name)
            report.rejects.append(rejects)
    kinds = kinds_of(ask, taken.get("parties"))
    for name in (*LISTS, "roles"):
        if name in taken:
            taken[name], refused = intake.with_known_parties(name, taken[name], kinds)
            report.rejects += refused
    for name in LISTS:
        if name in taken:
            known = listings_known(ask, taken.get("listings"))
            taken[name], refused = intake.with_known_listings(name, taken[name], known)
            report.rejects += refused
    if "roles" in taken:
        count = len(taken["roles"])
        taken["roles"], rejects = intake.latest(taken["roles"], "roles")
        report.rejects.append(rejects)
        report.taken["roles"] = count - len(rejects)
    for name in taken:
        report.taken.setdefault(name, len(taken[name]))
    report.rejects = [table for table in report.rejects if len(table)]
    return {name: table.select(TABLES[name].schema.names) for name, table in taken.items()}


def _short_enough(name: str, table: pa.Table, report: LoadReport) -> pa.Table:
    for column, bad in rows.too_long(name, table):
        if pc.any(bad).as_py():
            spoilt = table.filter(bad)
            report.rejects.append(
                rejected(
                    name, spoilt, column, one_array(spoilt[column]).cast(pa.string()),
                    f"it is longer than the {rows.LONGEST_BYTES} bytes that an index of Neo4j takes",
                )
            )  # fmt: skip
            table = table.filter(pc.invert(bad))
    return table


def kinds_of(ask: Ask, incoming: pa.Table | None) -> intake.Kinds:
    """The kinds of parties, of those that come in and of those that are there."""
    empty = TABLES["parties"].schema.empty_table()
    given = empty if incoming is None else incoming

    def kinds(values: pa.Array) -> npt.NDArray[np.int8]:
        ids = one_array(given["id"])
        missing = pc.unique(values.filter(pc.invert(pc.is_in(values, ids)))).drop_null().to_pylist()
        there = [
            row
            for start in range(0, len(missing), _IDS_AT_ONCE)
            for row in ask(_KINDS, ids=missing[start : start + _IDS_AT_ONCE])
        ]
        ids = pa.concat_arrays([ids, pa.array([id_ for id_, _ in there], pa.string())])
        words = pa.concat_arrays([one_array(given["kind"]), pa.array([kind for _, kind in there], pa.string())])
        codes = pc.if_else(pc.equal(words, "person"), intake.PERSON, intake.ORGANIZATION)
        found = codes.take(pc.index_in(values, ids))
        codes_found = pc.fill_null(found, intake.UNKNOWN).to_numpy(zero_copy_only=False)
        return np.asarray(codes_found, dtype=np.int8)

    return kinds


def listings_known(ask: Ask, incoming: pa.Table | None) -> intake.Known:
    """Which listings exist: those that come in and those that are there."""

    def known(values: pa.Array) -> npt.NDArray[np.bool_]:
        missing = pc.unique(values).drop_null()
        ids = [] if incoming is None else [one_array(incoming["id"])]
        if ids:
            missing = missing.filter(pc.invert(pc.is_in(missing, ids[0])))
        wanted = missing.to_pylist()
        there = [
            id_
            for start in range(0, len(wanted), _IDS_AT_ONCE)
            for (id_,) in ask(_KNOWN_LISTINGS, ids=wanted[start : start + _IDS_AT_ONCE])
        ]
        every = pa.concat_arrays([*ids, pa.array(there, pa.string())])
        return np.asarray(pc.is_in(values, every).to_numpy(zero_copy_only=False), dtype=bool)

    return known
