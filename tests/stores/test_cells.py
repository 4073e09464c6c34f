"""A cell read from a column's memory is the cell that Arrow reads."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.stores.snapshot.cells import Texts, reading

WORDS = st.text(max_size=6)
COLUMNS = {
    "text": (pa.string(), st.none() | WORDS),
    "long text": (pa.large_string(), st.none() | WORDS),
    "words": (pa.dictionary(pa.int8(), pa.string()), st.none() | st.sampled_from(["甲", "乙", ""])),
    "days": (pa.int32(), st.none() | st.integers(-(2**31), 2**31 - 1)),
    "shares": (pa.int64(), st.none() | st.integers(0, 10**10)),
    "codes": (pa.uint8(), st.integers(0, 255)),
    "truths": (pa.bool_(), st.none() | st.booleans()),
}


@pytest.mark.parametrize("name", COLUMNS)
@given(data=st.data(), skipped=st.integers(0, 9))
def test_each_cell_is_read_as_it_was_written(name: str, data: st.DataObject, skipped: int) -> None:
    kind, values = COLUMNS[name]
    written: list[Any] = data.draw(st.lists(values, max_size=20))
    column = pa.array(written, kind).slice(min(skipped, len(written)))
    read = reading(column)
    assert [read(at) for at in range(len(column))] == written[skipped:]


@given(st.lists(WORDS, max_size=20), WORDS)
def test_a_text_is_found_where_it_stands_in_the_order_of_code_points(words: list[str], sought: str) -> None:
    words.sort()
    place = Texts(pa.array(words, pa.string())).place(sought)
    assert all(word < sought for word in words[:place])
    assert all(word >= sought for word in words[place:])
