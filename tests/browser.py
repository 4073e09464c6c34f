"""Finds a Chromium for the tests, or installs one: Playwright's own, else the system's package."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    """The browser that the tests will drive."""
    given = os.environ.get("GUANLIAN_CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None) or playwright()


def playwright() -> str | None:
    """Playwright's own browser, where it was installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as session:
        path = session.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> None:
    """Install a browser, and fonts for Chinese where the system's package is used."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"], timeout=300, **quiet) == 0:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.call(["apt-get", "update", "-qq"], **quiet)
        command = ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"]
        subprocess.call(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet)


if __name__ == "__main__":
    if found() is None:
        print("installing a browser for the tests", file=sys.stderr)
        install()
    browser = found()
    if browser is None:
        sys.exit("the tests need Chromium; install it and put it on the PATH, or name it in GUANLIAN_CHROMIUM")
    print(f"the tests drive {browser}")
