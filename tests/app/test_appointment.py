"""任职核查, as a registrar meets it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import DAY, ask_office, section, sound, verdict, words

Opened = Callable[..., AppTest]


@pytest.mark.parametrize(
    ("person", "role", "organization", "outcome", "word"),
    [
        ("罗径舟", "director", "贺渚沄泽水务集团有限公司", "barred", "不得任职"),
        ("郑昊岚", "director", "青崖昱晗装饰设计有限公司", "review", "需审查"),
        ("郭睿岸", "director", "贺渚沄泽水务集团有限公司", "clear", "未发现限制"),
    ],
)
def test_an_office_is_barred_under_review_or_clear(
    opened: Opened, person: str, role: str, organization: str, outcome: str, word: str
) -> None:
    app = ask_office(opened("appointment"), person, role, organization)
    assert verdict(app) == outcome
    assert f"任职资格 {word}" in words(app)


def test_the_clause_that_bars_is_quoted(opened: Opened) -> None:
    page = words(ask_office(opened("appointment"), "罗径舟", "director", "贺渚沄泽水务集团有限公司"))
    assert "限制其担任国有独资公司、国有资本控股公司董事、监事、高级管理人员" in page
    assert "罗径舟自 2022-06-20 起被列入失信被执行人名单" in page


def test_what_is_lacking_is_said(opened: Opened) -> None:
    page = words(ask_office(opened("appointment"), "郑昊岚", "director", "青崖昱晗装饰设计有限公司"))
    assert "须由国有股权方派出或推荐" in page


def test_an_office_by_category(opened: Opened) -> None:
    app = opened("appointment")
    app.button_group(key="appointment.by").set_value("category").run()
    app.text_input[0].set_value("郑昊岚")
    app.multiselect[0].set_value(["bank"])
    app.selectbox[0].set_value("supervisor")
    app.date_input[0].set_value(DAY)
    sound(app.button[0].click().run())
    assert verdict(app) == "barred"


@pytest.mark.parametrize(
    ("person", "organization", "message"),
    [
        ("", "贺渚沄泽水务集团有限公司", "请输入拟任人员"),
        ("罗径舟", "", "请输入任职单位"),
        ("罗径舟", "无此公司", "登记库中没有“无此公司”"),
        ("贺渚沄泽水务集团有限公司", "贺渚沄泽水务集团有限公司", "是单位"),
        ("罗径舟", "郑昊岚", "是个人"),
    ],
)
def test_a_question_that_cannot_be_answered_is_explained(
    opened: Opened, person: str, organization: str, message: str
) -> None:
    assert message in words(ask_office(opened("appointment"), person, "director", organization))


def test_of_two_people_of_one_name_one_is_chosen(opened: Opened) -> None:
    app = ask_office(opened("appointment"), "王建国", "director", "贺渚沄泽水务集团有限公司")
    assert len(app.radio[0].options) == 2
    app.radio[0].set_value(1).run()
    assert verdict(app) == "barred"


@pytest.mark.parametrize("part", ["clauses", "table", "scope"])
def test_every_part_of_an_answer_is_drawn(opened: Opened, part: str) -> None:
    app = ask_office(opened("appointment"), "罗径舟", "director", "贺渚沄泽水务集团有限公司")
    section(app, "appointment", part)


def test_english_by_a_switch(opened: Opened) -> None:
    app = ask_office(opened("appointment", "en"), "罗径舟", "director", "贺渚沄泽水务集团有限公司")
    assert verdict(app) == "barred"
    assert "offices barred" in words(app)


def test_what_would_change_the_answer_is_told(opened: Opened) -> None:
    app = ask_office(opened("appointment"), "罗径舟", "director", "贺渚沄泽水务集团有限公司")
    page = words(section(app, "appointment", "explain"))
    assert "移除" in page
    assert "未发现限制" in page


def answered(opened: Opened, rows: list[str]) -> pd.DataFrame:
    """What a table of appointees comes to, row by row."""
    app = opened("appointment")
    app.toggle(key="appointment.many").set_value(True).run()
    app.file_uploader[0].upload("people.csv", "\n".join(rows).encode(), "text/csv")
    app.date_input[0].set_value(DAY)
    app.button[0].click().run()
    app.session_state["appointments.work"].wait()
    return sound(app.run()).dataframe[0].value


def test_many_appointees_are_answered_row_by_row(opened: Opened) -> None:
    rows = ["person,role,organization,category", "luo-jingzhou,director,heyun-water,", "fang-linyi,director,,drug"]
    rows += ["王建国,director,heyun-water,", "luo-jingzhou,boss,heyun-water,"]
    rows = answered(opened, rows)
    assert list(rows["结论"]) == ["不得任职", "未发现限制", "", ""]
    assert "中办发〔2016〕64号 二（三）1" in rows["说明"][0]
    assert "有 2 个主体名为“王建国”" in rows["说明"][2]
    assert "没有“boss”这一职务" in rows["说明"][3]


def test_a_table_with_chinese_headings_and_words_is_understood(opened: Opened) -> None:
    rows = ["姓名,拟任职务,任职单位,单位类别", "luo-jingzhou,董事,贺渚沄泽水务集团有限公司,"]
    rows += ["996401197306073355,监事,,国有独资；公司"]
    found = answered(opened, rows)
    assert list(found["结论"]) == ["不得任职", "不得任职"]


def test_nobody_is_barred_by_a_name_alone_though_only_one_bears_it(opened: Opened) -> None:
    rows = answered(opened, ["姓名,拟任职务,任职单位", "罗径舟,董事,贺渚沄泽水务集团有限公司"])
    assert list(rows["结论"]) == list(rows["认定为"]) == [""]
    assert "仅凭姓名不能认定" in rows["说明"][0]
    assert "luo-jingzhou 9964011973****3355" in rows["说明"][0]


def test_a_number_beside_the_name_says_who_is_meant(opened: Opened) -> None:
    rows = ["序号,姓名,身份证号码,拟任职务,单位名称,统一社会信用代码"]
    rows += [
        f"{at},王建国,{number},董事,贺渚沄泽水务集团有限公司,91640104PDY000036T"
        for at, number in enumerate(("991102198506202721", "991101196210014152", "110105194912310021", ""))
    ]
    found = answered(opened, rows)
    assert list(found["结论"]) == ["不得任职", "未发现限制", "", ""]
    assert list(found["认定为"])[:2] == ["王建国 9911021985****2721", "王建国 9911011962****4152"]
    assert "没有名称与号码都相符的“王建国”" in found["说明"][2]
    assert "有 2 个主体名为“王建国”" in found["说明"][3]
    assert not any("19850620" in cell for cell in found["拟任人员"])


def test_a_table_of_appointees_without_its_columns_is_explained(opened: Opened) -> None:
    app = opened("appointment")
    app.toggle(key="appointment.many").set_value(True).run()
    app.file_uploader[0].upload("people.csv", b"name\nx\n", "text/csv")
    app.button[0].click().run()
    assert "应有 person、role" in words(app)
