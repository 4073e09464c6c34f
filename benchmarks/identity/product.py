"""Guanlian's answer: all parties in one register, and every record matched against it as ``guanlian match`` does."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.identity.cases import Case
from graph.exposure import Sought, match
from graph.identity import Facts
from graph.model import Grade, day
from graph.model.tables import Context
from graph.policy import read_law
from graph.stores import open_store
from loaders import load_sources

_KEY = bytes(range(16))
_FINDING = (Grade.A, Grade.B, Grade.C)
_PARTY = (
    "id", "kind", "name", "uscc", "organization_code", "registration_number", "id_number", "former_names",
)  # fmt: skip


def found(cases: Sequence[Case]) -> dict[str, str]:
    """For each case in which the product binds the record to a party: which."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root / "parties.csv", _PARTY, [party for case in cases for party in case.parties])
        _write(
            root / "roles.csv", ("holder", "organization", "role", "since"),
            [role for case in cases for role in case.roles],
        )  # fmt: skip
        law = read_law()
        store = open_store(str(root / "store"), _KEY)
        report = load_sources([root], store, Context(law.vocabulary, _KEY, law.measure_names.__contains__))
        assert not report.rejected, report.rejects
        with store.view() as view:
            matches = list(match(view, [_sought(case) for case in cases], _KEY))
    return {case.id: one.party for case, one in zip(cases, matches, strict=True) if one.party and one.grade in _FINDING}


def _sought(case: Case) -> Sought:
    record = case.record
    facts = Facts(organization=record.get("organization"))
    return Sought(record["name"], record["identifier"] or None, day(date.fromisoformat(record["day"]), 0), facts)


def _write(path: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
