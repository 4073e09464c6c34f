"""Asks a store and the evaluator for an extract. The formats beside it know nothing but the extract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from graph.connections import neighbourhood
from graph.export.extract import Applied, Extract, Match, Reached, Silent, Standing, Way
from graph.exposure import Answer, Finding, Question, check, computed_together
from graph.model import Binding, Certainty, Listing, Post, by_holder, iso
from graph.stores import View
from graph.stores.interface import DayView

Fact = TypeVar("Fact", bound=tuple[Any, ...])

PARTIES = 500  # in one extract, unless more are asked for


def extract(view: DayView, parties: Sequence[str], question: Question, *, limit: int = PARTIES) -> Extract:
    """The network up to ``question.hops`` ties around ``parties`` (ids), with what the law says of each in it.

    At most ``limit`` parties, nearer ones first; what is left out makes it ``incomplete``. Beyond the limit
    stand only those whom a finding names: the debtor, and the organization whose office is barred. Parties that
    the register does not hold are not in it. Raises ``ValueError`` for negative hops or a limit below 1.
    """
    around = neighbourhood(view, parties, question.day, question.hops, limit, ties_followed=question.ties_followed)
    asked = tuple(sorted(id_ for id_, steps in around.distance.items() if steps == 0))
    computed = computed_together(view, question, around.parties)
    answers = {
        id_: check(view, party, question if id_ in asked else replace(question, hops=0), computed)
        for id_, party in sorted(around.parties.items())
    }
    laws = [answer.law for answer in answers.values()]
    findings = [(id_, finding) for id_, answer in answers.items() for finding in answer.findings]
    named = {other for _, finding in findings for other, _ in _ties(finding)}
    known = {**around.parties, **view.parties(sorted(named - around.parties.keys()))}
    debts = view.debts(sorted(known))
    listings, matches = _listings(debts.bindings, {finding.listing for _, finding in findings}, question.day)
    kept = {listing.id for listing in listings}
    cases = {listing.case_number for listing in listings}
    notices = {finding.notice for _, finding in findings}
    return Extract(
        as_of=str(iso(question.day)),
        hops=question.hops,
        incomplete=around.cut or any(answer.incomplete for answer in answers.values()),
        snapshot=view.register().digest,
        asked=asked,
        policies=_sorted(Applied(policy.id, policy.digest) for law in laws for policy in law.policies),
        not_covered=_sorted(Silent(silent.policy, silent.reason) for law in laws for silent in law.not_covered),
        standings=tuple(
            _standing(id_, around.distance.get(id_), answers.get(id_), matches) for id_ in sorted(known)
        ),
        parties=tuple(known[id_]._replace(id_hash=None) for id_ in sorted(known)),
        roles=tuple(sorted(dict.fromkeys([*around.posts, *_resting(view, findings)]), key=by_holder)),
        listings=listings,
        matches=matches,
        orders=_sorted(
            order for order in debts.orders
            if order.party in known and (order.listing in kept if order.listing else order.case_number in cases)
        ),
        retentions=_sorted(row for row in debts.retentions if row.listing in kept),
        suspensions=_sorted(row for row in debts.suspensions if row.listing in kept),
        notices=_sorted(
            row for row in debts.notices if row.in_force.holds_on(question.day) or row.id in notices
        ),
        findings=tuple(Reached.of(id_, finding.without_steps.as_json()) for id_, finding in findings),
        connections=tuple(
            Way(id_, way.party, way.path, way.roles, way.certainty)
            for id_, answer in answers.items() for way in answer.connections
        ),
    )  # fmt: skip


def _sorted(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once, in the order of its cells; what is unknown comes first."""
    return tuple(sorted(set(facts), key=lambda fact: [(cell is not None, cell) for cell in fact]))


def _listings(
    bindings: Iterable[Binding], resting: set[str | None], day: int
) -> tuple[tuple[Listing, ...], tuple[Match, ...]]:  # fmt: skip
    """The listings that stand, or on which a finding still rests. What was released is not passed on."""
    listings: dict[str, Listing] = {}
    matches = set()
    for listing, party, grade, certainty in bindings:
        if listing.in_force.holds_on(day) or listing.id in resting:
            # Where it is settled whom the listing names, it is told by id: the number that settled it stays behind.
            named = party if certainty is Certainty.RECORDED else listing.party
            listings[listing.id] = listing._replace(party=named, identifier_hash=None)
            matches.add(Match(listing.id, party, grade, certainty))
    return tuple(listings[id_] for id_ in sorted(listings)), tuple(sorted(matches))


def _standing(id_: str, steps: int | None, answer: Answer | None, matches: Iterable[Match]) -> Standing:
    if answer is None:
        listed = any(match.party == id_ and match.certainty is Certainty.RECORDED for match in matches)
        return Standing(id_, steps, False, listed, None)
    outcome = answer.outcome if answer.findings or steps == 0 else None
    return Standing(id_, steps, steps == 0, answer.listed, outcome)


def _resting(view: View, findings: Iterable[tuple[str, Finding]]) -> Iterator[Post]:
    """The roles on which findings rest, with their earlier terms: what went on is one tie, and who left may answer."""
    resting: dict[str, set[tuple[str, str]]] = {}
    for id_, finding in findings:
        resting.setdefault(id_, set()).update(_ties(finding))
    for id_, ties in resting.items():
        for post in view.between(id_, sorted({other for other, _ in ties})) if ties else ():
            if {(post.holder, post.role), (post.organization, post.role)} & ties:
                yield post


def _ties(finding: Finding) -> Iterator[tuple[str, str]]:
    """With whom, and by which role: the debtor, and the organization whose office is barred."""
    if finding.debtor and finding.role:
        yield finding.debtor, finding.role
    if finding.appointment and finding.appointment.organization:
        yield finding.appointment.organization, finding.appointment.role
