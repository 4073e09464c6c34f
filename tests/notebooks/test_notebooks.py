"""The notebooks run from top to bottom in an empty process; in the repository they hold no output,
and the pages rendered from them show what they show today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_is_one_for_each_of_the_three_people() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["appointments", "investigation", "portfolio"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_outputs_are_cleared_and_it_is_rendered(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []
    rendered = (ROOT / "docs" / "notebooks" / f"{path.stem}.md").read_text("utf-8")
    assert [cell.source for cell in cells if cell.source not in rendered] == []
    assert "/tmp/" not in rendered


RENDER = """
import sys
from pathlib import Path
from notebooks.__main__ import executed, rendered

path, out = map(Path, sys.argv[1:])
text, pictures = rendered(executed(path), path.stem)
for name, content in {f"{path.stem}.md": text, **pictures}.items():
    (out / name).write_text(content, "utf-8")
"""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom_and_shows_what_its_page_shows(path: Path, tmp_path: Path) -> None:
    run = [sys.executable, "-c", RENDER, path, tmp_path]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    pages = ROOT / "docs" / "notebooks"
    shown = (tmp_path / f"{path.stem}.md").read_text("utf-8")
    assert shown == (pages / f"{path.stem}.md").read_text("utf-8"), "the page is out of date: make notebooks"
    # A picture's coordinates may differ in their last digits from one machine to the next.
    assert {file.name for file in tmp_path.iterdir()} <= {file.name for file in pages.iterdir()}
