"""关联网络 and 政策, as an analyst meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph.connections import standings
from graph.evidence import Speech
from graph.export import FORMATS, extract
from graph.export.placement import placed, placed_beside
from graph.exposure import Question
from graph.model import Vocabulary, day
from graph.policy import Law
from graph.stores import open_store
from tests.app.conftest import KEY, ask, ask_office, section, sound, suppose, words
from views.around import neighbourhood, opened_further
from views.picture import elements
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


@pytest.mark.parametrize("party", ["molian-steel", "yunzhu-group", "han-chuanyu"])
def test_the_picture_shows_whom_an_export_holds(demo_store: object, law: Law, party: str) -> None:
    with open_store(str(demo_store), bytes.fromhex(KEY)).view() as view:
        network = neighbourhood(view, [party], DAY, 2, 500)
        told = extract(view, [party], Question(law, DAY, hops=2))
    assert len(network.parties) > 5
    assert network.distance == {each.party: each.steps for each in told.standings if each.steps is not None}
    held = {post[:3] for post in told.roles if post.held.holds_on(DAY) and post.holder != post.organization}
    near = {(*pair, role) for pair, roles in network.ties.items() for role in roles}
    assert near == {post for post in held if {post[0], post[1]} <= network.parties.keys()}


def test_persons_organizations_and_debtors_differ_in_shape_and_colour(demo_store: object) -> None:
    with open_store(str(demo_store), bytes.fromhex(KEY)).view() as view:
        network = neighbourhood(view, ["molian-steel"], DAY, 1, 60)
    places = dict.fromkeys(network.parties, (0.0, 0.0))
    drawn = elements(Speech("zh", Vocabulary(), TEXTS), network, places, {})
    classes = {node["id"]: node["classes"] for node in drawn["nodes"]}
    assert classes["molian-steel"] == "organization asked listed"
    assert classes["han-chuanyu"] == "person"
    roles = {edge["from"]: edge["label"] for edge in drawn["edges"]}
    assert roles["han-chuanyu"] == "董事、法定代表人、股东"


def test_a_name_that_is_too_long_for_the_picture_is_told_whole_beside_it(demo_store: object) -> None:
    with open_store(str(demo_store), bytes.fromhex(KEY)).view() as view:
        network = neighbourhood(view, ["molian-steel"], DAY, 1, 60)
    name = "墨沄砺涟" * 29 + "有限公司"
    parties = {**network.parties, "molian-steel": network.parties["molian-steel"]._replace(name=name)}
    places = dict.fromkeys(network.parties, (0.0, 0.0))
    drawn = elements(Speech("zh", Vocabulary(), TEXTS), replace(network, parties=parties), places, {})
    [shown] = [node for node in drawn["nodes"] if node["id"] == "molian-steel"]
    label, mark = shown["label"].split("\n")
    assert mark == "失信"
    assert len(label) <= 40
    assert label.startswith("墨沄砺涟")
    assert label.endswith("有限公司")
    assert shown["told"].startswith(f"{name} 失信")


def test_places_are_the_same_for_the_same_network() -> None:
    pairs = [("a", "b"), ("a", "c"), ("c", "d"), ("e", "c")]
    first = placed("a", pairs, "abcdef")
    assert first == placed("a", list(reversed(pairs)), "fedcba")
    assert first["a"] == (0.0, 0.0)
    assert len(set(first.values())) == 6


def test_a_crowded_ring_has_several_rows() -> None:
    hub = [("hub", f"p{number:03}") for number in range(400)]
    places = placed("hub", hub, ["hub", *(other for _, other in hub)])
    assert len(set(places.values())) == 401
    assert max(abs(y) for _, y in places.values()) < 2000


@given(st.integers(1, 60), st.integers(1, 60))
def test_who_comes_in_beside_another_moves_nobody_and_covers_nobody(around: int, fresh: int) -> None:
    hub = [("hub", f"p{number:02}") for number in range(around)]
    places = placed("hub", hub, ["hub", *(other for _, other in hub)])
    beside = placed_beside(places, "p00", [f"q{number:02}" for number in range(fresh)])
    assert len(beside) == fresh
    assert not beside.keys() & places.keys()
    assert len({*places.values(), *beside.values()}) == 1 + around + fresh
    assert beside == placed_beside(places, "p00", [f"q{number:02}" for number in range(fresh)])


def test_opening_a_party_brings_in_its_neighbours_and_loses_nobody(demo_store: object) -> None:
    with open_store(str(demo_store), bytes.fromhex(KEY)).view() as view:
        network = neighbourhood(view, ["yunzhu-investment"], DAY, 1, 60)
        whole, beside = opened_further(view, network, ["molian-steel", "nobody"])
        assert opened_further(view, network, []) == (network, {})
    assert network.parties.keys() < whole.parties.keys()
    assert set(beside.values()) == {"molian-steel"}
    assert beside.keys() == whole.parties.keys() - network.parties.keys()
    assert {tuple(sorted(pair)) for pair in network.ties} <= {tuple(sorted(pair)) for pair in whole.ties}
    assert ("han-chuanyu", "molian-steel") in whole.ties


def test_a_party_is_opened_without_a_mouse_and_closed_again(opened: Opened) -> None:
    app = ask(opened("network"), "云渚珩昶投资管理有限公司")
    app.selectbox(key="network.hops").set_value(1).run()
    few = len(app.dataframe[0].value)
    app.selectbox(key="network.open.0").set_value("molian-steel").run()
    assert len(sound(app).dataframe[0].value) > few
    assert "韩川屿" in set(app.dataframe[0].value["任职者或股东"])
    app.button(key="network.close").click().run()
    assert len(sound(app).dataframe[0].value) == few


def test_control_is_told_step_by_step_with_effective_shares(opened: Opened) -> None:
    app = section(ask(opened("network"), "墨沄砺涟钢铁有限公司"), "network", "control_of")
    page = words(app)
    assert "超过 50 %（公司法（2023年修订）第二百六十五条）" in page
    assert "登记的实际控制人 白松砚" in page
    assert "端木澄 14 % 是" in page, "70 % of 20 %"
    app = section(ask(opened("network"), "端木澄"), "network", "control_of")
    page = words(app)
    assert "云渚珩昶控股集团有限公司：端木澄 70 % = 70 %" in page
    app.selectbox(key="control.duanmu-cheng").set_value("bank-related-party").run()
    assert "银行保险机构关联交易管理办法第六条" in words(sound(app))


def test_a_supposed_transfer_of_shares_moves_control_and_writes_nothing(opened: Opened) -> None:
    app = section(ask(opened("network"), "云渚珩昶控股集团有限公司"), "network", "control_of")
    assert "按持股推算的控制人 端木澄" in words(app)
    app.selectbox(key="network.whatif.give").set_value(("duanmu-cheng", "yunzhu-group"))
    app.number_input(key="network.whatif.share").set_value(60.0)
    app.text_input(key="network.whatif.taker").set_value("曲澜亭")
    page = words(suppose(app, "network"))
    assert "情景推演" in page
    assert "按持股推算的控制人 曲澜亭" in page
    app.number_input(key="network.whatif.share").set_value(0.0)
    assert "按持股推算的控制人 端木澄" in words(suppose(app, "network"))


def test_what_is_chosen_is_told_in_the_language_of_the_page(opened: Opened) -> None:
    app = ask_office(opened("appointment"), "罗径舟", "supervisor", "贺渚沄泽水务集团有限公司")
    app.button_group(key="language").set_value("en").run()
    chosen = sound(app).selectbox[0]
    assert (chosen.value, chosen.options[chosen.index]) == ("supervisor", "supervisor")


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
