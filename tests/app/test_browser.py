"""The front end in a real Chromium: each person's main path, and not one request that leaves the machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from graph.model.tables import Context
from graph.policy import Law
from graph.server import ServerAddress
from graph.simulate import demo_register
from graph.stores.neo4j import Neo4jStore
from loaders import load_sources
from tests.app.conftest import APP, KEY
from tests.browser import found

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
expect.set_options(timeout=30_000)  # a busy machine is no failure
QUIET = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"


@pytest.fixture(scope="module", params=["snapshot", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, demo_store: Path, law: Law) -> Iterator[str]:
    """A front end on a free port of this machine, over either store."""
    stored = {"GUANLIAN_STORE": str(demo_store)}
    if request.param == "neo4j":
        server_: ServerAddress = request.getfixturevalue("neo4j_server")
        stored = {
            "GUANLIAN_STORE": server_.uri, "NEO4J_USERNAME": server_.username, "NEO4J_PASSWORD": server_.password,
        }  # fmt: skip
        key = bytes.fromhex(KEY)
        context = Context(law.vocabulary, key, law.measure_names.__contains__)
        store = Neo4jStore(server_.uri, server_.username, server_.password, key)
        load_sources([demo_register()], store, context, replace=True)
        store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}"]
    environment = {**os.environ, **stored, "GUANLIAN_KEY": KEY}
    with subprocess.Popen(
        command, cwd=APP.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the front end did not start within a minute; run 'streamlit run app.py' to see why")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the test fails, it is never skipped."""
    path = found()
    if path is None:
        pytest.fail(
            "no Chromium was found: install it (on Debian: apt-get install chromium fonts-noto-cjk), "
            "or name one in GUANLIAN_CHROMIUM"
        )
    with sync_playwright() as session:
        yield session.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The first page; at the end nothing had left the machine and no error stood in the console."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def asked(url: str) -> None:
        if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            foreign.append(url)

    def told(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    opened.on("request", lambda request: asked(request.url))
    opened.on("websocket", lambda socket_: asked(socket_.url))
    opened.on("console", told)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    expect(opened.get_by_role("heading", name="授信查询")).to_be_visible(timeout=60_000)
    settled(opened)
    yield opened
    context.close()
    assert not foreign
    assert not errors


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    """Takes a screenshot into the test's folder; GUANLIAN_PICTURES names another, such as docs/images."""
    folder = Path(os.environ.get("GUANLIAN_PICTURES") or tmp_path)

    def take(page: Page, name: str) -> None:
        settled(page)
        page.wait_for_timeout(700)  # the canvas and the fading of a rerun
        page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size > 20_000

    return take


def settled(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    page.wait_for_timeout(200)
    page.wait_for_function(QUIET, timeout=30_000)


def accessible(page: Page) -> None:
    """No serious violation of WCAG 2.2 AA, as axe-core finds them."""
    settled(page)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    serious = [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert not serious, "\n".join(serious)


def to(page: Page, name: str) -> None:
    """Go to another page by its link."""
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    settled(page)


def test_a_credit_officer_types_an_applicant_and_reads_the_answer(
    page: Page, picture: Callable[[Page, str], None]
) -> None:
    field = page.get_by_role("textbox", name=re.compile("申请人"))
    field.fill("沁汀禾岫食品有限公司")
    field.press("Enter")
    expect(page.locator(".g-verdict")).to_contain_text("需审查")
    expect(page.locator(".g-verdict")).to_be_in_viewport()
    expect(page.get_by_text("郑昊岚自 2024-09-02 起被列入失信被执行人名单").first).to_be_in_viewport()
    expect(page.get_by_role("table")).to_be_in_viewport(ratio=1)
    picture(page, "credit")
    accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="证据材料 PDF").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    clause = page.locator("details:not(.g-group) > summary").first
    clause.focus()
    page.keyboard.press("Enter")
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text("银行业金融机构在融资授信时要查询")
    page.get_by_role("radio", name="关系图").or_(page.get_by_role("button", name="关系图")).first.click()
    expect(page.locator(".g-plane canvas").first).to_be_in_viewport(ratio=1)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?party=qinting-foods&date=\d{4}-\d\d-\d\d&section=picture", page.url)
    page.get_by_text("English").click()
    expect(page.locator(".g-verdict")).to_contain_text("under review")
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_what_is_supposed_is_answered_when_all_of_it_is_said(page: Page) -> None:
    field = page.get_by_role("textbox", name=re.compile("申请人"))
    field.fill("沁汀禾岫食品有限公司")
    field.press("Enter")
    expect(page.locator(".g-verdict")).to_contain_text("需审查")
    settled(page)
    what_if = page.get_by_test_id("stPopover")
    what_if.get_by_role("button").click()
    before = what_if.bounding_box()
    listed = page.get_by_role("combobox", name=re.compile("被列入失信名单"))
    listed.click()
    page.get_by_role("option", name=re.compile("沁汀禾岫食品有限公司")).click()
    settled(page)
    assert what_if.bounding_box() == before
    expect(page.locator(".g-who")).not_to_contain_text("本户为失信被执行人")
    page.get_by_role("button", name="按此推演").click()
    expect(page.locator(".g-whatif")).to_contain_text("并非真实记录")
    expect(page.locator(".g-who")).to_contain_text("本户为失信被执行人")


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_a_name_without_spaces_pushes_nothing_aside(page: Page) -> None:
    field = page.get_by_role("textbox", name=re.compile("申请人"))
    field.fill("沁汀禾岫食品有限公司")
    field.press("Enter")
    expect(page.locator(".g-chip").first).to_be_visible()
    settled(page)
    too_wide = page.evaluate("""() => {
        for (const one of document.querySelectorAll(".g-name, .g-reason p, .g-chip, .g-table td:first-child"))
            one.textContent = "Wolfeschlegelsteinhausenbergerdorff".repeat(4);
        return [...document.querySelectorAll(".g *")].filter((one) => one.scrollWidth > one.clientWidth + 1 &&
            getComputedStyle(one).display !== "inline").map((one) => one.outerHTML.slice(0, 200)); }""")
    assert not too_wide
    assert (
        page.evaluate("(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.querySelector('.stMain'))")
        == 0
    )


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_one_question_after_another_is_answered(page: Page) -> None:
    field = page.get_by_role("textbox", name=re.compile("申请人"))
    for applicant in ("沁汀禾岫食品有限公司", "贺渚沄泽水务集团有限公司", "云渚珩昶投资管理有限公司", "罗径舟"):
        field.fill(applicant)
        field.press("Enter")
        expect(page.locator(".g-who .g-name")).to_have_text(applicant)
        settled(page)
        expect(field).to_have_value(applicant)


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_the_back_button_and_a_reload_bring_the_question_back(page: Page) -> None:
    field, name = page.get_by_role("textbox", name=re.compile("申请人")), page.locator(".g-who .g-name")
    for applicant in ("沁汀禾岫食品有限公司", "罗径舟"):
        field.fill(applicant)
        field.press("Enter")
        expect(name).to_have_text(applicant)
        settled(page)
    assert re.search(r"/\?date=[\d-]+&question=[\w-]{12}$", page.url), "nothing about a person"
    page.reload()
    expect(name).to_have_text("罗径舟")
    settled(page)
    page.get_by_text("时间线").click()
    expect(page.locator(".g-time")).to_be_visible()
    settled(page)
    page.reload()
    expect(page.locator(".g-time")).to_be_visible()
    settled(page)
    to(page, "关联网络")
    page.go_back()
    expect(page.locator(".g-time")).to_be_visible()
    settled(page)
    page.go_back()
    expect(page.locator(".g-group").first).to_be_visible()
    expect(name).to_have_text("罗径舟")
    settled(page)
    page.go_back()
    expect(name).to_have_text("沁汀禾岫食品有限公司")
    settled(page)
    expect(field).to_have_value("沁汀禾岫食品有限公司")
    page.go_back()
    expect(page.get_by_text("结论的含义")).to_be_visible()


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
@pytest.mark.parametrize(("there", "heading", "led"), [
    ("", "授信查询", ""), ("appointment", "任职核查", "appointment"),
    ("network?party=molian-steel&date=2025-03-01&hops=1", "关联网络", "network"),
    ("screening", "批量筛查", "screening"), ("policies", "政策", "policies"), ("data", "数据", "data"),
    ("no-such-page", "授信查询", ""), ("credit?party=molian-steel&date=2025-03-01", "授信查询", ""),
])  # fmt: skip
def test_a_page_is_opened_by_its_address(browser: Browser, address: str, there: str, heading: str, led: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"{address}/{there}")
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible(timeout=60_000)
    settled(page)
    assert page.url.split("?")[0] == f"{address}/{led}"
    if "party" in there:
        expect(page.get_by_text("墨沄砺涟钢铁有限公司").first).to_be_visible()
    context.close()
    assert not failed


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_of_two_namesakes_the_credit_officer_chooses_with_the_keyboard(page: Page) -> None:
    field = page.get_by_role("textbox", name=re.compile("申请人"))
    field.fill("王建国")
    field.press("Enter")
    for which, number, outcome in ((0, "9911011962****4152", "未发现限制"), (1, "9911021985****2721", "需审查")):
        page.get_by_role("radio", name=re.compile("王建国")).nth(which).focus()
        page.keyboard.press("Space")
        expect(page.locator(".g-who")).to_contain_text(number)
        expect(page.locator(".g-verdict")).to_contain_text(outcome)
        settled(page)


def test_a_registrar_asks_about_an_appointee(page: Page, picture: Callable[[Page, str], None]) -> None:
    to(page, "任职核查")
    page.get_by_role("textbox", name=re.compile("拟任人员")).fill("罗径舟")
    page.get_by_role("textbox", name=re.compile("任职单位")).fill("贺渚沄泽水务集团有限公司")
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".g-verdict")).to_contain_text("不得任职")
    expect(page.get_by_text("公司法").first).to_be_visible()
    picture(page, "appointment")
    accessible(page)
    page.get_by_text("什么会改变结论").click()
    expect(page.get_by_text("移除").first).to_be_visible()


def test_an_analyst_draws_a_network(page: Page, picture: Callable[[Page, str], None]) -> None:
    to(page, "关联网络")
    field = page.get_by_role("textbox", name=re.compile("个人或单位"))
    field.fill("云渚珩昶投资管理有限公司")
    field.press("Enter")
    expect(page.get_by_text("14 个主体")).to_be_visible()
    expect(page.locator(".g-plane canvas").first).to_be_visible()
    picture(page, "network")
    accessible(page)
    _drag(page, "端木澄", -60, 90)
    settled(page)  # else the page may shift under the pointer that is to click, and drag with it whom it meets
    before = _stand(page)
    page.mouse.click(*_on_screen(page, "云渚村镇银行股份有限公司"))
    expect(page.get_by_text("15 个主体")).to_be_visible()
    settled(page)
    after = _stand(page)
    moved = {name: (place, after.get(name)) for name, place in before.items() if after.get(name) != place}
    assert not moved, "who stood there was moved"
    assert after.keys() - before.keys() == {"崔珩岳"}
    expect(page.locator(".g-told")).to_contain_text("云渚村镇银行股份有限公司 · 单位")
    page.get_by_text("控制与股权").click()
    expect(page.get_by_role("cell", name="端木澄")).to_be_visible()
    settled(page)
    page.get_by_text("关系图", exact=True).click()
    expect(page.locator(".g-plane canvas").first).to_be_visible()
    settled(page)
    assert _stand(page) == after, "who was dragged stands where it was left, also when the picture comes back"
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("^.*下载 network-.*zip")).click()
    assert Path(taken.value.path()).read_bytes().startswith(b"PK")


def _stand(page: Page) -> dict[str, list[float]]:
    """Where each party stands on the canvas, by its name, when two looks agree: a busy machine moves them late."""
    script = """() => Object.fromEntries(document.querySelector(".g-canvas").cy.nodes().map(
        (one) => [one.data("label"), [one.position().x, one.position().y]]))"""
    found: dict[str, list[float]] = {}
    while (now := page.evaluate(script)) != found:
        found = now
        page.wait_for_timeout(200)
    return found


def _on_screen(page: Page, name: str) -> tuple[float, float]:
    script = """(name) => { const root = document.querySelector(".g-canvas"), box = root.getBoundingClientRect();
        const at = root.cy.nodes().filter((one) => one.data("label") === name).renderedPosition();
        return [box.x + at.x, box.y + at.y]; }"""
    x, y = page.evaluate(script, name)
    return x, y


def _drag(page: Page, name: str, right: float, down: float) -> None:
    x, y = _on_screen(page, name)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()
    page.wait_for_timeout(200)  # a canvas is painted when the machine finds time
    assert _on_screen(page, name) == pytest.approx((x + right, y + down), abs=3)


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_anybody_reads_the_law(page: Page, picture: Callable[[Page, str], None]) -> None:
    to(page, "政策")
    expect(page.locator("blockquote").first).to_be_visible()
    picture(page, "policies")
    accessible(page)
    page.go_back()
    expect(page.get_by_role("heading", name="授信查询")).to_be_visible()


ENGLISH = r"""() => {
  const found = new Set(), english = (said) => said && /[A-Za-z]{4,}/.test(said) && !/[一-鿿]/.test(said);
  for (const node of document.querySelectorAll("body *:not(script, style, code, noscript)")) {
    for (const name of ["aria-label", "title", "placeholder"]) {
      if (english(node.getAttribute(name))) found.add(node.getAttribute(name));
    }
    if (node.getAttribute("translate") === "no" || !node.getClientRects().length) continue;
    for (const one of node.childNodes) {
      if (one.nodeType === Node.TEXT_NODE && english(one.nodeValue)) found.add(one.nodeValue);
    }
  }
  return [...found]; }"""


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_the_widgets_speak_the_language_of_the_page(page: Page) -> None:
    to(page, "批量筛查")
    page.get_by_role("button", name="开始").click()
    expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    page.get_by_role("button", name="选择日期").click()
    settled(page)
    assert set(page.evaluate(ENGLISH)) <= {"English", " • CSV, XLSX, PARQUET"}
    page.keyboard.press("Escape")
    page.get_by_text("English").click()
    expect(page.get_by_role("heading", name="Screening")).to_be_visible()
    expect(page.get_by_role("button", name="Choose date")).to_be_visible()
    expect(page.get_by_role("button", name="Upload", exact=True)).to_be_visible()
    page.get_by_text("中文").click()
    expect(page.get_by_role("button", name="选择日期")).to_be_visible()


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_a_portfolio_is_screened_beside_the_page(page: Page, picture: Callable[[Page, str], None]) -> None:
    to(page, "批量筛查")
    page.locator("input[type=file]").set_input_files(
        {"name": "portfolio.csv", "mimeType": "text/csv", "buffer": b"party\nqinting-foods\nheyun-water\n"}
    )
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_text("名单中的 2 个主体")).to_be_visible()
    expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    picture(page, "screening")
    accessible(page)


@pytest.mark.parametrize("address", ["snapshot"], indirect=True)
def test_a_file_is_tried_before_it_is_loaded(page: Page, picture: Callable[[Page, str], None]) -> None:
    to(page, "数据")
    expect(page.get_by_role("button", name="载入")).to_be_disabled()
    rows = "id,kind,name\np1,person,赵一\nx,alien,乙\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "parties.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_text("没有写入任何数据")).to_be_visible()
    expect(page.get_by_role("button", name="载入")).to_be_enabled()
    picture(page, "data")
    accessible(page)
