"""A row of a screen holds from the first day on which any of its measures reaches the party to the last."""

from __future__ import annotations

from datetime import date

import pytest

from graph.exposure import Question, check
from graph.exposure.screen import screen
from graph.model import LATEST, Area, At, Effect, Interval, Scope, Trigger, Vocabulary, day
from graph.policy import Law, Measure, Policy
from tests.scenarios.registers import Rows, snapshot_of

EARLIER, LATER, ASKED = (day(date(2024, 6, of), 0) for of in (10, 20, 25))
REGISTER: Rows = {
    "parties": [
        {"id": "li", "kind": "person", "name": "李四"},
        {"id": "held", "kind": "organization", "name": "甲公司"},
        {"id": "led", "kind": "organization", "name": "乙公司"},
    ],
    "roles": [
        {"holder": "li", "organization": "held", "role": "shareholder", "share": "0.4"},
        {"holder": "held", "organization": "led", "role": "director"},
    ],
    "listings": [{"id": "L", "party": "li", "name": "李四", "case_number": "1", "listed_on": "2024-06-01"}],
}


def measure(number: int, since: int, offices: frozenset[str]) -> Measure:
    return Measure(
        policy="p", clause="一", number=number, alone=False, title="标题", area=Area.CREDIT, effect=Effect.RESTRICT,
        scope=Scope.ORGANIZATION, roles=frozenset({"shareholder"}), subject=None, reaches=None, applies_to=frozenset(),
        offices=offices, categories=frozenset(), at=At.HOLDING if offices else None, trigger=Trigger.LISTING,
        discretionary=False, requires=None, shown_by_debt=None, units=("单位",), deadline=None, quote="引文",
        holds=Interval(since, LATEST), instrument="测试", unverified=(), verified_on=None, source=None, note=None,
    )  # fmt: skip


@pytest.mark.parametrize(("barring", "reaching"), [(EARLIER, LATER), (LATER, EARLIER)])
def test_a_bar_on_a_post_counts_from_the_day_on_which_it_is_law(barring: int, reaching: int) -> None:
    measures = (measure(1, barring, frozenset({"director"})), measure(2, reaching, frozenset()))
    policy = Policy(
        id="p", title="p", title_en="p", instrument="测试", number=None, rank="law", region=None, document=None,
        document_digest=None, suspends=False, standing=None, unverified=(), vocabulary=Vocabulary(), measures=measures,
        digest="d",
    )  # fmt: skip
    law = Law({"p": policy})
    with snapshot_of(REGISTER, law) as store, store.view() as view:
        question = Question(law, ASKED)
        [row] = [one for one in screen(view, question).to_pylist() if one["party"] == "held"]
        found = check(view, view.parties(["held"])["held"], question).findings
    assert row["measures"] == ["p/一#1", "p/一#2"]
    assert row["since"] == date(2024, 6, 10)
    assert min(one.holds.since for one in found) == EARLIER
