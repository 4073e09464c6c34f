"""What hangs together beyond the law: ties, paths, neighbourhoods. A hint for people, never a restriction."""

from graph.connections.answer import Paths, paths, search_json, ways_json
from graph.connections.measures import Standing, standings
from graph.connections.neighbourhood import Neighbourhood, neighbourhood
from graph.connections.paths import Way, Ways, listed_among, paths_between, paths_to_listed
from graph.connections.search import Search
from graph.connections.sentences import post_sentence, sentence
from graph.connections.signals import Signal, SignalKind, Signals, Window, signals

__all__ = [
    "Neighbourhood",
    "Paths",
    "Search",
    "Signal",
    "SignalKind",
    "Signals",
    "Standing",
    "Way",
    "Ways",
    "Window",
    "listed_among",
    "neighbourhood",
    "paths",
    "paths_between",
    "paths_to_listed",
    "post_sentence",
    "search_json",
    "sentence",
    "signals",
    "standings",
    "ways_json",
]  # fmt: skip
