"""What does not fit in memory spills to the disk, and the store is the same as if it had fitted."""

import json
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.ipc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import chunks
from graph.model.tables import Context, Sheet, typed
from graph.model.vocabulary import Vocabulary
from graph.simulate import simulate
from graph.stores.snapshot import SnapshotStore, ordering, pile, resolving, roles
from loaders import load_sources

KEY = bytes(range(16))
CONTEXT = Context(Vocabulary(), KEY, lambda name: True)


@pytest.fixture
def little_memory(monkeypatch):
    """Every threshold so low that all that can be on the disk is there, and all that can be parted is in parts."""

    def narrow(patch):
        patch.setattr(pile, "IN_MEMORY", 200)
        patch.setattr(roles, "IN_MEMORY", 200)
        patch.setattr(roles, "WIDTH", 7)
        patch.setattr("graph.stores.snapshot.joining.WIDTH", 7)
        patch.setattr(ordering, "FEW", 3)
        patch.setattr(ordering, "_PIECE", 2048)
        patch.setattr(resolving, "_FEW", 3)
        for module in ("parts", "writing", "building"):
            patch.setattr(f"graph.stores.snapshot.{module}.MANY", 3)
        patch.setattr("graph.stores.snapshot.building._FEW", 3)
        patch.setattr("graph.stores.snapshot.building._SLICE", 64)
        patch.setattr("graph.stores.snapshot.parties._SLICE", 5)
        patch.setattr("graph.stores.snapshot.role_parts._SLICE", 5)
        patch.setattr("graph.stores.digest._SLICE", 64)

    return narrow


def parts_of(folder: Path) -> dict[str, pa.Table]:
    """Every part of the store as a table, text of either width as text."""
    manifest = json.loads((folder / "manifest.json").read_text())
    found = {}
    for name, file in manifest["parts"].items():
        path = folder / "parts" / file
        if name == "names":
            continue
        files = sorted(set(path.iterdir()) - {path / "columns.arrow"}) if path.is_dir() else [path]
        columns = {}
        for one in files:
            with pa.memory_map(str(one)) as mapped:
                table = pa.ipc.open_file(mapped).read_all()
            columns |= {column: plain(table[column]) for column in table.column_names}
        # A journal holds each key once, in no order that means anything.
        found[name] = sorted(zip(*columns.values(), strict=True), key=str) if name.startswith("replaced") else columns
    return found


def plain(column):
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    return (array.cast(pa.string()) if pa.types.is_large_string(array.type) else array).to_pylist()


def test_a_register_that_spills_has_the_same_parts_and_digest(tmp_path, little_memory, monkeypatch):
    simulate(300, tmp_path / "package", seed=5)
    held = load_sources([tmp_path / "package"], SnapshotStore(tmp_path / "held", KEY), CONTEXT)
    with monkeypatch.context() as patch:
        little_memory(patch)
        patch.setattr(chunks, "LARGEST", 10_000)
        spilt = load_sources([tmp_path / "package"], SnapshotStore(tmp_path / "spilt", KEY), CONTEXT)
    assert (spilt.digest, spilt.taken) == (held.digest, held.taken)
    assert parts_of(tmp_path / "spilt") == parts_of(tmp_path / "held")
    assert not (tmp_path / "spilt" / "working").exists(), "what a load put aside is gone when it ends"
    ids = [f"p{number:09d}" for number in range(1, 361)]
    with SnapshotStore(tmp_path / "held", KEY).view() as one, SnapshotStore(tmp_path / "spilt", KEY).view() as other:
        assert one.parties(ids) == other.parties(ids)
        assert all(one.posts(id_) == other.posts(id_) for id_ in ids[:60])


IDS = st.sampled_from([f"x{number}" for number in range(12)])
PARTIES = st.lists(st.tuples(IDS, st.sampled_from(("person", "organization")), st.sampled_from("甲乙丙")), max_size=25)
POSTS = st.lists(
    st.tuples(IDS, IDS, st.sampled_from(("director", "supervisor", "shareholder")), st.sampled_from(("", "2020-01-01")),
              st.sampled_from(("", "2022-02-02")), st.sampled_from(("", "a", "b"))),
    max_size=40,
)  # fmt: skip
LOADS = st.lists(st.tuples(PARTIES, POSTS), min_size=1, max_size=3)


def rows(table: str, names: tuple[str, ...], cells: list[tuple[str, ...]], file: str) -> pa.Table:
    columns = {name: pa.array([row[at] for row in cells], pa.string()) for at, name in enumerate(names)}
    return typed(Sheet(table, pa.table(columns), file), CONTEXT).rows


def loaded(folder: Path, loads) -> tuple[list, dict]:
    told = []
    for number, (parties, posts) in enumerate(loads):
        heads = ("holder", "organization", "role", "since", "until", "source")
        report = SnapshotStore(folder, KEY).load(
            {
                "parties": rows("parties", ("id", "kind", "name"), parties, f"{number}.csv"),
                "roles": rows("roles", heads, posts, f"{number}.csv"),
            }
        )  # fmt: skip
        rejects = sorted(str(row) for part in report.rejects for row in part.to_pylist())
        told.append((report.digest, report.read, report.taken, report.changed, rejects))
    return told, parts_of(folder)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(loads=LOADS)
def test_loads_one_after_the_other_end_alike_whether_they_spill_or_not(loads, tmp_path_factory, little_memory):
    folder = tmp_path_factory.mktemp("loads")
    held, parts = loaded(folder / "held", loads)
    with pytest.MonkeyPatch.context() as patch:
        little_memory(patch)
        spilt, spilt_parts = loaded(folder / "spilt", loads)
    assert spilt == held
    assert spilt_parts == parts


def test_what_was_put_aside_and_let_go_takes_no_more_room(tmp_path):
    open_before = psutil.Process().num_fds()
    put_aside = pile.Pile(tmp_path / "rows.arrow", pa.schema([("number", pa.int64())]), limit=10)
    for begin in range(0, 40, 10):
        put_aside.add(pa.table({"number": range(begin, begin + 10)}))
    assert put_aside.spilled
    assert put_aside.column("number").to_pylist() == list(range(40))
    put_aside.clear()
    assert not list(tmp_path.iterdir())
    assert psutil.Process().num_fds() == open_before, "the disk keeps a removed file as long as it is open"
