"""One question put to the product and to the naive evaluator, and the part of the answer that both must share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from graph.exposure import Question, appoint, check, credit, stranger
from graph.model import Area, Vocabulary
from graph.model import day as number_of
from graph.policy import Law
from graph.stores import Changes, Transfer
from graph.stores.day_overlay import DayOverlay
from graph.stores.interface import DayView, View, WholeView
from tests.naive import evaluator, register
from tests.scenarios.registers import KEY, Rows

FINDING_KEYS = (
    "measure", "policy", "clause", "title", "area", "quote", "units", "effect", "discretionary", "requires", "scope",
    "role", "appointment", "debtor", "listing", "notice", "path", "since", "until", "certainty", "evidence",
)  # fmt: skip

Triple = tuple[str, str, str]  # holder, role, organization


@dataclass(frozen=True)
class Ask:
    """A question: ``kind`` is check, credit or appoint; ``party`` an id, or empty for ``name`` and ``identifier``."""

    kind: str
    party: str = ""
    name: str = ""
    identifier: str = ""
    role: str = ""
    organization: str = ""
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    hops: int = 2
    ties_followed: int = 1000
    policies: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhatIf:
    """Changes that take effect on the day asked about."""

    listed: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    started: tuple[Triple, ...] = ()
    ended: tuple[Triple, ...] = ()
    transferred: tuple[tuple[str, str, str, str], ...] = ()  # holder, organization, share, to (or nobody)

    def over(self, view: WholeView, day: str) -> DayView:
        """The view with these changes laid over it."""
        if self == WhatIf():
            return view
        moved = tuple(
            Transfer(holder, organization, int(Decimal(share) * 10**10), to or None)
            for holder, organization, share, to in self.transferred
        )
        return DayOverlay(view, Changes(_number(day), self.listed, self.released, self.started, self.ended, moved))

    def made(self, rows: Rows, day: str) -> dict[str, list[Mapping[str, str]]]:
        """The rows as they would stand if the changes had really been made."""
        changed = {name: list(some) for name, some in rows.items()}
        names = {row["id"]: row["name"] for row in rows.get("parties", ())}
        roles = [self._ended(row, day) for row in rows.get("roles", ())]
        keys = {(holder, organization, role, day) for holder, role, organization in self.started}
        changed["roles"] = [
            *(row for row in roles if row is not None and _role_key(row) not in keys),
            *({"holder": h, "organization": o, "role": role, "since": day} for h, role, o in set(self.started)),
        ]
        for holder, organization, share, to in self.transferred:
            changed["roles"] = self._moved(changed["roles"], day, holder, organization, -Decimal(share))
            if to:
                changed["roles"] = self._moved(changed["roles"], day, to, organization, Decimal(share))
        changed["listings"] = [
            {**row, "released_on": min(row.get("released_on") or day, day)} if row["id"] in self.released else row
            for row in rows.get("listings", ())
        ] + [
            {"id": f"whatif:{party}", "party": party, "name": names[party], "case_number": f"whatif {party}",
             "listed_on": day}
            for party in sorted(set(self.listed))
        ]  # fmt: skip
        return changed

    def _moved(
        self, rows: Sequence[Mapping[str, str]], day: str, holder: str, organization: str, by: Decimal
    ) -> list[Mapping[str, str]]:
        """The holding ends on ``day``, and what it comes to then begins."""
        kept: list[Mapping[str, str]] = []
        for row in rows:
            if (row["holder"], row["role"], row["organization"]) != (holder, "shareholder", organization):
                kept.append(row)
                continue
            since, until = row.get("since") or "", row.get("until") or "9999"
            by += Decimal(row["share"]) if since <= day < until else 0
            if since < day:
                kept.append({**row, "until": min(until, day)})
        new = {"holder": holder, "organization": organization, "role": "shareholder", "since": day, "share": f"{by:f}"}
        return [*kept, new] if by else kept

    def _ended(self, row: Mapping[str, str], day: str) -> Mapping[str, str] | None:
        if (row["holder"], row["role"], row["organization"]) not in self.ended:
            return row
        if row.get("since", "") >= day:
            return None
        return {**row, "until": min(row.get("until") or day, day)}


def question_of(law: Law, ask: Ask, day: str) -> Question:
    """The day, the law and how far to look."""
    areas = frozenset(Area(area) for area in ask.areas)
    return Question(law, _number(day), ask.policies, areas, ask.hops, ask.ties_followed)


def ask_product(view: View, law: Law, ask: Ask, day: str) -> dict[str, Any]:
    """The product's whole answer in JSON."""
    question = question_of(law, ask, day)
    outside = None if ask.party else stranger(ask.name, ask.identifier or None, KEY)
    party = outside or view.parties([ask.party])[ask.party]
    if ask.kind == "check":
        return check(view, party, question).as_json()
    if ask.kind == "credit":
        return credit(view, party, question).as_json()
    organization = view.parties([ask.organization])[ask.organization] if ask.organization else None
    return appoint(view, party, ask.role, organization, ask.categories, question).as_json()


def ask_naive(rows: Rows, law: Law, ask: Ask, day: str) -> dict[str, Any]:
    """The naive evaluator's answer."""
    vocabulary = Vocabulary().extended(policy.vocabulary for policy in law.policies.values())
    known = register.Register(rows, vocabulary)
    party = known.party(ask.party) if ask.party else register.stranger(ask.name, ask.identifier)
    asked = (known, law.policies, party, day)
    if ask.kind == "appoint":
        return evaluator.appoint(*asked, ask.role, ask.organization or None, ask.categories, named=ask.policies)
    more: dict[str, Any] = {"named": ask.policies, "hops": ask.hops, "ties_followed": ask.ties_followed}
    if ask.kind == "credit":
        return evaluator.credit(*asked, **more)
    return evaluator.check(*asked, **more, areas=ask.areas)


def comparable(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the contract fixes of an answer; the sources are told apart from the meaning."""
    kept: dict[str, Any] = {
        "party": {key: answer["party"][key] for key in ("id", "kind", "name", "listed")},
        "undecided": [_id(entry, "listing") for entry in answer["undecided"]],
        "not_covered": [_id(entry, "policy") for entry in answer["not_covered"]],
    }
    for name in ("as_of", "outcome", "outcomes", "incomplete"):
        if name in answer:
            kept[name] = answer[name]
    for name in ("findings", "other_findings"):
        if name in answer:
            kept[name] = [
                {**_cut(finding, FINDING_KEYS), "derivation": _derivation(finding)} for finding in answer[name]
            ]
    if "connections" in answer:
        kept["connections"] = [_cut(one, ("party", "path", "roles")) for one in answer["connections"]]
    if "officers" in answer:
        keys = ("holder", "role", "listed", "outcome", "listings")
        kept["officers"] = [_cut(officer, keys) for officer in answer["officers"]]
    return kept


def _derivation(finding: Mapping[str, Any]) -> dict[str, Any] | None:
    """Who controls what through which holdings; the law that says so is told by the product alone."""
    how = finding["derivation"]
    return how and _cut(how, ("controller", "organization", "steps"))


def _cut(whole: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: whole[key] for key in keys}


def _id(entry: str | Mapping[str, str], key: str) -> str:
    return entry if isinstance(entry, str) else entry[key]


def _number(day: str) -> int:
    return number_of(date.fromisoformat(day), 0)


def _role_key(row: Mapping[str, str]) -> tuple[str, str, str, str]:
    return row["holder"], row["organization"], row["role"], row.get("since", "")
