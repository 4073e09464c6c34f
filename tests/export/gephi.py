"""Run by the environment of other people's readers: what Gephi itself makes of some files."""

from __future__ import annotations

import json
import sys
from typing import Any

import jpype


def opened(path: str) -> dict[str, Any]:
    """The issues that Gephi reports, and the nodes and edges that stand in its graph, each with its attributes.

    A GEXF file is opened as it comes; of GraphML, in which an edge has no kind, parallel edges are not to be merged.
    """
    lookup = jpype.JClass("org.openide.util.Lookup").getDefault()

    def service(name: str) -> Any:
        return lookup.lookup(jpype.JClass(name))

    service("org.gephi.project.api.ProjectController").newProject()
    importer = service("org.gephi.io.importer.api.ImportController")
    container = importer.importFile(jpype.JClass("java.io.File")(path))
    issues = [f"{issue.getLevel()}: {issue.getMessage()}" for issue in container.getReport().getIssuesList(1_000)]
    if path.endswith(".graphml"):
        strategies = jpype.JClass("org.gephi.io.importer.api.EdgeMergeStrategy")
        container.getLoader().setEdgesMergeStrategy(strategies.NO_MERGE)
    importer.process(container)
    model = service("org.gephi.graph.api.GraphController").getGraphModel()
    graph = model.getGraph()
    return {
        "issues": issues,
        "directed": bool(model.isDirected()),
        "nodes": {
            str(node.getId()): [str(node.getLabel()), _hex(node.getColor()), _told(node, model.getNodeTable())]
            for node in graph.getNodes().toArray()
        },
        "edges": {
            str(edge.getId()): [
                str(edge.getSource().getId()), str(edge.getTarget().getId()), _told(edge, model.getEdgeTable())
            ]
            for edge in graph.getEdges().toArray()
        },
    }  # fmt: skip


def _told(element: Any, table: Any) -> dict[str, Any]:
    """What Gephi shows of a node or an edge under each column that the file brought along."""
    columns = [column for column in table if not column.isProperty()]
    told = {str(column.getTitle()): _plain(element.getAttribute(column)) for column in columns}
    return {title: value for title, value in told.items() if value is not None}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    kinds = {"Boolean": bool, "Integer": int, "Long": int, "Double": float}
    return kinds[str(value.getClass().getSimpleName())](value)


def _hex(colour: Any) -> str:
    return f"#{colour.getRed():02x}{colour.getGreen():02x}{colour.getBlue():02x}"


if __name__ == "__main__":
    _, machine, toolkit, *files = sys.argv
    jpype.startJVM(machine, "-Djava.awt.headless=true", "-Xmx256m", classpath=[toolkit], convertStrings=True)
    json.dump([opened(file) for file in files], sys.stdout)
