"""From when an answer holds, and what did not speak in it, as people read it."""

from __future__ import annotations

from collections.abc import Mapping

from graph.evidence.speech import Speech
from graph.exposure import Answer
from graph.model import iso
from graph.policy import NotCovered, Policy


def when(speech: Speech, answer: Answer) -> str:
    """From when the findings of the outcome hold, and the day of the question."""
    holds = [finding.holds for finding in answer.findings if finding.outcome is answer.outcome]
    asked = speech("as_of", day=iso(answer.day))
    return f"{speech.days(*min(holds))} · {asked}" if holds else asked


def listed_words(speech: Speech, answer: Answer) -> str:
    """Whether the party itself is a listed debtor, in words; where no list is loaded, that nobody knows."""
    kind = answer.party.kind or "organization"
    if answer.listed:
        return speech(f"listed_{kind}")
    if answer.listings:
        return speech("listed_unproven")
    return speech(f"not_listed_{kind}" if answer.lists_loaded else "no_list_looked_at")


def on_list(speech: Speech, answer: Answer, *, listed: bool) -> str:
    """The same of any party of an answer, in one word."""
    return speech("yes" if listed else "no" if answer.lists_loaded else "not_known")


def no_reasons(speech: Speech, answer: Answer) -> str:
    """That there is no finding; where no list is loaded, that this says nothing."""
    return speech("no_reasons" if answer.lists_loaded else "no_list_looked_at")


def looked_at(speech: Speech, answer: Answer) -> str:
    """What the search went through."""
    parts = {"looked_listings": answer.lists_loaded, "looked_roles": bool(answer.party.id)}
    return speech.listing([speech(part) for part, seen in parts.items() if seen]) or speech("looked_nothing")


def silence(speech: Speech, policies: Mapping[str, Policy], one: NotCovered) -> str:
    """The document that does not answer, and why; a reason that is not known here is shown as it was given."""
    policy = policies.get(one.policy)
    title = speech.title(policy) if policy else one.policy
    return speech.pair(title, _why(speech, policy, one.reason))


def _why(speech: Speech, policy: Policy | None, reason: str) -> str:
    if reason.startswith("no measure of it is in force"):
        return speech("silent_date")
    if reason.startswith("no measure of it that bars a post"):
        return speech("silent_posts")
    if policy and policy.region and "region is unknown" in reason:
        return speech("silent_region", region=policy.region)
    return reason
