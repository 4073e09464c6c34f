"""What a change of the graph would change in an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol


class Answered(Protocol):
    """An answer to any question."""

    def as_json(self) -> dict[str, Any]:
        """The answer in the words of the contract."""
        ...


_PARTS = (
    "findings", "other_findings", "connections", "paths", "signals", "officers", "recorded", "controllers", "controls",
    "above_threshold", "reported",
)  # fmt: skip


def difference(before: Answered, after: Answered) -> dict[str, Any]:
    """The outcome before and after, and the entries of each part of the answer that appear or disappear.

    Of an answer about control also the owners, under ``owners``.
    """
    was, now = before.as_json(), after.as_json()
    changed: dict[str, Any] = {"outcome": [was["outcome"], now["outcome"]]} if "outcome" in now else {}
    parts = {part: (was[part], now[part]) for part in _PARTS if part in now}
    if "ownership" in now:
        owners = [((answer["ownership"] or {}).get("owners") or []) for answer in (was, now)]
        parts["owners"] = (owners[0], owners[1])
    for part, (earlier, later) in parts.items():
        changed[part] = {"gained": _without(later, earlier), "lost": _without(earlier, later)}
    return changed


def _without(entries: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Those of ``entries`` to which no other is equal; compared as text, so that thousands cost no square."""
    known = {json.dumps(other, sort_keys=True) for other in others}
    return [entry for entry in entries if json.dumps(entry, sort_keys=True) not in known]
