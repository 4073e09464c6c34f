"""Graph libraries in memory: the parties as nodes, the roles as edges, dates and roles in lists beside the edges.

None of them keeps a graph on the disk in a form that opens at once: each is built from the package again.
"""

from __future__ import annotations

from array import array
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import Any, ClassVar

from benchmarks.peers.base import Peer, Row, day

_UNKNOWN_SINCE, _STILL = -(2**31), 2**31 - 1


class Library(Peer):
    """The tasks by hand over a library's edges, which ``build``, ``out`` and ``into`` give."""

    distribution: ClassVar[str]
    at_most = 2_000_000
    why = "the edges and what goes with them would not fit in the memory beside the others"
    includes = "read_table of parties, roles and listings; ids resolved to numbers; the graph built in memory"

    def version(self) -> str:
        return version(self.distribution)

    def build(self, nodes: int, holders: Sequence[int], organizations: Sequence[int]) -> None:
        raise NotImplementedError

    def out(self, node: int) -> Iterable[tuple[int, int]]:
        """The edges of the roles that a party holds, each with its organization."""
        raise NotImplementedError

    def into(self, node: int) -> Iterable[tuple[int, int]]:
        """The edges of the roles held in a party, each with its holder."""
        raise NotImplementedError

    def load(self) -> None:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        def numbers(column: Any) -> Sequence[int]:
            return array("i", column.cast(pa.int32()).to_numpy().tobytes())

        def days(column: Any, unknown: int) -> Sequence[int]:
            return numbers(pc.fill_null(column.cast(pa.int32()), unknown))

        def read() -> None:
            self.ids = pq.read_table(self.package.table("parties"), columns=["id"])["id"].combine_chunks()
            roles = pq.read_table(
                self.package.table("roles"), columns=["holder", "organization", "role", "since", "until"]
            )
            self.holder, self.organization = (
                numbers(pc.index_in(roles[name], self.ids)) for name in ("holder", "organization")
            )
            coded = roles["role"].combine_chunks().dictionary_encode()
            words = coded.dictionary.to_pylist()
            self.role = [words[code] for code in coded.indices.to_pylist()]
            self.since, self.until = days(roles["since"], _UNKNOWN_SINCE), days(roles["until"], _STILL)
            self.by_date = [(dates, np.argsort(dates, kind="stable")) for dates in (self.since, self.until)]
            listings = pq.read_table(self.package.table("listings"))
            self.listings: dict[int, list[tuple[str, int, int]]] = {}
            named = pc.index_in(listings["party"].combine_chunks(), self.ids).to_pylist()
            for party, id_, since, until in zip(
                named,
                listings["id"].to_pylist(),
                days(listings["listed_on"], _UNKNOWN_SINCE),
                days(listings["released_on"], _STILL),
                strict=True,
            ):
                if party is not None:
                    self.listings.setdefault(party, []).append((id_, since, until))
            self.names = self.ids.to_pylist()
            self.number = {id_: number for number, id_ in enumerate(self.names)}

        self.folder.mkdir(parents=True, exist_ok=True)
        self.step("read and resolve", read)
        self.step("build", lambda: self.build(len(self.names), self.holder, self.organization))

    def open(self) -> None:
        if not hasattr(self, "names"):
            self.load()

    def check(self, party: str) -> list[Row]:
        return list(self._ties(self.number[party]))

    def credit(self, party: str) -> list[Row]:
        node, today, roles = self.number[party], self.package.day, self.package.credit_roles
        officers = {
            (other, self.role[edge])
            for edge, other in self.into(node)
            if other != node and self.role[edge] in roles and self.since[edge] <= today < self.until[edge]
        }
        rows: list[Row] = [(self.names[officer], "post", role, *[None] * 4) for officer, role in officers]
        for one in {node, *(officer for officer, _ in officers)}:
            rows += [(self.names[one], *row) for row in self._ties(one)]
        return rows

    def portfolio(self, _: str) -> list[Row]:
        named = {"officer": self.package.officer_roles, "organization": self.package.organization_roles}
        return [
            (party, *row)
            for party in self.package.portfolio
            for row in self._ties(self.number[party])
            if row[0] == "debtor" or row[1] in named[row[0]]
        ]

    def changes(self, _: str) -> Any:
        """From the listings that turn on the day, and from the roles that do, which stand in order of their dates."""
        today, found = self.package.turn, set()

        def turn(party: int, scope: str, role: str | None, debtor: int, begun: int, ends: int, listing: str) -> None:
            if begun < ends and today in (begun, ends):
                change = "reached" if begun == today else "released"
                found.add((change, self.names[party], scope, role, self.names[debtor], listing))

        def tie(edge: int, other: int, scope: str, debtor: int, listing: tuple[str, int, int]) -> None:
            id_, since, until = listing
            named = self.package.officer_roles if scope == "officer" else self.package.organization_roles
            if other != debtor and self.role[edge] in named:
                begun, ends = max(since, self.since[edge]), min(until, self.until[edge])
                turn(other, scope, self.role[edge], debtor, begun, ends, id_)

        for debtor, listings in self.listings.items():
            for listing in listings:
                id_, since, until = listing
                if today in (since, until):
                    turn(debtor, "debtor", None, debtor, since, until, id_)
                    for scope, edges in (("officer", self.into(debtor)), ("organization", self.out(debtor))):
                        for edge, other in edges:
                            tie(edge, other, scope, debtor, listing)
        for edge in self._turning(today):
            holder, organization = self.holder[edge], self.organization[edge]
            for other, scope, debtor in ((holder, "officer", organization), (organization, "organization", holder)):
                for listing in self.listings.get(debtor, ()):
                    tie(edge, other, scope, debtor, listing)
        return found

    def _turning(self, day: int) -> Iterator[int]:
        """The edges that begin or end on a day."""
        for dates, order in self.by_date:
            first, last = (bisect(order, at, key=lambda edge, dates=dates: dates[edge]) for at in (day - 1, day))
            yield from order[first:last].tolist()

    def _ties(self, node: int) -> Iterator[Row]:
        today = self.package.day
        for id_, since, until in self.listings.get(node, ()):
            if since <= today < until:
                yield "debtor", None, self.names[node], id_, since, until
        for scope, edges in (("officer", self.out(node)), ("organization", self.into(node))):
            for edge, other in edges:
                if other != node and other in self.listings and self.since[edge] <= today < self.until[edge]:
                    for id_, since, until in self.listings[other]:
                        if since <= today < until:
                            begun, ends = max(since, self.since[edge]), min(until, self.until[edge])
                            yield scope, self.role[edge], self.names[other], id_, begun, ends

    def screen(self, _: str) -> list[Row]:
        """From the debtors: whoever holds a role in one is its officer, what it holds one in its organization."""
        today, rows = self.package.day, []
        officers, organizations = set(self.package.officer_roles), set(self.package.organization_roles)
        for debtor, listings in self.listings.items():
            for id_, since, until in listings:
                if not since <= today < until:
                    continue
                name = self.names[debtor]
                rows.append((name, "debtor", None, name, id_, since, until))
                for scope, named, edges in (
                    ("officer", officers, self.into(debtor)),
                    ("organization", organizations, self.out(debtor)),
                ):
                    for edge, other in edges:
                        if (
                            other != debtor
                            and self.role[edge] in named
                            and self.since[edge] <= today < self.until[edge]
                        ):
                            begun, ends = max(since, self.since[edge]), min(until, self.until[edge])
                            rows.append((self.names[other], scope, self.role[edge], name, id_, begun, ends))
        return rows

    def hops(self, party: str) -> list[Row]:
        today, start = self.package.day, self.number[party]
        seen, frontier, found = {start}, [start], []
        for level in (1, 2, 3):
            reached = []
            for node in frontier:
                for edges in (self.out(node), self.into(node)):
                    for edge, other in edges:
                        if other not in seen and self.since[edge] <= today < self.until[edge]:
                            seen.add(other)
                            reached.append(other)
                            if any(since <= today < until for _, since, until in self.listings.get(other, ())):
                                found.append((self.names[other], level))
            frontier = reached
        return found

    def answer(self, task: str, result: Any) -> list[Row]:
        rows = result if task in ("hops", "changes") else [(*row[:-1], day(row[-1])) for row in result]
        return super().answer(task, rows)


class Igraph(Library):
    name = "igraph"
    distribution = "igraph"

    def build(self, nodes: int, holders: Sequence[int], organizations: Sequence[int]) -> None:
        import igraph

        self.graph = igraph.Graph(n=nodes, edges=zip(holders, organizations, strict=True), directed=True)

    def out(self, node: int) -> Iterable[tuple[int, int]]:
        return [(edge, self.organization[edge]) for edge in self.graph.incident(node, mode="out")]

    def into(self, node: int) -> Iterable[tuple[int, int]]:
        return [(edge, self.holder[edge]) for edge in self.graph.incident(node, mode="in")]


class Rustworkx(Library):
    name = "rustworkx"
    distribution = "rustworkx"

    def build(self, nodes: int, holders: Sequence[int], organizations: Sequence[int]) -> None:
        import rustworkx

        self.graph = rustworkx.PyDiGraph(node_count_hint=nodes, edge_count_hint=len(holders))
        self.graph.add_nodes_from(range(nodes))
        self.graph.add_edges_from(list(zip(holders, organizations, range(len(holders)), strict=True)))

    def out(self, node: int) -> Iterable[tuple[int, int]]:
        return [(edge, other) for _, other, edge in self.graph.out_edges(node)]

    def into(self, node: int) -> Iterable[tuple[int, int]]:
        return [(edge, other) for other, _, edge in self.graph.in_edges(node)]


class Networkx(Library):
    name = "networkx"
    distribution = "networkx"
    loads = 1
    at_most = 200_000
    why = "some 5 GB and over a minute to build for every million companies"

    def build(self, nodes: int, holders: Sequence[int], organizations: Sequence[int]) -> None:
        import networkx

        self.graph = networkx.MultiDiGraph()
        self.graph.add_nodes_from(range(nodes))
        self.graph.add_edges_from(zip(holders, organizations, range(len(holders)), strict=True))

    def out(self, node: int) -> Iterable[tuple[int, int]]:
        return [(edge, other) for _, other, edge in self.graph.out_edges(node, keys=True)]

    def into(self, node: int) -> Iterable[tuple[int, int]]:
        return [(edge, other) for other, _, edge in self.graph.in_edges(node, keys=True)]
