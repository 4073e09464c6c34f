"""Names of people, drawn so that common ones repeat as often as they do in life.

Surnames carry their rough share of the population; given names are two lists of characters for each sex,
weighted by a power law, with the classics in front. Written from general knowledge; nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from graph.simulate.arrays import Floats, Whole, chance, drawn, joined, looked_up

_SURNAME_SHARES = """
王7.1 李7.0 张6.7 刘5.2 陈4.6 杨3.2 黄2.4 赵2.2 吴2.1 周2.1 徐1.6 孙1.5 马1.4 朱1.3 胡1.3 郭1.2 何1.1
林1.1 高1.1 罗1.0 郑.95 梁.85 谢.75 宋.7 唐.7 许.67 韩.65 冯.62 邓.6 曹.6 彭.58 曾.56 肖.55 田.52 董.5
潘.48 袁.47 蔡.46 蒋.46 余.44 于.43 杜.42 叶.42 程.41 苏.41 魏.4 吕.4 丁.39 任.38 卢.37 姚.37 沈.36
钟.36 姜.35 崔.34 谭.34 陆.33 汪.32 范.32 石.31 金.31 廖.31 贾.3 夏.29 韦.28 付.28 方.27 白.27 邹.27
孟.26 熊.26 秦.26 邱.25 江.25 尹.24 薛.24 闫.23 段.23 雷.22 侯.22 龙.21 史.21 陶.2 黎.2 贺.19 顾.19
毛.19 郝.18 龚.18 邵.18 万.17 钱.17 严.16 覃.16 武.16 戴.15 莫.15 孔.15 向.15 汤.14 欧阳.08 上官.02
司徒.02 诸葛.01 慕容.008 皇甫.008 尉迟.005 令狐.005 端木.004 东方.004
"""
_SURNAMES = _SURNAME_SHARES.split()
_MEN = (
    "建志文国明海永晓俊德家金春玉立新世宏少光振成学荣庆东子天启云福兴长大小嘉泽浩宇伟",
    "国军平华明强林峰辉东波生龙杰斌民良文海涛刚武成祥伟山忠才荣清光飞超鹏宁轩宇浩然阳",
    "伟强磊军勇涛杰超明刚平辉鹏斌波浩飞宇鑫凯健俊帆亮彬龙建峰毅旭林",
)
_WOMEN = (
    "秀桂玉丽淑晓雪美红春海小凤爱金艳慧雅婷佳思梦诗欣文云月兰翠素惠静冬瑞亚燕雨嘉若紫",
    "英兰珍华芳梅霞玲红丽萍艳娟敏琴云燕凤莲香芬娜琳颖静雯怡婷洁瑶萱涵琪慧蓉菊荣君彤妍",
    "芳娜敏静丽艳娟霞燕玲婷雪红梅琳慧莉倩颖丹萍洁晶欣莹琴蓉薇悦云",
)
_CLASSIC_WORDS = """
建国 建华 建军 志强 国强 文明 海涛 永强 志明 德明 家明 晓东 俊杰 浩宇 浩然 子轩 宇轩
秀英 桂英 玉兰 秀兰 桂兰 丽华 淑英 玉珍 淑珍 秀珍 桂芳 晓燕 晓红 丽娟 红梅 春梅 雪梅 佳怡 思涵 梦琪 诗涵 欣怡
"""
_CLASSICS = frozenset(_CLASSIC_WORDS.split())
_UIGHUR = """
买买提 阿卜杜拉 艾合买提 玉素甫 吐尔逊 依明 司马义 卡德尔 肉孜 尼牙孜 托合提 热合曼
阿依古丽 古丽娜尔 热娜 帕提古丽 米热古丽 祖丽菲亚 阿依努尔 迪丽娜尔 麦热姆 茹仙古丽
"""
_UIGHUR_MEN, _UIGHUR_WOMEN = _UIGHUR.split()[:12], _UIGHUR.split()[12:]

_SINGLE = 0.15  # given names of one character
_DOTTED = 0.006  # names of given name and father's name, with a middle dot
_OTHER_DOT = 0.15  # of those, typed with another dot than the standard one


def _given(lists: tuple[str, str, str]) -> tuple[list[str], Floats]:
    first, second, single = lists
    names = [one + other for one in first for other in second]
    falls = 1 / (np.arange(len(first)) + 3.0) ** 0.7
    weights = np.outer(falls, falls).ravel()
    weights *= [3.0 if name in _CLASSICS else 1.0 for name in names]
    weights *= (1 - _SINGLE) / weights.sum()
    alone = 1 / (np.arange(len(single)) + 2.0)
    return [*names, *single], np.concatenate([weights, alone / alone.sum() * _SINGLE])


SURNAMES = [word.rstrip("0123456789.") for word in _SURNAMES]
_SURNAME_WEIGHTS = [float(word.lstrip(name)) for word, name in zip(_SURNAMES, SURNAMES, strict=True)]
_MEN_GIVEN, _MEN_WEIGHTS = _given(_MEN)
_WOMEN_GIVEN, _WOMEN_WEIGHTS = _given(_WOMEN)
_GIVEN = [
    *_MEN_GIVEN,
    *_WOMEN_GIVEN,
    *(f"{dot}{father}" for dot in "·•" for father in _UIGHUR_MEN),
]
_LEADING = [*SURNAMES, *_UIGHUR_MEN, *_UIGHUR_WOMEN]
# Some given names stand in both lists: they are one name.
_SAME = np.unique(_GIVEN, return_inverse=True)[1].astype(np.int64)
NAMES = len(_LEADING) * len(_GIVEN)
_FATHERS = len(_MEN_GIVEN) + len(_WOMEN_GIVEN)


@dataclass(frozen=True, slots=True)
class PersonNames:
    """The names of some people: places in two lists of words, and the sex that goes with them (1: female)."""

    leading: Whole
    following: Whole
    female: Whole

    def text(self, rows: Whole | slice = slice(None)) -> pa.Array:
        """The names of these rows, written out."""
        return joined(looked_up(_LEADING, self.leading[rows]), looked_up(_GIVEN, self.following[rows]))

    def borne(self) -> Whole:
        """How many people bear each of the ``NAMES`` that there can be."""
        return np.bincount(self.leading * len(_GIVEN) + _SAME[self.following], minlength=NAMES)


def named_people(rng: Generator, count: int) -> PersonNames:
    """Names for ``count`` people, four in ten of them women (the share among officers of companies)."""
    female = chance(rng, 0.4, count)
    leading = drawn(rng, _SURNAME_WEIGHTS, count)
    following = np.where(female, len(_MEN_GIVEN) + drawn(rng, _WOMEN_WEIGHTS, count), drawn(rng, _MEN_WEIGHTS, count))
    dotted = chance(rng, _DOTTED, count)
    size = int(dotted.sum())
    given = np.where(
        female[dotted],
        len(_UIGHUR_MEN) + drawn(rng, [1.0] * len(_UIGHUR_WOMEN), size),
        drawn(rng, [1.0] * len(_UIGHUR_MEN), size),
    )
    leading[dotted] = len(SURNAMES) + given
    dot = chance(rng, _OTHER_DOT, size) * len(_UIGHUR_MEN)
    following[dotted] = _FATHERS + dot + drawn(rng, [1.0] * len(_UIGHUR_MEN), size)
    return PersonNames(leading, following, female.astype(np.int64))
