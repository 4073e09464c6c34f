"""``policies list | show | check``: the law as data."""

from __future__ import annotations

import argparse
from pathlib import Path

from graph.command.printing import print_json
from graph.model import iso
from graph.model.vocabulary import AREAS, EFFECTS, ROLES, SCOPES
from graph.policy import POLICIES, Law, Policy, read_law


def policies(arguments: argparse.Namespace) -> int:
    """List the policies, show one, or check them all."""
    folder = Path(arguments.folder) if arguments.folder else POLICIES
    if arguments.what == "show":
        return _show(arguments, read_law(folder))
    if arguments.id is not None:
        raise ValueError(f"'policies {arguments.what}' takes no id; 'policies show {arguments.id}' shows one")
    return _list(arguments, read_law(folder)) if arguments.what == "list" else _check(arguments, folder)


def _list(arguments: argparse.Namespace, law: Law) -> int:
    if arguments.json:
        print_json(
            {
                "policies": [
                    {
                        "id": policy.id, "title": policy.title, "number": policy.number, "rank": policy.rank,
                        "region": policy.region, "measures": len(policy.measures), "digest": policy.digest,
                    }
                    for policy in law.policies.values()
                ]
            }
        )  # fmt: skip
        return 0
    for policy in law.policies.values():
        region = f"region {policy.region}" if policy.region else "the whole country"
        print(f"{policy.id:18} {len(policy.measures):4} measures  {region:18} {policy.number or ''} {policy.title}")
    return 0


def _show(arguments: argparse.Namespace, law: Law) -> int:
    policy = law.policies.get(arguments.id)
    if policy is None:
        known = ", ".join(law.policies)
        raise ValueError(f"'{arguments.id or ''}' is no policy; it is one of {known}")
    if arguments.json:
        print_json(policy_as_json(policy))
        return 0
    language = arguments.lang or "zh"
    print(f"{policy.title}\n{policy.instrument} {policy.number or ''}\n{policy.standing or ''}")
    for measure in policy.measures:
        who = getattr(SCOPES[measure.scope], language) if measure.scope else "–"
        roles = "、".join(
            getattr(ROLES[role], language) if role in ROLES else role for role in sorted(measure.roles)
        )
        print(f"\n{measure.id}  {measure.title}")
        print(f"  {getattr(AREAS[measure.area], language)} · {getattr(EFFECTS[measure.effect], language)} · {who}"
              + (f" · {roles}" if roles else ""))  # fmt: skip
        unsure = " (unverified)" if "since" in measure.unverified else ""
        print(f"  {iso(measure.holds.since)}{unsure} – {iso(measure.holds.until) or ''}")
        print(f"  「{measure.quote}」")
    return 0


def _check(arguments: argparse.Namespace, folder: Path) -> int:
    from graph.policy.quotations import misquoted

    law = read_law(folder)
    faults = misquoted(law, Path(arguments.documents)) if arguments.documents else []
    counts = {policy.id: len(policy.measures) for policy in law.policies.values()}
    compared = sum(
        len(policy.measures) for policy in law.policies.values() if policy.document and arguments.documents
    )
    if arguments.json:
        print_json({"measures": counts, "quotations_compared": compared, "faults": faults})
    else:
        for id_, count in counts.items():
            print(f"{id_:18} {count:4} measures")
        how = (
            f"{compared} quotations were compared with their documents"
            if arguments.documents
            else "quotations were not compared; --documents DIR names the folder of the documents' texts"
        )
        print(f"{how}; {len(faults)} faults")
        for fault in faults:
            print(f"  {fault}")
    return 2 if faults else 0


def policy_as_json(policy: Policy) -> dict[str, object]:
    """A policy in the words and the order of the contract."""
    return {
        "id": policy.id, "title": policy.title, "title_en": policy.title_en, "instrument": policy.instrument,
        "number": policy.number, "rank": policy.rank, "region": policy.region, "standing": policy.standing,
        "suspends": policy.suspends, "digest": policy.digest,
        "measures": [
            {
                "id": measure.id, "clause": measure.clause, "title": measure.title, "area": str(measure.area),
                "effect": str(measure.effect), "scope": measure.scope and str(measure.scope),
                "roles": sorted(measure.roles), "subject": str(measure.subject or "both"),
                "reaches": str(measure.reaches or "both"), "applies_to": sorted(measure.applies_to),
                "offices": sorted(measure.offices), "categories": sorted(measure.categories),
                "at": measure.at and str(measure.at), "trigger": str(measure.trigger),
                "discretionary": measure.discretionary, "requires": measure.requires and str(measure.requires),
                "units": list(measure.units), "deadline": measure.deadline, "quote": measure.quote,
                "since": iso(measure.holds.since), "until": iso(measure.holds.until),
                "instrument": measure.instrument, "unverified": list(measure.unverified),
                "verified_on": measure.verified_on, "source": measure.source, "note": measure.note,
            }
            for measure in policy.measures
        ],
    }  # fmt: skip
