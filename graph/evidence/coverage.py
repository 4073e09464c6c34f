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
