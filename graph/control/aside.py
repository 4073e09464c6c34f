"""Holders whose shares make nobody affiliated: those who hold for others, and the state.

Their names are data (``policies/control``). What such a holder has is shown and counted, but it controls nothing and
passes no control on.
"""

from __future__ import annotations

import re
from functools import cache

from graph.control.definitions import ASIDE
from graph.model import Kind, Party

ANY_ASIDE = "|".join(sort.pattern for sort in ASIDE.values())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def aside(party: Party) -> str | None:
    """The sort of holder that ``party`` is, where its shares make nobody affiliated; None for everybody else."""
    if party.kind is not Kind.ORGANIZATION:
        return None
    return next((word for word, sort in ASIDE.items() if _compiled(sort.pattern).search(party.name)), None)
