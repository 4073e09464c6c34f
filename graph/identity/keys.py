"""The exact keys under which a party is found. Fuzzy search proposes to people; a finding rests on these alone.

A key begins with what it is: ``u:`` USCC, ``o:`` organization code, ``r:`` registration number, ``h:`` keyed
hash of an ID number, ``m:`` what a masked ID number shows at both ends, ``n:`` name.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.identity.names import former_names, name_key
from graph.model import (
    IdentifierKind,
    Party,
    identifier_kind,
    keyed_hash,
    normalized,
    organization_code_of,
)
from graph.model.identifiers import ID_NUMBER_SHAPE, mask_key


def party_keys(party: Party) -> Iterator[str]:
    """Every key of a party: its identifiers, its name and its former names."""
    yield from identifier_keys(party)
    for name in sorted({name_key(party.name), *(name_key(name) for name, _ in former_names(party))}):
        yield f"n:{name}"


def identifier_keys(party: Party) -> Iterator[str]:
    """The keys of a party's identifiers."""
    codes = {party.organization_code, organization_code_of(party.uscc) if party.uscc else None} - {None}
    if party.uscc:
        yield f"u:{party.uscc}"
    for code in sorted(filter(None, codes)):
        yield f"o:{code}"
    if party.registration_number:
        yield f"r:{party.registration_number}"
    if party.id_hash:
        yield f"h:{party.id_hash}"
    if key := mask_key(party.id_mask):
        yield f"m:{key}"


def record_keys(identifier: str | None, identifier_hash: str | None) -> list[str]:
    """The keys under which the bearer of a published identifier could stand in the register; never a name."""
    keys = [f"h:{identifier_hash}"] if identifier_hash else []
    match identifier and identifier_kind(identifier):
        case IdentifierKind.MASKED_ID_NUMBER:
            if key := mask_key(identifier):
                keys.append(f"m:{key}")
        case IdentifierKind.USCC:
            keys += [f"u:{identifier}", f"o:{organization_code_of(str(identifier))}"]
        case IdentifierKind.ORGANIZATION_CODE:
            keys.append(f"o:{identifier}")
        case IdentifierKind.REGISTRATION_NUMBER:
            keys.append(f"r:{identifier}")
    return keys


def query_keys(text: str, key: bytes) -> list[str]:
    """The keys that a user's words could stand for: identifiers of the right shape, then the name."""
    number = normalized(text)
    keys: list[str] = []
    if ID_NUMBER_SHAPE.fullmatch(number):
        keys.append(f"h:{keyed_hash(number, key)}")
    if len(number) == 18:
        keys.append(f"u:{number}")
    keys += record_keys(number, None)
    return list(dict.fromkeys([*keys, f"n:{name_key(text)}"]))
