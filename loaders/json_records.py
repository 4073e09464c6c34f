"""Records from JSON: one a line, or in one array. A record that cannot be read is told with its place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.model.tables import FormatError

Record = Mapping[str, Any]
Records = Iterator[tuple[int, Record | None, str]]

SUFFIXES = (".json", ".jsonl", ".ndjson", ".txt")
_HEAD = 1 << 20
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def files_of(path: Path) -> list[Path]:
    """The JSON files at ``path``: itself, or those of a folder, by name."""
    if path.is_dir():
        return sorted(member for member in path.iterdir() if member.is_file() and member.suffix.lower() in SUFFIXES)
    return [path] if path.suffix.lower() in SUFFIXES else []


def first_record(path: Path) -> Record | None:
    """The first record of a file, looked at to tell what the file is; None where there is none."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.decode("utf-8-sig", errors="ignore").lstrip(_BLANK)
    if text.startswith("["):
        text = text[1:].lstrip(_BLANK)
    try:
        found, _ = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def chosen(path: Path, is_one: Callable[[Record], bool]) -> list[Path]:
    """The files at ``path`` whose first record is one of a source's."""
    return [file for file in files_of(path) if (record := first_record(file)) is not None and is_one(record)]


def records(path: Path) -> Records:
    """Each record of a file with its row (of lines: the line) and, where it is no object, why not.

    Lines are read one by one; an array is read whole. Raises ``FormatError`` where the file is not in UTF-8, is no
    JSON at all, or is cut short.
    """
    name = path.name
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            first = next((line for line in file if line.strip(_BLANK)), "").lstrip(_BLANK)
            if not first:
                raise FormatError(f"{name} is empty; it must hold records as JSON, one a line or in one array")
            if first[0] not in "[{":
                raise FormatError(f"{name} is no JSON; it must hold records, one a line or in one array")
            file.seek(0)
            if first[0] == "{" and _is_json(first):
                yield from _lines(file, name)
                return
            text = file.read()
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FormatError(f"{name} is not in UTF-8 (near line {line}); save it as UTF-8") from None
    begin = len(text) - len(text.lstrip("\ufeff" + _BLANK))
    if text[begin] == "[":
        yield from _array(text, begin + 1, name)
    elif _is_json(text[begin:]):
        yield 1, *_checked(json.loads(text[begin:]))  # one record over several lines
    else:
        yield from _lines(io.StringIO(text[begin:], newline="\n"), name)


def _array(text: str, at: int, name: str) -> Records:
    row = 0
    while True:
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            if text[at + 1 :].strip(_BLANK):
                raise FormatError(f"{name} goes on after the end of its array; one array of records is right")
            return
        if row:
            if text[at : at + 1] != ",":
                raise FormatError(_broken(name, row, at, text))
            at = _skip(text, at + 1)
        row += 1
        try:
            found, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise FormatError(_broken(name, row, at, text)) from None
        yield row, *_checked(found)


def _lines(lines: Iterable[str], name: str) -> Records:
    for row, line in enumerate(lines, 1):
        bare = line.strip("\ufeff" + _BLANK)
        if not bare:
            continue
        try:
            yield row, *_checked(json.loads(bare))
        except (ValueError, RecursionError):
            if not line.endswith("\n"):  # the last line has no end
                raise FormatError(f"{name} ends in the middle of line {row}; the file seems to be cut short") from None
            yield row, None, "the line is no JSON"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _checked(found: Any) -> tuple[Record | None, str]:
    return (found, "") if isinstance(found, dict) else (None, "the record is no JSON object")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _broken(name: str, row: int, at: int, text: str) -> str:
    line = text.count("\n", 0, at) + 1
    return f"{name} is broken in record {row} (line {line}); it is no JSON there, or the file is cut short"


def text_at(record: Any, *path: str) -> str | None:
    """The text (or number) under ``path`` in nested objects; None where there is none, or it is blank."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    if isinstance(record, bool) or not isinstance(record, str | int | float):
        return None
    text = str(record).strip()
    if not text.isascii():  # half a surrogate pair is no character, and no table can hold it
        text = text.encode("utf-8", "replace").decode()
    return text or None


def list_at(record: Any, *path: str) -> list[Any]:
    """The list under ``path``; empty where there is none."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return record if isinstance(record, list) else []
