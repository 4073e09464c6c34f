"""The paths as an answer, in JSON: the same question and register give the same bytes on every store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.connections.paths import Way, Ways, listed_among, paths_between
from graph.connections.search import Search
from graph.connections.sentences import sentence
from graph.model import Certainty, Outcome, Party, iso
from graph.stores.interface import View


@dataclass(frozen=True, slots=True)
class Paths:
    """How two parties hang together. It makes ``connected``, never more."""

    ends: tuple[Party, Party]
    ways: Ways
    listed: Mapping[str, Certainty]
    snapshot: str

    @property
    def outcome(self) -> Outcome:
        """``connected`` or ``clear``, or ``incomplete`` where the search was cut short and found nothing."""
        if self.ways.groups:
            return Outcome.CONNECTED
        return Outcome.INCOMPLETE if self.ways.cut else Outcome.CLEAR

    def as_json(self) -> dict[str, Any]:
        """The paths with who was asked about and what they rest on."""
        return {
            "parties": [
                {"id": end.id, "kind": end.kind and str(end.kind), "name": end.name,
                 "listed": self.listed.get(end.id) is Certainty.RECORDED}
                for end in self.ends
            ],
            "as_of": iso(self.ways.search.day),
            "outcome": str(self.outcome),
            "search": search_json(self.ways.search),
            "paths": ways_json(self.ways, self.listed),
            "incomplete": self.ways.cut,
            "sources": {"snapshot": self.snapshot},
        }  # fmt: skip


def paths(view: View, one: Party, other: Party, search: Search) -> Paths:
    """How do ``one`` and ``other`` hang together on the day: by all shortest paths, or by all simple ones?"""
    ways = paths_between(view, one.id, other.id, search)
    on_paths = dict.fromkeys((one.id, other.id, *ways.parties))
    return Paths((one, other), ways, listed_among(view, on_paths, search.day), view.register().digest)


def search_json(search: Search) -> dict[str, Any]:
    """What was looked for, and where the search stops."""
    return {
        "hops": search.hops, "every": search.every, "roles": list(search.roles), "former": search.former,
        "facts": search.facts, "limit": search.paths_told, "ties_followed": search.ties_followed,
        "ties_read": search.ties_read,
    }  # fmt: skip


def ways_json(ways: Ways, listed: Mapping[str, Certainty]) -> list[dict[str, Any]]:
    """For each end its paths, best first; a party on the way that is listed is named."""
    return [
        {
            "party": end, "name": ways.parties[end].name, "hops": len(group[0].steps),
            "certainty": str(_weakest([*(way.certainty for way in group[:1]), listed.get(end, Certainty.RECORDED)])),
            "ways": [_way(way, ways, listed) for way in group],
        }
        for end, group in ways.groups.items()
    ]  # fmt: skip


def _way(way: Way, ways: Ways, listed: Mapping[str, Certainty]) -> dict[str, Any]:
    said = sentence(way, ways.parties, ways.search.day)
    return {
        "path": list(way.parties), "certainty": str(way.certainty), "strength": way.strength.word,
        "listed": [id_ for id_ in way.parties if listed.get(id_) is Certainty.RECORDED],
        "steps": [step.as_json(ways.search.day) for step in way.steps],
        "sentence": {"zh": said.zh, "en": said.en},
    }  # fmt: skip


def _weakest(certainties: Sequence[Certainty]) -> Certainty:
    return Certainty.IDENTITY if Certainty.IDENTITY in certainties else Certainty.RECORDED
