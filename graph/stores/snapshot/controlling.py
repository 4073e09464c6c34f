"""May a debtor control a party by shares? Shareholdings are read row by row only where it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import SHAREHOLDER
from graph.stores.snapshot.walk import walker
from graph.stores.snapshot.weighing import LARGER, YES, Ends, room, weighed

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

# Those who hold, the shares, those in whom they are held, and the debtors.
Weighed = tuple[Ends, Any, Ends, Any]

_PLACES, _GROWTH = 512, 16


def may_control(view: SnapshotView, party: str, least: int, limit: int, *, upward: bool) -> bool:
    """See ``View.may_control``."""
    start = view.ids.number(party)
    if start is None:
        return False
    word = view.role_words.index(SHAREHOLDER) if SHAREHOLDER in view.role_words else len(view.role_words)
    places, compiled = _PLACES, walker.weighed is not None
    while True:
        found = (walker.weighed or weighed)(
            start, upward, word, least, limit, *_columns(view), room(places, compiled=compiled)
        )
        if found != LARGER:
            return bool(found == YES)
        places *= _GROWTH


def _columns(view: SnapshotView) -> Weighed:
    """What ``weighed`` reads; without the compiler a cell of a plain view of the memory is read the fastest."""
    return view.weighed_compiled if walker.weighed else view.weighed_plainly


def columns_of(view: SnapshotView, *, plain: bool) -> Weighed:
    """The columns in which ``weighed`` finds shareholdings and debtors."""

    def column(part: str, name: str) -> Any:
        numbers = view.numbers(part, name)
        return memoryview(numbers) if plain else numbers  # type: ignore[arg-type]

    return (
        Ends(column("holders", "offset"), column("roles", "organization"), column("roles", "role")),
        column("roles", "share"),
        Ends(column("organizations", "offset"), column("officers", "holder"), column("officers", "role")),
        column("debtors", "party"),
    )
