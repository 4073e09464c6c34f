"""``policies list | show | compare | check``: the law as data."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from graph.command.printing import print_json
from graph.model import iso
from graph.policy import POLICIES, Clock, Law, Measure, Policy, read_law
from graph.policy.comparison import Alone, Comparison, Pair


def policies(arguments: argparse.Namespace) -> int:
    """List the policies, show one, compare two, or check them all."""
    folder = Path(arguments.folder) if arguments.folder else POLICIES
    if arguments.what == "show":
        return _show(arguments, read_law(folder))
    if arguments.what == "compare":
        return _compare(arguments, read_law(folder))
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
    from graph.command.clauses import Clauses

    if arguments.other is not None:
        raise ValueError(f"'policies show' takes one id; 'policies compare {arguments.id} {arguments.other}' takes two")
    policy = _named(arguments.id, law)
    if arguments.json:
        print_json(policy_as_json(policy))
    else:
        Clauses(law.vocabulary, arguments.lang or "zh").show(policy)
    return 0


def _compare(arguments: argparse.Namespace, law: Law) -> int:
    from graph.command.clauses import Clauses
    from graph.policy.comparison import compare

    comparison = compare(_named(arguments.id, law), _named(arguments.other, law))
    if arguments.json:
        print_json(comparison_as_json(comparison))
    else:
        Clauses(law.vocabulary, arguments.lang or "zh").compare(comparison)
    return 0


def _named(id_: str | None, law: Law) -> Policy:
    if id_ is None or id_ not in law.policies:
        raise ValueError(f"'{id_ or ''}' is no policy; it is one of {', '.join(law.policies)}")
    return law.policies[id_]


def _check(arguments: argparse.Namespace, folder: Path) -> int:
    from graph.policy.quotations import misquoted

    law = read_law(folder)
    regimes, counted = _regimes(folder), _counted(folder)
    faults = misquoted(law, Path(arguments.documents)) if arguments.documents else []
    counts = {policy.id: len(policy.measures) for policy in law.policies.values()}
    compared = sum(len(policy.measures) for policy in law.policies.values() if policy.document and arguments.documents)
    if arguments.json:
        print_json(
            {
                "measures": counts,
                "regimes": regimes,
                "counting": counted,
                "quotations_compared": compared,
                "faults": faults,
            }
        )
    else:
        for id_, count in counts.items():
            print(f"{id_:18} {count:4} measures")
        if regimes:
            print(f"{'control':18} {len(regimes):4} regimes ({', '.join(regimes)})")
        if counted:
            print(f"{'counting':18} {len(counted):4} rules ({', '.join(counted)})")
        how = (
            f"{compared} quotations were compared with their documents"
            if arguments.documents
            else "quotations were not compared; --documents DIR names the folder of the documents' texts"
        )
        print(f"{how}; {len(faults)} faults")
        for fault in faults:
            print(f"  {fault}")
    return 2 if faults else 0


def _regimes(folder: Path) -> list[str]:
    """The definitions of control that stand beside the policies, where a folder of one's own holds any."""
    from graph.control import read_definitions

    return list(read_definitions(folder).regimes) if (folder / "control").is_dir() else []


def _counted(folder: Path) -> list[str]:
    """The ways of counting a period of which rules stand beside the policies, where a folder of one's own holds any."""
    from graph.deadlines import read_counting

    return [str(way) for way in read_counting(folder)] if (folder / "counting").is_dir() else []


def _clock_as_json(clock: Clock | None) -> dict[str, object] | None:
    if clock is None:
        return None
    return {
        "starts": str(clock.starts), "days": clock.days, "counted_in": str(clock.counted_in),
        "ends_with": [str(event) for event in clock.ends_with], "lapses": clock.lapses,
        "superseded_by": clock.superseded_by,
        "superseded_since": None if clock.superseded_since is None else iso(clock.superseded_since),
    }  # fmt: skip


def policy_as_json(policy: Policy) -> dict[str, object]:
    """A policy in the words and the order of the contract."""
    return {
        "id": policy.id, "title": policy.title, "title_en": policy.title_en, "instrument": policy.instrument,
        "number": policy.number, "rank": policy.rank, "region": policy.region, "standing": policy.standing,
        "suspends": policy.suspends, "digest": policy.digest,
        "measures": [measure_as_json(measure) for measure in policy.measures],
    }  # fmt: skip


def measure_as_json(measure: Measure) -> dict[str, object]:
    """A measure in the words and the order of the contract."""
    return {
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
        "clock": _clock_as_json(measure.clock),
    }  # fmt: skip


def comparison_as_json(comparison: Comparison) -> dict[str, object]:
    """Two policies side by side: what differs, what is the same, and what only one of them holds."""

    def differing(pair: Pair) -> dict[str, object]:
        first, second = measure_as_json(pair.first), measure_as_json(pair.second)
        return {name: {"first": first[name], "second": second[name]} for name in pair.differing}

    def alone(some: Sequence[Alone]) -> list[dict[str, object]]:
        return [{**measure_as_json(one.measure), "beside": one.beside.id if one.beside else None} for one in some]

    return {
        "first": comparison.first.id, "second": comparison.second.id,
        "suspends": {"first": comparison.first.suspends, "second": comparison.second.suspends},
        "differences": [
            {
                "first": pair.first.id, "second": pair.second.id, "title": pair.first.title,
                "likeness": round(pair.likeness, 3), "fields": differing(pair),
                "quotes": {"first": pair.first.quote, "second": pair.second.quote},
            }
            for pair in comparison.differences
        ],
        "same": [[pair.first.id, pair.second.id] for pair in comparison.pairs if not pair.differing],
        "only_first": alone(comparison.only_first), "only_second": alone(comparison.only_second),
    }  # fmt: skip
