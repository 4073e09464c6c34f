"""The network as a drawing (SVG) that needs nothing but the page it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from graph.export.extract import Extract
from graph.export.placement import placed
from graph.model import Kind, Label, Party
from graph.model.vocabulary import ROLES

SHOWN = 120  # parties in the picture; the tables hold all
_MARGIN = 90.0


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
    drawn = [_edge(places[one], places[other], " · ".join(words)) for (one, other), words in roles.items()]
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
    ".role{font-size:9px;fill:#4a5563;stroke-width:3px}.name{font-size:12px;fill:#1b2430;stroke-width:4px}"
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


def _edge(one: tuple[float, float], other: tuple[float, float], words: str) -> str:
    x, y = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    return (
        f'<line class="tie" x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}" '
        f'marker-end="url(#arrow)"/><text class="role" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
    )


def _node(party: Party, place: tuple[float, float], listed: bool, asked: bool) -> str:
    kind = "party" + " listed" * listed + " asked" * asked
    x, y = place
    shape = (
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="11"/>'
        if party.kind is Kind.PERSON
        else f'<rect class="{kind}" x="{x - 11:.1f}" y="{y - 11:.1f}" width="22" height="22" rx="4"/>'
    )
    return f'{shape}<text class="name{" listed" * listed}" x="{x:.1f}" y="{y + 27:.1f}">{escape(party.name)}</text>'
