"""How much room on the disk a load takes, asked before it begins."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from graph.model.chunks import Rows
from graph.stores.interface import StoreError

# Bytes a party and a role, as measured on registers of a million companies. Parties wait beside their columns; then
# roles wait beside theirs, when the keys of the parties are there; at last the index of names is built beside all.
_STAGES = ({"parties": 300, "roles": 0}, {"parties": 140, "roles": 95}, {"parties": 200, "roles": 60})
_OTHER = 900  # a row of the other tables: few, and text


def needed(tables: Mapping[str, Rows], known: Mapping[str, int]) -> int:
    """About how many bytes a load of ``tables`` takes at its peak beside what is there, with the ``known`` rows.

    Parties that do not come in the order of their ids take up to half as much again for a while.
    """
    count = {name: len(rows) + known.get(name, 0) for name, rows in tables.items()}
    if "parties" in tables and known:
        count = {**known, **count}  # parties have other places then: all is laid out anew
    return max(sum(rows * stage.get(name, _OTHER) for name, rows in count.items()) for stage in _STAGES)


def refuse_full_disk(folder: Path, tables: Mapping[str, Rows], known: Mapping[str, int]) -> None:
    """Raises ``StoreError`` where the disk of ``folder`` has less room than a load of ``tables`` takes."""
    need, free = needed(tables, known), shutil.disk_usage(folder).free
    if need > free:
        raise StoreError(
            f"this load needs about {need / 1e9:,.1f} GB of disk for {folder}, and {free / 1e9:,.1f} GB are free "
            "there; make room, or choose another --store"
        )
