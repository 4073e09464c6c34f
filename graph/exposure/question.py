"""The three questions about one party: ``check``, ``credit`` and ``appoint``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.connections import Search, listed_among, paths_to_listed
from graph.exposure.answer import Answer, Appointed, Connection, Connections, Credit, Officer
from graph.exposure.asked import Undecided, records_of_stranger, undecided_records
from graph.exposure.computed import ComputedTies
from graph.exposure.finding import Finding, in_order, strongest
from graph.exposure.reach import Case, Office, Tie, ties_of
from graph.exposure.surroundings import Surroundings, first_of_each
from graph.model import (
    ACTUAL_CONTROLLER,
    ALWAYS,
    OFFICERS,
    Area,
    At,
    Binding,
    Certainty,
    Debts,
    Outcome,
    Party,
)
from graph.policy import Applicable, Law
from graph.stores.interface import View

# How many ties of one party a search for connections follows; beyond it the answer says ``incomplete``.
TIES_FOLLOWED = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A day, the law, and how far to look.

    ``policies`` names policies to apply whatever the region (none: those that apply to the party); ``areas``
    restricts the outcome to some areas (none: all); ``hops`` bounds the search for connections (0: none).
    """

    law: Law
    day: int
    policies: tuple[str, ...] = ()
    areas: frozenset[Area] = frozenset()
    hops: int = 2
    ties_followed: int = TIES_FOLLOWED


@dataclass
class _Known:
    """What one party's question rests on, and what follows from it as far as anybody asks."""

    party: Party
    day: int
    law: Applicable
    debts: Debts
    surroundings: Surroundings
    following: Iterator[Finding]
    unsure: Sequence[Undecided] = ()  # records that may name somebody whom the register does not hold
    _met: list[Finding] = field(default_factory=list)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding, in order."""
        return in_order(self._each())

    @property
    def found(self) -> Outcome:
        """What the findings come to: nobody looks on when nothing can be stronger."""
        return strongest(finding.outcome for finding in self._each())

    def _each(self) -> Iterator[Finding]:
        yield from self._met
        for finding in self.following:
            self._met.append(finding)
            yield finding

    @property
    def bound(self) -> list[Binding]:
        """The listings that are taken to name the party itself, surely or not, on any date."""
        return [binding for binding in self.debts.bindings if binding.party == self.party.id]

    @property
    def own(self) -> list[Binding]:
        """Those that are in force on the day."""
        return [binding for binding in self.bound if binding.listing.in_force.holds_on(self.day)]

    @property
    def listed(self) -> bool:
        """Is the party itself a listed debtor on the day?"""
        return any(binding.certainty is Certainty.RECORDED for binding in self.own)

    @property
    def listings(self) -> tuple[str, ...]:
        """The ids of the listings that are in force against it."""
        return tuple(sorted(binding.listing.id for binding in self.own))


def check(view: View, party: Party, question: Question, computed: ComputedTies | None = None) -> Answer:
    """Everything that reaches ``party`` on the day: by which measure, clause, role and path.

    Whoever asks about many parties may give what was ``computed`` of everybody's shares on the day; then no finding
    tells by which steps control follows.
    """
    known = _known(view, party, question, At.HOLDING, computed=computed)
    return _answer(view, question, known, _undecided(view, known))


def credit(view: View, party: Party, question: Question) -> Credit:
    """The lender's look: the applicant in the area of credit, and each of its officers over all areas."""
    over_all = replace(question, areas=frozenset())
    known = _known(view, party, over_all, At.HOLDING)
    controllers = known.surroundings.controllers()  # more than are told make the whole answer incomplete
    whole = _answer(view, over_all, known, _undecided(view, known))
    held: dict[tuple[str, str], Certainty] = {}
    for id_ in reversed(known.surroundings.ids):
        posts = [post for post in view.officers(id_, OFFICERS) if post.held.holds_on(question.day)]
        sure = Certainty.RECORDED if id_ == party.id else Certainty.IDENTITY
        held |= {(post.holder, post.role): sure for post in posts}
    held |= {(holder, ACTUAL_CONTROLLER): Certainty.DERIVED for holder in controllers}
    people = {
        id_: _known(view, person, over_all, At.HOLDING)
        for id_, person in sorted(view.parties([holder for holder, _ in held]).items())
    }
    outcomes = {id_: _outcome(view, over_all, person) for id_, person in people.items()}
    officers = [
        Officer(person.party, role, person.listed, outcomes[holder], person.listings, held[holder, role])
        for holder, role in sorted(held, key=lambda post: (OFFICERS.index(post[1]), post[0]))
        for person in (people[holder],)
    ]
    return Credit.of(whole, officers, Area.CREDIT)


def _outcome(view: View, question: Question, known: _Known) -> Outcome:
    """The outcome of ``check`` over all areas; connections are looked for only where they could change it."""
    found = known.found
    return found if found is not Outcome.CLEAR else _answer(view, question, known).outcome


def connections(view: View, party: Party, question: Question, search: Search | None = None) -> Connections:
    """The ways from ``party`` to listed parties that the law does not reach: a hint, never a restriction.

    One path a listed party; with a ``search`` also those that it describes, all of them.
    """
    answer = check(view, party, question)
    if search is None or not party.id:
        return Connections(answer)
    ways = paths_to_listed(view, party.id, search, beside={finding.debtor or "" for finding in answer.findings})
    listed = listed_among(view, {party.id, *ways.parties}, search.day)
    return Connections(replace(answer, incomplete=answer.incomplete or ways.cut), ways, listed)


def appoint(
    view: View, party: Party, role: str, organization: Party | None, categories: Iterable[str], question: Question
) -> Appointed:
    """May ``party`` take the office of ``role`` in ``organization``, or in one of these ``categories``?

    Only measures that bar taking an office are weighed; where no policy has one on the day, the answer is
    ``not_covered``.
    """
    recorded = organization.categories if organization else frozenset(categories)
    office = Office(role, organization.id if organization else None, recorded, (ALWAYS,))
    known = _known(view, party, question, At.TAKING, [office])
    answer = _answer(view, replace(question, areas=frozenset(), hops=0), known, _undecided(view, known))
    return Appointed.of(answer, role, organization, recorded)


def findings_of(view: View, party: Party, question: Question, computed: ComputedTies | None = None) -> list[Finding]:
    """The findings of ``check``, without the search for connections; ``computed`` as for that."""
    return _known(view, party, question, At.HOLDING, computed=computed).findings


def _known(
    view: View, party: Party, question: Question, at: At, asked: Sequence[Office] = (),
    computed: ComputedTies | None = None,
) -> _Known:  # fmt: skip
    law = question.law.on(question.day, party.region, question.policies)
    law = law.on_posts if at is At.TAKING else law
    surroundings, unsure = Surroundings(), list[Undecided]()
    if not party.id:
        debts, unsure = records_of_stranger(view, party)
        ties: Iterable[Tie] = ties_of(party, (), {}, listed=bool(debts.bindings))
    else:
        surroundings = Surroundings.of(view, party, law, question.day, computed)
        debts = view.debts({party.id, *surroundings.others})
        ties = surroundings.ties(debts)
    offices = surroundings.offices if party.id and at is At.HOLDING else lambda: asked
    case = Case(party, question.day, ties, offices, debts, question.law.vocabulary, at)
    return _Known(party, question.day, law, debts, surroundings, first_of_each(case.findings(law)), unsure)


def _undecided(view: View, known: _Known) -> list[Undecided]:
    """The records in force on the day of which nobody can tell whether they are about the party."""
    if known.party.id:
        return undecided_records(view, known.party, known.day, {binding.listing.id for binding in known.bound})
    return [one for one in known.unsure if one.listing.in_force.holds_on(known.day)]


def _answer(view: View, question: Question, known: _Known, undecided: Sequence[Undecided] = ()) -> Answer:
    register = view.register()
    found: list[Connection] = []
    findings, cut = known.findings, known.surroundings.cut  # what was cut, is known once the ties were followed
    if question.hops and known.party.id:
        walk = known.surroundings.paths_to_debtors(question.hops, question.ties_followed)
        reached = {finding.debtor for finding in findings}
        paths = [path for path in walk.paths if path.parties[-1] not in reached]
        listed = listed_among(view, [path.parties[-1] for path in paths], question.day) if paths else {}
        found = [
            Connection(end, path.parties, path.roles, listed.get(end, Certainty.IDENTITY))
            for path in paths
            for end in path.parties[-1:]
        ]
        cut |= walk.cut
    return Answer(
        party=known.party,
        day=known.day,
        listed=known.listed,
        listings=known.listings,
        findings=findings,
        connections=found,
        undecided=undecided,
        law=known.law,
        areas=question.areas,
        incomplete=cut or not register.has_listings,
        lists_loaded=register.has_listings,
        snapshot=register.digest,
        decisions=register.decisions,
    )
