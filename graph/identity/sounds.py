"""How a name sounds: its syllables in pinyin without tones. A way of finding somebody, never a proof.

A surname has its own reading: 单 is shàn, 查 zhā, 仇 qiú, 解 xiè, 朴 piáo. Elsewhere a phrase
decides (重庆 is chóng qìng), and else the commonest reading of the character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from graph.identity.names import name_key

# Surnames that are not read as the same character is elsewhere; where two readings are in use, both.
SURNAMES = {
    "单": "shan", "查": "zha", "仇": "qiu", "解": "xie", "朴": "piao", "曾": "zeng", "区": "ou", "任": "ren",
    "华": "hua", "盖": "ge|gai", "覃": "qin|tan", "乐": "yue|le", "尉": "wei", "缪": "miao", "员": "yun",
    "贠": "yun", "种": "chong", "繁": "po", "秘": "bi", "折": "she", "冼": "xian", "洗": "xian", "翟": "zhai",
    "瞿": "qu", "黑": "he", "牟": "mu|mou", "都": "du", "车": "che", "能": "nai", "燕": "yan", "应": "ying",
    "那": "na", "乜": "nie", "钭": "tou", "郗": "xi|chi", "阚": "kan", "郇": "xun|huan", "昝": "zan",
    "过": "guo", "幺": "yao", "重": "chong", "宓": "mi|fu", "费": "fei|bi", "谌": "chen|shen", "藏": "zang",
    "行": "xing", "相": "xiang", "召": "shao", "宿": "su", "隗": "wei|kui", "晟": "cheng", "石": "shi",
    "卜": "bu", "葛": "ge", "俞": "yu", "哈": "ha", "纪": "ji", "宁": "ning", "柏": "bai", "沈": "shen",
    "曲": "qu", "呙": "guo", "逄": "pang", "逯": "lu", "訾": "zi", "长": "chang", "盛": "sheng", "占": "zhan",
    "於": "yu", "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "长孙": "zhang sun", "令狐": "ling hu",
    "单于": "chan yu", "夏侯": "xia hou", "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan",
    "诸葛": "zhu ge", "皇甫": "huang fu", "慕容": "mu rong", "呼延": "hu yan", "宇文": "yu wen", "鲜于": "xian yu",
    "赫连": "he lian", "宰父": "zai fu",
}  # fmt: skip
_SYLLABLES = frozenset(
    re.findall(
        "[a-z]+",
        """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng
    cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
    cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
    e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan
    guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian
    jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan
    kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan
    lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao
    ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei
    pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran
    rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang
    shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta
    tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu
    xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan
    yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua
    zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
    """,
    )
)
_READINGS_TYPED = 8  # a row of letters may be cut into syllables in several ways: xian is xian or xi an
_PIECES = re.compile(r"[⺀-鿿豈-﫿\U00020000-\U0003ffff]|[a-z]+|[0-9]+")


def sounds(name: str, *, person: bool) -> list[str]:
    """The ways in which a name is read, syllables parted by spaces; the commonest first.

    >>> sounds("单国强", person=True), sounds("重庆长安", person=False)
    (['shan guo qiang'], ['chong qing chang an'])
    """
    return sounds_of(name_key(name), person=person)


def sounds_of(key: str, *, person: bool) -> list[str]:
    """``sounds`` of a name whose key is known."""
    size = next((size for size in (2, 1) if person and len(key) > size and key[:size] in SURNAMES), 0)
    rest = " ".join(_syllables(key[size:]))
    if not size:
        return [rest]
    return [f"{reading} {rest}" for reading in SURNAMES[key[:size]].split("|")]


def initials(sound: str) -> str:
    """The first letters of the syllables: ``sgq`` of ``shan guo qiang``."""
    return "".join(syllable[0] for syllable in sound.split())


def typed_sounds(text: str) -> list[str]:
    """The syllables that somebody may mean who types letters, in the ways in which they can be cut; else nothing.

    >>> typed_sounds("Shan Guoqiang"), typed_sounds("xian")
    (['shan guo qiang'], ['xian', 'xi an'])
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("ü", "v").replace("u:", "v").replace("lyu", "lv")
    words = re.split(r"[\s'’·.\-]+", plain.strip())
    if not words or not all(re.fullmatch(r"[a-z]+", word) for word in words):
        return []
    ways = [""]
    for word in words:
        cuts = list(_cuts(word))
        ways = [f"{way} {cut}".strip() for way in ways for cut in cuts][:_READINGS_TYPED]
    return ways


def typed_initials(text: str) -> str:
    """The letters of ``text`` where it could be initials of a name; else nothing."""
    letters = re.sub(r"[\s'’.\-]", "", unicodedata.normalize("NFKC", text).lower())
    return letters if re.fullmatch(r"[a-z]{2,12}", letters) else ""


def _cuts(word: str) -> Iterator[str]:
    """The ways to cut letters into syllables, longer ones first."""
    if not word:
        yield ""
    for size in range(min(6, len(word)), 0, -1):
        if word[:size] in _SYLLABLES:
            for rest in _cuts(word[size:]):
                yield f"{word[:size]} {rest}".strip()


def _syllables(key: str) -> list[str]:
    read, phrases, begun = _readings()
    found: list[str] = []
    at = 0
    while at < len(key):
        if key[at : at + 2] in begun:
            phrase = next((key[at : at + size] for size in (4, 3, 2) if key[at : at + size] in phrases), "")
            if phrase:
                found += [_plain(syllable[0]) for syllable in phrases[phrase]]
                at += len(phrase)
                continue
        piece = key[at] if key[at] > "z" else _word(key, at)
        if heard := read(piece):
            found.append(heard)
        at += len(piece)
    return found


def _word(key: str, at: int) -> str:
    """The letters or digits that begin at ``at``; a single character where there are none."""
    piece = _PIECES.match(key, at)
    return piece[0] if piece else key[at]


@cache
def _readings() -> tuple[Callable[[str], str], Mapping[str, Sequence[Sequence[str]]], frozenset[str]]:
    """The commonest reading of each character; the readings of phrases; and how phrases begin."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    @cache
    def read(piece: str) -> str:
        if not _PIECES.match(piece):
            return ""
        return _plain(PINYIN_DICT.get(ord(piece), piece).split(",")[0]) if len(piece) == 1 else piece

    return read, PHRASES_DICT, frozenset(phrase[:2] for phrase in PHRASES_DICT)


@cache
def _plain(syllable: str) -> str:
    """A syllable without its tone; ü is v, as people type it."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v").replace("ɡ", "g")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
