"""The exact keys under which a party is found (see ``graph.identity.party_keys``), laid out as sorted hashes.

A hash is eight bytes, whatever it stands for, and a search among numbers is short. Two keys may have one hash, so that
whoever is found there is asked whether the key is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model import organization_code_of
from graph.model.identifiers import mask_key
from graph.stores.snapshot.cells import Read

Hashes = npt.NDArray[np.uint64]

_WORD = 8  # bytes of a text that are taken in at once
_FIRST, _SECOND, _STEP = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x9E3779B97F4A7C15
_ALL = (1 << 64) - 1


def hash_of(text: str) -> int:
    """The hash of a text: its bytes, eight at a time, each time stirred as splitmix64 does.

    >>> hash_of("") == hash_of("0"), hash_of("91640104PDY000036T") == hash_of("91640104PDY000036T")
    (False, True)
    """
    data = text.encode()
    found = len(data)
    for at in range(0, len(data), _WORD):
        found = _stirred(found ^ int.from_bytes(data[at : at + _WORD].ljust(_WORD, b"\0"), "little"))
    return found


def hashes_of(texts: pa.Array) -> Hashes:
    """``hash_of`` of a whole column without nulls."""
    _, bounds, data = texts.buffers()
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    offsets = np.frombuffer(bounds, dtype=width, count=texts.offset + len(texts) + 1)[texts.offset :].astype(np.int64)
    starts, lengths = offsets[:-1], np.diff(offsets)
    found = lengths.astype(np.uint64)
    if data is None or not len(found) or offsets[0] == offsets[-1]:
        return found
    padded = np.append(np.frombuffer(data, dtype=np.uint8)[: offsets[-1]], np.zeros(_WORD, dtype=np.uint8))
    words: Hashes = np.ndarray(len(padded) - _WORD + 1, dtype="<u8", buffer=padded, strides=(1,))  # one begins anywhere
    kept = np.array([_ALL >> 8 * (_WORD - count) if count else 0 for count in range(_WORD + 1)], dtype=np.uint64)
    rows, at = np.flatnonzero(lengths), 0
    while len(rows):
        word = words[starts[rows] + at] & kept[np.minimum(lengths[rows] - at, _WORD)]
        found[rows] = _stirred_all(found[rows] ^ word)
        at += _WORD
        rows = rows[lengths[rows] > at]
    return found


def _stirred(value: int) -> int:
    value = value + _STEP & _ALL
    value = (value ^ value >> 30) * _FIRST & _ALL
    value = (value ^ value >> 27) * _SECOND & _ALL
    return value ^ value >> 31


def _stirred_all(values: Hashes) -> Hashes:
    values = values + np.uint64(_STEP)
    values = (values ^ values >> np.uint64(30)) * np.uint64(_FIRST)
    values = (values ^ values >> np.uint64(27)) * np.uint64(_SECOND)
    return values ^ values >> np.uint64(31)


def _same(value: Any) -> Any:
    return value


# For each kind of key the columns of a party in which it stands, and what it makes of their values.
_BORNE_IN: Mapping[str, tuple[tuple[str, Callable[[Any], Any]], ...]] = {
    "u": (("uscc", _same),),
    "o": (("organization_code", _same), ("uscc", lambda code: code and organization_code_of(code))),
    "r": (("registration_number", _same),),
    "h": (("id_hash", _same),),
    "m": (("id_mask", mask_key),),
    "n": (("name", _same),),
}


def stands_in(kind: str, text: str, cells: Mapping[str, Read], number: int) -> bool:
    """Does the key stand in the columns of the party of this number? A name may be its key without being written so,
    or be a former one: of names only True is an answer."""
    return any(make(cells[column](number)) == text for column, make in _BORNE_IN[kind])
