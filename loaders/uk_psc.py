"""People with significant control, as Companies House publishes them: the snapshot or the stream, a record a line.

Shares are told in bands, so none is known; ownership of shares becomes the role of a shareholder, and everything else
that is told of the control is kept in words in ``source``. Each record is a person of its own, never one by a name.
"""

from __future__ import annotations

import re
from pathlib import Path

from graph.model.tables import Context, FormatError
from loaders.dates import day_of
from loaders.gathering import Gathering
from loaders.json_records import Record, chosen, records, text_at
from loaders.source import Source

Companies = dict[str, tuple[int, str | None]]  # each with the row that mentions it, and its name where one is told

_OWNED = "ownership-of-shares-"
_NOT_DIRECT = re.compile("as-trust|as-firm|as-control-over-trust|nominee")
_COMPANY = re.compile(r"/company/([A-Z0-9]{8})/")
_NUMBER = re.compile(r"\d{1,8}|[A-Z]{2}\d{6}")
_OTHER_KINDS = {
    "totals": "the count at the end of a snapshot is no person",
    "super-secure": "a person whose name is protected bears none here",
    "statement": "a statement that nobody is known names nobody",
    "exemptions": "an exemption names nobody",
}
_MEANINGS = {"company_number": "organization", "resource_uri": "id of the holder", "data": "holder, since, until, role"}


def recognises(path: Path) -> bool:
    """A file of such records, or of company data beside them, or a folder with such files."""
    return bool(chosen(path, _is_one))


def read(path: Path, _: Context) -> Source:
    """Holders and companies as parties, ownership of shares as roles. Raises ``FormatError``."""
    source = Source()
    files = chosen(path, _is_one)
    if path.is_dir() and not files:
        raise FormatError(f"{path} holds no file of these records; .json and .jsonl were looked for")
    for file in files if path.is_dir() else [path]:
        _read_file(file, source)
    return source


def _is_record(record: Record) -> bool:
    kind = text_at(record, "data", "kind") or ""
    return "significant-control" in kind or "beneficial-owner" in kind or "persons-of-significant-control" in kind


def _is_one(record: Record) -> bool:
    return _is_record(record) or _is_company(record)


def _is_company(record: Record) -> bool:
    return {"CompanyName", "CompanyNumber"} <= {key.strip() for key in record}


def _read_file(path: Path, source: Source) -> None:
    gathering, count = Gathering(path.name), 0
    seen: dict[str, str] = {}
    companies: Companies = {}
    last: dict[str, tuple[int, Record]] = {}
    for row, record, wrong in records(path):
        count += 1
        if record is None:
            gathering.reject("parties", row, None, None, wrong)
        elif _is_company(record):
            seen |= {"CompanyNumber": "id", "CompanyName": "name", "CompanyStatus": "status"}
            _company(gathering, row, record)
        else:
            seen.update({key: _MEANINGS.get(key, "") for key in record})
            place = text_at(record, "data", "links", "self") or text_at(record, "resource_uri")
            if place is None:
                _reject_nobody(gathering, row, record)
                continue
            if place in last:
                gathering.reject("roles", last[place][0], "holder", place, "a later record of it takes its place")
            last[place] = row, record
    for place, (row, record) in last.items():
        _take(gathering, row, place, record, companies)
    unnamed = 0
    for company, (row, name) in companies.items():
        unnamed += name is None
        gathering.mention(row, company, "organization", name or company.removeprefix("GB-COH-"))
    gathering.into(source, "JSON", count, seen)
    if unnamed:
        source.warnings.append(
            f"{path.name}: {unnamed} companies are told by their number alone, and stand under it where nobody "
            "describes them; the company data beside the file name them"
        )


def _reject_nobody(gathering: Gathering, row: int, record: Record) -> None:
    kind = text_at(record, "data", "kind") or ""
    reason = next((said for word, said in _OTHER_KINDS.items() if word in kind), "the record has no link to itself")
    gathering.reject("parties", row, "kind", kind or None, reason)


def _company(gathering: Gathering, row: int, record: Record) -> None:
    values = {key.strip(): text_at(record, key) for key in record}
    number, name = values["CompanyNumber"], values["CompanyName"]
    if number is None or name is None:
        column = "id" if number is None else "name"
        gathering.reject("parties", row, column, None, "it is empty, and it must not be")
        return
    active = (values.get("CompanyStatus") or "").lower() == "active"
    former = [
        str(text).replace(";", "；")
        for key, text in values.items()
        if re.fullmatch(r"PreviousName_\d+\.CompanyName", key) and text
    ]
    gathering.party(
        row, _company_id(number), "organization", name, status="active" if active else None,
        former_names=";".join(former) or None,
    )  # fmt: skip


def _take(
    gathering: Gathering, row: int, place: str, record: Record, companies: dict[str, tuple[int, str | None]]
) -> None:
    data = record["data"]
    kind, name = text_at(data, "kind") or "", text_at(data, "name")
    linked = _COMPANY.search(place)
    number = text_at(record, "company_number") or (linked[1] if linked else None)
    if name is None or number is None:
        _reject_nobody(gathering, row, record) if name is None else gathering.reject(
            "roles", row, "organization", place, "the record does not say of which company it is"
        )
        return
    if text_at(record, "event", "type") == "deleted":
        gathering.reject("roles", row, "holder", place, "the event deletes the record; nothing is taken of it")
        return
    natures = [text for entry in data.get("natures_of_control") or [] if (text := text_at({"n": entry}, "n"))]
    owned = [nature for nature in natures if nature.startswith(_OWNED) and not _NOT_DIRECT.search(nature)]
    if not owned:
        told = ", ".join(natures)
        gathering.reject("roles", row, "role", told or None, "no nature of this control is a role that the law names")
        return
    try:
        since, until = (
            None if (text := text_at(data, key)) is None else day_of(text) for key in ("notified_on", "ceased_on")
        )
    except ValueError as error:
        gathering.reject("roles", row, "since", text_at(data, "notified_on"), str(error))
        return
    company, holder = _company_id(number), _holder_id(data, place)
    if holder.startswith("GB-COH-"):
        companies[holder] = row, name
    else:
        gathering.party(row, holder, "person" if kind.startswith("individual") else "organization", name)
    if companies.get(company, (0, None))[1] is None:
        companies[company] = row, text_at(data, "company_name")
    gathering.add(
        "roles", row, holder=holder, organization=company, role="shareholder", since=since, until=until,
        source=f"uk_psc: {', '.join(natures)}",
    )  # fmt: skip


def _company_id(number: str) -> str:
    return f"GB-COH-{number.strip().upper().zfill(8)}"


def _holder_id(data: Record, place: str) -> str:
    """A company of the same register by its number; anybody else by the record itself."""
    registered = text_at(data, "identification", "place_registered") or ""
    number = (text_at(data, "identification", "registration_number") or "").upper()
    if "companies house" in registered.lower() and _NUMBER.fullmatch(number):
        return _company_id(number)
    return f"uk_psc:{place.removeprefix('/company/')}"
