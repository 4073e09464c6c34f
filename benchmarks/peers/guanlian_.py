"""This product: the embedded snapshot store, and the whole answers above it."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.package import KEY, POLICY
from benchmarks.peers.base import Peer, Row, day

if TYPE_CHECKING:
    from graph.stores import Store


def load(
    package: Path, folder: Path, told: Callable[[str, int, int], None] | None = None
) -> tuple[Store, dict[str, float]]:
    """The package in a snapshot, by the way that ``guanlian load`` takes, and the seconds of what came after it."""
    from graph.model.tables import Context
    from graph.policy import read_law
    from graph.stores import open_store
    from loaders import load_sources

    law = read_law()
    store = open_store(str(folder), KEY)
    context = Context(law.vocabulary, KEY, law.measure_names.__contains__)
    report = load_sources([package], store, context, progress=told or (lambda *_: None))
    if report.rejected:
        raise ValueError(f"{report.rejected} rows of the benchmark's package were rejected")
    return store, report.seconds


class Guanlian(Peer):
    name = "guanlian"
    # ``answer``: the explained answer of the command, with connections to two steps; ``bare``: without these.
    tasks = ("load", "check", "screen", "hops", "answer", "bare", "whole")
    includes = (
        "all four tables read and validated value by value, ID numbers hashed and dropped, identifier and name keys "
        "built, every listing graded against its party, the register's digest, roles laid out both ways, fsync; then "
        "it answers, and the index of names, which no peer has, is built and told apart"
    )

    def version(self) -> str:
        return version("guanlian")

    def load(self) -> None:
        begun = time.perf_counter()
        read: list[float] = []

        def told(what: str, *_: int) -> None:
            if what.startswith("writing"):
                read.append(time.perf_counter() - begun)

        _, after = load(self.package.folder, self.folder, told)
        self.afterwards = sum(after.values())
        whole = time.perf_counter() - begun - self.afterwards
        self.steps = {"read and validate": read[0], "write the register": whole - read[0], **after}

    def open(self) -> None:
        from graph.exposure import Question
        from graph.policy import read_law
        from graph.stores import open_store
        from graph.stores.snapshot.walk import compile_walks

        compile_walks()  # as a process does by itself that has walked for a second
        self._opened = open_store(str(self.folder), KEY).view()
        self.view = self._opened.__enter__()
        law = read_law()
        self.question = Question(law, self.package.day)
        self.bare_question = Question(law, self.package.day, hops=0)
        self.central = Question(law, self.package.day, (POLICY,), hops=0)

    def close(self) -> None:
        if hasattr(self, "_opened"):
            self._opened.__exit__(None, None, None)

    def check(self, party: str) -> list[Row]:
        today, view = self.package.day, self.view
        posts = view.reach(party)
        others = {post.organization if post.holder == party else post.holder for post in posts}
        listings: dict[str, list[Any]] = {}
        for binding in view.debts({party, *others}).bindings:
            if binding.listing.in_force.holds_on(today):
                listings.setdefault(binding.party, []).append(binding.listing)
        rows: list[Row] = [
            ("debtor", None, party, listing.id, listing.listed_on, listing.released_on)
            for listing in listings.get(party, ())
        ]
        for post in posts:
            if post.held.holds_on(today):
                scope, debtor = (
                    ("officer", post.organization) if post.holder == party else ("organization", post.holder)
                )
                for listing in listings.get(debtor, ()):
                    held = post.held.meet(listing.in_force)
                    rows.append((scope, post.role, debtor, listing.id, held.since, held.until))
        return rows

    def screen(self, _: str) -> Any:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        ties = self.view.reaches(self.package.day)
        today = pa.scalar(self.package.day, pa.int32())
        scope, role = (ties[name].cast(pa.string()) for name in ("scope", "role"))
        by_role = pc.or_(
            pc.and_(pc.equal(scope, "officer"), pc.is_in(role, pa.array(self.package.officer_roles))),
            pc.and_(pc.equal(scope, "organization"), pc.is_in(role, pa.array(self.package.organization_roles))),
        )
        now = pc.and_(pc.less_equal(ties["held_since"], today), pc.greater(ties["held_until"], today))
        kept = pc.and_(now, pc.or_(pc.equal(scope, "debtor"), by_role))
        ties = ties.select(
            ["party", "scope", "role", "debtor", "listing", "held_since", "debt_since", "held_until", "debt_until"]
        ).filter(kept)
        days = {name: ties[name].to_numpy() for name in ties.column_names[-4:]}
        return pa.table(
            {
                **{name: ties[name].cast(pa.string()) for name in ties.column_names[:5]},
                "since": np.maximum(days["held_since"], days["debt_since"]),
                "until": np.minimum(days["held_until"], days["debt_until"]),
            }
        )

    def hops(self, party: str) -> list[Row]:
        walk = self.view.paths_to_debtors(party, self.package.day, 3, 1 << 60)
        return [(path.parties[-1], len(path.roles)) for path in walk.paths]

    def answer(self, task: str, result: Any) -> list[Row]:
        if task == "screen":
            result = zip(*(column.to_pylist() for column in result.columns), strict=True)
        if task in ("check", "screen"):
            result = [(*row[:-1], day(row[-1])) for row in result]
        return [] if task in ("answer", "bare", "whole") else sorted(result, key=repr)


def explained(peer: Guanlian, task: str, party: str) -> Any:
    """The product's whole answers, for the tasks that the peers do not have."""
    from graph.exposure import check
    from graph.exposure.screen import screen

    if task == "whole":
        return screen(peer.view, peer.central)
    [found] = peer.view.parties([party]).values()
    return check(peer.view, found, peer.question if task == "answer" else peer.bare_question).as_json()
