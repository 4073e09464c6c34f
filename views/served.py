"""How a page is opened by its own address: with Streamlit's script told where its server is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

_INDEX = Path(st.__file__).parent / "static" / "index.html"
# Unless it is told, the script asks for its server below the page's address first, where there is none.
_TOLD = "<head><script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin}</script>"


def opened_by(addresses: Iterable[str]) -> list[Route]:
    """Streamlit's one document at each of these addresses below the first page's."""
    return [Route(f"/{address}", _opened) for address in addresses]


def _opened(_: Request) -> HTMLResponse:
    document = _INDEX.read_text(encoding="utf-8")
    return HTMLResponse(document.replace("<head>", _TOLD, 1), headers={"Cache-Control": "no-cache"})
