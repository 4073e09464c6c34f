"""What single cells of a spreadsheet say: a share, a status, a person or an organization."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_STATUS = (
    ("revoked", re.compile("吊销")),
    ("cancelled", re.compile("注销")),
    ("active", re.compile("存续|在业|开业|在营|正常|active")),
)
_UNIT = re.compile(
    r"公司|企业|合伙|中心|集团|委员会|国资委|银行|基金|计划|政府|财政|有限|办公室"
    r"|\b(?:LTD|LLC|LIMITED|INC|CORP|CO|LP|GMBH|HOLDINGS?)\b",
    re.IGNORECASE,
)
# The last character of longer names alone: 王志学 is a person.
_LONGER_UNIT = re.compile(r".{4,}[厂店社局院校学会所行部站队]")
_PERSON = re.compile(r"[一-鿿㐀-䶿]{2,4}|[一-鿿]+(?:·[一-鿿]+)+")


_BRACKETS = str.maketrans("〔〕【】［］", "()()()")
_DOTS = re.compile("[・•‧∙⋅]")


def written_alike(text: str) -> str:
    """A name or a case number as it enters an id: one kind of bracket and dot, half-width, small, without spaces.

    This is no key for matching, and must never change: what was loaded before is found again by it.

    >>> written_alike("（2019）测 0102执1194号") == written_alike("(2019)测0102执1194号")
    True
    """
    plain = unicodedata.normalize("NFKC", text.translate(_BRACKETS))
    return re.sub(r"[\s​﻿]", "", _DOTS.sub("·", plain)).lower()


def status_of(text: str) -> str | None:
    """The status of an organization; None for words that are none of 存续, 注销, 吊销 and their like."""
    return next((word for word, shape in _STATUS if shape.search(text)), None)


def has_percent_sign(text: str) -> bool:
    """Is the number written with a sign?"""
    return unicodedata.normalize("NFKC", text).endswith("%")


def number_in(text: str) -> Decimal | None:
    """The number that a cell holds, its percent sign apart; None where it is none."""
    try:
        found = Decimal(unicodedata.normalize("NFKC", text).rstrip("%").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**12 else None


def kind_by_name(name: str) -> str | None:
    """What bears this name, where the name itself tells it.

    >>> kind_by_name("王志学"), kind_by_name("临渊机械厂"), kind_by_name("J. Doe")
    ('person', 'organization', None)
    """
    if _UNIT.search(name) or _LONGER_UNIT.fullmatch(name):
        return "organization"
    return "person" if _PERSON.fullmatch(written_alike(name)) else None


def kind_told(text: str | None) -> str | None:
    """What a cell such as 自然人股东 or 企业法人 says."""
    if not text:
        return None
    if re.search("自然人|个人", text):
        return "person"
    return "organization" if re.search("法人|企业|机构|单位", text) else None
