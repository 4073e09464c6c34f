"""``deadlines``: every clock that runs for a listing, or for all of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.command.asking import as_of, named_policies
from graph.command.printing import print_json
from graph.deadlines import Deadline, Life, Running, life_of, running
from graph.exposure import NotResolved
from graph.model import Label, iso
from graph.model.vocabulary import COUNTINGS, EVENTS
from graph.policy import Law, read_law
from graph.stores import answer_from, open_store

_YEAR = 365
_FEW = 10  # ids of listings in one line
_WIDTH = 140  # where the output goes to a file
_STATUSES: Mapping[str, Label] = {
    "running": Label("进行中", "running"),
    "due_today": Label("今日届满", "due today"),
    "overdue": Label("逾期", "overdue"),
    "done": Label("已完成", "done"),
    "lapsed": Label("已过期限", "lapsed"),
    "superseded": Label("已被取代", "superseded"),
}
_TEXT: Mapping[str, Label] = {
    "due": Label("届满日", "due"),
    "status": Label("状态", "status"),
    "listing": Label("名单记录", "listing"),
    "event": Label("起算事由", "started by"),
    "clause": Label("条款", "clause"),
    "period": Label("期限", "period"),
    "units": Label("责任单位", "who must act"),
    "provisional": Label("暂定", "provisional"),
    "none": Label("没有期限", "no clock"),
    "by": Label("现行规定：", "by "),
    "overdue": Label(
        "逾期：届满日已过，而在案记录未显示已办理",
        "overdue: its day has passed and nothing on file tells that it was done",
    ),
    "provisional dates": Label(
        "暂定：所涉节假日安排尚未公布", "provisional: not all holidays up to that day are announced"
    ),
    "party": Label("当事人", "party"),
    "unmatched": Label("未匹配", "not matched"),
    "not covered": Label("未适用", "not covered"),
    "more": Label(
        "以上为最先届满的 {shown} 项，共 {all} 项；--limit 可显示更多，--json 给出全部",
        "the {shown} soonest of {all}; --limit shows more, --json all",
    ),
    "since": Label("起算事由发生于该日及以后：", "clocks started on or after"),
}


def deadlines(arguments: argparse.Namespace) -> int:
    """The clocks of one listing, whatever became of them; or all that still run, soonest first."""
    law, day = read_law(), as_of(arguments.as_of)
    named = named_policies(arguments.policy, law)
    if arguments.listing is None:
        return _all(arguments, law, day, named)
    if arguments.since is not None:
        raise ValueError("--since goes without --listing: of one listing everything is told")
    store = open_store(arguments.store)
    life = answer_from(store, lambda view: life_of(view, arguments.listing, law, day, named))
    if life is None:
        raise NotResolved(f"--listing: the register holds no listing '{arguments.listing}'", [])
    if arguments.json:
        print_json(_life_as_json(life, day))
    else:
        _Words(arguments.lang or "en").life(life)
    return 0


def _all(arguments: argparse.Namespace, law: Law, day: int, named: Sequence[str]) -> int:
    since = _since(arguments.since, day)
    if arguments.limit < 1:
        raise ValueError(f"--limit: {arguments.limit} is no count of clocks; write 1 or more")
    found = answer_from(open_store(arguments.store), lambda view: running(view, law, day, since, named))
    if arguments.json:
        print_json(_running_as_json(found, day, since))
    else:
        say = _Words(arguments.lang or "en")
        say.running(found, arguments.limit)
        print(f"{say('since')} {iso(since)}")
    return 0


def _since(text: str | None, day: int) -> int:
    if text is None:
        return day - _YEAR
    since = as_of(text, "--since")
    if since > day:
        raise ValueError(f"--since: {text} is after {iso(day)}, the day asked about")
    return since


def _running_as_json(found: Running, day: int, since: int) -> dict[str, object]:
    return {
        "as_of": iso(day), "since": iso(since), "deadlines": [deadline.as_json() for deadline in found.deadlines],
        "not_covered": [
            {"policy": silent.policy, "reason": silent.reason, "listings": list(listings)}
            for silent, listings in found.not_covered
        ],
    }  # fmt: skip


def _life_as_json(life: Life, day: int) -> dict[str, object]:
    listing = life.listing
    return {
        "as_of": iso(day),
        "listing": {
            "id": listing.id, "name": listing.name, "party": life.party.id if life.party else None,
            "case_number": listing.case_number, "listed_on": iso(listing.listed_on),
            "released_on": iso(listing.released_on), "release_reason": listing.release_reason,
        },
        "events": [{"event": str(one.event), "on": iso(one.on), "measure": one.measure} for one in life.events],
        "deadlines": [deadline.as_json() for deadline in life.deadlines],
        "not_covered": [{"policy": silent.policy, "reason": silent.reason} for silent in life.not_covered],
    }  # fmt: skip


def _some(ids: Sequence[str]) -> str:
    """The first ids of many, and how many there are."""
    few = ", ".join(ids[:_FEW])
    return few if len(ids) <= _FEW else f"{few}, … {len(ids)}"


class _Words:
    """Says it in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, word: str) -> str:
        return self._label(_TEXT[word])

    def life(self, life: Life) -> None:
        """What happened to a listing, and its clocks."""
        listing = life.listing
        party = f"{life.party.name} ({life.party.id})" if life.party else self("unmatched")
        print(f"{listing.id}  {listing.name}  {listing.case_number}\n{self('party')}: {party}")
        for event in life.events:
            about = f"  {event.measure}" if event.measure else ""
            reason = f"  {listing.release_reason}" if event.event == "released" and listing.release_reason else ""
            print(f"  {iso(event.on)}  {self._label(EVENTS[event.event])}{about}{reason}")
        self.clocks(life.deadlines)
        for silent in life.not_covered:
            print(f"{self('not covered')}: {silent.policy}: {silent.reason}")

    def running(self, found: Running, limit: int) -> None:
        """The clocks of many listings, soonest first and ``limit`` at most, and where a region is missing."""
        self.clocks(found.deadlines[:limit])
        if len(found.deadlines) > limit:
            print(self("more").format(shown=limit, all=len(found.deadlines)))
        for silent, listings in found.not_covered:
            print(f"{self('not covered')}: {silent.policy}: {silent.reason} ({_some(listings)})")

    def clocks(self, found: Iterable[Deadline]) -> None:
        """Clocks, a row each."""
        rows = list(found)
        if not rows:
            print(self("none"))
            return
        table = Table()
        for column in ("due", "status", "listing", "event", "clause", "period", "units"):
            table.add_column(self(column), overflow="fold")
        for one in rows:
            measure, clock = one.measure, one.clock
            status = self._label(_STATUSES[one.status])
            if one.status == "superseded":
                status += f" {self('by')}{clock.superseded_by}"
            elif one.ended is not None:
                status += f" {iso(one.ended)}"
            due = f"{iso(one.due)}" + (f" ({self('provisional')})" if one.provisional else "")
            about = f" {one.event.measure}" if one.event.measure else ""
            row = (
                due, status, one.listing, f"{self._label(EVENTS[one.event.event])}{about} {iso(one.started)}",
                f"{measure.policy} {measure.clause} {measure.title}",
                f"{clock.days} {self._label(COUNTINGS[clock.counted_in])}", "、".join(measure.units),
            )  # fmt: skip
            table.add_row(*map(Text, row))
        Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _WIDTH).print(table)
        for word, applies in (
            ("overdue", any(one.status == "overdue" for one in rows)),
            ("provisional dates", any(one.provisional for one in rows)),
        ):
            if applies:
                print(self(word))

    def _label(self, label: Label) -> str:
        return str(getattr(label, self._language))
