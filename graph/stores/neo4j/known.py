"""What is known of the parties and listings that rows speak of: the incoming ones and those in the graph."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.tables import TABLES
from graph.stores import intake
from graph.stores.neo4j.connection import Ask

_IDS_AT_ONCE = 10_000

_KINDS = "UNWIND $ids AS id MATCH (p:Party {id: id}) RETURN p.id, p.kind"
_KNOWN_LISTINGS = "UNWIND $ids AS id MATCH (l:Listing {id: id}) RETURN l.id"


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
