"""What the files of the law were read into, kept by their digest: a question from cold parses none of them."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

Read = TypeVar("Read")


def compiled(name: str, layout: str, files: Sequence[Path], read: Callable[[Sequence[Path]], Read]) -> Read:
    """What ``read`` makes of ``files``: from the user's cache where the very same were read before.

    ``layout`` tells what the result looks like: one that was kept with other fields is not taken. A cache that
    cannot be read or written costs time, nothing else.
    """
    hasher = blake2b(layout.encode(), digest_size=16)
    for path in files:
        hasher.update(path.name.encode() + b"\0" + path.read_bytes())
    kept = _cache() / f"{name}-{hasher.hexdigest()}.pickle"
    try:
        found: Read = pickle.loads(kept.read_bytes())
        return found
    except (OSError, pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError):
        pass  # not compiled yet, or by another version: the files are read again
    result = read(files)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(pickle.dumps(result))
        fresh.replace(kept)
    except OSError:
        pass
    return result


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guanlian"
