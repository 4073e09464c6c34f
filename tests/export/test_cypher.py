"""The Cypher script, run by a real Neo4j."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.export import Extract, write
from graph.export.cypher import literal
from graph.model import Party
from graph.server import ServerAddress

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def session(neo4j_server: ServerAddress) -> Iterator[neo4j.Session]:
    """A session in the tests' database; what the script made is removed afterwards."""
    login = (neo4j_server.username, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=login) as driver, driver.session() as opened:
        yield opened
        for label in ("Network", "NetworkParty", "NetworkListing", "NetworkFinding"):
            opened.run(f"MATCH (n:{label}) DETACH DELETE n").consume()
            opened.run(f"DROP CONSTRAINT {label.lower()} IF EXISTS").consume()


def run(session: neo4j.Session, told: Extract, out: Path) -> None:
    write(told, "cypher", out)
    for line in out.read_text("utf-8").split(";\n"):
        statement = "\n".join(part for part in line.split("\n") if not part.startswith("//"))
        if statement.strip():
            session.run(statement).consume()


def counts(session: neo4j.Session) -> tuple[int, int]:
    here = "MATCH (n) WHERE n:Network OR n:NetworkParty OR n:NetworkListing OR n:NetworkFinding"
    nodes = session.run(f"{here} RETURN count(n)").single(strict=True)[0]
    ties = session.run(f"{here} MATCH (n)-[r]->() RETURN count(r)").single(strict=True)[0]
    return nodes, ties


def test_the_network_stands_there_with_findings_and_running_it_again_changes_nothing(
    session: neo4j.Session, molian: Extract, out: Path
) -> None:
    told = replace(molian, findings=tuple(found for found in molian.findings if found.party == "han-chuanyu"))
    run(session, told, out)
    first = counts(session)
    assert first[0] == 1 + len(told.parties) + len(told.listings) + len(told.findings)
    run(session, told, out)
    assert counts(session) == first
    reached = session.run(
        "MATCH (p:NetworkParty {id: 'han-chuanyu'})<-[:REACHES]-(f:NetworkFinding {clause: '二（七）1'})"
        "-[:BECAUSE_OF]->(l:NetworkListing)-[:NAMES]->(d:NetworkParty)<-[h:HOLDS {role: f.role}]-(p) "
        "RETURN f.outcome, f.certainty, f.since, l.case_number, d.name, h.since"
    ).values()
    assert [
        "restricted",
        "recorded",
        "2023-03-15",
        "（2023）黑9911执318号",
        "墨沄砺涟钢铁有限公司",
        "2016-04-01",
    ] in reached


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("'}) DETACH DELETE n //")
@example("\\u0027}) DETACH DELETE n //")
@example("\\\\u0027 \\u005cu0027 \\")
@example("a';\n// b\r\n\x00\u2028`$x")
def test_nothing_that_somebody_wrote_into_a_register_ends_the_text(session: neo4j.Session, text: str) -> None:
    assert session.run(f"RETURN {literal(text)}").single(strict=True)[0] == text


def test_a_name_that_would_be_a_command_is_a_name(session: neo4j.Session, out: Path) -> None:
    evil = "\\u0027});\nMATCH (n) DETACH DELETE n; //"
    told = replace(Extract("2026-01-01", 0, False, "0"), parties=(Party("evil", None, evil),))
    run(session, told, out)
    name = session.run("MATCH (p:NetworkParty {id: 'evil'}) RETURN p.name").single(strict=True)[0]
    assert name == evil
