"""数据, as whoever keeps the register meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import KEY, opened_page, sound, words

Opened = Callable[..., AppTest]

PARTIES = "id,kind,name\np1,person,赵一\nc1,organization,甲公司\nx,alien,乙\n"
ROLES = "holder,organization,role,since\np1,c1,director,2020-01-01\n"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing is loaded."""
    monkeypatch.setenv("GUANLIAN_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    return tmp_path / "store"


def brought(app: AppTest, *files: tuple[str, str]) -> AppTest:
    app.file_uploader[0].set_value([(name, content.encode(), "text/csv") for name, content in files])
    return sound(app.run())


def pressed(app: AppTest, which: str) -> AppTest:
    app.button(key=f"data.{which}").click().run()
    app.session_state["data.work"].wait()
    return sound(app.run())


def test_what_is_loaded_is_told_with_its_files_and_day(opened: Opened) -> None:
    page = words(opened("data"))
    assert "失信名单 9" in page
    assert "parties.csv" in page
    assert "中办发〔2016〕64号" in page


def test_a_dry_run_tells_what_would_be_taken_and_writes_nothing(empty: Path) -> None:
    app = pressed(brought(opened_page("data"), ("parties.csv", PARTIES), ("roles.csv", ROLES)), "try")
    page = words(app)
    assert "没有写入任何数据" in page
    assert "主体 3 2 1" in page
    assert "alien" in page or "kind" in page
    assert not (empty / "manifest.json").exists()


def test_a_file_is_loaded_only_after_its_dry_run(empty: Path) -> None:
    app = brought(opened_page("data"), ("parties.csv", PARTIES), ("roles.csv", ROLES))
    assert app.button(key="data.take").disabled
    app = pressed(app, "try")
    assert not app.button(key="data.take").disabled
    page = words(pressed(app, "take"))
    assert "已载入。" in page
    assert "主体 2" in page
    assert (empty / "manifest.json").exists()


def test_another_file_wants_a_dry_run_of_its_own(empty: Path) -> None:
    app = pressed(brought(opened_page("data"), ("parties.csv", PARTIES)), "try")
    app = brought(app, ("parties.csv", PARTIES.replace("赵一", "钱二")))
    assert app.button(key="data.take").disabled


def test_a_file_that_nobody_knows_is_told_in_a_sentence(empty: Path) -> None:
    page = words(pressed(brought(opened_page("data"), ("notes.csv", "a,b\n1,2\n")), "try"))
    assert "这些文件不能载入" in page
    assert "/tmp/" not in page


def decided(app: AppTest, record: str, party: str, verdict: str, why: str = "照片与住址一致") -> AppTest:
    for name, value in (("record", record), ("party", party), ("by", "审查员"), ("why", why)):
        app.text_input(key=f"decisions.{name}").set_value(value)
    app.selectbox(key="decisions.verdict").set_value(verdict)
    [one for one in app.button if one.label == "记录认定"][-1].click().run()
    return sound(app)


def test_a_person_decides_and_undoes_it(empty: Path) -> None:
    listings = "id,name,case_number,listed_on\nL1,赵一,（2024）执1号,2024-01-01\n"
    app = brought(opened_page("data"), ("parties.csv", PARTIES), ("roles.csv", ROLES), ("listings.csv", listings))
    app = pressed(pressed(app, "try"), "take")
    page = words(decided(app, "L1", "p1", "same"))
    assert "已记录认定" in page
    assert "1 L1 p1 同一主体 照片与住址一致 审查员" in page
    app.selectbox(key="decisions.undo").set_value(1).run()
    next(one for one in app.button if one.label == "撤销认定").click().run()
    assert "（已撤销）" in words(sound(app))


def listed(app: AppTest) -> AppTest:
    """The page once the records that are open have been read."""
    app.session_state["open.work"].wait()
    return sound(app.run())


def test_a_record_is_decided_where_it_stands(empty: Path) -> None:
    listings = "id,name,case_number,listed_on\n" + "".join(
        f"L{number:02},赵一,（2024）执{number}号,2024-01-01\n" for number in range(1, 13)
    )
    app = brought(opened_page("data"), ("parties.csv", PARTIES), ("roles.csv", ROLES), ("listings.csv", listings))
    app = listed(pressed(pressed(app, "try"), "take"))
    assert "尚未认定的失信记录（12 条）" in words(app)
    assert app.number_input(key="open.page").max == 2
    app.selectbox(key="open.L01.verdict").set_value("different")
    keep = [one for one in app.button if one.label == "记录认定"]
    page = words(sound(keep[0].click().run()))
    assert "请填写上方的认定人" in page
    app.text_input(key="decisions.by").set_value("审查员")
    app.text_input(key="open.L01.why").set_value("住址不同")
    app.selectbox(key="open.L01.verdict").set_value("different")
    next(one for one in app.button if one.label == "记录认定").click().run()
    page = words(sound(app))
    assert "尚未认定的失信记录（11 条）" in page
    assert "1 L01 p1 不是同一主体 住址不同 审查员" in page


def test_nothing_open_is_said(opened: Opened, empty: Path) -> None:
    app = pressed(pressed(brought(opened_page("data"), ("parties.csv", PARTIES), ("roles.csv", ROLES)), "try"), "take")
    assert "没有尚未认定的记录" in words(listed(app))


def test_a_decision_without_ground_or_record_is_not_kept(opened: Opened) -> None:
    app = opened("data")
    assert "请填写" in words(decided(app, "L-none", "luo-jingzhou", "same", why=""))
    assert "没有记录：" in words(decided(app, "L-none", "luo-jingzhou", "same"))
