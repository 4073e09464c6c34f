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

from graph.model.tables import FormatError, Sheet, rejected
from loaders.source import Source
from loaders.spreadsheet import read_csv

_IDS, _PEOPLE, _COMPANIES = "executive.csv", "executive_prep.csv", "stock.csv"
_ID, _AGE = "person_id:ID(Executive)", "age:int"
_NEEDS = {
    _IDS: (_ID, "name", "gender", _AGE),
    _PEOPLE: ("name", "gender", "age", "code", "jobs"),
    _COMPANIES: ("name", "code"),
}
_HONORARY = ("名誉", "荣誉")
_SOURCE = "listed_directors"


def recognises(path: Path) -> bool:
    """A folder with the three files."""
    return all((path / name).is_file() for name in _NEEDS)


def read(path: Path) -> Source:
    """Companies as parties of the category ``listed_company``, people as their directors."""
    companies, people, known = (_rows(path, name) for name in (_COMPANIES, _PEOPLE, _IDS))
    *triple, published = _columns(known, "name", "gender", _AGE, _ID)
    ids = dict(zip(zip(*triple, strict=True), published, strict=True))
    source = Source()
    names = {code.zfill(6): name for code, name in zip(*_columns(companies, "code", "name"), strict=True)}
    twins = _twins(people)
    posts = _posts(people, ids, names, twins, source)
    _reject(
        source, companies, "parties",
        {
            ("code", _second_class(twins[code.zfill(6)])): [row]
            for row, (code,) in enumerate(zip(*_columns(companies, "code"), strict=True))
            if code.zfill(6) in twins
        },
    )  # fmt: skip
    source.warnings.append(
        f"{_PEOPLE}: people of one name, sex and age are taken for one person only where the source knows nobody "
        "else of that name"
    )
    parties = {person: ("person", name) for _, person, name in posts}
    organizations = {code: ("organization", name) for code, name in names.items() if code not in twins}
    rows = [(id_, kind, name) for id_, (kind, name) in {**organizations, **parties}.items()]
    categories = ["listed_company" if kind == "organization" else None for _, kind, _ in rows]
    source.sheets = [
        Sheet(
            "parties",
            pa.table(
                {
                    "id": pa.array([id_ for id_, _, _ in rows], pa.string()),
                    "kind": pa.array([kind for _, kind, _ in rows], pa.string()),
                    "name": pa.array([name for _, _, name in rows], pa.string()),
                    "categories": pa.array(categories, pa.string()),
                }
            ),
            f"{_COMPANIES}, {_PEOPLE}",
        ),
        Sheet(
            "roles",
            pa.table(
                {
                    "holder": pa.array([person for _, person, _ in posts], pa.string()),
                    "organization": pa.array([code for code, _, _ in posts], pa.string()),
                    "role": pa.repeat(pa.scalar("director"), len(posts)),
                    "source": pa.repeat(pa.scalar(_SOURCE), len(posts)),
                }
            ),
            _PEOPLE,
        ),
    ]
    return source


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
    people: Sheet, ids: dict[tuple[str, ...], str], companies: dict[str, str], twins: dict[str, str],
    source: Source,
) -> list[tuple[str, str, str]]:  # fmt: skip
    """(code, person, name) of each directorship; rows that are none are rejected with the reason."""
    columns = list(zip(*_columns(people, "name", "gender", "age", "code", "jobs"), strict=True))
    bearers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    rows_of: dict[tuple[str, str, str], int] = defaultdict(int)
    for name, gender, age, _, _ in columns:
        bearers[name].add((gender, age))
        rows_of[name, gender, age] += 1
    posts: list[tuple[str, str, str]] = []
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
            posts.append((code, f"{person}@{code}" if apart else person, name))
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
