"""How a period is counted is data, read strictly, and what is counted follows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.command import main
from graph.deadlines import due_after, read_counting, working_days
from graph.model import Counting, EventKind
from graph.policy import POLICIES, Clock, PolicyError

WRITTEN = (POLICIES / "counting" / "periods.yaml").read_text(encoding="utf-8")


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "counting").mkdir()
    (tmp_path / "counting" / "periods.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("counted_in: working_days", "counted_in: workdays", "'workdays' is not one of 'days' or 'working_days'"),
        ("counted_in: working_days", "counted_in: days", "'days' stands twice"),
        ("moves_from_rest: true", "moves_from_rest: perhaps", "moves_from_rest"),
        ("event_day_counts: false", "event_day: false", "'event_day' is not a key of this part"),
        ("        quote: 期间开始的时和日，不计算在期间内。\n", "", "'quote' is missing"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_with_its_line(tmp_path: Path, there: str, instead: str, told: str) -> None:
    assert there in WRITTEN
    with pytest.raises(PolicyError) as refused:
        read_counting(folder_with(tmp_path, WRITTEN.replace(there, instead, 1)))
    assert any(fault.startswith("periods.yaml:") and told in fault for fault in refused.value.faults)


def test_the_check_of_the_policies_reads_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policies", "check"]) == 0
    assert "2 rules (days, working_days)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("there", "instead", "due"),
    [
        ("", "", "2025-10-09"),  # the day after is the first, and the holiday week moves the end
        ("moves_from_rest: true", "moves_from_rest: false", "2025-10-01"),
        ("event_day_counts: false", "event_day_counts: true", "2025-09-30"),
    ],
)
def test_another_rule_gives_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str, instead: str, due: str
) -> None:
    rules = read_counting(folder_with(tmp_path, WRITTEN.replace(there, instead, 1) if there else WRITTEN))
    monkeypatch.setattr(working_days, "_rules", lambda: rules)
    working_days._due.cache_clear()
    filed = date(2025, 9, 28).toordinal() - date(1970, 1, 1).toordinal()
    clock = Clock(EventKind.PUBLISHED, 3, Counting.DAYS)
    try:
        assert date.fromordinal(due_after(filed, clock).on + date(1970, 1, 1).toordinal()).isoformat() == due
    finally:
        working_days._due.cache_clear()
