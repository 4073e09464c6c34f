"""The evidence pack as PDF and as HTML. Neither asks anything of the network, nor of the fonts of the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_PAPER = Path(__file__).with_name("paper.typ")
SUFFIXES = (".pdf", ".html")


def as_pdf(pack: Mapping[str, Any]) -> bytes:
    """The pack as PDF with Noto Sans CJK embedded; the same pack gives the same bytes.

    The file's own timestamp is the day of the question.
    """
    import manimgx_fonts_cjk
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(manimgx_fonts_cjk.__file__).parent]
    )
    when = datetime.fromisoformat(pack["day"]).replace(tzinfo=UTC)
    inputs = {"pack": json.dumps(pack, ensure_ascii=False)}
    compiler = typst.Compiler(_PAPER.read_bytes(), font_paths=fonts, sys_inputs=inputs)
    made = compiler.compile(format="pdf", timestamp=when)
    assert isinstance(made, bytes)
    return made


def as_file(pack: Mapping[str, Any], suffix: str) -> bytes:
    """The pack in the form that a file's suffix asks for, one of ``SUFFIXES``. Raises ``ValueError``."""
    if suffix == ".pdf":
        return as_pdf(pack)
    if suffix == ".html":
        from graph.evidence.page import as_html

        return as_html(pack)
    raise ValueError(f"'{suffix}' is no form of the evidence; it is one of {', '.join(SUFFIXES)}")
