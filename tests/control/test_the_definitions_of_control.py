"""The definitions of control are read strictly: a wrong word, a wrong day, a missing quotation is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.command import main
from graph.command.arguments import REGIMES as WORDS
from graph.control import REGIMES, read_definitions
from graph.policy import POLICIES, PolicyError

WRITTEN = (POLICIES / "control" / "definitions.yaml").read_text(encoding="utf-8")


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "control").mkdir()
    (tmp_path / "control" / "definitions.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("word: 超过", "word: 达到", "regimes.0.thresholds.1.word: Input should be '以上' or '超过'"),
        ("    counts: votes", "    counts: shares", "Input should be 'votes' or 'effective_shares'"),
        ("share: 5%", "share: 0.05", "write it in percent"),
        ("share: 5%", "share: 105%", "it lies above 0% and up to 100%"),
        ("since: 2022-03-01", "since: 2022-02-30", "'2022-02-30' is not a day of the calendar"),
        ("since: 2024-07-01", "since: 2024-06-30", "two thresholds hold on the same days"),
        ("since: 2024-07-01", "since: 2024-07-02", "no threshold holds between"),
        ("until: 2024-07-01", "untill: 2024-07-01", "'untill' is not a key of this part; the keys are since, until"),
        ("        quote: 持有百分之二十五以上股权\n", "", "'quote' is missing"),
        ("id: company-law", "id: company", "there is no regime 'company-law'"),
        ("id: tax", "id: listed-company", "'listed-company' stands twice"),
        ("id: tax", "id: tax\n    id: tax", "the key 'id' is repeated"),
        ("is: [财政部,", "is: [财政(部),", "is no plain name"),
        ("- ^全国社保基金.*组合$", "- ^全国社保基金(?=组合)", "holds more than text"),
        ("- ^全国社保基金.*组合$", "- ^全国社保基金(组合", "is no pattern"),
    ],
)
def test_a_definition_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, there: str, instead: str, told: str
) -> None:
    assert there in WRITTEN
    with pytest.raises(PolicyError) as refused:
        read_definitions(folder_with(tmp_path, WRITTEN.replace(there, instead, 1)))
    (fault,) = refused.value.faults
    assert fault.startswith("definitions.yaml:")
    assert told in fault


def test_the_check_of_the_policies_reads_them_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["policies", "check"]) == 0
    assert "company-law" in capsys.readouterr().out
    folder = folder_with(tmp_path, WRITTEN.replace("share: 25%", "share: 250%", 1))
    (folder / "national.yaml").write_bytes((POLICIES / "national.yaml").read_bytes())
    assert main(["policies", "check", "--folder", str(folder)]) == 2
    assert "'250%' is no share" in capsys.readouterr().err


def test_the_command_offers_the_regimes_that_there_are() -> None:
    assert tuple(REGIMES) == WORDS


def test_each_threshold_says_where_it_stands_and_what_was_not_read() -> None:
    for regime in REGIMES.values():
        for threshold in regime.thresholds:
            assert threshold.source
            assert threshold.quote
            assert threshold.inclusive == ("超过" not in threshold.quote)
