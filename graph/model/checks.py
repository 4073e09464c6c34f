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
    registration_number_check_passes,
)

Bools = npt.NDArray[np.bool_]


def passing(kind: str, codes: pa.Array) -> Bools:
    """Which of these codes pass their check? All are of the right shape and none is null.

    ``kind`` is ``uscc``, ``organization_code``, ``registration_number`` or ``id_number`` (18 characters).
    """
    if kind == "registration_number":
        return np.array([registration_number_check_passes(code) for code in codes.to_pylist()], dtype=bool)
    width, weights, values = _ARITHMETIC[kind]
    chars = _matrix(codes, width)
    total = values[chars[:, :-1]] @ np.array(weights, dtype=np.int64)
    last = chars[:, -1]
    if kind == "uscc":
        return np.asarray((31 - total % 31) % 31 == values[last])
    if kind == "organization_code":
        return np.asarray(np.frombuffer(b"0X987654321", dtype=np.uint8)[total % 11] == last)
    return np.asarray(np.frombuffer(ID_CHECKS.encode(), dtype=np.uint8)[total % 11] == last)


def _matrix(codes: pa.Array, width: int) -> npt.NDArray[np.uint8]:
    """The characters of codes of one width, a row a code."""
    data = "".join(codes.to_pylist()).encode("ascii")
    return np.frombuffer(data, dtype=np.uint8).reshape(-1, width)


def _values(alphabet: str) -> npt.NDArray[np.int64]:
    values = np.zeros(128, dtype=np.int64)
    values[np.frombuffer(alphabet.encode(), dtype=np.uint8)] = np.arange(len(alphabet))
    return values


_ARITHMETIC = {
    "uscc": (18, USCC_WEIGHTS, _values(USCC_ALPHABET)),
    "organization_code": (9, ORGANIZATION_WEIGHTS, _values("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    "id_number": (18, ID_WEIGHTS, _values("0123456789")),
}
