"""授信查询, as a credit officer meets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.model.tables import Context
from graph.policy import Law
from graph.simulate import demo_register
from graph.stores import open_store
from loaders import load_sources
from tests.app.conftest import APP, KEY, ask, html, section, sound, suppose, verdict, words

Opened = Callable[..., AppTest]


def test_an_empty_page_says_what_it_answers_and_what_the_outcomes_mean(opened: Opened) -> None:
    page = words(opened())
    assert "一次看清" in page
    for word in ("受限制", "需审查", "有关联", "未发现限制", "无适用政策", "查询不完整"):
        assert word in page


@pytest.mark.parametrize(
    ("applicant", "outcome", "word"),
    [
        ("鲤渚霈涵建筑工程有限公司", "restricted", "受限制"),
        ("沁汀禾岫食品有限公司", "review", "需审查"),
        ("云渚珩昶投资管理有限公司", "connected", "有关联"),
        ("贺渚沄泽水务集团有限公司", "clear", "未发现限制"),
    ],
)
def test_the_outcome_stands_in_words_and_colour_beside_its_area(
    opened: Opened, applicant: str, outcome: str, word: str
) -> None:
    app = ask(opened(), applicant)
    assert verdict(app) == outcome
    assert f"授信 {word}" in words(app)


def test_no_law_for_the_date_is_not_called_clear(opened: Opened) -> None:
    app = ask(opened(), "贺渚沄泽水务集团有限公司", date(2010, 1, 1))
    assert verdict(app) == "not_covered"
    assert "该日没有施行中的措施" in words(app)


def test_the_reason_is_a_sentence_and_a_path(opened: Opened) -> None:
    app = ask(opened(), "沁汀禾岫食品有限公司")
    page = words(app)
    assert "郑昊岚自 2024-09-02 起被列入失信被执行人名单，案号（2024）豫9923执1140号（沁汀区人民法院）" in page
    assert "郑昊岚自 2019-02-18 起任沁汀禾岫食品有限公司董事" in page
    assert re.search(r"郑昊岚 失信 董事 → 沁汀禾岫食品有限公司", page)


def test_two_posts_of_one_person_are_one_reason(opened: Opened) -> None:
    page = words(ask(opened(), "鲤渚茗砚茶业有限公司"))
    assert page.count("起被列入失信被执行人名单") >= 1
    assert "任鲤渚茗砚茶业有限公司董事、法定代表人" in page
    assert "是否同一主体尚未证实" in page


def test_each_officer_stands_once_with_the_area_beside_the_word(opened: Opened) -> None:
    page = words(ask(opened(), "墨沄砺涟钢铁有限公司"))
    assert "韩川屿 法定代表人、董事 不在 受限制 全部领域" in page
    assert "唐若禾 董事 不在 有关联 全部领域" in page
    assert "墨沄砺涟钢铁有限公司 申请人 在名单 需审查 授信" in page


def test_the_clause_is_quoted_behind_a_click(opened: Opened) -> None:
    app = ask(opened(), "沁汀禾岫食品有限公司")
    assert "<details" in html(app)
    page = words(app)
    assert "银行业金融机构在融资授信时要查询拟授信对象及其法定代表人" in page
    for fact in ("文件", "条款", "执行单位", "施行日期", "日期未经证实"):
        assert fact in page


def test_a_connection_is_said_to_be_no_restriction(opened: Opened) -> None:
    page = words(ask(opened(), "云渚珩昶投资管理有限公司"))
    assert "只是关联，不是限制" in page
    assert "云渚珩昶投资管理有限公司 股东 → 墨沄砺涟钢铁有限公司 失信" in page


def test_records_of_the_same_name_are_told_and_change_nothing(opened: Opened) -> None:
    app = ask(opened(), "李静")
    assert verdict(app) == "clear"
    assert "1 条同名记录无法证实也无法排除" in words(app)


def test_somebody_unknown_can_be_sought_in_the_published_records(opened: Opened) -> None:
    app = ask(opened(), "无此公司")
    assert "登记库中没有“无此公司”" in words(app)
    app.text_input[1].set_value("李静")
    app.button[1].click().run()
    assert verdict(app) == "clear"
    assert "登记库以外" in words(app)
    assert "1 条同名记录" in words(app)


def test_a_number_that_is_no_identifier_is_explained(opened: Opened) -> None:
    app = ask(opened(), "无此公司")
    app.text_input[2].set_value("12")
    app.button[1].click().run()
    assert "格式不符" in words(app)


def test_of_several_nobody_is_chosen_by_the_program(opened: Opened) -> None:
    app = ask(opened(), "王建国")
    assert app.radio[0].value is None
    assert "g-verdict" not in html(app)
    assert len(app.radio[0].options) == 2
    assert len(set(app.radio[0].options)) == 2, "Streamlit tells options apart by their labels"
    app.radio[0].set_value(0).run()
    assert verdict(app) == "clear"
    assert "9911011962****4152" in words(app)
    app.radio[0].set_value(1).run()
    assert verdict(app) == "review"
    assert "9911021985****2721" in words(app)


def test_a_choice_among_some_is_no_choice_among_others(opened: Opened) -> None:
    app = ask(opened(), "王建国")
    app.radio[0].set_value(1).run()
    app = ask(app, "云渚")
    assert app.radio[0].value is None
    assert "g-verdict" not in html(app)


def test_an_empty_question_is_asked_again(opened: Opened) -> None:
    assert "请输入名称或号码" in words(ask(opened(), "  "))


def test_an_id_number_finds_its_bearer_and_is_shown_masked(opened: Opened) -> None:
    app = ask(opened(), "994108197908144313")
    assert "郑昊岚" in words(app)
    assert "9941081979****4313" in words(app)
    assert "994108197908144313" not in html(app)


def test_what_if_it_were_listed_is_marked_as_supposed(opened: Opened) -> None:
    app = ask(opened(), "贺渚沄泽水务集团有限公司")
    app.multiselect(key="credit.whatif.listed").set_value(["heyun-water"])
    suppose(app, "credit")
    assert verdict(app) == "restricted"
    assert "并非真实记录" in words(app)
    assert "未发现限制 → 受限制" in words(app)
    assert not [one for one in app.get("download_button") if "evidence" in one.key], "what is supposed is no evidence"
    app.multiselect(key="credit.whatif.listed").set_value([])
    suppose(app, "credit")
    assert verdict(app) == "clear"


def test_what_if_the_listed_director_left(opened: Opened) -> None:
    app = ask(opened(), "沁汀禾岫食品有限公司")
    left = [("zheng-haoran", role, "qinting-foods") for role in ("director", "shareholder")]
    app.multiselect(key="credit.whatif.ended").set_value(left)
    suppose(app, "credit")
    assert verdict(app) == "clear"
    assert "不再适用的措施 6" in words(app)


def test_what_if_somebody_listed_took_a_post(opened: Opened) -> None:
    app = ask(opened(), "贺渚沄泽水务集团有限公司")
    app.text_input(key="credit.whatif.who").set_value("luo-jingzhou")
    suppose(app, "credit")
    assert verdict(app) in ("review", "restricted")
    app.text_input(key="credit.whatif.who").set_value("无此人")
    suppose(app, "credit")
    assert "不明确" in words(app)
    assert verdict(app) == "clear"


def test_another_question_forgets_what_was_supposed(opened: Opened) -> None:
    app = ask(opened(), "贺渚沄泽水务集团有限公司")
    app.multiselect(key="credit.whatif.listed").set_value(["heyun-water"])
    suppose(app, "credit")
    assert verdict(app) == "restricted"
    assert verdict(ask(app, "云渚珩昶投资管理有限公司")) == "connected"


def test_the_timeline_tells_listing_post_and_what_follows(opened: Opened) -> None:
    page = words(section(ask(opened(), "沁汀禾岫食品有限公司"), "credit", "timeline"))
    for told in ("郑昊岚在失信名单 自 2024-09-02 起", "郑昊岚为沁汀禾岫食品有限公司董事 自 2019-02-18 起"):
        assert told in page


def test_the_table_has_a_row_for_each_finding(opened: Opened) -> None:
    app = section(ask(opened(), "沁汀禾岫食品有限公司"), "credit", "table")
    assert len(app.dataframe[0].value) == 9


@pytest.mark.parametrize("part", ["clauses", "connections", "officers", "picture", "timeline", "scope"])
def test_every_part_of_an_answer_is_drawn(opened: Opened, part: str) -> None:
    section(ask(opened(), "鲤渚霈涵建筑工程有限公司"), "credit", part)


def test_an_officer_has_an_answer_of_his_own(opened: Opened) -> None:
    app = section(ask(opened(), "墨沄砺涟钢铁有限公司"), "credit", "officers")
    next(one for one in app.selectbox if str(one.key).startswith("credit.officer")).set_value(0).run()
    page = words(app)
    assert "全部领域 受限制" in page
    assert "韩川屿自 2016-04-01 起任其法定代表人" in page


def test_what_was_looked_at_names_data_and_law(opened: Opened) -> None:
    page = words(section(ask(opened(), "沁汀禾岫食品有限公司"), "credit", "scope"))
    assert "失信名单、职务与持股" in page
    assert "中办发〔2016〕64号" in page
    assert re.search(r"摘要 [0-9a-f]{32}", page)


def test_a_link_keeps_the_question_about_an_organization_and_nothing_about_a_person(opened: Opened) -> None:
    page = html(section(ask(opened(), "沁汀禾岫食品有限公司"), "credit", "scope"))
    link = re.search(r'href="\?([^"]+)"', page)
    assert link
    assert unescape(link[1]) == "party=qinting-foods&date=2025-03-01"
    assert "href=" not in html(section(ask(opened(), "郑昊岚"), "credit", "scope"))
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in (("party", "qinting-foods"), ("date", "2025-03-01")):
        app.query_params[name] = value
    assert "查询日 2025-03-01" in words(sound(app.run()))
    assert verdict(app) == "review"


def test_names_from_the_register_are_never_markup(opened: Opened) -> None:
    app = ask(opened(), "<img src=x onerror=alert(1)>")
    assert "<img" not in html(app)


def test_english_by_a_switch(opened: Opened) -> None:
    page = words(ask(opened(language="en"), "沁汀禾岫食品有限公司"))
    assert "credit under review" in page
    assert "郑昊岚 was listed as a judgment debtor on 2024-09-02" in page
    assert "郑昊岚 has been director of 沁汀禾岫食品有限公司 since 2019-02-18" in page


def test_what_a_lender_must_do_and_what_is_left_stand_in_the_first_look(opened: Opened) -> None:
    told = words(ask(opened(), "沁汀禾岫食品有限公司"))
    assert "依法必须 查询（二（五）3） 由贷款人决定 是否授信及条件" in told
    assert "已查失信名单、职务与持股；适用政策 3 份；数据最近于" in told
    told = words(ask(opened(), "鲤渚霈涵建筑工程有限公司"))
    assert "限制（一（五）3）" in told
    assert "是否授信及条件" not in told
    assert "依法必须" not in words(ask(opened(), "沁汀禾岫食品有限公司", date(2005, 1, 1)))


def test_where_no_list_is_loaded_nobody_is_said_to_stand_on_none(
    opened: Opened, law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table in ("parties", "roles"):
        (tmp_path / f"{table}.csv").write_bytes((demo_register() / f"{table}.csv").read_bytes())
    key = bytes.fromhex(KEY)
    store = open_store(str(tmp_path / "store"), key)
    load_sources([tmp_path], store, Context(law.vocabulary, key, law.measure_names.__contains__))
    monkeypatch.setenv("GUANLIAN_STORE", str(tmp_path / "store"))
    app = ask(opened(), "沁汀禾岫食品有限公司")
    page = words(app)
    assert verdict(app) == "incomplete"
    assert "未载入失信名单，无从得知" in page
    assert "不在" not in page
    assert "已查职务与持股" in page
