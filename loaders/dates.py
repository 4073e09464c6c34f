"""Days as sources write them: the court's four forms, ISO with or without a time, slashes, a month or a year alone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_COURTS = ZoneInfo("Asia/Shanghai")
_TIME = r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
_DAY = re.compile(rf"(\d{{4}})(?:年|[-/.])(\d{{1,2}})(?:月|[-/.])(\d{{1,2}})日?(?:{_TIME})?")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.0+)?|\d{12,13}(?:\.0+)?")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?")
_YEAR = re.compile(r"(\d{4})年?")
NO_DAY = "it is no date; 2019-07-09, 2019年07月09日, 20190709, 2019-07-09 00:00:00 or the seconds since 1970 are read"
NO_SUCH_DAY = "there is no such day in the calendar"


@lru_cache(maxsize=16384)
def day_of(text: str) -> str:
    """The day that ``text`` names, as YYYY-MM-DD; seconds or milliseconds since 1970 are the court's, in Shanghai.

    Raises ``ValueError`` with what would be right.

    >>> [day_of(text) for text in ("2017年08月11日", "20190709", "2015-03-28 00:00:00", "1562601600")]
    ['2017-08-11', '2019-07-09', '2015-03-28', '2019-07-09']
    """
    plain = _plain(text)
    if found := _DAY.fullmatch(plain) or _RUN.fullmatch(plain):
        return _date(*found.groups()).isoformat()
    if _EPOCH.fullmatch(plain):
        seconds = int(plain.partition(".")[0])
        return datetime.fromtimestamp(seconds if abs(seconds) < 10**11 else seconds // 1000, _COURTS).date().isoformat()
    raise ValueError(NO_DAY)


def first_day(text: str) -> tuple[str, bool]:
    """The day from which something holds, and whether it was written as a day.

    Of a month or a year alone the first day is taken: the widest reading.

    >>> first_day("2019-03"), first_day("2019年3月9日")
    (('2019-03-01', False), ('2019-03-09', True))
    """
    if (start := _part(text)) is not None:
        return start[0].isoformat(), False
    return day_of(text), True


def last_day(text: str) -> tuple[str, bool]:
    """The first day on which something no longer holds, and whether it was written as a day.

    An end that is a day is that day; of a month or a year alone it is the day after its last.

    >>> last_day("2019-12"), last_day("2019"), last_day("2019-12-31")
    (('2020-01-01', False), ('2020-01-01', False), ('2019-12-31', True))
    """
    if (part := _part(text)) is not None:
        return part[1].isoformat(), False
    return day_of(text), True


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _part(text: str) -> tuple[date, date] | None:
    plain = _plain(text)
    if found := _MONTH.fullmatch(plain):
        first = _date(found[1], found[2], "1")
        return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
    if found := _YEAR.fullmatch(plain):
        first = _date(found[1], "1", "1")
        return first, _date(str(first.year + 1), "1", "1")
    return None


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(NO_SUCH_DAY) from None
