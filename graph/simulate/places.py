"""Where fictional parties live: real region codes (GB/T 2260), so that local policies apply; coined names.

A court or a company carries the coined name, so that none can be taken for a real one. For the same reason
a case number shows court code 99, which no court has.
"""

from __future__ import annotations

_WORDS = """
110105 云渚 110108 青崖 120101 澜浦 130102 砚汀 140105 霁川 150102 朔沚 210102 汀阳 210203 鹭砣 220102 栖柏
230102 凇渡 231100 墨浒 231102 墨沄 231123 墨岬 231181 墨堑 310104 汐泾 310115 潋浦 320102 梧陵 320506 棹溪
330102 苕渚 330106 槿湖 330203 屿汊 340102 徽沚 350102 榕汊 350203 鹭岬 350502 鲤渚 350503 桐汐 350505 潮屿
350521 崇汀 350524 茗壑 350581 狮汐 350582 沄江 350583 泠安 360102 洎湖 370102 岱汀 370202 琅岬 410102 嵩沚
410105 砚河 410811 沁浒 410823 沁汀 420102 楚汊 430102 芙汀 440103 珠汊 440106 穗岬 440304 鹏渚 440305 鹏汐
441900 莞浒 450103 邕沚 460106 琼岬 500103 渝汊 510104 锦渚 510107 蓉浒 520102 筑沚 530102 滇渚 540102 藏柏
610102 雍沚 620102 皋砚 630102 湟沚 640104 贺渚 640105 贺汀 640106 贺浒 640205 贺堑 640302 贺屿 640402 贺崖
640502 贺砣 650102 昆沚
"""
_PLACES = _WORDS.split()

CODES: tuple[str, ...] = tuple(_PLACES[0::2])
NAMES: tuple[str, ...] = tuple(_PLACES[1::2])

_MUCH = {"11": 3.0, "31": 3.0, "44": 4.0, "33": 3.0, "32": 3.5}
WEIGHTS: tuple[float, ...] = tuple(_MUCH.get(code[:2], 1.0) for code in CODES)

_PROVINCE_CODES = """
11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65
"""
_PROVINCE_WORDS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_PROVINCES = dict(zip(_PROVINCE_CODES.split(), _PROVINCE_WORDS, strict=True))
# (2019)闽9923执… : the province is real, court code 99 is not.
COURT_CODES: tuple[str, ...] = tuple(f"{_PROVINCES[code[:2]]}99{place % 100:02d}" for place, code in enumerate(CODES))
COURTS: tuple[str, ...] = tuple(
    f"{name}市中级人民法院" if code[4:] == "00" else f"{name}区人民法院"
    for code, name in zip(CODES, NAMES, strict=True)
)
