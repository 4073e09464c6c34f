"""What every test may use: the law, a real Neo4j for the session, empty stores, and the scenarios in YAML.

A Neo4j that cannot start fails the tests that need it; nothing is skipped. One server serves the whole run, in
a folder of its own; each test that loads into it replaces what was there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

import hypothesis
import neo4j
import pyarrow as pa
import pytest

from graph import server
from graph.policy import Law, read_law
from graph.server import ServerAddress
from graph.stores import LoadReport, Store
from graph.stores.neo4j import Neo4jStore
from graph.stores.snapshot import SnapshotStore
from tests.scenarios.collector import LAW, NEO4J, ScenarioFile
from tests.scenarios.registers import KEY

SCENARIOS = Path(__file__).parent / "scenarios"

hypothesis.settings.register_profile(
    "guanlian",
    print_blob=True,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.load_profile("guanlian")


class EmptiedNeo4j(Neo4jStore):
    """A store that begins anew the quick way: what was there is deleted, and the indexes stay as they are."""

    def __init__(self, address: ServerAddress) -> None:
        login = (address.username, address.password)
        super().__init__(address.uri, *login, KEY)
        self._driver = neo4j.GraphDatabase.driver(address.uri, auth=login)

    def load(self, tables: Mapping[str, pa.Table], *, replace: bool = False) -> LoadReport:
        if replace:
            self._driver.execute_query("MATCH (n) DETACH DELETE n")
        return super().load(tables)

    def close(self) -> None:
        super().close()
        self._driver.close()


class RealNeo4j:
    """The session's server: started when it is first needed, stopped at the end."""

    @cached_property
    def folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="guanlian-neo4j-"))

    @cached_property
    def address(self) -> ServerAddress:
        return server.start(self.folder, heap="512m", page_cache="64m")

    @cached_property
    def store(self) -> EmptiedNeo4j:
        return EmptiedNeo4j(self.address)

    def stop(self) -> None:
        if "store" in self.__dict__:
            self.store.close()
        if "folder" in self.__dict__:
            server.stop(self.folder)
            shutil.rmtree(self.folder)


_SERVER = pytest.StashKey[RealNeo4j]()


def pytest_configure(config: pytest.Config) -> None:
    # A server that lives for minutes earns no thorough compiling: without it the same loads and answers take
    # little more than half of the processor's time.
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
    running = config.stash[_SERVER] = RealNeo4j()
    config.stash[LAW] = cache(read_law)
    config.stash[NEO4J] = lambda: running.store


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_SERVER].stop()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and SCENARIOS in file_path.parents:
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


@pytest.fixture(scope="session")
def law(pytestconfig: pytest.Config) -> Law:
    """The law in ``policies/``."""
    return pytestconfig.stash[LAW]()


@pytest.fixture(scope="session")
def neo4j_server(pytestconfig: pytest.Config) -> ServerAddress:
    """Where the session's Neo4j answers."""
    return pytestconfig.stash[_SERVER].address


@pytest.fixture(scope="session")
def neo4j_store(pytestconfig: pytest.Config) -> Neo4jStore:
    """A store in the session's Neo4j. It holds what another test left: load with ``replace=True``."""
    return pytestconfig.stash[_SERVER].store


@pytest.fixture
def snapshot_store(tmp_path: Path) -> SnapshotStore:
    """A snapshot into which nothing was loaded."""
    return SnapshotStore(tmp_path / "store", KEY)


@pytest.fixture(params=["snapshot", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Store:
    """Either store; load with ``replace=True``."""
    chosen: Store = request.getfixturevalue(f"{request.param}_store")
    return chosen
