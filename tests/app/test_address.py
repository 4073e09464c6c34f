"""The question in the address: kept, brought back, and nothing about a person in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import APP, ask, ask_office, section, sound, words
from views.address import _memory

Opened = Callable[..., AppTest]


def address(app: AppTest) -> dict[str, str]:
    return {name: values[-1] if isinstance(values, list) else values for name, values in app.query_params.items()}


def reopened(there: dict[str, str], page: str = "") -> AppTest:
    """Another session that is given the address, as after a reload."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params.update(there)
    app.run()
    if page:
        pages = app._registered_pages
        app._page_hash = next(hash_ for hash_, known in pages.items() if known.get("url_pathname") == page)
        app.query_params.update(there)
        app.run()
    return sound(app)


def test_an_organization_stands_in_the_address_by_its_id(opened: Opened) -> None:
    app = ask(opened(), "沁汀禾岫食品有限公司")
    assert address(app) == {"party": "qinting-foods", "date": "2025-03-01"}
    again = reopened(address(app))
    assert "沁汀禾岫食品有限公司" in words(again)
    assert (again.text_input[0].value, again.date_input[0].value) == ("沁汀禾岫食品有限公司", date(2025, 3, 1))


def test_nothing_about_a_person_stands_in_the_address_and_a_reload_asks_the_same(opened: Opened) -> None:
    app = ask(opened(), "罗径舟")
    there = address(app)
    assert there.keys() == {"date", "question"}
    assert "luo" not in there["question"].lower()
    assert "罗径舟" in words(reopened(there))


def test_a_number_that_nobody_bears_stays_out_of_the_address(opened: Opened) -> None:
    app = ask(opened(), "110105199001011234")
    assert "110105" not in str(address(app))


def test_of_two_namesakes_the_chosen_one_is_brought_back(opened: Opened) -> None:
    app = ask(opened(), "王建国")
    open_ = address(app)
    app.radio[0].set_value(1).run()
    chosen = address(sound(app))
    assert chosen["question"] != open_["question"]
    assert "9911021985****2721" in words(reopened(chosen))
    assert reopened(open_).radio[0].value is None


def test_somebody_outside_the_register_is_brought_back(opened: Opened) -> None:
    app = ask(opened(), "钱无踪")
    app.button[-1].click().run()
    there = address(sound(app))
    assert there.keys() == {"date", "question"}
    assert "钱无踪" in words(reopened(there))


def test_a_word_that_means_nothing_any_more_is_told(opened: Opened) -> None:
    app = ask(opened(), "罗径舟")
    there = address(app)
    _memory().clear()
    again = reopened(there)
    assert "请重新输入" in words(again)
    assert again.date_input[0].value == date(2025, 3, 1)


def test_the_address_goes_back_and_the_page_with_it(opened: Opened) -> None:
    app = ask(opened(), "沁汀禾岫食品有限公司")
    before = address(app)
    ask(app, "云渚珩昶投资管理有限公司")
    app.query_params.update(before)
    app.run()
    assert "郑昊岚自" in words(sound(app))
    assert app.text_input[0].value == "沁汀禾岫食品有限公司"
    app.query_params.clear()
    app.run()
    assert "结论的含义" in words(sound(app))


def test_an_appointment_keeps_its_office_and_organization_and_not_its_person(opened: Opened) -> None:
    app = ask_office(opened("appointment"), "罗径舟", "supervisor", "贺渚沄泽水务集团有限公司")
    there = address(app)
    word = there.pop("question")
    assert there == {"role": "supervisor", "organization": "heyun-water", "date": "2025-03-01"}
    again = reopened({**there, "question": word}, "appointment")
    assert "罗径舟" in words(again)
    assert again.selectbox[0].value == "supervisor"


def test_the_network_keeps_its_steps_and_roles(opened: Opened) -> None:
    app = ask(opened("network"), "云渚珩昶投资管理有限公司；墨沄砺涟钢铁有限公司")
    app.selectbox(key="network.hops").set_value(1).run()
    app.multiselect(key="network.roles").set_value(["shareholder"]).run()
    there = address(sound(app))
    assert there["party"] == "yunzhu-investment;molian-steel"
    assert (there["hops"], there["roles"]) == ("1", "shareholder")
    again = reopened(there, "network")
    assert again.text_input[0].value == "云渚珩昶投资管理有限公司；墨沄砺涟钢铁有限公司"
    assert set(again.dataframe[0].value["职务"]) == {"股东"}


def test_the_law_keeps_document_area_and_day_and_hides_what_is_searched_for(opened: Opened) -> None:
    app = opened("policies")
    app.selectbox(key="policies.document").set_value("quanzhou-2018").run()
    app.text_input(key="policies.words").set_value("高尔夫").run()
    there = address(sound(app))
    assert there["document"] == "quanzhou-2018"
    assert "高尔夫" not in str(there)
    again = reopened(there, "policies")
    assert again.selectbox(key="policies.document").value == "quanzhou-2018"
    assert again.text_input(key="policies.words").value == "高尔夫"


@pytest.mark.parametrize("there", [
    {"party": "nobody-at-all"}, {"party": "qinting-foods", "date": "yesterday"}, {"question": "x" * 4000},
    {"party": "<script>alert(1)</script>"}, {"lang": "xx"}, {"party": ";;;"},
])  # fmt: skip
def test_an_address_that_nobody_wrote_breaks_nothing(opened: Opened, there: dict[str, str]) -> None:
    reopened(there)


@pytest.mark.parametrize("there", [{"hops": "99", "limit": "-1", "roles": "king", "party": "molian-steel"}])
def test_options_that_there_are_not_are_left_out(opened: Opened, there: dict[str, str]) -> None:
    again = reopened(there, "network")
    assert again.selectbox(key="network.hops").value == 2
    assert again.multiselect(key="network.roles").value == []


def test_the_language_stands_in_the_address(opened: Opened) -> None:
    app = ask(opened(language="en"), "沁汀禾岫食品有限公司")
    assert address(app)["lang"] == "en"
    assert "under review" in words(reopened(address(app)))


@pytest.mark.parametrize(("page", "part"), [("", "timeline"), ("network", "control_of")])
def test_the_open_part_stands_in_the_address_and_is_brought_back(opened: Opened, page: str, part: str) -> None:
    app = ask(opened(page), "云渚珩昶投资管理有限公司")
    slot = page or "credit"
    before = address(app)
    assert "section" not in before
    after = address(section(app, slot, part))
    assert after == {**before, "section": part}
    assert reopened(after, page).session_state[f"{slot}.section"] == part
    app.query_params.update(before)
    del app.query_params["section"]
    assert sound(app.run()).session_state[f"{slot}.section"] != part


def test_a_part_that_there_is_not_opens_the_first(opened: Opened) -> None:
    there = {**address(ask(opened(), "沁汀禾岫食品有限公司")), "section": "<b>"}
    assert reopened(there).session_state["credit.section"] == "clauses"


def test_a_table_of_appointees_stands_in_the_address(opened: Opened) -> None:
    app = opened("appointment")
    app.toggle(key="appointment.many").set_value(True).run()
    there = address(sound(app))
    assert there == {"many": "yes"}
    assert reopened(there, "appointment").toggle(key="appointment.many").value


def test_who_comes_back_to_a_page_finds_it_as_it_was(opened: Opened) -> None:
    app = ask(opened("network"), "云渚珩昶投资管理有限公司")
    app.selectbox(key="network.hops").set_value(1).run()
    there = address(section(app, "network", "measures_of"))
    network = app._page_hash
    app._page_hash = next(key for key, known in app._registered_pages.items() if known.get("url_pathname") == "data")
    app.query_params.clear()
    sound(app.run())
    app._page_hash = network
    app.query_params.update(there)
    sound(app.run())
    assert app.selectbox(key="network.hops").value == 1
    assert app.session_state["network.section"] == "measures_of"
    assert address(app) == there


def test_the_language_is_switched_there_and_back(opened: Opened) -> None:
    app = opened()
    for language, heading in (("en", "Credit"), ("zh", "授信查询"), ("en", "Credit")):
        app.button_group(key="language").set_value(language).run()
        assert app.title[0].value == heading
