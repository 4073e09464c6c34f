"""``simulate``: whole registers out."""

from __future__ import annotations

import argparse
from pathlib import Path

from graph.command.printing import print_json
from graph.command.progress import progress


def simulate(arguments: argparse.Namespace) -> int:
    """A fictional register."""
    from dataclasses import asdict

    from graph.simulate import simulate

    with progress() as told:
        statistics = simulate(
            arguments.companies, Path(arguments.out), seed=arguments.seed, progress=told, format=arguments.format
        )
    if arguments.json:
        print_json(asdict(statistics))
    else:
        print(
            f"{statistics.companies:,} organizations, {statistics.people:,} people, {statistics.roles:,} roles, "
            f"{statistics.listings:,} listings in {arguments.out}; all of it is fictional"
        )
    return 0
