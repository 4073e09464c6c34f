"""The list of 失信被执行人 in the fields of the courts' own site: JSON, one record a line or an array, CSV, or XLSX.

Each record becomes a listing whose party is still to be matched. Its id follows from case number, name and number,
so that the list of the next day replaces records and repeats none. What the fields mean and how they are disordered
is told in docs/sources.md.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from graph.model import IdentifierKind, identifier_kind, mask, normalized
from graph.model.tables import Context, FormatError
from loaders.cells import written_alike
from loaders.dates import day_of
from loaders.gathering import Gathering
from loaders.grid import head_of, read_grid
from loaders.json_records import Record, chosen, files_of, records, text_at
from loaders.source import Source

_MEANINGS = {
    "iname": "name", "casecode": "case_number", "cardnum": "identifier", "courtname": "court", "gistid": "basis",
    "disrupttypename": "ground", "publishdate": "listed_on", "partytypename": "kind, compared with the number",
    "qysler": "legal_representative",
}  # fmt: skip
_NOT_KEPT = (
    "id", "age", "sexy", "businessentity", "areaname", "regdate", "gistunit", "duty", "performance", "performedpart",
    "unperformpart",
)  # fmt: skip
_LABELS = {
    "被执行人姓名/名称": "iname", "被执行人姓名": "iname", "被执行人名称": "iname", "失信被执行人": "iname",
    "案号": "casecode",
    "身份证号码/组织机构代码": "cardnum", "身份证号码": "cardnum", "组织机构代码": "cardnum", "执行法院": "courtname",
    "执行依据文号": "gistid", "失信被执行人行为具体情形": "disrupttypename", "具体情形": "disrupttypename",
    "发布时间": "publishdate", "立案时间": "regdate", "做出执行依据单位": "gistunit", "作出执行依据单位": "gistunit",
    "生效法律文书确定的义务": "duty", "被执行人的履行情况": "performance", "履行情况": "performance", "性别": "sexy",
    "年龄": "age", "省份": "areaname", "法定代表人或者负责人姓名": "businessentity", "已履行": "performedpart",
    "未履行": "unperformpart",
}  # fmt: skip
_NEEDED = ("iname", "casecode", "publishdate")
# 法释〔2017〕7号 art. 1, each ground by words that both the old and the new wording of it share. Order matters.
_GROUNDS = (
    ("1", re.compile("有履行能力而拒不履行|有能力而拒不履行|有履行能力拒不履行")),
    ("2", re.compile("伪造证据|暴力|威胁")),
    ("3", re.compile("规避执行|虚假诉讼|虚假仲裁|转移财产|隐匿财产")),
    ("4", re.compile("财产报告")),
    ("5", re.compile("限制消费令|限制高消费")),
    ("6", re.compile("和解协议")),
)
_PERSON, _ORGANIZATION = ("580", "0"), ("581", "1")
_NOTHING = {"", "暂无", "无", "-", "--", "—", "null", "none", "不详", "未公开", "/", "0"}


def recognises(path: Path) -> bool:
    """A file, or a folder of JSON files, whose first record or heading bears the court's fields."""
    return bool(chosen(path, _is_record)) or (path.is_file() and _headings(head_of(path)) is not None)


def read(path: Path, _: Context) -> Source:
    """The records as listings without a party. Raises ``FormatError``."""
    source = Source()
    if path.is_dir() or files_of(path):
        files = chosen(path, _is_record) if path.is_dir() else [path]
        if not files:
            raise FormatError(f"{path} holds no file of the courts' records; .json and .jsonl were looked for")
        for file in files:
            _read_json(file, source)
    else:
        _read_grid(path, source)
    return source


def _read_json(path: Path, source: Source) -> None:
    gathering, notes, count = Gathering(path.name), Counter[str](), 0
    seen: dict[str, str] = {}
    for row, record, wrong in records(path):
        count += 1
        if record is None:
            gathering.reject("listings", row, None, None, wrong)
            continue
        seen.update({key: key.lower() for key in record if key not in seen})
        values = {field: text_at(record, key) for key in record if (field := _field(key)) in _MEANINGS}
        values["qysler"] = next(
            (_representative(record[key], notes) for key in record if _field(key) == "qysler"), None
        )
        _take(gathering, row, values, notes)
    _finish(source, gathering, "JSON", count, seen, notes)


def _read_grid(path: Path, source: Source) -> None:
    grid = read_grid(path)
    found = _headings(grid.rows[:10])
    if found is None:
        raise FormatError(
            f"{path.name} has no row of headings with the courts' fields; iname, caseCode and publishDate are needed"
        )
    at, headings = found
    gathering, notes = Gathering(path.name), Counter[str]()
    body = grid.rows[at + 1 :]
    for row, cells in body:
        if len(cells) != len(headings) and any(cells[len(headings) :]):
            reason = f"the row does not have the {len(headings)} columns of the headings"
            gathering.reject("listings", row, None, ",".join(cells), reason)
            continue
        values: dict[str, str | None] = dict(zip(map(_field, headings), cells, strict=False))
        if written := values.get("qysler"):
            values["qysler"] = _representative(_persons(written), notes)
        _take(gathering, row, values, notes)
    _finish(source, gathering, grid.form, len(body), {name: _field(name) for name in headings if name}, notes)


def _take(gathering: Gathering, row: int, values: Mapping[str, str | None], notes: Counter[str]) -> None:
    name, case = _told(values, "iname"), _told(values, "casecode")
    for column, value in (("name", name), ("case_number", case), ("listed_on", _told(values, "publishdate"))):
        if value is None:
            gathering.reject("listings", row, column, None, "it is empty, and it must not be")
            return
    try:
        listed_on = day_of(str(_told(values, "publishdate")))
    except ValueError as error:
        gathering.reject("listings", row, "listed_on", values["publishdate"], str(error))
        return
    number = _told(values, "cardnum")
    conduct = _told(values, "disrupttypename")
    grounds = _grounds(conduct)
    notes["conduct"] += bool(conduct) and not grounds
    notes["kind"] += _contradicts(_told(values, "partytypename"), number)
    gathering.add(
        "listings", row, id=listing_id(str(case), str(name), number, listed_on), name=name, identifier=number,
        case_number=case, court=_told(values, "courtname"), basis=_told(values, "gistid"), ground=grounds,
        listed_on=listed_on, legal_representative=_told(values, "qysler"),
    )  # fmt: skip


def _persons(cell: str) -> Any:
    """The court's list of persons as it stands in a cell: JSON, or a text that is none."""
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _representative(persons: Any, notes: Counter[str]) -> str | None:
    """The legal representative among the court's own persons of a unit, each with ``corporationtypename``."""
    some = [one for one in persons if isinstance(one, dict)] if isinstance(persons, list) else []
    names = [text_at(one, "iname") for one in some if "法定代表人" in (text_at(one, "corporationtypename") or "")]
    found = next(filter(None, names), None)
    notes["qysler"] += bool(persons) and len(some) != (found is not None)
    return found


def listing_id(case_number: str, name: str, number: str | None, listed_on: str) -> str:
    """The id of a record: the same for the same case, name, number and day, however they are written.

    Whoever is listed again in the same case is a new record, and the earlier one keeps its own days.
    Of a personal number no more enters than a court shows of it, masked one way.
    """
    plain = normalized(number or "")
    if identifier_kind(plain) in (IdentifierKind.ID_NUMBER, IdentifierKind.MASKED_ID_NUMBER):
        plain = mask(plain)
    parts = "\x1f".join((written_alike(case_number), written_alike(name), plain, listed_on))
    return f"court-{blake2b(parts.encode(), digest_size=10).hexdigest()}"


@lru_cache(maxsize=4096)
def _grounds(conduct: str | None) -> str | None:
    """The grounds of a record: its conduct is a list with commas, and 、 is a part of one entry."""
    entries = re.split("[,，;；]", conduct or "")
    found = {next((ground for ground, words in _GROUNDS if words.search(entry)), "") for entry in entries}
    return ";".join(sorted(found - {""})) or None


def _contradicts(type_: str | None, number: str | None) -> bool:
    kind = identifier_kind(normalized(number or ""))
    if type_ in _PERSON:
        return kind in (IdentifierKind.USCC, IdentifierKind.ORGANIZATION_CODE)
    return type_ in _ORGANIZATION and kind in (IdentifierKind.ID_NUMBER, IdentifierKind.MASKED_ID_NUMBER)


def _told(values: Mapping[str, str | None], field: str) -> str | None:
    """What a field says; 暂无 and its like say nothing."""
    value = (values.get(field) or "").strip()
    return None if value.lower() in _NOTHING else value


@lru_cache(maxsize=4096)
def _field(heading: str) -> str:
    bare = heading.strip()
    return _LABELS.get(bare, bare.lower())


def _is_record(record: Record) -> bool:
    fields = {_field(key) for key in record}
    return {"iname", "casecode"} <= fields


def _headings(rows: Iterable[tuple[int, list[str]]]) -> tuple[int, list[str]] | None:
    """Where among the first rows the headings stand, and what they are."""
    for at, (_, cells) in enumerate(rows):
        if set(_NEEDED) <= {_field(cell) for cell in cells}:
            return at, cells
    return None


def _finish(
    source: Source, gathering: Gathering, form: str, count: int, seen: Mapping[str, str], notes: Counter[str]
) -> None:
    columns: dict[str, Any] = {key: _MEANINGS.get(_field(key), "") for key in seen}
    gathering.into(source, form, count, columns)
    file = gathering.file
    for note, said in (
        (
            "qysler",
            "records name others than a legal representative of a unit (qysler); a listing has no place for them",
        ),
        ("conduct", "records tell a conduct that is none of the six grounds; their ground was left empty"),
        ("kind", "records call their bearer a person with a unit's number, or the other way; the number stands"),
    ):
        if notes[note]:
            source.warnings.append(f"{file}: {notes[note]} {said}")
    unknown = sorted(key for key in seen if _field(key) not in _MEANINGS and _field(key) not in _NOT_KEPT)
    source.warnings += [f"{file}: '{key}' is no field of the courts' list and was not read" for key in unknown]
