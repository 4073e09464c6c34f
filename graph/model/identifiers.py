"""Identifiers of Chinese parties: their shape, their check characters, their masks.

A check character that fails is a warning and lowers the grade of a match; it never rejects a row, because
codes with a failing check are in real use. Shape is another matter: a value of the wrong length is no code.

Sources: GB 32100-2015 (USCC), GB 11714-1997 (organization code), GS15-2006 (registration number, ISO 7064
MOD 11,10), GB 11643-1999 (ID number).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import blake2b

from graph.model.interval import calendar

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
USCC_WEIGHTS = tuple(pow(3, power, 31) for power in range(17))
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"

USCC_SHAPE = re.compile(rf"[{USCC_ALPHABET}]{{18}}")
ORGANIZATION_CODE_SHAPE = re.compile(r"[0-9A-Z]{8}[0-9X]")
REGISTRATION_NUMBER_SHAPE = re.compile(r"\d{15}")
ID_NUMBER_SHAPE = re.compile(r"\d{17}[0-9X]|\d{15}")
# The courts publish ten digits, stars, and the last four; the number of stars is not reliable.
MASK_SHAPE = re.compile(r"(\d{6,14})\*+([0-9X]{1,4})")
COURTS_MASK = r"\d{10}\*{4}\d{3}[0-9X]"  # as ``mask`` writes it
ADULT_AT = 18


def normalized(text: str) -> str:
    """An identifier as it is compared: half-width, upper case, no spaces or hyphens, ``*`` for a hidden run.

    >>> normalized(" 1101051949＊＊＊＊002x ")
    '1101051949****002X'
    >>> normalized("60003734-1")
    '600037341'
    """
    text = unicodedata.normalize("NFKC", text).upper()
    text = re.sub(r"[\s\-‐-―]", "", text)
    # A run of x inside a number of digits hides some as stars do; in a USCC or at the end an X is itself.
    hidden = re.fullmatch(r"(\d{6,14})(X{2,})(\d{1,3}[\dX]|[\dX])", text)
    if hidden and not uscc_check_passes(text):
        return f"{hidden[1]}{'*' * len(hidden[2])}{hidden[3]}"
    return text


def uscc_check_passes(code: str) -> bool:
    """Does the 18th character of a USCC follow from the first 17 (GB 32100-2015)?

    >>> uscc_check_passes("91350100M000100Y43"), uscc_check_passes("91350100M000100Y4Z")
    (True, False)
    """
    if not USCC_SHAPE.fullmatch(code):
        return False
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(code[:17], USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31] == code[17]


def organization_code_check_passes(code: str) -> bool:
    """Does the ninth character of an organization code follow from the first eight (GB 11714-1997)?

    >>> organization_code_check_passes("D2143569X")
    True
    """
    if not ORGANIZATION_CODE_SHAPE.fullmatch(code):
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(code[:8], ORGANIZATION_WEIGHTS, strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11)) == code[8]


def registration_number_check_passes(number: str) -> bool:
    """Does the last digit of a 15-digit registration number follow from the others (ISO 7064 MOD 11,10)?

    >>> registration_number_check_passes("110108000000016")
    True
    """
    if not REGISTRATION_NUMBER_SHAPE.fullmatch(number):
        return False
    product = 10
    for digit in number[:14]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (product + int(number[14])) % 10 == 1


def id_number_check_passes(number: str) -> bool:
    """Does the last character of an 18-digit ID number follow from the first 17 (GB 11643-1999)?

    A region is never looked at: residence permits begin with 81, 82, 83 and 9.

    >>> id_number_check_passes("11010519491231002X"), id_number_check_passes("440524188001010014")
    (True, True)
    """
    if not re.fullmatch(r"\d{17}[0-9X]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11] == number[17]


class IdentifierKind(StrEnum):
    """Which code a number is."""

    USCC = "uscc"
    ORGANIZATION_CODE = "organization_code"
    REGISTRATION_NUMBER = "registration_number"
    ID_NUMBER = "id_number"
    MASKED_ID_NUMBER = "masked_id_number"


def identifier_kind(number: str) -> IdentifierKind | None:
    """Which code a normalized number is, by its shape; None where it has the shape of none.

    18 digits may be a USCC or an ID number, 15 a registration number or an old ID number: there the check
    characters decide, and where neither passes it is taken for a person's, so that it is hashed and masked.
    """
    if MASK_SHAPE.fullmatch(number):
        return IdentifierKind.MASKED_ID_NUMBER
    if ID_NUMBER_SHAPE.fullmatch(number):
        if len(number) == 15:
            # One old ID number in ten passes the other code's check: a day of birth in it decides for a person.
            born = re.fullmatch(r"\d{8}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}", number)
            registered = not born and registration_number_check_passes(number)
            return IdentifierKind.REGISTRATION_NUMBER if registered else IdentifierKind.ID_NUMBER
        # A code of digits alone may pass the check of ID numbers too: a day of birth in it decides for a person.
        born = re.match(r"\d{6}(18|19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", number)
        if uscc_check_passes(number) and not (born and id_number_check_passes(number)):
            return IdentifierKind.USCC
        return IdentifierKind.ID_NUMBER
    if USCC_SHAPE.fullmatch(number):
        return IdentifierKind.USCC
    return IdentifierKind.ORGANIZATION_CODE if ORGANIZATION_CODE_SHAPE.fullmatch(number) else None


def full_id_number(number: str) -> str:
    """The 18-digit form of an ID number; a 15-digit one of the old kind gains its century and check."""
    if len(number) != 15:
        return number
    body = number[:6] + "19" + number[6:]
    total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return body + ID_CHECKS[total % 11]


def is_masked(number: str) -> bool:
    """Is part of this number hidden?"""
    return "*" in number


def mask(number: str) -> str:
    """An ID number as the courts publish it: the first ten, four stars, the last four.

    Already masked numbers keep what they show; there is one mask form, so that no two can be laid together.

    >>> mask("11010519491231002X")
    '1101051949****002X'
    """
    shown = MASK_SHAPE.fullmatch(number)
    if shown:
        return f"{shown[1][:10]}****{shown[2][-4:]}"
    full = full_id_number(number)
    return f"{full[:10]}****{full[-4:]}"


def mask_key(number: str | None) -> str | None:
    """What two masked numbers must share to agree: the first eight digits and the last three characters.

    None where less is shown, for then nothing can be said. The key finds candidates; ``masks_agree`` decides.

    >>> mask_key("1101051949****002X"), mask_key("110105****2X")
    ('11010519*02X', None)
    """
    shown = MASK_SHAPE.fullmatch(number or "")
    if shown is None or len(shown[1]) < 8 or len(shown[2]) < 3:
        return None
    return f"{shown[1][:8]}*{shown[2][-3:]}"


def masks_agree(one: str, other: str) -> bool | None:
    """Do two masked numbers agree in every place that both show? None where too little is shown to tell.

    Prefix and suffix are compared, never the length: the count of stars is not reliable. Fewer than eight
    common leading digits (region and a part of the birth year) say nothing.
    """
    left, right = MASK_SHAPE.fullmatch(one), MASK_SHAPE.fullmatch(other)
    if left is None or right is None:
        return None
    head, tail = min(len(left[1]), len(right[1]), 10), min(len(left[2]), len(right[2]), 4)
    if left[1][:head] != right[1][:head] or left[2][-tail:] != right[2][-tail:]:
        return False
    return True if head >= 8 and tail >= 3 else None


def shows_minor(masked: str | None, on: int) -> bool:
    """Was the bearer of a ``masked`` ID number under 18 on the day ``on``, whatever the hidden day of birth?

    >>> shows_minor("1101052006****0021", 19000), shows_minor("1101052000****0021", 19000)  # 2022-01-08
    (True, False)
    """
    if masked is None or not is_masked(masked) or not masked[6:10].isdecimal():
        return False
    when = calendar(on)
    return when is not None and 0 <= when.year - int(masked[6:10]) < ADULT_AT


def organization_code_of(code: str) -> str:
    """The nine-character organization code inside a USCC (characters 9 to 17)."""
    return code[8:17]


def keyed_hash(number: str, key: bytes) -> str:
    """A number that must be compared and never read: its keyed BLAKE2b, 32 hexadecimal digits.

    Without the key the few possible ID numbers could simply be tried one by one.
    """
    return next(keyed_hashes([full_id_number(number)], key))


def keyed_hashes(numbers: Iterable[str], key: bytes) -> Iterator[str]:
    """``keyed_hash`` of many numbers of 18 characters: the key is worked in once."""
    keyed = blake2b(key=key, digest_size=16)
    for number in numbers:
        one = keyed.copy()
        one.update(number.encode())
        yield one.hexdigest()
