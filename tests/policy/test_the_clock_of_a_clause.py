"""A clock stands beside the deadline that it counts, and a wrong one is refused with its line and the right words."""

import pytest

from graph.model import Counting, EventKind
from graph.policy import PolicyError
from graph.policy.reading import read_policy
from tests.policy.packs import clause, policy, written


def clocked(clock: str, deadline: str = "3个工作日") -> str:
    said = f"deadline: {deadline}, " if deadline else ""
    return clause("一", "退出", f"quote: 删除, effect: procedure, {said}clock: {{{clock}}}")


def refused(folder, clauses: str) -> str:
    with pytest.raises(PolicyError) as error:
        read_policy(written(folder, "a-1", clauses))
    (fault,) = error.value.faults
    return fault


def test_a_clock_says_what_starts_it_how_long_it_runs_and_what_ends_it(tmp_path):
    (measure,) = policy(
        tmp_path,
        "a-1",
        clocked("starts: fulfilment, days: 3, counted_in: working_days, ends_with: [released]"),
    ).measures
    clock = measure.clock
    assert (clock.starts, clock.days, clock.counted_in) == (EventKind.FULFILMENT, 3, Counting.WORKING_DAYS)
    assert (clock.ends_with, clock.lapses, clock.superseded_by) == ((EventKind.RELEASED,), False, None)


def test_a_measure_without_a_clock_has_none(tmp_path):
    (measure,) = policy(
        tmp_path, "a-1", clause("一", "退出", "quote: 删除, effect: procedure, deadline: 及时")
    ).measures
    assert measure.clock is None


def test_an_unknown_event_is_refused_with_its_line_and_the_allowed_words(tmp_path):
    fault = refused(tmp_path, clocked("starts: payment, days: 3, counted_in: working_days"))
    assert fault.startswith("a-1.yaml:13: ")
    assert "'payment' is not one of 'risk_notice', 'decided', 'decision_received'" in fault


def test_an_unknown_way_of_counting_is_refused_with_the_allowed_words(tmp_path):
    fault = refused(tmp_path, clocked("starts: released, days: 3, counted_in: weeks"))
    assert fault.startswith("a-1.yaml:13: ")
    assert "'weeks' is not one of 'days' or 'working_days'" in fault


@pytest.mark.parametrize("days", ["0", "three", "-3", "1.5"])
def test_a_number_of_days_that_is_none_is_refused(tmp_path, days):
    fault = refused(tmp_path, clocked(f"starts: released, days: {days}, counted_in: working_days"))
    assert fault.startswith("a-1.yaml:13: ")
    assert "write 1 to 99" in fault


def test_a_key_that_a_clock_does_not_have_is_refused(tmp_path):
    assert "'begins' is not a key of this part" in refused(
        tmp_path, clocked("starts: released, begins: released, days: 3, counted_in: working_days")
    )


def test_a_clock_beside_no_deadline_is_refused(tmp_path):
    fault = refused(tmp_path, clocked("starts: released, days: 3, counted_in: working_days", deadline=""))
    assert (
        fault == "a-1.yaml:13: clock: a clock stands beside the verbatim 'deadline' that it counts, and there is none"
    )


def test_working_days_beside_a_deadline_of_days_are_refused(tmp_path):
    fault = refused(tmp_path, clocked("starts: released, days: 3, counted_in: working_days", deadline="3日"))
    assert fault == "a-1.yaml:13: clock: the deadline '3日' is not counted in working_days"


@pytest.mark.parametrize("deadline", ["3日", "十三日", "30日", "及时"])
def test_a_clock_of_other_days_than_its_deadline_is_refused(tmp_path, deadline):
    fault = refused(tmp_path, clocked("starts: released, days: 10, counted_in: days", deadline=deadline))
    assert fault == f"a-1.yaml:13: clock: the deadline '{deadline}' is not one of 10 days"


@pytest.mark.parametrize(("deadline", "days"), [("10日", 10), ("十日", 10), ("十五日", 15), ("二十日", 20), ("5日", 5)])
def test_a_deadline_in_either_kind_of_numeral_is_understood(tmp_path, deadline, days):
    clauses = clocked(f"starts: released, days: {days}, counted_in: days", deadline=deadline)
    assert policy(tmp_path, "a-1", clauses).measures[0].clock.days == days


def test_a_clock_cannot_end_with_what_starts_it(tmp_path):
    fault = refused(tmp_path, clocked("starts: released, days: 3, counted_in: working_days, ends_with: [released]"))
    assert "it starts with 'released' and cannot end with it" in fault


def test_who_supersedes_a_clock_and_since_when_stand_together(tmp_path):
    fault = refused(
        tmp_path, clocked("starts: released, days: 3, counted_in: working_days, superseded_by: 法释〔2017〕7号")
    )
    assert "'superseded_by' and 'superseded_since' stand together" in fault


def test_the_central_opinions_count_ten_three_and_three_days(law):
    clocks = {
        measure.id.partition("/")[2]: (measure.clock.starts, measure.clock.days, measure.clock.counted_in)
        for measure in law.policies["central-2016-64"].measures
        if measure.clock
    }
    assert clocks == {
        "四（二）3#2": ("decision_received", 10, "days"),
        "四（二）3#3": ("objection_filed", 3, "days"),
        "四（二）4#1": ("fulfilment", 3, "days"),
    }
