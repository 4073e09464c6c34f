"""Shareholdings: of some parties for one question, and of everybody in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import SHAREHOLDER, Kind, Post
from graph.model.numbers import distinct
from graph.stores.interface import HELD
from graph.stores.snapshot.places import Numbers, known_numbers, spans

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView


def shares_held(view: SnapshotView, holders: Sequence[str], limit: int) -> list[Post]:
    """See ``View.shares_held``."""
    found = [(row, number) for number in _numbers(view, holders) for row in _shares(view, number, limit, held=True)]
    return view.posts_in([row for row, _ in found], [number for _, number in found]) if found else []


def shares_in(view: SnapshotView, organizations: Sequence[str], limit: int) -> list[Post]:
    """See ``View.shares_in``."""
    at = [row for number in _numbers(view, organizations) for row in _shares(view, number, limit, held=False)]
    if not at:
        return []
    return view.posts_in(view.numbers("officers", "row")[at], view.numbers("officers", "holder")[at].tolist())


def _shares(view: SnapshotView, number: int, limit: int, *, held: bool) -> list[int]:
    """The rows of the shareholdings of a party: in ``roles`` those held by it, in ``officers`` those held in it."""
    part, rows = ("holders", "roles") if held else ("organizations", "officers")
    span = view.span(part, number)
    role = view.numbers(rows, "role")[span.start : span.stop]
    found: list[int] = (np.flatnonzero(role == _code(view, SHAREHOLDER))[:limit] + span.start).tolist()
    return found


def held(view: SnapshotView, roles: Sequence[str], around: pa.Array | None = None) -> pa.Table:
    """See ``DayView.held``: nothing but the chosen rows is copied."""
    role = view.numbers("roles", "role")
    codes = [_code(view, word) for word in roles]
    if around is None:
        rows: Numbers = np.flatnonzero(np.isin(role, codes))
    else:
        rows = _around(view, known_numbers(around, view.ids.column), codes)
    ids = view.ids.column
    columns = {
        name: pa.DictionaryArray.from_arrays(pa.array(view.numbers("roles", name)[rows]), ids)
        for name in ("holder", "organization")
    }
    words = pa.array(view.role_words, pa.string())
    columns["role"] = pa.DictionaryArray.from_arrays(pa.array(role[rows].astype(np.int8)), words)
    columns["share"] = view.part("roles")["share"].take(pa.array(rows))
    columns |= {name: pa.array(view.numbers("roles", name)[rows]) for name in ("since", "until")}
    return pa.table([columns[name] for name in HELD.names], names=HELD.names)


def _around(view: SnapshotView, parties: Numbers, codes: Sequence[int]) -> Numbers:
    """The shareholdings below and above ``parties``, and the rows of other roles in those companies, in order."""
    found = [_beyond(view, parties, held=held) for held in (True, False)]
    rows = distinct(np.concatenate(found))
    companies = distinct(view.numbers("roles", "organization")[rows])
    _, inside = spans(view.numbers("organizations", "offset"), companies)
    others = [code for code in codes if code != _code(view, SHAREHOLDER)]
    inside = inside[np.isin(view.numbers("officers", "role")[inside], others)]
    return distinct(np.concatenate([rows, view.numbers("officers", "row")[inside]]))


def _beyond(view: SnapshotView, parties: Numbers, *, held: bool) -> Numbers:
    """The rows of the shareholdings that one meets from ``parties`` on: of what is ``held``, or of those who hold."""
    offset, part, other = (
        ("holders", "roles", "organization") if held else ("organizations", "officers", "holder")
    )  # fmt: skip
    role, ends, begins = view.numbers(part, "role"), view.numbers(part, other), view.numbers(offset, "offset")
    met = np.zeros(len(view.ids), dtype=bool)  # the system gives memory only where something is written
    met[parties] = True
    found = [np.zeros(0, dtype=np.int64)]
    while len(parties):
        _, row = spans(begins, parties)
        row = row[role[row] == _code(view, SHAREHOLDER)]
        found.append(row)
        fresh = ends[row]
        parties = distinct(fresh[~met[fresh]])
        met[parties] = True
    rows = np.concatenate(found)
    return rows if held else view.numbers("officers", "row")[rows]


def named(view: SnapshotView, pattern: str, among: pa.Array | None = None) -> list[str]:
    """See ``DayView.named``."""
    import pyarrow.compute as pc

    parties = view.part("parties")
    if among is None:
        offset = view.numbers("holders", "offset")
        holders = pa.array(np.flatnonzero(offset[1:] > offset[:-1]))
    else:
        holders = pa.array(known_numbers(among, view.ids.column))
    holders = holders.filter(pc.equal(parties["kind"].take(holders), str(Kind.ORGANIZATION)))
    found = pc.match_substring_regex(parties["name"].take(holders), pattern)
    ids: list[str] = parties["id"].take(holders.filter(found)).to_pylist()
    return ids


def _code(view: SnapshotView, word: str) -> int:
    """The code of a role; one that no row has where nobody holds it."""
    return view.role_words.index(word) if word in view.role_words else len(view.role_words)


def _numbers(view: SnapshotView, ids: Sequence[str]) -> list[int]:
    return sorted({number for id_ in ids if (number := view.ids.number(id_)) is not None})
