"""Columns of words as numbers: what is alike, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.chunks import one_array
from graph.model.numbers import distinct

Codes = npt.NDArray[np.int64]
Value = TypeVar("Value")
_LARGEST = 1 << 62


def encoded(ties: pa.Table, names: Sequence[str]) -> tuple[dict[str, Codes], dict[str, list[Any]]]:
    """Columns as codes, and the words behind the codes."""
    codes: dict[str, Codes] = {}
    values: dict[str, list[Any]] = {}
    for name in names:
        column = one_array(ties[name])
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        codes[name] = pc.fill_null(encoded.indices.cast(pa.int64()), len(words)).to_numpy(zero_copy_only=False)
        values[name] = [*words, None]
    return codes, values


def merged(codes: Codes, values: Sequence[Value]) -> tuple[list[Value], Codes]:
    """Codes of values among which equal ones are one: the distinct values, and each row's."""
    places: dict[Value, int] = {}
    of_code = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
    return list(places), of_code[codes]


def ranks(column: pa.Array) -> Codes:
    """Each text's place in the order of those that there are; null comes last."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    code = pc.fill_null(coded.indices.cast(pa.int64()), len(coded.dictionary)).to_numpy()
    used = distinct(code)
    texts = coded.dictionary.take(pa.array(used[used < len(coded.dictionary)]))
    rank = np.arange(len(used))
    if not pc.all(pc.less(texts.slice(0, max(len(texts) - 1, 0)), texts.slice(1))).as_py():
        rank[pc.sort_indices(texts).to_numpy()] = np.arange(len(texts))
    return np.asarray(rank[np.searchsorted(used, code)])


def in_order(columns: Sequence[Codes]) -> Codes:
    """The order of rows of codes, by the first column, then by the next."""
    packed: list[Codes] = []
    room = 0
    for column in columns:
        values = int(column.max(initial=0)) + 1
        if packed and room * values < _LARGEST:
            packed[-1], room = packed[-1] * values + column, room * values
        else:
            packed, room = [*packed, column], values
    return np.lexsort(packed[::-1])


def sorts_of(columns: Sequence[Codes]) -> tuple[Codes, Codes]:
    """For rows of codes: the number of each row's sort, and the first row of each sort."""
    sort, sorts = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        values = int(column.max(initial=0)) + 1
        if sorts * values >= _LARGEST:
            sort, sorts = _counted(sort)
        sort, sorts = sort * values + column, sorts * values
    sort, sorts = _counted(sort)
    first = np.zeros(sorts, dtype=np.int64)
    first[sort[::-1]] = np.arange(len(sort) - 1, -1, -1)  # of several rows the first is written last
    return sort, first


def _counted(values: Codes) -> tuple[Codes, int]:
    """Each value as the number of its sort, and how many sorts there are."""
    encoded = pa.array(values).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), len(encoded.dictionary)
