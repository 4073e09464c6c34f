"""What a load says of rows and files, in Chinese on a Chinese page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from graph.evidence import Speech
from graph.model import Vocabulary
from views.text import TEXTS
from views.told_reasons import in_language

HOUSE = Path(__file__).parents[2]
CHINESE = Speech("zh", Vocabulary(), TEXTS)
TOLD = ("graph/model/columns.py", "graph/model/tables.py", "graph/stores/intake.py")


def sentences(path: Path) -> list[str]:
    """What the module says where it refuses a row: its errors, its faults and its named reasons."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("ValueError", "mark", "rejected") and node.args:
                found += _text(node.args[-1])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").startswith("NO_"):
            found += _text(node.value)
    return found


def _text(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "9" for part in node.values)]
    return []


@pytest.mark.parametrize("path", TOLD)
def test_every_reason_of_the_data_package_is_told_in_chinese(path: str) -> None:
    said = [one for one in sentences(HOUSE / path) if " " in one and one != "it is not 9"]
    assert said
    assert not [one for one in said if not re.search("[一-鿿]", in_language(CHINESE, one))]


def _of_a_source(path: Path) -> list[str]:
    """What a loader says of a file, of a column or of a record: its errors, rejects, warnings and named sentences."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("ValueError", "FormatError", "reject", "_reject", "append") and node.args:
                found += _said(node.args[-1])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").isupper():
            found += [f"f.csv: 9 {one}" if node.targets[0].id == "_REMARKS" else one for one in _said(node.value)]  # type: ignore[attr-defined]
        elif isinstance(node, ast.Yield | ast.Return) and node.value is not None:
            found += _said(node.value)
    return found


def _said(node: ast.expr) -> list[str]:
    """Every sentence that a value may be."""
    if isinstance(node, ast.Dict):
        return [one for value in node.values for one in _said(value)]
    parts: dict[type, list[ast.expr]] = {
        ast.IfExp: [node.body, node.orelse] if isinstance(node, ast.IfExp) else [],
        ast.BoolOp: node.values if isinstance(node, ast.BoolOp) else [],
        ast.Tuple: node.elts if isinstance(node, ast.Tuple) else [],
        ast.Call: node.args if isinstance(node, ast.Call) and ast.unparse(node.func) != "re.compile" else [],
    }
    return _text(node) + [one for part in parts.get(type(node), []) for one in _said(part)]


@pytest.mark.parametrize("source", [
    "bods", "court_list", "ftm", "gleif", "grid", "headings", "json_records", "listed_directors", "long_tables",
    "own_spreadsheet", "package", "source", "spreadsheet", "uk_psc",
])  # fmt: skip
def test_every_sentence_about_another_source_is_told_in_chinese(source: str) -> None:
    said = [one for one in _of_a_source(HOUSE / f"loaders/{source}.py") if one.count(" ") > 2]
    assert said
    assert not [one for one in said if not re.search("[一-鿿]", in_language(CHINESE, one))]


def test_what_is_being_done_is_told_in_chinese() -> None:
    calls = [
        (ast.unparse(node.func), node.args)
        for room in ("graph/changes", "graph/exposure", "graph/stores", "loaders")
        for path in (HOUSE / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]
    said = [
        one
        for called, arguments in calls
        if called.endswith("progress") and len(arguments) == 3
        for one in _text(arguments[0])
    ]
    assert "matching" in said
    said = [one.replace("reading 9", "reading parties.csv") for one in said]
    written = [one for called, arguments in calls if called.endswith("._write_columns") for one in _text(arguments[0])]
    assert "parties" in written
    said.remove("writing the 9")  # of each part whose columns are written
    said += [f"writing the {part}" for part in written]
    assert not [one for one in said if not re.search("[一-鿿]", in_language(CHINESE, one))]


@pytest.mark.parametrize(("said", "told"), [
    ("it is not 9 characters", "不是 9 位组织机构代码"),
    ("it is not one of person, organization", "不是可用的取值：person, organization"),
    ("p.csv: the column 'x' is not part of parties and was not read", "p.csv：“x”列不属于 parties 表，未读取"),
    ("something that nobody wrote", "something that nobody wrote"),
])  # fmt: skip
def test_values_stand_where_they_belong(said: str, told: str) -> None:
    assert in_language(CHINESE, said) == told
    assert in_language(Speech("en", Vocabulary(), TEXTS), said) == said
