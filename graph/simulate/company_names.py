"""Names of organizations: place, coined word, trade, form. No such place exists; the word means nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from graph.simulate.arrays import Flags, Whole, between, chance, drawn, joined, looked_up, repeated
from graph.simulate.places import NAMES

_FIRST = "砺翊昶澍珩霁珀岫峤璟琮泠沄湜芃蘅荟翀翮煦曜晟昱晗旻朔樾槿棣楹榭椿桢檀栩梓"
_SECOND = "禾岚屿汀渚沚泽源川峻磐砚铄铭锴钧鋆镕鑫焱烨炜煊晖映昕易奕弈弘宥宸定安宁绎纶"
_THIRD = "达通和顺佳瑞祺祥隆昌盛茂丰裕益诚信德仁义智睿哲思远航驰越腾跃凌云飞扬启创新锐"

# The trade as it stands in a name, and the category of section 4 that goes with it (none: any company).
_WORDS = """
精密机械 电子科技 信息技术 网络科技 软件 商贸 贸易 国际贸易 供应链管理 物业管理 企业管理咨询 文化传播 广告
教育科技 生物科技 环保科技 新材料 纺织 服装 家具 包装 印刷 塑料制品 五金制品 电器 照明 汽车零部件 钢结构
钢铁 铝业 陶瓷 水泥 玻璃 农业发展 畜牧 水产 园林绿化 装饰设计 酒店管理 餐饮管理 旅游 体育文化 健康管理
投资管理 食品:food 乳业:food 粮油:food 药业:drug 医药:drug 化工:hazardous_chemicals 燃气:hazardous_chemicals
矿业:mining 烟花:fireworks 房地产开发:real_estate 置业:real_estate 建筑工程:construction 建设:construction
运输:transport 物流:transport 检测技术:testing 安全评价:safety_assessment 认证服务:certification
融资担保:financing_guarantee
"""
_TRADES = _WORDS.split()
TRADES = [trade.partition(":")[0] for trade in _TRADES]
TRADE_CATEGORIES = [trade.partition(":")[2] for trade in _TRADES]
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "行业协会", "公益基金会", "技术推广中心", "研究院")
_NOMINEE = "登记结算（代理人）有限公司"

COMPANY, SOCIAL_ORGANIZATION, PUBLIC_INSTITUTION = range(3)


@dataclass(frozen=True, slots=True)
class CompanyNames:
    """The names of some organizations, as places in the lists of words."""

    place: Whole
    word: Whole
    trade: Whole
    form: Whole
    style: Whole  # 0 plain; 1, 2 the place in brackets behind the word, full or half width; 3 a nominee

    def text(self, rows: Whole | slice = slice(None)) -> pa.Array:
        """The names of these rows, written out."""
        place, word, form, style = self.place[rows], self.word[rows], self.form[rows], self.style[rows]
        first, rest = np.divmod(word, len(_SECOND) * len(_THIRD))
        second, third = np.divmod(rest, len(_THIRD))
        coined = joined(looked_up(_listed(_FIRST), first), looked_up(_listed(_SECOND), second))
        coined = joined(coined, looked_up(_listed(_THIRD), third))
        ahead = looked_up([*NAMES, ""], np.where((style == 1) | (style == 2), len(NAMES), place))
        brackets = ["", *(f"（{name}）" for name in NAMES), *(f"({name})" for name in NAMES)]
        behind = looked_up(brackets, np.where((style == 1) | (style == 2), 1 + place + (style - 1) * len(NAMES), 0))
        nominee = style == 3
        silent = nominee | (form >= 5)
        trade = looked_up([*TRADES, ""], np.where(silent, len(TRADES), self.trade[rows]))
        ending = looked_up([*_FORMS, _NOMINEE], np.where(nominee, len(_FORMS), form))
        return joined(ahead, coined, behind, trade, ending)

    def renamed(self, rng: Generator, rows: Whole) -> CompanyNames:
        """Earlier names of these rows: the same place and trade, another word."""
        word = between(rng, 0, len(_FIRST) * len(_SECOND) * len(_THIRD), len(rows))
        return CompanyNames(self.place[rows], word, self.trade[rows], self.form[rows], self.style[rows])


def _listed(characters: str) -> list[str]:
    return list(characters)


def named_companies(rng: Generator, nature: Whole, place: Whole, joint_stock: Flags, nominee: Flags) -> CompanyNames:
    """A name for each organization; no two bear the same one."""
    count = len(nature)
    form = np.select(
        [nature == SOCIAL_ORGANIZATION, nature == PUBLIC_INSTITUTION, joint_stock],
        [3 + chance(rng, 0.3, count), 5 + chance(rng, 0.4, count), 2],
        default=chance(rng, 0.12, count),
    ).astype(np.int64)
    trade = drawn(rng, 1 / (np.arange(len(TRADES)) + 12.0) ** 0.4, count)
    style = np.where(nature == COMPANY, drawn(rng, [0.91, 0.06, 0.03], count), 0)
    style[nominee] = 3
    form[nominee] = 0
    trade[nominee | (form >= 5)] = 0  # their names show no trade
    words = len(_FIRST) * len(_SECOND) * len(_THIRD)
    word = between(rng, 0, words, count)
    while True:
        # Style is left out of the key: the two brackets are one name.
        key = ((place * words + word) * len(TRADES) + trade) * len(_FORMS) + form
        again = np.flatnonzero(repeated(key))
        if not len(again):
            return CompanyNames(place, word, trade, form, style)
        word[again] = between(rng, 0, words, len(again))
