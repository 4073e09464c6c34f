"""``resolve``: what a person decided about a record and a party; kept, shown, undone."""

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
        _alone("--list", arguments.listing, arguments.undo)
        decisions = store.decisions()
        if arguments.json:
            print_json({"decisions": [one._asdict() for one in decisions]})
            return 0
        for one in decisions:
            ending = f", undone by {one.undone_by} at {one.undone_at}" if one.undone_at else ""
            print(f"{one.number:>4}  {one.listing}  {one.party}  {one.verdict}: {one.why} ({one.by}, {one.at}{ending})")
        return 0
    if arguments.undo is not None:
        _alone("--undo", arguments.listing)
        decision = store.undo(arguments.undo, who, now())
        word = "undone"
    else:
        decision = store.decide(_decision(arguments, who))
        word = "decided"
    if arguments.json:
        print_json(decision._asdict())
    else:
        print(f"{decision.number}: {decision.listing} {decision.party} {decision.verdict} ({word})")
    return 0


def _decision(arguments: argparse.Namespace, who: str) -> Decision:
    """The decision that is asked for. Raises ``ValueError`` where it is none, ``NotResolved`` for an unknown record."""
    from graph.stores import open_store, read_key

    if not (arguments.listing and arguments.party and arguments.verdict):
        raise ValueError("a decision is LISTING PARTY same, different or undecided; else give --list, or --undo N")
    if not (arguments.why or "").strip():
        raise ValueError("--why: a decision says what it rests on")
    key = read_key()
    store = open_store(arguments.store, key)
    return decision_about(store, key, arguments.listing, arguments.party, arguments.verdict, who, arguments.why)


def decision_about(store: Store, key: bytes, record: str, named: str, verdict: str, who: str, why: str) -> Decision:
    """A decision about a record and a party of ``store``, not kept yet; ID numbers in it are hidden.

    Raises ``NotResolved`` for an unknown record or party, ``ValueError`` where an identifier contradicts.
    """
    from graph.exposure import NotResolved
    from graph.exposure import resolve as resolved
    from graph.identity import Decision, Record, Verdict, grade
    from graph.model import Grade
    from graph.model.sheets import hidden
    from graph.stores import answer_from

    def ask(view: View) -> tuple[Listing, Party]:
        records = view.records([f"i:{record}"])
        if not records:
            raise NotResolved(f"the register holds no listing '{record}'", [])
        return records[0][0], resolved(view, named, key)

    listing, party = answer_from(store, ask)
    agreement = grade(Record.of(listing), party)
    if verdict == Verdict.SAME and agreement is not None and agreement.grade is Grade.X:
        raise ValueError(
            f"{listing.id} cannot be about {party.id}, for an identifier contradicts ({agreement.reason}); "
            "correct it in the source"
        )
    return Decision(listing.id, party.id, Verdict(verdict), who, now(), hidden(why.strip()) or "")


def now() -> str:
    """The moment, where the courts are."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")


def _alone(option: str, *others: object) -> None:
    if any(other is not None for other in others):
        raise ValueError(f"{option} stands alone")
