"""A table on its way in: the sheet of text, the rows that can be taken, and those that cannot with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.identifiers import mask
from graph.model.vocabulary import Vocabulary

REJECTS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("file", pa.string()),
    ]
)


class FormatError(ValueError):
    """A source that cannot be read as what it says it is: one sentence for the user (exit status 2)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a source gives it: columns of text under the package's names.

    ``row_numbers`` are those a person would count in ``file``, for the report of what was rejected. Parties that
    the source ``mentions`` and describes no further leave those that are known as they are.
    """

    table: str
    rows: pa.Table
    file: str
    row_numbers: pa.Array | None = None
    mentions: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """The rows that can be taken, with ``row`` and ``file`` beside them; those rejected; and warnings."""

    table: str
    rows: pa.Table
    rejects: pa.Table
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Context:
    """What typing depends on beside the text: the words in use, the key for ID numbers, the known measures."""

    vocabulary: Vocabulary
    key: bytes
    is_measure: Callable[[str], bool]


def rejected(table: str, rows: pa.Table, column: str, values: pa.Array, reason: str) -> pa.Table:
    """A reject of each of ``rows`` (as ``typed`` returns them) because of its ``values`` in ``column``."""
    count = len(rows)
    return pa.table(
        [
            pa.repeat(pa.scalar(table), count),
            rows["row"],
            pa.repeat(pa.scalar(column), count),
            values,
            pa.repeat(pa.scalar(reason), count),
            rows["file"],
        ],
        schema=REJECTS,
    )


class Faults:
    """The first fault of each row."""

    def __init__(self, count: int) -> None:
        self._found: dict[int, tuple[str, str | None, str]] = {}
        self._good = np.ones(count, dtype=bool)

    def mark(self, column: str, text: pa.Array, bad: pa.Array, reason: str) -> None:
        """Every row of which ``bad`` is true has a fault in ``column``."""
        for index in np.flatnonzero(np.asarray(bad.to_numpy(zero_copy_only=False), dtype=bool)).tolist():
            self.add(index, column, text[index].as_py(), reason)

    def add(self, index: int, column: str, value: str | None, reason: str) -> None:
        """One row has a fault; only its first is kept."""
        self._found.setdefault(index, (column, value, reason))
        self._good[index] = False

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def good(self) -> pa.Array:
        """Which rows have none."""
        return pa.array(self._good)

    def table(self, sheet: Sheet, numbers: pa.Array) -> pa.Table:
        """The rejects, by row."""
        order = sorted(self._found)
        found = [self._found[index] for index in order]
        return pa.table(
            [
                pa.repeat(pa.scalar(sheet.table), len(order)),
                pc.take(numbers, pa.array(order, pa.int64())).cast(pa.int64()),
                pa.array([column for column, _, _ in found], pa.string()),
                pa.array([_shown(column, value) for column, value, _ in found], pa.string()),
                pa.array([reason for _, _, reason in found], pa.string()),
                pa.repeat(pa.scalar(sheet.file), len(order)),
            ],
            schema=REJECTS,
        )


def _shown(column: str, value: str | None) -> str | None:
    """A rejected value as it may be written to a file: whatever could be an ID number is masked."""
    if value is None or column not in ("id_number", "identifier"):
        return hidden(value)
    return re.sub(r"(?<=\d{6})[\dXx*]+(?=[\dXx]{2})", lambda run: "*" * len(run[0]), value)


_BORN = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PERSONAL = re.compile(rf"(?<!\d)\d{{6}}(?:{_BORN}\d{{3}}[\dXx]|{_BORN.replace('(?:19|20)', '', 1)}\d{{3}})(?!\d)")


def hidden(text: str | None) -> str | None:
    """Text as it may be written to a file: the middle of every ID number in it is covered.

    >>> hidden("张三,11010519491231002X,董事")
    '张三,1101051949****002X,董事'
    """
    return None if text is None else _PERSONAL.sub(lambda found: mask(found[0].upper()), text)
