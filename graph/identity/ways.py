"""The ways in which names are searched, to propose parties to people."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """What of a name is searched: ``part`` of its key, its ``sound`` (syllables parted by spaces), its ``initials``,
    or its ``likeness``, the pairs of characters that it shares."""

    PART = "part"
    SOUND = "sound"
    INITIALS = "initials"
    LIKENESS = "likeness"
