"""关联网络 and 政策, as an analyst meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.connections import standings
from graph.evidence import Speech
from graph.export import FORMATS
from graph.export.placement import placed
from graph.exposure import Question
from graph.model import Vocabulary, day
from graph.policy import Law
from graph.stores import open_store
from tests.app.conftest import KEY, ask, section, sound, words
from views.picture import elements, neighbourhood
from views.tables import as_csv
from views.text import TEXTS

Opened = Callable[..., AppTest]
DAY = day(date(2025, 3, 1), 0)


def test_the_network_is_told_as_a_table_too(opened: Opened) -> None:
    app = ask(opened("network"), "云渚珩昶投资管理有限公司")
    table = app.dataframe[0].value
    assert len(table) == 14
    assert "墨沄砺涟钢铁有限公司（失信）" in set(table["单位"])
    assert "14 个主体" in words(app)


def test_several_parties_are_asked_about_together(opened: Opened) -> None:
    app = ask(opened("network"), "云渚珩昶投资管理有限公司；罗径舟")
    assert words(app).count("全部领域") == 1
    assert "15 个主体" in words(app)


def test_only_the_chosen_roles_count(opened: Opened) -> None:
    app = ask(opened("network"), "云渚珩昶投资管理有限公司")
    app.multiselect(key="network.roles").set_value(["shareholder"]).run()
    assert set(sound(app).dataframe[0].value["职务"]) == {"股东"}


def test_measures_tell_who_stands_between(opened: Opened) -> None:
    app = section(ask(opened("network"), "云渚珩昶投资管理有限公司"), "network", "measures_of")
    table = app.dataframe[0].value
    assert len(table) == 14
    assert set(table["连通部分"]) == {"1"}
    assert float(table["中介度"][0]) == max(map(float, table["中介度"]))


@pytest.mark.parametrize("format_", list(FORMATS))
def test_every_format_is_taken_home(at_demo: None, law: Law, format_: str, tmp_path: Path) -> None:
    from views.network import _written

    taken = _written(["molian-steel"], Question(law, DAY, hops=1), 30, format_, f"network.{format_}.zip", "zh")
    assert len(taken) > 500
    assert b"994108197908144313" not in taken


def test_standings_of_a_chain_and_a_lone_party() -> None:
    found = {one.party: one for one in standings("abcd", [("a", "b"), ("b", "c")])}
    assert (found["b"].degree, found["b"].betweenness) == (2, pytest.approx(1 / 3))
    assert found["a"].betweenness == 0
    assert [found[id_].component for id_ in "abcd"] == [1, 1, 1, 2]


def test_a_party_without_ties_is_said_to_have_none(opened: Opened) -> None:
    assert "该日没有登记的关系" in words(ask(opened("network"), "罗径舟"))


def test_an_unknown_party_is_said_to_be_unknown(opened: Opened) -> None:
    assert "登记库中没有" in words(ask(opened("network"), "无此公司"))


def test_paths_to_listed_parties_come_first_and_a_cut_is_said(demo_store: object) -> None:
    with open_store(str(demo_store), bytes.fromhex(KEY)).view() as view:
        network = neighbourhood(view, ["yunzhu-group"], DAY, 2, 4)
    assert network.cut
    assert len(network.parties) == 4
    assert {"yunzhu-investment", "molian-steel"} <= set(network.parties)
    assert frozenset(("yunzhu-investment", "molian-steel")) in network.steps
    assert set(network.listed) == {"molian-steel"}


def test_persons_organizations_and_debtors_differ_in_shape_and_colour(demo_store: object) -> None:
    with open_store(str(demo_store), bytes.fromhex(KEY)).view() as view:
        network = neighbourhood(view, ["molian-steel"], DAY, 1, 60)
    drawn = elements(Speech("zh", Vocabulary(), TEXTS), network)
    classes = {node["data"]["id"]: node["classes"] for node in drawn["nodes"]}
    assert classes["molian-steel"] == "organization asked listed"
    assert classes["han-chuanyu"] == "person"
    roles = {edge["data"]["source"]: edge["data"]["roles"] for edge in drawn["edges"]}
    assert roles["han-chuanyu"] == "董事、法定代表人、股东"


def test_places_are_the_same_for_the_same_network() -> None:
    pairs = [("a", "b"), ("a", "c"), ("c", "d"), ("e", "c")]
    first = placed("a", pairs, "abcdef")
    assert first == placed("a", list(reversed(pairs)), "fedcba")
    assert first["a"] == (0.0, 0.0)
    assert len(set(first.values())) == 6


def test_no_cell_taken_home_is_a_formula() -> None:
    assert as_csv([{"名称": "=1+1"}]).decode("utf-8-sig") == "名称\r\n'=1+1\r\n"


def test_each_measure_stands_beside_its_quotation(opened: Opened) -> None:
    page = words(opened("policies"))
    assert "限制失信被执行人设立融资性担保公司、保险公司" in page
    assert "中办发〔2016〕64号" in page


def test_measures_are_found_by_words(opened: Opened) -> None:
    app = opened("policies")
    app.text_input[0].set_value("高尔夫").run()
    assert "项措施（共" in words(app)
    assert "高尔夫球场" in words(app)
    app.text_input[0].set_value("没有这样的词").run()
    assert "没有符合条件的措施" in words(app)


def test_measures_are_found_in_every_document(opened: Opened) -> None:
    app = opened("policies")
    app.selectbox[0].set_value("").run()
    app.text_input[0].set_value("高尔夫").run()
    page = words(sound(app))
    assert "全部文件" in page
    assert page.count("高尔夫球场") > 1


def test_two_documents_are_compared(opened: Opened) -> None:
    app = opened("policies")
    app.button_group(key="policies.mode").set_value("compare").run()
    page = words(sound(app))
    assert "项措施互相对应" in page
    assert "仅见于文件" in page
    app.selectbox(key="policies.second").set_value(app.selectbox(key="policies.first").value).run()
    assert "请选择两份不同的文件" in words(app)
