"""The bulk path into a real Neo4j: the same register as through the driver, killed half-way, or refused."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from graph import server
from graph.identity import Decision, Verdict
from graph.identity import Way as Search
from graph.server import ServerAddress
from graph.server.credentials import read_credentials
from graph.stores.interface import NothingLoaded, StoreError
from graph.stores.neo4j import Neo4jStore, Way, bulk, connection, loading, writing
from graph.stores.neo4j.connection import asking
from graph.stores.neo4j.journal import Journal
from graph.stores.snapshot import SnapshotStore
from tests.stores.test_neo4j_against_the_snapshot import FIRST, KEY, Register, rejects_of, table, table_of

pytestmark = pytest.mark.neo4j

DECISION = Decision("L1", "c1", Verdict.DIFFERENT, "一位审核员", "2024-01-01T00:00:00+08:00", "名称相同; 号码不同")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server of its own: a bulk load stops and starts it."""
    folder = tmp_path_factory.mktemp("bulk") / "neo4j"
    server.start(folder, heap="384m", page_cache="48m")
    yield folder
    server.stop(folder)


@pytest.fixture
def address(home: Path) -> ServerAddress:
    found = read_credentials(home)
    assert found is not None
    with opened(found) as store:
        everything(store, "MATCH (n) DETACH DELETE n")
    return found


class opened:  # noqa: N801 - it reads as a word
    """A store that is closed in the end."""

    def __init__(self, address: ServerAddress, way: Way | None = None) -> None:
        self.store = Neo4jStore(address.uri, address.username, address.password, KEY, way=way)

    def __enter__(self) -> Neo4jStore:
        return self.store

    def __exit__(self, *_: object) -> None:
        self.store.close()


def everything(store: Neo4jStore, query: str) -> list[list[object]]:
    with store._server.session(writing=True) as session:
        return asking(session)(query)


def odd_package() -> tuple[Register, Mapping[str, pa.Table]]:
    """Much coincides, some rows are refused, and names hold what a CSV must take care of."""
    register = Register(11)
    package = dict(register.package())
    odd = [
        {"id": 'q"1', "kind": "organization", "name": '甲, "乙"; 丙\\'},
        {"id": "q;2", "kind": "person", "name": "第一行\n第二行", "former_names": "旧, 名@2019-01-01/;\"名\""},
        {"id": "q,3", "kind": "organization", "name": "NULL", "region": "110000", "categories": "bank;drug"},
        {"id": "'q 4", "kind": "person", "name": "\"", "id_number": "11010519491231002X"},
    ]  # fmt: skip
    roles = [{"holder": "q;2", "organization": 'q"1', "role": "shareholder", "share": "0.5", "source": 'a "b", \\'}]
    refused = [{"holder": "nobody", "organization": 'q"1', "role": "director"}]
    package["parties"] = pa.concat_tables([package["parties"], table("parties", odd)])
    package["roles"] = pa.concat_tables([package["roles"], table("roles", [*roles, *refused])])
    return register, package


NODES = "MATCH (n) WHERE NOT n:Register RETURN labels(n) AS labels, properties(n) AS properties"
TIES = """
MATCH (a)-[r]->(b)
RETURN type(r), properties(r), coalesce(a.id, a.key), coalesce(b.id, b.key)
"""
STATE = "MATCH (r:Register) RETURN properties(r) AS properties"
SCHEMA = (
    "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, state RETURN *",
    "SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties RETURN *",
)
_OF_THE_MOMENT = {"asked", "beat", "loads", "revision"}


def drawn(store: Neo4jStore) -> dict[str, list[str]]:
    """Everything that stands in the database, but when it was written."""
    [[state]] = everything(store, STATE)
    assert isinstance(state, dict)
    nodes = [(sorted(labels), sorted(properties.items())) for labels, properties in everything(store, NODES)]  # type: ignore[call-overload, attr-defined]
    return {
        "nodes": sorted(map(repr, nodes)),
        "ties": sorted(repr([kind, sorted(of.items()), *ends]) for kind, of, *ends in everything(store, TIES)),  # type: ignore[attr-defined]
        "schema": sorted(repr(row) for query in SCHEMA for row in everything(store, query)),
        "register": sorted(repr(item) for item in state.items() if item[0] not in _OF_THE_MOMENT),
    }


def some_answers(register: Register, one: Neo4jStore, other: SnapshotStore) -> None:
    """Both tell the same of some of what can be asked; what stands in the databases is compared in whole."""
    ids = [*register.people, *register.organizations]
    with one.view() as left, other.view() as right:
        assert left.register().digest == right.register().digest
        assert left.register().rows == right.register().rows
        assert left.parties(ids) == right.parties(ids)
        assert left.debts(ids) == right.debts(ids)
        assert left.search(Search.PART, "公司", 9) == right.search(Search.PART, "公司", 9)
        for day in (FIRST + 2, FIRST + 7):
            assert table_of(left.reaches(day)) == table_of(right.reaches(day))
            assert left.ties(ids, day, 9) == right.ties(ids, day, 9)


def test_the_import_tool_makes_the_same_register_as_the_driver(
    home: Path, address: ServerAddress, snapshot_store: SnapshotStore
) -> None:
    register, package = odd_package()
    told: list[str] = []
    with opened(address) as store:
        by_driver = store.load(package)
        store.decide(DECISION)
        expected = drawn(store)
    memory = server.status(home).pid
    with opened(address, Way(home, bulk=True, progress=lambda what, *_: told.append(what))) as store:
        by_tool = store.load(package, replace=True)
        assert server.status(home).pid != memory
        assert drawn(store) == expected
        snapshot_store.load(package)
        snapshot_store.decide(DECISION)
        some_answers(register, store, snapshot_store)
        assert [one.subject for one in store.decisions()] == ["L1"]
    with opened(address) as store:
        again = store.load(package)
        assert (again.digest, any(again.changed.values())) == (by_tool.digest, False)
    assert by_tool.digest == by_driver.digest
    assert (by_tool.read, by_tool.taken, by_tool.changed) == (by_driver.read, by_driver.taken, by_driver.changed)
    assert rejects_of(by_tool.rejects) == rejects_of(by_driver.rejects) != []
    assert by_tool.warnings == by_driver.warnings
    assert {"Neo4j imports", "Neo4j starts again"} < set(told)
    assert not [path for path in home.iterdir() if path.name.startswith("import-")]


# -- loads that die ----------------------------------------------------------------------------------------------

_DIES = """
import importlib, os, signal, sys
from pathlib import Path
sys.path.insert(0, os.getcwd())
loads = importlib.import_module('tests.stores.test_neo4j_bulk_loads')
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == 'while the tool works':
    told = lambda what, *_: die() if what == 'Neo4j imports' else None
else:
    from graph.server import replacement
    renamed, replace = [], os.replace
    told = lambda *_: None
    replacement.os = type('os', (), {'replace': lambda *at: die() if renamed else renamed.append(replace(*at))})
home = Path(sys.argv[1])
way = loads.Way(home, bulk=True, progress=told)
with loads.opened(loads.read_credentials(home), way) as store:
    store.load(loads.odd_package()[1])
"""


def die(home: Path, where: str) -> None:
    ended = subprocess.run([sys.executable, "-c", _DIES, str(home), where], check=False)
    assert ended.returncode == -signal.SIGKILL


def silent_for_a_minute(address: ServerAddress) -> None:
    with opened(address) as store:
        everything(store, "MATCH (r:Register) SET r.beat = 0")


def test_a_bulk_load_that_is_killed_closes_the_register_until_a_new_load_has_mended_it(
    home: Path, address: ServerAddress, snapshot_store: SnapshotStore
) -> None:
    register, package = odd_package()
    die(home, "while the tool works")
    with opened(address) as store, pytest.raises(StoreError, match="a load is going on in bolt://"), store.view():
        pass
    silent_for_a_minute(address)
    with opened(address) as store, pytest.raises(StoreError, match="broken off half-way; load the same"), store.view():
        pass

    die(home, "between the two halves of the database")
    with opened(address) as store, pytest.raises(StoreError, match=r"no Neo4j answers at .*'guanlian neo4j start'"):
        store.load(package)
    assert server.start(home).uri == address.uri
    silent_for_a_minute(address)
    with opened(address) as store, pytest.raises(StoreError, match="broken off half-way; load the same"), store.view():
        pass
    with opened(address) as store:
        mended = store.load(package)
        snapshot_store.load(package)
        some_answers(register, store, snapshot_store)
    assert any("had been broken off" in warning for warning in mended.warnings)
    assert not [path for path in home.iterdir() if path.name.startswith("import-")]


def test_files_that_the_tool_refuses_leave_the_store_as_it_was(
    home: Path, address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, package = odd_package()
    missing = server.Files([Path("no such file.csv")], {})
    monkeypatch.setattr(bulk.import_files, "write", lambda *_: missing)
    with opened(address, Way(home, bulk=True)) as store:
        with pytest.raises(StoreError, match=r"ended with .* MB were left on the disk of .*; the store is as it was"):
            store.load(package)
        with pytest.raises(NothingLoaded), store.view():
            pass


def test_a_load_whose_server_stops_says_so_and_the_next_one_mends_what_it_left(
    home: Path, address: ServerAddress, snapshot_store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "AT_ONCE", 0)
    monkeypatch.setattr(connection, "_RETRY_SECONDS", 1.0)
    register, package = odd_package()
    companies = [{"id": f"w{at:03}", "kind": "organization", "name": f"公司{at}"} for at in range(500)]
    larger = {**package, "parties": pa.concat_tables([package["parties"], table("parties", companies)])}
    write_roles = writing.write_roles

    def stopped_after_parties(run: writing.Run, rows: pa.Table, journal: Journal | None, *, first: bool) -> int:
        server.stop(home)
        return write_roles(run, rows, journal, first=first)

    with opened(address) as store:
        store.load(package)
        with monkeypatch.context() as stopping:
            stopping.setattr(writing, "write_roles", stopped_after_parties)
            with pytest.raises(StoreError, match=r"no Neo4j answers at bolt://.*; start one"):
                store.load(larger)
    started = server.start(home, heap="384m", page_cache="48m")
    with opened(started) as store:
        everything(store, "MATCH (r:Register) SET r.beat = r.beat - 60000")
        with pytest.raises(StoreError, match="was broken off half-way"), store.view() as view:
            view.register()
        assert "had been broken off" in store.load(larger).warnings[0]
        snapshot_store.load(larger)
        some_answers(register, store, snapshot_store)


# -- when it is taken ----------------------------------------------------------------------------------------------


def test_the_tool_is_refused_with_the_reason_where_it_cannot_be_used(home: Path, address: ServerAddress) -> None:
    package = odd_package()[1]
    elsewhere = home.parent / "another folder"
    another = "not the server that 'guanlian neo4j start' started for this folder"
    with opened(address, Way(elsewhere, bulk=True)) as store, pytest.raises(ValueError, match=another):
        store.load(package)
    with opened(address) as store:
        store.load({"parties": package["parties"]})
    with opened(address, Way(home, bulk=True)) as store:
        with pytest.raises(ValueError, match=r"it holds rows already, .*; load without --bulk"):
            store.load(package)
        everything(store, "CREATE (:Guest {name: 'of a wedding'})")
        with pytest.raises(ValueError, match="nodes, relationships or indexes that no load wrote"):
            store.load(package, replace=True)
        everything(store, "MATCH (n:Guest) DELETE n")
        everything(store, "CREATE INDEX of_somebody FOR (g:Guest) ON (g.name)")
        with pytest.raises(ValueError, match="nodes, relationships or indexes that no load wrote"):
            store.load(package, replace=True)
        everything(store, "DROP INDEX of_somebody")


@pytest.mark.parametrize(
    ("bulk_asked", "count", "replace", "taken"),
    [
        (None, bulk.WORTH_IT, False, True), (None, bulk.WORTH_IT - 1, False, False), (False, 10**9, True, False),
        (True, 1, False, True),
    ],
)  # fmt: skip
def test_without_a_word_the_tool_is_taken_for_many_rows_into_an_empty_store_of_this_folder(
    home: Path, address: ServerAddress, bulk_asked: bool | None, count: int, replace: bool, taken: bool
) -> None:
    with opened(address) as store, store._server.session() as session:
        way = Way(home, bulk_asked)
        assert way.is_taken(asking(session), address.uri, count, replace=replace) is taken
        assert Way(None).is_taken(asking(session), address.uri, count, replace=replace) is False
