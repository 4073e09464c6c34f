"""YAML read as text: nothing is typed by accident, no key stands twice, every value knows its line.

PyYAML's ordinary reader makes ``0310115`` the number 102477 and ``no`` False, and keeps the last of two equal
keys in silence. Here every scalar stays the text that was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from graph.policy.errors import PolicyError

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The value of a YAML file and the line of each of its parts."""

    value: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of the part at ``place``, or of the nearest part around it."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


def read(text: str, name: str) -> Document:
    """The document in ``text``; ``name`` is what an error calls the file.

    Raises ``PolicyError`` where the text is no YAML, repeats a key, or uses anchors, tags or several documents.
    """
    try:
        _refuse_shorthand(text, name)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise PolicyError([f"{name}:{line}: this is not YAML ({getattr(error, 'problem', error)})"]) from None
    if root is None:
        raise PolicyError([f"{name}:1: the file is empty; a policy document was expected"])
    lines: dict[Place, int] = {}
    return Document(_plain(root, (), lines, name), lines)


def _refuse_shorthand(text: str, name: str) -> None:
    """Refuse anchors, aliases and tags: what a clause says stands where the clause stands."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        for mark, what in (("anchor", "an alias or an anchor"), ("tag", "a tag")):
            found = getattr(event, mark, None)
            if found and event.start_mark is not None:
                line = event.start_mark.line + 1
                raise PolicyError([f"{name}:{line}: {what} ('{found}') is not read; write the value itself"])


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], name: str) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, index), lines, name) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise PolicyError([f"{name}:{line}: a key must be one word"])
        key = key_node.value
        if key in mapping:
            raise PolicyError([f"{name}:{line}: the key '{key}' is repeated; keep one of the two"])
        mapping[key] = _plain(value_node, (*place, key), lines, name)
    return mapping
