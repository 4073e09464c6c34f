"""The evidence pack: one answer with all that it rests on, in words; the same answer gives the same pack.

Nothing in it tells when it was made: the day is that of the question, the data are named by their digest, the
law by those of its documents.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.evidence.background import Background, background
from graph.evidence.clauses import Clause, as_shown, certainty_words, clauses_of, in_force, office_words
from graph.evidence.coverage import listed_words, looked_at, no_reasons, on_list, silence, when
from graph.evidence.duties import duties
from graph.evidence.picture import picture
from graph.evidence.reasons import reasons_of, sentence
from graph.evidence.speech import Speech
from graph.exposure import Answer, Appointed, Connection, Credit, Finding, Question
from graph.model import Area, Outcome, iso
from graph.stores import View

Found = Answer | Credit | Appointed
Block = dict[str, Any]
_CONNECTIONS = 50  # told and drawn; the command tells all
_DRAWN = 12


def evidence_pack(view: View, found: Found, question: Question, speech: Speech) -> dict[str, Any]:
    """Everything that the paper says about ``found``, the answer of ``question`` from ``view``, in one language.

    ``head`` tells who was asked about and the outcome, ``blocks`` the parts of the paper in their order: each has a
    ``heading``, a ``kind`` (``facts``, ``lines``, ``table``, ``clauses``, ``picture``, ``command``) and what goes
    with it. ``notes`` stand on every page.
    """
    answer = found if isinstance(found, Answer) else found.answer
    findings = [*answer.findings, *(found.other_findings if isinstance(found, Credit) else ())]
    told = answer.connections[:_CONNECTIONS]
    known = background(view, answer.party, findings, told)
    appointing = isinstance(found, Appointed)
    drawn = picture(speech, known, findings, told[:_DRAWN], answer.day) if answer.party.id else None
    blocks: list[Block | None] = [
        _facts(speech("paper_question"), _question(speech, found)),
        _lines(speech("reasons"), [sentence(speech, known, one, answer.day) for one in reasons_of(findings)])
        or _lines(speech("reasons"), [no_reasons(speech, answer)]),
        _facts(speech("duty_heading"), duties(speech, answer)) if isinstance(found, Credit) else None,
        _areas(speech, found, findings) if not appointing else None,
        _officers(speech, found) if isinstance(found, Credit) and found.officers else None,
        {"kind": "picture", "heading": speech("picture"), **drawn} if drawn and len(drawn["nodes"]) > 1 else None,
        *(
            _clauses(speech, question, known, some, answer.day, heading, appointing=appointing)
            for heading, some in _parts(found)
        ),
        _connections(speech, known, told, len(answer.connections)),
        _undecided(speech, answer),
        _facts(speech("scope"), _basis(speech, view, answer, question)),
        {
            "kind": "command",
            "heading": speech("paper_again"),
            "words": reproducing_command(found, question, speech.language),
            "note": speech("paper_again_why", digest=answer.snapshot),
        },
    ]
    outcome = as_shown(answer.outcome, appointing=appointing)
    area = Area.CREDIT if isinstance(found, Credit) else Area.OFFICE if appointing else None
    return {
        "language": speech.tag,
        "title": speech("paper_title"),
        "day": iso(answer.day),
        "as_of": speech("as_of", day=iso(answer.day)),
        "head": {
            "name": answer.party.name,
            "marks": _marks(speech, answer),
            "area": _over(speech, answer, area),
            "outcome": str(outcome),
            "word": speech.outcome(str(outcome)),
            "when": when(speech, answer),
            "meaning": speech.meaning(str(outcome)),
            "warnings": [speech("incomplete")] if answer.incomplete else [],
        },
        "blocks": [block for block in blocks if block],
        "notes": [speech("paper_removal"), speech("paper_advice")],
    }  # fmt: skip


def reproducing_command(found: Found, question: Question, language: str, file: str = "evidence.pdf") -> str:
    """The command line that makes the same paper again, ready for a shell; no full ID number is in it."""
    answer = found if isinstance(found, Answer) else found.answer
    party = answer.party
    words = ["guanlian", {Answer: "check", Credit: "credit", Appointed: "appoint"}[type(found)]]
    if party.id:
        words.append(party.id)
    else:
        words += ["--name", party.name]
        number = party.uscc or party.organization_code or party.registration_number
        if number or party.id_mask:
            words += ["--identifier", number or ("-" if party.id_hash else str(party.id_mask))]
    if isinstance(found, Appointed):
        words += ["--role", found.role]
        if found.organization:
            words += ["--organization", found.organization.id]
        else:
            words += ["--category", ",".join(sorted(found.categories))]
    words += ["--as-of", str(iso(answer.day))]
    words += [word for policy in question.policies for word in ("--policy", policy)]
    if isinstance(found, Answer):
        words += [word for area in sorted(question.areas) for word in ("--area", str(area))]
    if not isinstance(found, Appointed) and question.hops != Question.__dataclass_fields__["hops"].default:
        words += ["--hops", str(question.hops)]
    return shlex.join([*words, "--lang", language, "--evidence", file])


def _over(speech: Speech, answer: Answer, area: Area | None) -> str:
    """Over which areas the outcome is."""
    asked = sorted(answer.areas) if area is None else [area]
    return speech.listing([speech.area(str(one)) for one in asked]) or speech("all_areas")


def _facts(heading: str, pairs: Sequence[tuple[str, str]]) -> Block | None:
    return {"kind": "facts", "heading": heading, "pairs": [list(pair) for pair in pairs if pair[1]]} if pairs else None


def _lines(heading: str, lines: Sequence[str]) -> Block | None:
    return {"kind": "lines", "heading": heading, "lines": list(lines)} if lines else None


def _marks(speech: Speech, answer: Answer) -> str:
    party = answer.party
    number = party.uscc or party.organization_code or party.registration_number or party.id_mask or ""
    marks = [
        speech.kind(party.kind) if party.kind else "",
        number,
        "" if party.id else speech("outside_mark"),
        listed_words(speech, answer),
    ]
    return " · ".join(mark for mark in marks if mark)


def _question(speech: Speech, found: Found) -> list[tuple[str, str]]:
    answer = found if isinstance(found, Answer) else found.answer
    asked = speech({Answer: "paper_check", Credit: "paper_credit", Appointed: "paper_appoint"}[type(found)])
    pairs = [(speech("paper_asked"), asked), (speech("name"), answer.party.name), ("ID", answer.party.id)]
    if isinstance(found, Appointed):
        kinds = speech.listing([speech.category(one) for one in sorted(found.categories)])
        place = found.organization.name if found.organization else kinds
        pairs.append((speech("office"), f"{place} {speech.role(found.role)}"))
    return [*pairs, (speech("date"), str(iso(answer.day)))]


def _areas(speech: Speech, found: Answer | Credit | Appointed, findings: Sequence[Finding]) -> Block:
    answer = found if isinstance(found, Answer) else found.answer
    words = replace(answer, findings=findings).outcomes()
    rows = [[speech.area(area), speech.outcome(word)] for area, word in words.items()]
    return {"kind": "table", "heading": speech("paper_areas"), "heads": [speech("area"), speech("outcome")],
            "rows": rows, "short": True}  # fmt: skip


def _officers(speech: Speech, found: Credit) -> Block:
    heads = [speech(key) for key in ("state_party", "state_role", "state_listed", "state_outcome")]
    roles: dict[str, list[str]] = {}
    for officer in found.officers:
        roles.setdefault(officer.party.id, []).append(speech.role(officer.role))
    asked, people = found.answer, {officer.party.id: officer for officer in found.officers}
    states = [(asked.party.name, [speech("state_applicant")], asked.listed, asked.outcome, speech.area(Area.CREDIT))]
    states += [
        (one.party.name, roles[id_], one.listed, one.outcome, speech("all_areas")) for id_, one in people.items()
    ]
    rows = [
        [name, speech.listing(held), on_list(speech, asked, listed=listed), speech.aside(speech.outcome(outcome), area)]
        for name, held, listed, outcome, area in states
    ]
    return {"kind": "table", "heading": speech("state"), "heads": heads, "rows": rows}


def _parts(found: Found) -> list[tuple[str, Sequence[Finding]]]:
    """The findings under their headings; a lender reads first what makes the outcome."""
    if isinstance(found, Credit):
        return [("paper_credit_clauses", found.answer.findings), ("paper_other_clauses", found.other_findings)]
    answer = found if isinstance(found, Answer) else found.answer
    return [("clauses", answer.findings)]


def _clauses(
    speech: Speech, question: Question, known: Background, findings: Sequence[Finding], day: int, heading: str, *,
    appointing: bool,
) -> Block | None:  # fmt: skip
    found = clauses_of(speech, known, findings, day)
    if not found:
        return None
    told = [_clause(speech, question, known, clause, appointing=appointing) for clause in found]
    return {"kind": "clauses", "heading": speech(heading, count=len(told)), "clauses": told}


def _clause(speech: Speech, question: Question, known: Background, clause: Clause, *, appointing: bool) -> Block:
    measure = clause.measure
    outcome = as_shown(clause.outcome, appointing=appointing)
    policy = question.law.policies[measure.policy]
    lacking = sorted({str(finding.requires) for finding in clause.findings if finding.requires})
    spans = sorted({finding.holds for finding in clause.findings})
    ways = sorted({" → ".join(known.party(id_).name for id_ in finding.path) for finding in clause.findings})
    changes = speech("changes_nothing") if outcome is Outcome.CLEAR else speech.outcome(str(outcome))
    pairs = [
        (speech("document"), speech.title(policy)),
        (speech("article"), f"{measure.clause}（{measure.id}）"),
        (speech("area"), speech.area(str(measure.area))),
        (speech("effect"), speech.effect(str(measure.effect))),
        (speech("needs"), speech.listing([speech.requirement(word) for word in lacking])),
        (speech("discretionary"), speech("yes_is") if measure.discretionary else ""),
        (speech("because"), clause.told),
        (speech("path"), "；".join(way for way in ways if way)),
        (speech("bars"), office_words(speech, known, clause.findings[0].appointment)),
        (speech("holds"), speech.listing([speech.days(*span) for span in spans])),
        (speech("certainty"), speech.listing(sorted({certainty_words(speech, one) for one in clause.findings}))),
        (speech("units"), speech.listing(list(measure.units)) or speech("units_unnamed")),
        (speech("in_force"), in_force(speech, measure)),
        (speech("quote"), speech("not_read") if "text" in measure.unverified else ""),
    ]
    return {
        "outcome": str(outcome), "word": changes, "clause": measure.clause, "title": measure.title,
        "quote": measure.quote, "pairs": [list(pair) for pair in pairs if pair[1]],
    }  # fmt: skip


def _connections(speech: Speech, known: Background, told: Sequence[Connection], count: int) -> Block | None:
    if not told:
        return None
    rows = [
        [
            known.party(one.party).name,
            " – ".join(known.party(id_).name for id_ in one.path),
            speech.listing([speech.role(role) for role in one.roles]),
        ]
        for one in told
    ]
    words = speech("connection_words")
    if count > len(told):
        words += speech("paper_connections_cut", count=len(told), total=count)
    heads = [speech("debtor"), speech("path"), speech("role")]
    return {"kind": "table", "heading": speech("connections", count=count), "heads": heads, "rows": rows,
            "note": words}  # fmt: skip


def _undecided(speech: Speech, answer: Answer) -> Block | None:
    if not answer.undecided:
        return None
    heads = [speech(key) for key in ("name", "identifier", "case_number", "court", "listed_on")]
    rows = [
        [one.listing.name, one.listing.identifier or "–", one.listing.case_number, one.listing.court or "–",
         str(iso(one.listing.listed_on))]
        for one in answer.undecided
    ]  # fmt: skip
    return {"kind": "table", "heading": speech("undecided", count=len(rows)), "heads": heads, "rows": rows}


def _basis(speech: Speech, view: View, answer: Answer, question: Question) -> list[tuple[str, str]]:
    rows = view.register().rows
    counted = speech("data_rows", **{name: f"{rows.get(name, 0):,}" for name in ("parties", "roles", "listings")})
    applied = [f"{speech.title(policy)} {policy.digest}" for policy in answer.law.policies]
    silent = [silence(speech, question.law.policies, one) for one in answer.law.not_covered]
    nothing = speech("looked_nothing")
    return [
        (speech("looked_at"), looked_at(speech, answer)),
        (speech("looked_register"), speech("looked_register_is", rows=counted, digest=answer.snapshot)),
        (speech("looked_law"), "\n".join(applied) or nothing),
        (speech("looked_silent"), "\n".join(silent) or nothing),
    ]
