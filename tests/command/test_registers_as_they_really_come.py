"""Every command on a register full of what is odd, on both stores: it ends, it answers alike, and says what is odd.

A company that holds its own shares; shares that add up to 138 %; a company that ceased and still holds; a long
chain; companies that all hold one another. Tests of their own meet chains and cliques of the largest size.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from graph.command import main
from graph.policy import Law
from graph.server import ServerAddress
from graph.stores import Store
from graph.stores.snapshot import SnapshotStore
from tests.scenarios.registers import KEY, Rows, load

pytestmark = pytest.mark.neo4j

CHAIN, CLIQUE = 100, 24
LAST = f"chain-{CHAIN - 1:03}"
DAY = ["--as-of", "2024-08-01"]
PARTIES = ["chain-000", "chain-050", LAST, "clique-00", "clique-01", "itself", "above", "ceased", "below", "first"]
PARTIES += ["second", "officer"]
QUESTIONS = [
    *([command, party] for command in ("check", "credit", "connections", "signals", "control") for party in PARTIES),
    *(["whatif", *change, command, party]
      for change in (["--release", "L-itself"], ["--transfer", "first:above:9%:officer"],
                     ["--list", "ceased", "--end", f"officer:legal_representative:{LAST}"])
      for command in ("check", "control") for party in ("itself", "above", "ceased", "clique-01", LAST)),
    *(["appoint", person, "--role", "director", "--organization", organization, "--explain"]
      for person in ("first", "officer") for organization in ("clique-01", "itself", "ceased")),
    *(["paths", *pair, *more]
      for pair in (["first", LAST], ["clique-00", "clique-01"], ["itself", "above"], ["ceased", "below"])
      for more in ([], ["--all"])),
    ["deadlines"],
]  # fmt: skip


def register() -> Rows:
    """What is odd, beside debtors."""
    chain = [f"chain-{number:03}" for number in range(CHAIN)]
    clique = [f"clique-{number:02}" for number in range(CLIQUE)]
    companies = [*chain, *clique, "itself", "above", "ceased", "below"]
    shares = [
        ("first", chain[0], "0.6"), *((one, other, "0.6") for one, other in pairwise(chain)),
        *((one, other, "0.02") for one in clique for other in clique if one != other), ("first", clique[0], "0.4"),
        ("itself", "itself", "0.6"), ("first", "itself", "0.3"),
        ("first", "above", "0.69"), ("second", "above", "0.69"),
        ("above", "ceased", "0.8"), ("ceased", "below", "0.7"),
    ]  # fmt: skip
    posts = [
        (clique[1], "legal_representative"), (LAST, "legal_representative"), ("itself", "legal_representative"),
        ("above", "director"), ("below", "supervisor"),
    ]  # fmt: skip
    return {
        "parties": [
            *({"id": id_, "kind": "organization", "name": f"虚构{id_}有限公司",
               "status": "cancelled" if id_ == "ceased" else ""} for id_ in companies),
            *({"id": id_, "kind": "person", "name": f"虚构{id_}"} for id_ in ("first", "second", "officer")),
        ],
        "roles": [
            *({"holder": holder, "organization": organization, "role": "shareholder", "share": share}
              for holder, organization, share in shares),
            *({"holder": "officer", "organization": organization, "role": role} for organization, role in posts),
        ],
        "listings": [
            {"id": f"L-{id_}", "party": id_, "name": f"虚构{id_}有限公司", "case_number": f"（2024）测执{number}号",
             "listed_on": "2024-07-05"}
            for number, id_ in enumerate([LAST, clique[1], "itself", "below"])
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def stores(
    neo4j_store: Store, neo4j_server: ServerAddress, tmp_path_factory: pytest.TempPathFactory, law: Law
) -> Iterator[dict[str, str]]:
    """Where the register is loaded: in a folder, and in the tests' Neo4j."""
    folder = tmp_path_factory.mktemp("odd") / "store"
    load(SnapshotStore(folder, KEY), register(), law)
    load(neo4j_store, register(), law)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUANLIAN_KEY", KEY.hex())
        patch.setenv("NEO4J_USERNAME", neo4j_server.username)
        patch.setenv("NEO4J_PASSWORD", neo4j_server.password)
        yield {"snapshot": str(folder), "neo4j": neo4j_server.uri}


def answer(store: str, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, *DAY, "--json", "--store", store]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_every_question_is_answered_alike_by_both_stores(
    words: list[str], stores: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(stores["snapshot"], capsys, *words) == answer(stores["neo4j"], capsys, *words)


def test_what_is_odd_is_told_where_control_is_asked(stores: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    odd = {
        party: {(one["what"], one["organization"]) for one in told["reported"]}
        for party in ("itself", "above", "below")
        for told in (answer(stores["snapshot"], capsys, "control", party),)
    }
    assert odd == {
        "itself": {("of_itself", "itself")},
        "above": {("above_whole", "above"), ("ceased", "ceased")},
        "below": {("above_whole", "above"), ("ceased", "ceased")},
    }


def test_the_screen_says_of_everybody_what_check_says(
    stores: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = {}
    for name, store in stores.items():
        out = tmp_path / f"{name}.csv"
        assert main(["screen", "--out", str(out), *DAY, "--store", store]) == 0
        told[name] = out.read_text("utf-8")
    assert told["snapshot"] == told["neo4j"]
    reached = {row["party"] for row in csv.DictReader(told["snapshot"].splitlines())}
    for party in PARTIES:
        found = answer(stores["snapshot"], capsys, "check", party)
        assert (party in reached) == bool(found["findings"])


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json", "graphml", "gexf", "cypher", "ftm", "bods", "html"])
def test_every_format_takes_a_whole_clique_and_a_whole_chain(
    format_: str, stores: dict[str, str], tmp_path: Path
) -> None:
    for party in ("clique-01", "chain-050"):
        out = tmp_path / f"{party}.{'zip' if format_ == 'csv' else format_}"
        words = ["export", party, "--format", format_, "--out", str(out), "--hops", "200", *DAY]
        assert main([*words, "--store", stores["snapshot"]]) == 0
        assert out.stat().st_size > 5_000
