"""Shareholdings: of some parties for one question, and of everybody in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import SHAREHOLDER, Kind, Post
from graph.stores.interface import HELD

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView


def shares_held(view: SnapshotView, holders: Sequence[str], limit: int) -> list[Post]:
    """See ``View.shares_held``."""
    role, word = view.numbers("roles", "role"), _code(view, SHAREHOLDER)
    return [
        view.post(span.start + row, number)
        for number in _numbers(view, holders)
        for span in (view.span("holders", number),)
        for row in np.flatnonzero(role[span.start : span.stop] == word)[:limit].tolist()
    ]


def shares_in(view: SnapshotView, organizations: Sequence[str], limit: int) -> list[Post]:
    """See ``View.shares_in``."""
    role, word = view.numbers("officers", "role"), _code(view, SHAREHOLDER)
    holder, row = view.numbers("officers", "holder"), view.numbers("officers", "row")
    return [
        view.post(int(row[span.start + at]), int(holder[span.start + at]))
        for number in _numbers(view, organizations)
        for span in (view.span("organizations", number),)
        for at in np.flatnonzero(role[span.start : span.stop] == word)[:limit].tolist()
    ]


def held(view: SnapshotView, roles: Sequence[str]) -> pa.Table:
    """See ``WholeView.held``: nothing but the chosen rows is copied."""
    role = view.numbers("roles", "role")
    rows = np.flatnonzero(np.isin(role, [_code(view, word) for word in roles]))
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


def named(view: SnapshotView, pattern: str) -> list[str]:
    """See ``WholeView.named``."""
    import pyarrow.compute as pc

    parties = view.part("parties")
    offset = view.numbers("holders", "offset")
    holders = pa.array(np.flatnonzero(offset[1:] > offset[:-1]))
    kinds = parties["kind"].take(holders)
    holders = holders.filter(pc.equal(kinds.cast(pa.string()), str(Kind.ORGANIZATION)))
    found = pc.match_substring_regex(parties["name"].take(holders), pattern)
    ids: list[str] = parties["id"].take(holders.filter(found)).to_pylist()
    return ids


def _code(view: SnapshotView, word: str) -> int:
    """The code of a role; one that no row has where nobody holds it."""
    return view.role_words.index(word) if word in view.role_words else len(view.role_words)


def _numbers(view: SnapshotView, ids: Sequence[str]) -> list[int]:
    return sorted({number for id_ in ids if (number := view.ids.number(id_)) is not None})
