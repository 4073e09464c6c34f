"""Many at once: which party is meant by each row of somebody's list of people or organizations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.identity import Agreement, Facts, Record, grade, name_key, query_keys, with_facts
from graph.model import REPRESENTING, Grade, IdentifierKind, Kind, Party, identifier_kind, keyed_hash, mask, normalized
from graph.model.progress import Progress, silent
from graph.stores.interface import View

_AT_ONCE = 2_000


class Sought(NamedTuple):
    """One row: a name or a number or both, further facts, and the day on which they hold."""

    name: str
    identifier: str | None
    day: int
    facts: Facts = Facts()


class Match(NamedTuple):
    """What was found for a row.

    ``party`` is the one that agrees best, None where several agree alike, or an identifier excludes it; ``grade`` and
    ``reason`` are those of the best (see ``graph.identity.grades``), both empty where nobody bears name or number.
    ``candidates`` are the ids that a person should look at: those that agree alike, or were excluded.
    """

    party: str | None
    grade: Grade | None
    reason: str
    candidates: tuple[str, ...] = ()


def match(view: View, rows: Sequence[Sought], key: bytes, progress: Progress = silent) -> Iterator[Match]:
    """The match of each row, in their order. By exact keys alone; ``key`` hashes ID numbers."""
    for start in range(0, len(rows), _AT_ONCE):
        progress("matching", start, len(rows))
        yield from _matched(view, rows[start : start + _AT_ONCE], key)


def _matched(view: View, rows: Sequence[Sought], key: bytes) -> Iterator[Match]:
    keys = [_keys(row, key) for row in rows]
    found = view.keyed(sorted({one for some in keys for one in some}))
    ids = [sorted({id_ for one in some for id_ in found.get(one, ())}) for some in keys]
    parties = view.parties(sorted({id_ for some in ids for id_ in some}))
    for row, some in zip(rows, ids, strict=True):
        yield _best(view, row, [parties[id_] for id_ in some], key)


def _keys(row: Sought, key: bytes) -> list[str]:
    named = [f"n:{name}"] if (name := name_key(row.name)) else []
    return [*named, *(one for one in query_keys(row.identifier, key) if one[0] != "n")] if row.identifier else named


def _best(view: View, row: Sought, parties: Iterable[Party], key: bytes) -> Match:
    record, unread = _record(row, key)
    agreements = {
        party.id: _with_facts(view, row, party, agreement)
        for party in parties
        if (agreement := grade(record, party)) is not None
    }
    if not agreements:
        if not row.name and not row.identifier:
            return Match(None, None, "the row has neither name nor identifier")
        return Match(None, None, "no party bears this name or number" + unread)
    best = min(agreement.grade for agreement in agreements.values())
    alike = sorted(id_ for id_, agreement in agreements.items() if agreement.grade is best)
    reason = agreements[alike[0]].reason + unread
    if best is Grade.X:
        return Match(None, best, reason, tuple(alike))
    if len(alike) > 1:
        return Match(None, best, f"{reason}; {len(alike)} parties agree alike", tuple(alike))
    return Match(alike[0], best, reason)


def _record(row: Sought, key: bytes) -> tuple[Record, str]:
    """The row as a published record; and, where its number is none that is known, a word on that."""
    number = normalized(row.identifier) if row.identifier else ""
    kind = identifier_kind(number) if number else None
    if not number:
        return Record(row.name, day=row.day), ""
    if kind is None:
        return Record(row.name, day=row.day), "; the identifier has the shape of none that is known and was not used"
    if kind is IdentifierKind.ID_NUMBER:
        return Record(row.name, mask(number), keyed_hash(number, key), row.day), ""
    shown = mask(number) if kind is IdentifierKind.MASKED_ID_NUMBER else number
    return Record(row.name, shown, None, row.day), ""


def _with_facts(view: View, row: Sought, party: Party, agreement: Agreement) -> Agreement:
    if agreement.grade is not Grade.D or not row.facts:
        return agreement
    organizations: Mapping[str, Party] = {}
    representatives: Mapping[str, Party] = {}
    if party.kind is Kind.PERSON and row.facts.organization:
        held = [post.organization for post in view.posts(party.id) if post.held.holds_on(row.day)]
        organizations = view.parties(sorted(set(held)))
    if party.kind is Kind.ORGANIZATION and row.facts.representative:
        holders = [post.holder for post in view.officers(party.id, REPRESENTING) if post.held.holds_on(row.day)]
        representatives = view.parties(sorted(set(holders)))
    return with_facts(agreement, row.facts, party, row.day, organizations.values(), representatives.values())
