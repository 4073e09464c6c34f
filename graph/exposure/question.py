"""The three questions about one party: ``check``, ``credit`` and ``appoint``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.connections import Search, listed_among, paths_to_listed
from graph.exposure.answer import Answer, Appointed, Connection, Connections, Credit, Officer
from graph.exposure.asked import Undecided, records_of_stranger, undecided_records
from graph.exposure.computed import Computed
from graph.exposure.finding import Finding, in_order
from graph.exposure.reach import Case, Office, offices_of, ties_of
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
    computed: Computed | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def cut(self) -> bool:
        """Were there more shareholdings around the party than are read?"""
        return self.computed is not None and self.computed.cut


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
    posts = view.officers(party.id, OFFICERS) if party.id else []
    held = sorted({(post.holder, post.role) for post in posts if post.held.holds_on(question.day)})
    computed = known.computed.controllers() if known.computed else []
    held += [(holder, ACTUAL_CONTROLLER) for holder in computed]
    people = view.parties([holder for holder, _ in held])
    answers = {holder: check(view, people[holder], over_all) for holder in sorted(people)}
    for holder, role in sorted(held, key=lambda post: (OFFICERS.index(post[1]), post[0])):
        answer = answers[holder]
        certainty = Certainty.RECORDED
        if role == ACTUAL_CONTROLLER and holder in computed:
            certainty = Certainty.DERIVED
        officers.append(Officer(answer.party, role, answer.listed, answer.outcome, answer.listings, certainty))
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
    computed: Computed | None = None
    if not party.id:
        debts, undecided = records_of_stranger(view, party)
        undecided = [entry for entry in undecided if entry.listing.in_force.holds_on(question.day)]
        ties = ties_of(party, (), {}, listed=bool(debts.bindings))
        debtors: Mapping[str, Party] = {}
    else:
        posts = view.reach(party.id)
        others = {post.organization if post.holder == party.id else post.holder for post in posts}
        computed = Computed(view, party, law, question.day)
        debts = view.debts({party.id, *others, *computed.others})
        undecided = undecided_records(view, party, question.day)
        against = {binding.party for binding in debts.bindings} | {notice.party for notice in debts.notices}
        debtors = view.parties(sorted(others | computed.others & against))
        ties = ties_of(party, posts, debtors, listed=party.id in against)
        ties += computed.ties({id_: debtor for id_, debtor in debtors.items() if id_ in against})
        if at is At.HOLDING and any(tie for tie in ties if _may_bar(law, tie.scope, tie.role)):
            held = view.posts(party.id)
            offices = offices_of(held, view.parties({post.organization for post in held}))
    case = Case(party, question.day, ties, offices, debts, question.law.vocabulary, at)
    return _Known(law, debts, undecided, computed, in_order(case.findings(law)))


def _may_bar(law: Applicable, scope: Scope, role: str | None) -> bool:
    return any(measure.bars_offices for measure in law.measures.get((scope, role), ()))


def _answer(view: View, party: Party, question: Question, known: _Known) -> Answer:
    register = view.register()
    found: list[Connection] = []
    cut = known.cut
    if question.hops and party.id:
        walk = view.paths_to_debtors(party.id, question.day, question.hops, question.ties_followed)
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
