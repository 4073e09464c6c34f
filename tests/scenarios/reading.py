"""Reads a file of scenarios strictly: what is not understood is an error that names it, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graph.policy import Law, Policy, PolicyError
from graph.policy.strict_yaml import Document, read
from tests.scenarios.asking import Ask, Triple, WhatIf
from tests.scenarios.expecting import AREAS, checked
from tests.scenarios.given import ScenarioError, listed, mapping, one_of, rows_of
from tests.scenarios.registers import Rows

KEYS = ("name", "origin", "known_fault", "as_of", "policies", "given", "ask", "whatif", "expect", "expect_on")
ENGINES = ("snapshot", "neo4j", "naive")
ASKS = {
    "check": ("check", "hops", "areas", "ties_followed"),
    "credit": ("credit", "hops", "ties_followed"),
    "appoint": ("appoint", "role", "organization", "categories"),
}


@dataclass(frozen=True)
class Scenario:
    """One sentence with the register, the question and the answer that shows it; an answer for each day."""

    path: Path
    line: int
    name: str
    rows: Rows
    ask: Ask
    whatif: WhatIf
    days: dict[str, dict[str, Any]]
    known_fault: tuple[tuple[str, ...], str]  # engines that do not meet it yet, and why


def read_scenarios(path: Path, law: Law) -> Iterator[Scenario]:
    """The scenarios of a file. Raises ``ScenarioError`` with the file and the line."""
    try:
        document = read(path.read_text(encoding="utf-8"), path.name)
    except PolicyError as error:
        raise ScenarioError("; ".join(error.faults)) from None
    if not isinstance(document.value, list):
        raise ScenarioError(f"{path.name}:1: a list of scenarios was expected")
    seen: dict[str, int] = {}
    for index, value in enumerate(document.value):
        line = document.line((index,))
        try:
            scenario = _scenario(path, line, value, law)
            if scenario.name in seen:
                raise ScenarioError(f"the name stands on line {seen[scenario.name]} already")
        except ScenarioError as error:
            raise ScenarioError(f"{path.name}:{_line(document, index, error)}: {error}") from None
        seen[scenario.name] = line
        yield scenario


def _scenario(path: Path, line: int, value: Any, law: Law) -> Scenario:
    value = mapping(value, "a scenario", KEYS)
    for key in ("name", "given", "ask"):
        if key not in value:
            raise ScenarioError(f"'{key}' is missing")
    rows = rows_of(value["given"], law)
    policies = _policies(value.get("policies"), path.parent.name, law)
    parties = [row["id"] for row in rows["parties"]]
    ask = _ask(value["ask"], parties, policies or (), law)
    speaking: Sequence[Policy] = [law.policies[id_] for id_ in policies or law.policies]
    return Scenario(
        path, line, value["name"], rows, ask, _whatif(value.get("whatif", {}), rows, law),
        {
            day: checked(expect, ask.kind, parties, speaking, law.vocabulary)
            for day, expect in _days(value).items()
        },
        _known_fault(value.get("known_fault")),
    )  # fmt: skip


def _known_fault(value: Any) -> tuple[tuple[str, ...], str]:
    """The engines on which the scenario must fail until the fault is mended, with the reason."""
    if value is None:
        return (), ""
    value = mapping(value, "known_fault", ("engines", "because"))
    if not value.get("because") or not value.get("engines"):
        raise ScenarioError("a known_fault names its engines, and says because of what")
    engines = listed(value["engines"], "engines", lambda word: one_of(word, ENGINES, "an engine"))
    return tuple(engines), value["because"]


def _days(value: dict[str, Any]) -> dict[str, Any]:
    if "expect_on" in value:
        if "expect" in value or "as_of" in value:
            raise ScenarioError("'expect_on' stands in the place of 'as_of' and 'expect'")
        days = mapping(value["expect_on"], "expect_on")
    elif "expect" in value and "as_of" in value:
        days = {value["as_of"]: value["expect"]}
    else:
        raise ScenarioError("'as_of' and 'expect' are missing, or 'expect_on' in their place")
    for day in days:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise ScenarioError(f"'{day}' is not a date; write YYYY-MM-DD") from None
    return days


def _policies(value: Any, folder: str, law: Law) -> tuple[str, ...] | None:
    """The policies named; None for all that apply. Unless said otherwise the one whose name the folder bears."""
    if value == "all":
        return None
    named = [folder] if value is None else listed(value, "policies")
    return tuple(one_of(id_, law.policies, "a policy") for id_ in named)


def _ask(value: Any, parties: Sequence[str], policies: Sequence[str], law: Law) -> Ask:
    kinds = [kind for kind in ASKS if isinstance(value, dict) and kind in value]
    if len(kinds) != 1:
        raise ScenarioError(f"ask: one of {', '.join(ASKS)} was expected, not {value!r}")
    kind = kinds[0]
    mapping(value, "ask", ASKS[kind])
    who = value[kind]
    if isinstance(who, dict):
        mapping(who, kind, ("name", "identifier"))
    else:
        one_of(who, parties, "a party of this scenario")
    if kind == "appoint":
        one_of(value.get("role"), law.vocabulary.roles, "a role")
        if ("organization" in value) == ("categories" in value):
            raise ScenarioError("ask: appoint names an organization or categories")
    if "organization" in value:
        one_of(value["organization"], parties, "a party of this scenario")
    categories = [
        one_of(word, law.vocabulary.categories, "a category")
        for word in listed(value.get("categories", []), "categories")
    ]
    return Ask(
        kind=kind,
        party=who if isinstance(who, str) else "",
        name=who.get("name", "") if isinstance(who, dict) else "",
        identifier=who.get("identifier", "") if isinstance(who, dict) else "",
        role=value.get("role", ""),
        organization=value.get("organization", ""),
        categories=tuple(categories),
        areas=tuple(one_of(area, AREAS, "an area") for area in listed(value.get("areas", []), "areas")),
        hops=int(value.get("hops", "2")),
        ties_followed=int(value.get("ties_followed", "1000")),
        policies=tuple(policies),
    )


def _whatif(value: Any, rows: Rows, law: Law) -> WhatIf:
    value = mapping(value, "whatif", ("list", "release", "start", "end", "transfer"))
    parties = [row["id"] for row in rows["parties"]]
    listings = [row["id"] for row in rows["listings"]]

    def triple(text: str) -> Triple:
        words = text.split()
        if len(words) != 3:
            raise ScenarioError(f"whatif: '{text}' is not written as HOLDER ROLE ORGANIZATION")
        one_of(words[0], parties, "a party of this scenario")
        one_of(words[1], law.vocabulary.roles, "a role")
        one_of(words[2], parties, "a party of this scenario")
        return words[0], words[1], words[2]

    def transfer(text: str) -> tuple[str, str, str, str]:
        words = text.split()
        if len(words) not in (3, 4):
            raise ScenarioError(f"whatif: '{text}' is not written as HOLDER ORGANIZATION SHARE [TO]")
        for who in (words[0], words[1], *words[3:]):
            one_of(who, parties, "a party of this scenario")
        return words[0], words[1], words[2], words[3] if len(words) == 4 else ""

    return WhatIf(
        listed=tuple(one_of(id_, parties, "a party") for id_ in listed(value.get("list", []), "list")),
        released=tuple(one_of(id_, listings, "a listing") for id_ in listed(value.get("release", []), "release")),
        started=tuple(triple(text) for text in listed(value.get("start", []), "start")),
        ended=tuple(triple(text) for text in listed(value.get("end", []), "end")),
        transferred=tuple(transfer(text) for text in listed(value.get("transfer", []), "transfer")),
    )


def _line(document: Document, index: int, error: ScenarioError) -> int:
    """The line on which a word of the message stands, or that of the scenario."""
    message = str(error)
    words = [message.split("'")[1]] if message.count("'") > 1 else []
    lines = [line for place, line in document.lines.items() if place[:1] == (index,) and _at(document, place) in words]
    return min(lines, default=document.line((index,)))


def _at(document: Document, place: tuple[str | int, ...]) -> Any:
    value: Any = document.value
    for step in place:
        value = value[step]
    if isinstance(value, str):
        return value
    return place[-1] if isinstance(place[-1], str) else None
