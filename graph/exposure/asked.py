"""Who is asked about: a party of the register, or somebody whom the register does not hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graph.exposure.search import SAME_NAME, Candidate, exactly, find
from graph.identity import (
    Agreement,
    Record,
    Verdict,
    certainty,
    former_names,
    grade,
    identifier_keys,
    name_key,
    record_keys,
    would_list_minor,
)
from graph.model import (
    Binding,
    Debts,
    Grade,
    IdentifierKind,
    Kind,
    Listing,
    Party,
    identifier_kind,
    iso,
    keyed_hash,
    mask,
    normalized,
)
from graph.model.identifiers import ID_NUMBER_SHAPE
from graph.stores.interface import View

CANDIDATES = 20  # are told where nobody is clearly meant


class NotResolved(LookupError):
    """The party is unknown, or several may be meant (exit status 3)."""

    def __init__(self, message: str, candidates: list[Candidate]) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Undecided:
    """A record of which nobody can tell whether it is about the party: mostly it bears the name and no more."""

    listing: Listing
    agreement: Agreement

    def as_json(self) -> dict[str, Any]:
        """What is known of the record."""
        listing = self.listing
        return {
            "listing": listing.id, "name": listing.name, "identifier": listing.identifier,
            "case_number": listing.case_number, "court": listing.court, "listed_on": iso(listing.listed_on),
            "grade": str(self.agreement.grade), "reason": self.agreement.reason,
        }  # fmt: skip


def resolve(view: View, text: str, key: bytes) -> Party:
    """The one party that ``text`` names: its id, a full identifier, or a name that only one party bears.

    Raises ``NotResolved`` with the candidates where nobody or several are meant.
    """
    by_id = view.parties([text])
    if by_id:
        return by_id[text]
    candidates = exactly(view, text, key)
    sure = [candidate for candidate in candidates if candidate.grade is Grade.A]
    named = [candidate for candidate in candidates if candidate.reason == SAME_NAME]
    for chosen in (sure, named):
        if len(chosen) == 1:
            return view.parties([chosen[0].id])[chosen[0].id]
        if chosen:
            raise NotResolved(
                f"'{_safe(text)}' is borne by {len(chosen)} parties; ask again with the id of one of them", chosen
            )
    candidates = find(view, text, key, limit=CANDIDATES)
    hint = "; the nearest are listed" if candidates else "; ask with --name for somebody outside the register"
    raise NotResolved(f"the register holds no party '{_safe(text)}'{hint}", candidates)


_MINOR = "an ID number shows a minor on the day of publication; no minor may be listed, and the court must be asked"
LEFT_OPEN = "a person looked at it and left it undecided"
_OTHER_GIVEN = "the number is this party's, but the record gives another party, whom the number contradicts"


def stranger(name: str, identifier: str | None, key: bytes, kind: Kind | None = None) -> Party:
    """Somebody whom the register does not hold, by name and, if given, a number; the party has no id.

    Raises ``ValueError`` where the number has the shape of no identifier.
    """
    if identifier is None:
        return Party("", kind, name)
    number = normalized(identifier)
    match identifier_kind(number):
        case IdentifierKind.USCC:
            return Party("", Kind.ORGANIZATION, name, uscc=number)
        case IdentifierKind.ORGANIZATION_CODE:
            return Party("", Kind.ORGANIZATION, name, organization_code=number)
        case IdentifierKind.REGISTRATION_NUMBER:
            return Party("", Kind.ORGANIZATION, name, registration_number=number)
        case IdentifierKind.ID_NUMBER:
            return Party("", Kind.PERSON, name, id_hash=keyed_hash(number, key), id_mask=mask(number))
        case IdentifierKind.MASKED_ID_NUMBER:
            return Party("", Kind.PERSON, name, id_mask=mask(number))
    raise ValueError(
        "the identifier is no USCC (18 characters), organization code (9) or ID number (18 or 15 digits, or masked)"
    )


def records_of_stranger(view: View, party: Party) -> tuple[Debts, list[Undecided]]:
    """What is published against somebody outside the register, and what may or may not be about them."""
    keys = [f"n:{name_key(party.name)}", *record_keys(party.id_mask, party.id_hash)]
    keys += record_keys(party.uscc or party.organization_code or party.registration_number, None)
    debts, undecided = Debts(), []
    for listing, _ in view.records(keys):
        agreement = grade(Record.of(listing), party)
        sure = certainty(agreement, given=False)
        if agreement is not None and agreement.grade is not Grade.X and would_list_minor(Record.of(listing), party):
            undecided.append(Undecided(listing, agreement._replace(reason=_MINOR)))
        elif agreement is not None and sure is not None:
            debts.bindings.append(Binding(listing, party.id, agreement.grade, sure))
        elif agreement is not None and agreement.grade is Grade.D:
            undecided.append(Undecided(listing, agreement))
    if debts.bindings:
        attendant = view.of_listings([binding.listing.id for binding in debts.bindings])
        debts.retentions, debts.suspensions = attendant.retentions, attendant.suspensions
    return debts, undecided


def maybe_about(listing: Listing, party: Party) -> Agreement | None:
    """Why this record, which binds nobody surely, may be about ``party``; None where it is not, or binds it."""
    agreement = grade(Record.of(listing), party)
    if agreement is None:
        return None
    if agreement.grade is not Grade.X and would_list_minor(Record.of(listing), party):
        return agreement._replace(reason=_MINOR)
    if agreement.grade is Grade.D:
        return agreement
    if listing.party not in (None, party.id) and certainty(agreement, given=False):
        return agreement._replace(reason=_OTHER_GIVEN)
    return None


def undecided_records(view: View, party: Party, day: int, bound: Collection[str]) -> list[Undecided]:
    """The records in force on ``day`` that may or may not be about ``party``: nothing proves whom they name.

    ``bound`` are the ids of those that are taken to name it, surely or not.
    """
    names = {name_key(party.name), *(name_key(name) for name, borne in former_names(party) if borne)}
    decisions = {one.subject: one for one in view.decided(party.id)} if view.register().decisions else {}
    undecided = []
    for listing, settled in view.records([*(f"n:{name}" for name in sorted(names)), *identifier_keys(party)]):
        if settled or listing.id in decisions or listing.id in bound or not listing.in_force.holds_on(day):
            continue
        agreement = maybe_about(listing, party)
        if agreement is not None:
            undecided.append(Undecided(listing, agreement))
    left = [f"i:{id_}" for id_, decision in decisions.items() if decision.verdict is Verdict.UNDECIDED]
    for listing, _ in view.records(left) if left else ():
        if listing.in_force.holds_on(day):
            agreement = grade(Record.of(listing), party)
            undecided.append(Undecided(listing, Agreement(agreement.grade if agreement else Grade.D, LEFT_OPEN)))
    return sorted(undecided, key=lambda entry: entry.listing.id)


def _safe(text: str) -> str:
    """The user's words for a message, an ID number masked."""
    number = normalized(text)
    return mask(number) if ID_NUMBER_SHAPE.fullmatch(number) else text
