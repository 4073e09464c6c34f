"""The decisions of a snapshot: a file beside its parts that no load touches, and what of it a state applied."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from graph.identity import Decision, standing
from graph.stores.interface import StoreError

_NAME = "decisions.json"


def read_decisions(folder: Path) -> list[Decision]:
    """All decisions on file, undone ones too. Raises ``StoreError`` where they cannot be read."""
    path = folder / _NAME
    try:
        return [Decision.of_row(one) for one in json.loads(path.read_bytes())]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} cannot be read ({error}); put back a copy of it, or remove it") from None


def write_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Replace the file by one rename."""
    fresh = folder / f"{_NAME}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump([one.as_row() for one in decisions], file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _NAME)


def decisions_part(decisions: Sequence[Decision]) -> pa.Table:
    """The decisions that stand: by party, what each is about, and its subject."""
    rows = sorted(standing(decisions).all(), key=lambda one: (one.party, one.about, one.subject))
    columns = ("subject", "party", "verdict", "by", "at", "why", "about")
    return pa.table(
        {name: pa.array([str(getattr(one, name)) for one in rows], pa.string()) for name in columns}
        | {"number": pa.array([one.number for one in rows], pa.int32())}
    )
