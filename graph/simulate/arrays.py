"""Small tools on columns: drawing them at random, and spelling numbers as text without a Python loop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.random import Generator
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]
Floats = NDArray[np.float64]

"""Told what is being done, how much of it is done, and how much there is."""


def chance(rng: Generator, probability: float | Floats, size: int) -> Flags:
    """``size`` independent yes or no, yes with ``probability``."""
    return np.asarray(rng.random(size) < probability, dtype=np.bool_)


def drawn(rng: Generator, weights: Sequence[float] | Floats, size: int) -> Whole:
    """``size`` places in ``weights``, each as often as its weight says."""
    steps = np.cumsum(np.asarray(weights, dtype=np.float64))
    places = np.searchsorted(steps, rng.random(size) * steps[-1], side="right")
    return np.asarray(np.minimum(places, len(steps) - 1), dtype=np.int64)


def between(rng: Generator, low: Whole | int, high: Whole | int, size: int) -> Whole:
    """Whole numbers from ``low`` up to, not including, ``high``; ``low`` where there is nothing between."""
    width = np.maximum(np.asarray(high) - low, 1)
    return np.asarray(low + np.floor(rng.random(size) * width), dtype=np.int64)


def repeated(keys: Whole) -> Flags:
    """Which keys stood earlier in the column already?"""
    order = np.argsort(keys, kind="stable")
    again = np.zeros(len(keys), dtype=np.bool_)
    again[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    return again


def digits(numbers: Whole, width: int) -> Codes:
    """The decimal digits of each number, one row a number, as values 0 to 9."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return ((numbers[:, None] // powers) % 10).astype(np.uint8)


def text(characters: Codes) -> pa.Array:
    """Rows of ASCII codes as an Arrow column of text."""
    count, width = characters.shape
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    data = np.ascontiguousarray(characters)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(data))


def numbered(letter: str, numbers: Whole) -> pa.Array:
    """Ids such as ``o000000123``."""
    characters = np.full((len(numbers), 10), ord(letter), dtype=np.uint8)
    characters[:, 1:] = digits(numbers, 9) + ord("0")
    return text(characters)


def where(flags: Flags, column: pa.Array) -> pa.Array:
    """``column`` where the flag is set, nothing elsewhere."""
    import pyarrow.compute as pc

    return pc.if_else(pa.array(flags), column, pa.scalar(None, column.type))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Columns and fixed words put together row by row."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*parts, "")


def looked_up(words: Sequence[str | None], places: Whole) -> pa.Array:
    """The word at each place; None is an empty cell."""
    return pa.array(words, pa.string()).take(pa.array(places))


def days(column: Whole, unknown: int) -> pa.Array:
    """Days since 1970-01-01 as dates; ``unknown`` becomes an empty cell."""
    return pa.array(column.astype(np.int32), pa.int32(), mask=column == unknown).cast(pa.date32())
