"""A changed register without writing: what if this party were listed, that listing released, this role ended?

The overlay is a view over another view, so that every question can be asked of it. It reads from the store
what the change touches and lays the change over it; nothing is written, not even to be rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.model import (
    SHAREHOLDER,
    Binding,
    Certainty,
    Debts,
    Event,
    Grade,
    Interval,
    Listing,
    Party,
    Post,
)
from graph.stores.interface import IN_FORCE, Register, Through, Tie, Ties, View, Walk
from graph.stores.walk import walk


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes that take effect on ``day``.

    ``listed`` are parties that a listing names from that day; ``released`` ids of listings released on it;
    ``started`` and ``ended`` are (holder, role, organization).
    """

    day: int
    listed: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    started: tuple[tuple[str, str, str], ...] = ()
    ended: tuple[tuple[str, str, str], ...] = ()


class Overlay:
    """``base`` with ``changes``; see ``View`` for what each method tells."""

    def __init__(self, base: View, changes: Changes) -> None:
        self._base = base
        self._changes = changes
        self._listed = sorted(set(changes.listed))

    def register(self) -> Register:
        """See ``View.register``: the digest stays that of the register that is really there."""
        register = self._base.register()
        listings = register.rows.get("listings", 0) + len(self._listed)
        return replace(register, rows={**register.rows, "listings": listings})

    def parties(self, ids: Iterable[str]) -> dict[str, Party]:
        """See ``View.parties``."""
        return self._base.parties(ids)

    def keyed(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """See ``View.keyed``."""
        return self._base.keyed(keys)

    def containing(self, text: str, limit: int) -> list[str]:
        """See ``View.containing``."""
        return self._base.containing(text, limit)

    def posts(self, holder: str) -> list[Post]:
        """See ``View.posts``."""
        started = [self._post(start) for start in self._changes.started if start[0] == holder]
        return self._changed([*self._base.posts(holder), *started])

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """See ``View.officers``."""
        started = [
            self._post(start) for start in self._changes.started if start[2] == organization and start[1] in roles
        ]
        return self._changed([*self._base.officers(organization, roles), *started])

    def reach(self, party: str) -> list[Post]:
        """See ``View.reach``."""
        posts = dict.fromkeys([*self._base.reach(party), *self._base.between(party, self._listed)])
        return self._changed([*posts, *self._started_at(party)])

    def between(self, party: str, others: Sequence[str]) -> list[Post]:
        """See ``View.between``."""
        started = [post for post in self._started_at(party) if {post.holder, post.organization} & set(others)]
        return self._changed([*self._base.between(party, others), *started])

    def debts(self, debtors: Iterable[str]) -> Debts:
        """See ``View.debts``."""
        debtors = set(debtors)
        debts = self._base.debts(debtors)
        debts.bindings = [binding._replace(listing=self._released(binding.listing)) for binding in debts.bindings] + [
            self._binding(party) for party in self._listed if party in debtors
        ]
        return debts

    def of_listings(self, listings: Sequence[str]) -> Debts:
        """See ``View.of_listings``."""
        return self._base.of_listings(listings)

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """See ``View.records``."""
        return [(self._released(listing), bound) for listing, bound in self._base.records(keys)]

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_held``. A shareholding that starts here is of unknown size."""
        started = [post for post in self._started_shares() if post.holder in holders]
        posts = self._changed([*self._base.shares_held(holders, limit), *started])
        return sorted(posts, key=lambda post: (post.holder, post.organization, post.held.since))

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_in``."""
        started = [post for post in self._started_shares() if post.organization in organizations]
        posts = self._changed([*self._base.shares_in(organizations, limit), *started])
        return sorted(posts, key=lambda post: (post.organization, post.holder, post.held.since))

    def events(self, listings: Sequence[str]) -> list[Event]:
        """See ``View.events``."""
        return self._base.events(listings)

    def ties(self, parties: Sequence[str], day: int, limit: int, through: Through = IN_FORCE) -> dict[str, Ties]:
        """See ``View.ties``.

        The ties between two parties that a change names are told anew from their posts. Enough is asked of the
        store that what is taken away leaves no gap at the limit.
        """
        asked = set(parties)
        pairs = {
            (holder, organization)
            for holder, _, organization in (*self._changes.started, *self._changes.ended)
            if asked & {holder, organization} and holder != organization
        }
        posts = [post for pair in sorted(pairs) for post in self.posts_among(pair)]
        counted = [post for post in posts if through.follows(post, day)]
        changed = self._base.ties(parties, day, limit + len(posts), through)
        found: dict[str, Ties] = {}
        for party in parties:
            known = changed.get(party, Ties([], cut=False))
            kept = {tie for tie in known.ties if _ends(party, tie) not in pairs}
            kept |= {Tie(post.organization, post.role, held=True) for post in counted if post.holder == party}
            kept |= {Tie(post.holder, post.role, held=False) for post in counted if post.organization == party}
            ordered = sorted(tie for tie in kept if tie.other != party)
            found[party] = Ties(ordered[:limit], known.cut or len(ordered) > limit)
        return found

    def posts_among(self, parties: Iterable[str]) -> list[Post]:
        """See ``View.posts_among``."""
        members = set(parties)
        started = [self._post(start) for start in self._changes.started if {start[0], start[2]} <= members]
        posts = self._changed([*self._base.posts_among(members), *started])
        return sorted(posts, key=lambda post: (post.holder, post.organization, post.role, post.held.since))

    def paths_to_debtors(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """See ``View.paths_to_debtors``."""

        def listed(parties: Sequence[str]) -> set[str]:
            bindings = self.debts(parties).bindings
            return {binding.party for binding in bindings if binding.listing.in_force.holds_on(day)}

        return walk(party, hops, lambda frontier: self.ties(frontier, day, limit), listed)

    # -- the changes ----------------------------------------------------------------------------------------

    def _post(self, start: tuple[str, str, str]) -> Post:
        holder, role, organization = start
        return Post(holder, organization, role, Interval(self._changes.day))

    def _started_at(self, party: str) -> list[Post]:
        return [self._post(start) for start in self._changes.started if party in (start[0], start[2])]

    def _started_shares(self) -> list[Post]:
        return [self._post(start) for start in self._changes.started if start[1] == SHAREHOLDER]

    def _changed(self, posts: Iterable[Post]) -> list[Post]:
        ended = set(self._changes.ended)
        return [
            post._replace(held=Interval(post.held.since, min(post.held.until, self._changes.day)))
            if (post.holder, post.role, post.organization) in ended
            else post
            for post in posts
        ]

    def _released(self, listing: Listing) -> Listing:
        if listing.id not in self._changes.released:
            return listing
        return listing._replace(released_on=min(listing.released_on, self._changes.day))

    def _binding(self, party: str) -> Binding:
        known = self._base.parties([party])
        name = known[party].name if party in known else party
        listing = Listing(f"whatif:{party}", name, "", self._changes.day, party=party)
        return Binding(listing, party, Grade.A, Certainty.RECORDED)


def _ends(party: str, tie: Tie) -> tuple[str, str]:
    return (party, tie.other) if tie.held else (tie.other, party)
