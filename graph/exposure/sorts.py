"""Ties sorted by what the law could tell apart, and what it says of each sort: the rule is asked once for all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.exposure.codes import Codes, encoded, in_order, merged, ranks, sorts_of
from graph.exposure.finding import Finding, strongest
from graph.exposure.question import Question
from graph.exposure.reach import Belongs, Case, Office, Tie, belongs
from graph.exposure.reached import CODED, KEY
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
from graph.model.chunks import one_array
from graph.model.numbers import distinct
from graph.policy import Applicable
from graph.stores.interface import DayView

_SORT_COLUMNS = ("scope", "role", "certainty", "debt", "party_kind", "debtor_kind", "ordered")
_KNOWN = ""  # stands for the categories of a party of known kind that no measure asks for


class _Verdict(NamedTuple):
    """What one policy says of one sort of tie; ``holds`` bounds the days of its measures."""

    policy: str
    outcome: Outcome
    measures: tuple[str, ...]
    holds: Interval


class _Sort(NamedTuple):
    """What the law could tell apart of a tie: the columns, the kinds of its party, and the posts of its party."""

    scope: str
    role: str | None
    certainty: str
    debt: str | None
    party_kind: str
    debtor_kind: str
    ordered: bool
    formerly: bool
    kind: frozenset[str]
    offices: tuple[Office, ...]


class _Alone(NamedTuple):
    """One policy of the law: the measures that bar posts apart from all others, and the categories that it names."""

    plain: Applicable
    barring: Applicable
    named: frozenset[str]

    @classmethod
    def of(cls, law: Applicable, policy: str) -> _Alone:
        own = {
            way: tuple(measure for measure in measures if measure.policy == policy)
            for way, measures in law.measures.items()
        }

        def part(*, barring: bool) -> Applicable:
            return replace(
                law,
                measures={
                    way: kept
                    for way, some in own.items()
                    if (kept := tuple(measure for measure in some if measure.bars_offices == barring))
                },
            )

        named = frozenset(category for some in own.values() for measure in some for category in measure.applies_to)
        return cls(part(barring=False), part(barring=True), named)


@dataclass
class Sorts:
    """Ties sorted by what the law could tell apart, and what it says of each sort."""

    view: DayView
    question: Question
    _alone: dict[str, _Alone] = field(default_factory=dict)
    _answers: dict[tuple[str, _Sort], Sequence[_Verdict] | None] = field(default_factory=dict)
    _found: dict[tuple[str, _Sort], list[Finding]] = field(default_factory=dict)

    def apply(self, ties: pa.Table) -> tuple[pa.Table, list[Sequence[str]], set[str]]:
        """The rows that follow from ``ties`` (see ``CODED``), the measures that they name by their places, and the
        parties that must be asked about one by one."""
        if not len(ties):
            return CODED.empty_table(), [], set()
        codes, values = encoded(ties, (*_SORT_COLUMNS, "party_region", "party_categories"))
        laws, law = self._laws(codes.pop("party_region"), values.pop("party_region"))
        named = frozenset(
            category
            for applicable in laws
            for measures in applicable.measures.values()
            for measure in measures
            for category in measure.applies_to
        )
        kinds, kind = merged(
            codes.pop("party_categories"), [self._relevant(text, named) for text in values.pop("party_categories")]
        )
        former = ties["former"].to_numpy().astype(np.int64)
        offices, posts = self._posts(ties, laws, codes, values)
        sort, first = sorts_of([*(codes[name] for name in _SORT_COLUMNS), law, kind, former, posts])
        verdicts: list[_Verdict] = []
        places: list[list[int]] = []
        undecidable: list[int] = []
        for number, row in enumerate(first.tolist()):
            words = [values[name][codes[name][row]] for name in _SORT_COLUMNS]
            alike = _Sort(*words, bool(former[row]), kinds[kind[row]], offices[posts[row]])  # type: ignore[call-arg]
            said = [self._said(laws[law[row]], policy.id, alike) for policy in laws[law[row]].policies]
            if None in said:
                undecidable.append(number)
            found = [] if None in said else [verdict for one in said for verdict in one or ()]
            places.append(list(range(len(verdicts), len(verdicts) + len(found))))
            verdicts += found
        asked = np.isin(sort, undecidable)
        alone = set(pc.unique(ties["party"].filter(pa.array(asked))).cast(pa.string()).to_pylist())
        if alone:
            sort = np.where(pc.is_in(ties["party"].cast(pa.string()), pa.array(sorted(alone))).to_numpy(), -1, sort)
        return self._table(ties, sort, places, verdicts), [found.measures for found in verdicts], alone

    def _laws(self, codes: Codes, regions: Sequence[str | None]) -> tuple[list[Applicable], Codes]:
        """The law for each sort of region, and each row's: regions with the same policies are of one sort."""
        question = self.question
        found = [question.law.on(question.day, region, question.policies) for region in regions]
        speaking, law = merged(codes, [tuple(policy.id for policy in one.policies) for one in found])
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

        party = one_array(ties["party"])
        coded = party if pa.types.is_dictionary(party.type) else party.dictionary_encode()
        number = coded.indices.to_numpy()
        numbers = distinct(number[wanted])
        alike, kept = self._kinds_of_posts(pa.DictionaryArray.from_arrays(numbers, coded.dictionary), named)
        place, post = np.divmod(kept, len(alike) + 1)
        met = distinct(post)
        barring_posts, bar = merged(np.searchsorted(met, post), [barred(alike[one]) for one in met.tolist()])
        example = dict(zip(map(barred, map(alike.__getitem__, met.tolist())), met.tolist(), strict=True))
        some = np.array([bool(one) for one in barring_posts], dtype=bool)[bar]
        # Holders whose posts are barred alike, whatever the number of these, are of one sort.
        place, bar = np.divmod(distinct(place[some] * len(barring_posts) + bar[some]), max(len(barring_posts), 1))
        nth = np.arange(len(place)) - np.searchsorted(place, place)
        columns = [np.zeros(len(numbers), dtype=np.int64)]
        for rank in range(int(nth.max(initial=-1)) + 1):
            column = np.zeros(len(numbers), dtype=np.int64)
            column[place[nth == rank]] = bar[nth == rank] + 1
            columns.append(column)
        sort, first = sorts_of(columns)
        starts, ends = (np.searchsorted(place, first, side).tolist() for side in ("left", "right"))
        held = [frozenset(bar[start:end].tolist()) for start, end in zip(starts, ends, strict=True)]
        # What bars the posts of one holder together, may bar other posts of another.
        together = [
            frozenset[tuple[str, Belongs]]().union(*(barring_posts[one] for one in mine)) for mine in held
        ]  # fmt: skip
        sorts, of_holder = merged(sort, together)
        of_sort = dict(zip(together, held, strict=True))
        rows[wanted] = of_holder[np.searchsorted(numbers, number[wanted])] + 1
        offices = [
            Office(role, "", kind, (ALWAYS,))
            for role, kind in (alike[example[one]] if one else ("", frozenset[str]()) for one in barring_posts)
        ]
        return [(), *(tuple(offices[one] for one in sorted(of_sort[some])) for some in sorts)], rows

    def _kinds_of_posts(
        self, holders: pa.Array, named: frozenset[str]
    ) -> tuple[list[tuple[str, frozenset[str]]], Codes]:
        """The kinds of posts that anybody of ``holders`` holds; and of each post the holder's place and its kind.

        Both in one number: the place times one more than there are kinds, and the kind.
        """
        posts = self.view.posts_of(holders, self.question.day)
        codes, values = encoded(posts, ("role", "categories"))
        kinds, kind = merged(codes["categories"], [self._relevant(text, named) for text in values["categories"]])
        alike = [(role, one) for role in values["role"] for one in kinds]
        holder = one_array(posts["holder"]).to_numpy().astype(np.int64)
        return alike, holder * (len(alike) + 1) + codes["role"] * len(kinds) + kind

    def _said(self, law: Applicable, policy: str, sort: _Sort) -> Sequence[_Verdict] | None:
        """What one policy says of a sort of ties; None where only the party's own dates can tell."""
        if policy not in self._alone:
            self._alone[policy] = _Alone.of(law, policy)
        alone = self._alone[policy]
        sort = sort._replace(kind=sort.kind & (alone.named | {_KNOWN}))
        if (policy, sort) not in self._answers:
            found = [
                *self._findings(policy, alone.plain, sort._replace(offices=())),
                # A post is barred or not, whatever others there are.
                *(
                    finding
                    for office in sort.offices
                    for finding in self._findings(policy, alone.barring, sort._replace(offices=(office,)))
                ),
            ]
            self._answers[policy, sort] = _verdict(policy, found)
        return self._answers[policy, sort]

    def _findings(self, policy: str, law: Applicable, sort: _Sort) -> list[Finding]:
        """The findings of one part of a policy on a tie like this; asked once for all that are alike to it."""
        scope = Scope(sort.scope)
        if (scope, sort.role) not in law.measures:
            return []
        if (policy, sort) not in self._found:
            self._found[policy, sort] = list(self._case(scope, sort).findings(law))
        return self._found[policy, sort]

    def _case(self, scope: Scope, sort: _Sort) -> Case:
        """A tie of this sort that holds on the day; a former one was held the day before, and not since."""
        day = self.question.day
        listing = Listing("", "", "", day - 1, debt=sort.debt)
        held = Interval(day - 1, day) if sort.formerly else ALWAYS
        party = Party("party", Kind(sort.party_kind), "", categories=sort.kind)
        debtor = party if scope is Scope.DEBTOR else Party("debtor", Kind(sort.debtor_kind), "")
        bound = Binding(listing, debtor.id, Grade.A, Certainty(sort.certainty))
        orders = [Order("", party.id, day - 1, listing=listing.id)] if sort.ordered else []
        return Case(
            party, day, [Tie(scope, sort.role, debtor, (held,))], lambda: sort.offices,
            Debts([bound], orders=orders), self.question.law.vocabulary,
        )  # fmt: skip

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
        policy = pa.array([found.policy for found in verdicts], pa.string()).dictionary_encode()
        order = in_order(
            [ranks(policy)[verdict] if name == "policy" else ranks(one_array(ties[name]))[row] for name in KEY]
        )
        row, verdict = row[order], verdict[order]
        chosen = ties.take(pa.array(row))
        debt_since, debt_until, held_since, held_until = (
            chosen[name].to_numpy() for name in ("debt_since", "debt_until", "held_since", "held_until")
        )
        since, until = np.maximum(debt_since, held_since), np.minimum(debt_until, held_until)
        law_since = np.array([found.holds.since for found in verdicts], dtype=np.int64)
        law_until = np.array([found.holds.until for found in verdicts], dtype=np.int64)
        since = np.maximum(since, law_since[verdict]).astype(np.int32) if len(row) else since
        until = np.minimum(until, law_until[verdict]).astype(np.int32) if len(row) else until

        def of_verdict(values: Sequence[str]) -> pa.Array:
            return pa.array(values, pa.string()).take(pa.array(verdict))

        columns = {
            **{name: chosen[name].cast(pa.string()) for name in (*KEY, "certainty") if name != "policy"},
            "outcome": of_verdict([str(found.outcome) for found in verdicts]),
            "policy": of_verdict([found.policy for found in verdicts]),
            "measures": pa.array(verdict.astype(np.int32)),
            "since": pa.array(since.astype(np.int32)).cast(pa.date32()),
            "until": pa.array(until.astype(np.int32), mask=until == LATEST).cast(pa.date32()),
        }
        return pa.table([columns[name] for name in CODED.names], schema=CODED)


def _verdict(policy: str, found: Sequence[Finding]) -> Sequence[_Verdict] | None:
    """What the findings of one policy come to; None where how long they hold depends on the posts' own dates."""
    if not found:
        return ()
    lasting = [finding.measure.holds for finding in found if finding.appointment is None]
    if not lasting:
        return None
    days = Interval(min(one.since for one in lasting), max(one.until for one in lasting))
    if any(finding.measure.holds.meet(days) != finding.measure.holds for finding in found):
        return None  # a bar on a post that is law before the others, or after them
    return (
        _Verdict(
            policy,
            strongest(finding.outcome for finding in found),
            tuple(sorted({finding.measure.id for finding in found})),
            days,
        ),
    )
