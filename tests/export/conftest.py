"""The network of the fictional register, as every format gets it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.export import Extract, extract
from graph.exposure import Question
from graph.model import day
from graph.model.tables import Context
from graph.policy import Law
from graph.simulate import demo_register
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources
from tests.scenarios.registers import KEY

DAY = date(2026, 1, 1)
ASKED = ("molian-steel", "peihan-construction")


@pytest.fixture(scope="session")
def demo_view_store(tmp_path_factory: pytest.TempPathFactory, law: Law) -> SnapshotStore:
    """The fictional register."""
    store = SnapshotStore(tmp_path_factory.mktemp("demo"), KEY)
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    load_sources([demo_register()], store, context)
    return store


@pytest.fixture(scope="session")
def molian(demo_view_store: SnapshotStore, law: Law) -> Extract:
    """Two ties around a listed steelworks, and around a listed builder whose legal representative was replaced."""
    with demo_view_store.view() as view:
        return extract(view, ASKED, Question(law, day(DAY, 0), hops=2))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where to write."""
    return tmp_path / "network"
