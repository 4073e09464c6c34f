"""The naive evaluator is worth something only while it shares nothing with what it is compared with."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ALLOWED = (
    "graph.model", "graph.policy", "networkx", "opencc", "collections", "fractions", "itertools", "typing",
    "unicodedata",
)  # fmt: skip
MODULES = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_it_imports_the_model_and_the_policies_and_nothing_else_of_the_product(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names.append(node.module or "")
        for name in names:
            allowed = name == "__future__" or any(name == one or name.startswith(f"{one}.") for one in ALLOWED)
            assert allowed, f"{path.name}:{node.lineno} imports {name}"
