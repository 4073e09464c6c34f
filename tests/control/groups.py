"""Random groups of companies that hold each other: joint, crossed, in circles, around a half, before and after
the law of control changed; and a law that reaches through actual controllers alone."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from graph.model import LATEST, Area, Effect, Interval, Scope, Trigger, Vocabulary, day
from graph.policy import Law, Measure, Policy
from tests.properties.days import DAYS, on
from tests.properties.picking import Pick
from tests.properties.registers import NOMINEE, Row
from tests.scenarios.registers import Rows

PEOPLE = ("p1", "p2")
COMPANIES = ("c1", "c2", "c3", "c4", "c5")
SHARES = ("0.3", "0.5", "0.6", "0.2", "0.5000000001", "0.4999999999", "1", "")


@dataclass(frozen=True)
class Group:
    """A law, a register, and the days on which everybody in it is asked about."""

    law: Law
    rows: Rows
    days: tuple[str, ...]


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Two people and five companies, up to twelve shareholdings, everybody listed or nearly so."""
    pick = Pick(draw)
    ids = (*PEOPLE, *COMPANIES)
    holdings = pick.rows(lambda: _holding(pick), 12, ("holder", "organization", "role", "since"))
    listed = [id_ for id_ in ids if pick.number(0, 3)]
    rows: dict[str, list[Row]] = {
        "parties": [{"id": id_, "kind": "person", "name": "张三"} for id_ in PEOPLE]
        + [{"id": id_, "kind": "organization", "name": _name(pick, id_)} for id_ in COMPANIES],
        "roles": [*holdings, *_recorded(pick)],
        "listings": [_listing(pick, id_) for id_ in listed or ids],
    }
    return Group(reaching_controllers(), rows, tuple(pick.some(DAYS, 2)) or (DAYS[2], DAYS[3]))


def reaching_controllers() -> Law:
    """One measure for controllers of a listed company, one for companies with a listed controller."""
    measures = tuple(
        Measure(
            policy="a-1", clause=clause, number=1, alone=True, title=clause, area=Area.CREDIT, scope=scope,
            subject=None, trigger=Trigger.LISTING, discretionary=False, requires=None, shown_by_debt=None, units=(),
            deadline=None, quote=clause, holds=Interval(day(on("2020-01-01"), 0), LATEST), instrument="测试",
            unverified=(), verified_on=None, source=None, note=None, effect=Effect.RESTRICT,
            roles=frozenset({"actual_controller", "director"}), reaches=None, applies_to=frozenset(),
            offices=frozenset(), categories=frozenset(), at=None,
        )
        for clause, scope in (("一", Scope.OFFICER), ("二", Scope.ORGANIZATION))
    )  # fmt: skip
    policy = Policy(
        id="a-1", title="a-1", title_en="a-1", instrument="测试", number=None, rank="law", region=None, document=None,
        document_digest=None, suspends=False, standing=None, unverified=(), vocabulary=Vocabulary(), measures=measures,
        digest="digest",
    )  # fmt: skip
    return Law({"a-1": policy})


def _holding(pick: Pick) -> Row:
    """A company is held by a person, or by one with a lower or any number: chains and circles."""
    company = pick.one(COMPANIES)
    since, until = pick.span() if pick.rarely() else ("", "")
    return {
        "holder": pick.one((*PEOPLE, *COMPANIES)), "organization": company, "role": "shareholder",
        "share": pick.one(SHARES), "since": since, "until": until,
    }  # fmt: skip


def _recorded(pick: Pick) -> list[Row]:
    """Now and then the register names an actual controller, for a while."""
    if not pick.rarely():
        return []
    since, until = pick.span()
    holder, company = pick.one((*PEOPLE, *COMPANIES)), pick.one(COMPANIES)
    return [
        {"holder": holder, "organization": company, "role": "actual_controller", "since": since, "until": until}
    ]  # fmt: skip


def _name(pick: Pick, id_: str) -> str:
    return NOMINEE if pick.number(0, 15) == 15 else f"{id_}有限公司"


def _listing(pick: Pick, id_: str) -> Row:
    since, until = pick.span(known=True) if pick.rarely() else ("2023-01-01", "")
    return {
        "id": f"L{id_}", "party": id_, "name": "某", "case_number": "（2023）测执1号", "listed_on": since,
        "released_on": until, "identifier": "",
    }  # fmt: skip
