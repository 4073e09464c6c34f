"""Identifiers that pass their check and belong to nobody, computed for a whole column at once.

- A person's number begins with 99. GB/T 2260 has no province 99; on a foreigner's permanent residence card a
  9 is followed by the code of a province, and none begins with 9. No citizen or card holder can bear one.
- An organization's code begins with PDY, the block that GB 11714 sets aside for private use and never issues.
- A registration number begins with authority 99, which is none.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from graph.model.identifiers import USCC_ALPHABET
from graph.simulate.arrays import Codes, Whole, between, digits, repeated
from graph.simulate.provinces import Province

_USCC_WEIGHTS = np.array([pow(3, power, 31) for power in range(17)], dtype=np.int64)
_ORGANIZATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_ID_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_LETTERS = np.frombuffer(USCC_ALPHABET.encode(), dtype=np.uint8)
_PLACE = np.zeros(128, dtype=np.int64)
_PLACE[_LETTERS] = np.arange(31)
_ORGANIZATION_VALUE = np.zeros(128, dtype=np.int64)
_ORGANIZATION_VALUE[np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)] = np.arange(36)

_BLOCK = 31**5
_FICTIONAL_COUNTIES = 2000


def organization_codes(count: int, before: int = 0) -> Codes:
    """``count`` codes of nine characters, ``PDY…`` (28 million of them, then ``PD0…``), other than those ``before``."""
    index = np.arange(before, before + count, dtype=np.int64)
    # Scattered within the block, so that neighbours in the register do not look like a series.
    scattered = index // _BLOCK * _BLOCK + index % _BLOCK * 7_368_787 % _BLOCK
    number = (30 * _BLOCK + scattered) % 31**6
    codes = np.empty((count, 9), dtype=np.uint8)
    codes[:, 0], codes[:, 1] = ord("P"), ord("D")
    for column in range(7, 1, -1):
        number, place = np.divmod(number, 31)
        codes[:, column] = _LETTERS[place]
    check = 11 - _ORGANIZATION_VALUE[codes[:, :8]] @ _ORGANIZATION_WEIGHTS % 11
    codes[:, 8] = np.where(check == 10, ord("X"), np.where(check == 11, ord("0"), check + ord("0")))
    return codes


def usccs(department: Codes, region: Codes, organization: Codes) -> Codes:
    """Unified social credit codes: department and class, region, organization code, check character."""
    codes = np.concatenate([department, region, organization, organization[:, :1]], axis=1)
    total = _PLACE[codes[:, :17]] @ _USCC_WEIGHTS % 31
    codes[:, 17] = _LETTERS[(31 - total) % 31]
    return codes


def registration_numbers(index: Whole) -> Codes:
    """The fifteen-digit number for each index, of an authority whose code begins with 99."""
    body = digits(99_000_000_000_000 + index, 14)
    product = np.full(len(index), 10, dtype=np.int64)
    for column in range(14):
        total = (body[:, column] + product) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    check = (11 - product) % 10
    return (np.concatenate([body, check[:, None].astype(np.uint8)], axis=1) + ord("0")).astype(np.uint8)


def id_numbers(rng: Generator, born: Whole, female: Whole, province: Province | None = None) -> Codes:
    """Different 18-digit numbers for people born on the days ``born``; the 17th digit is odd for men.

    Each province has counties of its own.
    """
    number_of, of = (province.number, province.of) if province else (0, 1)
    first, end = (100 + at * _FICTIONAL_COUNTIES // of for at in (number_of, number_of + 1))
    count = len(born)
    when = born.astype("datetime64[D]")
    months = when.astype("datetime64[M]").astype(np.int64)
    day = (when - when.astype("datetime64[M]")).astype(np.int64) + 1
    birthday = (months // 12 + 1970) * 10_000 + (months % 12 + 1) * 100 + day
    number = np.zeros(count, dtype=np.int64)
    due = np.arange(count)
    while len(due):
        county = 990_000 + between(rng, first, end, len(due))
        order = between(rng, 0, 499, len(due)) * 2 + 2 - female[due]
        number[due] = (county * 100_000_000 + birthday[due]) * 1000 + order
        due = np.flatnonzero(repeated(number))
    body = digits(number, 17)
    check = _ID_CHECKS[body.astype(np.int64) @ _ID_WEIGHTS % 11]
    return np.concatenate([body + np.uint8(ord("0")), check[:, None]], axis=1).astype(np.uint8)


def masked(numbers: Codes) -> Codes:
    """ID numbers as the courts publish them: month and day of birth hidden."""
    shown = numbers.copy()
    shown[:, 10:14] = ord("*")
    return shown
