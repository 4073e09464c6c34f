"""What the front end says where it cannot answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from graph.stores.interface import RegisterMoved, StoreError
from graph.stores.snapshot.store import SnapshotStore
from tests.app.conftest import KEY, ask, html, opened_page, sound, verdict, words

Opened = Callable[..., AppTest]


@pytest.mark.parametrize("page", ["", "appointment", "network", "screening"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_register_every_page_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, page: str, language: str
) -> None:
    monkeypatch.setenv("GUANLIAN_STORE", f"{tmp_path}/nothing")
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    assert "guanlian load" in words(opened_page(page, language))


def test_a_store_that_cannot_be_used_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANLIAN_STORE", "ftp://nowhere")
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    assert "登记库无法使用" in words(opened_page())


def test_a_store_of_another_key_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, demo_store: object
) -> None:
    monkeypatch.setenv("GUANLIAN_STORE", str(demo_store))
    monkeypatch.setenv("GUANLIAN_KEY", "ff" * 16)
    assert "登记库无法使用" in words(opened_page())


def test_a_register_that_moves_under_an_answer_leaves_no_answer(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    real = SnapshotStore.view

    @contextmanager
    def moving(store: SnapshotStore) -> Iterator[Any]:
        with real(store) as view:
            yield view
            raise RegisterMoved("the register changed while it was read; ask again")

    monkeypatch.setattr(SnapshotStore, "view", moving)
    ask(app, "沁汀禾岫食品有限公司")
    assert "登记库在查询时有更新" in words(app)
    assert "g-verdict" not in html(app)


def test_a_store_that_comes_back_answers_what_was_asked(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened()
    real = SnapshotStore.view

    def gone(_: SnapshotStore) -> Any:
        raise StoreError("the server does not answer")

    monkeypatch.setattr(SnapshotStore, "view", gone)
    ask(app, "沁汀禾岫食品有限公司")
    assert "登记库无法使用" in words(app)
    monkeypatch.setattr(SnapshotStore, "view", real)
    [again] = [button for button in app.button if button.label == "再试一次"]
    again.click().run()
    assert app.text_input[0].value == "沁汀禾岫食品有限公司"
    assert verdict(sound(app)) == "review"


def test_a_fault_of_the_program_is_a_sentence_and_a_line_in_the_log(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = opened()
    monkeypatch.setattr("views.credit.credit", lambda *_: 1 / 0)
    app.text_input[0].set_value("沁汀禾岫食品有限公司")
    app.button[0].click().run()
    assert not app.exception
    assert "程序出错" in words(app)
    assert "ZeroDivisionError" in caplog.text


def test_the_law_is_read_where_no_register_is(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANLIAN_STORE", f"{tmp_path}/nothing")
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    page = words(opened_page("policies"))
    assert "中办发〔2016〕64号" in page
    assert "还没有载入" not in page
