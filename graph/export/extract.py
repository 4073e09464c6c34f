"""An extract of a register: the network around some parties on a day, and what the law says of it.

It holds no ID number and no hash of one: a mask is all that leaves the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model import Certainty, Grade, Label, Listing, Notice, Order, Outcome, Party, Post, Retention, Suspension

NOTE = Label(
    "不构成法律意见。失信记录屏蔽或撤销后，须从本文件及其一切副本中删除。",
    "Not legal advice. A listing that is released must be removed from this file and from every copy of it.",
)


class Standing(NamedTuple):
    """Where a party stands: ``steps`` from the nearest party asked about, itself ``listed`` on the day or not.

    ``outcome`` is that of ``check`` for the parties asked about; for the others the strongest of their
    findings, and None where there is none: their own association was not searched. ``steps`` is None for whom
    only a finding names.
    """

    party: str
    steps: int | None
    asked: bool
    listed: bool
    outcome: Outcome | None


class Match(NamedTuple):
    """The party whom a listing names, and how well the two agree."""

    listing: str
    party: str
    grade: Grade
    certainty: Certainty


class Reached(NamedTuple):
    """A finding as the contract words it: ``party`` is reached by ``measure``, from ``since`` to ``until``."""

    party: str
    outcome: Outcome
    measure: str
    policy: str
    clause: str
    title: str
    area: str
    effect: str
    scope: str
    role: str | None
    appointment_role: str | None
    appointment_organization: str | None
    appointment_category: str | None
    debtor: str | None
    listing: str | None
    notice: str | None
    path: tuple[str, ...]
    since: str | None
    until: str | None
    certainty: Certainty
    evidence: str
    discretionary: bool
    requires: str | None
    units: tuple[str, ...]
    unverified: tuple[str, ...]
    quote: str

    @classmethod
    def of(cls, party: str, finding: Mapping[str, Any]) -> Reached:
        """The row of one finding of ``check --json``."""
        post = finding["appointment"] or {}
        values: dict[str, Any] = {
            **{name: finding.get(name) for name in cls._fields},
            **{f"appointment_{name}": post.get(name) for name in ("role", "organization", "category")},
            **{name: tuple(finding[name]) for name in ("path", "units", "unverified")},
            "outcome": Outcome(finding["outcome"]), "certainty": Certainty(finding["certainty"]), "party": party,
        }  # fmt: skip
        return cls(**values)


class Way(NamedTuple):
    """An association of ``party`` with the listed ``debtor`` that no clause reaches. No restriction."""

    party: str
    debtor: str
    path: tuple[str, ...]
    roles: tuple[str, ...]
    certainty: Certainty


class Applied(NamedTuple):
    """A policy that was applied, and the digest of what stands in it."""

    policy: str
    digest: str


class Silent(NamedTuple):
    """A policy that was not applied, and why."""

    policy: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extract:
    """The network around ``asked`` on ``as_of`` (YYYY-MM-DD), up to ``hops`` ties away.

    ``roles`` are those in force on the day, and the earlier terms of those on which a finding rests; ``listings``
    those in force, and a released one only where a retained measure still rests on it. ``incomplete`` tells
    that a limit left somebody or something out, or that no list is loaded. ``snapshot`` is the digest
    of the register. Everything stands in the order of its ids.
    """

    as_of: str
    hops: int
    incomplete: bool
    snapshot: str
    asked: tuple[str, ...] = ()
    policies: tuple[Applied, ...] = ()
    not_covered: tuple[Silent, ...] = ()
    standings: tuple[Standing, ...] = ()
    parties: tuple[Party, ...] = ()
    roles: tuple[Post, ...] = ()
    listings: tuple[Listing, ...] = ()
    matches: tuple[Match, ...] = ()
    orders: tuple[Order, ...] = ()
    retentions: tuple[Retention, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    notices: tuple[Notice, ...] = ()
    findings: tuple[Reached, ...] = ()
    connections: tuple[Way, ...] = ()
