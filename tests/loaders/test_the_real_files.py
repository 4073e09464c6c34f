"""The real files beside the project, each with what is read, taken and rejected of it."""

from pathlib import Path

import pytest

from graph.model.tables import FormatError
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources
from tests.loaders.accounting import CONTEXT, KEY, assert_counted, rehearsed

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real files are not here: they stand beside the project, in shared/data"
)


@pytest.mark.parametrize(
    ("place", "name", "read", "taken", "rejected"),
    [
        ("bods/data-standard", "bods", {"parties": 63, "roles": 59}, {"parties": 52, "roles": 28}, 42),
        ("bods/data-standard-valid-statements", "bods", {"parties": 94, "roles": 19}, {"parties": 4, "roles": 5}, 98),
        ("gleif", "gleif", {"parties": 46, "roles": 62}, {"parties": 27, "roles": 7}, 55),
        ("uk_psc", "uk_psc", {"parties": 100, "roles": 57}, {"parties": 81, "roles": 40}, 36),
        ("listed_directors", "listed_directors", {"parties": 24_586, "roles": 24_775},
         {"parties": 24_508, "roles": 24_062}, 791),
    ],
)  # fmt: skip
def test_every_row_of_a_real_file_is_taken_or_rejected_and_a_second_load_changes_nothing(
    tmp_path, place, name, read, taken, rejected
):
    told = rehearsed(tmp_path, DATA / place)
    store = SnapshotStore(tmp_path / "store", KEY)
    report = load_sources([DATA / place], store, CONTEXT)
    assert_counted(report)
    assert {file.source for file in report.files} == {name}
    assert (told.read, told.taken, told.rejected) == (report.read, report.taken, report.rejected)
    assert report.read == read
    assert (report.taken, report.rejected) == (taken, rejected)
    again = load_sources([DATA / place], store, CONTEXT)
    assert (again.digest, any(again.changed.values())) == (report.digest, False)


@pytest.mark.parametrize("file", sorted((DATA / "gleif").glob("*-out.json")), ids=lambda path: path.stem)
def test_an_earlier_version_of_the_statements_is_refused_in_one_sentence(tmp_path, file):
    with pytest.raises(FormatError, match=r"version 0\.3 or earlier"):
        rehearsed(tmp_path, file)
