"""Random policies: every scope, trigger, requirement, kind of office, region and date that a document can have."""

from __future__ import annotations

from typing import Any

from graph.model import (
    ANY_ROLE,
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
from tests.properties.picking import Pick

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
ROLES = ("legal_representative", "principal", "actual_controller", "director", "shareholder", "guarantor")
CATEGORIES = ("bank", "company", "state_controlled", "listed_company", "listed_bank", "city_bank", "lawyer")
AREAS = (Area.CREDIT, Area.OFFICE, Area.CONSUMPTION)
REGIONS = (None, None, None, None, "23", "2308", "110101")
KINDS = (*(None,) * 6, Kind.PERSON, Kind.ORGANIZATION)
SCOPES = (Scope.OFFICER, Scope.ORGANIZATION, *Scope, *Scope, None)
EFFECTS = (Effect.RESTRICT, Effect.PROHIBIT, *(effect for effect in Effect if effect is not Effect.PROCEDURE))
REQUIREMENTS = (*(None,) * 6, *Requirement, Requirement.FACT, Requirement.FACT)
TRIGGERS = (Trigger.LISTING, Trigger.LISTING, Trigger.LISTING, Trigger.NOTICE)
CLAUSES = ("一", "二（一）", "三（二）1")


def law(pick: Pick) -> Law:
    """One to three documents together."""
    return Law({id_: policy(pick, id_) for id_ in ("a-1", "b-2", "c-3")[: pick.one((1, 1, 2, 3))]})


def policy(pick: Pick, id_: str) -> Policy:
    """A document of one to three clauses."""
    measures: list[Measure] = []
    for clause in CLAUSES[: pick.number(2, 3)]:
        count = pick.number(1, 3)
        measures += [measure(pick, id_, clause, number, count == 1) for number in range(1, count + 1)]
    return Policy(
        id=id_, title=id_, title_en=id_, instrument="测试", number=None, rank="law", region=pick.one(REGIONS),
        document=None, document_digest=None, suspends=pick.one((False, True)), standing=None, unverified=(),
        vocabulary=ADDED, measures=tuple(measures), digest=f"digest-{id_}",
    )  # fmt: skip


def measure(pick: Pick, policy: str, clause: str, number: int, alone: bool) -> Measure:
    """One measure of a clause, in agreement with the rules of the format."""
    scope, trigger, subject = pick.one(SCOPES), pick.one(TRIGGERS), pick.one(KINDS)
    requires = pick.one((*REQUIREMENTS, *(Requirement.COURT_WORD,) * 2) if scope is Scope.OFFICER else REQUIREMENTS)
    if requires is Requirement.COURT_WORD and (scope is not Scope.OFFICER or trigger is Trigger.NOTICE):
        requires = None  # it speaks of a former officer of a listed organization
    made: dict[str, Any] = {
        "effect": pick.one(EFFECTS) if scope else Effect.PROCEDURE,
        "roles": frozenset[str]() if scope in (Scope.DEBTOR, None) else _roles(pick),
        "reaches": subject if scope is Scope.DEBTOR else pick.one(KINDS),
        "applies_to": frozenset(pick.some(CATEGORIES, 2)) if pick.rarely() else frozenset(),
    }
    made |= {"offices": frozenset[str](), "categories": frozenset[str](), "at": None}
    if (scope is Scope.DEBTOR and pick.one((False, True))) or (scope and pick.rarely()):
        made["offices"], made["at"] = _roles(pick), pick.one(tuple(At))
        made["categories"] = frozenset(CATEGORIES if pick.rarely() else pick.some(CATEGORIES, 3))
    debts = ("personal", "organization", None) if requires is Requirement.FACT else (None,)
    return Measure(
        policy=policy, clause=clause, number=number, alone=alone, title=f"标题{clause}", area=pick.one(AREAS),
        scope=scope, subject=subject, trigger=trigger, discretionary=pick.rarely(), requires=requires,
        shown_by_debt=pick.one(debts), units=("单位",), deadline=None, quote=f"引文{clause}{number}",
        holds=_in_law(pick), instrument="测试", unverified=(), verified_on=None, source=None, note=None, **made,
    )  # fmt: skip


def _roles(pick: Pick) -> frozenset[str]:
    if pick.rarely():
        return frozenset({ANY_ROLE})
    return frozenset(pick.some(ROLES, 4)) or frozenset({ROLES[0]})


def _in_law(pick: Pick) -> Interval:
    since, until = (pick.one(DAYS), pick.one(("", *DAYS))) if pick.rarely() else (DAYS[0], "")
    if until and until <= since:
        until = ""
    return Interval(day(on(since), 0), day(on(until), 0) if until else LATEST)
