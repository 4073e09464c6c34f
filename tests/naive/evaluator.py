"""The contract worked out the slow way: every measure against every tie, on one day. It shares no code with
the product's evaluator, and may import the model and the parsed policies, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.policy import Measure, Policy

from .connections import connections
from .control import lasting
from .findings import Json, Office, found, in_law, in_order
from .register import ALWAYS, Register, Row, holds, in_force, run_around

AREAS = (
    "industry", "support", "office", "permit", "honour", "credit", "transaction", "consumption", "exit",
    "supervision", "other",
)  # fmt: skip
LOOKED_AT = (
    "legal_representative",
    "principal",
    "actual_controller",
    "director",
    "supervisor",
    "senior_manager",
)
RESTRICTING = ("prohibit", "restrict", "revoke", "suspend")
REVIEWING = ("strict_review", "prudential_reference", "inquiry", "key_supervision")


def check(
    register: Register, policies: Mapping[str, Policy], party: Row, day: str, *, named: Sequence[str] = (),
    hops: int = 2, ties_followed: int = 1000, areas: Sequence[str] = (),
) -> Json:  # fmt: skip
    """Everything that reaches ``party`` on ``day``."""
    speaking, silent = applicable(policies, party.get("region", ""), day, named)
    posts: dict[tuple[str, str], Office] = {}
    for id_ in (party["id"], *register.same_as(party["id"])):
        for (organization, role), days in register.held_by(id_).items():
            office = (role, organization, register.party(organization), days, id_ == party["id"])
            posts.setdefault((organization, role), office)
    offices = list(posts.values())
    findings = in_order(found(register, speaking, party, day, offices, "holding"))
    paths, cut = connections(register, party, day, hops, ties_followed)
    reached = {finding["debtor"] for finding in findings}
    connected = [path for path in paths if path["party"] not in reached]
    incomplete = cut or not register.listings
    about = (speaking, day, bool(connected), incomplete)
    return {
        **head(register, party, day),
        "outcome": outcome(findings, areas or AREAS, *about),
        "outcomes": {area: outcome(findings, [area], *about) for area in AREAS},
        "findings": findings,
        "connections": connected,
        "undecided": register.undecided(party, day),
        "not_covered": silent,
        "incomplete": incomplete,
    }


def credit(
    register: Register, policies: Mapping[str, Policy], party: Row, day: str, *, named: Sequence[str] = (),
    hops: int = 2, ties_followed: int = 1000,
) -> Json:  # fmt: skip
    """The lender's look: the applicant in the area of credit, and each officer over all areas."""
    asked: Json = {"named": named, "hops": hops, "ties_followed": ties_followed}
    whole = check(register, policies, party, day, **asked)
    officers = []
    for role in LOOKED_AT:
        holders = {
            holder
            for id_ in (party["id"], *register.same_as(party["id"]))
            for (holder, held), days in register.held_in(id_).items()
            if held == role and run_around(day, days)
        }
        if role == "actual_controller" and party["kind"] == "organization" and party["id"]:
            holders |= {id_ for id_ in register.graph if lasting(register, id_, party["id"], day)}
        for holder in sorted(holders):
            answer = check(register, policies, register.party(holder), day, **asked)
            records = register.records_against(register.party(holder))
            listings = sorted(listing["id"] for listing, _ in records if holds(in_force(listing), day))
            officers.append(
                {"holder": holder, "role": role, "listed": answer["party"]["listed"],
                 "outcome": answer["outcome"], "listings": listings}
            )  # fmt: skip
    return {
        **whole,
        "outcome": whole["outcomes"]["credit"],
        "findings": [finding for finding in whole["findings"] if finding["area"] == "credit"],
        "other_findings": [finding for finding in whole["findings"] if finding["area"] != "credit"],
        "officers": officers,
    }


def appoint(
    register: Register, policies: Mapping[str, Policy], party: Row, day: str, role: str,
    organization: str | None = None, categories: Iterable[str] = (), *, named: Sequence[str] = (),
) -> Json:  # fmt: skip
    """May ``party`` take the office of ``role`` on ``day``?"""
    speaking, silent = applicable(policies, party.get("region", ""), day, named)
    barring = [policy for policy in speaking if any(bars_on(measure, day) for measure in policy.measures)]
    silent = sorted([*silent, *(policy.id for policy in speaking if policy not in barring)])
    place = register.party(organization) if organization else {"categories": ";".join(categories)}
    asked: Office = (role, organization, place, [ALWAYS], True)
    findings = in_order(
        finding for finding in found(register, barring, party, day, [asked], "taking") if finding["appointment"]
    )
    incomplete = not register.listings
    word = outcome(findings, AREAS, barring, day, False, incomplete)
    return {
        **head(register, party, day),
        "outcome": "barred" if word == "restricted" else word,
        "findings": findings,
        "undecided": register.undecided(party, day),
        "not_covered": silent,
        "incomplete": incomplete,
    }


def bars_on(measure: Measure, day: str) -> bool:
    """Does the measure bar anybody from taking a post on ``day``?"""
    return measure.at in ("taking", "both") and holds(in_law(measure), day)


def head(register: Register, party: Row, day: str) -> Json:
    """Who is asked about. A party is listed where a record in force is proven to be about it."""
    proven = [listing for listing, certainty in register.records_against(party) if certainty == "recorded"]
    listed = any(holds(in_force(listing), day) for listing in proven)
    kind = party["kind"] or None
    return {
        "party": {"id": party["id"] or None, "kind": kind, "name": party["name"], "listed": listed},
        "as_of": day,
    }


def applicable(
    policies: Mapping[str, Policy], region: str, day: str, named: Sequence[str]
) -> tuple[list[Policy], list[str]]:
    """The policies that speak about a party of ``region`` on ``day``, and the ids of those left out."""
    speaking, silent = [], []
    for id_ in sorted(policies):
        policy = policies[id_]
        if named and id_ not in named:
            continue
        local = policy.region is not None and not named
        if local and region and not region.startswith(policy.region or ""):
            continue
        if not any(holds(in_law(measure), day) for measure in policy.measures) or (local and not region):
            silent.append(id_)
        else:
            speaking.append(policy)
    return speaking, silent


def outcome(
    findings: Iterable[Json], areas: Sequence[str], speaking: Iterable[Policy], day: str, connected: bool,
    incomplete: bool,
) -> str:  # fmt: skip
    """The word for some areas."""
    words = [word_of(finding) for finding in findings if finding["area"] in areas]
    for strongest in ("restricted", "review"):
        if strongest in words:
            return strongest
    covered = [
        measure
        for policy in speaking
        for measure in policy.measures
        if measure.scope is not None and measure.area in areas and holds(in_law(measure), day)
    ]
    if not covered:
        return "not_covered"
    if connected:
        return "connected"
    return "incomplete" if incomplete else "clear"


def word_of(finding: Json) -> str:
    """What one finding comes to."""
    if finding["effect"] in REVIEWING:
        return "review"
    if finding["effect"] not in RESTRICTING:
        return "clear"
    sure = finding["certainty"] == "recorded" and not finding["discretionary"] and not finding["requires"]
    return "restricted" if sure else "review"
