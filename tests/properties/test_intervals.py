"""Intervals of days are sets of days."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.model import EARLIEST, LATEST, Interval, coalesce, without

FIRST, LAST = -6, 6  # the days that are looked at; the ends lie outside them
ends = st.one_of(st.integers(FIRST - 1, LAST + 1), st.sampled_from((EARLIEST, LATEST)))
intervals = st.builds(Interval, ends, ends)


def days(found: list[Interval]) -> set[int]:
    return {day for day in range(FIRST, LAST + 1) for one in found if one.since <= day < one.until}


@given(intervals)
def test_an_interval_holds_from_its_first_day_up_to_and_without_its_last(one: Interval) -> None:
    assert {day for day in range(FIRST, LAST + 1) if one.holds_on(day)} == days([one])
    assert one.empty == (one.since >= one.until)


@given(intervals, intervals)
def test_two_intervals_meet_on_the_days_they_share(one: Interval, other: Interval) -> None:
    assert days([one.meet(other)]) == days([one]) & days([other])


@given(st.lists(intervals))
def test_coalescing_keeps_the_days_and_leaves_gaps_between_what_it_returns(some: list[Interval]) -> None:
    merged = coalesce(some)
    assert days(merged) == days(some)
    assert all(not one.empty for one in merged)
    assert all(one.until < other.since for one, other in pairwise(merged))


@given(st.lists(intervals), st.randoms(use_true_random=False))
def test_coalescing_does_not_depend_on_the_order(some: list[Interval], shuffle: object) -> None:
    shuffled = list(some)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert coalesce(shuffled) == coalesce(some) == coalesce(coalesce(some))


@given(intervals, st.lists(intervals))
def test_pauses_take_their_days_out_and_no_others(one: Interval, pauses: list[Interval]) -> None:
    left = without(one, pauses)
    assert days(left) == days([one]) - days(pauses)
    assert all(not part.empty for part in left)
    assert left == sorted(left)
    assert coalesce(left) == left
