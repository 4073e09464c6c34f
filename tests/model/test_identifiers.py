"""Identifiers by the examples of the standards and of the sources that are named in ``graph.model.identifiers``."""

from __future__ import annotations

import pytest

from graph.model import IdentifierKind, identifier_kind, keyed_hash, mask, masks_agree, normalized
from graph.model.identifiers import (
    full_id_number,
    id_number_check_passes,
    organization_code_check_passes,
    organization_code_of,
    registration_number_check_passes,
    uscc_check_passes,
)

ID_NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43", "91110000600037341L", "91110108551385082Q", "N1330100MF1234508X",
        "51110000500020M08T",
    ],
)  # fmt: skip
def test_a_credit_code_of_any_department_passes_its_check(code: str) -> None:
    assert uscc_check_passes(code)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4Z", "91350203M0001QAY9B", "91350100M000100Y4", "91350100M000100Y433", "",
        "91350100I000100Y43", "91350100m000100y43",
    ],
)  # fmt: skip
def test_a_wrong_credit_code_fails_its_check_and_is_told_apart_quietly(code: str) -> None:
    assert not uscc_check_passes(code)


def test_a_credit_code_whose_check_character_is_nought_passes() -> None:
    ending = [code for last in range(1000) if uscc_check_passes(code := f"91110000{last:09d}0")]
    assert ending, "two published implementations reject every one of these"


@pytest.mark.parametrize("code", ["600037341", "551385082", "M000100Y4", "D2143569X"])
def test_an_organization_code_passes_its_check(code: str) -> None:
    assert organization_code_check_passes(code)


@pytest.mark.parametrize("code", ["600037342", "D21435690", "60003734-1", "60003734", ""])
def test_a_wrong_organization_code_fails_its_check(code: str) -> None:
    assert not organization_code_check_passes(code)


def test_a_hyphen_is_printed_in_an_organization_code_and_not_compared() -> None:
    assert normalized("60003734-1") == "600037341"
    assert organization_code_check_passes(normalized("Ｄ2143569－ｘ"))


def test_the_organization_code_stands_inside_the_credit_code() -> None:
    assert organization_code_of("91350100M000100Y43") == "M000100Y4"
    assert organization_code_of("91110000600037341L") == "600037341"


def test_a_registration_number_passes_its_check() -> None:
    assert registration_number_check_passes("110108000000016")
    assert not registration_number_check_passes("110108000000017")
    assert not registration_number_check_passes("1101080000000")


@pytest.mark.parametrize("number", [ID_NUMBER, "440524188001010014"])
def test_an_id_number_passes_its_check_even_with_a_region_that_is_no_more(number: str) -> None:
    assert id_number_check_passes(number)


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "911100"])
def test_a_residence_permit_is_an_id_number(region: str) -> None:
    passing = [number for last in "0123456789X" if id_number_check_passes(number := f"{region}19900101001{last}")]
    assert len(passing) == 1
    assert identifier_kind(passing[0]) is IdentifierKind.ID_NUMBER


@pytest.mark.parametrize("number", ["110105194912310021", "11010519491231002", "11010519491231002x", ""])
def test_a_wrong_id_number_fails_its_check(number: str) -> None:
    assert not id_number_check_passes(number)


def test_an_id_number_of_fifteen_digits_is_the_same_person_as_its_eighteen() -> None:
    assert full_id_number("110105491231002") == ID_NUMBER
    assert keyed_hash("110105491231002", b"k" * 16) == keyed_hash(ID_NUMBER, b"k" * 16)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("91350100M000100Y43", IdentifierKind.USCC),
        ("M000100Y4", IdentifierKind.ORGANIZATION_CODE),
        ("110108000000016", IdentifierKind.REGISTRATION_NUMBER),
        (ID_NUMBER, IdentifierKind.ID_NUMBER),
        ("110105491231003", IdentifierKind.ID_NUMBER),
        ("1101051949****002X", IdentifierKind.MASKED_ID_NUMBER),
        ("1101080000000", None),
        ("暂无", None),
    ],
)
def test_a_number_is_known_by_its_shape_and_its_check(number: str, kind: IdentifierKind | None) -> None:
    assert identifier_kind(number) is kind


def test_a_mask_shows_the_first_ten_and_the_last_four_and_nothing_more() -> None:
    assert mask(ID_NUMBER) == "1101051949****002X"
    assert mask(normalized("110105194912****2x")) == "1101051949****2X"
    assert mask(normalized("1101051949＊＊＊＊＊002X")) == "1101051949****002X"


def test_a_run_of_x_hides_digits_as_stars_do() -> None:
    assert normalized("1101051949xxxx002x") == "1101051949****002X"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("1101051949****002X", "1101051949****002X", True),
        ("1101051949*****02X", "1101051949****002X", True),
        ("11010519****002X", "1101051949****002X", True),
        ("1101051950****002X", "1101051949****002X", False),
        ("1101051949****0021", "1101051949****002X", False),
        ("110105****002X", "1101051949****002X", None),
        ("1101051949****2X", "1101051949****002X", None),
    ],
)
def test_masks_agree_in_what_both_show_and_too_little_says_nothing(one: str, other: str, agree: bool | None) -> None:
    assert masks_agree(one, other) is agree
    assert masks_agree(other, one) is agree


def test_the_hash_of_an_id_number_needs_the_key() -> None:
    assert keyed_hash(ID_NUMBER, b"a" * 16) != keyed_hash(ID_NUMBER, b"b" * 16)


def test_a_code_of_digits_that_passes_both_checks_is_a_persons_only_with_a_day_of_birth_in_it() -> None:
    both = [
        f"91{body:06d}{tail:09d}{last}"
        for body in (110105,)
        for tail in range(600000000, 600003000, 7)
        for last in "0123456789"
        if uscc_check_passes(f"91{body:06d}{tail:09d}{last}")
        and id_number_check_passes(f"91{body:06d}{tail:09d}{last}")
    ]
    assert both
    assert {identifier_kind(number) for number in both} == {IdentifierKind.USCC}
