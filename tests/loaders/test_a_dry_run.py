"""A dry run counts as the load that follows it, on either store, and a folder tells what is left aside in it."""

import dataclasses
from pathlib import Path

import pytest

from graph.simulate import demo_register
from loaders import load_sources, read_source
from tests.loaders.accounting import CONTEXT, assert_counted, entries
from tests.scenarios.registers import KEY

LOADED = dataclasses.replace(CONTEXT, key=KEY)
GOOD = Path(__file__).parent / "good"


@pytest.fixture
def additions(tmp_path: Path) -> Path:
    """Rows that speak of the fictional register: some of known parties and listings, some of none."""
    folder = tmp_path / "additions"
    folder.mkdir()
    tables = {
        "parties": "id,kind,name\nnew,person,新来\nnew,person,新来\nnew,person,另一\n",
        "roles": "holder,organization,role\nnew,molian-steel,director\nnew,nobody,director\nnew,han-chuanyu,director\n"
        "han-chuanyu,molian-steel,supervisor\n",
        "orders": "id,listing,party,issued_on\nO-1,L-wang-1985,new,2024-01-01\nO-2,L-none,new,2024-01-01\n"
        "O-3,L-wang-1985,nobody,2024-01-01\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_dry_run_foretells_what_the_load_takes_and_rejects(store, additions):
    load_sources([demo_register()], store, LOADED, replace=True)
    with store.view() as view:
        before = view.register()
    told = load_sources([additions], store, LOADED, dry_run=True)
    with store.view() as view:
        assert view.register() == before, "nothing is written"
    done = load_sources([additions], store, LOADED)
    assert_counted(told)
    assert_counted(done)
    assert (told.read, told.taken) == (done.read, done.taken)
    seen = [
        sorted((e["table"], e["row"], e["column"], e["reason"]) for e in entries(report)) for report in (told, done)
    ]
    assert seen[0] == seen[1]
    assert len(seen[0]) == 5


def test_a_table_beside_the_files_of_a_source_is_named_and_not_passed_over(tmp_path):
    (tmp_path / "parties.csv").write_text("id,kind,name\np,person,甲\n", encoding="utf-8")
    for path in (GOOD / "court_list" / "records.jsonl", GOOD / "spreadsheet" / "posts.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    source = read_source(tmp_path, CONTEXT)
    assert [file.source for file in source.files] == ["package"]
    assert [warning.split(" in ")[0] for warning in source.warnings] == ["posts.csv", "records.jsonl"]
