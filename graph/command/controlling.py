"""``control``: who controls a party through shares, what it controls, and who owns it in the end."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from graph import exposure
from graph.command.asking import as_of, told
from graph.control import REGIMES, Control
from graph.control.answer import ControlAnswer, control
from graph.control.definitions import ASIDE
from graph.control.owners import Owners
from graph.control.owners import shown as effective
from graph.control.steps import percent
from graph.model import Label, iso
from graph.model.share import share_text
from graph.policy import read_law
from graph.stores import View, answer_from, open_store, read_key

_TEXT: Mapping[str, Label] = {
    "as of": Label("截至", "as of"),
    "above": Label("超过 {share}", "more than {share}"),
    "at least": Label("{share} 以上（含）", "{share} or more"),
    "not law": Label("该日尚无此标准", "the regime is no law on that day"),
    "recorded": Label("登记的实际控制人", "actual controller on record"),
    "controllers": Label("按持股推算的控制人", "controlled, by shares, by"),
    "controls": Label("按持股推算所控制的单位", "controls, by shares"),
    "since": Label("自 {day} 起", "since {day}"),
    "until": Label("至 {day} 前", "until {day}"),
    "owners": Label("最终持有人（穿透后的持股）", "owners in the end (effective share)"),
    "threshold": Label("达到标准的持有人", "holders who reach the threshold"),
    "unrecorded": Label("未登记持有人的部分", "part with no holder on record"),
    "circle": Label("相互全资持有，其后无人", "own each other wholly, and nobody stands behind them"),
    "unsolved": Label("登记的持股循环相加超过100%，无法求解", "the shares feed themselves; there is no answer"),
    "reported": Label("登记中的异常（照录，未更正）", "odd on record (told, not repaired)"),
    "above_whole": Label("{organization} 的持股合计 {share}", "the shares of {organization} add up to {share}"),
    "unknown_size": Label(
        "{holder} 在 {organization} 的持股比例不详", "{holder} holds shares of unknown size in {organization}"
    ),
    "of_itself": Label("{organization} 持有自身股份", "{organization} holds shares of itself"),
    "ceased": Label("{organization} 已注销或吊销", "{organization} has ceased"),
    "aside": Label(
        "{holder} 持有 {organization} {share}（{sort}），不构成关联",
        "{holder} holds {share} of {organization} as {sort}, which makes nobody affiliated",
    ),
    "nothing": Label("无", "nobody and nothing"),
    "incomplete": Label("持股过多，查询被截断，可能另有结果", "the search was cut short; there may be more"),
    "register": Label("数据", "register"),
}  # fmt: skip


def controlling(arguments: argparse.Namespace) -> int:
    """Who controls this party, what it controls, and who owns it in the end."""
    law, key, number = read_law(), read_key(), as_of(arguments.as_of)
    regime = REGIMES[arguments.regime]

    def answered(view: View) -> None:
        party = exposure.resolve(view, arguments.party, key)
        told(arguments, view, law, number, lambda seen: control(seen, party, number, regime), print_control)

    answer_from(open_store(arguments.store, key), answered)
    return 0


def print_control(answer: ControlAnswer, _: View, language: str) -> None:
    """The answer as people read it."""
    say = _Words(answer, language)
    threshold = answer.threshold
    label = getattr(answer.regime.label, language)
    rule = say("not law")
    if threshold is not None:
        size = say("at least" if threshold.inclusive else "above", share=percent(share_text(threshold.share)))
        rule = f"{size} ({threshold.source})"
    print(f"{say.party(answer.party.id)}, {say('as of')} {iso(answer.day)}\n{label}: {rule}")
    if answer.recorded:
        print(f"\n{say('recorded')}: {', '.join(map(say.party, answer.recorded))}")
    if answer.regime.joint:
        say.controls("controllers", answer.controllers, [one.controller for one in answer.controllers])
        say.controls("controls", answer.controls, [one.organization for one in answer.controls])
    else:
        print(f"\n{say('threshold')}: {', '.join(say.party(owner.party) for owner in answer.above) or say('nothing')}")
    if answer.owned is not None:
        say.owners(answer.owned)
    if answer.oddities:
        print(f"\n{say('reported')}")
        for odd in answer.oddities:
            sort = ASIDE.get(answer.network.aside.get(odd.holder or "", ""))
            print(
                "  "
                + say(
                    odd.what, organization=say.party(odd.organization), holder=odd.holder and say.party(odd.holder),
                    share="?" if odd.share is None else percent(share_text(odd.share)),
                    sort=getattr(sort.label, language) if sort else "",
                )
            )  # fmt: skip
    if answer.incomplete:
        print(f"\n{say('incomplete')}")
    print(f"\n{say('register')} {answer.snapshot[:12]}")


class _Words:
    """Sentences in one language, with the names of the parties."""

    def __init__(self, answer: ControlAnswer, language: str) -> None:
        self._answer = answer
        self._language = language

    def __call__(self, key: str, **values: object) -> str:
        text: str = getattr(_TEXT[key], self._language)
        return text.format(**values)

    def party(self, id_: str) -> str:
        """A party by its name and its id."""
        return f"{self._answer.names[id_]} ({id_})" if id_ in self._answer.names else id_

    def controls(self, key: str, found: Sequence[Control], others: Sequence[str]) -> None:
        """Each control with its days and its steps."""
        print(f"\n{self(key)}" if others else f"\n{self(key)}: {self('nothing')}")
        for one, other in zip(found, others, strict=True):
            since, until = (iso(day) for day in one.held)
            days = [self(word, day=day) for word, day in (("since", since), ("until", until)) if day]
            print("  " + ", ".join([self.party(other), *days]))
            for step in one.steps:
                print(f"      {step.sentence(self._answer.names)}")

    def owners(self, owned: Owners) -> None:
        """The ultimate owners, the greatest first."""
        print(f"\n{self('owners')}")
        if owned.owners is None:
            print(f"  {self('unsolved')}")
            return
        for owner in owned.owners:
            if owner.ultimate:
                print(f"  {percent(effective(owner.share)):>14}  {self.party(owner.party)}")
        if effective(owned.unrecorded) != "0":
            print(f"  {percent(effective(owned.unrecorded)):>14}  {self('unrecorded')}")
        for circle in owned.circles:
            print(f"  {', '.join(map(self.party, circle))}: {self('circle')}")
