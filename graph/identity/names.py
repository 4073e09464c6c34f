"""Names as they are compared. A key is for finding and comparing only; what is shown is always as recorded.

The key of a name folds ways of writing it: full and half width, brackets, spaces, middle dots, capitals,
traditional and simplified characters. It does not fold what makes another name: a homophone, a legal form, a
branch, the place in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from graph.model import EARLIEST, LATEST, Interval, Party, day

if TYPE_CHECKING:
    import opencc

_PLAIN = re.compile(r"[一-鿿]+")  # most names: nothing to fold but characters
_DOTS = re.compile(r"[·・•‧∙⋅ᆞ]|(?<!\d)\.|\.(?!\d)")  # a point between digits tells 3.0 from 30
_LOST = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]")
_BRACKETS = str.maketrans("〔〕【】［］｛｝〈〉《》「」", "()()()()()()()")
# Traditional characters that stand in GB 2312 beside the simplified ones, and one that is both: 乾 is read qián in
# names and is no 干 there.
_IN_BOTH = frozenset("後於徵麽菸夥榘拚摺醣麴")
_KEPT = frozenset("乾")
# 公司法: a limited company is called either; of a company limited by shares likewise. The longer form stands first.
_FORMS = (
    ("有限责任公司", "有限公司"),
    ("股份有限公司", "股份公司"),
    ("股份公司", "股份有限公司"),
    ("有限公司", "有限责任公司"),
)


def name_key(name: str) -> str:
    """A name as it is compared: NFKC, half-width brackets, no spaces, no middle dots, lower case, simplified.

    >>> name_key("黑河 （临江）钢铁有限公司") == name_key("黑河(臨江)鋼鐵有限公司")
    True
    """
    if not _PLAIN.fullmatch(name):
        plain = unicodedata.normalize("NFKC", name.translate(_BRACKETS))
        name = _DOTS.sub("", _LOST.sub("", plain)).lower()
    try:
        name.encode("gb2312")
        if _IN_BOTH.isdisjoint(name):
            return name
    except UnicodeEncodeError:
        pass
    return "".join(map(_simplified, name))


@cache
def own_key() -> str:
    """A regular expression of names that are their own key: nothing in them can be folded. Most names are such, once
    their brackets are half-width."""
    plain = [one for one in map(chr, range(0x4E00, 0xA000)) if _simplified(one) == one]
    runs: list[list[str]] = []
    for character in plain:
        if runs and ord(character) == ord(runs[-1][1]) + 1:
            runs[-1][1] = character
        else:
            runs.append([character, character])
    return "^[()0-9a-z" + "".join(f"{first}-{last}" for first, last in runs) + "]+$"


def with_other_forms(key: str) -> list[str]:
    """The key with its legal form written in the other ways that mean the same, if any.

    >>> with_other_forms("甲有限责任公司")
    ['甲有限公司']
    """
    for one, other in _FORMS:
        if key.endswith(one):
            return [key.removesuffix(one) + other]
    return []


@cache
def _simplified(character: str) -> str:
    """One character as OpenCC simplifies it: one by one, so that the key of a part is a part of the key."""
    return character if character in _KEPT or character < "⺀" else _converter().convert(character)


@cache
def _converter() -> opencc.OpenCC:
    import opencc  # most names need it never

    return opencc.OpenCC("t2s")


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
