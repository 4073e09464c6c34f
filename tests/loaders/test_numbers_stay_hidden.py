"""No whole ID number of any source reaches the store, the rejects, the remarks or the dry run."""

import json
from pathlib import Path

import pytest

from graph.command import main

GOOD = Path(__file__).parent / "good"
NUMBER = "11010519491231002X"
HOLDING = sorted(path for path in GOOD.rglob("*") if path.is_file() and NUMBER in path.read_text("utf-8"))


def test_some_sources_hold_whole_numbers():
    assert {path.parent.name for path in HOLDING} >= {"bods", "ftm", "spreadsheet"}


@pytest.fixture
def outside(tmp_path, monkeypatch, capsys):
    """A working folder, and what the command prints there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", "00" * 16)

    def run(*words: str) -> str:
        main(words)
        out, err = capsys.readouterr()
        return out + err

    return run


@pytest.mark.parametrize("path", HOLDING, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_whole_number_is_written_and_said_nowhere(tmp_path, outside, path):
    said = [outside("load", "--dry-run", str(path)), outside("load", str(path), "--json")]
    assert not any(NUMBER in text for text in said)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert NUMBER.encode() not in file.read_bytes(), file


def test_a_number_in_the_wrong_column_or_in_a_broken_row_is_covered(tmp_path, outside):
    (tmp_path / "a.csv").write_text(
        f"企业名称,姓名,职务,持股比例\n甲公司,张三,董事,{NUMBER}\n甲公司,张三,{NUMBER},\n甲公司,张三,董事,,{NUMBER}\n",
        encoding="utf-8",
    )
    record = {"iname": "甲", "caseCode": "（2019）测执1号", "publishDate": NUMBER, "cardNum": NUMBER}
    (tmp_path / "b.jsonl").write_text(json.dumps(record) + "\n" + json.dumps(record)[:-1] + "\n", encoding="utf-8")
    for name in ("a.csv", "b.jsonl"):
        said = outside("load", name)
        assert "rejected" in said
        rejects = (tmp_path / "rejects.csv").read_text("utf-8")
        assert NUMBER not in rejects + said
        assert rejects.count("\n") > 1
