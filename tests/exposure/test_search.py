"""Parties are proposed by what people type: a part, the sound, the initials, a slip; the same from either store."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from graph.exposure import find
from graph.policy import Law
from graph.stores import Store
from graph.stores.snapshot import SnapshotStore
from tests.scenarios.registers import KEY, load, tables

PEOPLE = ("张伟", "章伟", "张伟强", "单国强", "欧阳锋", "查良镛", "覃小明", "買買提·艾力", "吕布")
COMPANIES = {
    "重庆长安汽车股份有限公司": "",
    "长安贸易有限责任公司": "江边商行@2010-01-01/2015-01-01;滨江商行",
    "中国银行": "",
    "甲（上海）科技有限公司": "",
}
ROWS = {
    "parties": [
        *({"id": f"id of {name}", "kind": "person", "name": name} for name in PEOPLE),
        *(
            {"id": f"id of {name}", "kind": "organization", "name": name, "former_names": old}
            for name, old in COMPANIES.items()
        ),
    ]
}


@pytest.fixture
def filled(store: Store, law: Law) -> Store:
    load(store, ROWS, law)
    return store


TYPED = [
    ("zhangwei", ["张伟", "章伟", "张伟强"]),
    ("Zhang Wei", ["张伟", "章伟", "张伟强"]),
    ("zw", ["张伟", "章伟", "张伟强"]),
    ("shan guoqiang", ["单国强"]),
    ("zha'liangyong", ["查良镛"]),
    ("qinxiaoming", ["覃小明"]),
    ("tan xiao ming", ["覃小明"]),
    ("lvbu", ["吕布"]),
    ("Lü Bu", ["吕布"]),
    ("ouyang", ["欧阳锋"]),
    ("chongqing", ["重庆长安汽车股份有限公司"]),
    ("chang an", ["长安贸易有限责任公司", "重庆长安汽车股份有限公司"]),
    ("zgyh", ["中国银行"]),
    ("angong", []),  # a sound is cut between syllables
    ("长安", ["长安贸易有限责任公司", "重庆长安汽车股份有限公司"]),
    ("(上海)科技", ["甲（上海）科技有限公司"]),
    ("上海科技", ["甲（上海）科技有限公司"]),
    ("江边商行", ["长安贸易有限责任公司"]),
    ("江邊商", ["长安贸易有限责任公司"]),
    ("bjsh", ["长安贸易有限责任公司"]),  # of a former name
    ("长安贸易有限公司", ["长安贸易有限责任公司"]),
    ("买买提艾力", ["買買提·艾力"]),
    ("艾力", ["買買提·艾力"]),
    ("重庆长女汽车股份有限公司", ["重庆长安汽车股份有限公司"]),
    ("重庆长安汽车有限公司", ["重庆长安汽车股份有限公司"]),
    ("欧阳峰", ["欧阳锋"]),
    ("没有这样的人", []),
    ("", []),
    ("·", []),
    ('"', []),
    ("a* OR b", []),
]


def test_what_is_typed_proposes_the_same_parties_in_the_same_order_on_either_store(filled: Store) -> None:
    with filled.view() as view:
        found = {typed: find(view, typed, KEY) for typed, _ in TYPED}
    assert {typed: [one.name for one in some] for typed, some in found.items()} == dict(TYPED)
    assert {str(one.grade) for some in found.values() for one in some} == {"D"}
    assert all(one.reason for some in found.values() for one in some)


def test_a_name_that_is_borne_stands_before_what_resembles_it(filled: Store) -> None:
    with filled.view() as view:
        assert [(one.name, one.reason) for one in find(view, "张伟", KEY)] == [
            ("张伟", "the name is the same"),
            ("张伟强", "part of the name is the same"),
        ]


def test_a_question_by_id_imports_nothing_that_searches_names(snapshot_store: SnapshotStore, law: Law) -> None:
    load(snapshot_store, ROWS, law)
    script = (
        "import sys; from graph.command import main\n"
        f"status = main(['check', 'id of 张伟', '--json', '--store', {str(snapshot_store.folder)!r}])\n"
        "found = {'tantivy', 'pypinyin', 'opencc', 'rapidfuzz', 'neo4j'} & set(sys.modules)\n"
        "sys.exit(f'{status} {found}' if status or found else 0)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "GUANLIAN_KEY": KEY.hex()}
    )
    assert told.returncode == 0, told.stderr


def test_the_index_of_names_follows_the_parties_and_nothing_else(snapshot_store: Store, law: Law) -> None:
    load(snapshot_store, ROWS, law)
    made = tables({"parties": [{"id": "new", "kind": "person", "name": "赵六"}]}, law)
    listed = tables({"listings": [{"id": "L1", "name": "赵六", "case_number": "1", "listed_on": "2020-01-01"}]}, law)
    assert "names indexed" not in snapshot_store.load({"listings": listed["listings"]}).seconds
    assert snapshot_store.load({"parties": made["parties"]}).seconds["names indexed"] > 0
    with snapshot_store.view() as view:
        assert [one.name for one in find(view, "zhaoliu", KEY)] == ["赵六"]
        assert [one.name for one in find(view, "zgyh", KEY)] == ["中国银行"]
