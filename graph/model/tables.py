"""The tables of the data package: their columns, and how a column of text becomes a column of values.

A source hands over sheets of text; ``typed`` returns the rows that can be taken and, for each that cannot,
where it stands and what would be right. Nothing is repaired in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.checks import passing
from graph.model.identifiers import (
    ID_NUMBER_SHAPE,
    MASK_SHAPE,
    ORGANIZATION_CODE_SHAPE,
    REGISTRATION_NUMBER_SHAPE,
    USCC_SHAPE,
    IdentifierKind,
    full_id_number,
    identifier_kind,
    keyed_hash,
    mask,
    normalized,
)
from graph.model.interval import EARLIEST, LATEST, day
from graph.model.vocabulary import DEBTS, GROUNDS, RECORDED_EVENTS, STATUSES, Kind, Vocabulary

SHARE_UNIT = Decimal("1E-10")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a package table: its type, whether it must be filled, and its value where it is empty."""

    name: str
    type: str = "text"
    required: bool = False
    empty: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the data package; a row with the same ``key`` replaces an earlier one."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        """The typed form: days as int32, shares as int64 in units of 10⁻¹⁰, the rest as text."""
        fields: list[pa.Field] = []
        for column in self.columns:
            if column.type == "id_number":
                fields += [pa.field("id_hash", pa.string()), pa.field("id_mask", pa.string())]
            elif column.type == "published":
                fields += [pa.field("identifier", pa.string()), pa.field("identifier_hash", pa.string())]
            else:
                kind = {"date": pa.int32(), "share": pa.int64()}.get(column.type, pa.string())
                fields.append(pa.field(column.name, kind))
        return pa.schema(fields)

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(column for column in self.columns if column.name == name)


def _since(name: str = "since", *, required: bool = False) -> Column:
    return Column(name, "date", required, EARLIEST)


def _until(name: str = "until", *, required: bool = False) -> Column:
    return Column(name, "date", required, LATEST)


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "parties",
            (
                Column("id", required=True),
                Column("kind", "kind", required=True),
                Column("name", required=True),
                Column("uscc", "uscc"),
                Column("organization_code", "organization_code"),
                Column("registration_number", "registration_number"),
                Column("id_number", "id_number"),
                Column("former_names", "former_names"),
                Column("categories", "categories"),
                Column("region", "region"),
                Column("status", "status"),
            ),
            ("id",),
        ),
        Table(
            "roles",
            (
                Column("holder", required=True),
                Column("organization", required=True),
                Column("role", "role", required=True),
                Column("share", "share"),
                _since(),
                _until(),
                Column("source"),
            ),
            ("holder", "organization", "role", "since"),
        ),
        Table(
            "listings",
            (
                Column("id", required=True),
                Column("party"),
                Column("name", required=True),
                Column("identifier", "published"),
                Column("case_number", required=True),
                Column("court"),
                Column("basis"),
                Column("ground", "ground"),
                Column("debt", "debt"),
                _since("listed_on", required=True),
                _until("released_on"),
                Column("release_reason"),
            ),
            ("id",),
        ),
        Table(
            "orders",
            (
                Column("id", required=True),
                Column("listing"),
                Column("case_number"),
                Column("party", required=True),
                _since("issued_on", required=True),
                _until("lifted_on"),
            ),
            ("id",),
        ),
        Table(
            "retentions",
            (
                Column("listing", required=True),
                Column("measure", "measure", required=True),
                _until(required=True),
                Column("legal_basis", required=True),
            ),
            ("listing", "measure"),
        ),
        Table(
            "suspensions",
            (
                Column("listing", required=True),
                Column("measure", "measure"),
                _since(required=True),
                _until(),
            ),
            ("listing", "measure", "since"),
        ),
        Table(
            "notices",
            (
                Column("id", required=True),
                Column("party", required=True),
                Column("action", "measure", required=True),
                _since("issued_on", required=True),
                _until("ends_on"),
            ),
            ("id",),
        ),
        Table(
            "events",
            (
                Column("listing", required=True),
                Column("event", "event", required=True),
                _since("on", required=True),
                Column("measure", "measure"),
            ),
            ("listing", "event", "on", "measure"),
        ),
    )
}

# Which two columns of a table bound an interval.
_INTERVALS = {
    "roles": ("since", "until"),
    "listings": ("listed_on", "released_on"),
    "orders": ("issued_on", "lifted_on"),
    "suspensions": ("since", "until"),
    "notices": ("issued_on", "ends_on"),
}

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

    ``row_numbers`` are those a person would count in ``file``, for the report of what was rejected.
    """

    table: str
    rows: pa.Table
    file: str
    row_numbers: pa.Array | None = None


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


def typed(sheet: Sheet, context: Context) -> Typed:
    """The rows of ``sheet`` as values.

    Raises ``FormatError`` where a required column is missing. A row with a value that cannot be taken is
    rejected whole, with the first such column named.
    """
    table = TABLES[sheet.table]
    missing = [
        column.name for column in table.columns if column.required and column.name not in sheet.rows.column_names
    ]
    if missing:
        raise FormatError(
            f"{sheet.file}: the table {table.name} has no column '{missing[0]}'; "
            f"it has {', '.join(sheet.rows.column_names) or 'none'}"
        )
    known = {column.name for column in table.columns}
    warnings = [
        f"{sheet.file}: the column '{name}' is not part of {table.name} and was not read"
        for name in sheet.rows.column_names
        if name not in known
    ]
    count = len(sheet.rows)
    numbers = sheet.row_numbers if sheet.row_numbers is not None else pa.array(np.arange(2, count + 2))
    faults = _Faults(count)
    values: dict[str, pa.Array] = {}
    for column in table.columns:
        ready = _ready(sheet.rows, column)
        if ready is not None:
            values[column.name] = ready
            continue
        text = _text(sheet.rows, column.name, count)
        if column.required:
            faults.mark(column.name, text, pc.is_null(text), "it is empty, and it must not be")
        values |= _column(column, text, context, faults, warnings, sheet.file)
    _check_row_rules(table.name, sheet.rows, values, faults, count)
    rows = pa.table(
        [values[name] for name in table.schema.names] + [numbers, pa.repeat(pa.scalar(sheet.file), count)],
        names=[*table.schema.names, "row", "file"],
    )
    taken = rows.filter(faults.good) if faults else rows
    return Typed(table.name, taken, faults.table(sheet, numbers), warnings)


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


class _Faults:
    """The first fault of each row."""

    def __init__(self, count: int) -> None:
        self._found: dict[int, tuple[str, str | None, str]] = {}
        self._good = np.ones(count, dtype=bool)

    def mark(self, column: str, text: pa.Array, bad: pa.Array, reason: str) -> None:
        for index in np.flatnonzero(np.asarray(bad.to_numpy(zero_copy_only=False), dtype=bool)).tolist():
            self.add(index, column, text[index].as_py(), reason)

    def add(self, index: int, column: str, value: str | None, reason: str) -> None:
        self._found.setdefault(index, (column, value, reason))
        self._good[index] = False

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def good(self) -> pa.Array:
        return pa.array(self._good)

    def table(self, sheet: Sheet, numbers: pa.Array) -> pa.Table:
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
        return value
    return re.sub(r"(?<=\d{6})[\dXx*]+(?=[\dXx]{2})", lambda run: "*" * len(run[0]), value)


def _ready(rows: pa.Table, column: Column) -> pa.Array | None:
    """A column of dates as a source may have it typed already; None where it must be read from text."""
    if column.type != "date" or column.name not in rows.column_names:
        return None
    dates = rows[column.name]
    if not pa.types.is_date32(dates.type) or (column.required and dates.null_count):
        return None
    return pc.fill_null(dates.cast(pa.int32()).combine_chunks(), column.empty)


def _text(rows: pa.Table, name: str, count: int) -> pa.Array:
    if name not in rows.column_names:
        return pa.nulls(count, pa.string())
    column = rows[name]
    if column.null_count == count:
        return pa.nulls(count, pa.string())
    text = pc.utf8_trim_whitespace(column.cast(pa.string()).combine_chunks())
    if pc.min(pc.binary_length(text)).as_py() == 0:
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return text


def _column(
    column: Column, text: pa.Array, context: Context, faults: _Faults, warnings: list[str], file: str
) -> dict[str, pa.Array]:
    if column.type == "text":
        return {column.name: text}
    if column.type in ("uscc", "organization_code", "registration_number"):
        return {column.name: _code(column, text, faults, warnings, file)}
    if column.type in ("id_number", "published"):
        return _personal_number(column, text, context, faults, warnings, file)
    parse = _PARSERS.get(column.type) or partial(_word, _words(column.type, context.vocabulary))
    if column.type == "categories":
        parse = partial(_categories, context.vocabulary)
    if column.type == "measure":
        parse = partial(_measure, context)
    # Dates and words repeat: each distinct text is read once.
    encoded = text.dictionary_encode()
    parsed: list[object] = []
    wrong: dict[int, str] = {}
    for index, value in enumerate(encoded.dictionary.to_pylist()):
        try:
            parsed.append(parse(value))
        except ValueError as error:
            parsed.append(None)
            wrong[index] = str(error)
    if wrong:
        codes = encoded.indices.to_pylist()
        for index, code in enumerate(codes):
            if code in wrong:
                faults.add(index, column.name, text[index].as_py(), wrong[code])
    kind = {"date": pa.int32(), "share": pa.int64()}.get(column.type, pa.string())
    result = pc.take(pa.array(parsed, kind), encoded.indices)
    return {column.name: result if column.empty is None else pc.fill_null(result, column.empty)}


_SHAPES = {
    "uscc": (USCC_SHAPE.pattern, "18 characters of the alphabet of GB 32100"),
    "organization_code": (ORGANIZATION_CODE_SHAPE.pattern, "9 characters"),
    "registration_number": (REGISTRATION_NUMBER_SHAPE.pattern, "15 digits"),
}


def _code(column: Column, text: pa.Array, faults: _Faults, warnings: list[str], file: str) -> pa.Array:
    shape, right = _SHAPES[column.type]
    plain = _normalized_unless(text, shape)
    shaped = pc.match_substring_regex(plain, f"^(?:{shape})$")
    faults.mark(column.name, text, pc.fill_null(pc.invert(shaped), False), f"it is not {right}")
    codes = plain.filter(pc.fill_null(shaped, False))
    failing = int((~passing(column.type, codes)).sum()) if len(codes) else 0
    if failing:
        warnings.append(
            f"{file}: {failing} values of '{column.name}' fail their check character; they were taken as they stand"
        )
    return plain


def _personal_number(
    column: Column, text: pa.Array, context: Context, faults: _Faults, warnings: list[str], file: str
) -> dict[str, pa.Array]:
    shape = rf"{ID_NUMBER_SHAPE.pattern}|\d{{10}}\*{{4}}\d{{3}}[0-9X]|{USCC_SHAPE.pattern}"
    plain = _normalized_unless(text, shape)
    whole = pc.match_substring_regex(plain, f"^(?:{ID_NUMBER_SHAPE.pattern})$")
    masked = pc.match_substring_regex(plain, f"^(?:{MASK_SHAPE.pattern})$")
    if column.type == "published":
        # 18 or 15 digits may be an organization's: there the check characters decide, one by one.
        kinds = [number is not None and identifier_kind(number) for number in plain.filter(whole).to_pylist()]
        personal = np.zeros(len(plain), dtype=bool)
        personal[pc.fill_null(whole, False).to_numpy(zero_copy_only=False)] = [
            kind is IdentifierKind.ID_NUMBER for kind in kinds
        ]
        whole = pa.array(personal)
    else:
        known = pc.or_(whole, masked)
        faults.mark(
            column.name, text, pc.fill_null(pc.invert(known), False),
            "it is no ID number of 18 or 15 digits, whole or masked",
        )  # fmt: skip
    whole, masked = pc.fill_null(whole, False), pc.fill_null(masked, False)
    numbers = pa.array([full_id_number(number) for number in plain.filter(whole).to_pylist()], pa.string())
    hashes = pa.array([keyed_hash(number, context.key) for number in numbers.to_pylist()], pa.string())
    courts_mask = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(numbers, 0, 10), pc.utf8_slice_codeunits(numbers, 14, 18), "****"
    )
    hashed = pc.replace_with_mask(pa.nulls(len(plain), pa.string()), whole, hashes)
    shown = pc.replace_with_mask(plain, whole, courts_mask)
    masks = pa.array([mask(number) for number in plain.filter(masked).to_pylist()], pa.string())
    shown = pc.replace_with_mask(shown, masked, masks)
    failing = int((~passing("id_number", numbers)).sum()) if len(numbers) else 0
    if failing:
        warnings.append(
            f"{file}: {failing} ID numbers in '{column.name}' fail their check character; they were taken as they stand"
        )
    names = ("id_mask", "id_hash") if column.type == "id_number" else ("identifier", "identifier_hash")
    return {names[0]: shown, names[1]: hashed}


def _normalized_unless(text: pa.Array, shape: str) -> pa.Array:
    """The column as identifiers are compared; what has the right shape already is left as it is."""
    odd = pc.fill_null(pc.invert(pc.match_substring_regex(text, f"^(?:{shape})$")), False)
    if not pc.any(odd).as_py():
        return text
    return pc.replace_with_mask(
        text, odd, pa.array([normalized(value) for value in text.filter(odd).to_pylist()], pa.string())
    )


def _check_row_rules(name: str, rows: pa.Table, values: Mapping[str, pa.Array], faults: _Faults, count: int) -> None:
    if name in _INTERVALS:
        first, last = _INTERVALS[name]
        early = pc.less(values[last], values[first])
        faults.mark(last, _text(rows, last, count), pc.fill_null(early, False), f"it is before '{first}'")
    if name == "orders":
        neither = pc.and_(pc.is_null(values["listing"]), pc.is_null(values["case_number"]))
        faults.mark("listing", values["listing"], neither, "an order names its listing or its case_number")


def _parse_date(text: str) -> int:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("it is no date; write YYYY-MM-DD")
    try:
        return day(date.fromisoformat(text), 0)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None


def _parse_share(text: str) -> int:
    try:
        share = Decimal(text)
    except InvalidOperation:
        raise ValueError("it is no number; a share is written between 0 and 1, such as 0.25") from None
    if not share.is_finite() or not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    return int((share / SHARE_UNIT).to_integral_value())


def _parse_former_names(text: str) -> str:
    for entry in text.split(";"):
        name, _, dates = entry.partition("@")
        if not name.strip():
            raise ValueError("a former name is empty")
        for bound in dates.split("/") if dates else ():
            if bound:
                _parse_date(bound)
        if dates and dates.count("/") != 1:
            raise ValueError("a former name with dates is written name@since/until")
    return text


def _parse_region(text: str) -> str:
    if not re.fullmatch(r"\d{6}", text):
        raise ValueError("a region is a GB/T 2260 code of 6 digits")
    return text


def _word(words: tuple[str, ...], text: str) -> str:
    if text not in words:
        raise ValueError(f"it is not one of {', '.join(words)}")
    return text


def _words(type_: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return {
        "kind": tuple(Kind),
        "role": tuple(vocabulary.roles),
        "status": STATUSES,
        "ground": GROUNDS,
        "debt": DEBTS,
        "event": RECORDED_EVENTS,
        "categories": (),
        "measure": (),
    }[type_]


def _categories(vocabulary: Vocabulary, text: str) -> str:
    words = sorted({word.strip() for word in text.split(";")} - {""})
    for word in words:
        if word not in vocabulary.categories:
            raise ValueError(f"'{word}' is not one of {', '.join(vocabulary.categories)}")
    return ";".join(words)


def _measure(context: Context, text: str) -> str:
    if not context.is_measure(text):
        raise ValueError("no policy that is loaded knows this measure; see 'guanlian policies list'")
    return text


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "date": _parse_date,
    "share": _parse_share,
    "former_names": _parse_former_names,
    "region": _parse_region,
}
