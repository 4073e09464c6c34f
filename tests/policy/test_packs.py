"""The health of the packs in ``policies/``: nothing of a document lost, nothing invented, one word for one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graph.model import LATEST, Effect, Scope, Vocabulary, iso
from graph.policy import Law, Policy
from graph.policy.law import POLICIES
from graph.policy.quotations import misquoted
from graph.policy.reading import read_policy

DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"
beside_the_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(),
    reason="the five documents are not here (they stand beside the project, in shared/documents): no quotation was "
    "compared with its document, and no item of a document was looked for",
)

# Measures per pack: all, and those that can make a finding. A pack that grows or shrinks says so here.
COUNTS = {
    "central-2016-64": (102, 83),
    "heihe-2016-6": (102, 83),
    "national": (60, 23),
    "ningxia-2017-54": (132, 96),
    "quanzhou-2018": (222, 185),
    "wuzhi-2017-5": (94, 63),
}

AIMS = "the occasion, the guiding thought and the goals: nothing is asked of anybody"
SYSTEMS = "builds the courts' inquiry systems: nothing about a listed party"
ASSESSMENT = "how units assist, are assessed and are called to account: nothing about a listed party"
ORGANIZING = "organizes and funds the work, and plans other rules: nothing about a listed party"
_NATIONWIDE = {
    "一（一）": AIMS, "一（二）": AIMS, "一（三）": AIMS,
    "四（一）1": SYSTEMS, "四（一）2": SYSTEMS, "四（一）3": SYSTEMS,
    "四（三）1": ASSESSMENT, "四（三）2": ASSESSMENT, "四（三）3": ASSESSMENT,
    "五（一）": ORGANIZING, "五（二）": ORGANIZING, "五（三）": ORGANIZING,
}  # fmt: skip
# The numbered items of each document that no measure carries, each with its reason.
WITHOUT_A_MEASURE: Mapping[str, Mapping[str, str]] = {
    "central-2016-64": _NATIONWIDE,
    "heihe-2016-6": _NATIONWIDE,
    "ningxia-2017-54": _NATIONWIDE,
    "quanzhou-2018": {
        "二（一）": SYSTEMS, "四（一）": ORGANIZING, "四（二）": ORGANIZING, "四（四）": ASSESSMENT,
        "四（五）": ASSESSMENT, "四（七）": ORGANIZING,
        "四（八）": "on red and black lists at large, not on the list of judgment debtors",
    },
    "wuzhi-2017-5": {"一": AIMS, "二": AIMS},
}  # fmt: skip

# One national rule in the place of another: the day on which the first ends is the day on which the second begins.
SUCCESSIONS = [
    ("法释〔2013〕17号第一条", "法释〔2017〕7号第一条"),
    ("法释〔2013〕17号第五条", "法释〔2017〕7号第七条"),
    ("法释〔2013〕17号第七条", "法释〔2017〕7号第十条"),
    ("法释〔2010〕8号第三条", "法释〔2015〕17号第三条第一款"),
    ("法释〔2010〕8号第三条", "法释〔2015〕17号第三条第二款"),
    ("公司法（2018）第一百四十六条", "公司法（2023）第一百七十八条"),
]


def items(text: str) -> dict[str, str]:
    """The numbered items of a document that hold no others, as a pack writes their numbers, with their words."""
    parts: dict[str, str] = {}
    at = chapter = section = ""
    for line in text.splitlines():
        if found := re.match(r"[\s#]*([一二三四五六七八九十])、", line):
            at = chapter = found[1]
            section = ""
        elif chapter and (found := re.match(r"[\s#]*[（(]\s*([一二三四五六七八九十]+)\s*[)）]", line)):
            at = section = f"{chapter}（{found[1]}）"
        # An item begins its line, or follows the end of another in the middle of one.
        pieces = re.split(r"(?:^[\s#]*|(?<=。)\s*)(\d{1,2})\s*[.．]\s*(?=[一-鿿])", line) if section else [line]
        parts[at] = parts.get(at, "") + pieces[0]
        for number, words in zip(pieces[1::2], pieces[2::2], strict=True):
            at = f"{section}{number}"
            parts[at] = words
    parts.pop("", None)
    within = {re.sub(r"（[^）]*）$|\d+$", "", number) for number in parts if number != number[0]}
    return {number: re.sub(r"\s", "", words) for number, words in parts.items() if number not in within}


def text_of(policy: Policy) -> str:
    assert policy.document
    return (DOCUMENTS / policy.document).read_text(encoding="utf-8")


def documented(law: Law) -> Iterator[Policy]:
    return (policy for policy in law.policies.values() if policy.document)


def test_each_pack_holds_as_many_measures_as_were_counted(law: Law) -> None:
    found = {
        policy.id: (len(policy.measures), sum(measure.scope is not None for measure in policy.measures))
        for policy in law.policies.values()
    }
    assert found == COUNTS


def test_no_two_measures_share_an_id(law: Law) -> None:
    counted = Counter(measure.id for measure in law.measures)
    assert [id_ for id_, count in counted.items() if count > 1] == []


def test_a_measure_is_named_as_the_contract_writes_it(law: Law) -> None:
    for measure in law.measures:
        assert re.fullmatch(rf"{measure.policy}/[^\s()#/]+(#\d+)?", measure.id), measure.id


def test_no_two_packs_give_one_word_different_labels(law: Law) -> None:
    labels: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for vocabulary in (Vocabulary(), *(policy.vocabulary for policy in law.policies.values())):
        for kind, words in (("role", vocabulary.roles), ("category", vocabulary.categories)):
            for word, label in words.items():
                labels.setdefault((kind, word), set()).add((label.zh, label.en))
    assert {word: some for word, some in labels.items() if len(some) > 1} == {}


def test_no_two_words_bear_one_label(law: Law) -> None:
    for words in (law.vocabulary.roles, law.vocabulary.categories):
        for language in ("zh", "en"):
            counted = Counter(getattr(label, language) for label in words.values())
            assert [label for label, count in counted.items() if count > 1] == []


def test_every_word_that_a_pack_adds_is_used_by_one_of_its_measures(law: Law) -> None:
    for policy in law.policies.values():
        used = {
            word
            for measure in policy.measures
            for word in (*measure.roles, *measure.offices, *measure.applies_to, *measure.categories)
        }
        parts = {word for some in policy.vocabulary.composed.values() for word in some}
        own = {*policy.vocabulary.roles, *policy.vocabulary.categories}
        base = {*Vocabulary().roles, *Vocabulary().categories}
        assert own - base - used - parts == set(), policy.id


def test_every_measure_says_where_its_words_were_read(law: Law) -> None:
    for measure in law.measures:
        assert measure.source, measure.id
        assert measure.instrument, measure.id


def test_every_national_rule_was_read_on_a_day_or_is_marked_unverified(law: Law) -> None:
    for measure in law.policies["national"].measures:
        assert measure.verified_on or "text" in measure.unverified, measure.id


def test_no_measure_that_reaches_anybody_rests_on_words_that_nobody_has_read(law: Law) -> None:
    assert [measure.id for measure in law.measures if measure.scope and "text" in measure.unverified] == []


def test_words_in_another_language_than_the_instruments_are_marked_as_not_read(law: Law) -> None:
    for measure in law.measures:
        if re.search("[A-Za-z]{3}", measure.quote.replace("http//shixin.court.gov.cn", "")):
            assert "text" in measure.unverified, measure.id


def test_of_two_national_rules_one_begins_on_the_day_on_which_the_other_ends(law: Law) -> None:
    held = {measure.clause: measure.holds for measure in law.policies["national"].measures}
    for former, later in SUCCESSIONS:
        assert held[former].until == held[later].since, (former, later)
    ended = {clause for clause, holds in held.items() if holds.until != LATEST}
    assert ended == {former for former, _ in SUCCESSIONS}, "a rule that ends has one that follows, or a reason here"


def test_no_clause_holds_two_measures_that_differ_in_nothing(law: Law) -> None:
    told = ("quote", "effect", "scope", "roles", "subject", "reaches", "applies_to", "offices", "categories", "at")
    told += ("trigger", "requires", "discretionary", "units", "area", "holds", "note")
    seen = Counter(
        (measure.policy, measure.clause, *(getattr(measure, name) for name in told)) for measure in law.measures
    )
    assert [key[:3] for key, count in seen.items() if count > 1] == []


def test_a_document_that_provides_for_no_pause_pauses_nothing(law: Law) -> None:
    assert {policy.id for policy in law.policies.values() if policy.suspends} == {"quanzhou-2018", "ningxia-2017-54"}


def test_the_same_bytes_are_read_to_the_same_pack(law: Law) -> None:
    for id_, policy in law.policies.items():
        assert read_policy(POLICIES / f"{id_}.yaml") == policy


@beside_the_documents
def test_every_quotation_stands_in_its_document(law: Law) -> None:
    assert misquoted(law, DOCUMENTS) == []


@beside_the_documents
def test_every_numbered_item_is_carried_by_a_measure_or_left_out_with_a_reason(law: Law) -> None:
    for policy in documented(law):
        numbered = set(items(text_of(policy)))
        carried = {measure.clause for measure in policy.measures}
        left_out = set(WITHOUT_A_MEASURE[policy.id])
        assert carried - numbered == set(), f"{policy.id}: clauses that the document does not number so"
        assert left_out & carried == set(), f"{policy.id}: left out, and carried all the same"
        assert numbered - carried == left_out, policy.id


@beside_the_documents
def test_every_quotation_stands_under_the_number_that_the_measure_bears(law: Law) -> None:
    for policy in documented(law):
        words = items(text_of(policy))
        for measure in policy.measures:
            assert re.sub(r"\s", "", measure.quote) in words[measure.clause], measure.id


_VERBS = re.compile(
    "限制|禁止|不得|不予|不作为|撤销|取消|免去|变更|终止|中止|暂停|停止|从严|严格审|参考|重点监管|前置|降低|罢免|控制|查封"
)
_UNITS = re.compile("[（(]责任(?:单位|部门)[:：][^）)]*[）)]")
_HEADING = re.compile("^[^，,。]{2,45}。(?=[^。])")  # of an item with a number in figures


@beside_the_documents
def test_no_part_of_a_sentence_that_restricts_somebody_is_left_out(law: Law) -> None:
    assert [part for policy in documented(law) for part in unquoted(policy)] == []


def unquoted(policy: Policy) -> Iterator[str]:
    """The parts of sentences, from comma to comma, with a verb that restricts and in no quotation of their item."""
    for number, words in items(text_of(policy)).items():
        if number in WITHOUT_A_MEASURE[policy.id]:
            continue
        words = _UNITS.sub("。", words)
        told = bytearray(len(words))
        quotes = [re.sub(r"\s", "", measure.quote) for measure in policy.measures if measure.clause == number]
        spans = [(found.start(), found.end()) for quote in quotes for found in re.finditer(re.escape(quote), words)]
        if number[-1].isdigit() and (heading := _HEADING.match(words)):
            spans.append(heading.span())
        for first, last in spans:
            told[first:last] = b"\1" * (last - first)
        for part in re.finditer("[^，,。；;]+", words):
            if _VERBS.search(part[0]) and not any(told[part.start() : part.end()]):
                yield f"{policy.id}/{number}: {part[0]}"


def test_a_procedure_reaches_nobody_and_everything_else_reaches_somebody(law: Law) -> None:
    for measure in law.measures:
        assert (measure.effect is Effect.PROCEDURE) == (measure.scope is None), measure.id
        assert bool(measure.roles) == (measure.scope in (Scope.OFFICER, Scope.ORGANIZATION)), measure.id


def test_no_day_in_force_is_later_than_the_day_on_which_the_law_was_read(law: Law) -> None:
    assert max(str(iso(measure.holds.since)) for measure in law.measures) <= "2026-11-22"
