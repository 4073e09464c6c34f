"""The whole register, or a portfolio, at once: by the same rule as ``check``.

Most ties are alike: one role, one kind of debtor, one kind of party, posts of the same kinds. The rule is asked
once for each sort of tie, and its answer laid over all ties of the sort. Ties that need more than their columns
tell (several rows of one role, orders, retentions, suspensions, notices) are asked about one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.exposure.computed import computed_by_shares
from graph.exposure.finding import Finding, strongest
from graph.exposure.question import Question, findings_of
from graph.exposure.reach import Belongs, Case, Office, Tie, belongs
from graph.model import (
    ALWAYS,
    ANY_ROLE,
    LATEST,
    Binding,
    Certainty,
    Debts,
    Grade,
    Interval,
    Kind,
    Listing,
    Order,
    Outcome,
    Party,
    Scope,
)
from graph.model.progress import Progress, silent
from graph.policy import Applicable
from graph.stores.interface import View, WholeView

SCREEN = pa.schema(
    [
        ("party", pa.string()),
        ("outcome", pa.string()),
        ("policy", pa.string()),
        ("scope", pa.string()),
        ("role", pa.string()),
        ("debtor", pa.string()),
        ("listing", pa.string()),
        ("notice", pa.string()),
        ("measures", pa.list_(pa.string())),
        ("certainty", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)
Codes = npt.NDArray[np.int64]
Value = TypeVar("Value")

KEY = ("party", "policy", "scope", "role", "debtor", "listing", "notice")
# What tells one sort of tie from another, as the columns have it; the law and the categories come beside it.
_SORT_COLUMNS = ("scope", "role", "certainty", "debt", "party_kind", "debtor_kind", "ordered")
_KNOWN = ""  # stands for the categories of a party of known kind that no measure asks for


class _Verdict(NamedTuple):
    """What one policy says of one sort of tie; ``holds`` bounds the days of its measures."""

    policy: str
    outcome: Outcome
    measures: tuple[str, ...]
    holds: Interval


def screen(
    view: WholeView, question: Question, parties: Sequence[str] | None = None,
    progress: Progress = silent,
) -> pa.Table:  # fmt: skip
    """One row a reach (see ``SCREEN``), in the order of its key; ``parties`` restricts it to a portfolio."""
    progress("reading ties", 0, 3)
    ties = view.reaches(question.day, parties, computed_by_shares(view, question, parties))
    intricate = set(pc.unique(ties["party"].filter(pc.invert(ties["plain"]))).to_pylist())
    progress("applying the law", 1, 3)
    sorts = _Sorts(view, question)
    plain = ties
    if intricate:
        members = pa.array(sorted(intricate), pa.string())
        plain = ties.filter(pc.invert(pc.is_in(ties["party"].cast(pa.string()), members)))
    table, undecidable = sorts.apply(plain)
    intricate |= undecidable
    progress("asking one by one", 2, 3)
    rows = [row for party in view.parties(sorted(intricate)).values() for row in rows_of(view, party, question)]
    if rows:
        table = pa.concat_tables([table, pa.Table.from_pylist(rows, schema=SCREEN)])
    progress("screened", 3, 3)
    return table.sort_by([(column, "ascending") for column in KEY])


def outcomes(rows: pa.Table) -> dict[str, int]:
    """How many parties came to each outcome: the strongest of a party's rows counts."""
    strength = {str(Outcome.CLEAR): 0, str(Outcome.REVIEW): 1, str(Outcome.RESTRICTED): 2}
    words = list(strength)
    codes = pc.index_in(rows["outcome"], pa.array(words))
    best = pa.table({"party": rows["party"], "code": codes}).group_by("party").aggregate([("code", "max")])
    counts = pc.value_counts(best["code_max"]).to_pylist()
    return {words[count["values"]]: count["counts"] for count in counts}


def rows_of(view: View, party: Party, question: Question) -> Iterable[dict[str, Any]]:
    """The rows of one party, from its findings."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings_of(view, party, question):
        key = (finding.measure.policy, finding.scope, finding.role, finding.debtor, finding.listing, finding.notice)
        groups.setdefault(key, []).append(finding)
    for (policy, scope, role, debtor, listing, notice), group in groups.items():
        since = min(finding.holds.since for finding in group)
        until = max(finding.holds.until for finding in group)
        yield {
            "party": party.id, "outcome": str(strongest(finding.outcome for finding in group)), "policy": policy,
            "scope": str(scope), "role": role, "debtor": debtor, "listing": listing, "notice": notice,
            "measures": sorted({finding.measure.id for finding in group}),
            "certainty": str(group[0].certainty), "since": since, "until": None if until == LATEST else until,
        }  # fmt: skip


@dataclass
class _Sorts:
    """Ties sorted by what the law could tell apart, and what it says of each sort."""

    view: WholeView
    question: Question

    def apply(self, ties: pa.Table) -> tuple[pa.Table, set[str]]:
        """The rows that follow from ``ties``, and the parties that must be asked about one by one."""
        if not len(ties):
            return SCREEN.empty_table(), set()
        codes, values = _encoded(ties, (*_SORT_COLUMNS, "party_region", "party_categories"))
        laws, law = self._laws(codes.pop("party_region"), values.pop("party_region"))
        named = frozenset(
            category
            for applicable in laws
            for measures in applicable.measures.values()
            for measure in measures
            for category in measure.applies_to
        )
        kinds, kind = _merged(
            codes.pop("party_categories"), [self._relevant(text, named) for text in values.pop("party_categories")]
        )
        former = pc.less_equal(ties["held_until"], self.question.day).to_numpy().astype(np.int64)
        offices, posts = self._posts(ties, laws, codes, values)
        sort, first = _distinct([*(codes[name] for name in _SORT_COLUMNS), law, kind, former, posts])
        verdicts: list[_Verdict] = []
        places: list[list[int]] = []
        undecidable: list[int] = []
        for number, row in enumerate(first.tolist()):
            words = {name: values[name][codes[name][row]] for name in _SORT_COLUMNS}
            found = self._evaluated(
                words, laws[law[row]], kinds[kind[row]], offices[posts[row]], formerly=bool(former[row])
            )
            if found is None:
                undecidable.append(number)
            places.append(list(range(len(verdicts), len(verdicts) + len(found or ()))))
            verdicts += found or []
        asked = np.isin(sort, undecidable)
        alone = set(pc.unique(ties["party"].filter(pa.array(asked))).cast(pa.string()).to_pylist())
        if alone:
            sort = np.where(pc.is_in(ties["party"].cast(pa.string()), pa.array(sorted(alone))).to_numpy(), -1, sort)
        return self._table(ties, sort, places, verdicts), alone

    def _laws(self, codes: Codes, regions: Sequence[str | None]) -> tuple[list[Applicable], Codes]:
        """The law for each sort of region, and each row's: regions with the same policies are of one sort."""
        question = self.question
        found = [question.law.on(question.day, region, question.policies) for region in regions]
        speaking, law = _merged(codes, [tuple(policy.id for policy in one.policies) for one in found])
        of_policies = {tuple(policy.id for policy in one.policies): one for one in found}
        return [of_policies[policies] for policies in speaking], law

    def _relevant(self, text: str | None, named: frozenset[str]) -> frozenset[str]:
        """Of the recorded categories those that a measure names; empty where nothing is recorded."""
        if not text:
            return frozenset()
        return (self.question.law.vocabulary.closure(text.split(";")) & named) | {_KNOWN}

    def _posts(
        self, ties: pa.Table, laws: Sequence[Applicable], codes: Mapping[str, Any], values: Mapping[str, Sequence[Any]]
    ) -> tuple[list[tuple[Office, ...]], Codes]:
        """The posts of each tie's party, as far as some measure could bar them: the sorts, and each row's sort."""
        rows = np.zeros(len(ties), dtype=np.int64)
        barring = [
            (way, measure)
            for law in laws
            for way, measures in law.measures.items()
            for measure in measures
            if measure.bars_offices
        ]
        ways = {way for way, _ in barring}
        asked = np.array([[(scope, role) in ways for role in values["role"]] for scope in values["scope"]])
        wanted = asked[codes["scope"], codes["role"]]
        if not wanted.any():
            return [()], rows
        vocabulary = self.question.law.vocabulary
        named = frozenset(category for _, measure in barring for category in measure.categories)
        bars: dict[tuple[str, frozenset[str]], frozenset[tuple[str, Belongs]]] = {}

        def barred(post: tuple[str, frozenset[str]]) -> frozenset[tuple[str, Belongs]]:
            """The measures that bar a post, as far as they can tell: posts that the same ones bar are alike."""
            if post not in bars:
                role, kind = post
                bars[post] = frozenset(
                    (measure.id, fits)
                    for _, measure in barring
                    if role in measure.offices or ANY_ROLE in measure.offices
                    if (fits := belongs(measure.categories, kind, Kind.ORGANIZATION, vocabulary)) is not Belongs.NO
                )
            return bars[post]

        party = ties["party"].combine_chunks() if isinstance(ties["party"], pa.ChunkedArray) else ties["party"]
        holders = pc.unique(party.filter(pa.array(wanted))).cast(pa.string())
        held: dict[str, set[tuple[str, frozenset[str]]]] = {}
        posts = self.view.posts_of(holders.to_pylist(), self.question.day)
        kinds: dict[str | None, frozenset[str]] = {}
        for holder, role, text in zip(
            *(posts[name].cast(pa.string()).to_pylist() for name in ("holder", "role", "categories")), strict=True
        ):
            if text not in kinds:
                kinds[text] = self._relevant(text, named)
            post = (role, kinds[text])
            if barred(post):
                held.setdefault(holder, set()).add(post)
        # The posts of the first holder of a sort stand for those of all others.
        sorts: dict[frozenset[tuple[str, Belongs]], int] = {frozenset(): 0}
        examples: list[set[tuple[str, frozenset[str]]]] = [set()]
        of_holder = np.zeros(len(holders), dtype=np.int64)
        for place, holder in enumerate(holders.to_pylist()):
            mine = held.get(holder, set())
            sort = frozenset[tuple[str, Belongs]]().union(*map(barred, mine))
            if sort not in sorts:
                sorts[sort] = len(examples)
                examples.append(mine)
            of_holder[place] = sorts[sort]
        at = pc.fill_null(pc.index_in(party.cast(pa.string()), holders), 0).to_numpy(zero_copy_only=False)
        rows[wanted] = of_holder[at[wanted]]
        offices = [
            tuple(
                Office(role, str(number), kind, (ALWAYS,)) for number, (role, kind) in enumerate(sorted(mine, key=str))
            )
            for mine in examples
        ]
        return offices, rows

    def _evaluated(
        self, words: Mapping[str, Any], law: Applicable, kind: frozenset[str], offices: tuple[Office, ...], *,
        formerly: bool,
    ) -> list[_Verdict] | None:  # fmt: skip
        """What each policy says of a tie like this; None where only the party's own dates can tell."""
        day = self.question.day
        # A tie of this sort that holds on the day; a former one was held the day before, and not since.
        listing = Listing("", "", "", day - 1, debt=words["debt"])
        held = Interval(day - 1, day) if formerly else ALWAYS
        scope = Scope(words["scope"])
        party = Party("party", Kind(words["party_kind"]), "", categories=kind)
        debtor = party if scope is Scope.DEBTOR else Party("debtor", Kind(words["debtor_kind"]), "")
        bound = Binding(listing, debtor.id, Grade.A, Certainty(words["certainty"]))
        orders = [Order("", party.id, day - 1, listing=listing.id)] if words["ordered"] else []
        case = Case(
            party, day, [Tie(scope, words["role"], debtor, (held,))], offices, Debts([bound], orders=orders),
            self.question.law.vocabulary,
        )  # fmt: skip
        groups: dict[str, list[Finding]] = {}
        for finding in case.findings(law):
            groups.setdefault(finding.measure.policy, []).append(finding)
        verdicts = []
        for policy, group in groups.items():
            lasting = [finding.measure.holds for finding in group if finding.appointment is None]
            if not lasting:
                return None  # how long it holds depends on the posts' own dates
            verdicts.append(
                _Verdict(
                    policy,
                    strongest(finding.outcome for finding in group),
                    tuple(sorted({finding.measure.id for finding in group})),
                    Interval(min(days.since for days in lasting), max(days.until for days in lasting)),
                )
            )
        return verdicts

    def _table(
        self, ties: pa.Table, sort: npt.NDArray[np.int64], places: Sequence[Sequence[int]],
        verdicts: Sequence[_Verdict],
    ) -> pa.Table:  # fmt: skip
        """Each tie with each verdict on its sort."""
        counts = np.array([len(place) for place in places] + [0])[sort]
        starts = np.array([place[0] if place else 0 for place in places] + [0])[sort]
        row = np.repeat(np.arange(len(sort)), counts)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        verdict = starts[row] + nth
        chosen = ties.take(pa.array(row))
        debt_since, debt_until, held_since, held_until = (
            chosen[name].to_numpy() for name in ("debt_since", "debt_until", "held_since", "held_until")
        )
        former = held_until <= self.question.day
        since = np.maximum(debt_since, np.where(former, held_until, held_since))
        until = np.minimum(debt_until, np.where(former, LATEST, held_until))
        law_since = np.array([found.holds.since for found in verdicts], dtype=np.int64)
        law_until = np.array([found.holds.until for found in verdicts], dtype=np.int64)
        since = np.maximum(since, law_since[verdict]).astype(np.int32) if len(row) else since
        until = np.minimum(until, law_until[verdict]).astype(np.int32) if len(row) else until

        def of_verdict(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
            return pa.array(values, kind).take(pa.array(verdict))

        columns = {
            **{name: chosen[name].cast(pa.string()) for name in (*KEY, "certainty") if name != "policy"},
            "outcome": of_verdict([str(found.outcome) for found in verdicts], pa.string()),
            "policy": of_verdict([found.policy for found in verdicts], pa.string()),
            "measures": of_verdict([found.measures for found in verdicts], pa.list_(pa.string())),
            "since": pa.array(since.astype(np.int32)).cast(pa.date32()),
            "until": pa.array(until.astype(np.int32), mask=until == LATEST).cast(pa.date32()),
        }
        return pa.table([columns[name] for name in SCREEN.names], schema=SCREEN)


def _encoded(ties: pa.Table, names: Sequence[str]) -> tuple[dict[str, Codes], dict[str, list[Any]]]:
    """Columns as codes, and the words behind the codes."""
    codes: dict[str, Codes] = {}
    values: dict[str, list[Any]] = {}
    for name in names:
        column = ties[name].combine_chunks() if isinstance(ties[name], pa.ChunkedArray) else ties[name]
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        codes[name] = pc.fill_null(encoded.indices.cast(pa.int64()), len(words)).to_numpy(zero_copy_only=False)
        values[name] = [*words, None]
    return codes, values


def _merged(codes: Codes, values: Sequence[Value]) -> tuple[list[Value], Codes]:
    """Codes of values among which equal ones are one: the distinct values, and each row's."""
    places: dict[Value, int] = {}
    of_code = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
    return list(places), of_code[codes]


def _distinct(columns: Sequence[Codes]) -> tuple[Codes, Codes]:
    """For rows of codes: the number of each row's sort, and the first row of each sort."""
    sort = np.zeros(len(columns[0]), dtype=np.int64)
    first = np.zeros(0, dtype=np.int64)
    for column in columns:
        combined = sort * (int(column.max(initial=0)) + 1) + column
        _, first, sort = np.unique(combined, return_index=True, return_inverse=True)
    return sort, first
