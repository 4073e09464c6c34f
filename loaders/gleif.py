"""GLEIF: who is who (level 1), who owns whom (level 2) and the exceptions from reporting, as JSON or as CSV.

A parent that consolidates directly is taken for a shareholder with an unknown share, and for no more: accounting knows
no 实际控制人. An ultimate parent stands at the end of a chain of others; funds and branches are no roles.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.model import IdentifierKind, identifier_kind, normalized
from graph.model.tables import Context, FormatError
from loaders.dates import day_of
from loaders.gathering import Gathering
from loaders.grid import head_of, read_grid
from loaders.json_records import Record, chosen, files_of, list_at, records, text_at
from loaders.source import Source

_DIRECT = "IS_DIRECTLY_CONSOLIDATED_BY"
_REASONS = {
    "IS_ULTIMATELY_CONSOLIDATED_BY": "an ultimate parent holds through others; the direct parents are the chain",
    "IS_FUND-MANAGED_BY": "the manager of a fund holds no role in it that the law names",
    "IS_SUBFUND_OF": "a fund and its part are no roles",
    "IS_FEEDER_TO": "a feeder fund holds no role that the law names",
    "IS_INTERNATIONAL_BRANCH_OF": "a branch and its head are one person in law and no roles",
}
_MEANINGS = {
    "LEI": "id", "Entity": "name, former names, number, status", "Registration": "whether the record stands",
    "Relationship": "holder, organization, since, until", "ExceptionCategory": "", "ExceptionReason": "",
}  # fmt: skip
_GONE = ("DUPLICATE", "ANNULLED", "MERGED")


def recognises(path: Path) -> bool:
    """A file of LEI records, relationships or exceptions, or a folder with such files."""
    if chosen(path, _is_record):
        return True
    return any(_is_record(dict.fromkeys(cells)) for _, cells in head_of(path)[:1]) if path.is_file() else False


def read(path: Path, _: Context) -> Source:
    """Entities as organizations, direct parents as their shareholders. Raises ``FormatError``."""
    source = Source()
    if path.is_file() and not files_of(path):
        _take_file(path.name, *_rows_of_csv(path), source)
        return source
    files = chosen(path, _is_record) if path.is_dir() else [path]
    if path.is_dir() and not files:
        raise FormatError(f"{path} holds no file of LEI records or relationships; .json and .jsonl were looked for")
    for file in files:
        _take_file(file.name, "JSON", records(file), source)
    return source


def _is_record(record: Record) -> bool:
    heads = {key.partition(".")[0] for key in record}
    return ("LEI" in heads and bool(heads & {"Entity", "ExceptionCategory"})) or {
        "Relationship",
        "Registration",
    } <= heads


def _rows_of_csv(path: Path) -> tuple[str, Iterator[tuple[int, Record | None, str]]]:
    """The golden copy as CSV: ``Entity.LegalName`` and the like as nested records."""
    grid = read_grid(path)
    if not grid.rows:
        raise FormatError(f"{path.name} is empty; a row must hold the headings")
    (_, headings), *body = grid.rows

    def found() -> Iterator[tuple[int, Record | None, str]]:
        for row, cells in body:
            if len(cells) != len(headings):
                yield row, None, f"the row does not have the {len(headings)} columns of the first row"
                continue
            record: dict[str, Any] = {}
            for heading, cell in zip(headings, cells, strict=True):
                *above, last = heading.split(".")
                place = record
                for key in above:
                    place = place.setdefault(key, {})
                    if not isinstance(place, dict):
                        break
                else:
                    place[last] = cell or None
            yield row, record, ""

    return grid.form, found()


def _take_file(name: str, form: str, rows: Iterator[tuple[int, Record | None, str]], source: Source) -> None:
    gathering, count = Gathering(name), 0
    seen: dict[str, str] = {}
    for row, record, wrong in rows:
        count += 1
        if record is None:
            gathering.reject("parties", row, None, None, wrong)
            continue
        seen.update({key: _MEANINGS.get(key, "") for key in record})
        if "Relationship" in record:
            _relationship(gathering, row, record)
        elif "ExceptionCategory" in record:
            category = text_at(record, "ExceptionCategory")
            gathering.reject("roles", row, "ExceptionCategory", category, "an exception from reporting names no parent")
        else:
            _entity(gathering, row, record)
    gathering.into(source, form, count, seen)


def _entity(gathering: Gathering, row: int, record: Record) -> None:
    lei, name = text_at(record, "LEI"), _text(record, "Entity", "LegalName")
    standing = text_at(record, "Registration", "RegistrationStatus")
    if lei is None or name is None:
        column = "id" if lei is None else "name"
        gathering.reject("parties", row, column, None, "it is empty, and it must not be")
    elif standing in _GONE:
        gathering.reject(
            "parties", row, "id", lei, f"the registration is {standing}: another record stands in its place"
        )
    else:
        number = text_at(record, "Entity", "RegistrationAuthority", "RegistrationAuthorityEntityID")
        kind = identifier_kind(normalized(number or ""))
        chinese = _text(record, "Entity", "LegalAddress", "Country") == "CN"
        codes = (IdentifierKind.USCC, IdentifierKind.REGISTRATION_NUMBER)
        numbers = {str(kind): number} if chinese and kind in codes else {}
        former = [
            found.replace(";", "；")
            for entry in list_at(record, "Entity", "OtherEntityNames")
            if text_at(entry, "type") == "PREVIOUS_LEGAL_NAME" and (found := text_at(entry, "OtherEntityName"))
        ]
        active = text_at(record, "Entity", "EntityStatus") == "ACTIVE"
        gathering.party(
            row, lei, "organization", name, former_names=";".join(former) or None,
            status="active" if active else None, **numbers,
        )  # fmt: skip


def _relationship(gathering: Gathering, row: int, record: Record) -> None:
    type_ = text_at(record, "Relationship", "RelationshipType")
    if type_ != _DIRECT:
        reason = _REASONS.get(type_ or "", "this relationship is none that GLEIF's level 2 knows")
        gathering.reject("roles", row, "role", type_, reason)
        return
    since, until = _period(record)
    if text_at(record, "Relationship", "RelationshipStatus") not in (None, "ACTIVE") and until is None:
        gathering.reject("roles", row, "until", None, "the relationship no longer holds, and no day of its end is told")
        return
    child, parent = (text_at(record, "Relationship", end, "NodeID") for end in ("StartNode", "EndNode"))
    if child is None or parent is None:
        column = "organization" if child is None else "holder"
        gathering.reject("roles", row, column, None, "it is empty, and it must not be")
        return
    gathering.add(
        "roles", row, holder=parent, organization=child, role="shareholder", since=since, until=until,
        source=f"gleif:{_DIRECT}",
    )  # fmt: skip


def _period(record: Record) -> tuple[str | None, str | None]:
    """The days of the relationship itself, not those of accounts and filings."""
    periods = list_at(record, "Relationship", "RelationshipPeriods")
    flat = record["Relationship"].get("Period") if isinstance(record["Relationship"], dict) else None
    if isinstance(flat, dict):  # the CSV numbers its periods
        periods = [
            {"PeriodType": each.get("periodType"), "StartDate": each.get("startDate"), "EndDate": each.get("endDate")}
            for each in flat.values()
            if isinstance(each, dict)
        ]
    for period in periods:
        if text_at(period, "PeriodType") == "RELATIONSHIP_PERIOD":
            return _day(text_at(period, "StartDate")), _day(text_at(period, "EndDate"))
    return None, None


def _day(text: str | None) -> str | None:
    try:
        return None if text is None else day_of(text)
    except ValueError:
        return str(text).partition("T")[0]  # the table says what is wrong with it


def _text(record: Record, *path: str) -> str | None:
    """A text that may stand as an object with its language beside it."""
    return text_at(record, *path) or text_at(record, *path, "$")
