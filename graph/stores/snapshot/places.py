"""Arithmetic of compressed sparse rows: which values are among others, which rows lie between offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model.numbers import distinct

Numbers = npt.NDArray[np.integer[Any]]


def among(values: Numbers, sorted_values: Numbers) -> npt.NDArray[np.bool_]:
    """Which of ``values`` stand in ``sorted_values``?"""
    if not len(sorted_values):
        return np.zeros(len(values), dtype=bool)
    at = np.searchsorted(sorted_values, values)
    at[at == len(sorted_values)] = 0
    return np.asarray(sorted_values[at] == values)


def spans(offset: Numbers, numbers: Numbers) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The rows of each of ``numbers`` between its offsets: (the place in ``numbers``, the row), row by row.

    >>> spans(np.array([0, 2, 2, 5]), np.array([2, 0]))[1].tolist()
    [2, 3, 4, 0, 1]
    """
    starts = offset[numbers].astype(np.int64)
    lengths = offset[numbers + 1].astype(np.int64) - starts
    origin = np.repeat(np.arange(len(numbers), dtype=np.int64), lengths)
    ends = np.cumsum(lengths)
    within = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) - np.repeat(ends - lengths, lengths)
    return origin, starts[origin] + within


def places_of(texts: pa.Array, sorted_texts: pa.Array) -> npt.NDArray[np.int64]:
    """Where those of ``texts`` that stand in ``sorted_texts`` stand there."""
    places = _halved(texts, sorted_texts)
    return places[places >= 0]


def known_numbers(ids: Sequence[str] | pa.Array, sorted_ids: pa.Array) -> npt.NDArray[np.int64]:
    """The places of those of ``ids`` that stand in ``sorted_ids``, each once, in order.

    Ids that are coded as places there already need not be looked up, here and in ``numbers_of``.
    """
    column = ids if isinstance(ids, pa.Array) else pa.array(ids, pa.string())
    numbers = _coded(column, sorted_ids)
    return distinct(places_of(column, sorted_ids) if numbers is None else numbers)


def numbers_of(texts: pa.Array, sorted_texts: pa.Array) -> npt.NDArray[np.int64]:
    """The place of each of ``texts`` in ``sorted_texts``; -1 where it does not stand there, and for null."""
    import pyarrow.compute as pc

    numbers = _coded(texts, sorted_texts)
    if numbers is not None:
        return numbers.astype(np.int64)
    if len(texts) * 8 < len(sorted_texts):  # a table for looking up would cost more than it saves
        return _halved(texts, sorted_texts)
    found = pc.fill_null(pc.index_in(texts.cast(sorted_texts.type), sorted_texts), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def _coded(texts: pa.Array, sorted_texts: pa.Array) -> Numbers | None:
    """The places themselves where ``texts`` are coded by just these."""
    if pa.types.is_dictionary(texts.type) and not texts.null_count and texts.dictionary.equals(sorted_texts):
        return np.asarray(texts.indices.to_numpy())
    return None


def _halved(texts: pa.Array, sorted_texts: pa.Array) -> npt.NDArray[np.int64]:
    """``numbers_of``: all halve the way together."""
    import pyarrow.compute as pc

    low = np.zeros(len(texts), dtype=np.int64)
    if not len(sorted_texts):
        return low - 1
    texts = texts.cast(sorted_texts.type)
    high = np.full(len(texts), len(sorted_texts), dtype=np.int64)
    while (open_ := low < high).any():
        middle = (low + high) // 2
        here = sorted_texts.take(pa.array(np.minimum(middle, len(sorted_texts) - 1)))
        before = pc.fill_null(pc.less(here, texts), False).to_numpy(zero_copy_only=False)
        low, high = np.where(open_ & before, middle + 1, low), np.where(open_ & ~before, middle, high)
    found = sorted_texts.take(pa.array(np.minimum(low, len(sorted_texts) - 1)))
    same = pc.fill_null(pc.equal(found, texts), False).to_numpy(zero_copy_only=False)
    return np.where(same, low, -1)
