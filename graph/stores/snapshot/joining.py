"""The roles of a load joined with those that are known, one range of holders after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model.ahead import ahead
from graph.model.progress import Progress
from graph.model.tables import TABLES
from graph.stores.journal import journal
from graph.stores.snapshot.pile import Pile
from graph.stores.snapshot.places import numbers_of
from graph.stores.snapshot.resolving import Kinds, Words, resolved
from graph.stores.snapshot.roles import ORDERED, WIDTH, RoleColumns, Shelves, kept_of

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView


class JoinedRoles:
    """The roles of a register after a load, in order: ``roles``, with their ``words`` and ``sources``; how many rows of
    the load were ``taken`` and ``changed`` something; and the journal of that."""

    def __init__(self, old: SnapshotView | None, kinds: Kinds, folder: Path, *, moved: bool) -> None:
        self._old, self._kinds = old, kinds
        self._roles = Words(old.role_words if old else ())
        self._sources = Words(old.part("roles")["source"].dictionary.to_pylist() if old else ())
        self._files = Words()
        self._place: npt.NDArray[np.int32] | None = None
        if old and moved:
            self._place = numbers_of(old.ids.column, kinds.ids).astype(np.int32)
        self._shelves = Shelves(folder, len(kinds.ids))
        self.roles = Pile(folder / "roles.arrow", ORDERED)
        self.words: list[str] = []
        self.taken = self.changed = 0
        self.journals: list[pa.Table] = []

    @property
    def sources(self) -> list[str]:
        """Where rows say that they come from, by the codes in ``roles``."""
        return self._sources.list()

    def take(self, incoming: Iterator[pa.Table], rejects: list[pa.Table]) -> None:
        """Gather the rows of the load; those that tie to nobody known are rejected."""
        for numbers in resolved(incoming, self._kinds, self._roles, self._sources, self._files, rejects):
            self.taken += len(numbers)
            self._shelves.add(numbers)

    def join(self, rejects: list[pa.Table], progress: Progress, *, journal: bool) -> None:
        """Put all rows in order, a row of the load in place of one with its key."""
        met = self._roles.list()
        self.words = sorted(met)
        self._role = np.array([self.words.index(word) for word in met], dtype=np.uint8)
        for shelf in ahead(self._shelf, range(self._shelves.count)):
            rejects.append(shelf.rejects)
            self.taken -= len(shelf.rejects)
            self.changed += len(shelf.replaced.holder) + len(shelf.added.holder)
            self.roles.add(shelf.rows)
            progress("putting the roles in order", len(self.roles), max(self.taken, len(self.roles)))
            if journal:
                self.journals.append(self._journal(shelf))

    def _shelf(self, at: int) -> _Shelf:
        rows = [*self._known(at * WIDTH, (at + 1) * WIDTH), self._shelves.taken(at)]
        columns = RoleColumns.of(rows, self._role)
        columns, rejects = columns.without_conflicts(self._kinds.ids, self._files.list())
        kept, replaced, added = columns.merged()
        return _Shelf(kept.numbers(), replaced, added, rejects)

    def _known(self, first: int, end: int) -> Iterator[pa.Table]:
        """The roles that are known of the holders from ``first`` up to ``end``."""
        if self._old is None:
            return
        offset = self._old.numbers("holders", "offset")
        if self._place is not None:  # the order of the parties is the same; some stand between them now
            first, end = (int(at) for at in np.searchsorted(self._place, (first, end)))
        begin, stop = (int(offset[min(at, len(offset) - 1)]) for at in (first, end))
        yield kept_of(self._old.part("roles"), begin, stop, self._place, self._sources)

    def _journal(self, shelf: _Shelf) -> pa.Table:
        ids, schema = self._kinds.ids, TABLES["roles"].schema
        before, added = (rows.table(ids, self.words, self.sources) for rows in (shelf.replaced, shelf.added))
        return journal(schema, before, added)


class _Shelf(NamedTuple):
    """The roles of one range of holders: as they are now, those that changed as they were, new ones, and rejects."""

    rows: pa.Table
    replaced: RoleColumns
    added: RoleColumns
    rejects: pa.Table
