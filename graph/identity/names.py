"""Names as they are compared. A key is for finding and comparing only; what is shown is always as recorded."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from graph.model import EARLIEST, LATEST, Interval, Party, day

_PLAIN = re.compile(r"[一-鿿]+")  # most names: nothing to fold
_DOTS = re.compile(r"[·・•‧∙⋅.]")
_LOST = re.compile(r"[\s​﻿]")
_BRACKETS = str.maketrans("〔〕【】［］", "()()()")


def name_key(name: str) -> str:
    """A name as it is compared: NFKC, half-width brackets, no spaces, one kind of middle dot, lower case.

    >>> name_key("黑河 （临江）钢铁有限公司") == name_key("黑河(临江)钢铁有限公司")
    True
    """
    if _PLAIN.fullmatch(name):
        return name
    plain = unicodedata.normalize("NFKC", name.translate(_BRACKETS))
    return _LOST.sub("", _DOTS.sub("·", plain)).lower()


def former_names(party: Party) -> list[tuple[str, Interval | None]]:
    """The former names of a party, each with the days on which it was borne (None: not recorded)."""
    names: list[tuple[str, Interval | None]] = []
    for entry in party.former_names:
        name, _, dates = entry.partition("@")
        since, _, until = dates.partition("/")
        borne = Interval(_day(since, EARLIEST), _day(until, LATEST)) if dates else None
        names.append((name, borne))
    return names


def names_on(party: Party, number: int) -> set[str]:
    """The keys of the names that the party bore on a day: today's, and former ones inside their dates.

    A former name without dates may be another company's by now; it proves nothing and is left out.
    """
    keys = {name_key(party.name)}
    keys |= {name_key(name) for name, borne in former_names(party) if borne and borne.holds_on(number)}
    return keys


def _day(text: str, unknown: int) -> int:
    return day(date.fromisoformat(text), unknown) if text else unknown
