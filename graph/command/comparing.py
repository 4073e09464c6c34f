"""What a supposed change would change in an answer, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model import Label
from graph.model.vocabulary import OUTCOMES

_TEXT: Mapping[str, Label] = {
    "head": Label("与现状相比", "against today"),
    "same": Label("无变化", "nothing changes"),
    "findings": Label("限制", "findings"),
    "other_findings": Label("其他领域的限制", "findings in other areas"),
    "connections": Label("关联", "connections"),
    "paths": Label("路径", "paths"),
    "signals": Label("线索", "signals"),
    "officers": Label("任职人员", "officers"),
    "recorded": Label("登记的实际控制人", "actual controllers on record"),
    "controllers": Label("按持股推算的控制人", "controllers by shares"),
    "controls": Label("按持股推算所控制的单位", "controls by shares"),
    "above_threshold": Label("达到标准的持有人", "holders who reach the threshold"),
    "reported": Label("登记中的异常", "odd on record"),
    "owners": Label("最终持有人", "owners in the end"),
}
# What names an entry of an answer, the first that it has.
_NAMES = ("measure", "controller", "holder", "party", "organization", "signal", "what", "parties")
_SHOWN = 10


def print_difference(difference: Mapping[str, Any], language: str) -> None:
    """The outcome where it changes, then each part with what it gains (+) and loses (-)."""

    def say(key: str) -> str:
        return str(getattr(_TEXT[key], language))

    lines: list[str] = []
    was, now = difference.get("outcome", (None, None))
    if was != now:
        lines.append(" → ".join(str(getattr(OUTCOMES[word], language)) for word in (was, now)))
    for part, changed in difference.items():
        entries = [] if part == "outcome" else [("+", one) for one in changed["gained"]]
        entries += [] if part == "outcome" else [("-", one) for one in changed["lost"]]
        if entries:
            shown = [f"{sign} {_named(one)}" for sign, one in entries[:_SHOWN]]
            more = [f"… {len(entries) - _SHOWN:,}"] if len(entries) > _SHOWN else []
            lines.append(f"{say(part)}: {'; '.join([*dict.fromkeys(shown), *more])}")
    print(f"\n{say('head')}")
    for line in lines or [say("same")]:
        print(f"  {line}")


def _named(entry: object) -> str:
    """What an entry is about: a measure and its debtor, two parties, or one."""
    if not isinstance(entry, Mapping):
        return str(entry)
    found = next((entry[name] for name in _NAMES if entry.get(name)), "")
    named = " – ".join(map(str, found)) if isinstance(found, list) else str(found)
    other = entry.get("debtor") or (entry.get("organization") if "controller" in entry else None)
    return f"{named} ({other})" if other and other != named else named
