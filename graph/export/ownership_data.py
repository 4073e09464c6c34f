"""Beneficial Ownership Data Standard 0.4: one JSON array of statements.

The standard speaks of interests. What the law says of a party, and what is published against it, stands beside it as
annotations; nobody is called a beneficial owner, for a register of roles does not say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Any

from graph.export.extract import NOTE, Extract
from graph.model import Kind, Party, Post, iso
from graph.model.share import SHARE_UNIT
from graph.model.vocabulary import CERTAINTIES, OUTCOMES, ROLES

# The standard's closed list has no legal representative and no supervisor; the role's own name stands in the details.
_INTERESTS = {"shareholder": "shareholding", "director": "boardMember", "senior_manager": "seniorManagingOfficial"}
_OTHER = "otherInfluenceOrControl"
_CHINA = {"name": "China", "code": "CN"}


def write_bods(extract: Extract, out: Path) -> None:
    """Statements about organizations and people, then about the roles that tie them."""
    out.write_text(json.dumps(_statements(extract), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def _statements(extract: Extract) -> list[dict[str, Any]]:
    statements = []
    notes = _notes(extract)
    for party in extract.parties:
        details = _person(party) if party.kind is Kind.PERSON else _organization(party)
        kind = "person" if party.kind is Kind.PERSON else "entity"
        statements.append(_statement(extract, party.id, party.id, kind, details, notes.get(party.id, ())))
    for (holder, organization), posts in groupby(extract.roles, key=lambda post: (post.holder, post.organization)):
        details = {
            "isComponent": False, "componentRecords": [], "subject": organization, "interestedParty": holder,
            "interests": [_interest(post) for post in posts],
        }  # fmt: skip
        record = f"{holder}|{organization}"
        statements.append(_statement(extract, organization, record, "relationship", details, ()))
    return statements


def _statement(
    extract: Extract, subject: str, record: str, kind: str, details: dict[str, Any], notes: Iterable[str]
) -> dict[str, Any]:  # fmt: skip
    told = json.dumps([extract.snapshot, extract.as_of, kind, record], ensure_ascii=False)
    return {
        "statementId": blake2b(told.encode(), digest_size=16).hexdigest(),
        "declarationSubject": subject, "statementDate": extract.as_of, "recordId": record, "recordType": kind,
        "recordStatus": "new", "recordDetails": details,
        "annotations": [
            {
                "statementPointerTarget": "/recordDetails", "motivation": "commenting", "creationDate": extract.as_of,
                "createdBy": {"name": "Guanlian"}, "transformedContent": "", "description": note,
            }
            for note in notes
        ],
        "publicationDetails": {
            "publicationDate": extract.as_of, "bodsVersion": "0.4", "publisher": {"name": "Guanlian"},
        },
        "source": {"type": ["thirdParty"], "description": f"register {extract.snapshot}. {NOTE.en}"},
    }  # fmt: skip


def _person(party: Party) -> dict[str, Any]:
    names = [{"type": "legal", "fullName": party.name}]
    names += [{"type": "former", "fullName": name.partition("@")[0]} for name in party.former_names]
    card = [{"id": party.id_mask, "scheme": "CHN-IDCARD"}] if party.id_mask else []
    return {"isComponent": False, "personType": "knownPerson", "names": names, "identifiers": card}


def _organization(party: Party) -> dict[str, Any]:
    codes = (
        (party.uscc, "统一社会信用代码"), (party.organization_code, "组织机构代码"),
        (party.registration_number, "注册号"),
    )  # fmt: skip
    return {
        "isComponent": False, "entityType": {"type": "registeredEntity" if party.uscc else "legalEntity"},
        "name": party.name, "alternateNames": [name.partition("@")[0] for name in party.former_names],
        "jurisdiction": _CHINA,
        "identifiers": [{"id": code, "schemeName": scheme} for code, scheme in codes if code],
    }  # fmt: skip


def _interest(post: Post) -> dict[str, Any]:
    label = ROLES.get(post.role)
    told: dict[str, Any] = {
        "type": _INTERESTS.get(post.role, _OTHER), "directOrIndirect": "direct",
        "beneficialOwnershipOrControl": False, "details": label.zh if label else post.role,
    }  # fmt: skip
    if post.role == "actual_controller":
        told["directOrIndirect"] = "unknown"
    if post.share is not None:
        told["share"] = {"exact": float(post.share * SHARE_UNIT * 100)}
    days = {"startDate": iso(post.held.since), "endDate": iso(post.held.until)}
    return told | {name: day for name, day in days.items() if day}


def _notes(extract: Extract) -> Mapping[str, Sequence[str]]:
    """What is published against each party, and what the law says of it."""
    listings = {listing.id: listing for listing in extract.listings}
    notes: dict[str, list[str]] = {}
    for match in extract.matches:
        listing = listings[match.listing]
        notes.setdefault(match.party, []).append(
            f"失信被执行人 {listing.id} {listing.case_number} {listing.court or ''} {iso(listing.listed_on)} "
            f"({CERTAINTIES[match.certainty].en})"
        )
    for found in extract.findings:
        notes.setdefault(found.party, []).append(
            f"{OUTCOMES[found.outcome].en}: {found.measure} {found.title}, {' → '.join(found.path)}, "
            f"[{found.since or ''}, {found.until or ''}), {CERTAINTIES[found.certainty].en}"
        )
    return notes
