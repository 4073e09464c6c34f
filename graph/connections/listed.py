"""What changed around a listing: who left, which shares moved, and where the same people went on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.connections.signals import Signal, SignalKind, Window
from graph.model import EARLIEST, REPRESENTING, SHAREHOLDER, Binding, Certainty, Kind, Party, Post, coalesce
from graph.stores.interface import View

# Those who run or own an organization, and would carry its business on.
CARRYING = (*REPRESENTING, "actual_controller", "director", "senior_manager", SHAREHOLDER)
_PEOPLE_FOLLOWED = 200  # of one organization, in the order of their ids
_POSTS_FOLLOWED = 500  # of one of them
_SAME_PEOPLE = 2  # one man may sit on many boards; two who move together are a signal


@dataclass(slots=True)
class Around:
    """Signals around the listings of debtors that are in force on a day."""

    view: View
    day: int
    window: Window
    cut: bool = False

    def debtors_near(self, party: Party) -> list[str]:
        """The party itself, those it is or was tied to, and those to whom its people are or were."""
        posts = self.view.reach(party.id)
        if party.kind is Kind.ORGANIZATION:
            posts = [*posts, *(post for person in self._people(party.id) for post in self.view.reach(person))]
        near = {party.id} | {end for post in posts for end in (post.holder, post.organization)}
        return sorted(id_ for id_ in {binding.party for binding in self._listed(near)})

    def signals(self, debtor: str) -> Iterator[Signal]:
        """The signals around the listings of one debtor."""
        inside = [post for post in self.view.officers(debtor, CARRYING) if post.held.since <= self.day]
        own = [post for post in self.view.posts(debtor) if post.role == SHAREHOLDER and post.held.since <= self.day]
        for binding in self._listed([debtor]):
            yield from self._representatives(binding, inside)
            yield from self._shares(binding, [*inside, *own])
            yield from self._carried_on(binding, inside)

    def replaced_in_several(self, person: str) -> Iterator[Signal]:
        """Has this person left the lead of more than one organization that is listed?"""
        left = [
            post
            for post in self.view.posts(person)
            if post.role in REPRESENTING and post.held.until <= self.day and not post.held.empty
        ]
        listed = {binding.party for binding in self._listed({post.organization for post in left} - {person})}
        evidence = tuple(post for post in left if post.organization in listed)
        if len({post.organization for post in evidence}) > 1:
            companies = sorted({post.organization for post in evidence})
            yield Signal(SignalKind.REPLACED_IN_SEVERAL, (person, *companies), evidence)

    def _representatives(self, binding: Binding, inside: Sequence[Post]) -> Iterator[Signal]:
        """Who represented or led the debtor and left: what the rule on replaced representatives says of them."""
        listed_on = binding.listing.listed_on
        for role in REPRESENTING:
            rows = [post for post in inside if post.role == role and not post.held.empty]
            for holder in sorted({post.holder for post in rows} - {binding.party}):
                terms = coalesce(post.held for post in rows if post.holder == holder)
                last = terms[-1]
                if last.until > self.day:
                    continue
                own = tuple(post for post in rows if post.holder == holder and post.held.until == last.until)
                after = tuple(post for post in rows if post.held.since == last.until)
                rule = "left_before_listing" if last.until <= listed_on else "held_at_listing"
                if last.until <= listed_on or any(term.holds_on(listed_on) for term in terms):
                    yield Signal(SignalKind.FORMER_REPRESENTATIVE, (holder,), own, binding, last.until, rule)
                if self.window.holds(last.until, binding.listing):
                    parties = (holder, *sorted({post.holder for post in after}))
                    yield Signal(SignalKind.REPRESENTATIVE_REPLACED, parties, (*own, *after), binding, last.until)
                shares = [post for post in self._moved(inside) if post.holder == holder]
                sold = tuple(post for post in shares if listed_on <= post.held.until <= self.day)
                if last.until >= listed_on and sold and self.window.holds(last.until, binding.listing):
                    kind = SignalKind.REPRESENTATIVE_AND_SHARES_LEFT
                    yield Signal(kind, (holder,), (*own, *sold), binding, last.until)

    def _shares(self, binding: Binding, posts: Iterable[Post]) -> Iterator[Signal]:
        """Shares in the debtor, or of the debtor, that changed hands within the window: one signal a day."""
        changed: dict[int, list[Post]] = {}
        for post in self._moved(posts):
            for on in (post.held.since, post.held.until):
                if on != EARLIEST and on <= self.day and self.window.holds(on, binding.listing):
                    changed.setdefault(on, []).append(post)
        for on, moved in sorted(changed.items()):
            parties = sorted({end for post in moved for end in (post.holder, post.organization)} - {binding.party})
            yield Signal(SignalKind.SHARES_MOVED, tuple(parties), tuple(moved), binding, on)

    def _moved(self, posts: Iterable[Post]) -> list[Post]:
        """Shareholdings without those that only go on: of one holder, as large, in a row that joins."""
        rows = [post for post in posts if post.role == SHAREHOLDER and not post.held.empty]
        merged: list[Post] = []
        for post in sorted(rows, key=lambda post: (post.holder, post.organization, post.held)):
            last = merged[-1] if merged else None
            if last and last[:3] == post[:3] and last.share == post.share and last.held.until >= post.held.since:
                held = coalesce([last.held, post.held])[0]
                merged[-1] = last._replace(held=held)
            else:
                merged.append(post)
        return merged

    def _carried_on(self, binding: Binding, inside: Iterable[Post]) -> Iterator[Signal]:
        """Organizations that are not listed, where people of the debtor hold posts or shares, some of them new."""
        listing, debtor = binding.listing, binding.party
        first = listing.listed_on - self.window.before
        before = [post for post in inside if post.held.until > first and post.held.since <= listing.listed_on]
        elsewhere: dict[str, list[Post]] = {}
        for person in self._persons({post.holder for post in before}):
            posts = self.view.posts(person)
            self.cut |= len(posts) > _POSTS_FOLLOWED
            for post in posts[:_POSTS_FOLLOWED]:
                if post.role in CARRYING and post.organization != debtor and post.held.holds_on(self.day):
                    elsewhere.setdefault(post.organization, []).append(post)
        same = {
            place: posts for place, posts in elsewhere.items() if len({post.holder for post in posts}) >= _SAME_PEOPLE
        }
        listed = {binding.party for binding in self._listed(same)}
        for place, posts in sorted(same.items()):
            begun = [post.held.since for post in posts if self.window.holds(post.held.since, listing)]
            if place in listed or not begun:
                continue
            people = sorted({post.holder for post in posts})
            yield Signal(
                SignalKind.BUSINESS_CARRIED_ON, (place, *people),
                (*(post for post in before if post.holder in people), *posts), binding, min(begun),
            )  # fmt: skip

    def _people(self, organization: str) -> list[str]:
        posts = self.view.officers(organization, CARRYING)
        return self._persons({post.holder for post in posts if post.held.holds_on(self.day)})

    def _persons(self, ids: Iterable[str]) -> list[str]:
        known = self.view.parties(sorted(set(ids)))
        people = [id_ for id_, party in known.items() if party.kind is Kind.PERSON]
        self.cut |= len(people) > _PEOPLE_FOLLOWED
        return people[:_PEOPLE_FOLLOWED]

    def _listed(self, parties: Iterable[str]) -> list[Binding]:
        """The listings in force on the day that name any of these, the surest first of equal ones."""
        bindings = self.view.debts(parties).bindings
        return [
            binding
            for binding in sorted(bindings, key=lambda one: (one.party, one.listing.id))
            if binding.listing.in_force.holds_on(self.day) and binding.certainty is not Certainty.DERIVED
        ]
