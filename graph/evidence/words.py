"""The words in which an answer is told, in Chinese and in English: on a page, on paper."""

# ruff: noqa: E501  (one text a line)
# fmt: off

from __future__ import annotations

from collections.abc import Mapping

from graph.model import Label

WORDS: Mapping[str, Label] = {
    "not_advice": Label("供核查参考，不构成法律意见。", "Not legal advice."),
    "outside_mark": Label("登记库以外", "outside the register"),
    "as_of": Label("查询日 {day}", "as of {day}"),
    "since": Label("自 {day} 起", "since {day}"),
    "since_unknown": Label("起始日不详", "since an unknown date"),
    "until": Label("至 {day}", "until {day}"),
    "all_areas": Label("全部领域", "all areas"),
    "listed_short": Label("失信", "listed"),
    "listed_maybe": Label("疑似失信", "maybe listed"),
    "verified": Label("已核对", "verified"),
    "unverified": Label("日期未经证实，照印文适用", "the date is not proven; applied as printed"),
    "not_read": Label("未读到原文，此处为转述", "The text was not read; what stands here is told in other words."),
    "discretionary": Label("由办理单位裁量", "left to the unit's discretion"),
    "mandatory": Label("依法必须", "required by law"),
    "evidence_order": Label("限制消费令点名", "an order names the party"),
    "region": Label("地区 {region}", "region {region}"),
    "data_rows": Label("{parties} 个主体、{roles} 条职务、{listings} 条名单", "{parties} parties, {roles} roles, {listings} listings"),
    "date": Label("查询日期", "On the date"),
    "office": Label("拟任职务", "Office"),
    "listed_organization": Label("本户为失信被执行人", "is itself a listed debtor"),
    "listed_person": Label("本人为失信被执行人", "is himself or herself a listed debtor"),
    "listed_unproven": Label("有失信记录可能指该对象，身份尚未证实", "a published record may be about this party; that is not proven"),
    "not_listed_organization": Label("本户不在失信名单", "is not itself listed"),
    "not_listed_person": Label("本人不在失信名单", "is not listed"),
    "state": Label("申请人与任职人员", "Applicant and officers"),
    "state_party": Label("对象", "Party"),
    "state_listed": Label("失信名单", "Listed"),
    "yes": Label("在名单", "yes"),
    "no": Label("不在", "no"),
    "reasons": Label("理由", "Reasons"),
    "no_reasons": Label("没有措施及于该对象。", "No measure reaches this party."),
    "changes_nothing": Label("不影响结论", "changes nothing"),
    "path": Label("路径", "Path"),
    "clauses": Label("全部条款（{count}）", "All clauses ({count})"),
    "connections": Label("关联（{count}）", "Connections ({count})"),
    "picture": Label("关系图", "Network"),
    "scope": Label("查询范围", "What was looked at"),
    "document": Label("文件", "Document"),
    "article": Label("条款", "Article"),
    "effect": Label("方式", "Effect"),
    "units": Label("执行单位", "Units"),
    "units_unnamed": Label("条款未列明", "not named by the clause"),
    "in_force": Label("施行日期", "In force"),
    "holds": Label("本结论期间", "Holds"),
    "needs": Label("尚缺", "Lacking"),
    "because": Label("因", "Because"),
    "bars": Label("所涉职务", "Office"),
    "undecided": Label("{count} 条同名记录无法证实也无法排除是否为该对象，不影响结论，需人工核对", "{count} records bear the name and nothing proves or excludes them: they change no outcome and want a person's eye"),
    "connection_words": Label("以下只是关联，不是限制：没有条款因此限制该对象。", "These are associations and no restriction: no clause reaches this party because of them."),
    "looked_register": Label("登记库", "Register"),
    "looked_register_is": Label("{rows}；摘要 {digest}", "{rows}; digest {digest}"),
    "looked_at": Label("已查", "Looked at"),
    "looked_listings": Label("失信名单", "published records"),
    "looked_roles": Label("职务与持股", "roles and shares"),
    "looked_law": Label("适用政策", "Policies applied"),
    "looked_silent": Label("未能适用", "Not covered"),
    "looked_nothing": Label("无", "none"),
    "role": Label("职务", "Role"),
    "identifier": Label("证件号码", "Identifier"),
    "area": Label("领域", "Area"),
    "case_number": Label("案号", "Case"),
    "listed_on": Label("列入日期", "Listed on"),
    "name": Label("姓名或名称", "Name"),
    "certainty": Label("确定性", "Certainty"),
    "outcome": Label("结论", "Outcome"),
    "debtor": Label("失信被执行人", "Debtor"),
    "quote": Label("原文", "Quotation"),
    "incomplete": Label("查询因数量上限而中断，或未载入失信名单：不能据此认定没有限制。", "A limit cut the search short, or no listings are loaded: nothing may be called clear."),
    "court": Label("法院", "Court"),
    # The paper
    "paper_title": Label("关联核查证据材料", "Evidence of an exposure check"),
    "paper_question": Label("查询事项", "The question"),
    "paper_asked": Label("查询", "Asked"),
    "paper_check": Label("及于该对象的全部措施", "everything that reaches this party"),
    "paper_credit": Label("授信查询：申请人及其任职人员", "the lender's look: the applicant and its officers"),
    "paper_appoint": Label("任职核查：该日能否担任该职务", "may this office be taken on that date"),
    "paper_areas": Label("各领域的结论", "The outcome in each area"),
    "paper_again": Label("复现", "To make it again"),
    "paper_again_why": Label("对摘要为 {digest} 的登记库运行以下命令，得到逐字节相同的文件。", "On a register with the digest {digest} this command gives the same file, byte for byte."),
    "paper_connections_cut": Label(" 此处列出前 {count} 条，共 {total} 条。", " The first {count} of {total} are told here."),
    "paper_removal": Label("名单信息依法删除、更正或屏蔽后，本材料中的相应内容须一并删除，不得继续引用。", "When a listing is released, corrected or shielded, what this paper says of it must be removed and no longer be cited."),
    "paper_advice": Label("结论只反映查询日所载入的数据与政策，供核查参考，不构成法律意见。", "It tells what the loaded data and policies say for that day; it is not legal advice."),
    "yes_is": Label("是", "yes"),
}

# What each outcome means, for the legend.
MEANINGS: Mapping[str, Label] = {
    "restricted": Label("条款明文限制该对象。", "A clause restricts this party in so many words."),
    "barred": Label("条款明文禁止担任该职务。", "A clause bars the office in so many words."),
    "review": Label("条款要求审慎，或尚缺证明、须裁量。", "A clause asks for care, or proof or discretion is outstanding."),
    "connected": Label("仅有关联，法律并不因此限制。", "Mere association: the law restricts nothing because of it."),
    "clear": Label("已查范围内没有发现。", "Nothing found in what was looked at."),
    "not_covered": Label("该日没有适用的政策，不等于没有限制。", "No policy speaks on that date; this is not clear."),
    "incomplete": Label("查询不完整，不等于没有限制。", "The search is incomplete; this is not clear."),
}

# Reasons as sentences; {listed}, {post} and {doubt} are built of the parts below.
SENTENCES: Mapping[str, Label] = {
    "listed": Label("{debtor}自 {day} 起被列入失信被执行人名单{case}", "{debtor} was listed as a judgment debtor on {day}{case}"),
    "case": Label("，案号{case}", ", case {case}"),
    "court": Label("（{court}）", " ({court})"),
    "released": Label("，{day} 移出", ", released on {day}"),
    "notice": Label("法院自 {day} 起就{debtor}发出协助执行通知（{id}）", "on {day} a court gave notice to assist against {debtor} ({id})"),
    "held": Label("{holder}{since}{verb}其{role}", "{holder} has been its {role}{since}"),
    "held_until": Label("{holder}曾{verb}其{role}{since}，{day} 卸任", "{holder} was its {role}{since} until {day}"),
    "held_in": Label("{holder}{since}{verb}{organization}{role}", "{holder} has been {role} of {organization}{since}"),
    "held_in_until": Label("{holder}曾{verb}{organization}{role}{since}，{day} 卸任", "{holder} was {role} of {organization}{since} until {day}"),
    "since": Label("自 {day} 起", " since {day}"),
    "since_past": Label("（自 {day} 起）", " from {day}"),
    "join": Label("；", "; "),
    "stop": Label("。", "."),
    "identity": Label("该记录与{debtor}是否同一主体尚未证实", "that the record is about {debtor} is not proven"),
    "derived": Label("该控制关系系按持股推算", "the control is computed from shares"),
}

# Posts that one serves in (任); of the others one simply is (为).
SERVED = frozenset({"legal_representative", "principal", "director", "supervisor", "senior_manager", "leader"})
