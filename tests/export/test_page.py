"""The page, in a real Chromium that is told of every request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from graph.export import Extract, write
from tests.browser import found

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as session:
        opened = session.chromium.launch(executable_path=found(), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def show(page: Page, told: Extract, folder: Path, language: str = "en") -> list[str]:
    """Open the page; what it asked for and what it complained of."""
    write(told, "html", folder / "network.html", language)
    noticed: list[str] = []
    page.on("request", lambda request: noticed.append(request.url))
    page.on("console", lambda message: noticed.append(message.text))
    page.on("pageerror", lambda error: noticed.append(str(error)))
    page.goto((folder / "network.html").as_uri())
    page.wait_for_load_state("networkidle")
    return noticed


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("as of 2026-01-01", "A listing that is released must be removed", "legal representative", "on record")),
        ("zh", ("截至 2026-01-01", "须从本文件及其一切副本中删除", "法定代表人", "登记在案")),
    ],
)
def test_it_shows_the_network_and_asks_for_nothing(
    page: Page, molian: Extract, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    noticed = show(page, molian, tmp_path, language)
    assert [each for each in noticed if not each.startswith(("file:///", "data:,"))] == []
    assert len([each for each in noticed if each.startswith("file:///")]) == 1
    shown = page.locator("body").inner_text()
    for word in words:
        assert word in shown
    assert page.locator("svg .party").count() == len(molian.parties)
    assert page.locator("svg rect.listed.asked").count() == 2
    assert page.locator("svg .role").first.is_visible()
    folded = page.locator("main > details", has=page.locator("summary", has_text="韩川屿"))
    assert not folded.locator("table").first.is_visible()
    folded.locator("summary").first.click()
    assert folded.get_by_text("central-2016-64 二（七）1").first.is_visible()


def test_names_are_text_and_nothing_of_them_runs(page: Page, molian: Extract, tmp_path: Path) -> None:
    evil = '</text><script>document.title="run"</script><img src=x onerror=alert(1)>"\'&'
    first = molian.parties[0]._replace(name=evil)
    others = molian.parties[1:]
    roles = tuple(post._replace(source=evil, role=evil) for post in molian.roles)
    noticed = show(page, replace(molian, parties=(first, *others), roles=roles), tmp_path)
    assert [each for each in noticed if not each.startswith(("file:///", "data:,"))] == []
    assert page.locator("script, img").count() == 0
    assert page.title() != "run"
    assert page.get_by_text(evil).first.is_visible()


def test_a_cut_network_says_so_and_an_empty_one_is_a_page(page: Page, tmp_path: Path) -> None:
    show(page, Extract("2026-01-01", 2, True, "0"), tmp_path)
    assert "The network is incomplete" in page.locator("body").inner_text()
    assert page.locator("svg").count() == 0


_WORDS = """() => [...document.querySelectorAll("svg text")].map(text => {
    const box = text.getBBox()
    return [text.textContent, box.x, box.y, box.x + box.width, box.y + box.height]
})"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_words_of_the_picture_cover_others(page: Page, molian: Extract, tmp_path: Path, language: str) -> None:
    show(page, molian, tmp_path, language)
    boxes = page.evaluate(_WORDS)
    assert len(boxes) > 10
    covering = [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > 2 and min(one[4], other[4]) - max(one[2], other[2]) > 3
    ]
    assert covering == []
