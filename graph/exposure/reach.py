"""The rule: which measures reach a party, through which of its ties, on a day.

The law reaches exactly as far as its words: the party that is listed, whoever holds a named role in a listed
organization, the organization in which a listed party holds a named role. One step, and no further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from graph.control import Control
from graph.exposure.finding import Appointment, Finding
from graph.identity import name_key
from graph.model import (
    ALWAYS,
    ANY_ROLE,
    At,
    Certainty,
    Debts,
    Interval,
    Kind,
    Listing,
    Notice,
    Order,
    Party,
    Post,
    Requirement,
    Scope,
    Trigger,
    Vocabulary,
    coalesce,
    without,
)
from graph.policy import Applicable, Measure


class Tie(NamedTuple):
    """How a debtor and the party asked about hang together, and when; ``role`` is None for the debtor itself.

    A tie that is not recorded follows from ``control``. ``of`` is the party that bears the tie on record, where a
    person decided that it is the same as the one asked about.
    """

    scope: Scope
    role: str | None
    debtor: Party
    held: Sequence[Interval]
    control: Control | None = None
    of: str | None = None


class Office(NamedTuple):
    """A post that the party holds, or asks for, in an organization of some categories (empty: unknown)."""

    role: str
    organization: str | None
    categories: frozenset[str]
    held: Sequence[Interval]
    of: str | None = None  # as of a tie


@dataclass(slots=True)
class Case:
    """Everything that the rule needs to know of one party.

    ``ties`` are followed once, one after the other, and ``offices`` are asked for when a measure first bars any: who
    wants but the first findings has no more found out than they rest on. ``at`` tells whether bars on holding an
    office are asked for (``check``) or bars on taking one (``appoint``).
    """

    party: Party
    day: int
    ties: Iterable[Tie]
    offices: Callable[[], Sequence[Office]]
    debts: Debts
    vocabulary: Vocabulary
    at: At = At.HOLDING
    _orders: dict[str, Sequence[Interval]] = field(default_factory=dict)
    _held: Sequence[Office] | None = None
    _bars: dict[str, Sequence[Barred]] = field(default_factory=dict)
    _belongs: dict[frozenset[str], Belongs] = field(default_factory=dict)
    _places: dict[tuple[frozenset[str], frozenset[str]], tuple[Belongs, str | None]] = field(default_factory=dict)

    def findings(self, law: Applicable) -> Iterator[Finding]:
        """Every finding, in no particular order."""
        for tie in self.ties:
            kinds = tie.debtor.kind, self.party.kind
            former = not any(held.holds_on(self.day) for held in tie.held)
            for binding in self.debts.bindings:
                if binding.party == tie.debtor.id and self._may_stand(binding.listing):
                    for measure in law.reaching(tie.scope, tie.role, Trigger.LISTING, *kinds):
                        if (not former or measure.requires is Requirement.COURT_WORD) and self._concerned(measure):
                            yield from self._by_listing(law, measure, tie, binding.listing, binding.certainty)
            for notice in self.debts.notices:
                if notice.party == tie.debtor.id:
                    for measure in law.reaching(tie.scope, tie.role, Trigger.NOTICE, *kinds):
                        if measure.is_called(notice.action) and self._concerned(measure):
                            yield from self._found(measure, tie, notice.in_force, tie.held, notice=notice)

    def _concerned(self, measure: Measure) -> bool:
        """Is the party one of those whom the measure concerns, with a post that it bars where it bars any?"""
        return self._reached(measure.applies_to) is not Belongs.NO and bool(self._barred(measure))

    def _may_stand(self, listing: Listing) -> bool:
        """Is the listing in force on the day, or may a measure of it go on?"""
        return listing.in_force.holds_on(self.day) or bool(self.debts.retentions)

    def _by_listing(
        self, law: Applicable, measure: Measure, tie: Tie, listing: Listing, certainty: Certainty
    ) -> Iterator[Finding]:
        standing = self._standing(listing, measure)
        held = tie.held
        pauses: list[Interval] = []
        if measure.requires is Requirement.COURT_WORD:
            held = _after_leaving(tie.held, listing.listed_on)
            pauses = self._lifted(listing)
        if self.debts.suspensions and measure.policy in law.suspending:
            pauses += [
                pause.paused
                for pause in self.debts.suspensions
                if pause.listing == listing.id and (pause.measure is None or measure.is_called(pause.measure))
            ]
        yield from self._found(measure, tie, standing, held, pauses, listing=listing, certainty=certainty)

    def _standing(self, listing: Listing, measure: Measure) -> Interval:
        """The days of a listing for one measure: a retained measure goes on after release."""
        if not self.debts.retentions:
            return listing.in_force
        kept = [
            retention.until
            for retention in self.debts.retentions
            if retention.listing == listing.id and measure.is_called(retention.measure)
        ]
        return Interval(listing.listed_on, max([listing.released_on, *kept]))

    def _found(
        self, measure: Measure, tie: Tie, standing: Interval, held: Sequence[Interval],
        pauses: Sequence[Interval] = (), *, listing: Listing | None = None, notice: Notice | None = None,
        certainty: Certainty = Certainty.RECORDED,
    ) -> Iterator[Finding]:  # fmt: skip
        posts, reached = self._barred(measure), self._reached(measure.applies_to)
        if tie.of is not None:
            certainty = Certainty.IDENTITY
        elif tie.control is not None and certainty is Certainty.RECORDED:
            certainty = Certainty.DERIVED
        ordered = listing is not None and self._named_in_order(listing)
        lacking = self._lacking(measure, listing, tie.debtor, ordered=ordered)
        for role_held in held:
            days = standing.meet(role_held).meet(measure.holds)
            if not days.holds_on(self.day):
                continue
            for post_days, barred, placed, sure in posts:
                for post_held in post_days:
                    met = days.meet(post_held)
                    for part in without(met, pauses) if pauses else (met,):
                        if part.holds_on(self.day):
                            yield Finding(
                                measure=measure, scope=tie.scope, role=tie.role, appointment=barred,
                                debtor=tie.debtor.id or None, listing=listing.id if listing else None,
                                notice=notice.id if notice else None,
                                path=tuple(dict.fromkeys(filter(None, (tie.debtor.id, tie.of, self.party.id)))),
                                holds=part, certainty=certainty if sure else Certainty.IDENTITY, by_order=ordered,
                                requires=lacking
                                or (Requirement.FACT if Belongs.UNKNOWN in (reached, placed) else None),
                                control=tie.control,
                            )  # fmt: skip

    def _barred(self, measure: Measure) -> Sequence[Barred]:
        """The posts that the measure bars; for one that bars none, the party as such."""
        if not measure.bars_offices:
            return _AS_SUCH
        if measure.id not in self._bars:
            offices = self._posts if measure.at in (self.at, At.BOTH) else ()
            self._bars[measure.id] = [
                (office.held, Appointment(office.role, office.organization, category), placed, office.of is None)
                for office in offices
                if office.role in measure.offices or ANY_ROLE in measure.offices
                for placed, category in (self._placed(measure.categories, office.categories),)
                if placed is not Belongs.NO
            ]
        return self._bars[measure.id]

    @property
    def _posts(self) -> Sequence[Office]:
        if self._held is None:
            self._held = self.offices()
        return self._held

    def _reached(self, named: frozenset[str]) -> Belongs:
        """Is the party one of the categories ``named``?"""
        found = self._belongs.get(named)
        if found is None:
            found = belongs(named, self.party.categories, self.party.kind, self.vocabulary)
            self._belongs[named] = found
        return found

    def _placed(self, named: frozenset[str], recorded: frozenset[str]) -> tuple[Belongs, str | None]:
        """Is an organization of the ``recorded`` categories one of those ``named``, and by which of them?"""
        if (named, recorded) not in self._places:
            shared = sorted(self.vocabulary.closure(recorded) & named)
            placed = belongs(named, recorded, Kind.ORGANIZATION, self.vocabulary)
            self._places[named, recorded] = placed, shared[0] if shared else None
        return self._places[named, recorded]

    def _lacking(
        self, measure: Measure, listing: Listing | None, debtor: Party, *, ordered: bool
    ) -> Requirement | None:
        """What the measure requires and is not on file."""
        requires = measure.requires
        if requires in (Requirement.ORDER, Requirement.COURT_WORD) and ordered:
            return None
        if requires is Requirement.COURT_NOTICE and any(
            notice.party == debtor.id and measure.is_called(notice.action) and notice.in_force.holds_on(self.day)
            for notice in self.debts.notices
        ):
            return None
        if requires is Requirement.FACT and listing is not None and measure.shown_by_debt is not None:
            return None if listing.debt == measure.shown_by_debt else requires
        return requires

    def _named_in_order(self, listing: Listing) -> bool:
        """Does an order of this listing's case, in force on the day, name the party?"""
        return bool(self.debts.orders) and any(ordered.holds_on(self.day) for ordered in self._orders_against(listing))

    def _lifted(self, listing: Listing) -> list[Interval]:
        """The days on which the court has had its word: it named the party in an order, and no order stands."""
        ordered = self._orders_against(listing)
        return list(without(Interval(ordered[0].since), ordered)) if ordered else []

    def _orders_against(self, listing: Listing) -> Sequence[Interval]:
        """When orders of this listing's case that name the party are in force, from the first on."""
        if listing.id not in self._orders:
            self._orders[listing.id] = coalesce(
                Interval(order.issued_on, order.lifted_on)
                for order in self.debts.orders
                if order.party == self.party.id and belongs_to_case(order, listing)
            )
        return self._orders[listing.id]


def belongs_to_case(order: Order, listing: Listing) -> bool:
    """Was the order made in the case of the listing?"""
    if order.listing is not None:
        return order.listing == listing.id
    return order.case_number is not None and name_key(order.case_number) == name_key(listing.case_number)


class Belongs(Enum):
    """Is a party of a named category? ``UNKNOWN`` where nothing is recorded of an organization's kind."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


# A post that a measure bars: when held, which, whether the organization is of a kind that the measure names, and
# whether it is the party's own id that holds it.
Barred = tuple[Sequence[Interval], Appointment | None, Belongs, bool]
_AS_SUCH: Sequence[Barred] = (((ALWAYS,), None, Belongs.YES, True),)


def belongs(named: frozenset[str], recorded: frozenset[str], kind: Kind | None, vocabulary: Vocabulary) -> Belongs:
    """Is a party of the ``recorded`` categories one of those ``named`` (empty: all)?"""
    if not named or not named.isdisjoint(vocabulary.closure(recorded)):
        return Belongs.YES
    return Belongs.UNKNOWN if not recorded and kind is Kind.ORGANIZATION else Belongs.NO


def ties_of(party: Party, posts: Iterable[Post], debtors: Mapping[str, Party], *, listed: bool) -> list[Tie]:
    """The ties of ``party`` to itself as a debtor (where ``listed``) and to the debtors among its posts' ends."""
    ties = [Tie(Scope.DEBTOR, None, party, (ALWAYS,))] if listed else []
    held: dict[tuple[Scope, str, str], list[Interval]] = {}
    for post in posts:
        if post.holder == post.organization:
            continue
        if post.holder == party.id:
            held.setdefault((Scope.OFFICER, post.organization, post.role), []).append(post.held)
        else:
            held.setdefault((Scope.ORGANIZATION, post.holder, post.role), []).append(post.held)
    return ties + [
        Tie(scope, role, debtors[other], coalesce(intervals))
        for (scope, other, role), intervals in held.items()
        if other in debtors
    ]


def offices_of(posts: Iterable[Post], organizations: Mapping[str, Party]) -> list[Office]:
    """The posts of one holder, with what is recorded of the organizations."""
    held: dict[tuple[str, str], list[Interval]] = {}
    for post in posts:
        held.setdefault((post.role, post.organization), []).append(post.held)
    return [
        Office(role, organization, organizations[organization].categories, coalesce(intervals))
        for (role, organization), intervals in held.items()
        if organization in organizations
    ]


def _after_leaving(held: Sequence[Interval], listed_on: int) -> list[Interval]:
    """From the day on which somebody left the post that he held on the day of listing, until he takes it again."""
    after: list[Interval] = []
    for index, post in enumerate(held):
        if post.holds_on(listed_on):
            again = held[index + 1].since if index + 1 < len(held) else ALWAYS.until
            after.append(Interval(post.until, again))
    return after
