"""Which parties a lender's own table means: its customers, each by an id, a number, or a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.exposure.matching import Match, Sought, match
from graph.model import Grade, IdentifierKind, Kind, identifier_kind, mask, normalized
from graph.model.progress import Progress, silent
from graph.stores.interface import View


class Customer(NamedTuple):
    """One row: a word for the party (its id, a number or a name), or its name and number apart."""

    party: str = ""
    name: str = ""
    identifier: str = ""

    @property
    def shown(self) -> str:
        """The row in one word for a message, an ID number masked."""
        word = self.party or self.name or self.identifier
        return mask(normalized(word)) if identifier_kind(normalized(word)) is IdentifierKind.ID_NUMBER else word


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The parties that are meant, by id in order; and the customers that are none of them, in one word each.

    ``unknown``: neither id, number nor name says which party it is: nobody bears it, several do, a number contradicts,
    or a person is given by a name alone. ``by_name``: organizations that were recognised by their names alone; they are
    among ``parties``.
    """

    parties: Sequence[str]
    unknown: Sequence[str]
    by_name: Sequence[str]


def portfolio(
    view: View, customers: Sequence[Customer], day: int, key: bytes, progress: Progress = silent
) -> Portfolio:
    """The parties that ``customers`` are, by exact keys alone; ``day`` is that of former names, ``key`` hashes numbers.

    A number decides, beside the name or without. A name alone tells an organization where only one bears it, as an
    organization's name is registered; it never tells a person.
    """
    known = view.parties(sorted({row.party for row in customers if row.party}))
    open_ = [row for row in dict.fromkeys(customers) if row.party not in known]
    sought = [Sought(row.party or row.name, row.party or row.identifier or None, day) for row in open_]
    matches = dict(zip(open_, match(view, sought, key, progress), strict=True))
    named = {row: found.party for row, found in matches.items() if found.party and found.grade is Grade.D}
    kinds = {id_: party.kind for id_, party in view.parties(sorted(set(named.values()))).items()}
    by_name = {row: id_ for row, id_ in named.items() if kinds[id_] is Kind.ORGANIZATION}
    sure = {row: found.party for row, found in matches.items() if _sure(found)}
    unknown = [row.shown for row in open_ if row not in sure and row not in by_name]
    return Portfolio(
        sorted({*known, *(id_ for id_ in sure.values() if id_), *by_name.values()}), sorted(set(unknown)),
        sorted({row.shown for row in by_name}),
    )  # fmt: skip


def _sure(found: Match) -> bool:
    return found.party is not None and found.grade in (Grade.A, Grade.B, Grade.C)
