"""The evidence pack as one HTML file that needs nothing beside it, on a screen and printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

_STYLE = Path(__file__).with_name("page.css")
_RED, _GREY = "#a4161a", "#6b7684"


def as_html(pack: Mapping[str, Any]) -> bytes:
    """The pack as UTF-8 HTML; the same pack gives the same bytes. Everything from the register is escaped."""
    head = pack["head"]
    # The style sheet is read by the browser, not by us: what goes into a string of it may not end it.
    running = " · ".join((head["name"], pack["as_of"])).translate(str.maketrans("", "", '"\\<>\n'))
    style = _STYLE.read_text(encoding="utf-8").replace("RUNNING", running)
    pieces = [
        f'<!DOCTYPE html>\n<html lang="{pack["language"]}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(pack['title'])} {_text(head['name'])}</title><style>{style}</style></head><body>",
        f"<header><h1>{_text(pack['title'])}</h1></header><main>",
        f'<section class="head"><div class="verdict {head["outcome"]}"><span>{_text(head["area"])}</span>',
        f"<strong>{_text(head['word'])}</strong><span>{_text(head['when'])}</span></div>",
        f"<div><strong>{_text(head['name'])}</strong><p>{_text(head['marks'])}</p><p>{_text(head['meaning'])}</p></div>",
        "</section>",
        *(f'<p class="warning">{_text(words)}</p>' for words in head["warnings"]),
        *(_block(block) for block in pack["blocks"]),
        f"</main><footer>{''.join(f'<p>{_text(words)}</p>' for words in [pack['as_of'], *pack['notes']])}</footer>",
        "</body></html>\n",
    ]
    return "".join(pieces).encode()


def _block(block: Mapping[str, Any]) -> str:
    note = f'<p class="note">{_text(block["note"])}</p>' if block.get("note") else ""
    match block["kind"]:
        case "facts":
            body = _facts(block["pairs"])
        case "lines":
            body = "<ol>" + "".join(f"<li>{_text(line)}</li>" for line in block["lines"]) + "</ol>"
        case "table":
            body = _table(block["heads"], block["rows"])
        case "clauses":
            body = "".join(_clause(clause) for clause in block["clauses"])
        case "picture":
            body = _drawn(block)
        case _:
            body = f"<pre>{_text(block['words'].replace('evidence.pdf', 'evidence.html'))}</pre>"
    return f"<section><h2>{_text(block['heading'])}</h2>{note}{body}</section>"


def _clause(clause: Mapping[str, Any]) -> str:
    return (
        f'<article class="{clause["outcome"]}"><h3><span class="badge {clause["outcome"]}">'
        f"{_text(clause['word'])}</span> {_text(clause['clause'])} {_text(clause['title'])}</h3>"
        f'<blockquote lang="zh-CN">{_text(clause["quote"])}</blockquote>{_facts(clause["pairs"])}</article>'
    )


def _facts(pairs: Iterable[Sequence[str]]) -> str:
    return "<dl>" + "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in pairs) + "</dl>"


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{_text(words)}</th>' for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _drawn(picture: Mapping[str, Any]) -> str:
    """The picture as SVG; the ties stand under the parties."""
    width, height = picture["width"], picture["height"]
    marks = f'<path d="M0 0L8 4L0 8z" fill="{_GREY}"/>'
    pieces = [
        f'<svg viewBox="0 0 {width} {height}" style="max-width:{width * 1.4:.0f}px" role="img" '
        'xmlns="http://www.w3.org/2000/svg"><defs>',
        f'<marker id="to" markerWidth="8" markerHeight="8" refX="8" refY="4" orient="auto">{marks}</marker>',
        '<marker id="from" markerWidth="8" markerHeight="8" refX="8" refY="4" orient="auto-start-reverse">'
        f"{marks}</marker></defs>",
    ]
    for edge in picture["edges"]:
        arrow = {"end": ' marker-end="url(#to)"', "start": ' marker-start="url(#from)"', None: ""}[edge["arrow"]]
        pieces.append(
            f'<line x1="{edge["x1"]}" y1="{edge["y1"]}" x2="{edge["x2"]}" y2="{edge["y2"]}" stroke="{_GREY}"{arrow}/>'
        )
    for edge in picture["edges"]:
        x, first = (edge["x1"] + edge["x2"]) / 2, (edge["y1"] + edge["y2"]) / 2 + 2.5 - 4.5 * (len(edge["lines"]) - 1)
        for number, line in enumerate(edge["lines"]):
            pieces.append(f'<text class="role" x="{x:.2f}" y="{first + 9 * number:.2f}">{_text(line)}</text>')
    for node in picture["nodes"]:
        colour, round_ = (_RED if node["listed"] else _GREY), (node["h"] / 2 if node["person"] else 1.5)
        pieces.append(
            f'<rect x="{node["x"]}" y="{node["y"]}" width="{node["w"]}" height="{node["h"]}" rx="{round_}" fill="#fff" '
            f'stroke="{colour}" stroke-width="{2 if node["asked"] else 1}"/>'
        )
        middle, first = node["x"] + node["w"] / 2, node["y"] + node["h"] / 2 + 3.2 - 5.75 * (len(node["lines"]) - 1)
        for number, line in enumerate(node["lines"]):
            fill = _RED if node["listed"] else "#1b2430"
            y = first + 11.5 * number
            pieces.append(f'<text class="name" x="{middle:.2f}" y="{y:.2f}" fill="{fill}">{_text(line)}</text>')
        if node["mark"]:
            x, y = node["x"] + node["w"] + 3, node["y"] + 3
            pieces.append(f'<text class="mark" x="{x:.2f}" y="{y:.2f}">{_text(node["mark"])}</text>')
    return "".join([*pieces, "</svg>"])


def _text(words: object) -> str:
    return escape(str(words)).replace("\n", "<br>")
