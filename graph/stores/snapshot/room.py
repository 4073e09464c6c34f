"""How much room on the disk a load takes, asked before it begins."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from graph.model.chunks import Rows
from graph.stores.interface import StoreError

# Bytes a row, as measured on registers of a million companies: what stays (parts and index of names), and what is put
# aside for a while beside it. Parties wait, and are put in order, before there are any roles.
_KEPT = {"parties": 240, "roles": 60}
_ASIDE = {"parties": 420, "roles": 75}
_OTHER = 900  # a row of the other tables: few, and text


def needed(tables: Mapping[str, Rows], known: Mapping[str, int]) -> int:
    """About how many bytes a load of ``tables`` takes at its peak beside what is there, with the ``known`` rows."""
    count = {name: len(rows) + known.get(name, 0) for name, rows in tables.items()}
    if tables.get("parties") is not None and known:
        count = {**known, **count}  # parties have other places then: all is laid out anew
    kept = sum(rows * _KEPT.get(name, _OTHER) for name, rows in count.items())
    return kept + max((rows * _ASIDE.get(name, 0) for name, rows in count.items()), default=0)


def refuse_full_disk(folder: Path, tables: Mapping[str, Rows], known: Mapping[str, int]) -> None:
    """Raises ``StoreError`` where the disk of ``folder`` has less room than a load of ``tables`` takes."""
    need, free = needed(tables, known), shutil.disk_usage(folder).free
    if need > free:
        raise StoreError(
            f"this load needs about {need / 1e9:,.1f} GB of disk for {folder}, and {free / 1e9:,.1f} GB are free "
            "there; make room, or choose another --store"
        )
