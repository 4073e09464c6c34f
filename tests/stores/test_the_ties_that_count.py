"""Which days of a role count for a debt: loops over the numbers of a snapshot say what intervals say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.control.everybody import computed_ties
from graph.model import EARLIEST, LATEST, Interval
from graph.model import day as number_of
from graph.stores.counting import Counted, counted
from graph.stores.snapshot import reaches, tying
from graph.stores.snapshot.kernel import Rows
from graph.stores.snapshot.tying import FOUND, OFFICER, ORDERED, OWED
from tests.properties.days import on
from tests.properties.registers import Case, cases
from tests.scenarios.registers import snapshot_of

DEBTOR, OFFICIAL, OTHER = 0, 1, 2
DAY = 4
days = st.integers(0, 8)  # few, so that ends meet
intervals = st.builds(Interval, st.just(EARLIEST) | days, days | st.just(LATEST))


def found(held: Sequence[Interval], listed_on: int, *, listing: bool, orders: Sequence[tuple[int, Interval]]) -> object:
    """What the loop makes of the roles of one official in one debtor, beside its own tie."""
    rows = sorted(held)
    owed = np.array([(listed_on, 0, len(orders), listing, True)], OWED)
    ordered = np.array([(party, *interval) for party, interval in orders], ORDERED)
    none, ends = np.zeros(4, np.int64), np.full(4, len(rows))
    ends[DEBTOR] = 0
    columns = [np.full(len(rows), OFFICIAL, np.int32), np.zeros(len(rows), np.uint8)]
    columns += [np.array([row[end] for row in rows], np.int32) for end in (0, 1)]
    room = np.empty(4, FOUND)
    count = tying.to_debtors(DAY, [DEBTOR], owed, ordered, Rows(ends, *columns), Rows(none, *columns), room)
    ties = [tie for tie in room[:count] if tie["scope"] == OFFICER]
    assert len(ties) == count - 1
    if not ties:
        return None
    [tie] = ties
    assert tie["ordered"] == any(order.holds_on(DAY) for party, order in orders if party == OFFICIAL)
    return Counted(Interval(int(tie["since"]), int(tie["until"])), bool(tie["former"]), bool(tie["plain"]))


@settings(max_examples=800)
@given(
    st.lists(intervals, min_size=1, max_size=4),
    st.integers(0, DAY),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from([OFFICIAL, OTHER]), intervals), max_size=4),
)
def test_of_the_rows_of_a_role_those_days_count_that_intervals_leave(
    held: list[Interval], listed_on: int, listing: bool, orders: list[tuple[int, Interval]]
) -> None:
    naming = [order for party, order in orders if party == OFFICIAL]
    expected = counted(held, DAY, listed_on if listing else None, naming)
    assert found(held, listed_on, listing=listing, orders=orders) == expected


@settings(max_examples=40)
@given(cases(asks=2, strangers=False))
def test_what_is_compiled_finds_the_same_ties_and_a_portfolio_is_a_part_of_them(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as view:
        ids = sorted(row["id"] for row in case.rows["parties"])
        for _, when in case.asks:
            day = number_of(on(when), 0)
            computed = computed_ties(view, day, view.debtors(day))
            whole = view.reaches(day, None, computed).to_pylist()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(reaches, "WORTH_COMPILING", -1)
                patch.setattr(reaches, "_ROOM", 0)  # so that there is a second pass, with more room
                assert view.reaches(day, None, computed).to_pylist() == whole
                compiled = view.reaches(day, ids[::2], computed).to_pylist()
            part = view.reaches(day, ids[::2], computed).to_pylist()
            assert part == compiled
            assert in_order(part) == in_order([row for row in whole if row["party"] in ids[::2]])


def in_order(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rows, key=repr)
