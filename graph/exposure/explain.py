"""What would have to change for another answer to a question about an office.

Nothing is guessed: the evaluator is asked again on each changed graph. The changes of a set hit every finding that
stands in the way, and the smallest sets are found breadth first, as a theory of diagnosis does it (Reiter, A theory of
diagnosis from first principles, 1987): one finding that still stands is taken, and each change that bears on it tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from graph.exposure.answer import Appointed
from graph.exposure.finding import Finding
from graph.exposure.question import Question, appoint
from graph.exposure.reach import belongs_to_case
from graph.model import LATEST, Label, Order, Outcome, Party, Requirement, Scope, iso
from graph.model.vocabulary import CATEGORIES, ROLES
from graph.stores.interface import View
from graph.stores.overlay import Changes, Overlay

_ASKED = 300  # changed graphs that are asked about, at most

Triple = tuple[str, str, str]


class Change(NamedTuple):
    """One change: ``release`` a listing, ``end`` a post, ``lift`` an order, ``debt`` proven, ``category`` proven."""

    change: str
    of: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The change with the words of ``whatif`` for its parts."""
        return {"change": self.change, **dict(zip(_PARTS[self.change], self.of, strict=True))}

    @property
    def sentence(self) -> Label:
        """The change in words."""
        words = self.of
        if self.change == "end":
            role = ROLES.get(self.of[1]) or Label(self.of[1], self.of[1])
            return Label(f"{words[0]}不再担任{words[2]}的{role.zh}", f"{words[0]} is no longer {role.en} of {words[2]}")
        if self.change == "category":
            kind = CATEGORIES.get(self.of[1]) or Label(self.of[1], self.of[1])
            return Label(f"查明{words[0]}属于{kind.zh}", f"{words[0]} is shown to be: {kind.en}")
        if self.change == "debt":
            return Label(
                f"查明名单{words[0]}的债务类型为{words[1]}", f"the debt of listing {words[0]} is shown to be {words[1]}"
            )
        if self.change == "lift":
            return Label(f"限制消费令{words[0]}解除", f"order {words[0]} is lifted")
        return Label(f"名单{words[0]}移除", f"listing {words[0]} is released")


_PARTS = {
    "release": ("listing",), "end": ("holder", "role", "organization"), "lift": ("order",), "debt": ("listing", "debt"),
    "category": ("organization", "category"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """The smallest sets of changes, each with the outcome that it gives; and the days from which another holds.

    ``needs`` are requirements of findings that nothing on file could meet or lift; ``cut``: not every set was tried.
    """

    sets: Sequence[tuple[tuple[Change, ...], Outcome]]
    days: Sequence[tuple[int, Outcome]]
    needs: Sequence[Requirement]
    cut: bool

    def as_json(self) -> dict[str, Any]:
        """What would give another answer, smallest sets first."""
        return {
            "sets": [
                {
                    "outcome": str(outcome),
                    "changes": [change.as_json() for change in changes],
                    "sentence": {
                        "zh": "；".join(change.sentence.zh for change in changes),
                        "en": "; ".join(change.sentence.en for change in changes),
                    },
                }
                for changes, outcome in self.sets
            ],
            "days": [{"from": iso(day), "outcome": str(outcome)} for day, outcome in self.days],
            "needs": [str(need) for need in self.needs],
            "incomplete": self.cut,
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer about an office, and what would have to change for another."""

    appointed: Appointed
    explanation: Explanation

    def as_json(self) -> dict[str, Any]:
        """The answer of ``appoint`` with the explanation beside it."""
        return {**self.appointed.as_json(), "explanation": self.explanation.as_json()}


def explain(
    view: View, party: Party, role: str, organization: Party | None, categories: Iterable[str], question: Question
) -> Explained:
    """May ``party`` take the office, and which smallest sets of changes would give another answer?

    A set is told where no smaller one in it gives the same outcome. Its changes take effect on the day asked about.
    """
    asked = tuple(categories)

    def ask(changes: Iterable[Change], day: int) -> Appointed:
        seen = Overlay(view, _made(changes, question.day))
        place = seen.parties([organization.id])[organization.id] if organization else None
        return appoint(seen, party, role, place, asked, replace(question, day=day))

    first = ask((), question.day)
    sets, cut = _smallest(first, lambda changes: ask(changes, question.day), view, question)
    needs = {finding.requires for finding in first.answer.findings if finding.requires and _matters(finding)}
    met = {change.change for changes, _ in sets for change in changes}
    if met & {"debt", "category"}:
        needs.discard(Requirement.FACT)
    if "lift" in met:
        needs -= {Requirement.ORDER, Requirement.COURT_WORD}
    days = _days(first, lambda day: ask((), day).outcome)
    return Explained(first, Explanation(sets, days, sorted(filter(None, needs)), cut))


def _smallest(
    first: Appointed, ask: Callable[[Iterable[Change]], Appointed], view: View, question: Question
) -> tuple[list[tuple[tuple[Change, ...], Outcome]], bool]:
    found: list[tuple[tuple[Change, ...], Outcome]] = []
    answers = {frozenset[Change](): first}
    level = [frozenset[Change]()]
    orders = {order for finding in first.answer.findings for order in _orders(view, first.answer.party, finding)}
    while level:
        following: dict[frozenset[Change], None] = {}
        for changes in level:
            answer = answers[changes]
            if answer.outcome is not first.outcome:
                smaller = (set(before) < changes and outcome is answer.outcome for before, outcome in found)
                if not any(smaller):
                    found.append((tuple(sorted(changes)), answer.outcome))
            for change in _bearing(answer, changes, orders, question):
                following[changes | {change}] = None
        level = []
        for changes in following:
            if len(answers) > _ASKED:
                return _ordered(found), True
            if changes not in answers:
                answers[changes] = ask(sorted(changes))
                level.append(changes)
    return _ordered(found), False


def _bearing(
    answer: Appointed, made: frozenset[Change], orders: Iterable[Order], question: Question
) -> Iterator[Change]:
    """The changes that bear on one finding that gives the outcome; and, at first, whatever could be proven."""
    strongest = [finding for finding in answer.answer.findings if finding.outcome is answer.answer.outcome]
    hit = strongest[:1] if _matters_at_all(answer) else []
    for finding in hit:
        yield from _lifting(finding, orders, made)
    if not made:
        for finding in answer.answer.findings:
            yield from _proving(answer, finding, question)


def _lifting(finding: Finding, orders: Iterable[Order], made: frozenset[Change]) -> Iterator[Change]:
    options = []
    if finding.listing:
        options.append(Change("release", (finding.listing,)))
    if finding.scope is not Scope.DEBTOR and finding.role and finding.debtor and finding.holds.until == LATEST:
        ends = (finding.path[1], finding.debtor)  # the party, or the id that is the same and bears the role
        holder, place = ends if finding.scope is Scope.OFFICER else ends[::-1]
        options.append(Change("end", (holder, finding.role, place)))
    options += [Change("lift", (order.id,)) for order in orders if finding.by_order]
    yield from (change for change in options if change not in made)


def _proving(answer: Appointed, finding: Finding, question: Question) -> Iterator[Change]:
    if finding.requires is not Requirement.FACT:
        return
    measure = finding.measure
    if measure.shown_by_debt and finding.listing:
        yield Change("debt", (finding.listing, measure.shown_by_debt))
    place = answer.organization
    if place is not None and not place.categories and measure.categories:
        yield Change("category", (place.id, min(measure.categories)))
        closure = question.law.vocabulary.closure
        named = {word for one in answer.answer.findings for word in one.measure.categories}
        others = (word for word in sorted(CATEGORIES) if closure(frozenset({word})).isdisjoint(named))
        yield from (Change("category", (place.id, word)) for word in list(others)[:1])


def _orders(view: View, party: Party, finding: Finding) -> Iterator[Order]:
    if finding.by_order and finding.debtor:
        debts = view.debts([finding.debtor])
        for binding in debts.bindings:
            if binding.listing.id == finding.listing:
                yield from (
                    order
                    for order in debts.orders
                    if order.party == party.id and belongs_to_case(order, binding.listing)
                )


def _days(first: Appointed, ask: Callable[[int], Outcome]) -> list[tuple[int, Outcome]]:
    """The days on which the answer becomes another by itself: a term ends, a kept measure, a law."""
    ends = sorted({finding.holds.until for finding in first.answer.findings if finding.holds.until != LATEST})
    told: list[tuple[int, Outcome]] = []
    before = first.outcome
    for day in ends:
        outcome = ask(day)
        if outcome is not before:
            told.append((day, outcome))
            before = outcome
    return told


def _made(changes: Iterable[Change], day: int) -> Changes:
    by: dict[str, list[Any]] = {}
    for change in changes:
        by.setdefault(change.change, []).append(change.of)
    return Changes(
        day,
        released=tuple(one for (one,) in by.get("release", ())),
        ended=tuple(by.get("end", ())),
        lifted=tuple(one for (one,) in by.get("lift", ())),
        debts=tuple(by.get("debt", ())),
        categories=tuple(by.get("category", ())),
    )


def _matters(finding: Finding) -> bool:
    return finding.outcome is not Outcome.CLEAR


def _matters_at_all(answer: Appointed) -> bool:
    return answer.outcome in (Outcome.BARRED, Outcome.REVIEW)


def _ordered(found: list[tuple[tuple[Change, ...], Outcome]]) -> list[tuple[tuple[Change, ...], Outcome]]:
    return sorted(found, key=lambda one: (len(one[0]), str(one[1]), one[0]))
