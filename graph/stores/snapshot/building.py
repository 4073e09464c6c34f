"""Lays a register out for its questions: parties by id, roles by holder and by organization, keys sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import name_key, own_key, record_keys
from graph.model import EARLIEST, LATEST
from graph.model.chunks import one_array
from graph.model.tables import TABLES
from graph.stores.snapshot.names import Name
from graph.stores.snapshot.parts import CERTAINTIES, EXTRAS

Ints = npt.NDArray[np.int32]
_FEW_WORDS = {"kind": pa.int8(), "status": pa.int8(), "categories": pa.int32(), "region": pa.int32()}


def parties_part(parties: pa.Table) -> pa.Table:
    """The parties in the order of their ids; columns of few words as dictionaries."""
    columns = {}
    for name in TABLES["parties"].schema.names:
        column = one_array(parties[name])
        if name in _FEW_WORDS:
            encoded = column.dictionary_encode()
            column = pa.DictionaryArray.from_arrays(encoded.indices.cast(_FEW_WORDS[name]), encoded.dictionary)
        columns[name] = column
    return pa.table(columns)


def plain_parties(part: Mapping[str, pa.Array]) -> pa.Table:
    """The logical parties of a part, every column as text."""
    return pa.table({name: part[name].cast(pa.string()) for name in TABLES["parties"].schema.names})


def keys_parts(parties: pa.Table) -> dict[str, pa.Table]:
    """For each kind of key (see ``graph.identity.party_keys``) the sorted keys and the parties they lead to."""
    numbers = pa.array(np.arange(len(parties), dtype=np.int32))
    uscc, code = one_array(parties["uscc"]), one_array(parties["organization_code"])
    inside = pc.utf8_slice_codeunits(uscc, 8, 17)
    other = pc.and_(pc.is_valid(code), pc.fill_null(pc.not_equal(code, inside), True))
    names = one_array(parties["name"])
    distinct = names.dictionary_encode()
    folded = _name_keys(distinct.dictionary)
    former = one_array(parties["former_names"])
    bearing = np.flatnonzero(former.is_valid().to_numpy(zero_copy_only=False))
    own = folded.take(distinct.indices)
    earlier = [
        (key, index)
        for index in bearing.tolist()
        for key in {name_key(entry.partition("@")[0]) for entry in former[index].as_py().split(";")}
        - {own[index].as_py()}
    ]
    sources: dict[str, list[tuple[pa.Array, pa.Array]]] = {
        "u": [(uscc, numbers)],
        "o": [(inside, numbers), (code.filter(other), numbers.filter(other))],
        "r": [(one_array(parties["registration_number"]), numbers)],
        "h": [(one_array(parties["id_hash"]), numbers)],
        "m": [(_mask_keys(one_array(parties["id_mask"])), numbers)],
        "n": [
            (own, numbers),
            (pa.array([key for key, _ in earlier], pa.string()), pa.array([at for _, at in earlier], pa.int32())),
        ],
    }
    return {f"keys_{kind}": _sorted_keys(columns) for kind, columns in sources.items()}


def _name_keys(names: pa.Array) -> pa.Array:
    """``graph.identity.name_key`` of a whole column without nulls."""
    odd = pc.invert(pc.match_substring_regex(names, own_key()))
    keys = pa.array([name_key(name) for name in names.filter(odd).to_pylist()], pa.string())
    return pc.replace_with_mask(names, odd, keys)


def names_of(parties: Mapping[str, pa.Array]) -> Iterator[Name]:
    """Every name of every party, today's and former ones, as the name index takes them."""
    columns = (one_array(parties[name]).cast(pa.string()).to_pylist() for name in ("name", "kind", "former_names"))
    for number, (name, kind, former) in enumerate(zip(*columns, strict=True)):
        borne = (*(entry.partition("@")[0] for entry in former.split(";")), name) if former else (name,)
        for key in dict.fromkeys(map(name_key, borne)):
            if key:
                yield Name(key, kind == "person", number)


def _mask_keys(masks: pa.Array) -> pa.Array:
    """``graph.model.mask_key`` of a whole column."""
    shown = pc.match_substring_regex(masks, r"^\d{8,}\*+[0-9X]{3,}$")
    keys = pc.binary_join_element_wise(pc.utf8_slice_codeunits(masks, 0, 8), pc.utf8_slice_codeunits(masks, -3), "*")
    return pc.if_else(shown, keys, pa.scalar(None, pa.string()))


def _sorted_keys(columns: Sequence[tuple[pa.Array, pa.Array]]) -> pa.Table:
    keys = pa.concat_arrays([key for key, _ in columns])
    numbers = pa.concat_arrays([number for _, number in columns])
    filled = pc.is_valid(keys)
    if not pc.all(filled).as_py():
        keys, numbers = keys.filter(filled), numbers.filter(filled)
    order = pc.sort_indices(keys)
    return pa.table({"key": keys.take(order), "party": numbers.take(order)})


def roles_parts(
    count: int, holder: Ints, organization: Ints, role: npt.NDArray[np.uint8], since: Ints, until: Ints,
    share: pa.Array, source: pa.Array,
) -> dict[str, pa.Table]:  # fmt: skip
    """The roles, sorted by holder, organization, role, since, with offsets; and again by organization.

    ``count`` is the number of parties. The copy by organization holds what a question from that side reads,
    and the ``row`` of the rest.
    """
    order = np.lexsort((holder, organization)).astype(np.int32)
    # A stable sort of rows that stand by (holder, role, since) keeps that order inside each organization.
    return {
        "roles": pa.table(
            {"holder": holder, "organization": organization, "role": role, "since": since, "until": until,
             "share": share, "source": source}
        ),
        "holders": pa.table({"offset": offsets(holder, count)}),
        "officers": pa.table(
            {"organization": organization[order], "holder": holder[order], "role": role[order],
             "since": since[order], "until": until[order], "row": order}
        ),
        "organizations": pa.table({"offset": offsets(organization[order], count)}),
        **_by_day("starts", since, EARLIEST),
        **_by_day("ends", until, LATEST),
    }  # fmt: skip


def _by_day(name: str, days: Ints, unknown: int) -> dict[str, pa.Table]:
    """The rows of the roles in the order of a date, and where each day's rows begin; the last day has none."""
    rows = np.flatnonzero(days != unknown).astype(np.int32)
    some = days[rows]
    first = int(some.min(initial=LATEST))
    # Two bytes a day are enough for a hundred and eighty years, and such numbers are sorted without comparing.
    small = len(some) > 0 and int(some.max()) - first < 2**16
    order = np.argsort((some - first).astype(np.uint16) if small else some, kind="stable")
    distinct, starts = np.unique(some[order], return_index=True)
    return {
        name: pa.table({"row": rows[order]}),
        f"{name}_days": pa.table(
            {"day": np.append(distinct, LATEST).astype(np.int32), "offset": np.append(starts, len(rows))}
        ),
    }


def offsets(sorted_numbers: Ints, count: int) -> npt.NDArray[np.int64]:
    """Where the rows of each of ``count`` numbers begin in a sorted column, and where the last ends."""
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(sorted_numbers, minlength=count), out=starts[1:])
    return starts


def bindings_part(bindings: pa.Table, ids: pa.Array, listings: pa.Table) -> pa.Table:
    """Which party each listing names, by party and listing."""
    return pa.table(
        {
            "party": pc.index_in(one_array(bindings["party"]), ids).cast(pa.int32()),
            "listing": pc.index_in(one_array(bindings["listing"]), one_array(listings["id"])).cast(pa.int32()),
            "grade": one_array(bindings["grade"]),
            "certainty": pc.index_in(one_array(bindings["certainty"]), pa.array(CERTAINTIES)).cast(pa.int8()),
        }
    ).sort_by([("party", "ascending"), ("listing", "ascending")])


def lists_parts(tables: Mapping[str, pa.Table], bindings: pa.Table, ids: pa.Array) -> dict[str, pa.Table]:
    """The listings and what goes with them, and the indexes that lead there.

    ``debtors``: the parties that a listing or a notice names. ``extras``: for each listing its orders,
    retentions and suspensions. ``records``: listings by published name and identifier. ``notified``: notices by
    party.
    """
    listings = tables["listings"]
    settled = np.zeros(len(listings), dtype=bool)
    settled[one_array(bindings["listing"]).to_numpy()[one_array(bindings["certainty"]).to_numpy() == 0]] = True
    notified = pa.table(
        {
            "party": pc.index_in(one_array(tables["notices"]["party"]), ids).cast(pa.int32()),
            "notice": pa.array(np.arange(len(tables["notices"]), dtype=np.int32)),
        }
    ).sort_by([("party", "ascending"), ("notice", "ascending")])
    debtors = np.unique(np.r_[one_array(bindings["party"]).to_numpy(), one_array(notified["party"]).to_numpy()])
    return {
        **{name: tables[name] for name in ("listings", "orders", "retentions", "suspensions", "notices", "events")},
        "bindings": bindings,
        "notified": notified,
        "debtors": pa.table({"party": debtors.astype(np.int32)}),
        "extras": _extras(tables, ids),
        "records": _records(listings),
        "settled": pa.table({"settled": pa.array(settled)}),
    }


def _records(listings: pa.Table) -> pa.Table:
    columns = [one_array(listings[name]).to_pylist() for name in ("id", "name", "identifier", "identifier_hash")]
    keys = [
        (key, row)
        for row, (id_, name, identifier, hashed) in enumerate(zip(*columns, strict=True))
        for key in (f"i:{id_}", f"n:{name_key(name)}", *record_keys(identifier, hashed))
    ]
    return pa.table(
        {
            "key": pa.array([key for key, _ in keys], pa.string()),
            "listing": pa.array([row for _, row in keys], pa.int32()),
        }
    ).sort_by([("key", "ascending"), ("listing", "ascending")])


def _extras(tables: Mapping[str, pa.Table], parties: pa.Array) -> pa.Table:
    ids = one_array(tables["listings"]["id"])
    ordered = pc.index_in(one_array(tables["orders"]["party"]), parties).to_pylist()
    found_pairs: set[tuple[int, int, int]] = set()
    for kind, name in enumerate(EXTRAS):
        found = pc.index_in(one_array(tables[name]["listing"]), ids).to_pylist()
        found_pairs |= {(listing, kind, row) for row, listing in enumerate(found) if listing is not None}
    cases: dict[str, list[int]] = {}
    # An order that names its listing is of that one alone, whatever case number it repeats.
    orders = zip(*(tables["orders"][name].to_pylist() for name in ("listing", "case_number")), strict=True)
    wanted = {row: name_key(case) for row, (listing, case) in enumerate(orders) if case and listing is None}
    if wanted:
        sought = set(wanted.values())
        for listing, case in enumerate(tables["listings"]["case_number"].to_pylist()):
            key = name_key(case)
            if key in sought:
                cases.setdefault(key, []).append(listing)
        found_pairs |= {(listing, 0, row) for row, case in wanted.items() for listing in cases.get(case, ())}
    pairs = sorted(found_pairs)
    return pa.table(
        {
            "listing": pa.array([listing for listing, _, _ in pairs], pa.int32()),
            "kind": pa.array([kind for _, kind, _ in pairs], pa.int8()),
            "row": pa.array([row for _, _, row in pairs], pa.int32()),
            "party": pa.array([ordered[row] if kind == 0 else -1 for _, kind, row in pairs], pa.int32()),
        }
    )
