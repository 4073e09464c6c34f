"""Which party each listing names, bound again only where a load or a decision can have changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import About, Contradiction, Decision, bind, ever_joined, identifier_keys, party_keys, standing
from graph.model import REPRESENTING, Listing, Post
from graph.model.chunks import one_array
from graph.stores.journal import BINDINGS, bindings_table
from graph.stores.snapshot.journal import REPLACED, bound
from graph.stores.snapshot.plain_bindings import plain_bindings

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView


_AT_ONCE, _COLUMNS_AT_ONCE = 20_000, 1 << 20


def bindings(
    old: SnapshotView, new: SnapshotView, listings: pa.Table, decisions: Sequence[Decision]
) -> tuple[pa.Table, list[Contradiction]]:
    """The bindings as they stand after a load, as rows (see ``graph.stores.journal.BINDINGS``), and what contradicts.

    ``old`` is the register before the load; ``new`` has the parties as they are now, and the journal of the load, by
    which listings are found that may be bound otherwise now. All others keep their bindings.
    """
    touched = _touched(old, new, listings, decisions)
    ids = one_array(listings["id"])
    chosen = listings if touched is None else listings.filter(pc.is_in(ids, pa.array(sorted(touched), pa.string())))

    def representatives(organizations: Sequence[str]) -> dict[str, list[Post]]:
        return {id_: new.officers(id_, REPRESENTING) for id_ in organizations}

    stand = standing(decisions)
    tables, contradictions = [BINDINGS.empty_table()], list[Contradiction]()
    for some in _slices(chosen, _COLUMNS_AT_ONCE):
        made, plain = plain_bindings(new, some, stand)
        tables.append(made)
        for others in _slices(some.filter(pa.array(~plain)), _AT_ONCE):  # a country's listings are not held as objects
            rows = [Listing(**row) for row in others.to_pylist()]
            found, contradicting = bind(rows, new.keyed, new.parties, representatives, stand)
            tables.append(bindings_table(found))
            contradictions += contradicting
    table = pa.concat_tables(tables)
    if touched is None:
        return table, contradictions
    known = bound(old)
    kept = known.filter(pc.invert(pc.is_in(known["listing"], pa.array(sorted(touched), pa.string()))))
    return pa.concat_tables([kept, table]), contradictions


def _slices(rows: pa.Table, length: int) -> Iterator[pa.Table]:
    for begin in range(0, len(rows), length):
        yield rows.slice(begin, length)


def _touched(
    old: SnapshotView, new: SnapshotView, listings: pa.Table, decisions: Sequence[Decision]
) -> set[str] | None:
    """The ids of the listings that may be bound otherwise; None where all may be, or to look is no cheaper."""
    if not old.manifest.loads or not all(map(old.has, ("bindings", "decisions", "records"))):
        return None
    if "about" not in old.part("decisions"):
        return None  # kept before there were decisions about two parties
    changed = _in_journal(new, "parties")
    if len(changed) > len(listings):
        return None  # to look is no cheaper
    redecided, paired = _redecided(old, decisions)
    now = standing(decisions)
    represented = _represented(new, changed)
    parties = ever_joined(decisions, changed | paired | represented)
    keys = [key for party in new.parties(sorted(changed)).values() for key in identifier_keys(party)]
    named = new.parties(sorted(represented)).values()
    keys += [key for party in named for key in party_keys(party) if key.startswith("n:")]
    touched = _in_journal(new, "listings") | redecided
    touched |= {listing.id for listing, _ in old.records(keys)}
    touched |= {id_ for id_, pairs in now.records.items() if not changed.isdisjoint(pairs)}
    known = bound(old)
    columns = ((known["party"], known["listing"], parties), (listings["party"], listings["id"], changed))
    for party, listing, wanted in columns:
        touched |= set(listing.filter(pc.is_in(party, pa.array(sorted(wanted), pa.string()))).to_pylist())
    return touched


def rerepresented(new: SnapshotView) -> set[str]:
    """The organizations of which this load changed who represents them."""
    name = f"{REPLACED}roles_{new.manifest.generation}"
    if not new.has(name):
        return set()
    part = new.part(name)
    chosen = pc.is_in(part["role"].cast(pa.string()), pa.array(REPRESENTING))
    return set(part["organization"].filter(chosen).cast(pa.string()).to_pylist())


def _represented(new: SnapshotView, changed: Iterable[str]) -> set[str]:
    """The organizations of which it may be otherwise who represents them, under which name, or under which name they
    themselves are found."""
    found = rerepresented(new).union(changed)
    return found.union(post.organization for id_ in changed for post in new.posts(id_) if post.role in REPRESENTING)


def _in_journal(new: SnapshotView, table: str) -> set[str]:
    """The ids of the rows of a table that this load replaced or added."""
    name = f"{REPLACED}{table}_{new.manifest.generation}"
    return set(new.part(name)["id"].to_pylist()) if new.has(name) else set()


def _redecided(old: SnapshotView, decisions: Iterable[Decision]) -> tuple[set[str], set[str]]:
    """The listings, and the parties of pairs, of which something else stands decided than when ``old`` was written."""
    columns = ("about", "subject", "party", "verdict")
    part = old.part("decisions")
    was = set(zip(*(part[name].to_pylist() for name in columns), strict=True))
    now = {tuple(str(getattr(one, name)) for name in columns) for one in standing(decisions).all()}
    other = was ^ now
    listings = {subject for about, subject, _, _ in other if about == About.LISTING}
    return listings, {id_ for about, subject, party, _ in other if about == About.PARTY for id_ in (subject, party)}
