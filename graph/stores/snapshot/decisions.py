"""The decisions of a snapshot: a file beside its parts that no load touches, and what of it a state applied."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from graph.identity import Decision, Verdict, standing
from graph.stores.interface import StoreError

_NAME = "decisions.json"


def read_decisions(folder: Path) -> list[Decision]:
    """All decisions on file, undone ones too. Raises ``StoreError`` where they cannot be read."""
    path = folder / _NAME
    try:
        return [Decision(**{**one, "verdict": Verdict(one["verdict"])}) for one in json.loads(path.read_bytes())]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} cannot be read ({error}); put back a copy of it, or remove it") from None


def write_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Replace the file by one rename."""
    fresh = folder / f"{_NAME}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump([one._asdict() for one in decisions], file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _NAME)


def decisions_part(decisions: Sequence[Decision]) -> pa.Table:
    """The decisions that stand, by party and listing."""
    rows = [one for pairs in standing(decisions).values() for one in pairs.values()]
    rows.sort(key=lambda one: (one.party, one.listing))
    columns = ("listing", "party", "verdict", "by", "at", "why")
    return pa.table(
        {name: pa.array([str(getattr(one, name)) for one in rows], pa.string()) for name in columns}
        | {"number": pa.array([one.number for one in rows], pa.int32())}
    )
