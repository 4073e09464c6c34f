"""What a change of the graph would change in an answer."""

from __future__ import annotations

from typing import Any, Protocol


class Answered(Protocol):
    """An answer to any question."""

    def as_json(self) -> dict[str, Any]:
        """The answer in the words of the contract."""
        ...


def difference(before: Answered, after: Answered) -> dict[str, Any]:
    """The outcome before and after, and the findings and connections that appear or disappear."""
    was, now = before.as_json(), after.as_json()
    changed: dict[str, Any] = {"outcome": [was["outcome"], now["outcome"]]} if "outcome" in now else {}
    for part in ("findings", "other_findings", "connections", "paths", "signals", "officers"):
        if part in now:
            changed[part] = {
                "gained": [entry for entry in now[part] if entry not in was[part]],
                "lost": [entry for entry in was[part] if entry not in now[part]],
            }
    return changed
