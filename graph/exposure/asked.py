"""Who is asked about: a party of the register, or somebody whom the register does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.identity import (
    Agreement,
    Record,
    certainty,
    former_names,
    grade,
    identifier_keys,
    name_key,
    query_keys,
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


class Candidate(NamedTuple):
    """A party that may be meant, with the grade of the agreement and its reason."""

    id: str
    kind: str
    name: str
    grade: Grade
    reason: str

    def as_json(self) -> dict[str, str]:
        """The candidate in the words of the contract."""
        return {**self._asdict(), "grade": str(self.grade)}


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
    candidates = find(view, text, key, limit=20)
    sure = [candidate for candidate in candidates if candidate.grade is Grade.A]
    named = [candidate for candidate in candidates if candidate.reason == _SAME_NAME]
    for chosen in (sure, named):
        if len(chosen) == 1:
            return view.parties([chosen[0].id])[chosen[0].id]
        if chosen:
            raise NotResolved(
                f"'{_safe(text)}' is borne by {len(chosen)} parties; ask again with the id of one of them", chosen
            )
    hint = "; the nearest are listed" if candidates else "; ask with --name for somebody outside the register"
    raise NotResolved(f"the register holds no party '{_safe(text)}'{hint}", candidates)


_SAME_NAME = "the name is the same"
_MINOR = "an ID number shows a minor on the day of publication; no minor may be listed, and the court must be asked"
_OTHER_GIVEN = "the number is this party's, but the record gives another party, whom the number contradicts"


def find(view: View, text: str, key: bytes, limit: int = 10) -> list[Candidate]:
    """The parties that ``text`` may mean, best first: by id, identifier, name, former name, part of a name."""
    found: dict[str, Candidate] = {}

    def add(parties: Iterable[Party], grade_: Grade, reason: str) -> None:
        for party in parties:
            found.setdefault(party.id, Candidate(party.id, str(party.kind), party.name, grade_, reason))

    def under(kinds: str) -> list[Party]:
        return _those(view, sorted({id_ for k, ids in keyed.items() if k[0] in kinds for id_ in ids}))

    add(view.parties([text]).values(), Grade.A, "the id is the same")
    keyed = view.keyed(query_keys(text, key))
    add(under("uhor"), Grade.A, "a full identifier is equal")
    add(under("m"), Grade.D, "the shown digits are the same")
    named = under("n")
    wanted = name_key(text)
    add((party for party in named if name_key(party.name) == wanted), Grade.D, _SAME_NAME)
    add((party for party in named if former_names(party)), Grade.D, "a former name is the same")
    if wanted and len(found) < limit:
        add(_those(view, view.containing(wanted, limit)), Grade.D, "part of the name is the same")
    return list(found.values())[:limit]


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


def undecided_records(view: View, party: Party, day: int) -> list[Undecided]:
    """The records in force on ``day`` that may or may not be about ``party``: nothing proves whom they name."""
    names = {name_key(party.name), *(name_key(name) for name, borne in former_names(party) if borne)}
    undecided = []
    for listing, settled in view.records([*(f"n:{name}" for name in sorted(names)), *identifier_keys(party)]):
        if settled or not listing.in_force.holds_on(day):
            continue
        agreement = grade(Record.of(listing), party)
        if agreement is None:
            continue
        if agreement.grade is not Grade.X and would_list_minor(Record.of(listing), party):
            undecided.append(Undecided(listing, agreement._replace(reason=_MINOR)))
        elif agreement.grade is Grade.D:
            undecided.append(Undecided(listing, agreement))
        elif listing.party not in (None, party.id) and certainty(agreement, given=False):
            undecided.append(Undecided(listing, agreement._replace(reason=_OTHER_GIVEN)))
    return undecided


def _those(view: View, ids: list[str]) -> list[Party]:
    parties = view.parties(ids)
    return [parties[id_] for id_ in ids if id_ in parties]


def _safe(text: str) -> str:
    """The user's words for a message, an ID number masked."""
    number = normalized(text)
    return mask(number) if ID_NUMBER_SHAPE.fullmatch(number) else text
