"""A question from cold loads no library that it does not use: that is most of what it would wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.command import main
from graph.simulate import demo_register

HEAVY = (
    "duckdb", "graph.connections.signals", "networkx", "neo4j", "numba", "numpy.ma", "opencc", "openpyxl", "pandas",
    "pyarrow.compute", "pyarrow.parquet", "pydantic", "pypinyin", "rapidfuzz", "rich", "scipy", "streamlit", "tantivy",
    "typst", "yaml",
)  # fmt: skip
ASKING = """
import json, sys
from graph.command import main
status = main(sys.argv[1:])
sys.stderr.write(json.dumps([status, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional register, and the law compiled."""
    folder = tmp_path_factory.mktemp("cold")
    assert main(["load", str(demo_register()), "--store", str(folder / "store")]) == 0
    assert main(["check", "nobody", "--store", str(folder / "store"), "--json"]) in (0, 3)
    return folder / "store"


@pytest.mark.parametrize("question", ["check", "credit", "connections"])
def test_a_question_from_cold_imports_nothing_heavy(store: Path, question: str) -> None:
    from graph.stores import open_store

    with open_store(str(store)).view() as view:
        listed = next(iter(view.reaches(20_000)["debtor"].to_pylist()))
    asked = subprocess.run(
        [sys.executable, "-c", ASKING, question, listed, "--store", str(store), "--json"],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    status, modules = json.loads(asked.stderr)
    assert status == 0
    assert json.loads(asked.stdout)["party"]["id"] == listed
    assert set(HEAVY) & set(modules) == set()
