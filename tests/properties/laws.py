"""Random policies: every scope, trigger, requirement, kind of office, region and date that a document can have."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graph.model import (
    ANY_ROLE,
    EARLIEST,
    LATEST,
    Area,
    At,
    Effect,
    Interval,
    Kind,
    Label,
    Requirement,
    Scope,
    Trigger,
    Vocabulary,
    day,
)
from graph.policy import Law, Measure, Policy
from tests.properties.days import DAYS, on

ADDED = Vocabulary(
    roles={"guarantor": Label("保证人", "guarantor")},
    categories={
        "lawyer": Label("律师", "lawyer"),
        "listed_bank": Label("上市银行", "listed bank"),
        "city_bank": Label("城市商业银行", "city bank"),
    },
    implies={"city_bank": frozenset({"bank"})},
    composed={"listed_bank": frozenset({"bank", "listed_company"})},
)
ROLES = ("legal_representative", "principal", "director", "shareholder", "guarantor")
CATEGORIES = ("bank", "company", "state_controlled", "listed_company", "listed_bank", "city_bank", "lawyer")
AREAS = (Area.CREDIT, Area.OFFICE, Area.CONSUMPTION)
REGIONS = (None, None, "23", "2308", "110101")
EFFECTS = tuple(effect for effect in Effect if effect is not Effect.PROCEDURE)

role_sets = st.one_of(
    st.frozensets(st.sampled_from(ROLES), min_size=1, max_size=3), st.just(frozenset({ANY_ROLE}))
)
category_sets = st.frozensets(st.sampled_from(CATEGORIES), max_size=2)
few_categories = st.one_of(st.just(frozenset[str]()), st.just(frozenset[str]()), category_sets)
kinds = st.sampled_from((None, None, Kind.PERSON, Kind.ORGANIZATION))
in_law = st.one_of(
    st.just(Interval(day(on(DAYS[0]), EARLIEST), LATEST)),
    st.tuples(st.sampled_from(DAYS), st.sampled_from((*DAYS, "")))
    .filter(lambda days: not days[1] or days[0] < days[1])
    .map(lambda days: Interval(day(on(days[0]), EARLIEST), day(on(days[1]), LATEST) if days[1] else LATEST)),
)


@st.composite
def measures(draw: st.DrawFn, policy: str, clause: str, number: int, alone: bool) -> Measure:
    """One measure of a clause, in agreement with the rules of the format."""
    scope = draw(st.sampled_from((*Scope, *Scope, None)))
    trigger = draw(st.sampled_from((Trigger.LISTING, Trigger.LISTING, Trigger.NOTICE)))
    subject = draw(kinds)
    barring = draw(st.booleans()) if scope else False
    requires = draw(st.sampled_from((None, None, *Requirement)))
    if requires is Requirement.COURT_WORD and (scope is not Scope.OFFICER or trigger is Trigger.NOTICE):
        requires = None  # it speaks of a former officer of a listed organization
    fact = requires is Requirement.FACT
    made: dict[str, Any] = {
        "effect": draw(st.sampled_from(EFFECTS)) if scope else Effect.PROCEDURE,
        "roles": frozenset() if scope in (Scope.DEBTOR, None) else draw(role_sets),
        "reaches": subject if scope is Scope.DEBTOR else draw(kinds),
        "applies_to": draw(few_categories),
        "offices": draw(role_sets) if barring else frozenset(),
        "categories": draw(category_sets) if barring else frozenset(),
        "at": draw(st.sampled_from(At)) if barring else None,
        "shown_by_debt": draw(st.sampled_from((None, "personal", "organization"))) if fact else None,
    }
    return Measure(
        policy=policy, clause=clause, number=number, alone=alone, title=f"标题{clause}",
        area=draw(st.sampled_from(AREAS)), scope=scope, subject=subject, trigger=trigger,
        discretionary=draw(st.sampled_from((False, False, True))), requires=requires, units=("单位",), deadline=None,
        quote=f"引文{clause}{number}", holds=draw(in_law), instrument="测试", unverified=(), verified_on=None,
        source=None, note=None, **made,
    )  # fmt: skip


@st.composite
def policies(draw: st.DrawFn, id_: str) -> Policy:
    """A document of one to three clauses."""
    found: list[Measure] = []
    for clause in draw(st.sampled_from((("一",), ("一", "二（一）"), ("一", "二（一）", "三（二）1")))):
        count = draw(st.integers(1, 2))
        found += [draw(measures(id_, clause, number, count == 1)) for number in range(1, count + 1)]
    return Policy(
        id=id_, title=id_, title_en=id_, instrument="测试", number=None, rank="law", region=draw(st.sampled_from(REGIONS)),
        document=None, document_digest=None, suspends=draw(st.booleans()), standing=None, unverified=(),
        vocabulary=ADDED, measures=tuple(found), digest=f"digest-{id_}",
    )  # fmt: skip


@st.composite
def laws(draw: st.DrawFn) -> Law:
    """One to three documents together."""
    ids = ("a-1", "b-2", "c-3")[: draw(st.integers(1, 3))]
    return Law({id_: draw(policies(id_)) for id_ in ids})
