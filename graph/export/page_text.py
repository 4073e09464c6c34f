"""What the page says in two languages, and how it looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from graph.model import Label

WORDS: Mapping[str, Label] = {
    "title": Label("关联网络与适用措施", "network and measures that apply"),
    "nearest": Label("图中只画最近的 {count} 个，表格载有全部", "the nearest {count} are drawn; the tables hold all"),
    "legend": Label(
        "圆形为个人，方形为单位；红色为失信被执行人；深色边框为所查主体；箭头由任职者、股东指向单位。",
        "Round: people. Square: organizations. Red: listed debtors. Dark rim: asked about. Arrows run from the holder "
        "of a role or share to the organization.",
    ),
    "as_of": Label("截至", "as of"),
    "hops": Label("{count} 步以内", "up to {count} ties"),
    "register": Label("数据", "register"),
    "policies": Label("政策", "policies"),
    "incomplete": Label(
        "网络不完整：查询被截断，或未加载名单。",
        "The network is incomplete: a limit cut the search short, or no list is loaded.",
    ),
    "parties": Label("主体", "Parties"),
    "findings": Label("适用的措施", "Measures that apply"),
    "findings_note": Label(
        "受到限制不等于被列入名单。未列出者，未发现措施适用；其关联情况未逐一查询。",
        "To be reached is not to be listed. Of a party that is not named here no measure was found; its own "
        "association was not searched.",
    ),
    "listings": Label("失信记录", "Listings"),
    "connections": Label("关联（不是限制）", "Connections (no restriction)"),
    "connections_note": Label("与名单上主体的联系，法律未因此设限。", "Ties to listed parties that no clause reaches."),
    "ties": Label("任职与持股", "Roles and shares"),
    "name": Label("名称", "name"), "id": Label("编号", "id"), "kind": Label("类型", "kind"),
    "number": Label("代码（证件号已掩码）", "identifier (ID masked)"), "steps": Label("步数", "ties away"),
    "listed": Label("失信被执行人", "listed debtor"), "outcome": Label("结论", "outcome"),
    "clause": Label("条款", "clause"), "what": Label("措施", "measure"), "through": Label("途径", "through"),
    "since": Label("自", "since"), "until": Label("至（不含）", "until (excluded)"),
    "certainty": Label("确定程度", "certainty"), "quote": Label("原文", "quotation"),
    "case": Label("案号", "case number"), "court": Label("执行法院", "court"),
    "listed_on": Label("发布日期", "listed on"), "debtor": Label("名单上的主体", "listed party"),
    "path": Label("路径", "path"), "holder": Label("任职者或股东", "holder"), "role": Label("职务", "role"),
    "organization": Label("单位", "organization"), "share": Label("持股比例", "share"),
    "source": Label("来源", "source"), "yes": Label("是", "yes"), "none": Label("无", "none"),
    "count": Label("{count} 项", "{count} measures"),
}  # fmt: skip

STYLE = """
:root{color:#1b2430;background:#fff;font:15px/1.55 system-ui,
"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
body{margin:0}main{max-width:1200px;margin:0 auto;padding:1.2rem}h1{font-size:1.5rem;margin:.2rem 0}
h2{font-size:1.15rem;margin:1.8rem 0 .4rem;border-bottom:1px solid #d8dde4}
figure{margin:1rem 0;border:1px solid #d8dde4;border-radius:6px;text-align:center}svg{width:100%;height:auto}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #e6e9ee}
th{font-weight:600;color:#4a5563;white-space:nowrap}.badge{padding:.05rem .45rem;border-radius:3px;white-space:nowrap;
background:#e6e9ee}.badge.restricted{background:#a4161a;color:#fff}.badge.review{background:#855000;color:#fff}
.badge.connected{background:#1d4e89;color:#fff}.badge.clear{background:#1d6b3a;color:#fff}.red{color:#a4161a}
.note{background:#f3f5f8;padding:.5rem .8rem;border-left:4px solid #1d4e89}summary{cursor:pointer}
.warning{background:#fff4e0;padding:.5rem .8rem;border-left:4px solid #855000}small{color:#4a5563}
details>summary{padding:.25rem 0}.quote summary{color:#4a5563;font-size:.85rem;padding:0}
@media print{details>*{display:block}}
"""


class Words:
    """The words of one language, escaped for a page."""

    def __init__(self, language: str) -> None:
        if language not in ("en", "zh"):
            raise ValueError(f"'{language}' is no language of the page; it is en or zh")
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """What the page says under ``key``."""
        return escape(getattr(WORDS[key], self.language).format(**values))

    def word(self, words: Mapping[str, Label], key: str | None) -> str:
        """A word of the vocabulary, not escaped; one that a policy added stands as it is."""
        label = words.get(key or "")
        return getattr(label, self.language) if label else str(key or "")

    def list(self, words: Iterable[str]) -> str:
        """Several words in a row, not escaped."""
        return ("、" if self.language == "zh" else ", ").join(words)
