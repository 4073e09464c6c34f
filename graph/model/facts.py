"""The facts that a store holds. Every one is a plain tuple: it says what is on record and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.model.interval import ALWAYS, EARLIEST, LATEST, Interval
from graph.model.vocabulary import Certainty, EventKind, Grade, Kind

_KINDS = {str(kind): kind for kind in Kind}
_NONE: frozenset[str] = frozenset()


class Party(NamedTuple):
    """A person or an organization of the register.

    ``id_hash`` is the keyed hash of a full ID number and ``id_mask`` what a court would show of it; the
    number itself is kept nowhere. ``categories`` is as recorded: empty means unknown.
    """

    id: str
    kind: Kind | None
    name: str
    uscc: str | None = None
    organization_code: str | None = None
    registration_number: str | None = None
    id_hash: str | None = None
    id_mask: str | None = None
    former_names: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    region: str | None = None
    status: str | None = None

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Party:
        """The party of a row of the table ``parties``, in which lists are text parted by semicolons."""
        return cls.of_values([row[name] for name in cls._fields])

    @classmethod
    def of_values(cls, values: Sequence[Any]) -> Party:
        """The party of such a row, by its values in the order of the fields."""
        id_, kind, name, uscc, code, registration, hashed, masked, former, categories, region, status = values
        return cls(
            id_, _KINDS[kind], name, uscc, code, registration, hashed, masked,
            tuple(former.split(";")) if former else (),
            frozenset(categories.split(";")) if categories else _NONE,
            region, status,
        )  # fmt: skip


class Post(NamedTuple):
    """``holder`` holds ``role`` in ``organization`` during ``held``; ``share`` in units of 10⁻¹⁰."""

    holder: str
    organization: str
    role: str
    held: Interval = ALWAYS
    share: int | None = None
    source: str | None = None


def by_holder(post: Post) -> tuple[str, str, str, int]:
    """The order of posts seen from their holders: by holder, organization, role, since."""
    return post.holder, post.organization, post.role, post.held.since


def by_organization(post: Post) -> tuple[str, str, str, int]:
    """The order of posts seen from their organizations: by organization, holder, role, since."""
    return post.organization, post.holder, post.role, post.held.since


class Listing(NamedTuple):
    """One published record of a 失信被执行人, in force from ``listed_on`` up to, not including, ``released_on``.

    ``identifier`` is as published, an ID number masked; ``identifier_hash`` that of a full ID number.
    ``legal_representative`` is the name that the court gives of an organization's, on the day of publication.
    """

    id: str
    name: str
    case_number: str
    listed_on: int
    party: str | None = None
    identifier: str | None = None
    identifier_hash: str | None = None
    court: str | None = None
    basis: str | None = None
    ground: str | None = None
    debt: str | None = None
    released_on: int = LATEST
    release_reason: str | None = None
    legal_representative: str | None = None

    @property
    def in_force(self) -> Interval:
        """The days on which the listing stands."""
        return Interval(self.listed_on, self.released_on)


class Order(NamedTuple):
    """A consumption-restriction order (限制消费令) that names ``party``."""

    id: str
    party: str
    issued_on: int
    listing: str | None = None
    case_number: str | None = None
    lifted_on: int = LATEST


class Retention(NamedTuple):
    """A measure that is kept after the release of ``listing`` until ``until``."""

    listing: str
    measure: str
    until: int
    legal_basis: str


class Suspension(NamedTuple):
    """A measure (None: every measure) of ``listing`` that is paused while it is verified."""

    listing: str
    measure: str | None
    paused: Interval


class Event(NamedTuple):
    """Something that happened to ``listing`` on a day; about one ``measure`` alone where one is named."""

    listing: str
    event: EventKind
    on: int
    measure: str | None = None


class Notice(NamedTuple):
    """A court's notice to assist against ``party``, asking for the measure ``action``."""

    id: str
    party: str
    action: str
    issued_on: int
    ends_on: int = LATEST

    @property
    def in_force(self) -> Interval:
        """The days on which the notice stands."""
        return Interval(self.issued_on, self.ends_on)


class Binding(NamedTuple):
    """A listing with the party that it names, and how well the two agree."""

    listing: Listing
    party: str
    grade: Grade
    certainty: Certainty


@dataclass(slots=True)
class Debts:
    """Everything on file against some debtors, and what goes with their listings."""

    bindings: list[Binding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    retentions: list[Retention] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)


__all__ = [
    "EARLIEST", "LATEST", "Binding", "Debts", "Event", "Listing", "Notice", "Order", "Party", "Post", "Retention",
    "Suspension",
]  # fmt: skip
