"""FollowTheMoney entities, one a line: people, companies, and the entities that tie them.

Directorship, Ownership, Representation and UnknownLink become roles; their words for Chinese offices stand in ``role``.
Of other schemata nothing is taken. A LegalEntity may be a person or an organization: it is taken where something is
held in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from graph.model import IdentifierKind, identifier_kind, normalized
from graph.model.tables import Context, FormatError
from loaders.dates import first_day, last_day
from loaders.gathering import Gathering
from loaders.json_records import Record, chosen, list_at, records, text_at
from loaders.source import Source
from loaders.titles import role_of, titles_in

_PEOPLE = {"Person"}
_ORGANIZATIONS = {"Organization", "Company", "PublicBody"}
_EITHER = "LegalEntity"
# Who holds, in what, and the role where none is told.
_TIES = {
    "Ownership": ("owner", "asset", "shareholder"),
    "Directorship": ("director", "organization", "director"),
    "Representation": ("agent", "client", None),
    "UnknownLink": ("subject", "object", None),
}
_NUMBERS = ("uscCode", "registrationNumber", "idNumber", "taxNumber")
_MEANINGS = {"id": "id", "schema": "kind, or a role", "properties": "name, numbers; holder, organization, role, share"}
_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*%?")


def recognises(path: Path) -> bool:
    """A file whose first line is an entity, or a folder with such files."""
    return bool(chosen(path, _is_entity))


def read(path: Path, context: Context) -> Source:
    """People and organizations as parties, the ties between them as roles. Raises ``FormatError``."""
    source = Source()
    files = chosen(path, _is_entity) if path.is_dir() else [path]
    if path.is_dir() and not files:
        raise FormatError(f"{path} holds no file of entities; .json and .jsonl were looked for")
    for file in files:
        _File(file, context).into(source)
    return source


def _is_entity(record: Record) -> bool:
    return isinstance(record.get("schema"), str) and isinstance(record.get("properties"), dict)


class _File:
    """One file of entities."""

    def __init__(self, path: Path, context: Context) -> None:
        self._gathering = Gathering(path.name)
        self._roles = context.vocabulary.roles
        self._count = self._partial = self._names = 0
        entities: list[tuple[int, Record]] = []
        for row, record, wrong in records(path):
            self._count += 1
            if record is None or not _is_entity(record):
                self._reject(row, "parties", None, None, wrong or "the record is no entity with schema and properties")
            else:
                entities.append((row, record))
        held_in = {
            id_
            for _, entity in entities
            for _, organization, _ in [_TIES.get(text_at(entity, "schema") or "", ("", "", None))]
            for id_ in _values(entity, organization)
        }
        for row, entity in entities:
            self._take(row, entity, held_in)

    def into(self, source: Source) -> None:
        file = self._gathering.file
        self._gathering.into(source, "JSON", self._count, _MEANINGS)
        if self._partial:
            source.warnings.append(f"{file}: {self._partial} dates tell no day, and the widest days were taken")
        if self._names:
            source.warnings.append(
                f"{file}: {self._names} other names (name, alias, weakAlias) have no place in a party"
            )

    def _reject(self, row: int, table: str, column: str | None, value: str | None, reason: str) -> None:
        self._gathering.reject(table, row, column, value, reason)

    def _take(self, row: int, entity: Record, held_in: set[str]) -> None:
        schema, id_ = text_at(entity, "schema") or "", text_at(entity, "id")
        if schema in _TIES:
            self._tie(row, entity, schema)
        elif schema not in _PEOPLE | _ORGANIZATIONS | {_EITHER}:
            self._reject(row, "parties", "schema", schema, "an entity of this schema is no party and no role")
        elif id_ is None:
            self._reject(row, "parties", "id", None, "it is empty, and it must not be")
        elif schema == _EITHER and id_ not in held_in:
            reason = "it may be a person or an organization; Person, Company or Organization tells"
            self._reject(row, "parties", "kind", schema, reason)
        else:
            self._party(row, entity, id_, "person" if schema in _PEOPLE else "organization")

    def _party(self, row: int, entity: Record, id_: str, kind: str) -> None:
        names = _values(entity, "name")
        if not names:
            self._reject(row, "parties", "name", None, "it is empty, and it must not be")
            return
        self._names += len(names) - 1 + len(_values(entity, "alias")) + len(_values(entity, "weakAlias"))
        former = ";".join(name.replace(";", "；") for name in _values(entity, "previousName"))
        values: dict[str, str | None] = {"former_names": former or None}
        for number in (number for name in _NUMBERS for number in _values(entity, name)):
            values.setdefault(_column_of(number, kind), number)
        values.pop("", None)
        self._gathering.party(row, id_, kind, names[0], **values)

    def _tie(self, row: int, entity: Record, schema: str) -> None:
        holder, organization, usual = _TIES[schema]
        pairs = list(product(_values(entity, holder), _values(entity, organization)))
        if not pairs:
            empty = "holder" if not _values(entity, holder) else "organization"
            self._reject(row, "roles", empty, None, "it is empty, and it must not be")
            return
        words = [title for text in _values(entity, "role") for title in titles_in(text)]
        roles = {role_of(word, self._roles): word for word in words} if schema != "Ownership" else {usual: ""}
        roles.pop(None, None)
        if not roles and not words and usual:
            roles = {usual: ""}
        if not roles:
            self._reject(row, "roles", "role", ", ".join(words) or None, f"no role is known for this {schema}")
            return
        share, band = self._share(entity) if schema == "Ownership" else (None, "")
        since, until = self._day(entity, "startDate", first=True), self._day(entity, "endDate", first=False)
        told = f"ftm:{text_at(entity, 'id')} {', '.join(words) or band}".strip()
        for (who, what), role in product(pairs, sorted(filter(None, roles))):
            self._gathering.add(
                "roles", row, holder=who, organization=what, role=role, share=share if role == "shareholder" else None,
                since=since, until=until, source=told,
            )  # fmt: skip

    def _share(self, entity: Record) -> tuple[str | None, str]:
        """The share as a ratio where one percentage is told; a band stands in words."""
        from decimal import Decimal

        told = _values(entity, "percentage")
        found = _RATIO.fullmatch(told[0]) if len(told) == 1 else None
        return (format(Decimal(found[1]) / 100, "f"), "") if found else (None, " / ".join(told))

    def _day(self, entity: Record, name: str, *, first: bool) -> str | None:
        """The widest of the days that are told: several are not agreed on."""
        days: list[str] = []
        for text in _values(entity, name):
            try:
                day, exact = first_day(text) if first else last_day(text)
            except ValueError:
                return text  # the table says what is wrong with it
            self._partial += not exact
            days.append(day)
        return (min(days) if first else max(days)) if days else None


def _values(entity: Record, name: str) -> list[str]:
    """The values of a property, which is a list of texts; a text alone is one."""
    found = entity["properties"].get(name)
    entries: Iterator[object] = iter(list_at(entity, "properties", name) if isinstance(found, list) else [found])
    texts = [text_at({"value": entry}, "value") for entry in entries]
    return [text for text in texts if text is not None]


def _column_of(number: str, kind: str) -> str:
    """Which column a number fills by its shape; none where it has the shape of no Chinese number."""
    found = identifier_kind(normalized(number))
    if kind == "person":
        return "id_number" if found in (IdentifierKind.ID_NUMBER, IdentifierKind.MASKED_ID_NUMBER) else ""
    codes = (IdentifierKind.USCC, IdentifierKind.ORGANIZATION_CODE, IdentifierKind.REGISTRATION_NUMBER)
    return str(found) if found in codes else ""
