"""Lays the parties out for their questions: by id, and by each kind of key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import name_key, own_key
from graph.model.ahead import ahead
from graph.model.chunks import one_array
from graph.model.tables import TABLES
from graph.stores.snapshot.names import Name
from graph.stores.snapshot.ordering import in_order
from graph.stores.snapshot.pile import Pile

_FEW_WORDS = {"kind": pa.int8(), "status": pa.int8(), "categories": pa.int32(), "region": pa.int32()}
_KEYS = pa.schema([("key", pa.string()), ("party", pa.int32())])
_SLICE = 1 << 18

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
    columns = [part[name].slice(begin, end - begin).cast(pa.string()) for name in schema.names]
    return pa.table(columns, schema=schema)


def keys_parts(part: Part, folder: Path) -> Iterator[tuple[str, Pile]]:
    """For each kind of key (see ``graph.identity.party_keys``) the sorted keys and the parties they lead to."""
    for kind, keys in _KINDS.items():
        gathered = Pile(folder / f"keys_{kind}.arrow", _KEYS)
        for rows in ahead(partial(_keys_between, part, keys), range(0, len(part["id"]), _SLICE)):
            gathered.add(rows)
        ordered = in_order(gathered, ["key", "party"], folder)
        gathered.clear()
        yield f"keys_{kind}", ordered
        ordered.clear()


Column = Callable[[str], pa.Array]
Keys = Iterator[tuple[pa.Array, pa.Array]]  # keys, null for none, and the numbers of the parties that bear them


def _keys_between(part: Part, keys: Callable[[Column, pa.Array], Keys], begin: int) -> pa.Table:
    numbers = pa.array(np.arange(begin, min(begin + _SLICE, len(part["id"])), dtype=np.int32))
    tables = []
    for key, bearers in keys(lambda name: part[name].slice(begin, _SLICE), numbers):
        filled = key.is_valid()
        tables.append(pa.table([key.filter(filled).cast(pa.string()), bearers.filter(filled)], schema=_KEYS))
    return pa.concat_tables(tables)


def _codes(column: Column, numbers: pa.Array) -> Keys:
    inside, code = pc.utf8_slice_codeunits(column("uscc"), 8, 17), column("organization_code")
    yield inside, numbers
    other = pc.fill_null(pc.not_equal(code, inside), True)
    yield code.filter(other), numbers.filter(other)


def _masks(column: Column, numbers: pa.Array) -> Keys:
    """``graph.model.mask_key`` of a whole column."""
    masks = column("id_mask")
    shown = pc.match_substring_regex(masks, r"^\d{8,}\*+[0-9X]{3,}$")
    keys = pc.binary_join_element_wise(pc.utf8_slice_codeunits(masks, 0, 8), pc.utf8_slice_codeunits(masks, -3), "*")
    yield pc.if_else(shown, keys, pa.scalar(None, keys.type)), numbers


def _names(column: Column, numbers: pa.Array) -> Keys:
    own = name_keys(column("name"))
    yield own, numbers
    former = column("former_names")
    bearing = np.flatnonzero(former.is_valid().to_numpy(zero_copy_only=False))
    cells = (former.take(pa.array(bearing)), own.take(pa.array(bearing)))
    earlier = [
        (key, at)
        for at, cell, today in zip(bearing.tolist(), *(column.to_pylist() for column in cells), strict=True)
        for key in {name_key(entry.partition("@")[0]) for entry in cell.split(";")} - {today}
    ]
    yield (
        pa.array([key for key, _ in earlier], pa.string()),
        numbers.take(pa.array([at for _, at in earlier], pa.int32())),
    )


_KINDS: Mapping[str, Callable[[Column, pa.Array], Keys]] = {
    "u": lambda column, numbers: iter([(column("uscc"), numbers)]),
    "o": _codes,
    "r": lambda column, numbers: iter([(column("registration_number"), numbers)]),
    "h": lambda column, numbers: iter([(column("id_hash"), numbers)]),
    "m": _masks,
    "n": _names,
}


def name_keys(names: pa.Array) -> pa.Array:
    """``graph.identity.name_key`` of a whole column without nulls."""
    odd = pc.invert(pc.match_substring_regex(names, own_key()))
    keys = pa.array([name_key(name) for name in names.filter(odd).to_pylist()], names.type)
    return pc.replace_with_mask(names, odd, keys)


def names_of(parties: Part) -> Iterator[Name]:
    """Every name of every party, today's and former ones, as the name index takes them."""
    for begin in range(0, len(parties["id"]), _SLICE):
        some = {name: parties[name].slice(begin, _SLICE) for name in ("name", "kind", "former_names")}
        columns = (column.cast(pa.string()).to_pylist() for column in some.values())
        for number, (name, kind, former) in enumerate(zip(*columns, strict=True), begin):
            borne = (*(entry.partition("@")[0] for entry in former.split(";")), name) if former else (name,)
            for key in dict.fromkeys(map(name_key, borne)):
                if key:
                    yield Name(key, kind == "person", number)
