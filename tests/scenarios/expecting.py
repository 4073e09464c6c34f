"""The ``expect`` of a scenario: what must, and what must not, stand in the answer.

outcome: restricted                     # the word of the whole answer
outcomes: {consumption: restricted}     # of some areas; ``others: clear`` of all that are not named
listed: false
clauses: [二（七）1, 二（六）1]          # exactly these clauses, no other
measures: {restrict: [二（七）1#2], inquiry: [二（五）3#2]}     # exactly these measures, by the effect of each
findings:                               # these measures, with these details; others may stand beside them
  二（七）1#2: restricted                # restricted, review, or clear: what the finding comes to
  二（九）#2: {word: review, role: director, path: [张三, 甲公司], since: 2020-01-01, until: null}
absent: [二（八）]                      # none of these measures
connections: [张三 director 乙公司 shareholder 丙公司]    # exactly these, in this order
undecided: [L1]                         # exactly these
not_covered: [quanzhou-2018]
incomplete: false
other_clauses: [二（九）]               # of ``credit``: the clauses beside the area of credit
officers: [{holder: 张三, role: director, listed: true, outcome: restricted, listings: [L1]}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.model import Area, Requirement, Scope, Vocabulary
from graph.model.vocabulary import CERTAINTIES, EFFECTS
from graph.policy import Policy
from tests.naive.evaluator import word_of
from tests.scenarios.given import ScenarioError, listed, mapping, one_of

WORDS = {
    "check": ("clear", "connected", "review", "restricted", "not_covered", "incomplete"),
    "credit": ("clear", "connected", "review", "restricted", "not_covered", "incomplete"),
    "appoint": ("clear", "review", "barred", "not_covered", "incomplete"),
}
AREAS = tuple(str(area) for area in Area)
KEYS = {
    "check": ("outcome", "outcomes", "listed", "clauses", "measures", "findings", "absent", "connections",
              "undecided", "not_covered", "incomplete"),
    "appoint": ("outcome", "listed", "clauses", "measures", "findings", "absent", "undecided", "not_covered",
                "incomplete"),
}  # fmt: skip
KEYS["credit"] = (*KEYS["check"], "other_clauses", "officers")
DETAILS: Mapping[str, Sequence[str] | None] = {
    "word": ("restricted", "review", "clear"), "scope": tuple(str(scope) for scope in Scope), "role": None,
    "appointment": None, "debtor": None, "listing": None, "notice": None, "path": None, "since": None,
    "until": None, "certainty": tuple(CERTAINTIES), "evidence": ("order", "rule"), "effect": tuple(EFFECTS),
    "requires": ("null", *(str(word) for word in Requirement)), "area": AREAS, "discretionary": ("true", "false"),
}  # fmt: skip
OFFICER = ("holder", "role", "listed", "outcome", "listings")


def checked(
    expect: Any, kind: str, parties: Sequence[str], policies: Sequence[Policy], words: Vocabulary
) -> dict[str, Any]:
    """The expectation with every word known. Raises ``ScenarioError``."""
    expect = mapping(expect, "expect", KEYS[kind])
    if not expect:
        raise ScenarioError("expect: nothing is expected; a scenario says at least the outcome")
    result = dict(expect)
    for key, value in expect.items():
        if key == "outcome":
            one_of(value, WORDS[kind], f"an outcome of {kind}")
        elif key in ("listed", "incomplete"):
            result[key] = one_of(value, ("true", "false"), key) == "true"
        elif key == "outcomes":
            for area, word in mapping(value, key, (*AREAS, "others")).items():
                one_of(word, WORDS["check"], f"an outcome of {area}")
        elif key in ("clauses", "other_clauses", "absent"):
            listed(value, key, lambda clause: _measure(clause, policies))
        elif key == "measures":
            result[key] = {
                name: effect
                for effect, names in mapping(value, key, tuple(EFFECTS)).items()
                for name in listed(names, effect, lambda name: _one_measure(name, policies))
            }
        elif key == "findings":
            result[key] = [
                (name, _details(one, name, parties, words))
                for name, some in mapping(value, key).items()
                for one in (some if isinstance(some, list) else [some])
                if _measure(name, policies)
            ]
        elif key == "connections":
            result[key] = [_connection(text, parties, words) for text in listed(value, key)]
        elif key == "officers":
            result[key] = [_officer(one, parties, words) for one in listed(value, key)]
        else:
            listed(value, key)
    return result


def faults(expected: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """What the answer does not say as expected, each with what it says."""
    for key, wanted in expected.items():
        if key == "listed":
            yield from _differ(key, wanted, answer["party"]["listed"])
        elif key == "outcomes":
            named = {area: word for area, word in wanted.items() if area != "others"}
            for area in AREAS:
                word = named.get(area, wanted.get("others", answer["outcomes"][area]))
                yield from _differ(f"outcomes.{area}", word, answer["outcomes"][area])
        elif key in ("clauses", "other_clauses"):
            findings = answer["findings" if key == "clauses" else "other_findings"]
            yield from _differ(key, sorted(set(wanted)), sorted({finding["clause"] for finding in findings}))
        elif key == "measures":
            yield from _other_measures(wanted, answer["findings"])
        elif key == "absent":
            for name in wanted:
                for finding in answer["findings"]:
                    if _is(finding, name):
                        yield f"absent: {name} is found: {_shown(finding)}"
        elif key == "findings":
            yield from _missing(wanted, answer["findings"])
        elif key == "officers":
            got = [{part: officer[part] for part in one} for one, officer in zip(wanted, answer[key], strict=False)]
            if len(got) != len(answer[key]) or got != wanted:
                yield from _differ(key, wanted, answer[key])
        else:
            yield from _differ(key, wanted, answer[key])


def named_in(expected: Mapping[str, Any], finding: Mapping[str, Any]) -> bool:
    """Does the expectation name the measure of this finding itself, and not only its clause among others?"""
    names = (*expected.get("measures", ()), *(name for name, _ in expected.get("findings", ())))
    return any(_is(finding, name) for name in names if "#" in name or "#" not in finding["measure"])


def _other_measures(wanted: Mapping[str, str], findings: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What is expected and not found, what is found and not expected, and what has another effect."""
    for name, effect in wanted.items():
        found = {str(finding["effect"]) for finding in findings if _is(finding, name)}
        if found != {effect}:
            yield f"measures: expected {name} to {effect}, got {' and '.join(sorted(found)) or 'no finding of it'}"
    for finding in findings:
        if not any(_is(finding, name) for name in wanted):
            yield f"measures: {finding['measure']} is found to {finding['effect']}, and was not expected"


def _missing(wanted: Sequence[tuple[str, dict[str, Any]]], findings: Sequence[dict[str, Any]]) -> Iterator[str]:
    left = list(findings)
    for name, details in wanted:
        fitting = [
            one
            for one in left
            if _is(one, name) and all(_detail(one, part) == value for part, value in details.items())
        ]
        if fitting:
            left.remove(fitting[0])
        else:
            near = [_shown(one, details) for one in findings if _is(one, name)] or ["no finding of it"]
            yield f"findings: expected {name} {details}, got {'; '.join(near)}"


def _detail(finding: Mapping[str, Any], part: str) -> Any:
    return word_of(dict(finding)) if part == "word" else finding[part]


def _shown(finding: Mapping[str, Any], parts: Any = ("word", "scope", "role", "debtor")) -> str:
    return f"{finding['measure']} { {part: _detail(finding, part) for part in parts} }"


def _differ(key: str, wanted: Any, got: Any) -> Iterator[str]:
    if wanted != got:
        yield f"{key}: expected {wanted}, got {got}"


def _is(finding: Mapping[str, Any], name: str) -> bool:
    clause, _, number = name.rpartition("/")[2].partition("#")
    own = finding["measure"].partition("#")[2] or "1"
    policy = name.rpartition("/")[0] or finding["policy"]
    return finding["policy"] == policy and finding["clause"] == clause and number in ("", own)


def _measure(name: Any, policies: Sequence[Policy]) -> str:
    known = {
        text
        for policy in policies
        for measure in policy.measures
        for clause in (measure.clause, f"{policy.id}/{measure.clause}")
        for text in (clause, f"{clause}#{measure.number}")
    }
    if name not in known:
        raise ScenarioError(f"no measure of {', '.join(policy.id for policy in policies)} is called '{name}'")
    return str(name)


def _one_measure(name: Any, policies: Sequence[Policy]) -> str:
    """A name that means one measure: with its number, unless the clause holds no other."""
    clause, _, number = _measure(name, policies).rpartition("/")[2].partition("#")
    if not number and not all(m.alone for policy in policies for m in policy.measures if m.clause == clause):
        raise ScenarioError(f"the clause '{name}' holds several measures; write which, as {name}#2")
    return str(name)


def _details(value: Any, name: str, parties: Sequence[str], words: Vocabulary) -> dict[str, Any]:
    value = {"word": value} if isinstance(value, str) else mapping(value, name, tuple(DETAILS))
    for part, said in value.items():
        allowed = DETAILS[part]
        if allowed is not None:
            one_of(said, allowed, f"a {part}")
        elif part == "role":
            one_of(said, ("null", *words.roles), "a role")
        elif part == "debtor":
            one_of(said, ("null", *parties), "a party of this scenario")
        elif part == "appointment" and said != "null":
            mapping(said, part, ("role", "organization", "category"))
    return {part: _plain(said) for part, said in value.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return {"null": None, "true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _connection(text: Any, parties: Sequence[str], words: Vocabulary) -> dict[str, Any]:
    steps = str(text).split()
    if len(steps) < 3 or not len(steps) % 2:
        raise ScenarioError(f"connections: '{text}' is not written as PARTY role PARTY role PARTY…")
    for party in steps[::2]:
        one_of(party, parties, "a party of this scenario")
    for role in steps[1::2]:
        one_of(role, {*words.roles, "same"}, "a role")
    return {"party": steps[-1], "path": steps[::2], "roles": steps[1::2]}


def _officer(value: Any, parties: Sequence[str], words: Vocabulary) -> dict[str, Any]:
    officer = mapping(value, "officers", OFFICER)
    one_of(officer.get("holder"), parties, "a party of this scenario")
    one_of(officer.get("role"), words.roles, "a role")
    if "outcome" in officer:
        one_of(officer["outcome"], WORDS["check"], "an outcome of check")
    return {key: _plain(said) for key, said in officer.items()}
