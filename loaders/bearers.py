"""Who is meant in somebody's own spreadsheet: the ids of organizations and of those who hold something in them.

A number makes an id that is the same in every file. A name makes one that holds inside one organization alone, for
namesakes are many and nothing in the file tells them apart. A whole ID number enters an id hashed with the key only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.model import IdentifierKind, identifier_kind, keyed_hash, mask, normalized
from graph.model.identifiers import ORGANIZATION_CODE_SHAPE, REGISTRATION_NUMBER_SHAPE, USCC_SHAPE, full_id_number
from loaders.cells import kind_by_name, written_alike
from loaders.gathering import Gathering

_SHAPES = {
    "uscc": USCC_SHAPE,
    "organization_code": ORGANIZATION_CODE_SHAPE,
    "registration_number": REGISTRATION_NUMBER_SHAPE,
}
_NO_CODE = (
    "it is no number of an organization (18, 9 or 15 characters); where a spreadsheet made 9.1E+17 of it, "
    "the column must be text"
)
_NO_NUMBER = "it is no number of a person or of an organization"
_NO_KIND = "whether it is a person or an organization cannot be told; a column 股东类型 or its number tells"
_SEVERAL = "several organizations of this file bear this name; its number tells which is meant"
_NO_NAME = "it is empty; cells that were merged must be filled row by row"


class Bearers:
    """The organizations that a file names, and whoever is tied to them."""

    def __init__(self, gathering: Gathering, key: bytes, notes: Counter[str]) -> None:
        self._gathering = gathering
        self._key = key
        self._notes = notes
        self._named: dict[str, set[str]] = {}

    def learn(self, values: Mapping[str, str]) -> None:
        """A row that tells an organization's name and number: other rows may tell the name alone."""
        code = next(iter(numbers_of(values).values()), None)
        if "organization" in values and code is not None:
            self._named.setdefault(written_alike(values["organization"]), set()).add(normalized(code))

    def organization(self, row: int, values: Mapping[str, str]) -> str | None:
        """The id of the organization of a row; None where the row is refused."""
        name, numbers = values.get("organization"), numbers_of(values)
        wrong = next((column for column, code in numbers.items() if not _fits(column, code)), None)
        if wrong is not None:
            self._gathering.reject("parties", row, wrong, numbers[wrong], _NO_CODE)
        elif name is None:
            self._gathering.reject("parties", row, "name", None, _NO_NAME)
        elif numbers:
            return normalized(next(iter(numbers.values())))
        else:
            ids = self._named.get(written_alike(name), set())
            if len(ids) <= 1:
                self._notes["by name"] += not ids
                return next(iter(ids), written_alike(name))
            self._gathering.reject("parties", row, "name", name, _SEVERAL)
        return None

    def holder(
        self, row: int, name: str, number: str | None, told: str | None, usual: str | None, organization: str
    ) -> str | None:
        """The id of a holder, who is mentioned with it; None where the row is refused.

        Its kind is what its number shows, else what the row has ``told``, else what its name shows, else ``usual``.
        """
        plain = normalized(number or "")
        kind = identifier_kind(plain) if number else None
        if number and kind is None:
            self._gathering.reject("roles", row, "holder", number, _NO_NUMBER)
            return None
        if kind is IdentifierKind.ID_NUMBER:
            id_ = f"person-{keyed_hash(full_id_number(plain), self._key)}"
            self._gathering.mention(row, id_, "person", name, id_number=plain)
        elif kind is IdentifierKind.MASKED_ID_NUMBER:
            self._notes["nameless"] += 1
            id_ = f"{written_alike(name)}/{mask(plain)}@{organization}"
            self._gathering.mention(row, id_, "person", name, id_number=plain)
        elif kind is not None:
            id_ = plain
            self._gathering.mention(row, id_, "organization", name, **{str(kind): plain})
        else:
            return self._by_name(row, name, told or kind_by_name(name) or usual, organization)
        return id_

    def _by_name(self, row: int, name: str, kind: str | None, organization: str) -> str | None:
        if kind is None:
            self._gathering.reject("roles", row, "holder", name, _NO_KIND)
            return None
        ids = self._named.get(written_alike(name), set()) if kind == "organization" else set()
        self._notes["nameless" if kind == "person" else "apart"] += len(ids) != 1
        id_ = next(iter(ids)) if len(ids) == 1 else f"{written_alike(name)}@{organization}"
        self._gathering.mention(row, id_, kind, name)
        return id_


def numbers_of(values: Mapping[str, str]) -> dict[str, str]:
    """The numbers of the organization, each in its column: that of the USCC is often filled with an older one."""
    numbers = {column: values[column] for column in _SHAPES if column in values}
    if "uscc" in numbers and not _fits("uscc", numbers["uscc"]):
        code = numbers.pop("uscc")
        others = (column for column in _SHAPES if column not in numbers and _fits(column, code))
        numbers[next(others, "uscc")] = code
    return numbers


def _fits(column: str, code: str) -> bool:
    return _SHAPES[column].fullmatch(normalized(code)) is not None
