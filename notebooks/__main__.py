"""Runs the notebooks from top to bottom and renders them, with what they showed, to ``docs/notebooks``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs" / "notebooks"


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs, run in an empty process in the project's folder. Raises where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    config = Config({"KernelManager": {"transport": "ipc"}})  # a file of this machine, no port
    NotebookClient(notebook, config=config, timeout=300, resources={"metadata": {"path": HERE.parent}}).execute()
    return notebook


def rendered(notebook: nbformat.NotebookNode, name: str) -> tuple[str, dict[str, str]]:
    """The notebook as Markdown, and the pictures that stand beside it, by their file names."""
    pictures: dict[str, str] = {}
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.source.strip():
            parts.append(f"```python\n{cell.source}\n```")
            parts += [text for output in cell.outputs for text in _shown(output, name, pictures)]
    return "\n\n".join(parts) + "\n", pictures


def _shown(output: Any, name: str, pictures: dict[str, str]) -> Iterator[str]:
    data = output.get("data", {})
    if "image/svg+xml" in data:
        file = f"{name}-{len(pictures) + 1}.svg"
        pictures[file] = "".join(data["image/svg+xml"])
        yield f"![network]({file})"
    elif "text/html" in data:
        yield re.sub(r"<style.*?</style>\s*", "", "".join(data["text/html"]), flags=re.DOTALL)
    elif text := output.get("text") or data.get("text/plain"):
        yield "```text\n" + "".join(text).rstrip() + "\n```"


def main() -> None:
    """Render every notebook."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for path in sorted(HERE.glob("*.ipynb")):
        text, pictures = rendered(executed(path), path.stem)
        for name, content in {f"{path.stem}.md": text, **pictures}.items():
            (DOCS / name).write_text(content, "utf-8")
        print(f"docs/notebooks/{path.stem}.md", file=sys.stderr)


if __name__ == "__main__":
    main()
