"""The three questions about one party: ``check``, ``credit`` and ``appoint``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from graph.connections import Search, listed_among, paths_to_listed
from graph.exposure.answer import Answer, Appointed, Connection, Connections, Credit, Officer
from graph.exposure.asked import Undecided, records_of_stranger, undecided_records
from graph.exposure.finding import Finding, in_order
from graph.exposure.reach import Case, Office, ties_of
from graph.exposure.surroundings import Surroundings, first_of_each
from graph.model import ACTUAL_CONTROLLER, ALWAYS, OFFICERS, Area, At, Certainty, Debts, Party, Scope
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


@dataclass(slots=True)
class _Known:
    """What one party's question has found so far."""

    law: Applicable
    debts: Debts
    undecided: list[Undecided]
    surroundings: Surroundings = field(default_factory=Surroundings)
    findings: list[Finding] = field(default_factory=list)


def check(view: View, party: Party, question: Question) -> Answer:
    """Everything that reaches ``party`` on the day: by which measure, clause, role and path."""
    known = _findings(view, party, question, At.HOLDING)
    return _answer(view, party, question, known)


def credit(view: View, party: Party, question: Question) -> Credit:
    """The lender's look: the applicant in the area of credit, and each of its officers over all areas."""
    over_all = replace(question, areas=frozenset())
    known = _findings(view, party, over_all, At.HOLDING)
    whole = _answer(view, party, over_all, known)
    officers = []
    held: dict[tuple[str, str], Certainty] = {}
    for id_ in reversed(known.surroundings.ids):
        posts = [post for post in view.officers(id_, OFFICERS) if post.held.holds_on(question.day)]
        sure = Certainty.RECORDED if id_ == party.id else Certainty.IDENTITY
        held |= {(post.holder, post.role): sure for post in posts}
    held |= {(holder, ACTUAL_CONTROLLER): Certainty.DERIVED for holder in known.surroundings.controllers()}
    people = view.parties([holder for holder, _ in held])
    answers = {holder: check(view, people[holder], over_all) for holder in sorted(people)}
    for holder, role in sorted(held, key=lambda post: (OFFICERS.index(post[1]), post[0])):
        answer = answers[holder]
        officers.append(Officer(answer.party, role, answer.listed, answer.outcome, answer.listings, held[holder, role]))
    return Credit.of(whole, officers, Area.CREDIT)


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
    known = _findings(view, party, question, At.TAKING, [office])
    answer = _answer(view, party, replace(question, areas=frozenset(), hops=0), known)
    return Appointed.of(answer, role, organization, recorded)


def findings_of(view: View, party: Party, question: Question) -> list[Finding]:
    """The findings of ``check``, without the search for connections."""
    return _findings(view, party, question, At.HOLDING).findings


def _findings(view: View, party: Party, question: Question, at: At, offices: Sequence[Office] = ()) -> _Known:
    law = question.law.on(question.day, party.region, question.policies)
    law = law.on_posts if at is At.TAKING else law
    surroundings = Surroundings()
    if not party.id:
        debts, undecided = records_of_stranger(view, party)
        undecided = [entry for entry in undecided if entry.listing.in_force.holds_on(question.day)]
        ties = ties_of(party, (), {}, listed=bool(debts.bindings))
    else:
        surroundings = Surroundings.of(view, party, law, question.day)
        debts = view.debts({party.id, *surroundings.others})
        bound = {binding.listing.id for binding in debts.bindings if binding.party == party.id}
        undecided = undecided_records(view, party, question.day, bound)
        ties = surroundings.ties(debts)
        if at is At.HOLDING and any(tie for tie in ties if _may_bar(law, tie.scope, tie.role)):
            offices = surroundings.offices()
    case = Case(party, question.day, ties, offices, debts, question.law.vocabulary, at)
    return _Known(law, debts, undecided, surroundings, in_order(first_of_each(case.findings(law))))


def _may_bar(law: Applicable, scope: Scope, role: str | None) -> bool:
    return any(measure.bars_offices for measure in law.measures.get((scope, role), ()))


def _answer(view: View, party: Party, question: Question, known: _Known) -> Answer:
    register = view.register()
    found: list[Connection] = []
    cut = known.surroundings.cut
    if question.hops and party.id:
        walk = known.surroundings.paths_to_debtors(question.hops, question.ties_followed)
        reached = {finding.debtor for finding in known.findings}
        paths = [path for path in walk.paths if path.parties[-1] not in reached]
        listed = listed_among(view, [path.parties[-1] for path in paths], question.day) if paths else {}
        found = [
            Connection(end, path.parties, path.roles, listed.get(end, Certainty.IDENTITY))
            for path in paths
            for end in path.parties[-1:]
        ]
        cut |= walk.cut
    own = [
        binding
        for binding in known.debts.bindings
        if binding.party == party.id and binding.listing.in_force.holds_on(question.day)
    ]
    return Answer(
        party=party,
        day=question.day,
        listed=any(binding.certainty is Certainty.RECORDED for binding in own),
        listings=tuple(sorted(binding.listing.id for binding in own)),
        findings=known.findings,
        connections=found,
        undecided=known.undecided,
        law=known.law,
        areas=question.areas,
        incomplete=cut or not register.has_listings,
        snapshot=register.digest,
        decisions=register.decisions,
    )
