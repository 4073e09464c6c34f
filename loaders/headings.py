"""What the headings of somebody's own spreadsheet mean: known Chinese headings, or what a small YAML file says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.model import Label
from graph.model.tables import FormatError
from loaders.titles import role_in_a_company

ORGANIZATION = ("organization", "uscc", "organization_code", "registration_number")
DESCRIBING = ("former_names", "categories", "region", "status")
HOLDER = ("holder", "holder_number", "holder_kind")
MEANINGS = (*ORGANIZATION, *DESCRIBING, *HOLDER, "role", "share", "since", "until", "ignore")
NUMBER_OF = "number of "  # and a role: the number of whom that column names

_WORDS: Mapping[str, str] = {
    "organization": "企业名称 公司名称 单位名称 机构名称 企业 公司 单位 任职单位 任职企业 被投资企业 被投资企业名称 "
    "主体名称 客户名称 借款人 借款企业 名称",
    "uscc": "统一社会信用代码 社会信用代码 信用代码 统一代码 统一信用代码 统一社会信用代码/注册号",
    "organization_code": "组织机构代码 组织机构代码证号",
    "registration_number": "注册号 工商注册号 营业执照号 营业执照注册号",
    "former_names": "曾用名 企业曾用名",
    "categories": "机构类别 企业类别",
    "region": "行政区划 行政区划代码 区划代码",
    "status": "登记状态 经营状态 企业状态 状态",
    "holder": "姓名 人员姓名 任职人员 任职人员姓名 董监高姓名 高管姓名 股东 股东名称 股东姓名 股东名称/姓名 出资人 "
    "投资人 投资人名称 投资方",
    "holder_number": "身份证号 身份证号码 身份证件号码 证件号 证件号码 公民身份号码 股东证件号 股东证件号码 "
    "股东统一社会信用代码",
    "holder_kind": "股东类型 人员类型 投资人类型 主体类型",
    "role": "职务 职位 任职 担任职务 任职职务 任职情况 岗位",
    "share": "持股比例 出资比例 股权比例 投资比例 占股比例 持股占比",
    "since": "任职起始日期 任职日期 任职开始日期 起始日期 任职起始 开始日期 持股起始日期",
    "until": "任职终止日期 任职结束日期 离任日期 免职日期 终止日期 结束日期 持股终止日期",
}
_KNOWN = {heading: meaning for meaning, headings in _WORDS.items() for heading in headings.split()}
_AMOUNT = re.compile(r"资本|出资额|金额|万元|股数|持股数")
_UNIT = re.compile(r"\([^()]*\)$")
_NUMBER = re.compile(r"(.+?)(?:的)?(?:身份证(?:件)?号码?|证件号码?)$")
_NAME = re.compile(r"(.+?)(?:姓名|名称)$")


@dataclass(frozen=True, slots=True)
class Told:
    """What the file beside a spreadsheet says: headings by meaning, titles by role, the unit of shares."""

    columns: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings, at its place among the rows, and what each column means (by its place)."""

    at: int
    cells: Sequence[str]
    meanings: Mapping[int, str]

    def place(self, meaning: str) -> int | None:
        """The column of this meaning."""
        return next((place for place, found in self.meanings.items() if found == meaning), None)


def plain(heading: str) -> str:
    """A heading as it is compared: half-width, no spaces, no star or unit at its end."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading)).strip("*:")
    return _UNIT.sub("", text) or text


def meaning_of(heading: str, roles: Mapping[str, Label]) -> str | None:
    """What a heading means by itself; None where it is not known."""
    text = plain(heading)
    if text in _KNOWN:
        return _KNOWN[text]
    if _AMOUNT.search(unicodedata.normalize("NFKC", heading)):
        return None
    if (numbered := _NUMBER.fullmatch(text)) and (role := role_in_a_company(numbered[1], roles)):
        return NUMBER_OF + role
    named = _NAME.fullmatch(text)
    return role_in_a_company(named[1] if named else text, roles)


def find_headings(
    rows: Sequence[tuple[int, Sequence[str]]], roles: Mapping[str, Label], mapping: Told
) -> Headings | None:
    """The row of headings among the first rows: the one with the most columns that are understood.

    It must name the organization and one thing more. Raises ``FormatError`` where two columns mean the same.
    """
    best: Headings | None = None
    for at, (_, cells) in enumerate(rows[:10]):
        meanings: dict[int, str] = {}
        for place, cell in enumerate(cells):
            found = mapping.columns.get(cell.strip()) or meaning_of(cell, roles) if cell.strip() else None
            if found and found != "ignore":
                meanings[place] = found
        known = len(meanings) >= 2 and bool({"organization", "uscc"} & set(meanings.values()))
        if known and (best is None or len(meanings) > len(best.meanings)):
            best = Headings(at, cells, meanings)
    if best is None:
        return None
    told: dict[str, str] = {}
    for place, meaning in best.meanings.items():
        if meaning in told:
            raise FormatError(
                f"the columns '{told[meaning]}' and '{best.cells[place]}' both read as {meaning}; "
                "a mapping beside the file says which is meant"
            )
        told[meaning] = best.cells[place]
    return best


def read_mapping(path: Path, roles: Mapping[str, Label]) -> Told:
    """The mapping beside the spreadsheet at ``path`` (名单.xlsx: 名单.yaml); an empty one where there is none.

    Raises ``FormatError`` for whatever in it is not understood.
    """
    beside = path.with_suffix(".yaml")
    if not beside.is_file():
        return Told()
    from graph.policy import PolicyError
    from graph.policy.strict_yaml import read

    try:
        document = read(beside.read_text(encoding="utf-8-sig"), beside.name).value
    except (PolicyError, UnicodeDecodeError) as error:
        raise FormatError(str(error).splitlines()[0]) from None
    if not isinstance(document, dict) or set(document) - {"columns", "roles", "share"}:
        raise FormatError(f"{beside.name} is no mapping; it may hold columns, roles and share")
    columns: Any = document.get("columns", {})
    titles: Any = document.get("roles", {})
    share: Any = document.get("share")
    words = (*MEANINGS, *roles, *(NUMBER_OF + role for role in roles))
    for name, given, right in (("columns", columns, words), ("roles", titles, tuple(roles))):
        if not isinstance(given, dict):
            raise FormatError(f"{beside.name}: '{name}' must say for each heading or title what it means")
        for key, value in given.items():
            if value not in right:
                raise FormatError(f"{beside.name}: '{value}' (of '{key}') is not one of {', '.join(right)}")
    if share not in (None, "percent", "fraction"):
        raise FormatError(f"{beside.name}: share is '{share}'; it is percent or fraction")
    return Told(columns, titles, share)
