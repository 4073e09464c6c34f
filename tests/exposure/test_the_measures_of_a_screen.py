"""The measures of a screen stand by their places until its rows are in order, however much text they are."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graph.exposure import reached
from graph.exposure.reached import CODED, SCREEN, with_measures


@pytest.mark.parametrize("piece", [1, 2, 5, 100])
def test_they_are_written_out_piece_by_piece(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reached, "_PIECE", piece)
    measures = [("a#1",), ("a#1", "b#二"), ()]
    codes = [1, 0, 0, 2, 1, 1]
    rows = [{"party": f"p{at}", "measures": code} for at, code in enumerate(codes)]
    told = with_measures(pa.Table.from_pylist(rows, schema=CODED), measures)
    assert told.schema == SCREEN
    assert told["measures"].to_pylist() == [list(measures[code]) for code in codes]
    assert told["party"].to_pylist() == [row["party"] for row in rows]


def test_where_nobody_is_reached_there_are_none() -> None:
    told = with_measures(CODED.empty_table(), [])
    assert told.schema == SCREEN
    assert len(told) == 0
