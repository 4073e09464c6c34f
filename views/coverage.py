"""What an answer rests on: what was looked at, in which data, under which policies, and what was left out."""

from __future__ import annotations

from graph.evidence import Speech, looked_at, silence
from graph.exposure import Answer
from graph.stores import Register
from views.markup import facts, show, text
from views.store import Desk


def coverage(desk: Desk, answer: Answer, link: str = "") -> None:
    """What was looked at and what was not, the digest of the data and the policies applied; a link asks it again."""
    speech, register = desk.speech, desk.view.register()
    nothing = text(speech("looked_nothing"))
    rows = counts(speech, register)
    applied = [f"{text(speech.title(policy))} <code>{text(policy.digest)}</code>" for policy in answer.law.policies]
    silent = [text(silence(speech, desk.law.policies, one)) for one in answer.law.not_covered]
    pairs = [
        (speech("looked_at"), text(looked_at(speech, answer))),
        (speech("looked_register"), text(speech("looked_register_is", rows=rows, digest=register.digest))),
        (speech("looked_load"), text(_last_load(speech, register))),
        (speech("looked_law"), "<br>".join(applied) or nothing),
        (speech("looked_silent"), "<br>".join(silent) or nothing),
        (speech("link_is"), link),
    ]
    show(speech, facts(pairs))


def looked_line(desk: Desk, answer: Answer) -> str:
    """What was looked at, under how many documents, and how fresh the data is, in one line."""
    speech, loads = desk.speech, desk.view.register().loads
    loaded = str(loads[-1].get("at", ""))[:16].replace("T", " ") if loads else speech("looked_nothing")
    return speech("looked_line", at=looked_at(speech, answer), policies=len(answer.law.policies), loaded=loaded)


def counts(speech: Speech, register: Register) -> str:
    """How many rows the register holds."""
    names = ("parties", "roles", "listings")
    return speech("data_rows", **{name: f"{register.rows.get(name, 0):,}" for name in names})


def _last_load(speech: Speech, register: Register) -> str:
    if not register.loads:
        return speech("looked_nothing")
    load = register.loads[-1]
    files = load.get("files")
    names = speech.listing([str(file) for file in files]) if isinstance(files, list) else ""
    return speech.aside(str(load.get("id", "")), names) if names else str(load.get("id", ""))
