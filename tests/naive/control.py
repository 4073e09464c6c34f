"""Who controls whom through shares, the slow way: day by day, adding up until nothing changes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .register import ALWAYS, Register, Row, Span, holds

NEW_LAW = "2024-07-01"  # up to then half was enough, since then it is not
FOR_OTHERS = ("香港中央结算", "证券投资基金", "国有资产监督管理")  # in names of those whose shares affiliate nobody


def holdings_on(register: Register, day: str) -> dict[tuple[str, str], Fraction]:
    """The share of each holder in each company on ``day``, several rows added up."""
    shares: dict[tuple[str, str], Fraction] = {}
    for holder, company, tie in register.graph.edges(data=True):
        if tie["role"] == "shareholder" and holds(tie["days"], day) and tie["share"] and holder != company:
            shares[holder, company] = shares.get((holder, company), Fraction(0)) + Fraction(tie["share"])
    return {ends: share for ends, share in shares.items() if not for_others(register.party(ends[0]))}


def for_others(party: Row) -> bool:
    """Does the party hold for others?"""
    return party["kind"] == "organization" and any(word in party["name"] for word in FOR_OTHERS)


def enough(share: Fraction, day: str) -> bool:
    """Does a share control on ``day``?"""
    return share > Fraction(1, 2) if day >= NEW_LAW else share >= Fraction(1, 2)


def rounds(register: Register, controller: str, day: str) -> list[dict[str, dict[str, Fraction]]]:
    """The companies that join in each round, each with what those of earlier rounds hold of it."""
    shares = holdings_on(register, day)
    joined = {controller}
    found: list[dict[str, dict[str, Fraction]]] = []
    while True:
        fresh: dict[str, dict[str, Fraction]] = {}
        for company in {company for _, company in shares} - joined:
            parts = {holder: share for (holder, held), share in shares.items() if held == company and holder in joined}
            if enough(sum(parts.values(), Fraction(0)), day):
                fresh[company] = parts
        if not fresh:
            return found
        found.append(fresh)
        joined |= set(fresh)


def controls(register: Register, controller: str, company: str, day: str) -> bool:
    """Does ``controller`` control ``company`` on ``day``, where the register names no actual controller of it?"""
    for (holder, role), days in register.held_in(company).items():
        if role == "actual_controller" and holder != company and any(holds(span, day) for span in days):
            return False
    return any(company in fresh for fresh in rounds(register, controller, day))


def lasting(register: Register, controller: str, company: str, day: str) -> Span | None:
    """The days around ``day`` on which that is so; None where it is not."""
    if controller == company or not controls(register, controller, company, day):
        return None
    edges = {NEW_LAW}
    for _, _, tie in register.graph.edges(data=True):
        edges |= set(tie["days"])
    pieces = sorted(edges - set(ALWAYS))
    since, until = ALWAYS
    for piece in pieces:
        if piece > day and not controls(register, controller, company, piece):
            until = piece
            break
    for piece in reversed(pieces):
        if piece <= day and not controls(register, controller, company, before(piece, pieces)):
            since = piece
            break
    return since, until


def before(piece: str, pieces: list[str]) -> str:
    """A day of the piece that ends where ``piece`` begins."""
    place = pieces.index(piece)
    return pieces[place - 1] if place else ALWAYS[0]


def derivation(register: Register, controller: str, company: str, day: str) -> dict[str, Any]:
    """Which holdings add up to what, from the first round to the company."""
    order = [
        (number, held, parts)
        for number, fresh in enumerate(rounds(register, controller, day))
        for held, parts in fresh.items()
    ]
    needed, wanted = set(), [company]
    while wanted:
        one = wanted.pop()
        needed.add(one)
        wanted += [holder for _, held, parts in order if held == one for holder in parts if holder != controller]
    return {
        "controller": controller,
        "organization": company,
        "steps": [
            {
                "organization": held,
                "holdings": [{"holder": holder, "share": decimal(share)} for holder, share in sorted(parts.items())],
                "total": decimal(sum(parts.values(), Fraction(0))),
            }
            for _, held, parts in sorted(order, key=lambda one: one[:2])
            if held in needed
        ],
    }


def decimal(share: Fraction) -> str:
    """A share with as many digits as it needs, of at most ten."""
    whole, rest = divmod(int(share * 10**10), 10**10)
    return f"{whole}.{rest:010}".rstrip("0").rstrip(".")
