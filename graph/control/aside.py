"""Holders whose shares make nobody affiliated: those who hold for others, and the state.

The table is data. What such a holder has is shown and counted, but it controls nothing and passes no control on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from graph.model import Kind, Label, Party


class Aside(NamedTuple):
    """A sort of holders, and how their names read (a plain regular expression, see ``WholeView.named``)."""

    label: Label
    pattern: str


ASIDE: Mapping[str, Aside] = {
    # The securities depositories hold for everybody who trades through them.
    "nominee": Aside(
        Label("名义持有人", "nominee"),
        "^香港中央结算|^HKSCC NOMINEES|^中国证券登记结算|^HONG KONG SECURITIES CLEARING",
    ),
    # Funds and plans whose assets a bank keeps; a manager's vote is not the custodian's or the fund's own.
    "fund": Aside(
        Label("托管的基金或计划", "fund or plan in custody"),
        "证券投资基金$|资产管理计划$|资管计划$|信托计划$|理财产品$|企业年金计划$|养老金产品$"
        "|^全国社保基金.*组合$|^基本养老保险基金.*组合$|[-－—].*(基金|计划|组合|保险产品|万能险|分红险|专户)",
    ),
    # Common state control makes no affiliation: 公司法 art. 265 (4).
    "state": Aside(
        Label("国家出资人", "the state as shareholder"),
        "国有资产监督管理|人民政府|^财政部$|^中华人民共和国财政部|财政(厅|局)$|^中央汇金|^中国证券金融股份有限公司$",
    ),
}  # fmt: skip

ANY_ASIDE = "|".join(sort.pattern for sort in ASIDE.values())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def aside(party: Party) -> str | None:
    """The sort of holder that ``party`` is, where its shares make nobody affiliated; None for everybody else."""
    if party.kind is not Kind.ORGANIZATION:
        return None
    return next((word for word, sort in ASIDE.items() if _compiled(sort.pattern).search(party.name)), None)
