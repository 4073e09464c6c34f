"""Two documents side by side: the same clause found again, what differs in it, and what only one of them holds."""

import json

import pytest

from graph.command import main
from graph.policy.comparison import compare
from tests.policy.packs import clause, policy, written

POSTS = "限制失信被执行人担任国有企业法定代表人、董事、监事"
TRAVEL = "限制失信被执行人及失信被执行人的法定代表人乘坐列车软卧、飞机"
LIFT = "失信名单被依法屏蔽、撤销的，各单位要及时解除对被执行人的惩戒措施"
LIFT_IN_FIVE = "失信名单被依法屏蔽、撤销的,各有关单位应当在5个工作日内解除对被执行人的惩戒措施"
GRASS = "限制使用草原"
INSURANCE = "限制支付高额保费购买具有现金价值的保险产品"
DEBTOR = "scope: debtor, subject: both, reaches: both"
OFFICER = "scope: officer, subject: organization, reaches: person"

MODEL = (
    clause("二（三）1", "担任国企高管限制", f"quote: {POSTS}, effect: restrict, {DEBTOR}")
    + clause(
        "二（七）1",
        "乘坐火车、飞机限制",
        f"quote: {TRAVEL}, effect: restrict, {DEBTOR}",
        f"quote: {TRAVEL}, effect: restrict, {OFFICER}, roles: [legal_representative, principal]",
    )
    + clause("二（七）2", "保险限制", f"quote: {INSURANCE}, effect: restrict, {DEBTOR}")
    + clause("四（二）5", "惩戒措施解除", f"quote: {LIFT}, effect: procedure, units: [各单位]")
    + clause("二（六）3", "使用草原限制", f"quote: {GRASS}, effect: restrict, {DEBTOR}")
)
LOCAL = (
    clause(
        "一（三）1",
        "担任国企高管限制",
        f"quote: {POSTS}, effect: prohibit, {DEBTOR}",
        f"quote: {POSTS}, effect: restrict, {OFFICER}, roles: [legal_representative]",
    )
    + clause(
        "一（七）1",
        "乘坐火车、飞机限制",
        f"quote: {TRAVEL}, effect: restrict, {DEBTOR}",
        f"quote: {TRAVEL}, effect: restrict, {OFFICER}, roles: [legal_representative, director]",
    )
    + clause("一（七）2", "保险限制", f"quote: {INSURANCE}, effect: restrict, {DEBTOR}")
    + clause(
        "四（三）",
        "明确管理应用职责",
        f"quote: '{LIFT_IN_FIVE}', effect: procedure, units: [各有关单位], deadline: 5个工作日, "
        "clock: {starts: released, days: 5, counted_in: working_days, ends_with: [measures_lifted]}",
    )
)


@pytest.fixture
def comparison(tmp_path):
    return compare(policy(tmp_path, "model-1", MODEL), policy(tmp_path, "local-2", LOCAL))


def differing(comparison) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (f"{pair.first.clause}#{pair.first.number}", f"{pair.second.clause}#{pair.second.number}"): pair.differing
        for pair in comparison.differences
    }


def test_a_clause_under_another_number_is_found_again_and_each_difference_is_named(comparison):
    assert differing(comparison) == {
        ("二（三）1#1", "一（三）1#1"): ("effect",),
        ("二（七）1#2", "一（七）1#2"): ("roles",),
        ("四（二）5#1", "四（三）#1"): ("units", "deadline", "clock"),
    }


def test_a_clause_that_says_the_same_is_no_difference(comparison):
    same = [pair.first.id for pair in comparison.pairs if not pair.differing]
    assert same == ["model-1/二（七）1#1", "model-1/二（七）2"]


def test_what_only_one_document_holds_is_told(comparison):
    assert [one.measure.id for one in comparison.only_first] == ["model-1/二（六）3"]
    assert comparison.only_first[0].beside is None


def test_a_clause_that_reaches_more_people_than_its_model_is_told_beside_it(comparison):
    (one,) = comparison.only_second
    assert (one.measure.id, one.measure.scope, one.beside.id) == ("local-2/一（三）1#2", "officer", "model-1/二（三）1")


def test_a_document_compared_with_itself_differs_in_nothing(tmp_path):
    model = policy(tmp_path, "model-1", MODEL)
    comparison = compare(model, model)
    assert not comparison.differences
    assert not comparison.only_first
    assert not comparison.only_second
    assert all(pair.first is pair.second for pair in comparison.pairs)


def test_a_procedure_is_no_counterpart_of_a_restriction(tmp_path):
    one = policy(tmp_path, "a-1", clause("一", "名单", f"quote: {POSTS}, effect: procedure"))
    other = policy(tmp_path, "b-2", clause("一", "名单", f"quote: {POSTS}, effect: restrict, {DEBTOR}"))
    assert not compare(one, other).pairs


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "policies"
    folder.mkdir()
    written(folder, "model-1", MODEL)
    written(folder, "local-2", LOCAL)

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["policies", *words, "--folder", str(folder)])
        return status, *capsys.readouterr()

    return run


def test_the_command_gives_the_comparison_as_json(run):
    status, out, _ = run("compare", "model-1", "local-2", "--json")
    told = json.loads(out)
    assert status == 0
    (roles,) = [one["fields"]["roles"] for one in told["differences"] if "roles" in one["fields"]]
    assert roles == {"first": ["legal_representative", "principal"], "second": ["director", "legal_representative"]}
    assert [one["id"] for one in told["only_second"]] == ["local-2/一（三）1#2"]


def test_the_command_prints_the_comparison_for_people(run):
    status, out, _ = run("compare", "model-1", "local-2")
    assert status == 0
    for words in (
        "法定代表人、主要负责人",
        "法定代表人、董事",
        "5个工作日",
        "仅见于 model-1 (1)",
        "仅见于 local-2 (1)",
    ):
        assert words in out


def test_a_comparison_needs_two_policies_that_are_there(run):
    for words in (["compare"], ["compare", "model-1"], ["compare", "model-1", "ghost-9"]):
        status, _, err = run(*words)
        assert status == 2
        assert "it is one of local-2, model-1" in err


def test_a_policy_is_shown_with_each_measure_beside_its_quotation(run):
    status, out, _ = run("show", "local-2")
    assert status == 0
    for words in (
        "local-2/一（七）1#2  乘坐火车、飞机限制", "身份：法定代表人、董事", "对象：失信单位的任职人员", "效力：禁止",
        "期限：5个工作日", "起算：屏蔽或撤销之日的次日起5个工作日", "有效期：自 2016-09-25",
    ):  # fmt: skip
        assert words in out
    assert "roles: legal representative、director" in run("show", "local-2", "--lang", "en")[1]


def test_a_date_that_is_not_proven_is_shown_so(run, tmp_path):
    written(tmp_path / "policies", "old-3", LOCAL, head="unverified: [since]\n")
    assert "有效期：自 2016-09-25 (未核实)" in run("show", "old-3")[1]


def test_a_clock_is_part_of_what_is_shown_as_json(run):
    measures = json.loads(run("show", "local-2", "--json")[1])["measures"]
    assert measures[-1]["clock"] == {
        "starts": "released", "days": 5, "counted_in": "working_days", "ends_with": ["measures_lifted"],
        "lapses": False, "superseded_by": None, "superseded_since": None,
    }  # fmt: skip
    assert measures[0]["clock"] is None
