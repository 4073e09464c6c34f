"""Answers, and their form in JSON: the same question, data and law give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from graph.connections import Ways, search_json, ways_json
from graph.exposure.asked import Undecided
from graph.exposure.finding import Finding, area_outcomes, strongest
from graph.model import Area, Certainty, Outcome, Party, iso
from graph.policy import Applicable


class Connection(NamedTuple):
    """An association beyond the law: the way from the party asked about to a listed party. No restriction."""

    party: str
    path: tuple[str, ...]
    roles: tuple[str, ...]
    certainty: Certainty  # of the listing's tie to the listed party

    def as_json(self) -> dict[str, Any]:
        """The connection in the words of the contract."""
        return {
            "party": self.party, "path": list(self.path), "roles": list(self.roles),
            "certainty": str(self.certainty),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What reaches one party on one day. ``listed``: is the party itself a listed debtor on that day?

    Where no list is loaded at all (``lists_loaded``), that it is not listed says nothing, and the answer is incomplete.
    """

    party: Party
    day: int
    listed: bool
    listings: tuple[str, ...]
    findings: Sequence[Finding]
    connections: Sequence[Connection]
    undecided: Sequence[Undecided]
    law: Applicable
    areas: frozenset[Area]
    incomplete: bool
    lists_loaded: bool
    snapshot: str
    decisions: str | None

    @property
    def outcome(self) -> Outcome:
        """The outcome over the areas asked for."""
        return self.outcome_in(self.areas)

    def outcome_in(self, areas: Iterable[Area]) -> Outcome:
        """The outcome over some areas (none: all): the strongest finding, else what stands in its place."""
        chosen = frozenset(areas) or frozenset(Area)
        found = strongest(finding.outcome for finding in self.findings if finding.measure.area in chosen)
        return self._standing_in(found, covered=not chosen.isdisjoint(self.law.areas))

    def _standing_in(self, found: Outcome, *, covered: bool) -> Outcome:
        """The outcome that stands in the place of ``clear``, where it may not be said."""
        if found is not Outcome.CLEAR:
            return found
        if not covered:
            return Outcome.NOT_COVERED
        if self.connections:
            return Outcome.CONNECTED
        return Outcome.INCOMPLETE if self.incomplete else Outcome.CLEAR

    def outcomes(self) -> dict[str, str]:
        """The outcome in each area."""
        found = area_outcomes(self.findings)
        return {
            str(area): str(self._standing_in(found.get(area, Outcome.CLEAR), covered=area in self.law.areas))
            for area in Area
        }

    def as_json(self) -> dict[str, Any]:
        """The answer in the words and the order of the contract."""
        return {
            **self.head(),
            "outcome": str(self.outcome),
            "outcomes": self.outcomes(),
            "findings": [finding.as_json() for finding in self.findings],
            "connections": [connection.as_json() for connection in self.connections],
            **self.tail(),
        }

    def head(self) -> dict[str, Any]:
        """Who was asked about, and on which day."""
        party = self.party
        return {
            "party": {
                "id": party.id or None, "kind": party.kind and str(party.kind), "name": party.name,
                "listed": self.listed, "listings": list(self.listings),
            },
            "as_of": iso(self.day),
        }  # fmt: skip

    def tail(self) -> dict[str, Any]:
        """What was not decided, what was not looked at, and what the answer rests on."""
        return {
            "undecided": [entry.as_json() for entry in self.undecided],
            "not_covered": [{"policy": silent.policy, "reason": silent.reason} for silent in self.law.not_covered],
            "incomplete": self.incomplete,
            "looked_at": ["listings", "roles"] if self.party.id else ["listings"],
            "basis": [
                {
                    "policy": policy.id,
                    "number": policy.number,
                    "rank": policy.rank,
                    "standing": policy.standing,
                    "unverified": list(policy.unverified),
                }
                for policy in self.law.policies
            ],
            "sources": {
                "snapshot": self.snapshot,
                "decisions": self.decisions,
                "policies": {policy.id: policy.digest for policy in self.law.policies},
            },
        }


@dataclass(frozen=True, slots=True)
class Connections:
    """The association of a party beyond the law. It makes ``connected``, never more."""

    answer: Answer
    ways: Ways | None = None
    listed: Mapping[str, Certainty] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """``connected`` or ``clear``, or ``incomplete`` where the search was cut short and found nothing."""
        if self.answer.connections or (self.ways and self.ways.groups):
            return Outcome.CONNECTED
        return Outcome.INCOMPLETE if self.answer.incomplete else Outcome.CLEAR

    def as_json(self) -> dict[str, Any]:
        """The connections with who was asked about and what they rest on."""
        return {
            **self.answer.head(),
            "outcome": str(self.outcome),
            "connections": [connection.as_json() for connection in self.answer.connections],
            **(
                {"search": search_json(self.ways.search), "paths": ways_json(self.ways, self.listed)}
                if self.ways
                else {}
            ),
            **self.answer.tail(),
        }


class Officer(NamedTuple):
    """Somebody who runs the applicant, with the outcome that ``check`` gives."""

    party: Party
    role: str
    listed: bool
    outcome: Outcome
    listings: tuple[str, ...]
    certainty: Certainty = Certainty.RECORDED  # of the office: derived for a controller who follows from shares

    def as_json(self) -> dict[str, Any]:
        """The officer in the words of the contract."""
        return {
            "holder": self.party.id, "name": self.party.name, "role": self.role, "listed": self.listed,
            "outcome": str(self.outcome), "listings": list(self.listings), "certainty": str(self.certainty),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """The lender's look: the applicant's findings in one area, all others apart, and each officer."""

    answer: Answer
    other_findings: Sequence[Finding]
    officers: Sequence[Officer]

    @classmethod
    def of(cls, whole: Answer, officers: Sequence[Officer], area: Area) -> Credit:
        """The look at what ``check`` found."""
        own = [finding for finding in whole.findings if finding.measure.area is area]
        others = [finding for finding in whole.findings if finding.measure.area is not area]
        return cls(replace(whole, findings=own, areas=frozenset({area})), others, officers)

    def as_json(self) -> dict[str, Any]:
        """The look in the words of the contract."""
        answer = self.answer
        return {
            **answer.head(),
            "outcome": str(answer.outcome),
            "outcomes": replace(answer, findings=[*answer.findings, *self.other_findings]).outcomes(),
            "findings": [finding.as_json() for finding in answer.findings],
            "other_findings": [finding.as_json() for finding in self.other_findings],
            "officers": [officer.as_json() for officer in self.officers],
            "connections": [connection.as_json() for connection in answer.connections],
            **answer.tail(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Appointed:
    """May a person take an office? ``barred``, ``review`` or ``clear``, with the clauses."""

    answer: Answer
    role: str
    organization: Party | None
    categories: frozenset[str]

    @classmethod
    def of(
        cls, answer: Answer, role: str, organization: Party | None, categories: frozenset[str]
    ) -> Appointed:  # fmt: skip
        """The answer about one office."""
        return cls(answer, role, organization, categories)

    @property
    def outcome(self) -> Outcome:
        """``restricted`` is ``barred`` here; everything else keeps its word."""
        found = self.answer.outcome
        return Outcome.BARRED if found is Outcome.RESTRICTED else found

    def as_json(self) -> dict[str, Any]:
        """The answer in the words of the contract."""
        office = {
            "role": self.role,
            "organization": self.organization.id if self.organization else None,
            "categories": sorted(self.categories),
        }
        return {
            **self.answer.head(),
            "appointment": office,
            "outcome": str(self.outcome),
            "findings": [finding.as_json() for finding in self.answer.findings],
            **self.answer.tail(),
        }
