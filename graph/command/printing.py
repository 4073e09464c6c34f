"""Answers as people read them in a terminal, in English or Chinese; and as JSON, always the same bytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TextIO

from graph.connections import Paths, Ways, sentence
from graph.exposure import Answer, Appointed, Candidate, Connection, Connections, Credit, Explained, Finding
from graph.model import Party, iso
from graph.model.vocabulary import (
    AREAS,
    CERTAINTIES,
    EFFECTS,
    KINDS,
    OUTCOMES,
    REQUIREMENTS,
    ROLES,
    SAME,
    SAME_SUBJECT,
    SCOPES,
    Label,
)
from graph.stores import View

if TYPE_CHECKING:
    from graph.connections.signals import Signals

_TEXT = {
    "as of": Label("截至", "as of"),
    "listed": Label("本身是失信被执行人", "itself a listed debtor"),
    "through": Label("途径", "path"),
    "by shares": Label("按持股", "by shares"),
    "since": Label("自", "since"),
    "until": Label("至", "until"),
    "bars": Label("不得担任", "bars the office of"),
    "in": Label("于", "in"),
    "by order": Label("限制消费令在案", "an order names the party"),
    "discretionary": Label("由机关酌情", "at the authority's discretion"),
    "officers": Label("任职人员", "officers"),
    "connections": Label("关联（不是限制）", "connected to (no restriction)"),
    "undecided": Label("同名记录，身份未定，不影响结论", "records of the same name, undecided; they change nothing"),
    "not covered": Label("未适用", "not covered"),
    "incomplete": Label("查询被截断或未加载名单", "the search was cut short, or no list is loaded"),
    "cut": Label("查询被截断，可能另有路径", "the search was cut short; there may be more paths"),
    "otherwise": Label("结论会因下列变化而不同", "what would give another answer"),
    "no change": Label("没有可列出的变化", "no change that could be told"),
    "cut short": Label("查询被截断", "the search was cut short"),
    "window": Label(
        "线索（不是限制）：列入名单前{before}日至后{after}日内的变动",
        "signals (no restriction): changes from {before} days before a listing to {after} days after it",
    ),
    "no signal": Label("没有线索", "no signal"),
    "register": Label("数据", "register"),
    "policies": Label("政策", "policies"),
    "other": Label("其他方面的措施", "measures in other areas"),
    "nothing": Label("没有措施适用", "no measure applies"),
}


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")  # at once: piece by piece is slow


def print_candidates(candidates: Iterable[Candidate], to: TextIO) -> None:
    """Candidates, one a line: grade, id, kind, name, reason."""
    for found in candidates:
        print(f"  {found.grade}  {found.id}  {found.kind}  {found.name}  ({found.reason})", file=to)


def print_answer(answer: Answer, view: View, language: str) -> None:
    """The answer of ``check``."""
    say = _Words(view, language)
    say.head(answer, OUTCOMES[answer.outcome])
    say.findings(answer.findings)
    say.connections(answer.connections)
    say.tail(answer)


def print_credit(credit: Credit, view: View, language: str) -> None:
    """The answer of ``credit``."""
    say = _Words(view, language)
    say.head(credit.answer, OUTCOMES[credit.answer.outcome])
    say.findings(credit.answer.findings)
    if credit.officers:
        print(f"\n{say('officers')}")
        for officer in credit.officers:
            listed = f"  {say('listed')} ({', '.join(officer.listings)})" if officer.listed else ""
            role = say.label(ROLES, officer.role)
            print(
                f"  {say.label(OUTCOMES, officer.outcome):14} {role}  {officer.party.name} ({officer.party.id}){listed}"
            )
    if credit.other_findings:
        areas = sorted({say.label(AREAS, finding.measure.area) for finding in credit.other_findings})
        print(f"\n{say('other')}: {len(credit.other_findings)} ({', '.join(areas)})")
    say.connections(credit.answer.connections)
    say.tail(credit.answer)


def print_appointed(appointed: Appointed, view: View, language: str) -> None:
    """The answer of ``appoint``."""
    say = _Words(view, language)
    say.head(appointed.answer, OUTCOMES[appointed.outcome])
    place = appointed.organization.name if appointed.organization else ", ".join(sorted(appointed.categories))
    print(f"  {say.label(ROLES, appointed.role)} {say('in')} {place}")
    say.findings(appointed.answer.findings)
    say.tail(appointed.answer)


def print_explained(explained: Explained, view: View, language: str) -> None:
    """The answer of ``appoint --explain``."""
    print_appointed(explained.appointed, view, language)
    say = _Words(view, language)
    found = explained.explanation
    print(f"\n{say('otherwise')}")
    for changes, outcome in found.sets:
        words = "; ".join(getattr(change.sentence, language) for change in changes)
        print(f"  {say.label(OUTCOMES, outcome):12} {words}")
    for number, outcome in found.days:
        print(f"  {say.label(OUTCOMES, outcome):12} {say('since')} {iso(number)}")
    for need in found.needs:
        print(f"  {say.label(REQUIREMENTS, need)}")
    if not (found.sets or found.days or found.needs):
        print(f"  {say('no change')}")
    if found.cut:
        print(say("cut short"))


def print_connections(connections: Connections, view: View, language: str) -> None:
    """The answer of ``connections``."""
    say = _Words(view, language)
    say.head(connections.answer, OUTCOMES[connections.outcome])
    say.connections(connections.answer.connections)
    if connections.ways:
        say.ways(connections.ways)
    say.tail(connections.answer)


def print_paths(found: Paths, view: View, language: str) -> None:
    """The answer of ``paths``."""
    say = _Words(view, language)
    one, other = (f"{end.name} ({end.id})" for end in found.ends)
    print(f"{one} ↔ {other}, {say('as of')} {iso(found.ways.search.day)}")
    print(getattr(OUTCOMES[found.outcome], language).upper())
    say.ways(found.ways)
    if found.ways.cut:
        print(say("cut"))
    print(f"\n{say('register')} {found.snapshot[:12]}")


def print_signals(found: Signals, view: View, language: str) -> None:
    """The answer of ``signals``."""
    say = _Words(view, language)
    print(f"{found.party.name} ({found.party.id}), {say('as of')} {iso(found.day)}")
    window = found.window
    print(say("window").format(before=window.before, after=window.after))
    for signal in found.signals:
        source = f"[{signal.listing.id}] " if signal.listing else ""
        print(f"\n  {source}{getattr(found.sentence(signal), language)}")
    if not found.signals:
        print(f"  {say('no signal')}")
    if found.cut:
        print(say("cut short"))
    print(f"\n{say('register')} {found.snapshot[:12]}")


class _Words:
    """Sentences in one language, with the names of parties looked up as they come."""

    def __init__(self, view: View, language: str) -> None:
        self._view = view
        self._language = language

    def __call__(self, key: str) -> str:
        return self.label(_TEXT, key)

    def label(self, words: Any, key: str) -> str:
        label = words.get(key)
        return str(getattr(label, self._language)) if label else str(key)

    def head(self, answer: Answer, outcome: Label) -> None:
        party = answer.party
        kind = self.label(KINDS, party.kind or "")
        print(f"{party.name} {f'({party.id}) ' if party.id else ''}{kind}, {self('as of')} {iso(answer.day)}")
        listed = f", {self('listed')} ({', '.join(answer.listings)})" if answer.listed else ""
        print(f"{getattr(outcome, self._language).upper()}{listed}")

    def findings(self, findings: Sequence[Finding]) -> None:
        """Findings that come through one tie stand together: the tie once, then its clauses."""
        if not findings:
            print(f"  {self('nothing')}")
            return
        names = self._names([finding.debtor for finding in findings if finding.debtor])

        def tie(finding: Finding) -> tuple[str, ...]:
            return (
                finding.scope, finding.debtor or "", finding.listing or finding.notice or "", finding.role or "",
                str(finding.holds.since), str(finding.certainty),
            )  # fmt: skip

        for _, group in groupby(sorted(findings, key=tie), key=tie):
            together = list(group)
            first = together[0]
            role = f", {self.label(ROLES, first.role)}" if first.role else ""
            days = f"{self('since')} {iso(first.holds.since)}"
            if iso(first.holds.until):
                days += f" {self('until')} {iso(first.holds.until)}"
            source = first.listing or first.notice
            print(f"\n  {self.label(SCOPES, first.scope)}{role}: {names.get(first.debtor or '', first.debtor or '')} "
                  f"[{source}], {days}, {self.label(CERTAINTIES, first.certainty)}"
                  + (f", {self('by order')}" if first.by_order else ""))  # fmt: skip
            if len(first.path) > 1:
                print(f"  {self('through')}: {' → '.join(first.path)}")
            for step in first.control.steps if first.control else ():
                print(f"  {self('by shares')}: {step.sentence(names)}")
            for finding in together:
                self._clause(finding)

    def _clause(self, finding: Finding) -> None:
        measure = finding.measure
        notes = [self.label(EFFECTS, measure.effect)]
        if finding.appointment:
            post = finding.appointment
            place = f" {self('in')} {post.organization}" if post.organization else ""
            notes.append(f"{self('bars')} {self.label(ROLES, post.role)}{place}")
        if finding.requires:
            notes.append(self.label(REQUIREMENTS, finding.requires))
        if measure.discretionary:
            notes.append(self("discretionary"))
        outcome = self.label(OUTCOMES, finding.outcome)
        print(f"    {outcome:12} {measure.policy} {measure.clause} {measure.title} ({'; '.join(notes)})")

    def connections(self, connections: Sequence[Connection]) -> None:
        if not connections:
            return
        print(f"\n{self('connections')}")
        names = self._names([connection.party for connection in connections])
        for connection in connections:
            steps = [connection.path[0]]
            for role, party in zip(connection.roles, connection.path[1:], strict=True):
                steps.append(f"—{self.label({**ROLES, SAME: SAME_SUBJECT}, role)}— {party}")
            unsure = "" if connection.certainty == "recorded" else f" ({self.label(CERTAINTIES, connection.certainty)})"
            print(f"  {names.get(connection.party, connection.party)}{unsure}: {' '.join(steps)}")

    def ways(self, found: Ways) -> None:
        """The paths to each end, one a line in ids and then in words."""
        for end, ways in found.groups.items():
            print(f"\n{found.parties[end].name} ({end})")
            for way in ways:
                unsure = "" if way.certainty == "recorded" else f" ({self.label(CERTAINTIES, way.certainty)})"
                print(f"  {' – '.join(way.parties)}{unsure}")
                print(f"    {getattr(sentence(way, found.parties, found.search.day), self._language)}")

    def tail(self, answer: Answer) -> None:
        if answer.undecided:
            print(f"\n{self('undecided')}")
            for entry in answer.undecided:
                listing = entry.listing
                print(f"  {listing.id}  {listing.name}  {listing.case_number}  {iso(listing.listed_on)}")
        for silent in answer.law.not_covered:
            print(f"{self('not covered')}: {silent.policy}: {silent.reason}")
        if answer.incomplete:
            print(self("incomplete"))
        applied = ", ".join(f"{policy.id} ({policy.rank})" for policy in answer.law.policies) or "–"
        print(f"\n{self('register')} {answer.snapshot[:12]}; {self('policies')} {applied}")

    def _names(self, ids: Iterable[str]) -> dict[str, str]:
        parties: dict[str, Party] = self._view.parties(sorted(set(ids)))
        return {id_: f"{party.name} ({id_})" for id_, party in parties.items()}
