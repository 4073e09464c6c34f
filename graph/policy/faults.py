"""What is wrong with a policy file that is well formed: unknown words, versions that clash, deadlines miscounted."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

from graph.model import ANY_ROLE, Counting, Vocabulary
from graph.policy.entries import ClauseEntry, ClockEntry, PolicyEntry
from graph.policy.strict_yaml import Document

_NUMERALS = ("", *"一二三四五六七八九")
RANKS = (
    "law",
    "administrative_regulation",
    "judicial_interpretation",
    "judicial_document",
    "central_document",
    "departmental_rule",
    "provincial_document",
    "local_document",
)


def faults_of(entry: PolicyEntry, known: Vocabulary, document: Document, name: str) -> list[str]:
    """A sentence for each fault of the file ``name``: with its line, and the words that would be right."""
    faults: list[str] = []

    def look(words: list[str], allowed: Any, *place: str | int) -> None:
        for index, word in enumerate(words):
            if word not in allowed:
                line = document.line((*place, index))
                faults.append(f"{name}:{line}: {place[-1]}: '{word}' is not one of {', '.join(sorted(allowed))}")

    roles = {*known.roles, ANY_ROLE}
    if entry.rank not in RANKS:
        line = document.line(("rank",))
        faults.append(f"{name}:{line}: rank: '{entry.rank}' is not one of {', '.join(RANKS)}")
    look(entry.unverified, {"since", "until"}, "unverified")
    for word, label in entry.categories.items():
        look(label.implies, known.categories, "categories", word, "implies")
        look(label.all_of, known.categories, "categories", word, "all_of")
    seen: dict[str, int] = {}
    for at, clause in enumerate(entry.clauses):
        place = ("clauses", at)
        line = document.line((*place, "clause"))
        if clause.clause in seen:
            faults.append(f"{name}:{line}: the clause {clause.clause} stands on line {seen[clause.clause]} already")
        seen[clause.clause] = line
        if re.search(r"[\s()#/]", clause.clause):
            faults.append(f"{name}:{line}: a clause is written without spaces and with full-width brackets")
        look(clause.unverified, {"since", "until", "text"}, *place, "unverified")
        for number, measure in enumerate(clause.measures):
            part = (*place, "measures", number)
            look(measure.roles, roles, *part, "roles")
            look(measure.offices, roles, *part, "offices")
            look(measure.applies_to, known.categories, *part, "applies_to")
            look(measure.categories, known.categories, *part, "categories")
            if measure.clock and (fault := _miscounted(measure.clock, measure.deadline or clause.deadline)):
                faults.append(f"{name}:{document.line((*part, 'clock'))}: clock: {fault}")
            since = measure.since or clause.since or entry.since
            until = measure.until or clause.until or entry.until
            if since is None:
                faults.append(f"{name}:{document.line(part)}: no date in force; 'since' is needed here or above")
            elif until is not None and until <= since:
                faults.append(f"{name}:{document.line(part)}: it ends on {until}, not after it begins on {since}")
        faults += _badly_followed(entry, clause, document.line(place), name)
    return faults


def _badly_followed(entry: PolicyEntry, clause: ClauseEntry, line: int, name: str) -> list[str]:
    """Versions of one measure (the same words for the same people) that overlap, or leave days between them."""
    versions: dict[str, list[tuple[date, date]]] = {}
    for measure in clause.measures:
        since, until = measure.since or clause.since or entry.since, measure.until or clause.until or entry.until
        if since is not None:
            same = measure.model_dump_json(exclude={"since", "until", "note", "clock", "deadline"})
            versions.setdefault(same, []).append((since, until or date.max))
    faults = []
    for held in versions.values():
        held.sort()
        for (_, until), (since, later) in pairwise(held):
            if since < until:
                last = min(until, later)
                end = "" if last == date.max else f" until {last}"
                faults.append(
                    f"{name}:{line}: {clause.clause}: two versions of one measure hold from {since}{end}; end one"
                )
            elif until < since:
                faults.append(
                    f"{name}:{line}: {clause.clause}: no version of one measure holds from {until} to {since}; "
                    "let one begin where the other ends"
                )
    return faults


def _miscounted(clock: ClockEntry, deadline: str | None) -> str | None:
    """What is wrong with a clock beside the words of its deadline."""
    if deadline is None:
        return "a clock stands beside the verbatim 'deadline' that it counts, and there is none"
    if ("工作日" in deadline) != (clock.counted_in is Counting.WORKING_DAYS):
        return f"the deadline '{deadline}' is not counted in {clock.counted_in}"
    tens, ones = divmod(clock.days, 10)
    written = ("" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十") + _NUMERALS[ones]
    if re.findall(r"\d+|[一二两三四五六七八九十]+", deadline) not in ([str(clock.days)], [written]):
        return f"the deadline '{deadline}' is not one of {clock.days} days"
    return None
