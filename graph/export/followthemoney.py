"""FollowTheMoney entities, one a line, as Aleph, OpenSanctions and yente read them.

What the law says of a party that is only reached stands in a Note about it, and no topic is set: it is not listed,
and whoever reads the file must not take it for a debtor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Any

from graph.export.extract import NOTE, Extract, Match, Reached
from graph.model import Kind, Listing, Party, Post, iso
from graph.model.share import SHARE_UNIT
from graph.model.vocabulary import CERTAINTIES, OUTCOMES, ROLES, SCOPES

_PROGRAM = "失信被执行人名单"
# The schema of a role, and its properties for the holder and for the organization. Control has no schema of its own.
_TIES = {
    "shareholder": ("Ownership", "owner", "asset"),
    "legal_representative": ("Representation", "agent", "client"),
    "actual_controller": ("UnknownLink", "subject", "object"),
    "directly_responsible": ("UnknownLink", "subject", "object"),
}
_OFFICE = ("Directorship", "director", "organization")


def write_ftm(extract: Extract, out: Path) -> None:
    """Parties as Person, Company or Organization; roles as the entities that tie them; listings as Sanction."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for entity in _entities(extract):
            file.write(json.dumps(entity, ensure_ascii=False) + "\n")


def _entities(extract: Extract) -> Iterator[dict[str, Any]]:
    for party in extract.parties:
        yield _party(party)
    for post in extract.roles:
        yield _tie(post)
    listings = {listing.id: listing for listing in extract.listings}
    for match in extract.matches:
        yield _sanction(match, listings[match.listing])
    for party_id, findings in groupby(extract.findings, key=lambda found: found.party):
        yield _note(party_id, list(findings), extract)


def _entity(id_: str, schema: str, **properties: object) -> dict[str, Any]:
    """An entity; what is unknown is left out, and every value is a list of texts."""
    told = {
        name: [str(value) for value in (values if isinstance(values, list | tuple) else [values])]
        for name, values in properties.items()
        if values not in (None, [], ())
    }
    return {"id": id_, "schema": schema, "properties": told}


def _id(*parts: object) -> str:
    return f"gl-{blake2b(json.dumps(parts, ensure_ascii=False).encode(), digest_size=16).hexdigest()}"


def _party(party: Party) -> dict[str, Any]:
    former = [name.partition("@")[0] for name in party.former_names]
    if party.kind is Kind.PERSON:
        return _entity(party.id, "Person", name=party.name, previousName=former, idNumber=party.id_mask, country="cn")
    unincorporated = {"social_organization", "public_institution"} & party.categories
    codes = [party.uscc, party.registration_number, party.organization_code]
    return _entity(
        party.id, "Organization" if unincorporated else "Company", name=party.name, previousName=former,
        registrationNumber=[code for code in codes if code], status=party.status,
        sector=sorted(party.categories), country="cn",
    )  # fmt: skip


def _tie(post: Post) -> dict[str, Any]:
    schema, holder, organization = _TIES.get(post.role, _OFFICE)
    label = ROLES.get(post.role)
    share = None if post.share is None else format((post.share * SHARE_UNIT * Decimal(100)).normalize(), "f")
    return _entity(
        _id("role", *post[:3], post.held), schema, **{holder: post.holder, organization: post.organization},
        role=label.zh if label else post.role, startDate=iso(post.held.since), endDate=iso(post.held.until),
        publisher=post.source, **({"percentage": share} if schema == "Ownership" else {}),
    )  # fmt: skip


def _sanction(match: Match, listing: Listing) -> dict[str, Any]:
    return _entity(
        _id("listing", match.listing, match.party), "Sanction", entity=match.party, program=_PROGRAM, country="cn",
        authority=listing.court, authorityId=listing.case_number, recordId=listing.id,
        listingDate=iso(listing.listed_on), startDate=iso(listing.listed_on), endDate=iso(listing.released_on),
        provisions=listing.basis, summary=f"{CERTAINTIES[match.certainty].en} ({match.grade})",
    )  # fmt: skip


def _note(party: str, findings: Sequence[Reached], extract: Extract) -> dict[str, Any]:
    told = [
        f"{OUTCOMES[found.outcome].en}: {found.policy} {found.clause} {found.title}; {SCOPES[found.scope].en}"
        f"{f', {found.role} ({found.debtor})' if found.role else ''}; [{found.since or ''}, {found.until or ''}); "
        f"{CERTAINTIES[found.certainty].en}; {found.listing or found.notice}"
        for found in findings
    ]
    name = f"{party}: {len(findings)} measures as of {extract.as_of}"
    return _entity(_id("findings", party), "Note", entity=party, name=name, description=told, summary=NOTE.en)
