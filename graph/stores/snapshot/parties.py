"""The parties of a load joined with those that are known, piece by piece in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.tables import TABLES
from graph.stores import intake
from graph.stores.snapshot.building import Part, plain_parties
from graph.stores.snapshot.cells import Texts
from graph.stores.snapshot.ordering import pieces_in_order
from graph.stores.snapshot.pile import Pile

_SCHEMA = TABLES["parties"].schema
_SLICE = 1 << 19


class Joined:
    """The parties of a register after a load, sorted by id: ``parties``; how many rows of the load were taken, are
    new, or changed what was known; and the journal of that."""

    def __init__(self, known: Part | None, gathered: Pile, folder: Path, rejects: list[pa.Table]) -> None:
        self.taken = self.new = self.changed = 0
        self.journals: list[pa.Table] = []
        self.parties = Pile(folder / "parties.arrow", _SCHEMA)
        rising = gathered.spilled and _rises(gathered)
        if known is None and rising:  # as whole registers come: nothing is to be put in order, and nothing to be joined
            self.parties, self.taken, self.new = gathered, len(gathered), len(gathered)
            return
        for rows in self._merged(known, _admitted(gathered, rising, folder, rejects)):
            self.parties.add(rows)
        gathered.clear()

    def _merged(self, known: Part | None, incoming: Iterator[pa.Table]) -> Iterator[pa.Table]:
        ids = Texts(known["id"]) if known is not None else ()
        at = 0
        for some in incoming:
            self.taken += len(some)
            rows = intake.without_origin(some)
            if known is None:
                self.new += len(rows)
                yield rows.select(_SCHEMA.names)
                continue
            end = _after(ids, rows["id"][-1].as_py(), at) if len(rows) else at
            both, counts, journal = intake.merged("parties", plain_parties(known, at, end), rows)
            self.new += counts["new"]
            self.changed += counts["changed"]
            self.journals.append(journal)
            at = end
            yield both
        for begin in range(at, len(ids), _SLICE):
            assert known is not None
            yield plain_parties(known, begin, min(begin + _SLICE, len(ids)))


def _after(ids: Texts | tuple[()], last: str, at: int) -> int:
    """The first place behind ``last``."""
    from bisect import bisect_right

    return bisect_right(ids, last.encode(), lo=at)


def _admitted(gathered: Pile, rising: bool, folder: Path, rejects: list[pa.Table]) -> Iterator[pa.Table]:
    """One row an id, in the order of the ids."""
    if not gathered.spilled:
        pieces = iter([gathered.table()])
    else:
        pieces = gathered.pieces() if rising else pieces_in_order(gathered.table(), ["id"], folder)
    for piece in pieces:
        rows, refused = intake.latest(piece, "parties")
        rejects.append(refused)
        yield rows


def _rises(gathered: Pile) -> bool:
    """Does every id stand behind the one before it?"""
    before: pa.Scalar | None = None
    for batch in gathered.table(["id"]).to_batches():
        ids = batch["id"]
        if not intake.rises(ids) or (before is not None and not pc.less(before, ids[0]).as_py()):
            return False
        before = ids[-1]
    return True
