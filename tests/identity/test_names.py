"""Names are compared by a key; what is shown stays as recorded."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import former_names, name_key, names_on, own_key
from graph.model import Interval, Kind, Party
from graph.stores.snapshot.building import name_keys


def day(number: int) -> int:
    return 18262 + number  # 2020-01-01 and the days after it


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("黑河（临江）钢铁有限公司", "黑河(临江)钢铁有限公司"),
        ("黑河 （临江）钢铁有限公司", "黑河（临江）钢铁有限公司"),
        ("黑河〔临江〕钢铁有限公司", "黑河（临江）钢铁有限公司"),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
        ("阿卜杜拉·买买提", "阿卜杜拉・买买提"),
        ("ＡＢＣ有限公司", "abc有限公司"),
        ("张　三", "张三"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("张三", "张叁"), ("甲有限公司", "甲有限责任公司"), ("甲公司", "甲分公司"), ("甲", "甲甲")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_former_name_counts_from_its_first_day_up_to_and_without_its_last() -> None:
    party = Party("c1", Kind.ORGANIZATION, "新", former_names=("旧@2020-01-02/2020-01-04",))
    assert [number for number in range(6) if "旧" in names_on(party, day(number))] == [1, 2]


@pytest.mark.parametrize(
    ("written", "borne"),
    [
        ("旧@2020-01-02/2020-01-04", [1, 2]),
        ("旧@/2020-01-04", [0, 1, 2]),
        ("旧@2020-01-02/", [1, 2, 3, 4, 5]),
    ],
)
def test_a_former_name_may_leave_an_end_open(written: str, borne: list[int]) -> None:
    party = Party("c1", Kind.ORGANIZATION, "新", former_names=(written,))
    assert [number for number in range(6) if "旧" in names_on(party, day(number))] == borne


def test_a_former_name_without_dates_proves_nothing_for_another_may_bear_it_now() -> None:
    party = Party("c1", Kind.ORGANIZATION, "新", former_names=("旧",))
    assert former_names(party) == [("旧", None)]
    assert names_on(party, day(0)) == {"新"}


def test_the_dates_of_a_former_name_are_read_as_days() -> None:
    party = Party("c1", Kind.ORGANIZATION, "新", former_names=("旧@2020-01-02/2020-01-04",))
    assert former_names(party) == [("旧", Interval(day(1), day(3)))]


CHARACTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from(
    "（）()【】·.． aAbＢ3臨江乾後鋆"
)


@given(st.text(CHARACTERS, min_size=1, max_size=8))
def test_a_name_in_which_nothing_can_be_folded_is_its_own_key(name: str) -> None:
    if re.search(own_key(), name):
        assert name_key(name) == name


@given(st.lists(st.text(CHARACTERS, max_size=8)))
def test_the_keys_of_a_column_are_those_of_its_names(names: list[str]) -> None:
    assert name_keys(pa.array(names, pa.string())).to_pylist() == [name_key(name) for name in names]
