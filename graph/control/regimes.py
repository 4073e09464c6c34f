"""Who counts as controlling, by which law and since when. The table is data: each line says where it stands.

Regimes are never mixed: a question is asked under one of them. Shares are in units of 10⁻¹⁰.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from graph.model import EARLIEST, LATEST, Interval, Label, day
from graph.model.share import WHOLE, share_text


class Threshold(NamedTuple):
    """The share that decides during ``holds``; ``inclusive``: the share itself is enough (以上), or not (超过)."""

    holds: Interval
    share: int
    inclusive: bool
    source: str

    @property
    def least(self) -> int:
        """The least share that reaches it."""
        return self.share if self.inclusive else self.share + 1

    def as_json(self) -> dict[str, Any]:
        """The share, whether it is itself enough, and where that stands."""
        return {"share": share_text(self.share), "inclusive": self.inclusive, "source": self.source}


class Regime(NamedTuple):
    """One law's test. ``joint``: the votes of controlled companies are added to one's own (control); otherwise
    the effective share through every chain is compared with the threshold.
    """

    name: str
    label: Label
    thresholds: Sequence[Threshold]
    joint: bool

    def on(self, when: int) -> Threshold | None:
        """The threshold that is law on a day."""
        return next((threshold for threshold in self.thresholds if threshold.holds.holds_on(when)), None)


def _since(text: str) -> int:
    return day(date.fromisoformat(text), 0)


_NEW_COMPANY_LAW = _since("2024-07-01")

COMPANY_LAW = Regime(
    "company-law",
    Label("公司法", "Company Law"),
    (
        # The earlier definition is taken for the days before it was written, too: on every date somebody controls.
        Threshold(Interval(EARLIEST, _NEW_COMPANY_LAW), WHOLE // 2, True, "公司法（2018年修正）第二百一十六条"),
        Threshold(Interval(_NEW_COMPANY_LAW, LATEST), WHOLE // 2, False, "公司法（2023年修订）第二百六十五条"),
    ),
    joint=True,
)

REGIMES: Mapping[str, Regime] = {
    regime.name: regime
    for regime in (
        COMPANY_LAW,
        Regime(
            "bank-related-party",
            Label("银行保险机构关联交易", "related parties of banks and insurers"),
            (
                Threshold(
                    Interval(_since("2022-03-01"), LATEST), WHOLE // 20, True, "银行保险机构关联交易管理办法第六条"
                ),
            ),
            joint=False,
        ),
        Regime(
            "listed-company",
            Label("上市公司信息披露", "related parties of listed companies"),
            (
                Threshold(
                    Interval(_since("2025-07-01"), LATEST), WHOLE // 20, True, "上市公司信息披露管理办法（2025）附则"
                ),
            ),
            joint=False,
        ),
        Regime(
            "tax",
            Label("关联申报", "related parties for taxation"),
            (
                Threshold(
                    Interval(_since("2016-01-01"), LATEST), WHOLE // 4, True, "国家税务总局公告2016年第42号第二条"
                ),
            ),
            joint=False,
        ),
        Regime(
            "beneficial-owner",
            Label(
                "受益所有人识别参考（持股25%，由人判断）",
                "an aid to whoever identifies beneficial owners: 25 % of the shares",
            ),
            (Threshold(Interval(_since("2024-11-01"), LATEST), WHOLE // 4, True, "受益所有人信息管理办法第六条"),),
            joint=False,
        ),
    )
}
