"""A finding: one measure that reaches one party, through which tie, since when, how surely."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from graph.control import Control
from graph.model import Area, Certainty, Effect, Interval, Outcome, Requirement, Scope, iso
from graph.policy import Measure

_RESTRICTING = frozenset({Effect.PROHIBIT, Effect.RESTRICT, Effect.REVOKE, Effect.SUSPEND})
_REVIEWING = frozenset({Effect.STRICT_REVIEW, Effect.PRUDENTIAL_REFERENCE, Effect.INQUIRY, Effect.KEY_SUPERVISION})
_SCALE = (Outcome.CLEAR, Outcome.CONNECTED, Outcome.REVIEW, Outcome.RESTRICTED)


class Appointment(NamedTuple):
    """A post that a measure bars; ``organization`` and ``category`` are None where the question names none."""

    role: str
    organization: str | None
    category: str | None


class Finding(NamedTuple):
    """One measure that reaches the party asked about.

    ``requires`` is what the measure needs and is not on file; ``holds`` the days on which the finding holds;
    ``path`` the party ids from the debtor to the party asked about. A tie that the register does not name follows
    from ``control``.
    """

    measure: Measure
    scope: Scope
    role: str | None
    appointment: Appointment | None
    debtor: str | None
    listing: str | None
    notice: str | None
    path: tuple[str, ...]
    holds: Interval
    certainty: Certainty
    by_order: bool
    requires: Requirement | None
    control: Control | None = None

    @property
    def outcome(self) -> Outcome:
        """What this finding alone comes to."""
        return outcome_of(self.measure, self.certainty, self.requires)

    @property
    def without_steps(self) -> Finding:
        """The finding for those who do not ask by which steps control follows: there may be thousands."""
        return self._replace(control=None)

    def as_json(self) -> dict[str, Any]:
        """The finding in the words and the order of the contract."""
        return {
            **self.measure.told,
            "requires": self.requires and str(self.requires),
            "scope": str(self.scope), "role": self.role,
            "appointment": self.appointment and self.appointment._asdict(),
            "debtor": self.debtor, "listing": self.listing, "notice": self.notice, "path": list(self.path),
            "since": iso(self.holds.since), "until": iso(self.holds.until),
            "certainty": str(self.certainty), "evidence": "order" if self.by_order else "rule",
            "derivation": self.control and self.control.as_json(),
            "outcome": str(self.outcome), "unverified": list(self.measure.unverified),
        }  # fmt: skip


def outcome_of(measure: Measure, certainty: Certainty, requires: Requirement | None) -> Outcome:
    """``restricted`` only by the document's verb, on a proven tie, with nothing left to find or to decide."""
    if measure.effect in _RESTRICTING:
        sure = certainty is Certainty.RECORDED and not measure.discretionary and requires is None
        return Outcome.RESTRICTED if sure else Outcome.REVIEW
    return Outcome.REVIEW if measure.effect in _REVIEWING else Outcome.CLEAR


def strongest(outcomes: Iterable[Outcome]) -> Outcome:
    """The strongest of some outcomes, which are looked at until none can be stronger; ``clear`` where there is none."""
    found = Outcome.CLEAR
    for outcome in outcomes:
        if _SCALE.index(outcome) > _SCALE.index(found):
            found = outcome
            if found is _SCALE[-1]:
                break
    return found


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By measure, debtor, listing, role, appointment and since, in code points."""

    def key(finding: Finding) -> tuple[Any, ...]:
        post = finding.appointment
        return (
            finding.measure.id, finding.debtor or "", finding.listing or "", finding.notice or "", finding.role or "",
            (post.role, post.organization or "", post.category or "") if post else (), finding.holds.since,
        )  # fmt: skip

    return sorted(findings, key=key)


def area_outcomes(findings: Iterable[Finding]) -> dict[Area, Outcome]:
    """For each area in which something was found, the strongest outcome."""
    outcomes: dict[Area, Outcome] = {}
    for finding in findings:
        area, found = finding.measure.area, finding.outcome
        if _SCALE.index(found) > _SCALE.index(outcomes.get(area, Outcome.CLEAR)):
            outcomes[area] = found
    return outcomes
