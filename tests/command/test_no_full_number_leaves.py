"""Whatever is loaded, asked, matched, decided or refused: nothing that comes of it holds a full ID number."""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path

import pytest

from graph.command import main
from graph.model.identifiers import id_number_check_passes

BODIES = ("11010519491231", "44052418800101", "81000019980412", "33010619770723", "23080319660919")
NUMBERS = [
    next(f"{body}{tail:03d}{last}" for last in "0123456789X" if id_number_check_passes(f"{body}{tail:03d}{last}"))
    for body, tail in zip(BODIES, (2, 1, 37, 410, 885), strict=True)
]
OLD = NUMBERS[3][:6] + NUMBERS[3][8:17]  # the same in fifteen digits
BAD = NUMBERS[4] + "7"  # a digit too many: rejected


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", "000102030405060708090a0b0c0d0e0f")
    monkeypatch.setenv("GUANLIAN_DEBUG", "1")
    monkeypatch.delenv("GUANLIAN_STORE", raising=False)
    (tmp_path / "in").mkdir()
    written = {
        "parties.csv": "id,kind,name,id_number\n"
        f"p1,person,张三,{NUMBERS[0]}\np2,person,李四,{NUMBERS[1].lower()}\np3,person,王五,{OLD}\n"
        f"p4,person,赵六,{BAD}\nc1,organization,甲公司,\n",
        "roles.csv": "holder,organization,role,since\np1,c1,director,2020-01-01\np2,c1,supervisor,not a date\n",
        "listings.csv": "id,party,name,identifier,case_number,listed_on\n"
        f"L1,,张三,{NUMBERS[0]},（2023）测执1号,2023-01-01\nL2,p2,李四,{NUMBERS[2]},（2023）测执2号,2023-01-01\n"
        f"L3,,王五,{NUMBERS[3]},（2023）测执3号,not a date\nL4,,丙,{NUMBERS[2]},（2023）测执4号,2023-01-01\n",
    }
    for name, text in written.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    list_ = f"name,identifier,note\n张三,{NUMBERS[0]},x\n李四,{NUMBERS[2]},证件{NUMBERS[0]}\n王五,{OLD},\n"
    (tmp_path / "in" / "list.csv").write_text(list_, encoding="utf-8")
    return tmp_path


def test_no_file_and_no_line_holds_a_full_number(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    day = ["--as-of", "2024-01-01"]
    asked = [
        ["load", "in"],
        ["load", "in", "--json"],
        *([command, *words, *more] for command, *words in (
            ["find", NUMBERS[0]], ["find", NUMBERS[2]], ["find", NUMBERS[2].replace("1998", "199 8")],
            ["check", NUMBERS[0], *day], ["check", NUMBERS[2], *day], ["check", OLD, *day],
            ["check", "--name", "丙", "--identifier", NUMBERS[2], *day],
            ["check", "--name", "丙", "--identifier", BAD, *day],
            ["credit", "c1", *day],
            ["appoint", NUMBERS[0], "--role", "director", "--organization", "c1", *day],
            ["connections", "c1", *day],
            ["whatif", "--list", NUMBERS[1], "check", "c1", *day],
            ["match", "in/list.csv", "--out", "matched.csv"], ["match", "in/list.csv", "--out", "matched.xlsx"],
            ["screen", "--out", "reached.csv", *day],
            ["resolve", "L4", "p1", "different", "--by", NUMBERS[0], "--why", f"not {NUMBERS[2]}"],
            ["resolve", "--list"],
            ["deadlines", *day],
        ) for more in ([], ["--json"])),
    ]  # fmt: skip
    for words in asked:
        with contextlib.suppress(SystemExit):
            main(words)
    out, err = capfd.readouterr()
    told = (out + err).upper()
    assert "1101051949****002X" in told
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "in"]
    assert {"manifest.json", "decisions.json", "rejects.csv", "matched.csv"} <= {path.name for path in files}
    for number, text in itertools.product((*NUMBERS, OLD, BAD), ("", "upper")):
        assert number not in told, number
        for path in files:
            content = path.read_bytes()
            assert number.encode() not in (content.upper() if text else content), (number, path)


def test_the_name_index_holds_names_and_nothing_else(folder: Path) -> None:
    import tantivy

    assert main(["load", "in"]) == 5
    [index] = (folder / ".guanlian" / "parts").glob("names-*")
    searcher = tantivy.Index.open(str(index)).searcher()
    found = searcher.search(tantivy.Query.all_query(), 100).hits
    documents = [searcher.doc(address).to_dict() for _, address in found]
    assert {key for document in documents for key in document["key"]} == {"张三", "李四", "王五", "甲公司"}
    assert {name for document in documents for name in document} == {"key", "initials", "rank"}
