"""A mask is not anonymous: 30-odd days fit behind it. Nothing that the product keeps or says shows what it hides."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import neo4j
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.export import extract, write
from graph.export.writing import FORMATS
from graph.model import mask
from graph.model.identifiers import id_number_check_passes
from graph.policy import Law
from graph.server import ServerAddress
from graph.stores import Store
from graph.stores.neo4j import Neo4jStore
from tests.scenarios.asking import Ask, ask_product, question_of
from tests.scenarios.registers import Rows, load, snapshot_of

DAY = "2024-01-01"


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """A number that passes its check."""
    region, year = draw(st.sampled_from(("110105", "440524", "810000"))), draw(st.integers(1930, 2010))
    born = f"{draw(st.integers(1, 12)):02d}{draw(st.integers(1, 28)):02d}"
    body = f"{region}{year}{born}{draw(st.integers(0, 999)):03d}"
    return next(body + last for last in "0123456789X" if id_number_check_passes(body + last))


def rows_with(number: str) -> Rows:
    record = {"name": "张三", "identifier": number, "case_number": "（2023）测执1号", "listed_on": "2023-01-01"}
    return {
        "parties": [
            {"id": "p1", "kind": "person", "name": "张三", "id_number": number},
            {"id": "p2", "kind": "person", "name": "张三"},
        ],
        "listings": [{"id": "L1", **record}, {"id": "L2", "party": "p1", **record}],
    }


def said(store: Store, law: Law) -> str:
    """Everything that is said about either party, and about a stranger who gives the number's mask."""
    with store.view() as view:
        answers = [
            ask_product(view, law, ask, DAY)
            for ask in (Ask("check", "p1"), Ask("check", "p2"), Ask("check", name="张三"))
        ]
    return json.dumps(answers, ensure_ascii=False)


@given(id_numbers())
def test_however_much_a_mask_shows_ten_digits_and_four_are_kept(number: str) -> None:
    for hidden in (number[:12] + "****" + number[-2:], number[:8] + "******" + number[-4:], number):
        assert re.fullmatch(r"[0-9]{8,10}\*{4}[0-9X]{2,4}", mask(hidden))
        assert mask(mask(hidden)) == mask(hidden)


@settings(max_examples=25)
@given(id_numbers())
def test_no_file_of_a_snapshot_and_no_answer_holds_the_hidden_digits(law: Law, number: str) -> None:
    with snapshot_of(rows_with(number), law) as store:
        assert number not in said(store, law)
        kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
        for text in (number, number[:12], number[10:]):
            assert text.encode() not in kept


@pytest.mark.neo4j
@settings(max_examples=3)
@given(id_numbers())
def test_no_node_of_a_neo4j_and_no_answer_holds_the_hidden_digits(
    law: Law, neo4j_server: ServerAddress, neo4j_store: Neo4jStore, number: str
) -> None:
    load(neo4j_store, rows_with(number), law)
    assert number not in said(neo4j_store, law)
    login = (neo4j_server.username, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=login) as driver:
        records = driver.execute_query(
            "MATCH (n) RETURN properties(n) UNION ALL MATCH ()-[n]->() RETURN properties(n)"
        ).records
    kept = json.dumps([record[0] for record in records], default=str)
    assert mask(number) in kept
    for text in (number, number[:12]):
        assert text not in kept
    # Its data, its transactions, its full-text indexes, its logs.
    files = [path for path in neo4j_server.credentials.parent.rglob("*") if path.is_file()]
    assert any("logs" in path.parts for path in files)
    for path in files:
        assert number.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("format_", FORMATS)
def test_no_export_holds_the_hidden_digits(law: Law, tmp_path: Path, format_: str) -> None:
    number = "110105194912310038"
    with snapshot_of(rows_with(number), law) as store, store.view() as view:
        found = extract(view, ["p1", "p2"], question_of(law, Ask("check", "p1"), DAY))
    out = tmp_path / ("network.zip" if format_ == "csv" else "network")
    write(found, format_, out)
    written = [out.read_bytes()]
    if zipfile.is_zipfile(out):  # .xlsx is one, too
        with zipfile.ZipFile(out) as archive:
            written = [archive.read(name) for name in archive.namelist()]
    assert any(mask(number).encode() in part for part in written)
    for text in (number, number[:12], number[10:]):
        assert all(text.encode() not in part for part in written)
