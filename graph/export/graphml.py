"""GraphML, for yEd, Cytoscape, Gephi and networkx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph.export.extract import NOTE, Extract
from graph.export.network import network
from graph.export.xml_text import xml_text


def write_graphml(extract: Extract, out: Path) -> None:
    """The graph of ``network`` with its attributes; ``note`` tells what a reader must know."""
    import networkx as nx

    graph = network(extract)
    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    clean.graph.update(_clean({**graph.graph, "note": NOTE.en, "note_zh": NOTE.zh}))
    for id_, told in graph.nodes(data=True):
        clean.add_node(str(xml_text(id_)), label=xml_text(told["name"]), **_clean(told))  # as Gephi labels it
    for one, other, key, told in graph.edges(keys=True, data=True):
        clean.add_edge(str(xml_text(one)), str(xml_text(other)), str(xml_text(key)), **_clean(told))
    nx.write_graphml_xml(clean, out, encoding="utf-8", prettyprint=True)


def _clean(told: dict[str, Any]) -> dict[str, Any]:
    return {name: xml_text(value) for name, value in told.items()}
