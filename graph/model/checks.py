"""Check characters of whole columns at once: the same arithmetic as in ``identifiers``, laid over a matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model.identifiers import (
    ID_CHECKS,
    ID_WEIGHTS,
    ORGANIZATION_WEIGHTS,
    USCC_ALPHABET,
    USCC_WEIGHTS,
)

Bools = npt.NDArray[np.bool_]


def passing(kind: str, codes: pa.Array) -> Bools:
    """Which of these codes pass their check? All are of the right shape and none is null.

    ``kind`` is ``uscc``, ``organization_code``, ``registration_number`` or ``id_number`` (18 characters).
    """
    if kind == "registration_number":
        return _registered(_matrix(codes, 15))
    width, weights, values = _ARITHMETIC[kind]
    chars = _matrix(codes, width)
    total = np.zeros(len(codes), dtype=np.int32)
    for column, weight in zip(chars.T, weights, strict=False):
        total += values[column] * np.int32(weight)
    last = chars[:, -1]
    if kind == "uscc":
        return np.asarray((31 - total % 31) % 31 == values[last])
    if kind == "organization_code":
        return np.asarray(np.frombuffer(b"0X987654321", dtype=np.uint8)[total % 11] == last)
    return np.asarray(np.frombuffer(ID_CHECKS.encode(), dtype=np.uint8)[total % 11] == last)


def _registered(chars: npt.NDArray[np.uint8]) -> Bools:
    """``registration_number_check_passes`` of every row."""
    digits = chars.T.astype(np.int16) - ord("0")
    product = np.full(len(chars), 10, dtype=np.int16)
    for digit in digits[:-1]:
        rest = (digit + product) % 10
        product = np.where(rest, rest, 10) * 2 % 11
    return np.asarray((product + digits[-1]) % 10 == 1)


def _matrix(codes: pa.Array, width: int) -> npt.NDArray[np.uint8]:
    """The characters of codes of one width, a row a code."""
    data = codes.cast(pa.binary()).cast(pa.binary(width)).buffers()[1]
    return np.frombuffer(data, dtype=np.uint8, count=width * len(codes)).reshape(-1, width)


def _values(alphabet: str) -> npt.NDArray[np.int32]:
    values = np.zeros(128, dtype=np.int32)
    values[np.frombuffer(alphabet.encode(), dtype=np.uint8)] = np.arange(len(alphabet))
    return values


_ARITHMETIC = {
    "uscc": (18, USCC_WEIGHTS, _values(USCC_ALPHABET)),
    "organization_code": (9, ORGANIZATION_WEIGHTS, _values("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    "id_number": (18, ID_WEIGHTS, _values("0123456789")),
}
