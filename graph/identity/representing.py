"""Grade C for a published record: it bears the name of an organization, and the name of its legal representative.

The court's own list of a unit's persons says who represented it on the day of publication. Whoever represented it
before, or came after, is no fact that agrees. Of a record about a person the court publishes nothing that could agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.identity.decisions import Standing
from graph.identity.facts import with_facts
from graph.identity.grades import Facts, Record, grade, would_list_minor
from graph.identity.names import name_key
from graph.model import Binding, Certainty, Grade, Kind, Listing, Party, Post

Keyed = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]
Parties = Callable[[Sequence[str]], Mapping[str, Party]]
# For organizations everybody who ever represented or led each (see ``graph.model.REPRESENTING``).
Representatives = Callable[[Sequence[str]], Mapping[str, Sequence[Post]]]


def bound_by_representative(
    listings: Sequence[Listing], keyed: Keyed, parties: Parties, representatives: Representatives, decisions: Standing
) -> list[Binding]:
    """The organizations that ``listings`` name, of which nothing else tells whom they name."""
    told = [listing for listing in listings if listing.legal_representative and not listing.party]
    if not told:
        return []
    names = {listing.id: f"n:{name_key(listing.name)}" for listing in told}
    named = keyed(sorted(set(names.values())))
    known = parties(sorted({id_ for ids in named.values() for id_ in ids}))
    organizations = sorted(id_ for id_, party in known.items() if party.kind is Kind.ORGANIZATION)
    posts = representatives(organizations)
    people = parties(sorted({post.holder for some in posts.values() for post in some}))
    found = []
    for listing in told:
        record, facts = Record.of(listing), Facts(representative=listing.legal_representative)
        for id_ in named.get(names[listing.id], ()):
            if id_ not in posts or id_ in decisions.records.get(listing.id, ()):
                continue
            agreement = grade(record, known[id_])
            if agreement is None or would_list_minor(record, known[id_]):
                continue
            then = [people[post.holder] for post in posts[id_] if post.held.holds_on(listing.listed_on)]
            if with_facts(agreement, facts, known[id_], listing.listed_on, (), then).grade is Grade.C:
                found.append(Binding(listing, id_, Grade.C, Certainty.IDENTITY))
    return found
