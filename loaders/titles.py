"""Titles as people write them, and the role of the law that each of them is.

A title that is not known is no role: nothing is guessed. 公司法 art. 265 calls managers, deputy managers, the chief of
finance and a listed company's board secretary senior managers; what else is one, a company's articles say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from graph.model import Label

_DIRECTOR = (
    r"(?:副|执行|非执行|常务|独立|职工|职工代表|外部|独立非执行)?董事(?:长|会(?:主席|副主席|成员)|局(?:主席|副主席))?"
    r"|副董事长"
)
_SUPERVISOR = r"(?:职工|职工代表|股东代表|外部|独立)?监事(?:会(?:主席|副主席|召集人|成员)|长)?"
_MANAGER = (
    r"(?:常务|执行)?(?:副)?(?:总经理|总裁|经理|行长)|首席(?:执行|财务|运营|技术|风险|合规|信息)官|财务(?:负责人|总监)"
    r"|总会计师|董事会秘书|高级管理人员|高管"
)
_TITLES = (
    ("legal_representative", re.compile(r"法定代表人|法人代表|法人|法定代表人姓名|企业法人|法代")),
    ("principal", re.compile(r"(?:主要|企业|单位|机构)?负责人|执行事务合伙人")),
    ("actual_controller", re.compile(r"(?:疑似)?实际控制人|实控人")),
    ("directly_responsible", re.compile(r"(?:影响债务履行的)?直接责任人员?")),
    ("director", re.compile(_DIRECTOR)),
    ("supervisor", re.compile(_SUPERVISOR)),
    ("senior_manager", re.compile(_MANAGER)),
    ("shareholder", re.compile(r"(?:控股|自然人|法人|大)?股东|出资人|投资人|发起人")),
)
_ENGLISH: Mapping[str, str] = {
    "legal representative": "legal_representative", "principal": "principal", "actual controller": "actual_controller",
    "director": "director", "chairman": "director", "chairwoman": "director", "chairperson": "director",
    "chair": "director", "chairman of the board": "director", "board member": "director",
    "non-executive director": "director", "independent director": "director", "executive director": "director",
    "managing director": "director", "supervisor": "supervisor", "senior manager": "senior_manager",
    "general manager": "senior_manager", "chief executive officer": "senior_manager", "ceo": "senior_manager",
    "chief financial officer": "senior_manager", "cfo": "senior_manager", "shareholder": "shareholder",
}  # fmt: skip
_BETWEEN = re.compile(r"[、,，;；/|\n]|兼任?|(?<=[一-鿿])(?:和|及|与)(?=[一-鿿])")
_BRACKETS = re.compile(r"\([^()]*\)")


def role_of(title: str, roles: Mapping[str, Label]) -> str | None:
    """The role that a title is; None where it is none that is known.

    ``roles`` are the words in use, so that a role which a policy adds is known by its label too.
    """
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", title)).strip()
    if plain in roles:
        return plain
    for role, label in roles.items():
        if plain in (label.zh, label.en) and plain:
            return role
    for role, shape in _TITLES:
        if shape.fullmatch(plain):
            return role
    return _ENGLISH.get(plain.lower())


def role_in_a_company(title: str, roles: Mapping[str, Label]) -> str | None:
    """As ``role_of``; 负责人 alone is the principal here, and not the leader of a social organization."""
    return "principal" if title.strip() == "负责人" else role_of(title, roles)


def titles_in(text: str) -> list[str]:
    """The titles in one cell: 董事长兼总经理 are two."""
    plain = unicodedata.normalize("NFKC", text)
    return [part.strip() for part in _BETWEEN.split(plain) if part and part.strip()]
