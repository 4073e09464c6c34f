"""Random registers and questions about them: few parties, few names and few days, so that things collide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from graph.policy import Law
from tests.properties.days import DAYS, days, known_spans, spans, unknown_or_days
from tests.properties.laws import CATEGORIES, ROLES, laws
from tests.scenarios.asking import Ask, WhatIf
from tests.scenarios.registers import Rows

Row = dict[str, str]

PEOPLE_NAMES = ("张三", "李四")
COMPANY_NAMES = ("甲公司", "乙公司")
# The first two differ in the hidden month and day alone; their masks are the same.
ID_NUMBERS = ("11010519491231002X", "11010519490116002X", "440524188001010014")
MASKS = ("1101051949****002X", "4405241880****0014")
USCCS = ("91350100M000100Y43", "91110108551385082Q")
CODES = ("M000100Y4", "551385082", "600037341")
REGISTRATION = "110108000000016"
FORMER = ("张三@2020-01-02/2020-01-05", "李四@/2020-01-04", "甲公司@2020-01-03/", "乙公司")
REGIONS = ("", "230803", "230100", "110101")
CASES = ("（2020）测执1号", "（2020）测执2号")

rarely = st.sampled_from((True, False, False))


@dataclass(frozen=True)
class Case:
    """A law, a register and questions about it, each on a day."""

    law: Law
    rows: Rows
    asks: tuple[tuple[Ask, str], ...]


@st.composite
def cases(draw: st.DrawFn, *, asks: int = 4, strangers: bool = True) -> Case:
    """Everything random at once."""
    law = draw(laws())
    rows = draw(registers(law))
    asked = tuple((draw(questions(law, rows, strangers=strangers)), draw(days)) for _ in range(asks))
    return Case(law, rows, asked)


@st.composite
def registers(draw: st.DrawFn, law: Law) -> dict[str, list[Row]]:
    """The seven tables. There is always a listing, and no notice without one."""
    parties = [draw(people(f"p{number}")) for number in range(draw(st.integers(1, 3)))]
    parties += [draw(companies(f"c{number}")) for number in range(draw(st.integers(1, 3)))]
    ids = [row["id"] for row in parties]
    organizations = [row["id"] for row in parties if row["kind"] == "organization"]
    listings = [draw(published(f"L{number}", parties)) for number in range(draw(st.integers(1, 3)))]
    named = st.sampled_from([row["id"] for row in listings])
    measures = st.sampled_from(sorted(law.measure_names))
    return {
        "parties": parties,
        "roles": _many(draw, posts(ids, organizations), 8, ("holder", "organization", "role", "since")),
        "listings": listings,
        "orders": _many(draw, orders(named, ids), 2, ("id",)),
        "retentions": _many(
            draw,
            st.fixed_dictionaries(
                {"listing": named, "measure": measures, "until": days, "legal_basis": st.just("某法第1条")}
            ),
            2,
            ("listing", "measure"),
        ),
        "suspensions": _many(
            draw, suspensions(named, st.one_of(st.just(""), measures)), 2, ("listing", "measure", "since")
        ),
        "notices": _many(draw, notices(st.sampled_from(ids), measures), 2, ("id",)),
    }


def _many(draw: st.DrawFn, rows: st.SearchStrategy[Row], most: int, key: Iterable[str]) -> list[Row]:
    found = draw(st.lists(rows, max_size=most))
    return list({tuple(row[column] for column in key): row for row in found}.values())


@st.composite
def people(draw: st.DrawFn, id_: str) -> Row:
    """A person, perhaps with a number, a former name, a trade, a region."""
    row = {"id": id_, "kind": "person", "name": draw(st.sampled_from(PEOPLE_NAMES))}
    row["id_number"] = draw(st.sampled_from(("", "", *ID_NUMBERS, MASKS[0])))
    return row | draw(common())


@st.composite
def companies(draw: st.DrawFn, id_: str) -> Row:
    """An organization, perhaps with codes."""
    row = {"id": id_, "kind": "organization", "name": draw(st.sampled_from(COMPANY_NAMES))}
    row["uscc"] = draw(st.sampled_from(("", "", *USCCS)))
    row["organization_code"] = draw(st.sampled_from(("", "", "", *CODES)))
    row["registration_number"] = draw(st.sampled_from(("", "", "", REGISTRATION)))
    return row | draw(common())


@st.composite
def common(draw: st.DrawFn) -> Row:
    """What either kind may have."""
    categories = draw(st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True))
    return {
        "categories": ";".join(categories),
        "region": draw(st.sampled_from(REGIONS)),
        "former_names": draw(st.sampled_from(FORMER)) if draw(rarely) else "",
        "status": draw(st.sampled_from(("", "cancelled"))),
    }


@st.composite
def posts(draw: st.DrawFn, ids: list[str], organizations: list[str]) -> Row:
    """Somebody holds a role; now and then a company one in itself."""
    since, until = draw(spans)
    return {
        "holder": draw(st.sampled_from(ids)), "organization": draw(st.sampled_from(organizations)),
        "role": draw(st.sampled_from(ROLES)), "since": since, "until": until,
    }  # fmt: skip


@st.composite
def published(draw: st.DrawFn, id_: str, parties: list[Row]) -> Row:
    """A record, mostly with its party given; else with a number, or with nothing but a name."""
    since, until = draw(known_spans)
    party = draw(st.sampled_from(parties)) if draw(st.sampled_from((True, True, False))) else None
    names = (party["name"],) if party and not draw(rarely) else (*PEOPLE_NAMES, *COMPANY_NAMES)
    numbers = ("", "", *MASKS, *ID_NUMBERS[:2], *USCCS, *CODES[:2], REGISTRATION)
    return {
        "id": id_, "party": party["id"] if party else "", "name": draw(st.sampled_from(names)),
        "identifier": draw(st.sampled_from(numbers)) if party is None or draw(rarely) else "",
        "case_number": draw(st.sampled_from(CASES)), "debt": draw(st.sampled_from(("", "personal", "organization"))),
        "listed_on": since, "released_on": until,
    }  # fmt: skip


@st.composite
def orders(draw: st.DrawFn, named: st.SearchStrategy[str], ids: list[str]) -> Row:
    """An order of a listing or of a case."""
    since, until = draw(known_spans)
    of = {"listing": draw(named)} if draw(st.booleans()) else {"case_number": draw(st.sampled_from(CASES))}
    return {
        "id": draw(st.sampled_from(("O1", "O2"))), "party": draw(st.sampled_from(ids)), "issued_on": since,
        "lifted_on": until, **of,
    }  # fmt: skip


@st.composite
def suspensions(draw: st.DrawFn, named: st.SearchStrategy[str], measures: st.SearchStrategy[str]) -> Row:
    """A pause of a measure, or of all."""
    since, until = draw(known_spans)
    return {"listing": draw(named), "measure": draw(measures), "since": since, "until": until}


@st.composite
def notices(draw: st.DrawFn, ids: st.SearchStrategy[str], measures: st.SearchStrategy[str]) -> Row:
    """A court's notice to assist."""
    since, until = draw(known_spans)
    id_ = draw(st.sampled_from(("N1", "N2")))
    return {"id": id_, "party": draw(ids), "action": draw(measures), "issued_on": since, "ends_on": until}


@st.composite
def questions(draw: st.DrawFn, law: Law, rows: Rows, *, strangers: bool = True) -> Ask:
    """Any of the three questions about anybody."""
    ids = [row["id"] for row in rows["parties"]]
    organizations = [row["id"] for row in rows["parties"] if row["kind"] == "organization"]
    kind = draw(st.sampled_from(("check", "check", "credit", "appoint")))
    named = draw(st.one_of(st.just(()), st.sets(st.sampled_from(sorted(law.policies))).map(sorted).map(tuple)))
    ask = Ask(kind, draw(st.sampled_from(ids)), policies=named)
    if strangers and draw(st.integers(0, 7)) == 0:
        number = draw(st.sampled_from(("", *ID_NUMBERS, *MASKS, *USCCS, *CODES, REGISTRATION)))
        ask = replace(ask, party="", name=draw(st.sampled_from((*PEOPLE_NAMES, *COMPANY_NAMES))), identifier=number)
    if kind == "appoint":
        office: dict[str, Any] = {"organization": draw(st.sampled_from(organizations))}
        if draw(st.booleans()):
            office = {"categories": (draw(st.sampled_from(CATEGORIES)),)}
        return replace(ask, role=draw(st.sampled_from(ROLES)), **office)
    return replace(
        ask, hops=draw(st.integers(0, 3)), ties_followed=draw(st.sampled_from((1000, 1000, 1, 2)))
    )


@st.composite
def whatifs(draw: st.DrawFn, rows: Rows, day: str) -> WhatIf:
    """Changes that make sense on ``day``: what is released stands, what is ended is not also started."""
    ids = [row["id"] for row in rows["parties"]]
    organizations = [row["id"] for row in rows["parties"] if row["kind"] == "organization"]
    stand = [row["id"] for row in rows["listings"] if row["listed_on"] <= day]
    held = sorted({(row["holder"], row["role"], row["organization"]) for row in rows["roles"]})
    triples = st.tuples(st.sampled_from(ids), st.sampled_from(ROLES), st.sampled_from(organizations))
    ended = draw(st.sets(st.sampled_from(held), max_size=2)) if held else set()
    started = draw(st.sets(triples, max_size=2)) - ended
    return WhatIf(
        listed=tuple(sorted(draw(st.sets(st.sampled_from(ids), max_size=2)))),
        released=tuple(sorted(draw(st.sets(st.sampled_from(stand), max_size=2)))) if stand else (),
        started=tuple(sorted(started)),
        ended=tuple(sorted(ended)),
    )


def with_rows(rows: Rows, more: Mapping[str, list[Row]]) -> dict[str, list[Mapping[str, str]]]:
    """The tables with some rows added."""
    return {name: [*some, *more.get(name, ())] for name, some in rows.items()}


__all__ = ["DAYS", "Case", "cases", "questions", "registers", "unknown_or_days", "whatifs", "with_rows"]
