"""The networkx graph, and the files that networkx, Gephi, yEd and Cytoscape open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import networkx as nx
import pytest

from graph.export import Extract, network, write

# The grammar of GEXF 1.3: which attributes (``*``: must be there) and which children an element may have.
GEXF = {
    "gexf": ("version* variant", "meta graph"),
    "meta": ("lastmodifieddate", "creator keywords description"),
    "creator": ("", ""),
    "keywords": ("", ""),
    "description": ("", ""),
    "graph": (
        "defaultedgetype idtype mode timeformat timerepresentation timezone start end timestamp",
        "attributes nodes edges",
    ),
    "attributes": ("class* mode start end", "attribute"),
    "attribute": ("id* title* type*", "default options"),
    "nodes": ("count", "node"),
    "node": ("id* label start end", "attvalues spells nodes edges parents color position size shape"),
    "edges": ("count", "edge"),
    "edge": ("id source* target* label weight kind type start end", "attvalues spells color thickness shape"),
    "attvalues": ("", "attvalue"),
    "attvalue": ("for* value* start end", ""),
    "color": ("r* g* b* a hex", ""),
}
TYPES = {"string", "integer", "double", "boolean"}


def opened(told: Extract, format_: str, out: Path) -> nx.MultiDiGraph:
    write(told, format_, out)
    if format_ == "gexf":
        return nx.read_gexf(out)
    return nx.read_graphml(out, force_multigraph=True)


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_networkx_reads_back_every_party_role_and_attribute(molian: Extract, out: Path, format_: str) -> None:
    graph, read = network(molian), opened(molian, format_, out)
    assert read.is_directed()
    assert read.is_multigraph()
    assert set(read) == set(graph) == {party.id for party in molian.parties}
    assert sum(data["recorded"] for *_, data in graph.edges(data=True)) == len(molian.roles)
    for id_, told in graph.nodes(data=True):
        assert {name: read.nodes[id_][name] for name in told} == told
    back = {data.get("id", key): (*ends, data) for *ends, key, data in read.edges(keys=True, data=True)}
    for one, other, key, told in graph.edges(keys=True, data=True):
        assert back[key][:2] == (one, other)
        assert {name: back[key][2][name] for name in told} == told


def test_a_finding_rests_on_the_role_through_which_it_reaches(molian: Extract) -> None:
    graph = network(molian)
    edges = {data["role"]: data for data in graph.get_edge_data("han-chuanyu", "molian-steel").values()}
    chief = edges["legal_representative"]
    assert (chief["reached"], chief["finding_outcome"], chief["certainty"]) == ("han-chuanyu", "restricted", "recorded")
    assert (chief["since"], chief["finding_since"]) == ("2016-04-01", "2023-03-15")
    assert "central-2016-64 二（七）1" in chief["clauses"].split(";")
    assert "findings" not in edges["shareholder"]
    assert edges["shareholder"]["share"] == 0.35
    assert graph.nodes["molian-steel"]["listings"] == "L-molian"
    assert graph.nodes["molian-steel"]["finding_outcome"] == "restricted"
    assert "finding_outcome" not in graph.nodes["tang-ruohe"]


def test_the_graph_tells_its_day_its_register_and_whether_it_is_whole(molian: Extract, out: Path) -> None:
    for told in (network(molian).graph, opened(molian, "graphml", out).graph):
        assert (told["as_of"], told["snapshot"], told["incomplete"]) == ("2026-01-01", molian.snapshot, False)
        assert told["policies"].split(";") == [applied.policy for applied in molian.policies]


def test_gexf_keeps_to_its_grammar(molian: Extract, out: Path) -> None:
    write(molian, "gexf", out)
    root = Xml.parse(out).getroot()
    assert root.tag == "{http://gexf.net/1.3}gexf"
    assert root.get("version") == "1.3"
    for element in root.iter():
        attributes, children = GEXF[element.tag.partition("}")[2]]
        must = {name.rstrip("*") for name in attributes.split() if name.endswith("*")}
        may = {name.rstrip("*") for name in attributes.split()}
        assert must <= set(element.attrib) <= may
        assert {child.tag.partition("}")[2] for child in element} <= set(children.split())
    spaces = {element.tag.partition("}")[0] for element in root.iter() if element.tag.endswith("}color")}
    assert spaces == {"{http://gexf.net/1.3/viz"}
    declared = {each.get("id"): each.get("type") for each in root.iter("{http://gexf.net/1.3}attribute")}
    assert set(declared.values()) <= TYPES
    assert {each.get("for") for each in root.iter("{http://gexf.net/1.3}attvalue")} <= set(declared)


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_a_name_full_of_markup_and_control_characters_is_still_a_name(molian: Extract, out: Path, format_: str) -> None:
    first, *others = molian.parties
    named = replace(molian, parties=(first._replace(name='<a href="x">&"\x00\x1b\n\ufffe'), *others))
    assert opened(named, format_, out).nodes[first.id]["name"] == '<a href="x">&"\ufffd\ufffd\n\ufffd'


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_an_empty_extract_is_an_empty_graph(out: Path, format_: str) -> None:
    assert len(opened(Extract("2026-01-01", 2, False, "0"), format_, out)) == 0
