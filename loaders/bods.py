"""Beneficial Ownership Data Standard 0.4: statements about entities, persons and relationships.

Of several statements of one record the last stands. An interest becomes a role where the law has a word for it; an
indirect one does not, for its chain is stated link by link. Other interests are kept in words in ``source``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from graph.model import IdentifierKind, identifier_kind, normalized
from graph.model.tables import Context, FormatError
from loaders.dates import first_day, last_day
from loaders.gathering import Gathering
from loaders.json_records import Record, chosen, list_at, records, text_at
from loaders.source import Source
from loaders.titles import role_of

_INTERESTS = {
    "shareholding": "shareholder",
    "boardMember": "director",
    "boardChair": "director",
    "seniorManagingOfficial": "senior_manager",
}
_MEANINGS = {
    "recordId": "id", "recordType": "kind, or a role", "recordStatus": "the last statement of a record stands",
    "recordDetails": "name, identifiers; holder, organization, interests",
}  # fmt: skip
_CHINESE = ("统一社会信用代码", "组织机构代码", "注册号", "公民身份号码", "居民身份证")
_LATER = "a later statement of this record takes its place"


def recognises(path: Path) -> bool:
    """A file whose first record is a statement, or a folder with such files; of an earlier version too, to say so."""
    return bool(chosen(path, _is_statement))


def read(path: Path, context: Context) -> Source:
    """Entities and persons as parties, interests as roles. Raises ``FormatError``, also for versions before 0.4."""
    source = Source()
    files = chosen(path, _is_statement) if path.is_dir() else [path]
    if path.is_dir() and not files:
        raise FormatError(f"{path} holds no file of statements; .json and .jsonl were looked for")
    for file in files:
        _File(file, context).into(source)
    return source


def _is_statement(record: Record) -> bool:
    return "recordType" in record or "recordDetails" in record or "statementType" in record


class _File:
    """One file of statements."""

    def __init__(self, path: Path, context: Context) -> None:
        self._gathering = Gathering(path.name)
        self._context = context
        self._count = 0
        self._keys: dict[str, str] = {}
        self._partial = 0
        self._read(path)

    def into(self, source: Source) -> None:
        self._gathering.into(source, "JSON", self._count, self._keys)
        if self._partial:
            source.warnings.append(
                f"{self._gathering.file}: {self._partial} dates tell no day, and the widest days were taken"
            )

    def _read(self, path: Path) -> None:
        last: dict[tuple[str, str], tuple[tuple[str, str], int, Record]] = {}
        for row, statement, wrong in records(path):
            self._count += 1
            if statement is None:
                self._gathering.reject("parties", row, None, None, wrong)
                continue
            if "statementType" in statement and "recordType" not in statement:
                raise FormatError(f"{path.name} is of the standard's version 0.3 or earlier; version 0.4 is read")
            self._keys.update({key: _MEANINGS.get(key, "") for key in statement})
            kind, id_ = text_at(statement, "recordType") or "", text_at(statement, "recordId")
            table = "roles" if kind == "relationship" else "parties"
            if kind not in ("entity", "person", "relationship"):
                self._gathering.reject(table, row, "recordType", kind, "it is not one of entity, person, relationship")
            elif id_ is None:
                self._gathering.reject(table, row, "recordId", None, "it is empty, and it must not be")
            else:
                said = text_at(statement, "publicationDetails", "publicationDate") or ""
                told = (text_at(statement, "statementDate") or "", said)
                before = last.get((kind, id_))
                if before is None or told >= before[0]:
                    last[kind, id_] = (told, row, statement)
                    superseded = None if before is None else before[1]
                else:
                    superseded = row
                if superseded is not None:
                    self._gathering.reject(table, superseded, "recordId", id_, _LATER)
        for (kind, id_), (_, row, statement) in last.items():
            if kind == "relationship":
                self._relationship(row, id_, statement)
            else:
                self._party(row, id_, kind, statement)

    # -- parties --------------------------------------------------------------------------------------------

    def _party(self, row: int, id_: str, kind: str, statement: Record) -> None:
        details = statement.get("recordDetails")
        name = text_at(details, "name") if kind == "entity" else _person_name(list_at(details, "names"))
        if name is None:
            type_ = text_at(details, "personType") or text_at(details, "entityType", "type")
            self._gathering.reject("parties", row, "name", type_, "it bears no name")
            return
        former = [
            found.replace(";", "；")
            for entry in list_at(details, "names")
            if text_at(entry, "type") == "former" and (found := text_at(entry, "fullName"))
        ]
        values: dict[str, str | None] = {"former_names": ";".join(former) or None}
        for identifier in list_at(details, "identifiers"):
            if (column := _column_of(identifier, kind)) is not None:
                values.setdefault(column, text_at(identifier, "id"))
        if kind == "entity" and text_at(details, "dissolutionDate"):
            values["status"] = "cancelled"
        self._gathering.party(row, id_, "organization" if kind == "entity" else "person", name, **values)

    # -- roles ----------------------------------------------------------------------------------------------

    def _relationship(self, row: int, id_: str, statement: Record) -> None:
        details = statement.get("recordDetails")
        subject, party = text_at(details, "subject"), text_at(details, "interestedParty")
        if subject is None or party is None:
            column = "organization" if subject is None else "holder"
            self._gathering.reject("roles", row, column, None, "the statement does not say which record it is")
            return
        interests = [entry for entry in list_at(details, "interests") if isinstance(entry, dict)]
        found = [(interest, role) for interest in interests if (role := self._role(interest)) is not None]
        if not found:
            types = ", ".join(_words(interest) for interest in interests)
            self._gathering.reject(
                "roles", row, "role", types or None,
                "no interest is told" if not interests else "no interest of it is a role held directly",
            )  # fmt: skip
            return
        beside = [_words(interest) for interest in interests if self._role(interest) is None]
        ended = text_at(statement, "statementDate") if text_at(statement, "recordStatus") == "closed" else None
        rows: dict[tuple[str, str | None], dict[str, Any]] = {}
        for interest, role in found:
            since = self._day(text_at(interest, "startDate"), first=True)
            until = self._day(text_at(interest, "endDate") or ended, first=False)
            share, told = _share(interest) if role == "shareholder" else (None, "")
            words = f"{_words(interest)}{told}"
            known = rows.get((role, since))
            if known is None:
                rows[role, since] = {"share": share, "until": until, "words": [words]}
            else:  # a chair is a member of the board: one role
                known["words"].append(words)
                known["share"] = known["share"] or share
                known["until"] = max(known["until"], until) if known["until"] and until else None
        for (role, since), values in rows.items():
            self._gathering.add(
                "roles", row, holder=party, organization=subject, role=role, share=values["share"], since=since,
                until=values["until"], source=f"bods:{id_} {', '.join([*values['words'], *beside])}",
            )  # fmt: skip

    def _role(self, interest: Record) -> str | None:
        role = _INTERESTS.get(text_at(interest, "type") or "")
        role = role or role_of(text_at(interest, "details") or "", self._context.vocabulary.roles)
        how = text_at(interest, "directOrIndirect")
        return None if how == "indirect" or (how == "unknown" and role == "shareholder") else role

    def _day(self, text: str | None, *, first: bool) -> str | None:
        if text is None:
            return None
        try:
            day, exact = first_day(text) if first else last_day(text)
        except ValueError:
            return text  # the table says what is wrong with it
        self._partial += not exact
        return day


def _person_name(names: Iterable[Any]) -> str | None:
    """The legal name, else the first that is not a former one."""
    known = [entry for entry in names if isinstance(entry, dict) and text_at(entry, "type") != "former"]
    known.sort(key=lambda entry: text_at(entry, "type") != "legal")
    for entry in known:
        parts = [text_at(entry, "givenName"), text_at(entry, "familyName")]
        if found := text_at(entry, "fullName") or " ".join(part for part in parts if part):
            return found
    return None


def _column_of(identifier: Any, kind: str) -> str | None:
    """Which column an identifier fills: Chinese schemes only, and only in the shape that they have."""
    scheme = text_at(identifier, "scheme") or ""
    if text_at(identifier, "schemeName") in _CHINESE:
        scheme = "CN-"
    number = normalized(text_at(identifier, "id") or "")
    if kind == "person":
        shapes = (IdentifierKind.ID_NUMBER, IdentifierKind.MASKED_ID_NUMBER)
        return "id_number" if scheme.startswith(("CHN-", "CN-")) and identifier_kind(number) in shapes else None
    found = identifier_kind(number)
    if not scheme.startswith(("CN-", "CHN-")) or found is None:
        return None
    return {"uscc": "uscc", "organization_code": "organization_code", "registration_number": "registration_number"}.get(
        found
    )


def _share(interest: Record) -> tuple[str | None, str]:
    """The share as a ratio where it is exact, and the words for a band: a band is no share."""
    bounds = interest.get("share")
    exact = text_at(bounds, "exact")
    least, most = (text_at(bounds, key) for key in ("minimum", "maximum"))
    if exact is None and least is not None and least == most:
        exact = least
    if exact is not None:
        try:
            return format(Decimal(exact) / 100, "f"), ""
        except InvalidOperation:
            return exact, ""
    least, most = least or text_at(bounds, "exclusiveMinimum"), most or text_at(bounds, "exclusiveMaximum")
    return None, f" {least or '?'}–{most or '?'} %" if least or most else ""


def _words(interest: Record) -> str:
    indirect = text_at(interest, "directOrIndirect")
    told = [text_at(interest, "type") or "interest", *([indirect] if indirect not in (None, "direct") else [])]
    details = text_at(interest, "details")
    return " ".join(told) + (f" ({details})" if details else "")
