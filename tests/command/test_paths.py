"""``paths``, ``connections`` with its options, and shares that are supposed to move, as somebody would type them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.command import main
from graph.simulate import demo_register

DAY = ["--as-of", "2026-01-01"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = str(tmp_path_factory.mktemp("demo") / "store")
    assert main(["load", str(demo_register()), "--store", store]) == 0
    return store


def ask(demo: str, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, *DAY, "--json", "--store", demo]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_two_parties_are_tied_by_the_shares_between_them(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(demo, capsys, "paths", "yunzhu-warehousing", "molian-steel")
    assert (answer["outcome"], answer["incomplete"]) == ("connected", False)
    [group] = answer["paths"]
    assert [way["path"] for way in group["ways"]] == [
        ["yunzhu-warehousing", "yunzhu-logistics", "yunzhu-investment", "molian-steel"]
    ]
    assert group["ways"][0]["listed"] == ["molian-steel"]
    assert (
        "云渚珩昶投资管理有限公司自2017-01-20持有墨沄砺涟钢铁有限公司20%的股份。" in group["ways"][0]["sentence"]["zh"]
    )


def test_connections_stay_as_they_are_and_the_paths_stand_beside_them(
    demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = ask(demo, capsys, "connections", "yunzhu-warehousing", "--hops", "4")
    more = ask(demo, capsys, "connections", "yunzhu-warehousing", "--hops", "4", "--all")
    assert {**more, "search": None, "paths": None} == {**plain, "search": None, "paths": None}
    assert [len(group["ways"]) for group in more["paths"]] == [2]
    assert plain["connections"][0]["path"] == more["paths"][0]["ways"][0]["path"]


def test_the_difference_tells_the_path_that_a_transfer_takes_away(
    demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (
        "whatif",
        "--transfer",
        "yunzhu-investment:molian-steel:20%",
        "paths",
        "yunzhu-warehousing",
        "molian-steel",
    )
    answer = ask(demo, capsys, *words)
    assert (answer["outcome"], answer["paths"]) == ("clear", [])
    assert answer["difference"]["outcome"] == ["connected", "clear"]
    assert [group["party"] for group in answer["difference"]["paths"]["lost"]] == ["molian-steel"]


def test_people_read_the_paths_in_their_language(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in (("zh", "持有云渚珩昶仓储有限公司55%的股份"), ("en", "holds 55 % of 云渚珩昶仓储有限公司")):
        capsys.readouterr()
        assert main(["paths", "yunzhu-warehousing", "molian-steel", *DAY, "--lang", language, "--store", demo]) == 0
        assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "status", "fault"),
    [
        (["paths", "molian-steel", "nobody"], 3, "no party 'nobody'"),
        (["paths", "molian-steel", "molian-steel"], 2, "are one party"),
        (["paths", "molian-steel", "yunzhu-bank", "--hops", "0"], 2, "less than 1"),
        (["paths", "molian-steel", "yunzhu-bank", "--roles", "boss"], 2, "'boss' is no role"),
        (["paths", "molian-steel", "yunzhu-bank", "--limit", "0"], 2, "less than 1"),
        (["whatif", "--transfer", "a:b", "check", "molian-steel"], 2, "is not HOLDER:ORG:SHARE"),
        (["whatif", "--transfer", "han-chuanyu:molian-steel:1.5", "check", "molian-steel"], 2, "up to 1"),
        (["whatif", "--transfer", "han-chuanyu:molian-steel:0.4", "check", "molian-steel"], 2, "holds 0.35"),
        (["whatif", "--transfer", "molian-steel:han-chuanyu:0.1", "check", "molian-steel"], 2, "is a person"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_sentence(
    demo: str, capsys: pytest.CaptureFixture[str], words: list[str], status: int, fault: str
) -> None:
    capsys.readouterr()
    assert main([*words, *DAY, "--store", demo]) == status
    told = capsys.readouterr()
    assert fault in told.err
    assert (told.err.count("\n"), told.out) == (1, "")


def test_ids_with_colons_are_told_apart_where_a_transfer_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "parties.csv").write_text("id,kind,name\na:1,person,甲\nc:1,organization,乙\nc:1:2,organization,丙\n")
    (tmp_path / "roles.csv").write_text("holder,organization,role,share\na:1,c:1:2,shareholder,0.5\n")
    store = str(tmp_path / "store")
    assert main(["load", str(tmp_path / "parties.csv"), str(tmp_path / "roles.csv"), "--store", store]) == 0
    answer = ask(store, capsys, "whatif", "--transfer", "a:1:c:1:2:0.5", "paths", "a:1", "c:1:2")
    assert answer["difference"]["outcome"] == ["connected", "clear"]


def test_an_explained_answer_is_kept_as_evidence_like_any_other(
    demo: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.html"
    words = ("appoint", "luo-jingzhou", "--role", "director", "--organization", "heyun-water", "--explain")
    answer = ask(demo, capsys, *words, "--evidence", str(kept))
    [one] = answer["explanation"]["sets"]
    assert (one["outcome"], one["changes"]) == ("clear", [{"change": "release", "listing": "L-luo"}])
    assert kept.stat().st_size > 0
    capsys.readouterr()
    assert main([*words, *DAY, "--lang", "zh", "--store", demo]) == 0
    assert "名单L-luo移除" in capsys.readouterr().out


def test_signals_are_told_with_the_window_asked_for(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(demo, capsys, "signals", "peihan-construction")
    kinds = {signal["signal"] for signal in answer["signals"]}
    assert kinds == {"former_representative", "representative_replaced", "shares_moved"}
    assert all(row["source"] == "企业登记" for signal in answer["signals"] for row in signal["evidence"])
    narrow = ask(demo, capsys, "signals", "peihan-construction", "--after", "0", "--before", "0")
    assert {signal["signal"] for signal in narrow["signals"]} == {"former_representative"}
    capsys.readouterr()
    assert main(["signals", "peihan-construction", *DAY, "--before", "-1", "--store", demo]) == 2
