"""GEXF 1.3, for Gephi: the network with its attributes, listed parties in red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from graph.export.extract import NOTE, Extract
from graph.export.network import Scalar, network
from graph.export.xml_text import xml_text

_TYPES: Mapping[type, str] = {str: "string", bool: "boolean", int: "integer", float: "double"}
_COLOURS = {True: {"r": "164", "g": "22", "b": "26"}, False: {"r": "29", "g": "78", "b": "137"}}
_NAMESPACE, _VIZ = "http://gexf.net/1.3", "http://gexf.net/1.3/viz"


def write_gexf(extract: Extract, out: Path) -> None:
    """The graph of ``network``: nodes labelled with names, edges with roles."""
    graph = network(extract)
    root = Xml.Element("gexf", {"xmlns": _NAMESPACE, "xmlns:viz": _VIZ, "version": "1.3"})
    meta = Xml.SubElement(root, "meta", lastmodifieddate=extract.as_of)
    Xml.SubElement(meta, "creator").text = "Guanlian"
    told = "; ".join(f"{name}: {value}" for name, value in graph.graph.items())
    Xml.SubElement(meta, "description").text = xml_text(f"{told}. {NOTE.en} {NOTE.zh}")
    drawn = Xml.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    nodes = _attributes(drawn, "node", (data for _, data in graph.nodes(data=True)))
    edges = _attributes(drawn, "edge", (data for _, _, data in graph.edges(data=True)))
    inside = Xml.SubElement(drawn, "nodes")
    for id_, data in graph.nodes(data=True):
        node = Xml.SubElement(inside, "node", id=str(xml_text(id_)), label=str(xml_text(data["name"])))
        _values(node, data, nodes)
        Xml.SubElement(node, "viz:color", _COLOURS[bool(data.get("listed"))])
    inside = Xml.SubElement(drawn, "edges")
    met: Counter[tuple[str, str, str]] = Counter()
    for source, target, key, data in graph.edges(keys=True, data=True):
        ends = {"id": key, "source": source, "target": target, "label": data["role"]}
        # Of several edges of one kind between the same two, Gephi would make one: a second term is a kind of its own.
        met[source, target, data["role"]] += 1
        times = met[source, target, data["role"]]
        ends["kind"] = data["role"] if times == 1 else f"{data['role']} {times}"
        edge = Xml.SubElement(inside, "edge", {name: str(xml_text(value)) for name, value in ends.items()})
        _values(edge, data, edges)
    Xml.indent(root, " ")
    Xml.ElementTree(root).write(out, "utf-8", xml_declaration=True)


def _attributes(graph: Xml.Element, kind: str, data: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Declare every attribute that occurs, and return the id of each."""
    types: dict[str, str] = {}
    for told in data:
        types |= {name: _TYPES[type(value)] for name, value in told.items()}
    ids = {name: f"{kind}.{name}" for name in types}
    if types:
        declared = Xml.SubElement(graph, "attributes", {"class": kind})
        for name, type_ in types.items():
            Xml.SubElement(declared, "attribute", id=ids[name], title=name, type=type_)
    return ids


def _values(element: Xml.Element, told: Mapping[str, Scalar], ids: Mapping[str, str]) -> None:
    values = Xml.SubElement(element, "attvalues")
    for name, value in told.items():
        text = str(value).lower() if isinstance(value, bool) else str(xml_text(value))
        Xml.SubElement(values, "attvalue", {"for": ids[name], "value": text})
