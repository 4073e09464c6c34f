"""Names and numbers of people and organizations that do not exist, drawn with a seed."""

from __future__ import annotations

from random import Random

from graph.model.identifiers import ID_CHECKS, ID_WEIGHTS, ORGANIZATION_WEIGHTS, USCC_ALPHABET, USCC_WEIGHTS

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单"
    "仇解查朴盖"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟", "皇甫", "令狐", "慕容", "东方", "公孙", "夏侯", "司徒")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉红建国文辉力波斌宇浩凯健俊帆帅旭宁龙林凤洁梅琳素"
    "云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉志义兴良海山仁宽福生元全胜学祥才发武新利清飞彬富顺信子昌成"
    "康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江超浩亮政谦亨奇固之"
    "轮翰朗伯宏言若鸣朋梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛"
)
MINORITY = (
    "买买提",
    "阿卜杜拉",
    "艾力",
    "古丽",
    "吐尔逊",
    "热合曼",
    "帕提古丽",
    "卡德尔",
    "玉素甫",
    "努尔兰",
    "巴特尔",
    "哈斯",
    "扎西",
    "达瓦",
    "次仁",
    "多吉",
    "木拉提",
    "依明",
    "阿依古丽",
    "肉孜",
)
REGIONS = (
    "110105",
    "310115",
    "440305",
    "330106",
    "320583",
    "510107",
    "420111",
    "230803",
    "350102",
    "640104",
    "411302",
    "130403",
)
PLACES = ("北京", "上海", "深圳", "杭州", "昆山", "成都", "武汉", "黑河", "泉州", "银川", "焦作", "邯郸")
BRANDS = (
    "华泰鼎晟恒瑞锦源昊天诚信博远汇丰兴业金桥永盛嘉禾正阳长宏瑞丰宏图卓越启航众合万通德润百川聚力中和云帆"
    "星辰海纳东升南岭西岳北辰"
)
TRADES = (
    "科技",
    "贸易",
    "建材",
    "物流",
    "食品",
    "置业",
    "电子",
    "机械",
    "餐饮管理",
    "新能源",
    "纺织",
    "医药",
    "船务",
    "环保工程",
)


def person_name(random: Random) -> str:
    """A surname of one character and one or two more."""
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2))))


def company_name(random: Random, place: str | None = None, form: str = "有限公司") -> str:
    """Place, brand, trade, legal form."""
    brand = "".join(random.choices(BRANDS, k=random.choice((2, 2, 3))))
    return f"{place or random.choice(PLACES)}{brand}{random.choice(TRADES)}{form}"


def id_number(random: Random, region: str | None = None, year: int | None = None) -> str:
    """An ID number of 18 that passes its check."""
    year = year or random.randint(1945, 2002)
    body = f"{region or random.choice(REGIONS)}{year}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    return with_check(body + f"{random.randint(0, 999):03d}")


def with_check(body: str) -> str:
    """Seventeen digits and their check."""
    return body + ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True)) % 11]


def published(number: str, random: Random) -> str:
    """A number as courts publish it; now and then with another count of stars, or with stars of full width."""
    stars = random.choice(("****", "****", "****", "***", "********", "＊＊＊＊"))
    return f"{number[:10]}{stars}{number[-4:]}"


def organization_code(random: Random) -> str:
    """Nine characters that pass their check."""
    body = "".join(random.choices("0123456789", k=7)) + random.choice("0123456789ABCDEFGHJKLMNPQRTUWXY")
    total = sum(int(char, 36) * weight for char, weight in zip(body, ORGANIZATION_WEIGHTS, strict=True))
    return body + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def uscc(random: Random) -> str:
    """A USCC that passes its check, the code inside it too."""
    body = "91" + random.choice(REGIONS) + organization_code(random)
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def registration_number(random: Random) -> str:
    """Fifteen digits whose check passes: authority, sequence, check. Now and then a day of birth could be read in."""
    body = f"{random.choice(REGIONS)}{random.randint(0, 3)}{random.randint(0, 9999999):07d}"
    product = 10
    for digit in body:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return body + next(last for last in "0123456789" if (product + int(last)) % 10 == 1)
