"""What a load says of rows and files, in the language of the page: the command's own sentences, told again.

The sentences come from the loaders in English, as they stand in ``rejects.csv``. One that is not known here, such as
those about foreign sources, is shown as it stands.
"""

# ruff: noqa: E501  (one sentence a line)

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.evidence import Speech

_CHINESE: Mapping[str, str] = {
    # A source
    r"package": "数据包",
    r"spreadsheet": "自有表格",
    r"court_list": "法院名单",
    # Who is meant
    r"'(.+)' is borne by (\d+) parties; .+": "有 {1} 个主体名为“{0}”；请改用编号",
    r"the register holds no party '(.+)'; .+": "登记库中没有“{0}”",
    r"the register holds no listing '(.+)'": "登记库中没有编号为“{0}”的失信记录",
    r"(.+) cannot be about (.+), for an identifier contradicts .+": "记录 {0} 不可能是关于 {1} 的：号码相抵触；请更正来源数据",
    # A value
    r"it is empty, and it must not be": "为空，此列必填",
    r"it is not one of (.+)": "不是可用的取值：{0}",
    r"'(.+)' is not one of (.+)": "“{0}”不是可用的取值：{1}",
    r"it is not (18 characters of the alphabet of GB 32100)": "不是 GB 32100 规定的 18 位统一社会信用代码",
    r"it is not 9 characters": "不是 9 位组织机构代码",
    r"it is not 15 digits": "不是 15 位数字的注册号",
    r"it is no ID number of 18 or 15 digits, whole or masked": "不是 18 位或 15 位身份证号（完整或带星号）",
    r"it is no date; write YYYY-MM-DD": "不是日期；应写作 YYYY-MM-DD",
    r"it is no date; .+ are read": "不是日期；可写作 2019-07-09、2019年07月09日、20190709 等",
    r"there is no such day in the calendar": "日历上没有这一天",
    r"it is no number; a share is written between 0 and 1, such as 0\.25": "不是数字；持股比例应在 0 与 1 之间，如 0.25",
    r"a share lies between 0 and 1": "持股比例应在 0 与 1 之间",
    r"a former name is empty": "曾用名为空",
    r"a former name with dates is written name@since/until": "带日期的曾用名应写作 名称@起始/终止",
    r"a region is a GB/T 2260 code of 6 digits": "地区应为 GB/T 2260 的 6 位代码",
    r"no policy that is loaded knows this measure; .+": "已载入的政策中没有这项措施",
    r"it is before '(.+)'": "早于“{0}”列的日期",
    r"an order names its listing or its case_number": "限制消费令应写明所属记录（listing）或案号（case_number）",
    # A row among others
    r"no party has this id": "没有这个编号的主体",
    r"no listing has this id": "没有这个编号的失信记录",
    r"this party is a person, and a role is held in an organization": "该主体是个人；职务应在单位中担任",
    r"the same (.+) stands in an earlier row of this file with other values": "本文件前面已有相同的 {0}，而内容不同",
    r"the row does not have the (\d+) columns of (?:the first row|the headings)": "此行的列数与标题行不符（标题行 {0} 列）",
    r"(.+) knows no company of this code": "{0} 中没有这个代码的公司",
    r"an honorary title is no directorship": "荣誉头衔不是董事职务",
    r"its board is that of (.+): a second class of shares of one company": "董事会与 {0} 完全相同：是同一公司的另一类股份",
    r"the title is none that is known; .+": "不认识这一职务名称；可用旁边的对照文件说明",
    r"it is no number of an organization .+": "不是单位的号码（18、9 或 15 位）；若表格把它变成了 9.1E+17，请把该列设为文本",
    r"it is no number of a person or of an organization": "既不是个人也不是单位的号码",
    r"whether it is a person or an organization cannot be told; .+": "无法分辨是个人还是单位；请填“股东类型”列或号码",
    r"several organizations of this file bear this name; .+": "本文件中有几个单位同名；请填号码",
    r"it is empty; cells that were merged must be filled row by row": "为空；合并过的单元格须逐行填写",
    # A file
    r"(.+): the table (.+) has no column '(.+)'; it has (.+)": "{0}：{1} 表没有“{2}”列；现有 {3}",
    r"(.+): the column '(.+)' is not part of (.+) and was not read": "{0}：“{1}”列不属于 {2} 表，未读取",
    r"(.+): (\d+) values of '(.+)' fail their check character; .+": "{0}：“{2}”列有 {1} 个值校验位不符，已照原样采用",
    r"(.+): (\d+) ID numbers in '(.+)' fail their check character; .+": "{0}：“{2}”列有 {1} 个身份证号校验位不符，已照原样采用",
    r"(.+): (\d+) records would list a minor by the birth in the number, (.+) among them; .+":
        "{0}：{1} 条记录按号码中的出生日期会把未成年人列入名单（如 {2}）；未成年人不得列入，请向法院核实",
    r"(.+) is no source that is known \((.+)\); .+":
        "不认识 {0}（{1}）；数据包含 parties、roles、listings 等表（.csv、.parquet、.xlsx），自己的表格须有“企业名称”“法定代表人”等标题",
    r"(.+) is not in UTF-8 .+": "{0} 不是 UTF-8 编码；请另存为 UTF-8",
    r"(.+) is neither in UTF-8 nor in GB18030 .+": "{0} 既不是 UTF-8 也不是 GB18030 编码；请另存为 UTF-8",
    r"(.+) is in UTF-16.+": "{0} 是 UTF-16 编码；请另存为 UTF-8",
    r"(.+) is empty; .+": "{0} 是空文件；第一行应为列名",
    r"(.+) has the column '(.+)' twice; keep one of the two": "{0} 的“{1}”列出现两次；请保留一个",
    r"(.+) cannot be read as CSV .+": "{0} 无法按 CSV 读取",
    r"(.+) is no readable (.+) file .+": "{0} 不是可读的 {1} 文件，可能不完整",
    r"(.+) is no readable zip .+": "{0} 不是可读的 zip，可能不完整或已加密",
    r"(.+) (?:ends in the middle of a row|ends inside a quotation mark); .+": "{0} 在一行中间结束，文件可能不完整",
    r"(.+) holds no table of the data package; .+": "{0} 中没有数据包的表（parties、roles、listings）",
    r"(.+): the entry '(.+)' points outside the archive; nothing was read": "{0}：条目“{1}”指向压缩包之外，未读取任何内容",
    r"(.+): no row of headings is understood .+": "{0}：没有认得的标题行；须有“企业名称”或“统一社会信用代码”及另一列",
    r"(.+): the columns are person, role, and organization or category; it has (.+)":
        "{0}：应有 person、role，以及 organization 或 category 列；现有 {1}",
    r"(.+) in (.+) was left aside: .+": "{1} 中的 {0} 未读取：不属于这种格式",
}  # fmt: skip
_PATTERNS = [(re.compile(pattern), words) for pattern, words in _CHINESE.items()]


def in_language(speech: Speech, said: str) -> str:
    """What a load said, in the language of the page."""
    if speech.language != "zh":
        return said
    for pattern, words in _PATTERNS:
        found = pattern.fullmatch(said)
        if found:
            return words.format(*found.groups())
    return speech.told(said)
