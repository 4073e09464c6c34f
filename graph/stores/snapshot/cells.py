"""Single cells of mapped columns, read straight from their buffers.

``Array.__getitem__`` makes a scalar object of a cell before its value can be had; an answer reads some hundreds of
cells, and would spend most of its time on that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa

Read = Callable[[int], Any]


class Texts(Sequence[bytes]):
    """A column of text without nulls as the UTF-8 bytes of its cells, which sort as their code points do."""

    def __init__(self, column: pa.Array) -> None:
        self._length = len(column)
        self._first = column.offset
        _, offsets, data = column.buffers()
        self._offsets = _view(offsets, "q" if pa.types.is_large_string(column.type) else "i")
        self._data = memoryview(data if data is not None else b"")

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> bytes:  # type: ignore[override]
        at += self._first
        return bytes(self._data[self._offsets[at] : self._offsets[at + 1]])

    def text(self, at: int) -> str:
        """The cell as text."""
        at += self._first
        return str(self._data[self._offsets[at] : self._offsets[at + 1]], "utf-8")

    def place(self, text: str) -> int:
        """Where ``text`` stands first in a sorted column, or would stand."""
        return bisect_left(self, text.encode())


def reading(column: pa.Array) -> Read:
    """A function that reads one cell of ``column``: a text, a whole number, a truth, or None."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        code, words = reading(column.indices), _Words(reading(column.dictionary))
        return lambda at: words[code(at)]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        read = _text(column)
    elif pa.types.is_integer(kind):
        numbers = _view(column.buffers()[1], np.dtype(kind.to_pandas_dtype()).char)
        read = _shifted(numbers.__getitem__, column.offset)
    elif pa.types.is_boolean(kind):
        read = _shifted(_bit(column.buffers()[1]), column.offset)
    else:
        raise TypeError(f"no column of a part is of the type {kind}")
    if not column.null_count:
        return read
    bits, first = _view(column.buffers()[0], "B"), column.offset

    def present(at: int) -> Any:
        place = at + first
        return read(at) if bits[place >> 3] >> (place & 7) & 1 else None

    return present


class _Words(dict[int | None, Any]):
    """The words of a dictionary by their codes, each read when it is first met."""

    def __init__(self, read: Read) -> None:
        super().__init__({None: None})
        self._read = read

    def __missing__(self, code: int) -> Any:
        word = self[code] = self._read(code)
        return word


def _text(column: pa.Array) -> Read:
    _, bounds, bytes_ = column.buffers()
    offsets = _view(bounds, "q" if pa.types.is_large_string(column.type) else "i")[column.offset :]
    data = memoryview(bytes_ if bytes_ is not None else b"")
    return lambda at: str(data[offsets[at] : offsets[at + 1]], "utf-8")


def _view(buffer: pa.Buffer | None, form: str) -> memoryview:
    whole = memoryview(buffer if buffer is not None else b"").cast("B")
    return whole[: len(whole) - len(whole) % np.dtype(form).itemsize].cast(cast("Literal['q']", form))


def _bit(buffer: pa.Buffer) -> Callable[[int], bool]:
    bits = _view(buffer, "B")
    return lambda at: bool(bits[at >> 3] >> (at & 7) & 1)


def _shifted(read: Read, by: int) -> Read:
    return (lambda at: read(at + by)) if by else read
