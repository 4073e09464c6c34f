"""A path in words, in Chinese and in English: who holds what in whom, step by step."""

from __future__ import annotations

from collections.abc import Mapping

from graph.connections.facts import FACTS
from graph.connections.paths import Step, Way
from graph.model import Label, Party, Post, iso
from graph.model.vocabulary import ROLES

_HOLDER = "shareholder"


def sentence(way: Way, parties: Mapping[str, Party], day: int) -> Label:
    """The path as one sentence a reader can check against the register."""
    steps = [_step(step, parties, day) for step in way.steps]
    return Label("；".join(step.zh for step in steps) + "。", "; ".join(step.en for step in steps) + ".")


def post_sentence(post: Post, parties: Mapping[str, Party], day: int) -> Label:
    """One role in words."""
    holder, place = (parties[id_].name if id_ in parties else id_ for id_ in (post.holder, post.organization))
    since, until, now = iso(post.held.since), iso(post.held.until), post.held.holds_on(day)
    role = ROLES.get(post.role) or Label(post.role, post.role)
    share = "" if post.share is None else f"{post.share / 10**8:.10g}"
    days_zh = (f"自{since}" if since else "") + (f"至{until}" if until and not now else "")
    days_en = (f" from {since}" if since else "") + (f" until {until}" if until and not now else "")
    past = "" if now else "曾"
    if post.role == _HOLDER:
        part_zh = f"{share}%的股份" if share else "股份"
        part_en = f"{share} % of" if share else "shares of"
        return Label(
            f"{holder}{days_zh}{past}持有{place}{part_zh}",
            f"{holder} {'holds' if now else 'held'} {part_en} {place}{days_en}",
        )
    return Label(
        f"{holder}{days_zh}{past}担任{place}的{role.zh}",
        f"{holder} {'is' if now else 'was'} {role.en} of {place}{days_en}",
    )


def _step(step: Step, parties: Mapping[str, Party], day: int) -> Label:
    said = [post_sentence(post, parties, day) for post in step.posts]
    one, other = parties[step.one].name, parties[step.other].name
    said += [
        Label(
            f"{one}与{other}的{FACTS[fact.fact].zh}相同（{fact.value}）",
            f"{one} and {other} have the same {FACTS[fact.fact].en} ({fact.value})",
        )
        for fact in step.facts
    ]
    return Label("，且".join(words.zh for words in said), " and ".join(words.en for words in said))
