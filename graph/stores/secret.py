"""The key that hashes ID numbers: one for each user, so that all of a user's stores agree."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from graph.stores.interface import StoreError


def read_key() -> bytes:
    """The key in ``GUANLIAN_KEY`` (hexadecimal), or in the user's key file, made at first need with mode 600.

    Raises ``StoreError`` where it cannot be read or is no key.
    """
    given = os.environ.get("GUANLIAN_KEY")
    if given is not None:
        return _decoded(given, "GUANLIAN_KEY")
    path = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "guanlian" / "key"
    try:
        return _decoded(path.read_text(encoding="ascii"), str(path))
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"the key file {path} cannot be read ({error}); set GUANLIAN_KEY instead") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(16) + "\n")
    except FileExistsError:
        pass  # another process made it a moment ago
    except OSError as error:
        raise StoreError(f"the key file {path} cannot be made ({error}); set GUANLIAN_KEY instead") from None
    return _decoded(path.read_text(encoding="ascii"), str(path))


def _decoded(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if not 16 <= len(key) <= 64:
        raise StoreError(f"{place} holds no key; a key is 32 to 128 hexadecimal digits")
    return key
