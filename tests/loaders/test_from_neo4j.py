"""The register of a Neo4j as a source: a snapshot of it bears its digest and gives its answers."""

import dataclasses

import pytest

from graph.simulate import demo_register
from graph.stores import StoreError
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources
from tests.loaders.accounting import CONTEXT
from tests.scenarios.registers import KEY

LOADED = dataclasses.replace(CONTEXT, key=KEY)


@pytest.fixture
def register(neo4j_store, neo4j_server, monkeypatch):
    """The address of a Neo4j that holds the fictional register, and its digest."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    return neo4j_server.uri, load_sources([demo_register()], neo4j_store, LOADED, replace=True).digest


@pytest.mark.neo4j
def test_a_snapshot_of_a_neo4j_bears_its_digest_and_binds_its_listings(register, neo4j_store, tmp_path):
    address, digest = register
    store = SnapshotStore(tmp_path / "store", KEY)
    report = load_sources([address], store, LOADED)
    assert (report.digest, report.rejected) == (digest, 0)
    assert {file.file for file in report.files} >= {f"{address} parties", f"{address} roles"}
    assert not any(load_sources([address], store, LOADED).changed.values())
    with store.view() as here, neo4j_store.view() as there:
        assert here.register().rows == there.register().rows
        party = "molian-steel"
        assert here.debts([party]) == there.debts([party])
        assert here.debts([party]).bindings
        assert here.posts("han-chuanyu") == there.posts("han-chuanyu")


@pytest.mark.neo4j
def test_another_key_than_that_of_the_register_is_refused(register, tmp_path):
    address, _ = register
    other = dataclasses.replace(CONTEXT, key=bytes(range(1, 17)))
    with pytest.raises(StoreError, match="GUANLIAN_KEY"):
        load_sources([address], SnapshotStore(tmp_path, other.key), other)


def test_where_no_neo4j_answers_the_error_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", "nothing")
    with pytest.raises(StoreError, match="no Neo4j answers"):
        load_sources(["bolt://127.0.0.1:1"], SnapshotStore(tmp_path, KEY), LOADED)
