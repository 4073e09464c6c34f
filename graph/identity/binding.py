"""Binds published records to parties when they are loaded, so that both stores hold the same matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph.identity.decisions import Standing, Verdict
from graph.identity.grades import Agreement, Record, certainty, grade, would_list_minor
from graph.identity.keys import record_keys
from graph.identity.representing import Keyed, Parties, Representatives, bound_by_representative
from graph.identity.subjects import Subjects, subjects
from graph.model import Binding, Certainty, Grade, Listing, Party


class Contradiction(NamedTuple):
    """A listing whose identifier contradicts the party that it gives; ``bearers`` are the parties of that number.

    It binds nobody: either the party or the number is wrong, and nobody can tell which. ``decided``: it was a person
    who said that the record is about the party.
    """

    listing: str
    bearers: tuple[str, ...] = ()
    decided: bool = False


def bind(
    listings: Sequence[Listing], keyed: Keyed, parties: Parties, representatives: Representatives, decisions: Standing
) -> tuple[list[Binding], list[Contradiction]]:
    """The parties that each listing names, surely or not, and the listings that contradict their party.

    ``keyed`` gives the ids of parties for exact keys, ``parties`` the parties of ids, ``representatives`` who
    represents organizations; each is asked for all together. A name alone binds nothing (grade D), a contradiction
    binds nothing (grade X), nor does a record that would list a minor, whatever agrees. ``decisions`` are people's;
    what binds a party binds the others of its subject too.
    """
    keys = {listing.id: record_keys(listing.identifier, listing.identifier_hash) for listing in listings}
    found = keyed(sorted({key for some in keys.values() for key in some}))
    bearing = {id_: set[str]().union(*(found.get(key, ()) for key in some)) for id_, some in keys.items()}
    given = {one.party for one in listings if one.party}
    named = given.union(*bearing.values(), *(decisions.records.get(one.id, ()) for one in listings), *decisions.same)
    known = parties(sorted(named))
    bindings: list[Binding] = []
    contradictions: list[Contradiction] = []
    for listing in listings:
        verdicts = {id_: decision.verdict for id_, decision in decisions.records.get(listing.id, {}).items()}
        candidates = bearing[listing.id].union(verdicts, [listing.party] if listing.party else ())
        if not candidates:
            continue
        record = Record.of(listing)
        agreements = {id_: grade(record, known[id_]) for id_ in sorted(candidates) if id_ in known}
        minors = {id_ for id_ in agreements if would_list_minor(record, known[id_])}
        sure = {
            id_: (agreement, certain)
            for id_, agreement in agreements.items()
            if id_ not in minors
            and (certain := _sure(agreement, verdicts.get(id_), given=id_ == listing.party)) is not None
        }
        contradictions += [
            Contradiction(listing.id, decided=True)
            for id_, verdict in verdicts.items()
            if verdict is Verdict.SAME and id_ in known and id_ not in sure and id_ not in minors
        ]
        given_to = listing.party if listing.party in known and listing.party not in minors else None
        if given_to is not None and given_to not in sure and given_to not in verdicts:
            contradictions.append(Contradiction(listing.id, tuple(sorted(sure.keys() - verdicts.keys()))))
        bindings += [
            Binding(listing, id_, agreement.grade if agreement else _ungraded(listing, id_), certain)
            for id_, (agreement, certain) in sure.items()
            if listing.party in (None, id_) or id_ in verdicts
        ]
    bound = {binding.listing.id for binding in bindings}
    open_ = [listing for listing in listings if listing.id not in bound]
    bindings += bound_by_representative(open_, keyed, parties, representatives, decisions)
    known = {**known, **parties(sorted({binding.party for binding in bindings} - known.keys()))}
    others, _ = subjects(decisions.same, decisions.different, known)
    return bindings + _of_others(bindings, others, known, decisions), contradictions


def _of_others(
    bindings: Sequence[Binding], others: Subjects, known: Mapping[str, Party], decisions: Standing
) -> list[Binding]:
    """What binds a party binds the others of its subject, unless its own number or a person's word excludes one."""
    bound = {(binding.listing.id, binding.party) for binding in bindings}
    found: list[Binding] = []
    for listing, party, *_ in bindings:
        for id_ in others.get(party, ()):
            pair = (listing.id, id_)
            if pair in bound or id_ in decisions.records.get(listing.id, ()):
                continue
            bound.add(pair)
            record = Record.of(listing)
            agreement = grade(record, known[id_])
            if would_list_minor(record, known[id_]) or (agreement is not None and agreement.grade is Grade.X):
                continue
            found.append(Binding(listing, id_, agreement.grade if agreement else Grade.D, Certainty.IDENTITY))
    return found


def _sure(agreement: Agreement | None, verdict: Verdict | None, *, given: bool) -> Certainty | None:
    """How sure is the tie, after what a person decided about it?"""
    certain = certainty(agreement, given=given)
    if verdict is None:
        return certain
    if verdict is not Verdict.SAME or (agreement is not None and agreement.grade is Grade.X):
        return None
    return certain or Certainty.IDENTITY


def _ungraded(listing: Listing, party: str) -> Grade:
    """The grade of a tie that rests on neither name nor number: the record gives the party, or a person does."""
    return Grade.A if listing.party == party else Grade.D


def told(contradictions: Sequence[Contradiction]) -> list[str]:
    """What a load says of contradictions: how many, and one as an example."""
    vetoed = [one.listing for one in contradictions if one.decided]
    warnings = []
    if vetoed:
        warnings.append(
            f"{len(vetoed)} decisions 'same' have no effect, for an identifier contradicts them; {vetoed[0]} is one"
        )
    contradictions = [one for one in contradictions if not one.decided]
    if not contradictions:
        return warnings
    borne = next((one for one in contradictions if one.bearers), None)
    example = borne or contradictions[0]
    whose = f"; its number is that of {', '.join(example.bearers)}, for whom it stands undecided" if borne else ""
    return [
        *warnings,
        f"{len(contradictions)} listings name a party whose identifier contradicts them and were bound to nobody, "
        f"{example.listing} among them{whose}; correct 'party' or 'identifier'",
    ]


def without_effect(decisions: Standing, parties: Parties) -> list[str]:
    """What a load says of decisions about two parties that pass nothing on: which, and why."""
    known = parties(sorted({id_ for pair in decisions.same for id_ in pair}))
    missing = sorted(one.number for pair, one in decisions.pairs.items() if not known.keys() >= set(pair)
                     and pair in decisions.same)  # fmt: skip
    warnings = []
    if missing:
        warnings.append(
            f"decisions {', '.join(map(str, missing))} name a party that the register does not hold; each has effect "
            "when that party is loaded"
        )
    _, refused = subjects(decisions.same, decisions.different, known)
    warnings += [
        f"the decisions that {', '.join(sorted(group))} are the same have no effect: two of them are expressly "
        "different, or their kinds or numbers contradict each other; undo the one that is wrong"
        for group in refused
    ]
    return warnings
