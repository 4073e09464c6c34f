"""Values as cells of text: what a spreadsheet would run is defused, and nothing is lost on the way back."""

from __future__ import annotations

import re

from graph.export.rows import Codec, Plain

# What makes Excel, LibreOffice or WPS take a cell for a formula, in half and full width; each may follow an
# apostrophe that is really there, which then gains another, so that ``read`` can tell.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ITEM = re.compile(r"(?:[^;\\]|\\.)*", re.DOTALL)
_FLAGS = {"true": True, "false": False}


def defused(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what would begin a formula.

    >>> defused("=1+1"), defused("宁德时代")
    ("'=1+1", '宁德时代')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def written(value: Plain) -> str:
    """A plain value as the text of a cell; an unknown one is empty, a list joined with ``;``."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return defused(";".join(re.sub(r"([;\\])", r"\\\1", item) for item in value))
        case _:
            return defused(str(value))


def read(text: str, codec: Codec) -> Plain:
    """The plain value that ``written`` wrote. Raises ``ValueError``."""
    if _FORMULA.match(text) and text.startswith("'"):
        text = text[1:]
    if codec.shape is list:
        return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in _items(text)] if text else []
    if text == "":
        return None
    if codec.shape is bool:
        if text not in _FLAGS:
            raise ValueError(f"'{text}' is neither true nor false")
        return _FLAGS[text]
    return int(text) if codec.shape is int else text


def _items(text: str) -> list[str]:
    items, at = [], 0
    while True:
        found = _ITEM.match(text, at)
        assert found is not None
        items.append(found[0])
        at = found.end() + 1
        if at > len(text):
            return items
