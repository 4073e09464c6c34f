"""Every command that the documentation shows is one that the command line understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from graph.command.arguments import parser

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")])
SHOWN = re.compile(r"^(?:\.venv/bin/)?guanlian (.+)$|`guanlian ([^`]+)`", re.MULTILINE)
# Stands for a word of the reader's choice: a form is told, not a command.
PLACEHOLDER = re.compile(r"…|\.\.\.|\[|\||<")


def _shown() -> list[tuple[str, str]]:
    lines = []
    for page in PAGES:
        for told in SHOWN.finditer(page.read_text(encoding="utf-8")):
            words = (told[1] or told[2]).strip()
            if not PLACEHOLDER.search(words):
                lines.append((str(page.relative_to(ROOT)), words))
    return lines


@pytest.mark.parametrize(("page", "words"), _shown())
def test_a_command_that_a_page_shows_is_understood(page: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = shlex.split(words, comments=True)
    named = given if len(given) > 1 else [*given, "--help"]  # a command that is only named
    try:
        parser().parse_args(named)
        status = 0
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 0, f"{page}: guanlian {words}: {capsys.readouterr().err}"


def test_the_pages_show_commands() -> None:
    assert {page for page, _ in _shown()} >= {"README.md", "README.zh-CN.md", "docs/exports.md"}
