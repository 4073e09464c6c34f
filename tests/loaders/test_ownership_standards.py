"""BODS, FollowTheMoney, GLEIF and PSC files: what becomes a role, what is left in words, and what is refused."""

import dataclasses
import json
import subprocess
from pathlib import Path

import pytest

from graph.export import extract, write
from graph.exposure import Question
from graph.simulate import demo_register
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources, read_source
from tests.loaders.accounting import CONTEXT, KEY, assert_nothing_lost, entries

GOOD = Path(__file__).parent / "good"
PROJECT = Path(__file__).parents[2]


def tables(path: Path, name: str) -> dict[str, list[dict[str, str]]]:
    source = read_source(path, CONTEXT)
    assert_nothing_lost(source)
    assert {file.source for file in source.files} == {name}
    found: dict[str, list[dict[str, str]]] = {}
    for sheet in source.sheets:
        found.setdefault(sheet.table, []).extend(sheet.rows.to_pylist())
    return found


def told(rows, *columns):
    return {tuple(row.get(column) for column in columns) for row in rows}


@pytest.mark.parametrize("standard", ["bods", "ftm", "gleif", "uk_psc"])
def test_a_second_load_changes_nothing(tmp_path, standard):
    store = SnapshotStore(tmp_path, KEY)
    first = load_sources([GOOD / standard], store, CONTEXT)
    again = load_sources([GOOD / standard], store, CONTEXT)
    assert first.taken["roles"]
    assert (again.digest, any(again.changed.values())) == (first.digest, False)


# -- BODS ---------------------------------------------------------------------------------------------------------


def test_interests_of_bods_become_roles_and_only_an_exact_share_is_one():
    found = tables(GOOD / "bods", "bods")
    assert told(found["roles"], "holder", "role", "share", "since", "until") == {
        ("holding", "shareholder", "0.6", "2017-11-01", None),
        ("p1", "director", None, "2018-03-01", None),
        ("p1", "shareholder", None, "2019-01-01", "2020-01-01"),
        ("p2", "legal_representative", None, "2019-01-01", "2024-06-01"),
        ("p2", "supervisor", None, None, None),
    }
    (band,) = [row["source"] for row in found["roles"] if row["since"] == "2019-01-01" and row["role"] == "shareholder"]
    assert "25–50 %" in band
    (voting,) = [row["source"] for row in found["roles"] if row["holder"] == "holding"]
    assert "votingRights" in voting


def test_a_chinese_number_fills_its_column():
    parties = tables(GOOD / "bods", "bods")["parties"]
    assert ("co", "91350100M000100Y43") in told(parties, "id", "uscc")
    assert ("p1", "11010519491231002X") in told(parties, "id", "id_number")


def test_an_indirect_interest_is_no_role_for_its_chain_is_told_link_by_link():
    (reject,) = [entry for entry in entries(read_source(GOOD / "bods", CONTEXT)) if entry["row"] == 10]
    assert "held directly" in reject["reason"]


# -- FollowTheMoney -----------------------------------------------------------------------------------------------


def test_chinese_titles_in_followthemoney_become_the_roles_of_the_law():
    found = tables(GOOD / "ftm", "ftm")
    assert told(found["roles"], "holder", "organization", "role", "share", "since", "until") == {
        ("p1", "co", "director", None, "2019-03-01", None),
        ("p1", "co", "senior_manager", None, "2019-03-01", None),
        ("p2", "co", "supervisor", None, "2019-01-01", "2021-05-01"),
        ("p2", "sub", "director", None, None, None),
        ("co", "holding", "shareholder", "0.255", None, None),
        ("p1", "co", "shareholder", None, None, None),
        ("p1", "co", "legal_representative", None, None, None),
    }
    assert ("holding", "organization") in told(found["parties"], "id", "kind"), "something is held in it"


def test_the_library_of_followthemoney_writes_what_is_read(tmp_path):
    python = PROJECT / ".venv" / "readers" / "bin" / "python"
    if not python.exists():
        pytest.skip("followthemoney is not installed here: 'make test' puts it into .venv/readers")
    program = (
        "import json\n"
        "from followthemoney import model\n"
        "def entity(schema, id_, **values):\n"
        "    made = model.make_entity(schema)\n"
        "    made.id = id_\n"
        "    for name, value in values.items():\n"
        "        made.add(name, value)\n"
        "    print(json.dumps(made.to_dict()))\n"
        "entity('Company', 'co', name='清汀食品有限公司', registrationNumber='91350100M000100Y43')\n"
        "entity('Person', 'p', name='郑浩然', birthDate='1965-11')\n"
        "entity('Directorship', 'd', director='p', organization='co', role='监事', startDate='2019-03-01')\n"
        "entity('Ownership', 'o', owner='p', asset='co', percentage='17', endDate='2020')\n"
    )
    lines = subprocess.run([python, "-c", program], check=True, capture_output=True, encoding="utf-8").stdout
    (tmp_path / "entities.json").write_text(lines, encoding="utf-8")
    found = tables(tmp_path / "entities.json", "ftm")
    assert told(found["parties"], "id", "kind", "uscc") == {
        ("co", "organization", "91350100M000100Y43"),
        ("p", "person", None),
    }
    assert told(found["roles"], "role", "share", "since", "until") == {
        ("supervisor", None, "2019-03-01", None),
        ("shareholder", "0.17", None, "2021-01-01"),
    }


# -- GLEIF --------------------------------------------------------------------------------------------------------


def test_a_direct_parent_is_a_shareholder_without_a_share_and_nobody_is_an_actual_controller():
    found = tables(GOOD / "gleif", "gleif")
    child, parent = "TEST00CHILD000000001", "TEST00PARENT00000002"
    assert told(found["roles"], "holder", "organization", "role", "share", "since", "until") == {
        (parent, child, "shareholder", None, "2017-11-01", None),
        (child, parent, "shareholder", None, "2010-01-01", "2012-01-01"),
    }
    assert told(found["parties"], "id", "uscc", "former_names") == {
        (child, "91350100M000100Y43", "清汀酱园"),
        (parent, None, None),
    }


def test_the_golden_copy_as_csv_says_the_same():
    parties = tables(GOOD / "gleif" / "golden-copy.csv", "gleif")["parties"]
    assert told(parties, "name", "uscc", "status") == {
        ("清汀食品有限公司", "91350100M000100Y43", "active"),
        ("临渊控股有限公司", None, None),
    }
    (role,) = tables(GOOD / "gleif" / "golden-copy-rr.csv", "gleif")["roles"]
    assert (role["role"], role["since"]) == ("shareholder", "2017-11-01")


# -- people with significant control --------------------------------------------------------------------------------


def test_a_band_of_shares_is_no_share_and_each_record_is_a_person_of_its_own():
    found = tables(GOOD / "uk_psc", "uk_psc")
    a, b = (f"uk_psc:01234567/persons-with-significant-control/individual/{which}" for which in "ab")
    assert told(found["roles"], "holder", "organization", "role", "share", "since", "until") == {
        (a, "GB-COH-01234567", "shareholder", None, "2016-04-06", None),
        (b, "GB-COH-01234567", "shareholder", None, "2016-04-06", "2020-05-01"),
        ("GB-COH-07654321", "GB-COH-01234567", "shareholder", None, "2016-04-06", None),
    }
    assert told(found["parties"], "id", "kind") >= {(a, "person"), (b, "person"), ("GB-COH-07654321", "organization")}
    (words,) = [row["source"] for row in found["roles"] if row["holder"] == b]
    assert "voting-rights-75-to-100-percent" in words


def test_a_company_that_is_described_keeps_its_name_whatever_mentions_it_later(tmp_path):
    store = SnapshotStore(tmp_path, KEY)
    load_sources([GOOD / "uk_psc" / "companies.json"], store, CONTEXT)
    report = load_sources([GOOD / "uk_psc" / "snapshot.jsonl"], store, CONTEXT)
    assert report.taken["roles"] == 3
    with store.view() as view:
        company = view.parties(["GB-COH-01234567"])["GB-COH-01234567"]
        assert (company.name, company.former_names) == ("TEST LIMITED", ("OLD TEST LIMITED",))
        assert view.parties(["GB-COH-07654321"])["GB-COH-07654321"].name == "Test Holdings Limited"


def test_one_statement_a_line_is_read_as_an_array_is(tmp_path):
    statements = json.loads((GOOD / "bods" / "statements.json").read_text("utf-8"))
    lines = tmp_path / "statements.jsonl"
    lines.write_text("".join(json.dumps(statement) + "\n" for statement in statements), encoding="utf-8")
    assert tables(lines, "bods") == tables(GOOD / "bods" / "statements.json", "bods")


# -- what this product writes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("format_", "name"), [("ftm", "ftm.json"), ("bods", "bods.json")])
def test_the_network_that_is_exported_is_read_back_with_every_role_and_day(tmp_path, law, format_, name):
    context = dataclasses.replace(CONTEXT, vocabulary=law.vocabulary, is_measure=law.measure_names.__contains__)
    store, again = SnapshotStore(tmp_path / "one", KEY), SnapshotStore(tmp_path / "two", KEY)
    load_sources([demo_register()], store, context)
    with store.view() as view:
        network = extract(view, ["molian-steel", "peihan-construction"], Question(law, 20454, hops=2))
    write(network, format_, tmp_path / name)
    load_sources([tmp_path / name], again, context)
    with again.view() as view:
        found = {party.id: view.parties([party.id]).get(party.id) for party in network.parties}
        posts = {post[:5] for party in network.parties for post in view.posts(party.id)}
    assert posts == {post[:5] for post in network.roles}
    assert {party.name for party in network.parties} == {party.name for party in found.values() if party}
    assert {party.uscc for party in network.parties} == {party.uscc for party in found.values() if party}
