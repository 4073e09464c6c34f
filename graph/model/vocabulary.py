"""The words of the field, each with a Chinese and an English label. Whatever is not here is refused.

Roles and categories may be added by a policy document (``Vocabulary.extended``); everything else is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Label:
    """One word in two languages."""

    zh: str
    en: str


class Kind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ORGANIZATION = "organization"


class Scope(StrEnum):
    """How a measure reaches a party: as the debtor, as its officer, or as an organization it helps to run."""

    DEBTOR = "debtor"
    OFFICER = "officer"
    ORGANIZATION = "organization"


class Effect(StrEnum):
    """The strength of a measure, after the verb of the document."""

    PROHIBIT = "prohibit"
    RESTRICT = "restrict"
    REVOKE = "revoke"
    SUSPEND = "suspend"
    STRICT_REVIEW = "strict_review"
    PRUDENTIAL_REFERENCE = "prudential_reference"
    INQUIRY = "inquiry"
    KEY_SUPERVISION = "key_supervision"
    PUBLICITY = "publicity"
    PROCEDURE = "procedure"


class Area(StrEnum):
    """The chapter of life that a measure touches."""

    INDUSTRY = "industry"
    SUPPORT = "support"
    OFFICE = "office"
    PERMIT = "permit"
    HONOUR = "honour"
    CREDIT = "credit"
    TRANSACTION = "transaction"
    CONSUMPTION = "consumption"
    EXIT = "exit"
    SUPERVISION = "supervision"
    OTHER = "other"


class Requirement(StrEnum):
    """What a measure needs beside the listing; while it is not on file the finding is ``review`` at most."""

    COURT_NOTICE = "court_notice"
    ORDER = "order"
    STATE_NOMINATION = "state_nomination"
    FACT = "fact"
    COURT_WORD = "court_word"


class Certainty(StrEnum):
    """How sure a tie is: on record, computed from shares, or resting on an unproven identity."""

    RECORDED = "recorded"
    DERIVED = "derived"
    IDENTITY = "identity"


class At(StrEnum):
    """Whether a bar on an office speaks of taking it, of holding it, or of both."""

    TAKING = "taking"
    HOLDING = "holding"
    BOTH = "both"


class Trigger(StrEnum):
    """What sets a measure off: the listing itself or a court's notice to assist."""

    LISTING = "listing"
    NOTICE = "notice"


class EventKind(StrEnum):
    """What can happen in the life of a listing. ``published`` and ``released`` are its own first and last day."""

    RISK_NOTICE = "risk_notice"
    DECIDED = "decided"
    DECISION_RECEIVED = "decision_received"
    PUBLISHED = "published"
    OBJECTION_FILED = "objection_filed"
    OBJECTION_UPHELD = "objection_upheld"
    OBJECTION_REJECTED = "objection_rejected"
    REVIEW_FILED = "review_filed"
    REVIEW_DECIDED = "review_decided"
    ERROR_FOUND = "error_found"
    CORRECTED = "corrected"
    FULFILMENT = "fulfilment"
    EXPIRY = "expiry"
    RELEASED = "released"
    MEASURES_LIFTED = "measures_lifted"
    REPRINTS_DELETED = "reprints_deleted"


class Counting(StrEnum):
    """How a document counts a period."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


class Outcome(StrEnum):
    """The answer to a question. ``not_covered`` and ``incomplete`` stand beside the scale."""

    CLEAR = "clear"
    CONNECTED = "connected"
    REVIEW = "review"
    RESTRICTED = "restricted"
    BARRED = "barred"
    NOT_COVERED = "not_covered"
    INCOMPLETE = "incomplete"


class Grade(StrEnum):
    """How well a record agrees with a party; ``X``: an identifier contradicts, whatever else agrees."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    X = "X"


ANY_ROLE = "any"
# The role that shares are held in, and the one that follows from them.
SHAREHOLDER = "shareholder"
SAME = "same"  # no role: two ids are one subject, by a person's decision
SAME_SUBJECT = Label("同一主体（人工认定）", "the same, by a person's decision")
# 法定代表人、主要负责人: the two whom the rule on replaced representatives names.
REPRESENTING = ("legal_representative", "principal")
ACTUAL_CONTROLLER = "actual_controller"

ROLES: Mapping[str, Label] = {
    "legal_representative": Label("法定代表人", "legal representative"),
    "principal": Label("主要负责人", "principal"),
    "actual_controller": Label("实际控制人", "actual controller"),
    "directly_responsible": Label("影响债务履行的直接责任人员", "person directly responsible for the debt"),
    "director": Label("董事", "director"),
    "supervisor": Label("监事", "supervisor"),
    "senior_manager": Label("高级管理人员", "senior manager"),
    "leader": Label("负责人", "leader of a social organization"),
    "shareholder": Label("股东", "shareholder"),
}

# Whom a lender looks at beside the applicant (the columns of ``credit``).
OFFICERS: tuple[str, ...] = (
    "legal_representative",
    "principal",
    "actual_controller",
    "director",
    "supervisor",
    "senior_manager",
)

CATEGORIES: Mapping[str, Label] = {
    "wholly_state_owned": Label("国有独资", "wholly state-owned company"),
    "state_controlled": Label("国有控股", "state-controlled company"),
    "state_invested": Label("国有参股", "company with state investment"),
    "public_institution": Label("事业单位", "public institution"),
    "social_organization": Label("社会组织", "social organization"),
    "bank": Label("银行业金融机构", "bank"),
    "securities": Label("证券公司", "securities company"),
    "fund_manager": Label("基金管理公司", "fund management company"),
    "futures": Label("期货公司", "futures company"),
    "insurance": Label("保险公司", "insurance company"),
    "financing_guarantee": Label("融资性担保公司", "financing guarantee company"),
    "drug": Label("药品", "drugs"),
    "food": Label("食品", "food"),
    "hazardous_chemicals": Label("危险化学品", "hazardous chemicals"),
    "fireworks": Label("烟花爆竹", "fireworks"),
    "mining": Label("矿山", "mining"),
    "safety_assessment": Label("安全评价", "safety assessment"),
    "certification": Label("认证", "certification"),
    "testing": Label("检测检验", "testing and inspection"),
    "real_estate": Label("房地产", "real estate"),
    "construction": Label("建筑", "construction"),
    "transport": Label("运输", "transport"),
    "law_firm": Label("律师事务所", "law firm"),
    "patent_agency": Label("专利代理机构", "patent agency"),
    "listed_company": Label("上市公司", "listed company"),
    "company": Label("公司", "company"),
}

IMPLIES: Mapping[str, frozenset[str]] = {
    "wholly_state_owned": frozenset({"company"}),
    "state_controlled": frozenset({"company"}),
    "state_invested": frozenset({"company"}),
    "listed_company": frozenset({"company"}),
}

AREAS: Mapping[str, Label] = {
    "industry": Label("特定行业或项目", "industries and projects"),
    "support": Label("政府支持或补贴", "government support"),
    "office": Label("任职资格", "offices"),
    "permit": Label("准入资格", "permits"),
    "honour": Label("荣誉", "honours"),
    "credit": Label("授信", "credit"),
    "transaction": Label("特殊市场交易", "special transactions"),
    "consumption": Label("限制高消费", "high consumption"),
    "exit": Label("查控与出境", "asset inquiry and exit"),
    "supervision": Label("日常监管", "supervision"),
    "other": Label("其他", "other"),
}

EFFECTS: Mapping[str, Label] = {
    "prohibit": Label("禁止", "prohibited"),
    "restrict": Label("限制", "restricted"),
    "revoke": Label("撤销或免去", "revoked"),
    "suspend": Label("中止", "suspended"),
    "strict_review": Label("从严审核", "strict review"),
    "prudential_reference": Label("审慎性参考", "prudential reference"),
    "inquiry": Label("查询", "inquiry"),
    "key_supervision": Label("重点监管", "key supervision"),
    "publicity": Label("公开", "publicity"),
    "procedure": Label("程序", "procedure"),
}

OUTCOMES: Mapping[str, Label] = {
    "clear": Label("未发现限制", "clear"),
    "connected": Label("有关联", "connected"),
    "review": Label("需审查", "under review"),
    "restricted": Label("受限制", "restricted"),
    "barred": Label("不得任职", "barred"),
    "not_covered": Label("无适用政策", "not covered"),
    "incomplete": Label("查询不完整", "incomplete"),
}

SCOPES: Mapping[str, Label] = {
    "debtor": Label("失信被执行人本人", "the listed debtor itself"),
    "officer": Label("失信单位的任职人员", "officer of a listed organization"),
    "organization": Label("失信人员任职的单位", "organization run by a listed party"),
}

KINDS: Mapping[str, Label] = {
    "person": Label("个人", "person"),
    "organization": Label("单位", "organization"),
}

CERTAINTIES: Mapping[str, Label] = {
    "recorded": Label("登记在案", "on record"),
    "derived": Label("按持股推算", "computed from shares"),
    "identity": Label("身份待核", "identity not proven"),
}

REQUIREMENTS: Mapping[str, Label] = {
    "court_notice": Label("需法院协助执行通知", "needs a court's notice to assist"),
    "order": Label("需限制消费令点名", "needs an order that names the party"),
    "state_nomination": Label("须由国有股权方派出或推荐", "only if nominated by the state shareholder"),
    "fact": Label("有登记资料不能证明的事实", "rests on a fact that the register cannot prove"),
    "court_word": Label("须向法院核实", "must be verified with the court"),
}

EVENTS: Mapping[str, Label] = {
    "risk_notice": Label("风险提示通知", "notice of the risk"),
    "decided": Label("决定纳入", "decision to list"),
    "decision_received": Label("收到纳入决定", "decision received"),
    "published": Label("公布", "published"),
    "objection_filed": Label("申请纠正", "objection filed"),
    "objection_upheld": Label("申请成立", "objection upheld"),
    "objection_rejected": Label("驳回申请", "objection rejected"),
    "review_filed": Label("申请复议", "review by the higher court asked for"),
    "review_decided": Label("复议决定", "review decided"),
    "error_found": Label("发现错误", "error found"),
    "corrected": Label("更正", "corrected"),
    "fulfilment": Label("退出事由成就", "a ground of exit arose"),
    "expiry": Label("纳入期限届满", "the term stated in the record ended"),
    "released": Label("屏蔽或撤销", "shielded or revoked"),
    "measures_lifted": Label("解除惩戒措施", "measures lifted"),
    "reprints_deleted": Label("删除转载", "reprints deleted"),
}
# What the table of events may hold: the listing itself tells its first and its last day.
RECORDED_EVENTS: tuple[str, ...] = tuple(word for word in EVENTS if word not in ("published", "released"))

COUNTINGS: Mapping[str, Label] = {
    "days": Label("日", "days"),
    "working_days": Label("个工作日", "working days"),
}

STATUSES: tuple[str, ...] = ("active", "cancelled", "revoked")
GROUNDS: tuple[str, ...] = ("1", "2", "3", "4", "5", "6")
DEBTS: tuple[str, ...] = ("personal", "organization")


@dataclass(frozen=True)
class Vocabulary:
    """The words that parties and roles may use: those of the law at large plus those a document adds."""

    roles: Mapping[str, Label] = field(default_factory=lambda: ROLES)
    categories: Mapping[str, Label] = field(default_factory=lambda: CATEGORIES)
    implies: Mapping[str, frozenset[str]] = field(default_factory=lambda: IMPLIES)
    composed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def extended(self, others: Iterable[Vocabulary]) -> Vocabulary:
        """This vocabulary together with the words of ``others``."""
        roles, categories = dict(self.roles), dict(self.categories)
        implies, composed = dict(self.implies), dict(self.composed)
        for other in others:
            roles |= other.roles
            categories |= other.categories
            implies |= other.implies
            composed |= other.composed
        return Vocabulary(roles, categories, implies, composed)

    def closure(self, categories: Iterable[str]) -> frozenset[str]:
        """Every category that follows from ``categories``: a state-controlled company is a company.

        A composed category holds where all its parts do (国有控股上市公司: state-controlled and listed).
        """
        known = set(categories)
        for category in tuple(known):
            known |= self.implies.get(category, frozenset())
        known |= {whole for whole, parts in self.composed.items() if parts <= known}
        return frozenset(known)
