"""``guanlian export`` as a script uses it."""

from __future__ import annotations

import json

import pytest

from graph.command import main
from graph.export import FORMATS, read_json
from graph.simulate import demo_register

DAY = ("--as-of", "2026-01-01")


@pytest.fixture
def export(tmp_path, monkeypatch, capsys):
    """Run ``guanlian export`` on the fictional register: (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", "000102030405060708090a0b0c0d0e0f")
    monkeypatch.delenv("GUANLIAN_STORE", raising=False)
    assert main(["load", str(demo_register())]) == 0
    capsys.readouterr()

    def run(*words: str) -> tuple[int, str, str]:
        try:
            status = main(["export", *words])
        except SystemExit as stopped:
            status = stopped.code
        return status, *capsys.readouterr()

    return run


def test_parties_are_named_as_in_every_other_question(export, tmp_path):
    status, out, err = export(
        "墨沄砺涟钢铁有限公司", "91410823PDY000028T", *DAY, "--hops", "1", "--format", "json", "--out", "n.json"
    )
    assert (status, out) == (0, "")
    assert "as of 2026-01-01 in n.json" in err
    told = read_json(tmp_path / "n.json")
    assert told.asked == ("molian-steel", "qinting-foods")
    assert told.hops == 1


def test_json_tells_how_much_was_written_and_whether_it_is_whole(export):
    words = ("molian-steel", *DAY, "--format", "gexf", "--out", "n.gexf", "--json")
    status, out, _ = export(*words)
    told = json.loads(out)
    assert (status, told["format"], told["parties"], told["incomplete"]) == (0, "gexf", 11, False)
    status, out, err = export(*words, "--limit", "2")
    assert (status, json.loads(out)["incomplete"]) == (0, True)
    assert "--limit takes more" in err


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_can_be_asked_for(export, tmp_path, format_):
    assert export("molian-steel", *DAY, "--format", format_, "--out", "network")[0] == 0
    assert (tmp_path / "network").exists()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("molian-steel", "--format", "dot", "--out", "x"), 2, "'dot' is no format; it is one of csv, xlsx, json"),
        (("molian-steel", "--format", "json", "--out", "no/x"), 2, "there is no folder"),
        (("molian-steel", "--format", "json", "--out", "x", "--hops", "-1"), 2, "--hops: -1"),
        (("molian-steel", "--format", "json", "--out", "x", "--limit", "0"), 2, "--limit: 0"),
        (("molian-steel", "--format", "json", "--out", "x", "--policy", "none"), 2, "'none' is no policy"),
        (("王建国", "--format", "json", "--out", "x"), 3, "wang-jianguo-1985"),
        (("nobody", "--format", "json", "--out", "x"), 3, "nobody"),
    ],
)
def test_a_wrong_request_is_one_sentence_and_writes_nothing(export, tmp_path, words, status, said):
    before = set(tmp_path.iterdir())
    told = export(*words)
    assert (told[0], told[1]) == (status, "")
    assert said in told[2]
    assert "Traceback" not in told[2]
    assert set(tmp_path.iterdir()) == before
