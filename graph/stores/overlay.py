"""A changed register without writing: what if this party were listed, that listing released, this role ended?

The overlay is a view over another view, so that every question can be asked of it. It reads from the store
what the change touches and lays the change over it; nothing is written, not even to be rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from graph.identity import Decision, Standing, Subjects, Way
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
    by_holder,
    by_organization,
)
from graph.model.share import WHOLE
from graph.stores.interface import IN_FORCE, Register, Through, Tie, Ties, View, Walk
from graph.stores.walk import walk


class Transfer(NamedTuple):
    """``holder`` gives ``share`` of ``organization``, in units of 10⁻¹⁰, to ``to`` (None: to somebody unknown)."""

    holder: str
    organization: str
    share: int
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes that take effect on ``day``.

    ``listed`` are parties that a listing names from that day; ``released`` ids of listings released on it;
    ``lifted`` ids of orders lifted on it; ``started`` and ``ended`` are (holder, role, organization). What is both
    started and ended is ended. ``transferred`` shares move one transfer after another, after what is started and
    ended: what is recorded of a shareholding that a transfer names ends, and what is left of it begins. ``debts``
    are (listing, debt) and ``categories`` (organization, category) that are proven.
    """

    day: int
    listed: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    started: tuple[tuple[str, str, str], ...] = ()
    ended: tuple[tuple[str, str, str], ...] = ()
    transferred: tuple[Transfer, ...] = ()
    lifted: tuple[str, ...] = ()
    debts: tuple[tuple[str, str], ...] = ()
    categories: tuple[tuple[str, str], ...] = ()


class Overlay:
    """``base`` with ``changes``; see ``View`` for what each method tells."""

    def __init__(self, base: View, changes: Changes) -> None:
        self._base = base
        self._changes = changes
        self._listed = sorted(set(changes.listed))
        self._ended = set(changes.ended)
        self._started = [
            Post(holder, organization, role, Interval(changes.day))
            for holder, role, organization in dict.fromkeys(changes.started)
            if (holder, role, organization) not in self._ended
        ]
        for transfer in changes.transferred:
            self._transfer(transfer)

    def register(self) -> Register:
        """See ``View.register``: the digest stays that of the register that is really there."""
        register = self._base.register()
        listings = register.rows.get("listings", 0) + len(self._listed)
        return replace(register, rows={**register.rows, "listings": listings})

    def parties(self, ids: Iterable[str]) -> dict[str, Party]:
        """See ``View.parties``."""
        found = self._base.parties(ids)
        for organization, category in self._changes.categories:
            if organization in found:
                party = found[organization]
                found[organization] = party._replace(categories=party.categories | {category})
        return found

    def organizations(self, ids: Iterable[str]) -> dict[str, str]:
        """See ``View.organizations``."""
        return self._base.organizations(ids)

    def keyed(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """See ``View.keyed``."""
        return self._base.keyed(keys)

    def search(self, way: Way, text: str, limit: int) -> list[str]:
        """See ``View.search``."""
        return self._base.search(way, text, limit)

    def posts(self, holder: str) -> list[Post]:
        """See ``View.posts``."""
        return sorted(self._changed(self._base.posts(holder), lambda post: post.holder == holder), key=by_holder)

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """See ``View.officers``."""
        posts = self._changed(
            self._base.officers(organization, roles),
            lambda post: post.organization == organization and post.role in roles,
        )
        return sorted(posts, key=by_holder)

    def reach(self, party: str) -> list[Post]:
        """See ``View.reach``."""
        posts = dict.fromkeys([*self._base.reach(party), *self._base.between(party, sorted(self._bound))])
        return self._changed(posts, lambda post: party in (post.holder, post.organization))

    def between(self, party: str, others: Sequence[str]) -> list[Post]:
        """See ``View.between``."""
        ends = {(party, other) for other in others} | {(other, party) for other in others}
        return self._changed(self._base.between(party, others), lambda post: (post.holder, post.organization) in ends)

    def debts(self, debtors: Iterable[str]) -> Debts:
        """See ``View.debts``."""
        debtors = set(debtors)
        debts = self._base.debts(debtors)
        debts.bindings = [binding._replace(listing=self._released(binding.listing)) for binding in debts.bindings] + [
            self._binding(bearer, party)
            for bearer, parties in sorted(self._bound.items())
            for party in parties
            if bearer in debtors
        ]
        return self._lifted(debts)

    def of_listings(self, listings: Sequence[str]) -> Debts:
        """See ``View.of_listings``."""
        return self._lifted(self._base.of_listings(listings))

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """See ``View.records``."""
        return [(self._released(listing), bound) for listing, bound in self._base.records(keys)]

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_held``. A shareholding that starts here is of unknown size."""
        posts = self._changed(
            self._base.shares_held(holders, limit), lambda post: post.role == SHAREHOLDER and post.holder in holders
        )
        return sorted(posts, key=by_holder)

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_in``."""
        posts = self._changed(
            self._base.shares_in(organizations, limit),
            lambda post: post.role == SHAREHOLDER and post.organization in organizations,
        )
        return sorted(posts, key=by_organization)

    def may_control(self, party: str, least: int, limit: int, *, upward: bool) -> bool:  # noqa: ARG002
        """See ``View.may_control``: a change may make a debtor or a shareholding."""
        return True

    def decided(self, party: str) -> list[Decision]:
        """See ``View.decided``."""
        return self._base.decided(party)

    def paired(self) -> Standing:
        """See ``View.paired``."""
        return self._base.paired()

    def subjects(self) -> Subjects:
        """See ``View.subjects``."""
        return self._base.subjects()

    def events(self, listings: Sequence[str]) -> list[Event]:
        """See ``View.events``."""
        return self._base.events(listings)

    def ties(self, parties: Sequence[str], day: int, limit: int, through: Through = IN_FORCE) -> dict[str, Ties]:
        """See ``View.ties``.

        The ties between two parties that a change names are told anew from their posts. Enough is asked of the
        store that what is taken away leaves no gap at the limit.
        """
        asked = set(parties)
        named = [(holder, organization) for holder, _, organization in self._ended]
        named += [(post.holder, post.organization) for post in self._started]
        pairs = {pair for pair in named if asked & set(pair) and pair[0] != pair[1]}
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
        posts = self._changed(self._base.posts_among(members), lambda post: {post.holder, post.organization} <= members)
        return sorted(posts, key=by_holder)

    def paths_to_debtors(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """See ``View.paths_to_debtors``."""

        def listed(parties: Sequence[str]) -> set[str]:
            bindings = self.debts(parties).bindings
            return {binding.party for binding in bindings if binding.listing.in_force.holds_on(day)}

        return walk(party, hops, lambda frontier: self.ties(frontier, day, limit), listed)

    # -- the changes ----------------------------------------------------------------------------------------

    def _transfer(self, transfer: Transfer) -> None:
        """Raises ``ValueError`` where the holder does not hold as much, or what is held is of unknown size."""
        holder, organization, share, to = transfer
        if share <= 0:
            raise ValueError("a share that is transferred is more than 0")
        if to == holder:
            raise ValueError(f"{holder} cannot transfer shares to itself")
        day = self._changes.day
        for owner, moved in ((holder, -share), (to, share)):
            if owner is None:
                continue
            held = [
                post
                for post in self.posts_among({owner, organization})
                if (post.holder, post.role, post.organization) == (owner, SHAREHOLDER, organization)
                and post.held.holds_on(day)
            ]
            if any(post.share is None for post in held):
                raise ValueError(f"the register does not tell how much of {organization} {owner} holds on that day")
            left = sum(post.share or 0 for post in held) + moved
            if left < 0:
                raise ValueError(
                    f"{owner} holds {(left - moved) / WHOLE:.10g} of {organization} on that day, "
                    f"and cannot transfer {share / WHOLE:.10g}"
                )
            if left > WHOLE:
                raise ValueError(f"{owner} would hold {left / WHOLE:.11g} of {organization}, more than the whole of it")
            triple = (owner, SHAREHOLDER, organization)
            self._ended.add(triple)
            self._started = [post for post in self._started if (post.holder, post.role, post.organization) != triple]
            if left:
                self._started.append(Post(owner, organization, SHAREHOLDER, Interval(day), left))

    def _changed(self, posts: Iterable[Post], among: Callable[[Post], bool]) -> list[Post]:
        """What the store tells with its ends, and what starts ``among`` it. What ends before it began never was."""
        kept = []
        for post in posts:
            if (post.holder, post.role, post.organization) in self._ended:
                post = post._replace(held=Interval(post.held.since, min(post.held.until, self._changes.day)))
                if post.held.empty:
                    continue
            kept.append(post)
        return kept + [post for post in self._started if among(post)]

    def _lifted(self, debts: Debts) -> Debts:
        debts.orders = [
            order._replace(lifted_on=min(order.lifted_on, self._changes.day))
            if order.id in self._changes.lifted
            else order
            for order in debts.orders
        ]
        return debts

    def _released(self, listing: Listing) -> Listing:
        for id_, debt in self._changes.debts:
            listing = listing._replace(debt=debt) if listing.id == id_ else listing
        if listing.id not in self._changes.released:
            return listing
        return listing._replace(released_on=min(listing.released_on, self._changes.day))

    @cached_property
    def _bound(self) -> dict[str, list[str]]:
        """Whom the supposed listings name: their parties, and those that are the same by a person's decision."""
        found = {party: [party] for party in self._listed}
        others = self.subjects() if self._listed else {}
        for party in self._listed:
            for other in others.get(party, ()):
                found.setdefault(other, []).append(party)
        return found

    def _binding(self, bearer: str, party: str) -> Binding:
        known = self._base.parties([party])
        name = known[party].name if party in known else party
        listing = Listing(f"whatif:{party}", name, "", self._changes.day, party=party)
        if bearer == party:
            return Binding(listing, party, Grade.A, Certainty.RECORDED)
        return Binding(listing, bearer, Grade.D, Certainty.IDENTITY)


def _ends(party: str, tie: Tie) -> tuple[str, str]:
    return (party, tie.other) if tie.held else (tie.other, party)
