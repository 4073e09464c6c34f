"""Which parties of the register are one subject, because a person decided so.

What is recorded of one of them holds for the others too, never surer than ``identity``; nothing is rewritten. Sameness
is passed on: whoever is the same as one is the same as all. A subject of which two parties are expressly different,
are of different kinds, or bear numbers that contradict each other passes nothing on at all: one of the decisions is
wrong, and nobody can tell which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from graph.identity.grades import Record, grade
from graph.model import Grade, Party

Pair = tuple[str, str]
Subjects = Mapping[str, tuple[str, ...]]  # party → the other ids of the same subject, in id order


def joined(same: Iterable[Pair]) -> list[frozenset[str]]:
    """The groups into which the pairs of ``same`` join ids."""
    group: dict[str, set[str]] = {}
    for one, other in same:
        whole = group.setdefault(one, {one})
        whole |= group.get(other, {other})
        group |= dict.fromkeys(whole, whole)
    return [frozenset(ids) for ids in {min(ids): ids for ids in group.values()}.values()]


def subjects(
    same: Iterable[Pair], different: Iterable[Pair], parties: Mapping[str, Party]
) -> tuple[Subjects, list[frozenset[str]]]:
    """For each party the others that it is the same as; and the groups that pass nothing on.

    Only parties that the register holds count: a decision about another waits until that one is loaded.
    """
    known = [pair for pair in same if parties.keys() >= set(pair)]
    apart = {frozenset(pair) for pair in different}
    found: dict[str, tuple[str, ...]] = {}
    refused: list[frozenset[str]] = []
    for group in joined(known):
        pairs = [frozenset(pair) for pair in combinations(sorted(group), 2)]
        if any(pair in apart or contradiction(*(parties[id_] for id_ in sorted(pair))) for pair in pairs):
            refused.append(group)
        else:
            found |= {id_: tuple(sorted(group - {id_})) for id_ in group}
    return found, refused


def with_others(ids: set[str], others: Subjects) -> set[str]:
    """``ids``, and the others of their subjects."""
    return ids.union(*(others[id_] for id_ in ids & others.keys()))


def contradiction(one: Party, other: Party) -> str | None:
    """Why two parties cannot be one subject: their kinds differ, or a number does; None where nothing says so."""
    if one.kind is not other.kind:
        return "one is a person and the other an organization"
    records = [
        Record(other.name, other.id_mask, other.id_hash),
        *(Record(other.name, code) for code in (other.uscc, other.organization_code, other.registration_number)),
    ]
    agreements = [grade(record, one) for record in records if record.identifier]
    return next((found.reason for found in agreements if found is not None and found.grade is Grade.X), None)
