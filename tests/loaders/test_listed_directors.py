"""Directors of listed companies as a source: what is mended, what is kept apart, what is rejected."""

from pathlib import Path

import pytest

from graph.model.tables import Context
from graph.model.vocabulary import Vocabulary
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources, read_source

KEY = bytes(range(16))
CONTEXT = Context(Vocabulary(), KEY, lambda name: True)
REAL = Path(__file__).parents[3] / "shared" / "data" / "listed_directors"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "stock.csv").write_text(
        "stock_id,name,code,:LABEL\n1,甲股份,1,Company\n2,乙股份,600002,Company\n9,甲B,200001,Company\n"
    )
    people = [
        "梁一,男,50,000001,董事长",
        "梁一,男,50,600002,董事",
        "陈二,女,40,000001,独立董事",
        "陈二,女,40,600002,董事",
    ]
    people += ["陈二,女,41,600002,董事", "孙三,男,60,600002,名誉董事长", "周四,男,30,600099,董事"]
    people += ["梁一,男,50,200001,董事长", "陈二,女,40,200001,独立董事"]
    (tmp_path / "executive_prep.csv").write_text("name,gender,age,code,jobs\n" + "\n".join(people) + "\n")
    ids = ["a,梁一,男,50,Person", "b,陈二,女,40,Person", "c,陈二,女,41,Person"]
    (tmp_path / "executive.csv").write_text(
        "person_id:ID(Executive),name,gender,age:int,:LABEL\n" + "\n".join(ids) + "\n"
    )
    return tmp_path


def roles(path: Path) -> set[tuple[str, str]]:
    (sheet,) = [sheet for sheet in read_source(path, CONTEXT).sheets if sheet.table == "roles"]
    return set(zip(sheet.rows["holder"].to_pylist(), sheet.rows["organization"].to_pylist(), strict=True))


def test_lost_zeros_are_mended(source):
    assert ("a", "000001") in roles(source)


def test_one_person_on_two_boards_stays_one_where_the_source_knows_nobody_else_of_the_name(source):
    assert {("a", "000001"), ("a", "600002")} <= roles(source)


def test_namesakes_are_kept_apart_board_by_board(source):
    assert {("b@000001", "000001"), ("b@600002", "600002"), ("c", "600002")} <= roles(source)


def test_what_is_not_a_directorship_is_rejected_with_its_reason(source):
    rejects = [entry for part in read_source(source, CONTEXT).rejects for entry in part.to_pylist()]
    assert [entry["row"] for entry in rejects if entry["table"] == "parties"] == [4]
    reasons = {entry["row"]: entry["reason"] for entry in rejects if entry["table"] == "roles"}
    assert "honorary" in reasons[7]
    assert "no company" in reasons[8]
    assert "second class of shares" in reasons[9]
    assert len(reasons) == 4


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the real directors are not here: they stand beside the project, in shared/data"
)
def test_the_real_directors_load_and_every_row_is_accounted_for(tmp_path):
    report = load_sources([REAL], SnapshotStore(tmp_path, KEY), CONTEXT)
    assert report.read["roles"] == 24_775
    for table, read in report.read.items():
        assert report.taken[table] + report.rejected_of(table) == read
    with SnapshotStore(tmp_path, KEY).view() as view:
        assert view.parties(["000001"])["000001"].categories == {"listed_company"}
