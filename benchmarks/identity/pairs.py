"""Cases as pairs of FollowTheMoney entities, with everything that their vocabulary can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.identity.cases import Case, Row
from graph.model import IdentifierKind, identifier_kind, mask, normalized
from graph.model.identifiers import full_id_number


def pairs(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """The id of each party of the case that is of the record's kind, and its pair with the record."""
    number = normalized(case.record["identifier"])
    kind = identifier_kind(number) if number else None
    for party in case.parties:
        person = party["kind"] == "person"
        if case.kind == "name and organization" and not person:
            continue
        given: Row = {"name": case.record["name"]}
        if kind in (IdentifierKind.ID_NUMBER, IdentifierKind.MASKED_ID_NUMBER):
            given["id_number"] = number
        elif kind is not None:
            given[str(kind)] = number
        schema = "Person" if person else "Company"
        yield party["id"], {"schema": schema, "record": _entity(given, person), "party": _entity(party, person)}


def _entity(row: Row, person: bool) -> dict[str, list[str]]:
    """A row's properties. Of an ID number both forms are told, and the year of birth that either shows."""
    entity: dict[str, list[str]] = {"name": [row["name"]]}
    if row.get("former_names"):
        entity["previousName"] = [name.partition("@")[0] for name in row["former_names"].split(";")]
    if number := normalized(row.get("id_number", "")):
        shown = mask(number)
        entity["idNumber"] = [shown] if "*" in number else [full_id_number(number), shown]
        if person:
            entity["birthDate"] = [shown[6:10]]
    if person:
        return entity
    if row.get("uscc"):
        entity["uscCode"] = [row["uscc"]]
        entity["registrationNumber"] = [row["uscc"][8:17]]
    for name in ("organization_code", "registration_number"):
        if row.get(name):
            entity.setdefault("registrationNumber", []).append(row[name])
    return entity
