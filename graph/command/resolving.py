"""``resolve``: what a person decided about a record and a party, or about two parties; kept, shown, undone."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from graph.command.printing import print_json

if TYPE_CHECKING:
    from graph.identity import Decision
    from graph.model import Listing, Party
    from graph.stores import Store, View


def resolve(arguments: argparse.Namespace) -> int:
    """Record a decision, undo one, or list those on file."""
    from graph.model.sheets import hidden
    from graph.stores import open_store

    store = open_store(arguments.store)
    who = hidden(arguments.by or getpass.getuser()) or ""
    if arguments.list:
        _alone("--list", arguments.subject, arguments.undo)
        decisions = store.decisions()
        if arguments.json:
            print_json({"decisions": [one._asdict() for one in decisions]})
            return 0
        for one in decisions:
            ending = f", undone by {one.undone_by} at {one.undone_at}" if one.undone_at else ""
            print(f"{one.number:>4}  {one.subject}  {one.party}  {one.verdict}: {one.why} ({one.by}, {one.at}{ending})")
        return 0
    if arguments.undo is not None:
        _alone("--undo", arguments.subject)
        decision = store.undo(arguments.undo, who, now())
        word = "undone"
    else:
        decision = store.decide(_decision(arguments, who))
        word = "decided"
    if arguments.json:
        print_json(decision._asdict())
    else:
        print(f"{decision.number}: {decision.subject} {decision.party} {decision.verdict} ({word})")
    return 0


def _decision(arguments: argparse.Namespace, who: str) -> Decision:
    """The decision that is asked for. Raises ``ValueError`` where it is none, ``NotResolved`` for who is unknown."""
    from graph.stores import open_store, read_key

    if not (arguments.subject and arguments.party and arguments.verdict):
        raise ValueError(
            "a decision is LISTING PARTY or PARTY PARTY and same, different or undecided; else give --list or --undo N"
        )
    if not (arguments.why or "").strip():
        raise ValueError("--why: a decision says what it rests on")
    key = read_key()
    store = open_store(arguments.store, key)
    about = (arguments.subject, arguments.party, arguments.about)
    return decision_about(store, key, *about, arguments.verdict, who, arguments.why)


def decision_about(
    store: Store, key: bytes, subject: str, named: str, about: str | None, verdict: str, who: str, why: str
) -> Decision:
    """A decision about a record or another party, and a party of ``store``, not kept yet; ID numbers in it are hidden.

    ``about`` says which of the two ``subject`` is, where an id may be either. Raises ``NotResolved`` for an unknown
    record or party, ``ValueError`` where an identifier contradicts.
    """
    from graph.exposure import NotResolved
    from graph.exposure import resolve as resolved
    from graph.identity import About, Decision, Verdict, between
    from graph.model.sheets import hidden
    from graph.stores import answer_from

    def ask(view: View) -> Decision:
        records = [] if about == About.PARTY else view.records([f"i:{subject}"])
        if records and about is None and view.parties([subject]):
            raise ValueError(f"'{subject}' is a listing and a party; say which with --about listing or --about party")
        if about == About.LISTING and not records:
            raise NotResolved(f"the register holds no listing '{subject}'", [])
        party = resolved(view, named, key)
        if records:
            if verdict == Verdict.SAME:
                _refuse_other_record(records[0][0], party)
            return Decision(records[0][0].id, party.id, Verdict(verdict), who, now(), said)
        other = _party(view, subject, key, either=about is None)
        if verdict == Verdict.SAME:
            _refuse_other_subject(view, other.id, party.id)
        return between(other.id, party.id, Verdict(verdict), who, now(), said)

    said = hidden(why.strip()) or ""
    return answer_from(store, ask)


def _party(view: View, subject: str, key: bytes, *, either: bool) -> Party:
    from graph.exposure import NotResolved
    from graph.exposure import resolve as resolved

    try:
        return resolved(view, subject, key)
    except NotResolved as error:
        if error.candidates or not either:
            raise
        raise NotResolved(f"the register holds no listing '{subject}', and no party of that id, number or name",
                          []) from None  # fmt: skip


def _refuse_other_record(listing: Listing, party: Party) -> None:
    from graph.identity import Record, grade
    from graph.model import Grade

    agreement = grade(Record.of(listing), party)
    if agreement is not None and agreement.grade is Grade.X:
        raise ValueError(
            f"{listing.id} cannot be about {party.id}, for an identifier contradicts ({agreement.reason}); "
            "correct it in the source"
        )


def _refuse_other_subject(view: View, one: str, other: str) -> None:
    """Whoever is the same as one of the two would be the same as the other."""
    from graph.identity import contradiction

    others = view.subjects()
    left, right = (view.parties([id_, *others.get(id_, ())]) for id_ in (one, other))
    for first in left.values():
        for second in right.values():
            if first.id != second.id and (why := contradiction(first, second)):
                raise ValueError(f"{first.id} and {second.id} cannot be one: {why}; correct it in the source")


def now() -> str:
    """The moment, where the courts are."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")


def _alone(option: str, *others: object) -> None:
    if any(other is not None for other in others):
        raise ValueError(f"{option} stands alone")
