"""The whole register, or a portfolio, at once: by the same rule as ``check``.

Most ties are alike: one role, one kind of debtor, one kind of party, posts of the same kinds. The rule is asked
once for each sort of tie, and its answer laid over all ties of the sort. Ties that need more than their columns
tell (several rows of one role, orders, retentions, suspensions, notices) are asked about one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.exposure.finding import Finding, strongest
from graph.exposure.question import Question, findings_of
from graph.exposure.reach import Case, Office, Tie
from graph.model import (
    ALWAYS,
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
from graph.stores.interface import WholeView

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
_KEY = ("party", "policy", "scope", "role", "debtor", "listing", "notice")
_SORT_COLUMNS = (
    "scope", "role", "certainty", "debt", "party_kind", "party_categories", "party_region", "debtor_kind", "ordered",
)  # fmt: skip


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
    ties = view.reaches(question.day, parties)
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
    rows = [row for party in view.parties(sorted(intricate)).values() for row in _rows(view, party, question)]
    if rows:
        table = pa.concat_tables([table, pa.Table.from_pylist(rows, schema=SCREEN)])
    progress("screened", 3, 3)
    return table.sort_by([(column, "ascending") for column in _KEY])


def outcomes(rows: pa.Table) -> dict[str, int]:
    """How many parties came to each outcome: the strongest of a party's rows counts."""
    strength = {str(Outcome.CLEAR): 0, str(Outcome.REVIEW): 1, str(Outcome.RESTRICTED): 2}
    words = list(strength)
    codes = pc.index_in(rows["outcome"], pa.array(words))
    best = pa.table({"party": rows["party"], "code": codes}).group_by("party").aggregate([("code", "max")])
    counts = pc.value_counts(best["code_max"]).to_pylist()
    return {words[count["values"]]: count["counts"] for count in counts}


def _rows(view: WholeView, party: Party, question: Question) -> Iterable[dict[str, Any]]:
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
    """The sorts of ties met so far, each with what the law says of it."""

    view: WholeView
    question: Question
    _answers: dict[tuple[Any, ...], list[_Verdict] | None] = field(default_factory=dict)

    def apply(self, ties: pa.Table) -> tuple[pa.Table, set[str]]:
        """The rows that follow from ``ties``, and the parties that must be asked about one by one."""
        if not len(ties):
            return SCREEN.empty_table(), set()
        codes, values = _encoded(ties)
        former = pc.less_equal(ties["held_until"], self.question.day).to_numpy().astype(np.int64)
        offices, posts = self._posts(ties, codes, values)
        sort, first = _distinct([*(codes[name] for name in _SORT_COLUMNS), former, posts])
        verdicts: list[_Verdict] = []
        places: list[list[int]] = []
        undecidable: list[int] = []
        for number, row in enumerate(first.tolist()):
            words = {name: values[name][codes[name][row]] for name in _SORT_COLUMNS}
            found = self._ask(words, offices[posts[row]], formerly=bool(former[row]))
            if found is None:
                undecidable.append(number)
            places.append(list(range(len(verdicts), len(verdicts) + len(found or ()))))
            verdicts += found or []
        asked = np.isin(sort, undecidable)
        alone = set(pc.unique(ties["party"].filter(pa.array(asked))).cast(pa.string()).to_pylist())
        if alone:
            sort = np.where(pc.is_in(ties["party"].cast(pa.string()), pa.array(sorted(alone))).to_numpy(), -1, sort)
        return self._table(ties, sort, places, verdicts), alone

    def _posts(
        self, ties: pa.Table, codes: Mapping[str, Any], values: Mapping[str, Sequence[Any]]
    ) -> tuple[list[tuple[Office, ...]], npt.NDArray[np.int64]]:
        """The posts of each tie's party, as far as some measure could bar them: the sorts, and each row's sort."""
        none: list[tuple[Office, ...]] = [()]
        bars = {
            (scope, role)
            for law in self._laws(values["party_region"])
            for (scope, role), measures in law.measures.items()
            if any(measure.bars_offices for measure in measures)
        }
        barring = np.array([[(scope, role) in bars for role in values["role"]] for scope in values["scope"]])
        wanted = barring[codes["scope"], codes["role"]]
        rows = np.zeros(len(ties), dtype=np.int64)
        if not wanted.any():
            return none, rows
        party = ties["party"].combine_chunks() if isinstance(ties["party"], pa.ChunkedArray) else ties["party"]
        holders = pc.unique(party.filter(pa.array(wanted))).cast(pa.string())
        held: dict[str, set[tuple[str, str | None]]] = {}
        posts = self.view.posts_of(holders.to_pylist(), self.question.day)
        for holder, role, categories in zip(
            *(posts[name].cast(pa.string()).to_pylist() for name in ("holder", "role", "categories")), strict=True
        ):
            held.setdefault(holder, set()).add((role, categories))
        sorts: dict[frozenset[tuple[str, str | None]], int] = {frozenset(): 0}
        offices = none
        of_holder = np.zeros(len(holders), dtype=np.int64)
        for place, holder in enumerate(holders.to_pylist()):
            kinds = frozenset(held.get(holder, ()))
            if kinds not in sorts:
                sorts[kinds] = len(offices)
                offices.append(
                    tuple(
                        Office(role, f"{number}", _categories(categories), (ALWAYS,))
                        for number, (role, categories) in enumerate(sorted(kinds, key=str))
                    )
                )
            of_holder[place] = sorts[kinds]
        at = pc.fill_null(pc.index_in(party.cast(pa.string()), holders), 0).to_numpy(zero_copy_only=False)
        rows[wanted] = of_holder[at[wanted]]
        return offices, rows

    def _laws(self, regions: Iterable[str | None]) -> list[Applicable]:
        question = self.question
        return [question.law.on(question.day, region, question.policies) for region in set(regions)]

    def _ask(self, words: Mapping[str, Any], offices: tuple[Office, ...], *, formerly: bool) -> list[_Verdict] | None:
        """What each policy says of a tie like this; None where only the party's own dates can tell."""
        key = (*words.values(), offices, formerly)
        if key not in self._answers:
            self._answers[key] = self._evaluated(words, offices, formerly=formerly)
        return self._answers[key]

    def _evaluated(
        self, words: Mapping[str, Any], offices: tuple[Office, ...], *, formerly: bool
    ) -> list[_Verdict] | None:
        day, law = self.question.day, self._laws([words["party_region"]])[0]
        # A tie of this sort that holds on the day; a former one was held the day before, and not since.
        listing = Listing("", "", "", day - 1, debt=words["debt"])
        held = Interval(day - 1, day) if formerly else ALWAYS
        scope = Scope(words["scope"])
        party = Party("party", Kind(words["party_kind"]), "", categories=_categories(words["party_categories"]))
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
            **{name: chosen[name].cast(pa.string()) for name in (*_KEY, "certainty") if name != "policy"},
            "outcome": of_verdict([str(found.outcome) for found in verdicts], pa.string()),
            "policy": of_verdict([found.policy for found in verdicts], pa.string()),
            "measures": of_verdict([found.measures for found in verdicts], pa.list_(pa.string())),
            "since": pa.array(since.astype(np.int32)).cast(pa.date32()),
            "until": pa.array(until.astype(np.int32), mask=until == LATEST).cast(pa.date32()),
        }
        return pa.table([columns[name] for name in SCREEN.names], schema=SCREEN)


def _categories(text: str | None) -> frozenset[str]:
    return frozenset(text.split(";")) if text else frozenset()


def _encoded(ties: pa.Table) -> tuple[dict[str, npt.NDArray[np.int64]], dict[str, list[Any]]]:
    """The columns that make a sort, as codes, and the words behind the codes."""
    codes: dict[str, npt.NDArray[np.int64]] = {}
    values: dict[str, list[Any]] = {}
    for name in _SORT_COLUMNS:
        column = ties[name].combine_chunks() if isinstance(ties[name], pa.ChunkedArray) else ties[name]
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        codes[name] = pc.fill_null(encoded.indices.cast(pa.int64()), len(words)).to_numpy(zero_copy_only=False)
        values[name] = [*words, None]
    return codes, values


def _distinct(
    columns: Sequence[npt.NDArray[np.int64]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For rows of codes: the number of each row's sort, and the first row of each sort."""
    sort = np.zeros(len(columns[0]), dtype=np.int64)
    first = np.zeros(0, dtype=np.int64)
    for column in columns:
        combined = sort * (int(column.max(initial=0)) + 1) + column
        _, first, sort = np.unique(combined, return_index=True, return_inverse=True)
    return sort, first
