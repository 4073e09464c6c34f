"""Policies and comparisons of policies as a lawyer reads them: tables, each measure beside its quotation."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.model import ANY_ROLE, Label, Vocabulary, iso
from graph.model.vocabulary import AREAS, COUNTINGS, EFFECTS, EVENTS, KINDS, REQUIREMENTS, SCOPES
from graph.policy import Clock, Measure, Policy
from graph.policy.comparison import Alone, Comparison

_WIDTH = 120  # where the output goes to a file
_TEXT: Mapping[str, Label] = {
    "measure": Label("条款和原文", "clause and quotation"),
    "what": Label("内容", "what it says"),
    "effect": Label("效力", "effect"),
    "area": Label("领域", "area"),
    "scope": Label("对象", "scope"),
    "roles": Label("身份", "roles"),
    "subject": Label("失信被执行人", "debtor"),
    "reaches": Label("及于", "reaches"),
    "applies_to": Label("限于", "only"),
    "offices": Label("职务", "offices"),
    "categories": Label("任职单位", "offices in"),
    "at": Label("时点", "at"),
    "trigger": Label("依据", "trigger"),
    "discretionary": Label("酌情", "discretionary"),
    "requires": Label("条件", "requires"),
    "units": Label("责任单位", "units"),
    "deadline": Label("期限", "deadline"),
    "clock": Label("起算", "clock"),
    "holds": Label("有效期", "in force"),
    "instrument": Label("文件", "instrument"),
    "source": Label("来源", "source"),
    "verified_on": Label("核对日期", "verified on"),
    "note": Label("备注", "note"),
    "from": Label("自", "from"),
    "until": Label("至", "until"),
    "unverified": Label("未核实", "unverified"),
    "not read": Label("未读到原文，以下为转述", "the text was not read; told in other words"),
    "standing": Label("效力状况", "standing"),
    "region": Label("适用地区", "region"),
    "suspends": Label("信息核实期间暂不执行措施", "measures are paused while they are verified"),
    "yes": Label("是", "yes"),
    "taking": Label("就任", "taking the office"),
    "holding": Label("在任", "holding the office"),
    "both times": Label("就任和在任", "taking and holding the office"),
    "both": Label("个人和单位", "persons and organizations"),
    "any": Label("任何职务", "any office"),
    "notice": Label("协助执行通知", "a court's notice to assist"),
    "listing": Label("列入名单", "the listing"),
    "after": Label("之日的次日起", "from the day after:"),
    "field": Label("项目", "differs in"),
    "differences": Label("不同之处", "where they differ"),
    "units only": Label("仅责任单位不同", "where only the units differ"),
    "only": Label("仅见于", "only in"),
    "beside": Label("对照", "beside"),
    "same": Label("相同", "the same"),
    "none": Label("无", "none"),
}


class Clauses:
    """Prints in one language, with the words of ``vocabulary``."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _WIDTH)

    def __call__(self, word: str) -> str:
        """A word of the tables."""
        return self._label(_TEXT[word])

    def show(self, policy: Policy) -> None:
        """A policy, a row a measure."""
        print(f"{policy.title}\n{policy.title_en}\n{policy.instrument} {policy.number or ''}")
        for name, value in (("standing", policy.standing), ("region", policy.region)):
            if value:
                print(f"{self(name)}: {value}")
        if policy.suspends:
            print(self("suspends"))
        colon = "：" if self._language == "zh" else ": "
        table = Table(show_lines=True, expand=True)
        table.add_column(self("measure"), ratio=5, overflow="fold")
        table.add_column(self("what"), ratio=4, overflow="fold")
        for measure in policy.measures:
            table.add_row(
                Text(f"{measure.id}  {measure.title}\n{self._quoted(measure)}"),
                Text("\n".join(f"{self(name)}{colon}{value}" for name, value in self._lines(measure, policy))),
            )
        self._console.print(table)

    def compare(self, comparison: Comparison) -> None:
        """What differs between two policies, and what only one of them holds."""
        first, second = comparison.first, comparison.second
        pairs = [(pair, pair.differing) for pair in comparison.differences]
        for head, some in (
            ("differences", [(pair, fields) for pair, fields in pairs if fields != ("units",)]),
            ("units only", [(pair, fields) for pair, fields in pairs if fields == ("units",)]),
        ):
            if not some:
                continue
            table = self._table(f"{self(head)} ({len(some)})", self("field"), first.id, second.id)
            for pair, fields in some:
                table.add_section()
                table.add_row(
                    Text(pair.first.title), *(Text(f"{one.clause}#{one.number}") for one in (pair.first, pair.second))
                )
                for name in fields:
                    table.add_row(*map(Text, (self(name), self.value(pair.first, name), self.value(pair.second, name))))
            self._console.print(table)
        for policy, alone in ((first, comparison.only_first), (second, comparison.only_second)):
            self._only(policy, alone)
        print(f"{self('same')}: {len(comparison.pairs) - len(pairs)}")

    def value(self, measure: Measure, name: str) -> str:
        """A field of a measure in words."""
        found: Any = getattr(measure, name)
        match name:
            case "roles" | "offices":
                words = self._words(found, self._vocabulary.roles)
                return self("any") if ANY_ROLE in found else words
            case "applies_to" | "categories":
                return self._words(found, self._vocabulary.categories)
            case "subject" | "reaches":
                return self._label(KINDS[found]) if found else self("both")
            case "at":
                return self("both times" if found == "both" else str(found)) if found else self("none")
            case "trigger":
                return self(str(found))
            case "units":
                return "、".join(found) or self("none")
            case "discretionary":
                return self("yes") if found else self("none")
            case "clock":
                return self._clock(found) if found else self("none")
        labels = {"scope": SCOPES, "effect": EFFECTS, "area": AREAS, "requires": REQUIREMENTS}.get(name)
        if found is None:
            return self("none")
        return self._label(labels[found]) if labels else str(found)

    def _only(self, policy: Policy, alone: Iterable[Alone]) -> None:
        rows = list(alone)
        if not rows:
            return
        table = self._table(
            f"{self('only')} {policy.id} ({len(rows)})", self("measure"), self("what"), self("beside")
        )  # fmt: skip
        for one in rows:
            measure = one.measure
            who = [self.value(measure, name) for name in ("effect", "scope", "roles", "deadline")]
            beside = f"{one.beside.clause}#{one.beside.number} {one.beside.title}" if one.beside else self("none")
            told = " · ".join(value for value in who if value != self("none"))
            quoted = f"{measure.clause}#{measure.number} {measure.title}\n{self._quoted(measure)}"
            table.add_row(Text(quoted), Text(told), Text(beside))
        self._console.print(table)

    def _table(self, title: str, *columns: str) -> Table:
        table = Table(title=title, title_justify="left", expand=True)
        for column, ratio in zip(columns, (3, 4, 4), strict=True):
            table.add_column(column, ratio=ratio, overflow="fold")
        return table

    def _lines(self, measure: Measure, policy: Policy) -> Iterable[tuple[str, str]]:
        yield "effect", f"{self.value(measure, 'effect')} · {self.value(measure, 'area')}"
        if measure.scope:
            yield "scope", self.value(measure, "scope")
            if measure.roles:
                yield "roles", self.value(measure, "roles")
            yield "subject", self.value(measure, "subject")
            yield "reaches", self.value(measure, "reaches")
        for name in ("applies_to", "offices", "categories", "at", "requires", "discretionary", "units", "deadline"):
            value = self.value(measure, name)
            if value != self("none"):
                yield name, value
        if measure.trigger == "notice":
            yield "trigger", self.value(measure, "trigger")
        if measure.clock:
            yield "clock", self._clock(measure.clock)
        held = [self._bound("from", iso(measure.holds.since), unverified="since" in measure.unverified)]
        held.append(self._bound("until", iso(measure.holds.until), unverified="until" in measure.unverified))
        yield "holds", " ".join(filter(None, held))
        if measure.instrument != policy.instrument:
            yield "instrument", measure.instrument
        for name in ("source", "verified_on", "note"):
            if getattr(measure, name):
                yield name, getattr(measure, name)

    def _quoted(self, measure: Measure) -> str:
        """The quotation in its brackets; words that nobody has read stand without them, and are marked."""
        if "text" in measure.unverified:
            return f"({self('not read')}) {measure.quote}"
        return f"「{measure.quote}」"

    def _bound(self, word: str, when: str | None, *, unverified: bool) -> str:
        if when is None:
            return ""
        return f"{self(word)} {when}" + (f" ({self('unverified')})" if unverified else "")

    def _clock(self, clock: Clock) -> str:
        event, counting = self._label(EVENTS[clock.starts]), self._label(COUNTINGS[clock.counted_in])
        if self._language == "zh":
            told = f"{event}{self('after')}{clock.days}{counting}"
        else:
            told = f"{clock.days} {counting} {self('after')} {event}"
        if clock.superseded_by and clock.superseded_since is not None:
            since = iso(clock.superseded_since)
            if self._language == "zh":
                return f"{told}（自{since}起以{clock.superseded_by}为准）"
            return f"{told} (superseded by {clock.superseded_by} from {since})"
        return told

    def _words(self, found: Iterable[str], labels: Mapping[str, Label]) -> str:
        words = [word for word in labels if word in set(found)]
        return "、".join(self._label(labels[word]) for word in words) or self("none")

    def _label(self, label: Label) -> str:
        return str(getattr(label, self._language))
