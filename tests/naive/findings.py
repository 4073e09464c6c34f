"""Every measure tried on every tie of a party to every debt, on one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from graph.model import ANY_ROLE, Kind, Requirement, Trigger, iso
from graph.policy import Measure, Policy

from .control import derivation, lasting
from .register import ALWAYS, Register, Row, Span, holds, name_key, run_around, span

Json = dict[str, Any]
Tie = tuple[str, str | None, Row, list[Span], Json | None]  # scope, role, debtor, when held, computed from what
# Role, organization, a row with its categories, when held, and whether by the party's own id.
Office = tuple[str, str | None, Row, Sequence[Span], bool]


class Debt(NamedTuple):
    """What a debtor has against it for one measure: the days around the day asked about (None: not on it)."""

    listing: str | None
    notice: str | None
    stands: Span | None
    held: Span | None
    certainty: str
    ordered: bool
    requires: str | None


def in_law(measure: Measure) -> Span:
    """The days on which a measure is law."""
    return span(iso(measure.holds.since) or "", iso(measure.holds.until) or "")


def found(
    register: Register, speaking: Iterable[Policy], party: Row, day: str, offices: Sequence[Office], at: str
) -> Iterator[Json]:
    """Every finding, in no order: those by what the party's own id has, then by the other ids of its subject."""
    keys = set()
    for of in (party["id"], *register.same_as(party["id"])):
        for finding in found_by(register, speaking, party, of, day, offices, at):
            post = finding["appointment"] or {}
            key = (*(finding[name] for name in ("measure", "scope", "role", "debtor", "listing", "notice")),
                   post.get("role"), post.get("organization"))  # fmt: skip
            if key not in keys:
                keys.add(key)
                yield finding


def found_by(
    register: Register, speaking: Iterable[Policy], party: Row, of: str, day: str, offices: Sequence[Office], at: str
) -> Iterator[Json]:
    """The findings by the ties that are recorded of the id ``of``."""
    own = of == party["id"]
    bearer = party if own else register.party(of)
    subject = {party["id"], *register.same_as(party["id"])}
    ties: list[Tie] = [("debtor", None, party, [ALWAYS], None)] if own else []
    for (organization, role), days in register.held_by(of).items():
        if organization != of:
            ties.append(("officer", role, register.party(organization), days, None))
    for (holder, role), days in register.held_in(of).items():
        if holder != of:
            ties.append(("organization", role, register.party(holder), days, None))
    ties += computed(register, bearer, day)
    for policy in speaking:
        for measure in policy.measures:
            for scope, role, debtor, days, how in ties:
                if not own and debtor["id"] in subject:
                    continue
                if measure.scope != scope or not names(measure, role):
                    continue
                if not kind_fits(measure.subject, debtor) or not kind_fits(measure.reaches, party):
                    continue
                belongs = belonging(register, measure.applies_to, party)
                if belongs == "no":
                    continue
                for debt in debts(register, policy, measure, party, debtor, day, days):
                    for appointment, post, placed, sure in barred(register, measure, offices, at, day):
                        runs = [run_around(day, [in_law(measure)]), debt.stands, debt.held, post]
                        if any(run is None for run in runs):
                            continue
                        unknown = "fact" if "unknown" in (belongs, placed) else None
                        yield {
                            **of_measure(measure), "requires": debt.requires or unknown, "scope": scope, "role": role,
                            "appointment": appointment, "debtor": debtor["id"] or None, "listing": debt.listing,
                            "notice": debt.notice, "path": path(debtor, of, party),
                            "since": shown(max(run[0] for run in runs if run)),
                            "until": shown(min(run[1] for run in runs if run)),
                            "certainty": weakest(debt.certainty, how) if own and sure else "identity",
                            "derivation": how,
                            "evidence": "order" if debt.ordered else "rule",
                        }  # fmt: skip


def computed(register: Register, party: Row, day: str) -> Iterator[Tie]:
    """The actual controllers that the register does not name, as far as ``party`` is one end."""
    for other in [register.party(id_) for id_ in register.graph] if party["id"] else ():
        for scope, controller, company in (("officer", party, other), ("organization", other, party)):
            if company["kind"] == "organization":
                days = lasting(register, controller["id"], company["id"], day)
                if days is not None:
                    how = derivation(register, controller["id"], company["id"], day)
                    yield scope, "actual_controller", other, [days], how


def weakest(certainty: str, how: Json | None) -> str:
    """What is computed is not on record; an identity that is not proven is weaker still."""
    return "derived" if how and certainty == "recorded" else certainty


def of_measure(measure: Measure) -> Json:
    """What a finding repeats of its measure."""
    return {
        "measure": measure.id, "policy": measure.policy, "clause": measure.clause, "title": measure.title,
        "area": str(measure.area), "quote": measure.quote, "units": list(measure.units),
        "effect": str(measure.effect), "discretionary": measure.discretionary,
    }  # fmt: skip


def path(debtor: Row, of: str, party: Row) -> list[str]:
    """From the debtor to the party asked about, in one step or none; over another id of its subject."""
    return list(dict.fromkeys(id_ for id_ in (debtor["id"], of, party["id"]) if id_))


def shown(day: str) -> str | None:
    """A bound as the answer gives it: null for always and still."""
    return None if day in ALWAYS else day


def names(measure: Measure, role: str | None) -> bool:
    """Does the clause name this role, or every role? The debtor itself holds none."""
    return role is None or role in measure.roles or ANY_ROLE in measure.roles


def kind_fits(kind: Kind | None, row: Row) -> bool:
    """Is the party of the kind that the clause speaks of?"""
    return kind is None or not row["kind"] or row["kind"] == kind


def belonging(register: Register, wanted: Iterable[str], row: Row) -> str:
    """``yes`` where one of the ``wanted`` categories is recorded (or none is wanted), ``unknown`` where nothing
    is recorded of an organization, else ``no``.
    """
    if not wanted or register.categories(row) & set(wanted):
        return "yes"
    organization = row.get("kind", "organization") == "organization"
    return "unknown" if organization and not row.get("categories") else "no"


def barred(
    register: Register, measure: Measure, offices: Sequence[Office], at: str, day: str
) -> Iterator[tuple[Json | None, Span | None, str, bool]]:
    """The posts that the measure bars, when each is held, whether it is one of the kind barred, and whether the
    party's own id holds it."""
    if not measure.offices:
        yield None, ALWAYS, "yes", True
    elif measure.at in (at, "both"):
        for role, organization, place, days, sure in offices:
            placed = belonging(register, measure.categories, place)
            if (role in measure.offices or ANY_ROLE in measure.offices) and placed != "no":
                shared = sorted(register.categories(place) & measure.categories)
                category = shared[0] if shared else None
                post = {"role": role, "organization": organization, "category": category}
                yield post, run_around(day, days), placed, sure


def debts(
    register: Register, policy: Policy, measure: Measure, party: Row, debtor: Row, day: str, days: list[Span]
) -> Iterator[Debt]:
    """The listings of ``debtor``, or the notices against it, that set the measure off."""
    notified = [
        notice for notice in register.notices if notice["party"] == debtor["id"] and called(measure, notice["action"])
    ]
    if measure.trigger is Trigger.NOTICE:
        for notice in notified:
            stands = run_around(day, [span(notice["issued_on"], notice.get("ends_on", ""))])
            court = measure.requires is Requirement.COURT_NOTICE
            requires = None if court or measure.requires is None else str(measure.requires)
            yield Debt(None, notice["id"], stands, run_around(day, days), "recorded", False, requires)
        return
    for listing, certainty in register.records_against(debtor):
        held = run_around(day, days)
        orders = [
            span(order["issued_on"], order.get("lifted_on", ""))
            for order in register.orders
            if order["party"] == party["id"] and of_case(order, listing)
        ]
        ordered = any(holds(order, day) for order in orders)
        if measure.requires is Requirement.COURT_WORD:
            held = both(since_leaving(day, days, listing["listed_on"]), until_lifted(day, orders))
        on_file = {
            Requirement.ORDER: ordered,
            Requirement.COURT_WORD: ordered,
            Requirement.COURT_NOTICE: any(
                holds(span(notice["issued_on"], notice.get("ends_on", "")), day) for notice in notified
            ),
            Requirement.FACT: measure.shown_by_debt is not None and listing.get("debt") == measure.shown_by_debt,
        }
        requires = measure.requires
        lacking = None if requires is None or on_file.get(requires) else str(requires)
        stands = standing(register, policy, measure, listing, day)
        yield Debt(listing["id"], None, stands, held, certainty, ordered, lacking)


def standing(register: Register, policy: Policy, measure: Measure, listing: Row, day: str) -> Span | None:
    """The days around ``day`` on which the listing sets the measure off: kept after release, or paused."""
    since, until = span(listing["listed_on"], listing.get("released_on", ""))
    for retention in register.retentions:
        if retention["listing"] == listing["id"] and called(measure, retention["measure"]):
            until = max(until, retention["until"])
    if not since <= day < until:
        return None
    for pause in register.suspensions if policy.suspends else ():
        if pause["listing"] != listing["id"]:
            continue
        if pause.get("measure") and not called(measure, pause["measure"]):
            continue
        begin, end = span(pause["since"], pause.get("until", ""))
        if begin >= end:
            continue
        if begin <= day < end:
            return None
        if end <= day:
            since = max(since, end)
        else:
            until = min(until, begin)
    return since, until


def since_leaving(day: str, days: list[Span], listed_on: str) -> Span | None:
    """From the end of the post that was held on the day of listing, until it is taken again, around ``day``."""
    then = run_around(listed_on, days)
    if then is None:
        return None
    again = min([since for since, until in days if since >= then[1] and since < until], default=ALWAYS[1])
    return run_around(day, [(then[1], again)])


def until_lifted(day: str, orders: list[Span]) -> Span | None:
    """The days around ``day`` before the court named the party in an order, and while an order stands."""
    given = [order for order in orders if order[0] < order[1]]
    if not given:
        return ALWAYS
    return run_around(day, [(ALWAYS[0], min(given)[0]), *given])


def both(one: Span | None, other: Span | None) -> Span | None:
    """The days of both."""
    return None if one is None or other is None else (max(one[0], other[0]), min(one[1], other[1]))


def of_case(order: Row, listing: Row) -> bool:
    """Was the order made in the case of the listing?"""
    if order.get("listing"):
        return order["listing"] == listing["id"]
    return name_key(order.get("case_number", "")) == name_key(listing["case_number"])


def called(measure: Measure, name: str) -> bool:
    """Is the measure meant by ``name``? An id without a number means every measure of the clause."""
    whole = f"{measure.policy}/{measure.clause}"
    return name in (whole, f"{whole}#{measure.number}")


def in_order(findings: Iterable[Json]) -> list[Json]:
    """By measure, debtor, listing, notice, role, appointment and since, in code points."""

    def key(finding: Json) -> list[Any]:
        post = finding["appointment"] or {}
        words = [finding[part] or "" for part in ("measure", "debtor", "listing", "notice", "role")]
        return [
            *words,
            *(post.get(part) or "" for part in ("role", "organization", "category")),
            finding["since"] or "",
        ]

    return sorted(findings, key=key)


__all__ = ["Json", "Office", "found", "in_law", "in_order"]
