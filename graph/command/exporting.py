"""``export``: the network around some parties, in a format of the user's choice."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from graph.command.printing import print_json


def export(arguments: argparse.Namespace) -> int:
    """Write the network around the parties to a file, and tell how much of it there is."""
    from graph.command.asking import as_of, named_policies
    from graph.export import FORMATS, extract, write
    from graph.exposure import Question, resolve
    from graph.policy import read_law
    from graph.stores import answer_from, open_store, read_key

    if arguments.format not in FORMATS:
        raise ValueError(f"--format: '{arguments.format}' is no format; it is one of {', '.join(FORMATS)}")
    for option in ("hops", "limit"):
        if getattr(arguments, option) < (option == "limit"):
            raise ValueError(
                f"--{option}: {getattr(arguments, option)} is too little; give {int(option == 'limit')} or more"
            )
    law, key = read_law(), read_key()
    question = Question(law, as_of(arguments.as_of), named_policies(arguments.policy, law), hops=arguments.hops)
    # Where so many parties are asked for, as many ties of one are followed.
    question = replace(question, ties_followed=max(question.ties_followed, arguments.limit))
    found = answer_from(
        open_store(arguments.store, key),
        lambda view: extract(
            view, [resolve(view, text, key).id for text in arguments.parties], question, limit=arguments.limit
        ),
    )
    write(found, arguments.format, Path(arguments.out), arguments.lang or "en")
    counts = {name: len(getattr(found, name)) for name in ("parties", "roles", "listings", "findings", "connections")}
    if arguments.json:
        print_json({"out": arguments.out, "format": arguments.format, "as_of": found.as_of, **counts,
                    "incomplete": found.incomplete, "snapshot": found.snapshot})  # fmt: skip
    else:
        told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
        print(f"{told} as of {found.as_of} in {arguments.out}", file=sys.stderr)
    if found.incomplete:
        print(
            "guanlian: the network is incomplete: a limit cut it short (--limit takes more), or no list is loaded",
            file=sys.stderr,
        )
    return 0
