"""What hangs together beyond the law: ties, paths, neighbourhoods. A hint for people, never a restriction.

Signals stand in ``graph.connections.signals`` alone: no answer about the law waits for them.
"""

from graph.connections.answer import Paths, paths, search_json, ways_json
from graph.connections.measures import Standing, standings
from graph.connections.neighbourhood import TIES_FOLLOWED, Neighbourhood, neighbourhood
from graph.connections.paths import Way, Ways, listed_among, paths_between, paths_to_listed
from graph.connections.search import Search
from graph.connections.sentences import post_sentence, sentence

__all__ = [
    "TIES_FOLLOWED",
    "Neighbourhood",
    "Paths",
    "Search",
    "Standing",
    "Way",
    "Ways",
    "listed_among",
    "neighbourhood",
    "paths",
    "paths_between",
    "paths_to_listed",
    "post_sentence",
    "search_json",
    "sentence",
    "standings",
    "ways_json",
]  # fmt: skip
