"""This product: the embedded snapshot store, and the whole answers above it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.package import KEY, POLICY
from benchmarks.peers.base import Peer, Row, day, rows, turned

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


# What only this product does: the law applied. ``answer``: the explained answer of ``check``, with connections to two
# steps; ``bare``: without these; ``look``: that of ``credit``; ``whole``, ``customers`` and ``turned``: the rows of
# ``screen``, of ``screen --portfolio`` and of ``changes``.
WHOLE = ("answer", "bare", "look", "whole", "customers", "turned")


class Guanlian(Peer):
    name = "guanlian"
    tasks = (*Peer.tasks, *WHOLE)
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
        return [row for _, *row in self._ties_of([party])]

    def credit(self, party: str) -> list[Row]:
        today = self.package.day
        officers = {
            (post.holder, post.role)
            for post in self.view.officers(party, self.package.credit_roles)
            if post.held.holds_on(today) and post.holder != party
        }
        asked = {party, *(holder for holder, _ in officers)}
        posts: list[Row] = [(holder, "post", role, *[None] * 4) for holder, role in officers]
        return posts + self._ties_of(sorted(asked))

    def _ties_of(self, parties: Sequence[str]) -> list[Row]:
        today, view = self.package.day, self.view
        posts = {party: view.reach(party) for party in parties}
        ends = {end for some in posts.values() for post in some for end in (post.holder, post.organization)}
        listings: dict[str, list[Any]] = {}
        for binding in view.debts(ends.union(parties)).bindings:
            if binding.listing.in_force.holds_on(today):
                listings.setdefault(binding.party, []).append(binding.listing)
        rows: list[Row] = []
        for party, some in posts.items():
            for listing in listings.get(party, ()):
                rows.append((party, "debtor", None, party, listing.id, listing.listed_on, listing.released_on))
            for post in some:
                if post.held.holds_on(today):
                    scope, debtor = (
                        ("officer", post.organization) if post.holder == party else ("organization", post.holder)
                    )
                    for listing in listings.get(debtor, ()):
                        held = post.held.meet(listing.in_force)
                        rows.append((party, scope, post.role, debtor, listing.id, held.since, held.until))
        return rows

    def screen(self, _: str) -> Any:
        return self._screened(self.package.day)

    def portfolio(self, _: str) -> Any:
        return self._screened(self.package.day, self.package.portfolio)

    def changes(self, _: str) -> Any:
        import pyarrow.compute as pc

        today = self.package.turn
        concerned = pc.unique(self.view.turns(today - 1, today)["party"].combine_chunks()).to_pylist()
        after, before = (self._screened(day, concerned) for day in (today, today - 1))
        return (
            after.filter(pc.equal(after["since"], today)).drop_columns(["since", "until"]),
            before.filter(pc.equal(before["until"], today)).drop_columns(["since", "until"]),
        )

    def _screened(self, day: int, parties: Sequence[str] | None = None) -> Any:
        """The ties on a day by the roles that the central document names."""
        import numpy as np
        import pyarrow as pa

        ties = self.view.reaches(day, parties)
        scope, role = (ties[name].combine_chunks().dictionary_encode() for name in ("scope", "role"))
        reaching = {"officer": self.package.officer_roles, "organization": self.package.organization_roles}
        words = [*role.dictionary.to_pylist(), None]
        counts = np.array(
            [[one == "debtor" or word in reaching[one] for word in words] for one in scope.dictionary.to_pylist()]
        )
        code = role.indices.fill_null(len(words) - 1).to_numpy()
        kept = counts[scope.indices.to_numpy(), code] & ~ties["former"].to_numpy()
        ties = ties.select(
            ["party", "scope", "role", "debtor", "listing", "held_since", "debt_since", "held_until", "debt_until"]
        ).filter(pa.array(kept))
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
        if task in WHOLE:
            return []
        if task in ("screen", "portfolio"):
            result = rows(result)
        if task == "changes":
            return super().answer(task, turned(*result))
        if task != "hops":
            result = [(*row[:-1], day(row[-1])) for row in result]
        return super().answer(task, result)


def explained(peer: Guanlian, task: str, party: str) -> Any:
    """The product's whole answers, for the tasks that the peers do not have."""
    from graph.changes import between_days
    from graph.exposure import check, credit
    from graph.exposure.screen import screen

    match task:
        case "whole":
            return screen(peer.view, peer.central)
        case "customers":
            return screen(peer.view, peer.central, peer.package.portfolio)
        case "turned":
            turn = peer.package.turn
            return between_days(peer.view, replace(peer.central, day=turn), turn - 1)
    [found] = peer.view.parties([party]).values()
    if task == "look":
        return credit(peer.view, found, peer.question).as_json()
    return check(peer.view, found, peer.question if task == "answer" else peer.bare_question).as_json()
