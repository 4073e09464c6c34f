"""``paths``: how two parties hang together; ``signals``: what an investigator would look at."""

from __future__ import annotations

import argparse

from graph import exposure
from graph.command.asking import as_of, search_of, told
from graph.command.printing import print_paths, print_signals
from graph.connections import paths as paths_of
from graph.connections.signals import Window
from graph.connections.signals import signals as signals_of
from graph.policy import read_law
from graph.stores import View, answer_from, open_store, read_key


def paths(arguments: argparse.Namespace) -> int:
    """All shortest paths between two parties, or all simple ones."""
    law, key = read_law(), read_key()
    search = search_of(arguments, law)

    def answered(view: View) -> None:
        one, other = (exposure.resolve(view, text, key) for text in (arguments.one, arguments.other))
        if one.id == other.id:
            raise ValueError(f"'{arguments.one}' and '{arguments.other}' are one party, {one.id}; name two")
        told(arguments, view, law, search.day, lambda seen: paths_of(seen, one, other, search), print_paths)

    answer_from(open_store(arguments.store, key), answered)
    return 0


def signals(arguments: argparse.Namespace) -> int:
    """What around a party an investigator would look at."""
    law, key = read_law(), read_key()
    number, window = as_of(arguments.as_of), Window(arguments.before, arguments.after)

    def answered(view: View) -> None:
        party = exposure.resolve(view, arguments.party, key)
        told(arguments, view, law, number, lambda seen: signals_of(seen, party, number, window), print_signals)

    answer_from(open_store(arguments.store, key), answered)
    return 0
