"""Which clocks a listing's life starts, and how each stands before, on and after its last day."""

from datetime import date

import pytest

from graph.deadlines import Status, deadlines
from graph.model import LATEST, Event, EventKind, Listing, day
from graph.policy import Law, read_law
from tests.policy.packs import clause, policy

LOCAL = clause(
    "一",
    "救济",
    "quote: 十日内申请, effect: procedure, deadline: 10日, clock: {starts: decision_received, days: 10, "
    "counted_in: days, ends_with: [objection_filed, released], lapses: true}",
    "quote: 三日内审查, effect: procedure, units: [人民法院], deadline: 3日, clock: {starts: objection_filed, "
    "days: 3, counted_in: days, ends_with: [objection_upheld, objection_rejected, released], "
    "superseded_by: 法释〔2017〕7号, superseded_since: 2017-05-01}",
) + clause(
    "二",
    "解除",
    "quote: 五个工作日内解除, effect: procedure, units: [各有关单位], deadline: 5个工作日, "
    "clock: {starts: released, days: 5, counted_in: working_days, ends_with: [measures_lifted]}",
)
NATIONAL = clause(
    "三",
    "纠正",
    "quote: 十五日内审查, effect: procedure, since: 2017-05-01, deadline: 十五日, clock: {starts: objection_filed, "
    "days: 15, counted_in: days, ends_with: [objection_upheld, objection_rejected, released]}",
)


def number(when: str) -> int:
    return day(date.fromisoformat(when), 0)


@pytest.fixture
def law(tmp_path) -> Law:
    return Law(
        {
            "local-1": policy(tmp_path, "local-1", LOCAL, head="region: '3505'\n"),
            "national": policy(tmp_path, "national", NATIONAL),
        }
    )


def listing(listed: str = "2025-03-03", released: str | None = None) -> Listing:
    return Listing("L1", "甲", "案", number(listed), released_on=number(released) if released else LATEST)


def events(*told: tuple[str, str]) -> list[Event]:
    return [Event("L1", EventKind(event), number(on)) for event, on in told]


def stand(law: Law, on: str, listing: Listing, *told: tuple[str, str], region: str | None = "350502") -> dict[str, str]:
    found = deadlines(listing, events(*told), law, number(on), region)
    return {deadline.measure.id: str(deadline.status) for deadline in found}


def test_a_listing_to_which_nothing_happened_has_no_clock(law):
    assert stand(law, "2025-06-01", listing()) == {}


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2025-09-25", None),  # the release is not known yet
        ("2025-09-26", "running"),
        ("2025-10-09", "running"),
        ("2025-10-10", "due_today"),
        ("2025-10-11", "overdue"),
    ],
)
def test_the_lifting_of_measures_is_due_five_working_days_after_the_release(law, on, status):
    expected = {} if status is None else {"local-1/二": status}
    assert stand(law, on, listing(released="2025-09-26")) == expected


def test_what_was_lifted_is_done_even_if_it_was_late(law):
    (deadline,) = deadlines(
        listing(released="2025-09-26"), events(("measures_lifted", "2025-11-01")), law, number("2025-12-01"), "350502"
    )
    assert (deadline.status, deadline.ended) == (Status.DONE, number("2025-11-01"))


def test_what_is_lifted_tomorrow_still_runs_today(law):
    told = ("measures_lifted", "2025-09-30")
    assert stand(law, "2025-09-29", listing(released="2025-09-26"), told) == {"local-1/二": "running"}
    assert stand(law, "2025-09-30", listing(released="2025-09-26"), told) == {"local-1/二": "done"}


def test_one_measure_lifted_alone_does_not_end_the_clock_of_the_listing(law):
    told = [Event("L1", EventKind.MEASURES_LIFTED, number("2025-09-28"), "local-1/二")]
    (deadline,) = deadlines(listing(released="2025-09-26"), told, law, number("2025-09-29"), "350502")
    assert deadline.status is Status.RUNNING


@pytest.mark.parametrize(
    ("on", "status"), [("2025-03-12", "running"), ("2025-03-13", "due_today"), ("2025-03-14", "lapsed")]
)
def test_a_right_that_is_not_used_lapses_and_is_never_overdue(law, on, status):
    assert stand(law, on, listing(), ("decision_received", "2025-03-03")) == {"local-1/一#1": status}


def test_a_right_used_in_time_is_done_and_one_used_too_late_has_lapsed(law):
    received = ("decision_received", "2025-03-03")
    assert stand(law, "2025-04-01", listing(), received, ("objection_filed", "2025-03-13"))["local-1/一#1"] == "done"
    assert stand(law, "2025-04-01", listing(), received, ("objection_filed", "2025-03-14"))["local-1/一#1"] == "lapsed"


def test_every_objection_has_its_own_clock(law):
    found = deadlines(
        listing(),
        events(
            ("objection_filed", "2025-03-03"), ("objection_rejected", "2025-03-05"), ("objection_filed", "2025-03-10")
        ),
        law,
        number("2025-03-12"),
        None,
    )
    assert [(one.started, one.status) for one in found] == [
        (number("2025-03-03"), Status.DONE),
        (number("2025-03-10"), Status.RUNNING),
    ]


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ("2017-04-30", {"local-1/一#2": "overdue"}),
        ("2017-05-01", {"local-1/一#2": "superseded", "national/三": "running"}),
    ],
)
def test_the_documents_three_days_give_way_to_the_national_fifteen_on_1_may_2017(law, filed, expected):
    assert stand(law, "2017-05-08", listing(listed="2017-01-01"), ("objection_filed", filed)) == expected


def test_the_day_of_the_event_decides_which_law_runs_not_the_day_of_the_question(law):
    found = stand(law, "2025-01-01", listing(listed="2017-01-01"), ("objection_filed", "2017-04-30"))
    assert found == {"local-1/一#2": "overdue"}


def test_a_local_clock_runs_where_the_debtor_is_and_nowhere_else(law):
    released = listing(released="2025-09-26")
    assert stand(law, "2025-09-27", released, region="640100") == {}
    assert stand(law, "2025-09-27", released, region=None) == {}
    named = deadlines(released, [], law, number("2025-09-27"), None, ["local-1"])
    assert [deadline.measure.id for deadline in named] == ["local-1/二"]


def test_the_central_opinions_gave_three_days_to_shield_a_record_until_may_2017():
    real, named = read_law(), ["central-2016-64"]
    kept = listing(listed="2017-01-03")
    before = deadlines(kept, events(("fulfilment", "2017-04-11")), real, number("2017-04-14"), None, named)
    after = deadlines(kept, events(("fulfilment", "2017-05-10")), real, number("2017-05-15"), None, named)
    assert [(one.measure.id, one.status) for one in before] == [("central-2016-64/四（二）4#1", Status.DUE_TODAY)]
    assert [(one.measure.id, one.status) for one in after] == [("central-2016-64/四（二）4#1", Status.SUPERSEDED)]
