"""Lays the parties out for their questions: by id, and by each kind of key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from operator import itemgetter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import name_key, own_key
from graph.model.ahead import ahead
from graph.model.chunks import one_array, rows_of
from graph.model.tables import TABLES
from graph.stores.snapshot.keys import hashes_of
from graph.stores.snapshot.names import Name
from graph.stores.snapshot.parts import MANY
from graph.stores.snapshot.pile import Pile

_FEW_WORDS = {"kind": pa.int8(), "status": pa.int8(), "categories": pa.int32(), "region": pa.int32()}
_SLICE = 1 << 18
_FEW = 1000  # names that are folded one by one sooner than the expression for whole columns is made ready

Part = Mapping[str, pa.Array]


def party_columns(parties: Pile) -> Iterator[tuple[str, pa.Array]]:
    """The parties in the order of their ids, one column after the other; columns of few words as dictionaries."""
    for name in TABLES["parties"].schema.names:
        if name in _FEW_WORDS:
            encoded = one_array(parties.table([name])[name].dictionary_encode())
            yield name, pa.DictionaryArray.from_arrays(encoded.indices.cast(_FEW_WORDS[name]), encoded.dictionary)
        else:
            yield name, parties.column(name)


def plain_parties(part: Part, begin: int, end: int) -> pa.Table:
    """Logical parties of a part, every column as text."""
    schema = TABLES["parties"].schema
    columns = [rows_of(part[name], begin, end - begin).cast(pa.string()) for name in schema.names]
    return pa.table(columns, schema=schema)


def keys_parts(part: Part) -> Iterator[tuple[str, pa.Table]]:
    """For each kind of key (see ``graph.identity.party_keys``) the sorted hashes and the parties that they lead to."""
    each: Callable[..., Iterator[tuple[str, pa.Table]]] = map if len(part["id"]) < MANY else ahead
    return each(partial(_keys_part, part), _KINDS)


def _keys_part(part: Part, kind: str) -> tuple[str, pa.Table]:
    found = [(0, np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))]
    for begin in range(0, len(part["id"]), _SLICE):
        numbers = pa.array(np.arange(begin, min(begin + _SLICE, len(part["id"])), dtype=np.int32))
        for nth, (key, bearers) in enumerate(_KINDS[kind](partial(_slice, part, begin), numbers)):
            filled = key.is_valid()
            found.append((nth, hashes_of(key.filter(filled).cast(pa.string())), bearers.filter(filled).to_numpy()))
    found.sort(key=itemgetter(0))  # the bearers of one key stand alike, however long the slices are
    hashes, parties = (np.concatenate([one[column] for one in found]) for column in (1, 2))
    order = np.argsort(hashes, kind="stable")
    return f"keys_{kind}", pa.table({"hash": hashes[order], "party": parties[order]})


def _slice(part: Part, begin: int, name: str) -> pa.Array:
    return rows_of(part[name], begin, _SLICE)


Column = Callable[[str], pa.Array]
Keys = Iterator[tuple[pa.Array, pa.Array]]  # keys, null for none, and the numbers of the parties that bear them


def _codes(column: Column, numbers: pa.Array) -> Keys:
    inside, code = pc.utf8_slice_codeunits(column("uscc"), 8, 17), column("organization_code")
    yield inside, numbers
    other = pc.fill_null(pc.not_equal(code, inside), True)
    yield code.filter(other), numbers.filter(other)


def _masks(column: Column, numbers: pa.Array) -> Keys:
    yield mask_keys(column("id_mask")), numbers


def mask_keys(masks: pa.Array) -> pa.Array:
    """``graph.model.identifiers.mask_key`` of a whole column."""
    shown = pc.match_substring_regex(masks, r"^\d{8,}\*+[0-9X]{3,}$")
    keys = pc.binary_join_element_wise(pc.utf8_slice_codeunits(masks, 0, 8), pc.utf8_slice_codeunits(masks, -3), "*")
    return pc.if_else(shown, keys, pa.scalar(None, keys.type))


def _names(column: Column, numbers: pa.Array) -> Keys:
    own, bearers, earlier = _borne(column)
    yield own, numbers
    yield earlier, numbers.take(bearers)


def _borne(column: Column) -> tuple[pa.Array, pa.Array, pa.Array]:
    """The keys of today's names; and those of former ones, where they are others, with the rows of their bearers."""
    own = name_keys(column("name").cast(pa.string()))
    entries = pc.split_pattern(column("former_names").cast(pa.string()), ";")
    keys = name_keys(pc.replace_substring_regex(pc.list_flatten(entries), "(?s)@.*", ""))
    former = pa.table({"key": keys, "bearer": pc.list_parent_indices(entries)})
    former = former.filter(pc.not_equal(former["key"], own.take(former["bearer"])))
    distinct = former.group_by(["key", "bearer"], use_threads=False).aggregate([])
    return own, one_array(distinct["bearer"]), one_array(distinct["key"])


_KINDS: Mapping[str, Callable[[Column, pa.Array], Keys]] = {
    "u": lambda column, numbers: iter([(column("uscc"), numbers)]),
    "o": _codes,
    "r": lambda column, numbers: iter([(column("registration_number"), numbers)]),
    "h": lambda column, numbers: iter([(column("id_hash"), numbers)]),
    "m": _masks,
    "n": _names,
}
KINDS_OF_KEYS = len(_KINDS)


def name_keys(names: pa.Array) -> pa.Array:
    """``graph.identity.name_key`` of a whole column of text without nulls."""
    if len(names) < _FEW:
        return pa.array(map(name_key, names.to_pylist()), pa.string())
    odd = _folds(names)
    if not pc.any(odd).as_py():
        return names
    keys = names.filter(odd)
    for wide, narrow in (("（", "("), ("）", ")")):
        keys = pc.replace_substring(keys, wide, narrow)
    folding = _folds(keys)
    folded = pa.array(map(name_key, keys.filter(folding).to_pylist()), pa.string())
    return pc.replace_with_mask(names, odd, pc.replace_with_mask(keys, folding, folded))


def _folds(names: pa.Array) -> pa.Array:
    return pc.invert(pc.match_substring_regex(names, own_key()))


def names_of(parties: Part) -> Iterator[Name]:
    """Every name of every party, former ones and today's, as the name index takes them."""
    for begin in range(0, len(parties["id"]), _SLICE):
        some = {name: _slice(parties, begin, name) for name in ("name", "kind", "former_names")}
        own, bearers, earlier = _borne(some.__getitem__)
        keys, rows = pa.concat_arrays([earlier, own]), np.r_[bearers.to_numpy(), np.arange(len(own))]
        some_key = pc.not_equal(keys, "").to_numpy(zero_copy_only=False)
        order = np.argsort(rows, kind="stable")
        order = order[some_key[order]]
        person = pc.equal(some["kind"].cast(pa.string()), "person").to_numpy(zero_copy_only=False)[rows[order]]
        columns = (keys.take(pa.array(order)).to_pylist(), person.tolist(), (begin + rows[order]).tolist())
        yield from map(Name._make, zip(*columns, strict=True))
