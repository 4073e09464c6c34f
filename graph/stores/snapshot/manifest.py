"""The manifest names every part of a snapshot; replacing it by one rename replaces the snapshot.

Readers hold the parts of the manifest that they opened; a writer that dies leaves the earlier manifest, and
whatever it had half written is swept away by the next load.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.stores.interface import StoreError

FORMAT = 6
_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of the store: its parts by name, and what they hold."""

    key: str  # the fingerprint of the key that hashed the ID numbers
    generation: int = 0
    digest: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()  # role words in code-point order; a role's code is its place here
    loads: tuple[Mapping[str, object], ...] = ()
    decisions: str | None = None  # the digest of what people decided, as far as it is applied
    format: int = FORMAT


def read_manifest(folder: Path, key: str) -> Manifest | None:
    """The manifest of the store in ``folder``; None where nothing was ever loaded.

    Raises ``StoreError`` for another format version, another key, or a manifest that cannot be read.
    """
    path = folder / _NAME
    try:
        written: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}); load the register again with --replace") from None
    if written.get("format") != FORMAT:
        raise StoreError(
            f"{folder} was written in format {written.get('format')} and this program reads format {FORMAT}; "
            "load the register again with --replace"
        )
    if written.get("key") != key:
        raise StoreError(
            f"{folder} was written with the key {written.get('key')} and yours is {key}; set GUANLIAN_KEY to the "
            "key it was written with, or load the register again with --replace"
        )
    try:
        written["roles"] = tuple(written["roles"])
        written["loads"] = tuple(written["loads"])
        return Manifest(**written)
    except (KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged ({error}); load the register again with --replace") from None


def swap_manifest(folder: Path, manifest: Manifest) -> None:
    """Make ``manifest`` the state of the store: written beside the old one, then renamed over it."""
    fresh = folder / f"{_NAME}.new"
    told = {one.name: getattr(manifest, one.name) for one in fields(manifest)}
    with fresh.open("w", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
