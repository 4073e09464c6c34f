"""The bulk path into a real Neo4j: the same register as through the driver, killed half-way, or refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from graph import server
from graph.identity import Decision, Verdict
from graph.server import ServerAddress
from graph.server.credentials import read_credentials
from graph.stores.interface import StoreError
from graph.stores.neo4j import Neo4jStore, Way
from graph.stores.neo4j.connection import asking
from graph.stores.snapshot import SnapshotStore
from tests.stores.test_neo4j_against_the_snapshot import KEY, Register, rejects_of, same_answers, table

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
        same_answers(register, store, snapshot_store)
        assert [one.listing for one in store.decisions()] == ["L1"]
    with opened(address) as store:
        again = store.load(package)
        assert (again.digest, any(again.changed.values())) == (by_tool.digest, False)
    assert by_tool.digest == by_driver.digest
    assert (by_tool.read, by_tool.taken, by_tool.changed) == (by_driver.read, by_driver.taken, by_driver.changed)
    assert rejects_of(by_tool.rejects) == rejects_of(by_driver.rejects) != []
    assert by_tool.warnings == by_driver.warnings
    assert {"Neo4j imports", "Neo4j starts again"} < set(told)
    assert not [path for path in home.iterdir() if path.name.startswith("import-")]
