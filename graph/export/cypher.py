"""A Cypher script for Neo4j: nodes for parties, listings and findings. Running it again changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from graph.export.extract import NOTE, Extract
from graph.export.network import Scalar, network
from graph.export.rows import Plain, Row, about, tables

_BATCH = 100  # a statement is parsed whole: larger ones take longer than several
# Labels of their own: a Guanlian register in the same database keeps its own nodes.
_LABELS = ("NetworkParty", "NetworkListing", "NetworkFinding", "Network")
_SPECIAL = re.compile("[\\\\'\x00-\x1f\x7f\x85\u2028\u2029]")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_cypher(extract: Extract, out: Path) -> None:
    """One statement a line, each ended by a semicolon; every value is a literal in which nothing can end the text."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"// {NOTE.en}\n// {NOTE.zh}\n")
        file.writelines(f"{statement};\n" for statement in _statements(extract))


def _statements(extract: Extract) -> Iterable[str]:
    for label in _LABELS:
        name = label.lower()
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    told = tables(extract)
    graph = network(extract)
    yield from _each("MERGE (n:Network {id: row.snapshot + ' ' + row.as_of}) SET n += row", [about(extract)])
    yield from _each(
        "MERGE (n:NetworkParty {id: row.id}) SET n += row",
        [{"id": id_, **data} for id_, data in graph.nodes(data=True)],
    )
    yield from _each(
        "MATCH (a:NetworkParty {id: row.holder}), (b:NetworkParty {id: row.organization}) "
        "MERGE (a)-[r:HOLDS {key: row.key}]->(b) SET r += row.told",
        [
            {"holder": one, "organization": other, "key": key, "told": data}
            for one, other, key, data in graph.edges(keys=True, data=True)
        ],
    )
    yield from _each("MERGE (n:NetworkListing {id: row.id}) SET n += row", told["listings"])
    yield from _each(
        "MATCH (l:NetworkListing {id: row.listing}), (p:NetworkParty {id: row.party}) "
        "MERGE (l)-[r:NAMES]->(p) SET r += {grade: row.grade, certainty: row.certainty}",
        told["matches"],
    )
    findings = [{**row, "id": _key(row)} for row in told["findings"]]
    yield from _each(
        "MATCH (p:NetworkParty {id: row.party}) MERGE (f:NetworkFinding {id: row.id}) SET f += row "
        "MERGE (f)-[:REACHES]->(p)",
        findings,
    )
    for name, label in (("debtor", "NetworkParty"), ("listing", "NetworkListing")):
        yield from _each(
            f"MATCH (f:NetworkFinding {{id: row.id}}), (o:{label} {{id: row.other}}) MERGE (f)-[:BECAUSE_OF]->(o)",
            [{"id": row["id"], "other": row[name]} for row in findings if row[name]],
        )


def _key(finding: Row) -> str:
    """What tells one finding from every other."""
    names = (
        "party", "measure", "debtor", "listing", "notice", "role", "appointment_role", "appointment_organization",
        "appointment_category", "since",
    )  # fmt: skip
    return "|".join(str(finding[name] or "") for name in names)


Value = Plain | Scalar | Mapping[str, Scalar]


def _each(statement: str, rows: Sequence[Mapping[str, Value]]) -> Iterable[str]:
    """The statement over the rows, some at a time."""
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield f"UNWIND {literal(batch)} AS row {statement}"


def literal(value: object) -> str:
    """A value as Cypher writes it.

    >>> literal({"name": "O'Neill"})
    "{name: 'O\\\\'Neill'}"
    """
    writers: Mapping[type, Callable[[object], str]] = {type(None): lambda _: "null", bool: lambda it: str(it).lower()}
    if writer := writers.get(type(value)):
        return writer(value)
    if isinstance(value, str):
        return f"'{_SPECIAL.sub(lambda found: _escaped(found[0]), value)}'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {literal(each)}" for name, each in value.items() if each is not None) + "}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def _escaped(char: str) -> str:
    """Control characters and line ends by their number: a statement is one line."""
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"
