"""The picture of the evidence pack: the paths of an answer, the party asked about on the left, debtors to the right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from graph.evidence.background import Background
from graph.evidence.speech import Speech
from graph.exposure import Connection, Finding
from graph.model import SAME, Certainty, Kind, Scope

_PARTIES = 24  # more are not drawn: the tables name everybody
_LINE = 11  # characters of Chinese on one line of a name
_BETWEEN = 10  # characters of Chinese on one line between two parties, where they are smaller
_SIZE = 9.0  # of a character, in points
_ROW, _GAP, _MARGIN = 48.0, 92.0, 8.0


def picture(
    speech: Speech, known: Background, findings: Iterable[Finding], connections: Iterable[Connection], day: int
) -> dict[str, Any]:
    """Places, names and ties in points, for whoever draws them; ``cut`` where there was more than is drawn.

    The same answer gives the same picture: columns by the steps from the party asked about, rows by ids.
    """
    findings, connections = list(findings), list(connections)
    paths = {finding.path[::-1] for finding in findings} | {connection.path for connection in connections}
    columns: dict[str, int] = {known.asked.id: 0}
    cut = False
    for path in sorted(paths, key=lambda path: (len(path), path)):
        if len(columns.keys() | set(path)) > _PARTIES:
            cut = True
            continue
        for place, id_ in enumerate(path):
            columns[id_] = min(place, columns.get(id_, place))
    pairs = sorted(
        {(path[at], path[at + 1]) for path in paths if columns.keys() >= set(path) for at in range(len(path) - 1)}
    )
    roles = _roles(speech, known, findings, pairs, day)
    listed = _listed(findings, connections)
    names = {id_: _lines(known.party(id_).name) for id_ in columns}
    places, width, height = _places(columns, pairs, names)
    nodes = [
        {
            **places[id_], "lines": names[id_], "asked": id_ == known.asked.id, "listed": id_ in listed,
            "person": known.party(id_).kind is Kind.PERSON,
            "mark": speech("listed_short" if listed[id_] is Certainty.RECORDED else "listed_maybe")
            if id_ in listed else "",
        }
        for id_ in columns
    ]  # fmt: skip
    edges = [_edge(places[one], places[other], *roles[one, other]) for one, other in pairs]
    return {"width": width, "height": height, "nodes": nodes, "edges": edges, "cut": cut}


def _listed(findings: Iterable[Finding], connections: Iterable[Connection]) -> dict[str, Certainty]:
    """The listed parties of the picture; a listing that is proven counts before one that is not."""
    found: dict[str, Certainty] = {}
    sure = [(finding.debtor or finding.path[0], finding.certainty) for finding in findings if finding.path]
    sure += [(connection.party, connection.certainty) for connection in connections]
    for id_, certainty in sure:
        known = Certainty.IDENTITY if certainty is Certainty.IDENTITY else Certainty.RECORDED
        if found.get(id_) is not Certainty.RECORDED:
            found[id_] = known
    return found


def _roles(
    speech: Speech, known: Background, findings: Iterable[Finding], pairs: Sequence[tuple[str, str]], day: int
) -> dict[tuple[str, str], tuple[str, bool | None]]:
    """For each pair the roles in words, and whether the first holds them in the other (None: not known)."""
    told: dict[tuple[str, str], dict[tuple[str, bool], None]] = {pair: {} for pair in pairs}
    for finding in findings:
        pair = finding.path[::-1]
        if len(pair) == 2 and pair in told and finding.role:
            told[pair[0], pair[1]][finding.role, finding.scope is Scope.OFFICER] = None
    for post in known.view.posts_among({id_ for pair in pairs for id_ in pair}):
        if post.held.holds_on(day):
            for pair, held in (((post.holder, post.organization), True), ((post.organization, post.holder), False)):
                if pair in told:
                    told[pair][post.role, held] = None
    same = {finding.path[:0:-1] for finding in findings if len(finding.path) == 3}  # of one subject, by a decision
    return {
        pair: (
            speech.listing(
                [speech.role(role) for role in sorted({role for role, _ in some})]
                or [speech.role(SAME)] * (pair in same)
            ),
            next(iter(some))[1] if len({held for _, held in some}) == 1 else None,
        )
        for pair, some in told.items()
    }


def _lines(name: str) -> list[str]:
    """A name in lines that fit beside others; what is longer than two lines ends in an ellipsis."""
    lines, line, room = [], "", 0.0
    for char in name:
        room += _wide(char)
        if room > _LINE:
            lines.append(line)
            line, room = "", _wide(char)
        line += char
    lines.append(line)
    return lines if len(lines) < 3 else [lines[0], lines[1][:-1] + "…"]


def _roles_in_lines(words: str) -> list[str]:
    """Roles in lines that fit between two boxes: a new one begins after a role, and within one that is too long."""
    lines: list[str] = []
    for role in re.split(r"(?<=、)|(?<=, )", words):
        if lines and sum(map(_wide, lines[-1] + role)) <= _BETWEEN:
            lines[-1] += role
            continue
        while sum(map(_wide, role)) > _BETWEEN + 1:
            lines.append(role[: int(_BETWEEN)])
            role = role[int(_BETWEEN) :]
        lines.append(role)
    return lines


def _wide(char: str) -> float:
    return 1.0 if east_asian_width(char) in "WF" else 0.56


def _places(
    columns: Mapping[str, int], pairs: Sequence[tuple[str, str]], names: Mapping[str, Sequence[str]]
) -> tuple[dict[str, dict[str, float]], float, float]:
    """The box of each party, and the size of the whole."""
    rows: dict[str, int] = {}
    by_column = [[id_ for id_ in columns if columns[id_] == at] for at in range(max(columns.values()) + 1)]
    for column in by_column:
        before = {id_: min((rows[one] for one, other in pairs if other == id_ and one in rows), default=0)
                  for id_ in column}  # fmt: skip
        for row, id_ in enumerate(sorted(column, key=lambda id_: (before[id_], id_))):
            rows[id_] = row
    most = max(len(column) for column in by_column)
    places: dict[str, dict[str, float]] = {}
    left = _MARGIN
    for column in by_column:
        wide = max(max(sum(map(_wide, line)) for line in names[id_]) for id_ in column) * _SIZE + 20
        step = most * _ROW / len(column)
        for id_ in column:
            tall = 11.5 * len(names[id_]) + 9
            middle = _MARGIN + step * (rows[id_] + 0.5)
            places[id_] = {"x": left, "y": round(middle - tall / 2, 2), "w": round(wide, 2), "h": tall}
        left = round(left + wide + _GAP, 2)
    return places, round(left - _GAP + _MARGIN + 34, 2), round(most * _ROW + 2 * _MARGIN, 2)


def _edge(one: Mapping[str, float], other: Mapping[str, float], words: str, held: bool | None) -> dict[str, Any]:
    """The line between two boxes; ``arrow`` says at which end it points to the organization."""
    start = (one["x"] + one["w"], one["y"] + one["h"] / 2)
    end = (other["x"], other["y"] + other["h"] / 2)
    if other["x"] <= one["x"]:  # the same column, or back: between the middles of the boxes
        start, end = (one["x"] + one["w"] / 2, start[1]), (other["x"] + other["w"] / 2, end[1])
    return {
        "x1": round(start[0], 2), "y1": round(start[1], 2), "x2": round(end[0], 2), "y2": round(end[1], 2),
        "lines": _roles_in_lines(words), "arrow": None if held is None else "end" if held else "start",
    }  # fmt: skip
