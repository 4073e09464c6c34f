"""Text that XML can hold."""

from __future__ import annotations

import re
from typing import TypeVar

_OUTSIDE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = TypeVar("Value")


def xml_text(value: Value) -> Value | str:
    """A value with each character that XML cannot hold (a control character) replaced by U+FFFD, visibly."""
    return _OUTSIDE.sub("\ufffd", value) if isinstance(value, str) else value
