"""How a column of text becomes a column of values, each by the type that the schema gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.checks import passing
from graph.model.identifiers import (
    COURTS_MASK,
    ID_NUMBER_SHAPE,
    MASK_SHAPE,
    ORGANIZATION_CODE_SHAPE,
    REGISTRATION_NUMBER_SHAPE,
    USCC_SHAPE,
    IdentifierKind,
    full_id_number,
    identifier_kind,
    keyed_hashes,
    mask,
    normalized,
)
from graph.model.interval import day
from graph.model.schema import Column
from graph.model.share import SHARE_UNIT
from graph.model.sheets import Context, Faults
from graph.model.vocabulary import DEBTS, GROUNDS, RECORDED_EVENTS, STATUSES, Kind, Vocabulary


def ready(rows: pa.Table, column: Column) -> pa.Array | None:
    """A column of dates as a source may have it typed already; None where it must be read from text."""
    if column.type != "date" or column.name not in rows.column_names:
        return None
    dates = rows[column.name]
    if not pa.types.is_date32(dates.type) or (column.required and dates.null_count):
        return None
    return pc.fill_null(dates.cast(pa.int32()).combine_chunks(), column.empty)


def text_of(rows: pa.Table, name: str, count: int) -> pa.Array:
    """A column without blanks at its ends; what is empty, or not there, is null. Coded words stay coded."""
    if name not in rows.column_names:
        return pa.nulls(count, pa.string())
    column = rows[name]
    if column.null_count == count:
        return pa.nulls(count, pa.string())
    if pa.types.is_dictionary(column.type):
        coded = column.combine_chunks()
        words = _trimmed(coded.dictionary.cast(pa.string()))
        if not words.null_count:
            return pa.DictionaryArray.from_arrays(coded.indices, words)
    return _trimmed(column.cast(pa.string()).combine_chunks())


def _trimmed(text: pa.Array) -> pa.Array:
    text = pc.utf8_trim_whitespace(text)
    if pc.min(pc.binary_length(text)).as_py() == 0:
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return text


def values_of(
    column: Column, text: pa.Array, context: Context, faults: Faults, warnings: list[str], file: str
) -> dict[str, pa.Array]:
    """The column ``text`` as values, under the names of the schema; what cannot be taken is marked in ``faults``."""
    if column.type == "text":
        return {column.name: text}
    coded = pa.types.is_dictionary(text.type)
    if column.type in ("uscc", "organization_code", "registration_number"):
        return {column.name: _code(column, text.cast(pa.string()), faults, warnings, file)}
    if column.type in ("id_number", "published"):
        return _personal_number(column, text.cast(pa.string()), context, faults, warnings, file)
    parse = _PARSERS.get(column.type) or partial(_word, _words(column.type, context.vocabulary))
    if column.type == "categories":
        parse = partial(_categories, context.vocabulary)
    if column.type == "measure":
        parse = partial(_measure, context)
    # Dates and words repeat: each distinct text is read once.
    encoded = text if coded else text.dictionary_encode()
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
    if coded and not wrong and pa.types.is_string(kind):
        return {column.name: pa.DictionaryArray.from_arrays(encoded.indices, pa.array(parsed, kind))}
    result = pc.take(pa.array(parsed, kind), encoded.indices)
    return {column.name: result if column.empty is None else pc.fill_null(result, column.empty)}


_SHAPES = {
    "uscc": (USCC_SHAPE.pattern, "18 characters of the alphabet of GB 32100"),
    "organization_code": (ORGANIZATION_CODE_SHAPE.pattern, "9 characters"),
    "registration_number": (REGISTRATION_NUMBER_SHAPE.pattern, "15 digits"),
}


def _code(column: Column, text: pa.Array, faults: Faults, warnings: list[str], file: str) -> pa.Array:
    shape, right = _SHAPES[column.type]
    plain, shaped = _normalized(text, shape)
    faults.mark(column.name, text, pc.fill_null(pc.invert(shaped), False), f"it is not {right}")
    codes = plain.filter(shaped)
    failing = int((~passing(column.type, codes)).sum()) if len(codes) else 0
    if failing:
        warnings.append(
            f"{file}: {failing} values of '{column.name}' fail their check character; they were taken as they stand"
        )
    return plain


def _personal_number(
    column: Column, text: pa.Array, context: Context, faults: Faults, warnings: list[str], file: str
) -> dict[str, pa.Array]:
    plain, _ = _normalized(text, rf"{ID_NUMBER_SHAPE.pattern}|{COURTS_MASK}|{USCC_SHAPE.pattern}")
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
    numbers = plain.filter(whole)
    numbers = _changed(numbers, pc.equal(pc.binary_length(numbers), 15), full_id_number)
    hashes = pa.array(keyed_hashes(numbers.to_pylist(), context.key), pa.string())
    courts_mask = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(numbers, 0, 10), pc.utf8_slice_codeunits(numbers, 14, 18), "****"
    )
    hashed = pc.replace_with_mask(pa.nulls(len(plain), pa.string()), whole, hashes)
    shown = pc.replace_with_mask(plain, whole, courts_mask)
    other = pc.and_(masked, pc.invert(pc.match_substring_regex(plain, f"^{COURTS_MASK}$")))
    shown = _changed(shown, pc.fill_null(other, False), mask)
    failing = int((~passing("id_number", numbers)).sum()) if len(numbers) else 0
    if failing:
        warnings.append(
            f"{file}: {failing} ID numbers in '{column.name}' fail their check character; they were taken as they stand"
        )
    names = ("id_mask", "id_hash") if column.type == "id_number" else ("identifier", "identifier_hash")
    return {names[0]: shown, names[1]: hashed}


def _normalized(text: pa.Array, shape: str) -> tuple[pa.Array, pa.Array]:
    """The column as identifiers are compared, and which are of the ``shape``; those that are so already stay as they
    are."""
    pattern = f"^(?:{shape})$"
    shaped = pc.match_substring_regex(text, pattern)
    odd = pc.fill_null(pc.invert(shaped), False)
    if not pc.any(odd).as_py():
        return text, shaped
    plain = _changed(text, odd, normalized)
    return plain, pc.match_substring_regex(plain, pattern)


def _changed(text: pa.Array, which: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """The column with ``change`` made to the cells of which ``which`` is true."""
    if not pc.any(which).as_py():
        return text
    return pc.replace_with_mask(text, which, pa.array(map(change, text.filter(which).to_pylist()), pa.string()))


@lru_cache(maxsize=1 << 16)
def _parse_date(text: str) -> int:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("it is no date; write YYYY-MM-DD")
    try:
        return day(date.fromisoformat(text), 0)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None


@lru_cache(maxsize=1 << 16)
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


def _grounds(text: str) -> str:
    """One ground or several: a court may publish a record under more than one."""
    words = sorted({word.strip() for word in text.split(";")} - {""})
    return ";".join(_word(GROUNDS, word) for word in words or [""])


def _word(words: tuple[str, ...], text: str) -> str:
    if text not in words:
        raise ValueError(f"it is not one of {', '.join(words)}")
    return text


def _words(type_: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return {
        "kind": tuple(Kind),
        "role": tuple(vocabulary.roles),
        "status": STATUSES,
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
    "ground": _grounds,
}
