"""Holders whose shares make nobody affiliated: those who hold for others, and the state.

Their names are data (``policies/control``). What such a holder has is shown and counted, but it controls nothing and
passes no control on.
"""

from __future__ import annotations

import re
from functools import cache

from graph.control.definitions import ASIDE

ANY_ASIDE = "|".join(sort.pattern for sort in ASIDE.values())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def aside(name: str) -> str | None:
    """The sort of holder that an organization of this name is, where its shares make nobody affiliated; else None."""
    if not _compiled(ANY_ASIDE).search(name):
        return None
    return next(word for word, sort in ASIDE.items() if _compiled(sort.pattern).search(name))
