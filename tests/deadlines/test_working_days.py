"""When a period ends: over 国庆 and 春节, on days worked in a holiday's place, and beyond the published calendar."""

from datetime import date

import pytest
from chinese_calendar import constants

from graph.deadlines import due_after, is_working_day
from graph.model import Counting, EventKind, day, iso
from graph.policy import Clock

LAST_YEAR = max(constants.holidays).year


def due(started: str, days: int, counted_in: Counting) -> tuple[str, bool]:
    clock = Clock(EventKind.RELEASED, days, counted_in)
    on, provisional = due_after(day(date.fromisoformat(started), 0), clock)
    return str(iso(on)), provisional


def working(started: str, days: int) -> str:
    on, provisional = due(started, days, Counting.WORKING_DAYS)
    assert not provisional
    return on


def calendar(started: str, days: int) -> str:
    on, provisional = due(started, days, Counting.DAYS)
    assert not provisional
    return on


@pytest.mark.parametrize(
    ("when", "works"),
    [
        ("2025-09-28", True),  # Sunday, worked for the National Day
        ("2025-10-01", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),  # Saturday, worked
        ("2025-10-12", False),
        ("2025-01-26", True),  # Sunday, worked for the Spring Festival
        ("2025-01-28", False),
        ("2025-02-04", False),
        ("2025-02-08", True),  # Saturday, worked
    ],
)
def test_the_days_worked_in_a_holidays_place_are_working_days(when, works):
    assert is_working_day(day(date.fromisoformat(when), 0)) is works


@pytest.mark.parametrize(
    ("started", "days", "ends"),
    [
        ("2025-09-26", 3, "2025-09-30"),  # Sunday the 28th counts
        ("2025-09-26", 4, "2025-10-09"),  # eight days of holiday do not
        ("2025-09-30", 3, "2025-10-11"),  # nor does the first count that is a Saturday less
        ("2025-09-30", 4, "2025-10-13"),
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-02-05", 3, "2025-02-08"),
        ("2025-03-05", 3, "2025-03-10"),
        ("2025-03-08", 1, "2025-03-10"),  # what happens on a Saturday is counted from Monday
    ],
)
def test_working_days_pass_over_holidays_and_count_the_days_worked_in_their_place(started, days, ends):
    assert working(started, days) == ends


def test_three_days_and_three_working_days_are_a_holiday_week_apart_at_most_and_not_the_same():
    assert (calendar("2025-09-27", 3), working("2025-09-27", 3)) == ("2025-09-30", "2025-09-30")
    assert (calendar("2025-09-29", 3), working("2025-09-29", 3)) == ("2025-10-09", "2025-10-10")
    assert (calendar("2025-03-03", 10), working("2025-03-03", 10)) == ("2025-03-13", "2025-03-17")


def test_the_day_of_the_event_is_not_counted():
    assert calendar("2025-03-03", 1) == "2025-03-04"
    assert working("2025-03-03", 1) == "2025-03-04"


@pytest.mark.parametrize(
    ("started", "days", "ends"),
    [
        ("2025-03-05", 3, "2025-03-10"),  # a Saturday
        ("2025-03-04", 3, "2025-03-07"),  # the Friday before it stays
        ("2025-09-30", 3, "2025-10-09"),  # in the holiday
        ("2025-09-30", 8, "2025-10-09"),  # on its last day
        ("2025-09-18", 10, "2025-09-28"),  # a Sunday that is worked is no day of rest
        ("2025-10-08", 3, "2025-10-11"),  # nor is such a Saturday
        ("2025-01-20", 10, "2025-02-05"),
        ("2025-09-20", 15, "2025-10-09"),
    ],
)
def test_a_period_of_days_whose_last_day_is_a_day_of_rest_ends_on_the_next_that_is_none(started, days, ends):
    assert calendar(started, days) == ends


def test_days_of_rest_inside_a_period_of_days_count():
    assert calendar("2025-09-25", 15) == "2025-10-10"


def test_beyond_the_published_calendar_a_date_is_provisional_and_knows_weekends_alone():
    assert due("2090-09-29", 3, Counting.WORKING_DAYS) == ("2090-10-04", True)  # Friday to Wednesday
    assert due("2090-09-29", 1, Counting.DAYS) == ("2090-10-02", True)


def test_a_period_that_ends_inside_the_published_calendar_is_not_provisional():
    assert not due(f"{LAST_YEAR}-06-01", 15, Counting.DAYS)[1]
    assert not due(f"{LAST_YEAR}-06-01", 5, Counting.WORKING_DAYS)[1]


def test_the_last_days_of_the_last_published_year_are_provisional_for_the_next_plan_may_move_them():
    assert not due(f"{LAST_YEAR}-12-20", 1, Counting.WORKING_DAYS)[1]
    assert due(f"{LAST_YEAR}-12-28", 1, Counting.WORKING_DAYS)[1]
    assert not due(f"{LAST_YEAR - 1}-12-28", 1, Counting.WORKING_DAYS)[1]


def test_a_period_of_days_rests_on_its_last_day_alone():
    assert due(f"{LAST_YEAR}-12-28", 20, Counting.DAYS)[1]
    assert not due(f"{LAST_YEAR - 1}-12-28", 20, Counting.DAYS)[1]
