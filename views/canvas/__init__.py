"""The canvas of a network: Cytoscape.js as an installed package carries it, so that nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from graph.evidence import Speech

_HERE = Path(__file__).parent
_PARTS = """<div class="g-canvas"><div class="g-plane"></div>
<div class="g-told" role="status"></div><div class="g-tools"></div></div>"""


def _script() -> str:
    """Cytoscape.js, with its loader, and the canvas that it draws."""
    loader, canvas = ((_HERE / name).read_text("utf-8") for name in ("cytoscape.js", "canvas.js"))
    package = find_spec("st_link_analysis")  # found, not imported: it would declare a component of its own
    if package is None or package.origin is None:
        raise ImportError("st-link-analysis, which carries Cytoscape.js, is not installed")
    [chunk] = (Path(package.origin).parent / "frontend" / "build").rglob("cytoscape.*.js")
    modules = chunk.read_text("utf-8")
    found = f"((self) => {{\n{modules}\nreturn cytoscapeIn(Object.values(self)[0]);\n}})({{}})"
    return f"{loader}\nconst cytoscape = {found};\n{canvas}"


_mount = st.components.v2.component(
    "guanlian_network",
    html=_PARTS,
    css=(_HERE / "canvas.css").read_text("utf-8"),
    js=_script(),
    isolate_styles=False,
)


def canvas(
    speech: Speech, key: str, mark: str, elements: Mapping[str, Sequence[Mapping[str, Any]]], told: str, height: int
) -> str | None:  # fmt: skip
    """Draw parties and ties; the id of a party that was just clicked.

    Under the same ``mark`` what was drawn stays where it stands, or was dragged to, and what is new is added.
    ``told`` is what the picture shows, for those who do not see it.
    """
    words = {"picture": f"{speech('picture')}：{told}"}
    words |= {name: speech(f"canvas_{name}") for name in ("closer", "further", "whole")}
    data = {"mark": mark, "words": words, "height": height, **elements}
    clicked = _mount(key=key, data=data, height=height, on_opened_change=lambda: None).opened
    return str(clicked) if clicked is not None else None
