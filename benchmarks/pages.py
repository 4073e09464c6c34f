"""How soon the pages answer in a real browser: ``python -m benchmarks.pages STORE PARTIES.csv HUB HUB…``.

From the key that asks to the answer painted, as the browser's own clock has it; a question each about organizations
taken at even steps through the table of parties. Then pictures of 500 parties around each HUB (an id) but the first,
which is drawn to begin with, and the frames while the last of them is dragged.
"""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.browser import found

_ASKED, _DRAWN, _PARTIES = 20, 6, 500
_QUIET = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
# Counts from the key that asks to the second frame after what is looked for stands there.
_WATCH = """([sight]) => {
    const seen = new Function("return " + sight);
    window.counted = new Promise((done) => {
        const look = (start) => seen()
            ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)))
            : requestAnimationFrame(() => look(start));
        const asked = (key) => key.key === "Enter" && look(performance.now());
        addEventListener("keydown", asked, { once: true, capture: true });
    });
}"""
_FRAMES = """() => new Promise((done) => {
    const frames = []; let last = performance.now();
    const next = (now) => {
        frames.push(now - last);
        last = now;
        frames.length < 150 ? requestAnimationFrame(next) : done(frames);
    };
    requestAnimationFrame(next);
})"""


@contextmanager
def opened(store: str) -> Iterator[tuple[Page, str, float]]:
    """The front end over ``store`` in a browser, and the seconds until it could first be used."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "graph.command", "app", "--store", store, "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            for _ in range(600):
                try:
                    urlopen(f"{address}/_stcore/health", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            with sync_playwright() as session:
                browser = session.chromium.launch(executable_path=found(), args=["--headless", "--no-sandbox"])
                page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
                start = time.perf_counter()
                page.goto(address)
                page.locator("table").first.wait_for(timeout=60_000)
                yield page, address, time.perf_counter() - start
                browser.close()
        finally:
            os.killpg(server.pid, 15)


def ask(page: Page, words: str, sight: str) -> float:
    """Milliseconds from Enter in the page's first field until ``sight``, a piece of JavaScript, is true and painted."""
    page.wait_for_function(_QUIET)
    field = page.get_by_role("textbox").first
    field.fill(words)
    page.evaluate(_WATCH, [sight])
    field.press("Enter")
    return float(page.evaluate("() => window.counted"))


def organizations(parties: Path, count: int) -> list[dict[str, str]]:
    """So many organizations at even steps through a table of parties."""
    with parties.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "organization" and row.get("uscc")]
    return list(islice(rows[:: max(1, len(rows) // count)], count))


def told(what: str, times: Sequence[float]) -> None:
    """One line of the report."""
    print(f"{what}: {len(times)} times, median {median(times):.0f} ms, slowest {max(times):.0f} ms", flush=True)


def main(store: str, parties: Path, hubs: Sequence[str]) -> None:
    """Ask, and tell."""
    with opened(store) as (page, address, usable):
        print(f"usable after {usable:.1f} s")
        times = []
        for row in organizations(parties, _ASKED):
            sight = f"""document.querySelector(".g-who")?.textContent.includes("{row["uscc"]}")"""
            times.append(ask(page, row["uscc"], sight))
        told("credit", times)
        page.goto(f"{address}/network?hops=3&limit={_PARTIES}&party={hubs[0]}")
        page.locator(".g-plane canvas").first.wait_for(timeout=60_000)
        times, counts = [], []
        for hub in hubs[1 : _DRAWN + 1]:
            sight = f"""document.querySelector(".g-canvas")?.cy?.getElementById("{hub}").hasClass("asked")"""
            times.append(ask(page, hub, sight))
            counts.append(page.evaluate("() => document.querySelector('.g-canvas').cy.nodes().length"))
        told(f"pictures of {min(counts)} to {max(counts)} parties", times)
        page.wait_for_function(_QUIET)
        page.locator(".g-canvas").scroll_into_view_if_needed()
        script = """(id) => { const root = document.querySelector(".g-canvas"), box = root.getBoundingClientRect();
            const at = root.cy.getElementById(id).renderedPosition(); return [box.x + at.x, box.y + at.y]; }"""
        x, y = page.evaluate(script, hub)
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(f"() => {{ window.frames_ = ({_FRAMES})(); }}")
        for step in range(90):
            page.mouse.move(x + step, y + step % 40)
            page.wait_for_timeout(16)
        page.mouse.up()
        frames = page.evaluate("() => window.frames_")
        slow = quantiles(frames, n=20)[-1]
        print(f"dragging: frames of {median(frames):.0f} ms (median), 95 of 100 within {slow:.0f} ms")


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(
            "python -m benchmarks.pages STORE PARTIES.csv HUB HUB…: a store, its table of parties, two ids or more"
        )
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
