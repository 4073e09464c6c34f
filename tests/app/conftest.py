"""The front end over the demonstration register, in a folder and with a key of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.model.tables import Context
from graph.policy import Law
from graph.simulate import demo_register
from graph.stores import open_store
from loaders import load_sources

APP = Path(__file__).parents[2] / "app.py"
KEY = "00112233445566778899aabbccddeeff"
DAY = date(2025, 3, 1)


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    """A snapshot of the demonstration register."""
    folder = tmp_path_factory.mktemp("app") / "store"
    key = bytes.fromhex(KEY)
    context = Context(law.vocabulary, key, law.measure_names.__contains__)
    load_sources([demo_register()], open_store(str(folder), key), context)
    return folder


@pytest.fixture
def at_demo(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment in which the front end asks the demonstration register."""
    monkeypatch.setenv("GUANLIAN_STORE", str(demo_store))
    monkeypatch.setenv("GUANLIAN_KEY", KEY)
    yield
    st.cache_resource.clear()


@pytest.fixture
def opened(at_demo: None) -> Callable[..., AppTest]:
    """Opens a page of the front end, in a language."""
    return opened_page


def opened_page(page: str = "", language: str = "zh") -> AppTest:
    """The front end at a page, as the address names it."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.session_state["language"] = language
    app.run()
    if page:
        # AppTest.switch_page knows pages that are files, and these are functions.
        pages = app._registered_pages
        app._page_hash = next(hash_ for hash_, known in pages.items() if known.get("url_pathname") == page)
        app.run()
    return sound(app)


def ask(app: AppTest, words: str, day: date = DAY) -> AppTest:
    """Fill in the field and the date, and press the button."""
    app.text_input[0].set_value(words)
    app.date_input[0].set_value(day)
    return sound(app.button[0].click().run())


def ask_office(app: AppTest, person: str, role: str, organization: str, day: date = DAY) -> AppTest:
    """Fill in the registrar's form with an organization of the register."""
    app.text_input[0].set_value(person)
    app.text_input[1].set_value(organization)
    app.selectbox[0].set_value(role)
    app.date_input[0].set_value(day)
    return sound(app.button[0].click().run())


def section(app: AppTest, slot: str, name: str) -> AppTest:
    """Choose one part of an answer."""
    return sound(app.button_group(key=f"{slot}.section").set_value(name).run())


def suppose(app: AppTest, slot: str) -> AppTest:
    """Ask again with what was chosen in the what-if."""
    return sound(app.button(key=f"{slot}.whatif.suppose").click().run())


def sound(app: AppTest) -> AppTest:
    """The front end, having shown no traceback and no failure of its own."""
    assert not app.exception
    assert not any("程序出错" in error.value or "program failed" in error.value for error in app.error)
    return app


def html(app: AppTest) -> str:
    """All HTML that the page shows."""
    shown = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in shown if not body.startswith(("<style", "<script")))


def words(app: AppTest) -> str:
    """All words that the page shows, without markup."""
    plain = unescape(re.sub(r"<[^>]+>", " ", html(app)))
    messages = [
        part.value for kind in (app.warning, app.error, app.info, app.success, app.caption, app.title) for part in kind
    ]
    return re.sub(r"[ \n]+", " ", f"{plain} {' '.join(messages)}")


def verdict(app: AppTest) -> str:
    """The outcome on the coloured field, by the name of its colour."""
    found = re.search(r'class="g-verdict g-(\w+)"', html(app))
    assert found, "the page shows no outcome"
    return found[1]
