"""``find``, ``check``, ``credit``, ``appoint``, ``connections``, and ``whatif`` before any of them."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from graph import exposure
from graph.command.comparing import print_difference
from graph.command.paper import evidence_file, write_evidence
from graph.command.printing import (
    print_answer,
    print_appointed,
    print_candidates,
    print_connections,
    print_credit,
    print_explained,
    print_json,
)
from graph.command.supposing import changes_of
from graph.connections import Search
from graph.exposure import Question
from graph.model import Area, Party, day, today
from graph.policy import Law, read_law
from graph.stores import Overlay, View, answer_from, open_store, read_key

Answered = exposure.Answer | exposure.Credit | exposure.Appointed | exposure.Explained


def find(arguments: argparse.Namespace) -> int:
    """Parties that the text may mean, best first."""
    key = read_key()
    store = open_store(arguments.store, key)
    found = answer_from(store, lambda view: exposure.find(view, arguments.text, key, arguments.limit))
    if arguments.json:
        print_json({"candidates": [candidate.as_json() for candidate in found]})
    else:
        print_candidates(found, sys.stdout)
    if not found:
        print("guanlian: the register holds nobody of that name or number", file=sys.stderr)
        return 3
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Everything that reaches a party."""
    return _ask(arguments, lambda view, party, question: exposure.check(view, party, question), print_answer)


def credit(arguments: argparse.Namespace) -> int:
    """The lender's look."""
    return _ask(arguments, lambda view, party, question: exposure.credit(view, party, question), print_credit)


def connections(arguments: argparse.Namespace) -> int:
    """Association beyond the law."""
    law = read_law()
    wanted = arguments.shortest or arguments.every or arguments.former or arguments.facts or arguments.roles
    search = search_of(arguments, law) if wanted and arguments.hops else None
    return _ask(
        arguments,
        lambda view, party, question: exposure.connections(view, party, question, search),
        print_connections,
        law,
    )


def search_of(arguments: argparse.Namespace, law: Law) -> Search:
    """The search for paths that the options describe. Raises ``ValueError``."""
    roles = [word for text in arguments.roles for word in text.split(",") if word]
    for role in roles:
        _one_of(role, law.vocabulary.roles, "role")
    return Search(
        as_of(arguments.as_of), arguments.hops, tuple(sorted(set(roles))), arguments.former, arguments.facts,
        arguments.every, arguments.limit,
    )  # fmt: skip


def appoint(arguments: argparse.Namespace) -> int:
    """May this person take this office?"""
    law = read_law()
    _one_of(arguments.role, law.vocabulary.roles, "role")
    categories = [code for text in arguments.category or () for code in text.split(",") if code]
    for category in categories:
        _one_of(category, law.vocabulary.categories, "category")

    def ask(view: View, party: Party, question: Question) -> Answered:
        organization = None
        if arguments.organization is not None:
            organization = exposure.resolve(view, arguments.organization, read_key())
            if organization.kind == "person":
                raise ValueError(f"'{organization.id}' is a person; an office is held in an organization")
        asked = exposure.explain if arguments.explain else exposure.appoint
        return asked(view, party, arguments.role, organization, categories, question)

    return _ask(arguments, ask, print_explained if arguments.explain else print_appointed, law)


def as_of(text: str | None, where: str = "--as-of") -> int:
    """The day that ``text`` names; today's where it is not given. Raises ``ValueError``, which says ``where``."""
    if text is None:
        return day(today(), 0)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"{where}: '{text}' is not a date; write YYYY-MM-DD")
    try:
        return day(date.fromisoformat(text), 0)
    except ValueError:
        raise ValueError(f"{where}: there is no day '{text}' in the calendar") from None


def named_policies(names: list[str], law: Law) -> tuple[str, ...]:
    """The policies that ``--policy`` names. Raises ``ValueError`` for one that is not loaded."""
    for name in names:
        _one_of(name, law.policies, "policy")
    return tuple(names)


def _ask(
    arguments: argparse.Namespace, ask: Callable[[View, Party, Question], Any], show: Callable[[Any, View, str], None],
    law: Law | None = None,
) -> int:  # fmt: skip
    if (arguments.party is None) == (arguments.name is None):
        raise ValueError("one party is asked about: either PARTY, or --name for somebody outside the register")
    if arguments.identifier is not None and arguments.name is None:
        raise ValueError("--identifier goes with --name")
    hops = getattr(arguments, "hops", 0)
    if hops < 0:
        raise ValueError(f"--hops: {hops} is negative; 0 looks at no connection")
    paper = evidence_file(arguments)
    law = law or read_law()
    question = Question(
        law,
        as_of(arguments.as_of),
        named_policies(arguments.policy, law),
        frozenset(Area(name) for name in getattr(arguments, "area", ())),
        hops,
    )
    key = read_key()
    number = sys.stdin.readline().strip() if arguments.identifier == "-" else arguments.identifier

    def answered(view: View) -> None:
        party = _party(view, arguments, number, key)

        def found(seen: View) -> Any:
            answer = ask(seen, party, question)
            if paper is not None:
                kept = answer.appointed if isinstance(answer, exposure.Explained) else answer
                write_evidence(paper, seen, kept, question, arguments.lang or "en")
            return answer

        told(arguments, view, law, question.day, found, show)

    answer_from(open_store(arguments.store, key), answered)
    return 0


def told(
    arguments: argparse.Namespace, view: View, law: Law, number: int, ask: Callable[[View], Any],
    show: Callable[[Any, View, str], None],
) -> None:  # fmt: skip
    """Print the answer of ``ask``, on the changed graph and with the difference where changes are supposed."""
    language = arguments.lang or "en"
    if not arguments.whatif:
        answer = ask(view)
        if arguments.json:
            print_json(answer.as_json())
        else:
            show(answer, view, language)
        return
    overlay = Overlay(view, changes_of(view, arguments, law, number, read_key()))
    before, after = ask(view), ask(overlay)
    difference = exposure.difference(before, after)
    if arguments.json:
        print_json({**after.as_json(), "difference": difference})
    else:
        show(after, overlay, language)
        print_difference(difference, language)


def _party(view: View, arguments: argparse.Namespace, number: str | None, key: bytes) -> Party:
    if arguments.party is not None:
        return exposure.resolve(view, arguments.party, key)
    outsider = exposure.stranger(arguments.name, number, key)
    if number:
        # Somebody with this very number may stand in the register after all.
        known = [found for found in exposure.find(view, number, key) if found.grade == "A"]
        if len(known) == 1:
            return view.parties([known[0].id])[known[0].id]
    return outsider


def _one_of(word: str, allowed: Any, what: str) -> None:
    if word not in allowed:
        raise ValueError(f"'{word}' is no {what}; it is one of {', '.join(allowed)}")
