"""Directors of Chinese listed companies (c. 2018), as ``executive.csv``, ``executive_prep.csv`` and ``stock.csv``.

What is mended: codes that lost their leading zeros. What is not trusted: the source gives one id to whoever
has one name, sex and age. Rows on several boards are taken for one person only where the age and the sex are
known and the source knows nobody else of that name; all others stay apart, board by board, as ``id@code``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.tables import Context, FormatError, Sheet, rejected
from loaders.source import FileRead, Source
from loaders.spreadsheet import read_csv

_IDS, _PEOPLE, _COMPANIES = "executive.csv", "executive_prep.csv", "stock.csv"
_ID, _AGE = "person_id:ID(Executive)", "age:int"
_NEEDS = {
    _IDS: (_ID, "name", "gender", _AGE),
    _PEOPLE: ("name", "gender", "age", "code", "jobs"),
    _COMPANIES: ("name", "code"),
}
_MEANINGS = {
    _PEOPLE: {
        "name": "name of a person", "gender": "tells namesakes apart", "age": "tells namesakes apart",
        "code": "organization", "jobs": "director, honorary titles apart",
    },
    _COMPANIES: {"name": "name of an organization", "code": "id of an organization"},
}  # fmt: skip
_HONORARY = ("名誉", "荣誉")
_SOURCE = "listed_directors"


def recognises(path: Path) -> bool:
    """A folder with the three files."""
    return all((path / name).is_file() for name in _NEEDS)


def read(path: Path, _: Context) -> Source:
    """Companies as parties of the category ``listed_company``, people as their directors."""
    companies, people = sheets = [_rows(path, name) for name in (_COMPANIES, _PEOPLE)]
    known = _rows(path, _IDS)
    *triple, published = _columns(known, "name", "gender", _AGE, _ID)
    ids = dict(zip(zip(*triple, strict=True), published, strict=True))
    source = Source(files=[FileRead(sheet.file, "CSV", len(sheet.rows), _MEANINGS[sheet.file]) for sheet in sheets])
    source.read_beside = (_IDS,)
    codes = [code.zfill(6) for (code,) in zip(*_columns(companies, "code"), strict=True)]
    (titles,) = _columns(companies, "name")
    twins = _twins(people)
    posts = _posts(people, ids, set(codes), twins, source)
    second = {("code", _second_class(twins[code])): [row] for row, code in enumerate(codes) if code in twins}
    _reject(source, companies, "parties", second)
    source.warnings.append(
        f"{_PEOPLE}: people of one name, sex and age are taken for one person only where the source knows nobody else "
        "of that name"
    )
    own = [row for row, code in enumerate(codes) if code not in twins]
    bearers = {person: (name, row) for row, _, person, name in reversed(posts)}
    source.sheets = [
        _sheet("parties", companies, own, {
            "id": [codes[row] for row in own], "kind": ["organization"] * len(own),
            "name": [titles[row] for row in own], "categories": ["listed_company"] * len(own),
        }),
        _sheet("parties", people, [row for _, row in bearers.values()], {
            "id": list(bearers), "kind": ["person"] * len(bearers), "name": [name for name, _ in bearers.values()],
        }),
        _sheet("roles", people, [row for row, *_ in posts], {
            "holder": [person for _, _, person, _ in posts], "organization": [code for _, code, _, _ in posts],
            "role": ["director"] * len(posts), "source": [_SOURCE] * len(posts),
        }),
    ]  # fmt: skip
    return source


def _sheet(table: str, origin: Sheet, rows: list[int], columns: Mapping[str, list[str]]) -> Sheet:
    values = pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
    assert origin.row_numbers is not None
    return Sheet(table, values, origin.file, origin.row_numbers.take(pa.array(rows, pa.int64())))


def _rows(path: Path, name: str) -> Sheet:
    sheet, rejects = read_csv(pa.py_buffer((path / name).read_bytes()), "roles", name)
    if len(rejects):
        raise FormatError(f"{name}: row {rejects['row'][0]} does not have the columns of the first row")
    missing = [column for column in _NEEDS[name] if column not in sheet.rows.column_names]
    if missing:
        raise FormatError(f"{name} has no column '{missing[0]}'; it has {', '.join(sheet.rows.column_names)}")
    return sheet


def _columns(sheet: Sheet, *names: str) -> list[list[str]]:
    return [pc.utf8_trim_whitespace(sheet.rows[name]).to_pylist() for name in names]


def _twins(people: Sheet) -> dict[str, str]:
    """B-share codes whose board is exactly that of another code: the same company listed twice."""
    boards: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for name, gender, age, code in zip(*_columns(people, "name", "gender", "age", "code"), strict=True):
        boards[code.zfill(6)].add((name, gender, age))
    others: dict[frozenset[tuple[str, str, str]], str] = {}
    for code, board in sorted(boards.items()):
        if not code.startswith(("200", "900")):
            others.setdefault(frozenset(board), code)
    return {
        code: others[frozenset(board)]
        for code, board in boards.items()
        if code.startswith(("200", "900")) and frozenset(board) in others
    }


def _posts(
    people: Sheet, ids: dict[tuple[str, ...], str], companies: set[str], twins: dict[str, str], source: Source
) -> list[tuple[int, str, str, str]]:  # fmt: skip
    """(row, code, person, name) of each directorship; rows that are none are rejected with the reason."""
    columns = list(zip(*_columns(people, "name", "gender", "age", "code", "jobs"), strict=True))
    bearers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    rows_of: dict[tuple[str, str, str], int] = defaultdict(int)
    for name, gender, age, _, _ in columns:
        bearers[name].add((gender, age))
        rows_of[name, gender, age] += 1
    posts: list[tuple[int, str, str, str]] = []
    refused: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, (name, gender, age, bare, jobs) in enumerate(columns):
        code = bare.zfill(6)
        if code in twins:
            refused["code", _second_class(twins[code])].append(row)
        elif code not in companies:
            refused["code", f"{_COMPANIES} knows no company of this code"].append(row)
        elif all(job.startswith("终身" + _HONORARY[0]) or job.startswith(_HONORARY) for job in jobs.split("/")):
            refused["jobs", "an honorary title is no directorship"].append(row)
        else:
            same = len(bearers[name]) == 1 and age.isdigit() and gender in ("男", "女")
            person = ids.get((name, gender, age), f"{name}/{gender}/{age}")
            apart = rows_of[name, gender, age] > 1 and not same
            posts.append((row, code, f"{person}@{code}" if apart else person, name))
    _reject(source, people, "roles", refused)
    return posts


def _second_class(twin: str) -> str:
    return f"its board is that of {twin}: a second class of shares of one company"


def _reject(source: Source, sheet: Sheet, table: str, refused: Mapping[tuple[str, str], list[int]]) -> None:
    """Reject rows of a sheet, given by (column, reason)."""
    origin = sheet.rows.append_column("row", sheet.row_numbers).append_column(
        "file", pa.repeat(pa.scalar(sheet.file), len(sheet.rows))
    )
    for (column, reason), rows in refused.items():
        chosen = origin.take(pa.array(rows))
        source.rejects.append(rejected(table, chosen, column, chosen[column], reason))
