"""批量筛查, as somebody with a portfolio meets it."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.command import main
from tests.app.conftest import sound, words
from views.screened import as_csv
from views.work import Work

Opened = Callable[..., AppTest]


def run(app: AppTest, portfolio: str | None = None, since: date | None = None) -> AppTest:
    """Press the button and wait for the work to end."""
    if since is not None:
        app.button_group(key="screening.mode").set_value("changes").run()
        app.date_input(key="screening.since").set_value(since)
    app.date_input(key="screening.until").set_value(date(2025, 3, 1))
    if portfolio is not None:
        app.file_uploader[0].upload("portfolio.csv", portfolio.encode(), "text/csv")
    app.button[0].click().run()
    if "screening.work" in app.session_state:
        app.session_state["screening.work"].wait()
        app.run()
    return sound(app)


def test_the_empty_page_says_what_to_bring(opened: Opened) -> None:
    assert "party" in words(opened("screening"))


def test_the_whole_register_is_told_by_outcome(opened: Opened) -> None:
    page = words(run(opened("screening")))
    assert "整个登记库" in page
    assert "受限制" in page


def test_of_a_portfolio_those_who_are_reached_by_nothing_are_counted_too(opened: Opened) -> None:
    app = run(opened("screening"), "party\nqinting-foods\nheyun-water\nnobody\n")
    page = words(app)
    assert "名单中的 3 个主体" in page
    assert "没有措施及于 1" in page
    assert "名单上有 1 个没有认出，未作核查：nobody 等" in page
    assert set(app.dataframe[0].value["对象"]) == {"沁汀禾岫食品有限公司"}


def test_a_table_without_the_column_is_explained(opened: Opened) -> None:
    page = words(run(opened("screening"), "额度\n100\n"))
    assert "portfolio.csv 没有名称或号码列" in page
    assert "现有 额度" in page


@pytest.mark.parametrize("heading", ["客户名称", "企业名称*", "单位名称", "Name", "party"])
def test_organizations_are_known_by_the_headings_that_people_give(opened: Opened, heading: str) -> None:
    app = run(opened("screening"), f"{heading},额度\n沁汀禾岫食品有限公司,100\n查无此人公司,5\n")
    page = words(app)
    assert set(app.dataframe[0].value["对象"]) == {"沁汀禾岫食品有限公司"}
    assert "1 个单位只凭名称认出：沁汀禾岫食品有限公司" in page
    assert "1 个没有认出，未作核查：查无此人公司" in page


def test_between_two_days_who_was_reached_and_why(opened: Opened) -> None:
    app = run(opened("screening"), since=date(2024, 1, 1))
    assert "新被及于" in words(app)
    assert "列入名单" in words(app)
    assert set(app.dataframe[0].value["变化"]) <= {"新被及于", "已解除", "措施有变"}


def test_days_in_the_wrong_order_are_told(opened: Opened) -> None:
    assert "起始日应早于截止日" in words(run(opened("screening"), since=date(2025, 3, 1)))


def test_the_file_is_the_one_that_the_command_writes(opened: Opened, demo_store: Path, tmp_path: Path) -> None:
    app = run(opened("screening"))
    out = tmp_path / "screen.csv"
    assert main(["screen", "--store", str(demo_store), "--as-of", "2025-03-01", "--out", str(out)]) == 0
    assert as_csv(app.session_state["screening.work"].result.rows) == b"\xef\xbb\xbf" + out.read_bytes()


def test_work_tells_how_long_it_will_still_take() -> None:
    work = Work(lambda tell: tell("halfway", 1, 2))
    work.wait()
    assert work.over
    assert work.seconds_left() == 0


def test_a_full_disk_is_told_by_its_name(opened: Opened) -> None:
    def do(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    app = opened("screening")
    app.session_state["screening.work"] = Work(do)
    app.session_state["screening.work"].wait()
    app.run()
    assert not app.exception
    assert "磁盘已满" in words(app)


def test_work_that_fails_is_told_on_the_page(opened: Opened, monkeypatch: object) -> None:
    app = opened("screening")
    app.session_state["screening.work"] = Work(lambda _: 1 / 0)
    app.session_state["screening.work"].wait()
    app.run()
    assert not app.exception
    assert "程序出错" in words(app)
