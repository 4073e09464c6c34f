"""Binds published records to parties when they are loaded, so that both stores hold the same matches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.identity.grades import Record, certainty, grade
from graph.identity.keys import record_keys
from graph.model import Binding, Grade, Listing, Party

Keyed = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]
Parties = Callable[[Sequence[str]], Mapping[str, Party]]


def bind(listings: Sequence[Listing], keyed: Keyed, parties: Parties) -> tuple[list[Binding], list[str]]:
    """The parties that each listing names, surely or not, and the ids of listings that contradict their party.

    ``keyed`` gives the ids of parties for exact keys, ``parties`` the parties of ids; both are asked once.
    A name alone binds nothing (grade D), a contradiction binds nothing (grade X).
    """
    keys = {listing.id: record_keys(listing.identifier, listing.identifier_hash) for listing in listings}
    found = keyed(sorted({key for some in keys.values() for key in some}))
    candidates = {
        listing.id: {listing.party} if listing.party else set().union(*(found.get(key, ()) for key in keys[listing.id]))
        for listing in listings
    }
    known = parties(sorted({id_ for some in candidates.values() for id_ in some}))
    bindings: list[Binding] = []
    contradicted: list[str] = []
    for listing in listings:
        given = listing.party is not None
        for id_ in sorted(candidates[listing.id]):
            if id_ not in known:
                continue
            agreement = grade(Record.of(listing), known[id_])
            sure = certainty(agreement, given=given)
            if sure is None:
                if given:
                    contradicted.append(listing.id)
                continue
            bindings.append(Binding(listing, id_, agreement.grade if agreement else Grade.A, sure))
    return bindings, contradicted
