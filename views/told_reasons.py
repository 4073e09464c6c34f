"""What a load says of rows and files, in the language of the page: the command's own sentences, told again.

The sentences come from the loaders in English, as they stand in ``rejects.csv``. One that is not known here is shown
as it stands.
"""

# ruff: noqa: E501  (one sentence a line)

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.evidence import Speech

_CHINESE: Mapping[str, str] = {
    # What is being done
    r"matching": "正在认定名单上的对象",
    r"reading (.+\.\w+)": "读取 {0}",
    r"told|screened|loaded": "完成",
    r"writing the parties": "写入主体",
    r"writing the roles": "写入职务与持股",
    r"writing the officers": "写入各单位任职人员",
    r"keys of the parties": "编制主体索引",
    r"binding the listings": "对应失信名单",
    r"indexing the names": "编制名称索引",
    r"putting the roles in order": "整理职务与持股",
    r"writing parties for Neo4j": "写入 Neo4j",
    r"Neo4j (?:imports|starts again)": "Neo4j 正在载入",
    r"listings, matches and indexes": "写入名单、对应与索引",
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
    # A record of a foreign source
    r"the record is no JSON object": "记录不是 JSON 对象",
    r"the line is no JSON": "此行不是 JSON",
    r"it bears no name": "没有名称",
    r"a later (?:statement|record) of (?:this record|it) takes its place": "已被同一记录的后续版本取代",
    r"the statement does not say which record it is": "未写明是哪条记录",
    r"no interest is told": "没有写明任何权益",
    r"no interest of it is a role held directly": "其权益都不是直接持有的职务或股权",
    r"the record is no entity with schema and properties": "记录不是带 schema 和 properties 的实体",
    r"an entity of this schema is no party and no role": "此类实体既不是主体，也不是职务",
    r"it may be a person or an organization; .+": "可能是个人，也可能是单位；应写明 Person、Company 或 Organization",
    r"no role is known for this (.+)": "此 {0} 没有对应的职务",
    r"an ultimate parent holds through others; .+": "最终母公司是间接持有；直接母公司已构成链条",
    r"the manager of a fund holds no role in it that the law names": "基金管理人在基金中没有法律所列的职务",
    r"a fund and its part are no roles": "基金与其子基金之间没有职务",
    r"a feeder fund holds no role that the law names": "联接基金没有法律所列的职务",
    r"a branch and its head are one person in law and no roles": "分支机构与总部在法律上是同一主体，没有职务",
    r"this relationship is none that GLEIF's level 2 knows": "不是 GLEIF 二级数据中的关系",
    r"the relationship no longer holds, and no day of its end is told": "关系已终止，而没有写明终止日期",
    r"the registration is (.+): another record stands in its place": "登记状态为 {0}，已被另一记录取代",
    r"an exception from reporting names no parent": "申报豁免没有写明母公司",
    r"the record has no link to itself": "记录没有指向自身的链接",
    r"the count at the end of a snapshot is no person": "快照末尾的计数不是主体",
    r"a person whose name is protected bears none here": "姓名受保护的人没有名称",
    r"a statement that nobody is known names nobody": "“不知道任何控制人”的声明没有写明主体",
    r"an exemption names nobody": "豁免没有写明主体",
    r"the event deletes the record; nothing is taken of it": "此事件删除该记录，未采用",
    r"no nature of this control is a role that the law names": "其控制方式都不是法律所列的职务",
    r"the record does not say of which company it is": "未写明是哪家公司的记录",
    # What a column means
    r"kind, or a role": "类别，或职务",
    r"name, numbers; holder, organization, role, share": "名称、号码；任职者或股东、单位、职务、持股比例",
    r"name, identifiers; holder, organization, interests": "名称、号码；任职者或股东、单位、权益",
    r"the last statement of a record stands": "同一记录以最后一份声明为准",
    r"name, former names, number, status": "名称、曾用名、号码、状态",
    r"whether the record stands": "记录是否有效",
    r"holder, organization, since, until": "任职者或股东、单位、起、止",
    r"holder, since, until, role": "任职者或股东、起、止、职务",
    r"id of the holder": "任职者或股东的编号",
    r"kind, compared with the number": "类别，与号码核对",
    r"tells namesakes apart": "用于分辨同名的人",
    r"director, honorary titles apart": "董事（荣誉头衔除外）",
    r"name of (?:a person|an organization)": "名称",
    r"id of an organization": "单位编号",
    # A file of a foreign source
    r"(.+) holds no file of .+; \.json and \.jsonl were looked for": "{0} 中没有这种来源的文件（.json 或 .jsonl）",
    r"(.+): (\d+) dates tell no day, and the widest days were taken": "{0}：{1} 个日期没有写明日，取最宽的范围",
    r"(.+): (\d+) other names \(.+\) have no place in a party": "{0}：{1} 个别名（name、alias、weakAlias）无处存放，未采用",
    r"(.+) is of the standard's version 0\.3 or earlier; version 0\.4 is read": "{0} 是 0.3 或更早的版本；可读的是 0.4 版",
    r"(.+) has no row of headings with the courts' fields; .+": "{0} 没有法院字段的标题行；须有 iname、caseCode、publishDate",
    r"(.+) is broken in record (\d+) \(line (\d+)\); .+": "{0} 的第 {1} 条记录（第 {2} 行）已损坏，文件可能不完整",
    r"(.+) is (?:no JSON|empty); it must hold records.*": "{0} 不是 JSON；应逐行或以一个数组列出记录",
    r"(.+) goes on after the end of its array; .+": "{0} 在数组结束之后还有内容；应只有一个数组",
    r"(.+) ends in the middle of line (\d+); .+": "{0} 在第 {1} 行中间结束，文件可能不完整",
    r"(.+): (\d+) companies are told by their number alone, .+": "{0}：{1} 家公司只有号码，以号码为名；同时载入公司资料即有名称",
    r"(.+): people of one name, sex and age are taken for one person only .+":
        "{0}：同名、同性别、同年龄的人，只有在来源中别无同名者时才认作一人",
    r"(.+): row (\d+) does not have the columns of the first row": "{0}：第 {1} 行的列数与首行不符",
    r"(.+) has no column 'party', and none of names or numbers .+; it has (.+)":
        "{0} 没有名称或号码列（如客户名称、统一社会信用代码、证件号码），也没有 party 列；现有 {1}",
    r"(.+) has no column '(.+)'; it has (.+)": "{0} 没有“{1}”列；现有 {2}",
    # A spreadsheet of one's own
    r"(.+): (\d+) posts are of people without a whole ID number; .+": "{0}：{1} 个职务的任职者没有完整身份证号；各自只认作该单位的人",
    r"(.+): (\d+) rows tell an organization by its name alone; .+": "{0}：{1} 行只写了单位名称；本文件内同名即认作同一单位",
    r"(.+): (\d+) organizations that hold bear no number; .+": "{0}：{1} 个持股单位没有号码；各自只认作该单位的股东",
    r"(.+): (\d+) values of the status are none of .+": "{0}：{1} 个经营状态不是存续、注销、吊销，留空",
    r"(.+): (\d+) values of the region are no GB/T 2260 code .+": "{0}：{1} 个地区不是 GB/T 2260 代码，留空",
    r"the columns '(.+)' and '(.+)' both read as (.+); .+": "“{0}”列与“{1}”列都会读作 {2}；请用旁边的对照文件说明",
    r"(.+): '(.+)' names people and no column tells their office": "{0}：“{1}”列是人名，而没有职务列",
    r"(.+) is no mapping; .+": "{0} 不是对照文件；其中可有 columns、roles、share",
    r"(.+): share is '(.+)'; .+": "{0}：share 为“{1}”；应为 percent 或 fraction",
    r"(.+): '(.+)' must say for each heading or title what it means": "{0}：“{1}”应逐一说明标题或职务的含义",
    r"(.+): '(.+)' \(of '(.+)'\) is not one of (.+)": "{0}：“{2}”的“{1}”不是可用的取值：{3}",
    # A file
    r"(.+): the table (.+) has no column '(.+)'; it has (.+)": "{0}：{1} 表没有“{2}”列；现有 {3}",
    r"(.+): the column '(.+)' is not part of (.+) and was not read": "{0}：“{1}”列不属于 {2} 表，未读取",
    r"(.+): (\d+) values of '(.+)' fail their check character; .+": "{0}：“{2}”列有 {1} 个值校验位不符，已照原样采用",
    r"(.+): (\d+) ID numbers in '(.+)' fail their check character; .+": "{0}：“{2}”列有 {1} 个身份证号校验位不符，已照原样采用",
    r"(.+): (\d+) records would list a minor by the birth in the number, (.+) among them; .+":
        "{0}：{1} 条记录按号码中的出生日期会把未成年人列入名单（如 {2}）；未成年人不得列入，请向法院核实",
    r"(.+) is no source that is known \((.+)\); .+":
        "不认识 {0}（{1}）；数据包含 parties、roles、listings 等表（.csv、.parquet、.xlsx），自己的表格须有“企业名称”“法定代表人”等标题",
    r"(.+) is no source that is known; an address .+": "不认识 {0}；登记库的地址应写作 neo4j://主机:端口",
    r"'(.+)' is no format of (.+); it is one of (.+)": "“{0}”不是 {1} 可用的格式；可用：{2}",
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
    r"(.+): the table (.+) stands there twice, as (.+) and (.+); keep one": "{0}：{1} 表有两份（{2}、{3}）；请保留一份",
    r"(.+) does not exist; .+": "{0} 不存在；请给出文件夹、.zip 或已知来源的文件",
    r"(.+) cannot be read: (.+)": "{0} 无法读取：{1}",
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
