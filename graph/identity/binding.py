"""Binds published records to parties when they are loaded, so that both stores hold the same matches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from graph.identity.grades import Record, certainty, grade, would_list_minor
from graph.identity.keys import record_keys
from graph.model import Binding, Grade, Listing, Party

Keyed = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]
Parties = Callable[[Sequence[str]], Mapping[str, Party]]


class Contradiction(NamedTuple):
    """A listing whose identifier contradicts the party that it gives; ``bearers`` are the parties of that number.

    It binds nobody: either the party or the number is wrong, and nobody can tell which.
    """

    listing: str
    bearers: tuple[str, ...] = ()


def bind(listings: Sequence[Listing], keyed: Keyed, parties: Parties) -> tuple[list[Binding], list[Contradiction]]:
    """The parties that each listing names, surely or not, and the listings that contradict their party.

    ``keyed`` gives the ids of parties for exact keys, ``parties`` the parties of ids; both are asked once.
    A name alone binds nothing (grade D), a contradiction binds nothing (grade X), nor does a record that would list
    a minor, whatever agrees.
    """
    keys = {listing.id: record_keys(listing.identifier, listing.identifier_hash) for listing in listings}
    found = keyed(sorted({key for some in keys.values() for key in some}))
    bearing = {id_: set[str]().union(*(found.get(key, ()) for key in some)) for id_, some in keys.items()}
    known = parties(sorted(set().union(*bearing.values(), (one.party for one in listings if one.party))))
    bindings: list[Binding] = []
    contradictions: list[Contradiction] = []
    for listing in listings:
        candidates = bearing[listing.id]
        agreements = {
            id_: grade(Record.of(listing), known[id_])
            for id_ in sorted(candidates | ({listing.party} if listing.party else set()))
            if id_ in known
        }
        minors = {id_ for id_ in agreements if would_list_minor(Record.of(listing), known[id_])}
        sure = {
            id_: (agreement, certain)
            for id_, agreement in agreements.items()
            if id_ not in minors and (certain := certainty(agreement, given=id_ == listing.party)) is not None
        }
        if listing.party is not None and listing.party not in sure:
            if listing.party in known and listing.party not in minors:
                contradictions.append(Contradiction(listing.id, tuple(sorted(sure))))
            continue
        bindings += [
            Binding(listing, id_, agreement.grade if agreement else Grade.A, certain)
            for id_, (agreement, certain) in sure.items()
            if listing.party in (None, id_)
        ]
    return bindings, contradictions


def told(contradictions: Sequence[Contradiction]) -> list[str]:
    """What a load says of contradictions: how many, and one as an example."""
    if not contradictions:
        return []
    borne = next((one for one in contradictions if one.bearers), None)
    example = borne or contradictions[0]
    whose = f"; its number is that of {', '.join(example.bearers)}, for whom it stands undecided" if borne else ""
    return [
        f"{len(contradictions)} listings name a party whose identifier contradicts them and were bound to nobody, "
        f"{example.listing} among them{whose}; correct 'party' or 'identifier'"
    ]
