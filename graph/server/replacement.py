"""Another database in place of the served one: noted down before it begins, so that a start can go on with it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from graph.server.credentials import write_private

DATABASE = "neo4j"  # the one that Community serves
_NOTE = "replacement"
_PARTS = ("databases", "transactions")


def begin(folder: Path, room: Path) -> None:
    """Note that the database made in `room`, a folder inside `folder`, takes the place of the served one."""
    write_private(folder / _NOTE, f"{room.resolve().relative_to(folder)}\n")


def pending(folder: Path) -> Path | None:
    """The folder in which the database was made that is to be put in place, if one is."""
    try:
        return folder / (folder / _NOTE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def finish(folder: Path) -> None:
    """Put the noted database in place, if there is one; the server must not run. May be repeated at any point."""
    room = pending(folder)
    if room is None:
        return
    for part in _PARTS:
        new, old = room / "data" / part / DATABASE, folder / "data" / part / DATABASE
        if new.exists():
            shutil.rmtree(old, ignore_errors=True)
            os.replace(new, old)
    (folder / _NOTE).unlink()
    shutil.rmtree(room, ignore_errors=True)
