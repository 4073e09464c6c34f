"""A load that dies, meets another, or finds a damaged store leaves what was there answering."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from graph.identity import Way
from graph.model.tables import Context, Sheet, typed
from graph.model.vocabulary import Vocabulary
from graph.simulate import demo_register, simulate
from graph.stores import StoreError
from graph.stores.snapshot import SnapshotStore, parts
from loaders import load_sources

KEY = bytes(range(16))
CONTEXT = Context(Vocabulary(), KEY, lambda name: True)


# A load that keeps next to nothing in memory, so that it dies with files put aside.
_LITTLE = "from graph.stores.snapshot import pile; pile.IN_MEMORY = 1000\n"


def load(folder: Path, *paths: Path, replace: bool = False):
    return load_sources(list(paths), SnapshotStore(folder, KEY), CONTEXT, replace=replace)


def digest(folder: Path) -> str:
    with SnapshotStore(folder, KEY).view() as view:
        assert view.parties(["molian-steel"]), "the earlier register no longer answers"
        return view.register().digest


def test_loading_the_same_source_twice_changes_nothing_and_says_so(tmp_path):
    first, second = load(tmp_path, demo_register()), load(tmp_path, demo_register())
    assert first.digest == second.digest
    assert set(second.changed.values()) == {0}


def test_a_load_tells_how_far_it_is_once_its_rows_are_read(tmp_path):
    told: list[tuple[str, int, int]] = []
    store = SnapshotStore(tmp_path, KEY, lambda *far: told.append(far))
    load_sources([demo_register()], store, CONTEXT)
    assert list(dict.fromkeys(what for what, _, _ in told)) == [
        "writing the parties", "keys of the parties", "putting the roles in order", "writing the roles",
        "writing the officers", "binding the listings", "indexing the names",
    ]  # fmt: skip
    assert all(0 <= done <= total for _, done, total in told)


def test_the_order_of_loads_does_not_matter(tmp_path):
    tables = [demo_register() / f"{name}.csv" for name in ("parties", "roles", "listings", "orders")]
    together = load(tmp_path / "together", demo_register())
    for table in tables:
        apart = load(tmp_path / "apart", table)
    assert apart.digest == together.digest


def test_a_new_list_rebuilds_nothing_but_listings(tmp_path):
    load(tmp_path, demo_register())
    before = json.loads((tmp_path / "manifest.json").read_text())["parts"]
    (tmp_path / "listings.csv").write_text(
        "id,party,name,case_number,listed_on\nL-new,cui-hengyue,崔衡越,（2025）临执1号,2025-01-01\n"
    )
    load(tmp_path, tmp_path / "listings.csv")
    after = json.loads((tmp_path / "manifest.json").read_text())["parts"]
    changed = {name for name in after if after[name] != before.get(name)}
    assert "listings" in changed
    assert not changed & {"parties", "roles", "holders", "officers", "organizations", "keys_n", "keys_u"}


def test_replace_starts_anew(tmp_path):
    load(tmp_path, demo_register())
    (tmp_path / "parties.csv").write_text("id,kind,name\nmolian-steel,organization,甲\n")
    assert load(tmp_path, tmp_path / "parties.csv", replace=True).digest != ""
    with SnapshotStore(tmp_path, KEY).view() as view:
        assert view.register().rows["parties"] == 1
        assert view.register().rows["roles"] == 0


@pytest.mark.parametrize(
    ("seconds", "held"), [(0.05, ""), (0.3, ""), (0.6, ""), (0.9, ""), (1.6, ""), (0.4, _LITTLE), (0.8, _LITTLE)]
)
def test_killing_a_load_leaves_the_earlier_register_answering(tmp_path, seconds, held):
    package, store = tmp_path / "package", tmp_path / "store"
    simulate(3000, package, seed=1)
    earlier = load(store, demo_register()).digest
    script = (
        f"import sys, pathlib; from tests.stores.test_a_load_is_all_or_nothing import load\n{held}"
        f"print('begin', flush=True); load(pathlib.Path({str(store)!r}), pathlib.Path({str(package)!r}))"
    )
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    killed = digest(store)
    again = load(store, package)
    assert killed in (earlier, again.digest), "the store is neither what it was nor what was loaded"
    assert digest(store) == again.digest, "the next load did not repair what the killed one left"
    manifest = json.loads((store / "manifest.json").read_text())
    left = {path.name for path in (store / "parts").iterdir()} - set(manifest["parts"].values())
    assert all(Path(name).stem.endswith(f"-{manifest['generation'] - 1}") for name in left), "dead parts pile up"
    assert not (store / "working").exists(), "what the killed load put aside is still there"


def test_a_register_whose_names_could_not_be_indexed_answers_and_is_mended_by_the_next_load(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("graph.stores.snapshot.writing.build", full)
        report = load(tmp_path, demo_register())
    assert ["names could not be indexed" in warning for warning in report.warnings] == [True]
    with SnapshotStore(tmp_path, KEY).view() as view:
        assert view.parties(["molian-steel"])
        with pytest.raises(StoreError, match="not indexed yet"):
            view.search(Way.PART, "墨沄", 5)
    assert load(tmp_path, demo_register()).digest == report.digest
    with SnapshotStore(tmp_path, KEY).view() as view:
        assert view.search(Way.PART, "墨沄", 5)


def test_two_loads_at_once_both_arrive(tmp_path):
    load(tmp_path, demo_register())
    files = []
    for number in range(4):
        folder = tmp_path / f"source{number}"
        folder.mkdir()
        (folder / "parties.csv").write_text(f"id,kind,name\nnew-{number},person,新{number}\n")
        files.append(folder)
    threads = [threading.Thread(target=load, args=(tmp_path, folder)) for folder in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with SnapshotStore(tmp_path, KEY).view() as view:
        assert len(view.parties([f"new-{number}" for number in range(4)])) == 4


def test_a_reader_keeps_its_register_while_a_new_one_is_loaded(tmp_path):
    load(tmp_path, demo_register())
    store = SnapshotStore(tmp_path, KEY)
    with store.view() as view:
        before = view.register().digest
        (tmp_path / "parties.csv").write_text("id,kind,name\nmolian-steel,organization,改名\n")
        load(tmp_path, tmp_path / "parties.csv")
        assert view.parties(["molian-steel"])["molian-steel"].name != "改名"
        assert view.register().digest == before
    with store.view() as view:
        assert view.parties(["molian-steel"])["molian-steel"].name == "改名"


def test_a_store_of_another_format_is_named_and_not_read(tmp_path):
    load(tmp_path, demo_register())
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(StoreError, match=r"format 99 .* --replace"), SnapshotStore(tmp_path, KEY).view():
        pass
    assert load(tmp_path, demo_register(), replace=True).digest


def test_a_store_of_another_key_is_named_and_not_read(tmp_path):
    load(tmp_path, demo_register())
    with pytest.raises(StoreError, match="GUANLIAN_KEY"), SnapshotStore(tmp_path, bytes(16)).view():
        pass


@pytest.mark.parametrize("damage", ["cut", "gone"])
@pytest.mark.parametrize(("many", "file"), [(10**6, ""), (1, "since.arrow")])
def test_a_damaged_part_is_named(tmp_path, monkeypatch, damage, many, file):
    monkeypatch.setattr(parts, "MANY", many)
    load(tmp_path, demo_register())
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    part = tmp_path / "parts" / manifest["parts"]["roles"] / file
    if damage == "cut":
        part.write_bytes(part.read_bytes()[:100])
    else:
        part.unlink()
    with SnapshotStore(tmp_path, KEY).view() as view, pytest.raises(StoreError, match="damaged"):
        view.posts("han-chuanyu")


def test_a_full_disk_leaves_the_earlier_register_answering(tmp_path, monkeypatch):
    earlier = load(tmp_path, demo_register()).digest

    def full(path, table):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("graph.stores.snapshot.writing.write_part", full)
    (tmp_path / "parties.csv").write_text("id,kind,name\nx,person,新\n")
    with pytest.raises(StoreError, match="No space left on device"):
        load(tmp_path, tmp_path / "parties.csv")
    assert digest(tmp_path) == earlier


def test_a_load_for_which_there_is_no_room_is_refused_before_it_begins(tmp_path, monkeypatch):
    earlier = load(tmp_path, demo_register()).digest
    free = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: free)
    (tmp_path / "parties.csv").write_text("id,kind,name\nx,person,新\n")
    with pytest.raises(StoreError, match=r"needs about .* GB of disk .* are free there; make room"):
        load(tmp_path, tmp_path / "parties.csv")
    assert digest(tmp_path) == earlier


def test_a_row_given_twice_with_other_values_is_rejected_and_the_first_stands(tmp_path):
    rows = pa.table({"id": ["p", "p", "q", "q"], "kind": ["person"] * 4, "name": ["甲", "乙", "丙", "丙"]})
    result = typed(Sheet("parties", rows, "parties.csv"), CONTEXT)
    report = SnapshotStore(tmp_path, KEY).load({"parties": result.rows})
    assert report.rejected == 1
    assert report.rejects[0].to_pylist()[0]["row"] == 3
    with SnapshotStore(tmp_path, KEY).view() as view:
        assert {id_: party.name for id_, party in view.parties(["p", "q"]).items()} == {"p": "甲", "q": "丙"}
