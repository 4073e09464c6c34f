"""The ways from a party to listed parties: every simple path is walked, and the least of each end is kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from .register import Register, Row, holds, in_force, run_around

Tie = tuple[str, str, bool]  # the other party, the role, whether it is held in the other


def connections(
    register: Register, party: Row, day: str, hops: int, ties_followed: int
) -> tuple[list[dict[str, Any]], bool]:
    """One path to each listed party, the shortest, then the least ids; and whether a limit cut ties off."""
    if not party["id"] or not hops:
        return [], False
    subject = [party["id"], *register.same_as(party["id"])]
    best: dict[str, tuple[int, list[str], list[str]]] = {}
    cut = False
    for start in subject:
        own = start == party["id"]
        ends: dict[str, list[str]] = {}
        for path in walks(register, start, day, hops, ties_followed):
            if len(path) <= hops:
                cut = cut or len(ties_of(register, path[-1], day)) > ties_followed
            end = path[-1]
            if len(path) > 1 and is_listed(register, end, day):
                ends[end] = min(ends.get(end, path), path, key=lambda one: (len(one), one))
        for end, path in ends.items():
            roles = roles_along(register, path, day, ties_followed)
            if not own and (end in subject or party["id"] in path):
                continue
            found = (len(path), path, roles) if own else (len(path), [party["id"], *path], ["same", *roles])
            best[end] = min(best.get(end, found), found)
    return [{"party": path[-1], "path": path, "roles": roles} for _, path, roles in sorted(best.values())], cut


def walks(register: Register, start: str, day: str, hops: int, ties_followed: int) -> Iterator[list[str]]:
    """Every path without repetition of at most ``hops`` steps over ties in force on ``day``."""
    paths = [[start]]
    while paths:
        path = paths.pop()
        yield path
        if len(path) <= hops:
            others = {other for other, _, _ in ties_of(register, path[-1], day)[:ties_followed]}
            paths += [[*path, other] for other in others if other not in path]


def ties_of(register: Register, id_: str, day: str) -> list[Tie]:
    """The ties of a party to others in force on ``day``, by other party, role and side."""
    held = {(other, role, True) for (other, role), days in register.held_by(id_).items() if run_around(day, days)}
    inside = {(other, role, False) for (other, role), days in register.held_in(id_).items() if run_around(day, days)}
    return sorted(tie for tie in held | inside if tie[0] != id_)


def roles_along(register: Register, path: list[str], day: str, ties_followed: int) -> list[str]:
    """Of several roles between two parties the least word."""
    return [
        min(role for other, role, _ in ties_of(register, here, day)[:ties_followed] if other == there)
        for here, there in pairwise(path)
    ]


def is_listed(register: Register, id_: str, day: str) -> bool:
    """Does a record in force on ``day`` name the party, surely or not?"""
    records = register.records_against(register.party(id_))
    return any(holds(in_force(listing), day) for listing, _ in records)
