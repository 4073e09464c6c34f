"""How a page is opened by its own address: with Streamlit's script told where its server is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import streamlit as st
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

_INDEX = Path(st.__file__).parent / "static" / "index.html"
# Unless it is told, the script asks for its server below the page's address first, where there is none.
_TOLD = "<head><script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin}</script>"


def opened_by(addresses: Iterable[str]) -> list[Route]:
    """Streamlit's one document at each of these addresses below the first page's."""
    return [Route(f"/{address}", _opened) for address in addresses]


def _opened(_: Request) -> HTMLResponse:
    document = _INDEX.read_text(encoding="utf-8")
    return HTMLResponse(document.replace("<head>", _TOLD, 1), headers={"Cache-Control": "no-cache"})


class FirstPageElsewhere:
    """Leads a browser that goes to an address without a page to the first page, with what it asks."""

    def __init__(self, app: ASGIApp, addresses: Collection[str]) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        led = scope["type"] == "http" and self._without_page(Request(scope))
        await (RedirectResponse(_first(scope)) if led else self._app)(scope, receive, send)

    def _without_page(self, request: Request) -> bool:
        address = request.url.path.removeprefix("/")
        page = "/" not in address.removesuffix("/") and "." not in address  # files have endings, or stand in a folder
        goes = request.headers.get("sec-fetch-mode") == "navigate"
        return goes and page and address not in {"", *self._addresses}


def _first(scope: Scope) -> str:
    query = URL(scope=scope).query
    return f"/?{query}" if query else "/"
