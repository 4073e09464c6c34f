"""What a load would take and reject, told without writing anything."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model import Kind
from graph.model.chunks import one_array
from graph.model.tables import TABLES
from graph.stores import intake
from graph.stores.interface import LoadReport, NothingLoaded, Store, View


def rehearse(store: Store, tables: Mapping[str, pa.Table], *, replace: bool = False) -> LoadReport:
    """The counts and rejects that ``store.load(tables)`` would report, digest and changes apart.

    Raises ``StoreError``.
    """
    if replace:
        return _admitted(None, tables)
    try:
        with store.view() as view:
            return _admitted(view, tables)
    except NothingLoaded:
        return _admitted(None, tables)


def _admitted(view: View | None, tables: Mapping[str, pa.Table]) -> LoadReport:
    report = LoadReport(read={name: len(rows) for name, rows in tables.items()})
    admitted: dict[str, pa.Table] = {}
    for name in TABLES:
        if name not in tables or name == "roles":
            continue
        rows, rejects = intake.latest(tables[name], name)
        report.rejects.append(rejects)
        rows, refused = intake.with_known_parties(name, rows, _kinds(view, admitted.get("parties")))
        report.rejects += refused
        rows, refused = intake.with_known_listings(name, rows, _listings(view, admitted.get("listings")))
        report.rejects += refused
        admitted[name] = rows
        report.taken[name] = len(rows)
    if "roles" in tables:
        rows, refused = intake.with_known_parties("roles", tables["roles"], _kinds(view, admitted.get("parties")))
        _, rejects = intake.latest(rows, "roles")
        report.rejects += [*refused, rejects]
        report.taken["roles"] = len(rows) - len(rejects)
    report.rejects = [part for part in report.rejects if len(part)]
    return report


def _kinds(view: View | None, incoming: pa.Table | None) -> intake.Kinds:
    given = TABLES["parties"].schema.empty_table() if incoming is None else incoming
    ids, words = one_array(given["id"]), one_array(given["kind"])

    def kinds(values: pa.Array) -> npt.NDArray[np.int8]:
        missing = pc.unique(values.filter(pc.invert(pc.is_in(values, ids)))).drop_null().to_pylist()
        known = view.parties(missing) if view and missing else {}
        every = pa.concat_arrays([ids, pa.array(known, pa.string())])
        kind = pa.concat_arrays([words, pa.array([str(party.kind) for party in known.values()], pa.string())])
        codes = pc.if_else(pc.equal(kind, str(Kind.PERSON)), intake.PERSON, intake.ORGANIZATION)
        found = pc.fill_null(codes.take(pc.index_in(values, every)), intake.UNKNOWN)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int8)

    return kinds


def _listings(view: View | None, incoming: pa.Table | None) -> intake.Known:
    ids = pa.array([], pa.string()) if incoming is None else one_array(incoming["id"])

    def known(values: pa.Array) -> npt.NDArray[np.bool_]:
        missing = pc.unique(values.filter(pc.invert(pc.is_in(values, ids)))).drop_null().to_pylist()
        found = [listing.id for listing, _ in view.records([f"i:{id_}" for id_ in missing])] if view and missing else []
        every = pa.concat_arrays([ids, pa.array(found, pa.string())])
        return np.asarray(pc.is_in(values, every).to_numpy(zero_copy_only=False), dtype=bool)

    return known
