"""What a lender must do by law because of an answer, and what the law leaves to the lender."""

from __future__ import annotations

from graph.evidence.clauses import certainty_words
from graph.evidence.speech import Speech
from graph.exposure import Answer, Finding
from graph.model import Certainty, Outcome


def duties(speech: Speech, answer: Answer) -> list[tuple[str, str]]:
    """What must be done, what must first be shown, and what is left; nothing where the outcome allows no such word."""
    if answer.outcome in (Outcome.NOT_COVERED, Outcome.INCOMPLETE):
        return []
    findings = [one for one in answer.findings if one.outcome is not Outcome.CLEAR]
    must = [one for one in findings if _demanded(one)]
    open_ = [one for one in findings if one not in must and not one.measure.discretionary]
    left = [one for one in findings if one.measure.discretionary]
    bound = any(one.outcome is Outcome.RESTRICTED for one in must)
    free = [] if bound else [speech("duty_lend")]
    pairs = [
        (speech("duty_must"), _effects(speech, must) or speech("duty_nothing")),
        (speech("duty_open"), speech.listing(sorted({_lacking(speech, one) for one in open_}))),
        (speech("duty_left"), speech.listing([*free, *filter(None, [_effects(speech, left)])])),
    ]
    return [(name, words) for name, words in pairs if words]


def _demanded(finding: Finding) -> bool:
    """Does the clause demand it, with nothing left to prove and nothing to discretion?"""
    proven = finding.certainty is Certainty.RECORDED and finding.requires is None
    return proven and not finding.measure.discretionary


def _lacking(speech: Speech, finding: Finding) -> str:
    return speech.requirement(str(finding.requires)) if finding.requires else certainty_words(speech, finding)


def _effects(speech: Speech, findings: list[Finding]) -> str:
    """What clauses do, each kind once with its articles."""
    articles: dict[str, dict[str, None]] = {}
    for finding in findings:
        articles.setdefault(str(finding.measure.effect), {})[finding.measure.clause] = None
    return speech.listing(
        [speech.aside(speech.effect(effect), speech.listing(list(some))) for effect, some in articles.items()]
    )
