"""The network as a drawing (SVG) that needs nothing but the page it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from graph.export.extract import Extract
from graph.export.placement import Box, along, placed, words_box
from graph.model import Kind, Label, Party
from graph.model.vocabulary import ROLES

SHOWN = 120  # parties in the picture; the tables hold all
_MARGIN = 90.0
_ROLE_SIZE, _NAME_SIZE = 9, 12  # of letters
_HALF, _BELOW = 11, 27  # half a party's sign; its name stands below


def picture(extract: Extract, language: str = "en") -> str:
    """An SVG of the parties nearest to those asked about and the roles between them, the same for the same extract.

    People are round, organizations square; listed ones are red, those asked about have a dark rim. Roles are in
    ``en`` or ``zh``. Empty where nobody stands in the extract.
    """
    steps = {each.party: each.steps if each.steps is not None else extract.hops + 1 for each in extract.standings}
    shown = sorted(steps, key=lambda id_: (steps[id_], id_))[:SHOWN]
    parties = {party.id: party for party in extract.parties if party.id in set(shown)}
    roles: dict[tuple[str, str], list[str]] = {}
    for post in extract.roles:
        if post.holder in parties and post.organization in parties and post.holder != post.organization:
            words = roles.setdefault((post.holder, post.organization), [])
            label = ROLES.get(post.role)
            word = getattr(label, language) if label else post.role
            words += [word] if word not in words else []
    if not parties:
        return ""
    places = _places(extract, roles, parties)
    listed = {each.party for each in extract.standings if each.listed}
    left, right = (pick(x for x, _ in places.values()) for pick in (min, max))
    top, bottom = (pick(y for _, y in places.values()) for pick in (min, max))
    box = (left - _MARGIN, top - _MARGIN / 2, right - left + 2 * _MARGIN, bottom - top + 1.3 * _MARGIN)
    lines = [(places[one], places[other], " · ".join(words)) for (one, other), words in roles.items()]
    taken = [box for id_, place in places.items() for box in _taken(place, parties[id_].name)]
    drawn = [_edge(*line, spot) for line, spot in zip(lines, along(lines, taken, _ROLE_SIZE), strict=True)]
    drawn += [
        _node(party, places[id_], id_ in listed, id_ in extract.asked) for id_, party in sorted(parties.items())
    ]  # fmt: skip
    view = " ".join(f"{number:.0f}" for number in box)
    title = escape(getattr(_TITLE, language))
    return (
        f'<svg role="img" aria-label="{title}" viewBox="{view}" style="max-width:{box[2] * 1.4:.0f}px" '
        f'xmlns="http://www.w3.org/2000/svg"><style>{_STYLE}</style>{_ARROW}{"".join(drawn)}</svg>'
    )


_TITLE = Label("关联网络图；表格载有相同内容", "drawing of the network; the tables hold the same")
_STYLE = (
    'svg{font-family:system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}'
    ".tie{stroke:#8a94a3;stroke-width:1.2}.role,.name{text-anchor:middle;paint-order:stroke;stroke:#fff}"
    f".role{{font-size:{_ROLE_SIZE}px;fill:#4a5563;stroke-width:3px}}"
    f".name{{font-size:{_NAME_SIZE}px;fill:#1b2430;stroke-width:4px}}"
    ".name.listed{fill:#a4161a;font-weight:bold}.party{fill:#1d4e89;stroke:#fff;stroke-width:1}"
    ".party.listed{fill:#a4161a}.party.asked{stroke:#1b2430;stroke-width:4}"
)
_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="21" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#8a94a3"/></marker></defs>'
)


def _places(
    extract: Extract, ties: Mapping[tuple[str, str], object], parties: Mapping[str, Party]
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Rings around the party asked about; around an empty middle where there are several."""
    asked = [id_ for id_ in extract.asked if id_ in parties]
    if len(asked) == 1:
        return placed(asked[0], ties, parties)
    middle = ""
    places = placed(middle, [*ties, *((middle, id_) for id_ in asked)], [middle, *parties])
    return {id_: place for id_, place in places.items() if id_ != middle}


def _taken(place: tuple[float, float], name: str) -> tuple[Box, Box]:
    """The room of a party's sign and of its name."""
    x, y = place
    return Box(x - _HALF, y - _HALF, x + _HALF, y + _HALF), words_box((x, y + _BELOW), name, _NAME_SIZE)


def _edge(one: tuple[float, float], other: tuple[float, float], words: str, spot: tuple[float, float]) -> str:
    return (
        f'<line class="tie" x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}" '
        f'marker-end="url(#arrow)"/><text class="role" x="{spot[0]:.1f}" y="{spot[1]:.1f}">{escape(words)}</text>'
    )


def _node(party: Party, place: tuple[float, float], listed: bool, asked: bool) -> str:
    kind = "party" + " listed" * listed + " asked" * asked
    x, y = place
    shape = (
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{_HALF}"/>'
        if party.kind is Kind.PERSON
        else f'<rect class="{kind}" x="{x - _HALF:.1f}" y="{y - _HALF:.1f}" width="{2 * _HALF}" height="{2 * _HALF}"'
        ' rx="4"/>'
    )
    name = f'<text class="name{" listed" * listed}" x="{x:.1f}" y="{y + _BELOW:.1f}">{escape(party.name)}</text>'
    return shape + name
