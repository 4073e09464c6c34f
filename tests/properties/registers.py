"""Random registers and questions about them: few parties, few names and few days, so that things collide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from graph.identity import Decision, Verdict, between, numbered
from graph.model import ANY_ROLE
from graph.policy import Law
from tests.properties.days import DAYS
from tests.properties.laws import CATEGORIES, ROLES, law
from tests.properties.picking import Pick
from tests.scenarios.asking import Ask, WhatIf
from tests.scenarios.registers import Rows

Row = dict[str, str]

PEOPLE_NAMES = ("张三", "李四")
COMPANY_NAMES = ("甲公司", "乙公司")
NOMINEE = "香港中央结算有限公司"
# The first two differ in the hidden month and day alone; their masks are the same.
ID_NUMBERS = ("11010519491231002X", "11010519490116002X", "440524188001010014")
MASKS = ("1101051949****002X", "4405241880****0014")
OTHER_MASKS = ("1101051949*****02X", "11010519****002X", "110105********2X")  # the last shows too little
USCCS = ("91350100M000100Y43", "91110108551385082Q")
CODES = ("M000100Y4", "551385082", "600037341")
REGISTRATION = "110108000000016"
FORMER = ("张三@2024-06-29/2024-07-02", "李四@/2024-07-01", "甲公司@2024-06-30/", "乙公司")
REGIONS = ("", "230803", "230100", "110101")
SHARES = ("0.5", "0.6", "0.5000000001", "0.4999999999", "0.3", "0.2", "1", "")
CASES = ("（2020）测执1号", "（2020）测执2号")
PUBLISHED = ("", "", *MASKS, *OTHER_MASKS, *ID_NUMBERS[:2], *USCCS, *CODES[:2], REGISTRATION)
_POST = ("holder", "organization", "role", "since")


@dataclass(frozen=True)
class Case:
    """A law, a register and questions about it, each on a day with changes to suppose."""

    law: Law
    rows: Rows
    asks: tuple[tuple[Ask, str], ...]
    whatifs: tuple[WhatIf, ...] = ()


@st.composite
def cases(
    draw: st.DrawFn, *, asks: int = 4, strangers: bool = True, supposing: bool = False, decisions: int = 0
) -> Case:
    """Everything random at once; ``supposing``: with a change for each question, which is about a party.

    Up to ``decisions`` people's decisions are drawn.
    """
    pick = Pick(draw)
    words = law(pick)
    rows = register(pick, words, decisions)
    if supposing:  # what is supposed is laid over the matches, and makes none
        rows["listings"] = [{**row, "legal_representative": ""} for row in rows["listings"]]
    asked = tuple(
        (question(pick, words, rows, strangers=strangers and not supposing), pick.one(DAYS)) for _ in range(asks)
    )
    return Case(words, rows, asked, tuple(change(pick, rows, day) for _, day in asked) if supposing else ())


def register(pick: Pick, law: Law, decisions: int = 0) -> dict[str, list[Row]]:
    """The seven tables. There is always a listing: without one every answer is incomplete."""
    parties = [person(pick, f"p{number}") for number in range(pick.one((2, 1, 3)))]
    parties += [company(pick, f"c{number}") for number in range(pick.one((2, 1, 3)))]
    ids = [row["id"] for row in parties]
    listings = [published(pick, f"L{number}", parties) for number in range(pick.one((3, 2, 4, 1)))]
    named = [row["id"] for row in listings]
    told = [decision(pick, named, ids) for _ in range(pick.number(0, decisions))]
    clauses = sorted({name.partition("#")[0] for name in law.measure_names})
    measures = [*clauses, *clauses, *sorted(law.measure_names)]
    return {
        "parties": parties,
        "roles": _distinct(
            [
                *_with_returns(pick, pick.rows(lambda: post(pick, ids), 7, _POST)),
                *(pick.rows(lambda: holding(pick, ids), 8, _POST) if pick.one((True, False)) else ()),
            ]
        ),
        "listings": listings,
        "orders": pick.rows(lambda: order(pick, named, ids), 2, ("id",)),
        "retentions": pick.rows(
            lambda: {"listing": pick.one(named), "measure": pick.one(measures), "until": pick.one(DAYS),
                     "legal_basis": "某法第1条"},
            pick.one((5, 0)), ("listing", "measure"),
        ),
        "suspensions": pick.rows(
            lambda: suspension(pick, named, ["", *measures]), pick.one((3, 0)), ("listing", "measure", "since")
        ),
        "notices": pick.rows(lambda: notice(pick, ids, measures), 3, ("id",)),
        "decisions": _possible(told),
    }  # fmt: skip


def person(pick: Pick, id_: str) -> Row:
    """A person, perhaps with a number, a former name, a trade, a region."""
    row = {"id": id_, "kind": "person", "name": pick.one(PEOPLE_NAMES)}
    return row | {"id_number": pick.one(("", "", *ID_NUMBERS, MASKS[0], *OTHER_MASKS)), **common(pick)}


def company(pick: Pick, id_: str) -> Row:
    """An organization, perhaps with codes."""
    row = {"id": id_, "kind": "organization", "name": pick.one(COMPANY_NAMES)}
    if pick.number(0, 15) == 15:
        row["name"] = NOMINEE
    row["uscc"] = pick.one(("", "", *USCCS))
    row["organization_code"] = pick.one(CODES) if pick.rarely() else ""
    row["registration_number"] = REGISTRATION if pick.rarely() else ""
    return row | common(pick)


def common(pick: Pick) -> Row:
    """What either kind may have."""
    return {
        "categories": ";".join(pick.some(CATEGORIES, 3)),
        "region": pick.one(REGIONS),
        "former_names": pick.one(FORMER) if pick.rarely() else "",
        "status": "cancelled" if pick.rarely() else "",
    }


def post(pick: Pick, ids: Sequence[str]) -> Row:
    """Somebody holds a role; now and then a company one in itself."""
    since, until = pick.span()
    organizations = [id_ for id_ in ids if id_.startswith("c")]
    holders = ids if pick.rarely() else [id_ for id_ in ids if id_.startswith("p")]
    return {
        "holder": pick.one(holders), "organization": pick.one(organizations), "role": pick.one((*ROLES[:1], *ROLES)),
        "since": since, "until": until,
    }  # fmt: skip


def _with_returns(pick: Pick, rows: list[Row]) -> list[Row]:
    """Some of those who left a post take it again later."""
    again = [
        {**row, "since": pick.one(DAYS[DAYS.index(row["until"]) :]), "until": ""}
        for row in rows
        if row["until"] and pick.one((False, True))
    ]
    return _distinct((*again, *rows))


def _distinct(rows: Iterable[Row]) -> list[Row]:
    return list({tuple(row[column] for column in _POST): row for row in rows}.values())


def holding(pick: Pick, ids: Sequence[str]) -> Row:
    """Shares, mostly near a half, of a company by a person or a company, now and then of itself; or a recorded
    controller, who leaves nothing to compute."""
    since, until = pick.span()
    role = "actual_controller" if pick.number(0, 9) == 9 else "shareholder"
    return {
        "holder": pick.one(ids), "organization": pick.one([id_ for id_ in ids if id_.startswith("c")]), "role": role,
        "since": since, "until": until, "share": pick.one(SHARES) if role == "shareholder" else "",
    }  # fmt: skip


def published(pick: Pick, id_: str, parties: Sequence[Row]) -> Row:
    """A record, mostly with its party given; else with a number, or with nothing but a name."""
    since, until = pick.span(known=True)
    until = until or pick.one(("", *DAYS[DAYS.index(since) :]))  # who is never released needs no retention
    party = None if pick.rarely() else pick.one(parties)
    name = party["name"] if party and not pick.rarely() else pick.one((*PEOPLE_NAMES, *COMPANY_NAMES))
    return {
        "id": id_, "party": party["id"] if party else "", "name": name,
        "identifier": pick.one(PUBLISHED) if party is None or pick.rarely() else "",
        "case_number": pick.one(CASES), "debt": pick.one(("personal", "organization", "")),
        "legal_representative": pick.one(("", *PEOPLE_NAMES)) if party is None else "",
        "listed_on": since, "released_on": until,
    }  # fmt: skip


def order(pick: Pick, named: Sequence[str], ids: Sequence[str]) -> Row:
    """An order of a listing, of a case, or with both on it."""
    since, until = pick.span(known=True)
    of = pick.one(
        (
            {"listing": pick.one(named)},
            {"case_number": pick.one(CASES)},
            {"listing": pick.one(named), "case_number": pick.one(CASES)},
        )
    )
    return {"id": pick.one(("O1", "O2")), "party": pick.one(ids), "issued_on": since, "lifted_on": until, **of}


def suspension(pick: Pick, named: Sequence[str], measures: Sequence[str]) -> Row:
    """A pause of a measure, or of all."""
    since, until = pick.span(known=True)
    return {"listing": pick.one(named), "measure": pick.one(measures), "since": since, "until": until}


def notice(pick: Pick, ids: Sequence[str], measures: Sequence[str]) -> Row:
    """A court's notice to assist."""
    since, until = pick.span(known=True)
    id_ = pick.one(("N1", "N2", "N3"))
    return {"id": id_, "party": pick.one(ids), "action": pick.one(measures), "issued_on": since, "ends_on": until}


def decision(pick: Pick, named: Sequence[str], ids: Sequence[str]) -> Row:
    """What a person decided: mostly that two parties are the same, of one kind or not."""
    party = pick.one(ids)
    others = [id_ for id_ in ids if id_ != party]
    subject = pick.one(named) if pick.rarely() else pick.one(others)
    return {"subject": subject, "party": party, "verdict": pick.one(("same", "same", "different", "undecided"))}


def _possible(rows: Iterable[Row]) -> list[Row]:
    """Those that a store keeps: it refuses one that would make two parties both the same and different."""
    kept: list[Row] = []
    made: list[Decision] = []
    for row in rows:
        of = Decision if row["subject"].startswith("L") else between
        try:
            made.append(numbered(made, of(row["subject"], row["party"], Verdict(row["verdict"]), "", "", "")))
        except ValueError:
            continue
        kept.append(row)
    return kept


def question(pick: Pick, law: Law, rows: Rows, *, strangers: bool) -> Ask:
    """Any of the three questions, mostly about somebody whom a record names or who stands near one."""
    ids = [row["id"] for row in rows["parties"]]
    listed = [row["party"] for row in rows["listings"] if row["party"]]
    near = [
        row[end]
        for row in rows["roles"]
        for end, other in (("holder", "organization"), ("organization", "holder"))
        if row[other] in listed
    ]
    kind = pick.one(("check", "check", "credit", "appoint"))
    named = tuple(sorted(pick.some(sorted(law.policies), 2))) if pick.rarely() else ()
    ask = Ask(kind, pick.one(ids if pick.rarely() else near or listed or ids), policies=named)
    if strangers and pick.rarely():
        number = pick.one(("", *ID_NUMBERS, *MASKS, *OTHER_MASKS, *USCCS, *CODES, REGISTRATION))
        ask = replace(ask, party="", name=pick.one((*PEOPLE_NAMES, *COMPANY_NAMES)), identifier=number)
    if kind == "appoint":
        office: dict[str, Any] = {"categories": (pick.one(CATEGORIES),)}
        if pick.one((True, False)):
            office = {"organization": pick.one([id_ for id_ in ids if id_.startswith("c")])}
        named_there = sorted({role for measure in law.measures for role in measure.offices} - {ANY_ROLE})
        who = ask.party and pick.one(listed or ids)
        return replace(ask, party=who, role=pick.one(named_there or ROLES), **office)
    ask = replace(ask, hops=pick.one((2, 3, 1, 0)))
    return replace(ask, ties_followed=pick.one((1000, 1000, 1, 2))) if kind == "check" else ask


def change(pick: Pick, rows: Rows, day: str) -> WhatIf:
    """Changes that make sense on ``day``: what is released stands, what is ended is not also started."""
    ids = [row["id"] for row in rows["parties"]]
    stand = [row["id"] for row in rows["listings"] if row["listed_on"] <= day]
    held = sorted({(row["holder"], row["role"], row["organization"]) for row in rows["roles"]})
    organizations = [id_ for id_ in ids if id_.startswith("c")]
    triples = [(holder, role, place) for holder in ids for role in ROLES for place in organizations]
    ended = pick.some(held, 2) if held else []
    return WhatIf(
        listed=tuple(pick.some(ids, 2)),
        released=tuple(pick.some(stand, 2)) if stand else (),
        started=tuple(triple for triple in pick.some(triples, 2) if triple not in ended),
        ended=tuple(ended),
    )


def with_rows(rows: Rows, more: Mapping[str, list[Row]]) -> dict[str, list[Mapping[str, str]]]:
    """The tables with some rows added."""
    return {name: [*some, *more.get(name, ())] for name, some in rows.items()}
