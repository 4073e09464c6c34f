"""How well a published record agrees with a party of the register: a grade with its reason, not a yes.

``A`` a full identifier is equal. ``B`` a masked identifier agrees, and the name. ``C`` the name and an organization
or other fact agree. ``D`` the name alone, which proves nothing: it is never a finding and never stored. ``X`` an
identifier contradicts, whatever else agrees.
"""

from __future__ import annotations

from typing import NamedTuple

from graph.identity.names import name_key, names_on
from graph.model import (
    Certainty,
    Grade,
    IdentifierKind,
    Kind,
    Listing,
    Party,
    identifier_kind,
    is_masked,
    masks_agree,
    organization_code_of,
    shows_minor,
)
from graph.model.identifiers import organization_code_check_passes, uscc_check_passes


class Record(NamedTuple):
    """What a published record says of its bearer; an ID number is masked, with its hash where it was whole."""

    name: str
    identifier: str | None = None
    identifier_hash: str | None = None
    day: int = 0

    @classmethod
    def of(cls, listing: Listing) -> Record:
        """The record of a listing, on the day of its publication."""
        return cls(listing.name, listing.identifier, listing.identifier_hash, listing.listed_on)


class Facts(NamedTuple):
    """What else is said of somebody, to be held against what the register knows; all may be unknown.

    ``organization``: one in which the person holds a role, by name or code. ``representative``: the name of the legal
    representative of the organization. ``region``: where the organization is registered, 6 digits.
    """

    organization: str | None = None
    representative: str | None = None
    region: str | None = None

    def __bool__(self) -> bool:
        return any(self)


class Agreement(NamedTuple):
    """A grade and why it was given."""

    grade: Grade
    reason: str


def grade(record: Record, party: Party) -> Agreement | None:
    """How well do the record and the party agree? None where nothing ties them."""
    verdict = _identifiers(record, party)
    if verdict is not None and verdict.grade is not Grade.B:
        return verdict
    same_name = name_key(record.name) in names_on(party, record.day)
    if verdict is not None:  # a mask, or a code that fails its check, says nothing without the name
        return verdict if same_name else None
    return Agreement(Grade.D, "the name is the same, and no identifier proves or excludes it") if same_name else None


def would_list_minor(record: Record, party: Party) -> bool:
    """Does an ID number show that this record would list a minor? It binds nobody then, whatever agrees."""
    return any(shows_minor(number, record.day) for number in (record.identifier, party.id_mask))


def certainty(agreement: Agreement | None, *, given: bool) -> Certainty | None:
    """How sure is a listing's tie to a party? None where it gives none.

    A listing whose party is ``given`` is recorded unless an identifier contradicts.
    """
    if agreement is not None and agreement.grade is Grade.X:
        return None
    if given or (agreement is not None and agreement.grade is Grade.A):
        return Certainty.RECORDED
    if agreement is not None and agreement.grade in (Grade.B, Grade.C):
        return Certainty.IDENTITY
    return None


def _identifiers(record: Record, party: Party) -> Agreement | None:
    if record.identifier_hash and party.id_hash:
        if record.identifier_hash == party.id_hash:
            return Agreement(Grade.A, "the ID numbers are equal")
        return Agreement(Grade.X, "the ID numbers differ")
    published = record.identifier
    if published is None:
        return None
    if record.identifier_hash or is_masked(published):
        return _masks(published, party)
    if party.kind is Kind.PERSON:
        return Agreement(Grade.X, "the record bears an organization's number, and the party is a person")
    return _codes(published, party)


def _masks(published: str, party: Party) -> Agreement | None:
    if party.kind is Kind.ORGANIZATION and (party.uscc or party.organization_code):
        return Agreement(Grade.X, "the record bears a person's number, and the party is an organization")
    agree = masks_agree(published, party.id_mask) if party.id_mask else None
    if agree is None:
        return None
    if agree:
        return Agreement(Grade.B, "the masked ID numbers agree, and the name")
    return Agreement(Grade.X, "the shown digits of the ID numbers differ")


def _codes(published: str, party: Party) -> Agreement | None:
    codes = {code for code in (party.organization_code, party.uscc and organization_code_of(party.uscc)) if code}
    kind = identifier_kind(published)
    if kind is IdentifierKind.USCC and party.uscc:
        equal, what, passes = published == party.uscc, "USCC", uscc_check_passes(published)
    elif kind is IdentifierKind.USCC and codes:
        equal, what, passes = organization_code_of(published) in codes, "organization code", True
    elif kind is IdentifierKind.ORGANIZATION_CODE and codes:
        equal, what, passes = published in codes, "organization code", organization_code_check_passes(published)
    elif kind is IdentifierKind.REGISTRATION_NUMBER and party.registration_number:
        equal, what, passes = published == party.registration_number, "registration number", True
    else:
        return None
    if not equal:
        return Agreement(Grade.X, f"the {what}s differ")
    if not passes:
        return Agreement(Grade.B, f"the {what}s are equal but fail their check character, and the name agrees")
    return Agreement(Grade.A, f"the {what}s are equal")
