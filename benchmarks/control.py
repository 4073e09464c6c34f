"""``python -m benchmarks.control``: who controls what over a whole register, the same pairs out of every engine.

The floor is a fixpoint written plainly for numba over arrays that are there already. Guanlian is asked of its
snapshot, from the open store to the pairs. networkx applies the same rule in Python; Neo4j in Cypher, a round at
a time. No time is told where the pairs differ.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

DAY = 20_000  # 2024-10-04: more than half controls
LEAST = 5 * 10**9 + 1
Ints = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.int64]


def shareholdings(companies: int, holdings: int, seed: int) -> tuple[Ints, Ints, Ints]:
    """Holder, company, share of a register of groups: persons hold companies, companies hold later ones.

    Parties are numbers, companies first, then as many people. Some companies are held jointly by two that one
    person controls, some in crossed pairs; one person holds hundreds.
    """
    random = np.random.default_rng(seed)
    rows: list[tuple[Ints, Ints, Ints]] = []
    company = np.arange(companies)
    kind = random.random(companies)
    person = companies + random.integers(0, companies, companies)
    person[random.random(companies) < 0.0005] = companies  # one with many
    earlier = (company - 1 - random.integers(0, 50, companies)).clip(0)
    other = (company - 1 - random.integers(0, 50, companies)).clip(0)
    share = random.integers(51, 100, companies) * 10**8
    by_person, by_company, jointly = kind < 0.5, (kind >= 0.5) & (kind < 0.75), kind >= 0.75
    rows.append((person[by_person], company[by_person], share[by_person]))
    rows.append((earlier[by_company], company[by_company], share[by_company]))
    for holder in (earlier, other):
        rows.append((holder[jointly], company[jointly], np.full(int(jointly.sum()), 3 * 10**9)))
    left = holdings - sum(len(row[0]) for row in rows)
    target = random.integers(0, companies, left)
    rows.append((companies + random.integers(0, companies, left), target, random.integers(1, 20, left) * 10**8))
    holder, organization, shares = (np.concatenate([row[column] for row in rows]) for column in range(3))
    apart = holder != organization
    holder, organization, shares = holder[apart], organization[apart], shares[apart]
    _, first = np.unique(holder * (2 * companies) + organization, return_index=True)
    return holder[first], organization[first], shares[first]


def floor(count: int, holder: Ints, organization: Ints, share: Ints) -> Callable[[], Pairs]:
    """The least fixpoint of every party, one after the other, over compressed sparse rows."""
    from numba import njit

    @njit
    def fixpoint(count: int, offset: Ints, organization: Ints, share: Ints) -> Pairs:
        found = np.empty((1024, 2), np.int64)
        size = 0
        sums = np.zeros(count, np.int64)
        stack = np.empty(count + 1, np.int64)
        for source in range(count):
            stack[0] = source
            filled = 1
            at = 0
            while at < filled:
                for row in range(offset[stack[at]], offset[stack[at] + 1]):
                    company = organization[row]
                    before = sums[company]
                    sums[company] += share[row]
                    if before < LEAST <= sums[company] and company != source:
                        stack[filled] = company
                        filled += 1
                at += 1
            for at in range(filled):
                for row in range(offset[stack[at]], offset[stack[at] + 1]):
                    sums[organization[row]] = 0
                if at:
                    if size == len(found):
                        larger = np.empty((2 * size, 2), np.int64)
                        larger[:size] = found
                        found = larger
                    found[size, 0], found[size, 1] = source, stack[at]
                    size += 1
        return found[:size]

    offset = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(holder, minlength=count), out=offset[1:])
    return lambda: fixpoint(count, offset, organization, share)


def in_networkx(holder: Ints, organization: Ints, share: Ints) -> Callable[[], Pairs]:
    """The same rule over a graph of networkx."""
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    graph.add_weighted_edges_from(zip(holder.tolist(), organization.tolist(), share.tolist(), strict=True), "share")

    def rule() -> Pairs:
        found = []
        for source in graph:
            sums: dict[int, int] = {}
            members = [source]
            for member in members:
                for company, held in graph.adj[member].items():
                    before = sums.get(company, 0)
                    sums[company] = before + held["share"]
                    if before < LEAST <= sums[company] and company != source:
                        members.append(company)
            found += [(source, company) for company in members[1:]]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    return rule


_MAJORITIES = """
MATCH (x:Party)
CALL (x) {
  MATCH (x)-[r:HOLDS {role: 'shareholder'}]->(c:Party)
  WHERE r.since <= $day AND r.until > $day AND c <> x
  WITH x, c, sum(r.share) AS share WHERE share >= $least
  CREATE (x)-[:CONTROLS {round: 0}]->(c)
} IN TRANSACTIONS OF 50000 ROWS
"""
_ROUND = """
MATCH (x:Party)-[:CONTROLS {round: $last}]->()
WITH DISTINCT x
CALL (x) {
  CALL (x) {
    MATCH (x)-[r:HOLDS {role: 'shareholder'}]->(c:Party)
    WHERE r.since <= $day AND r.until > $day RETURN c, r.share AS share
   UNION ALL
    MATCH (x)-[:CONTROLS]->(h)-[r:HOLDS {role: 'shareholder'}]->(c:Party)
    WHERE r.since <= $day AND r.until > $day RETURN c, r.share AS share
  }
  WITH x, c, sum(share) AS share
  WHERE share >= $least AND c <> x AND NOT EXISTS { (x)-[:CONTROLS]->(c) }
  CREATE (x)-[:CONTROLS {round: $last + 1}]->(c)
} IN TRANSACTIONS OF 50000 ROWS
"""


def in_cypher(store: Any, tables: dict[str, pa.Table], uri: str, login: tuple[str, str]) -> Callable[[], Pairs]:
    """The same rule on the server, in rounds, each controller in the hands of the planner."""
    import neo4j

    store.load(tables, replace=True)
    driver = neo4j.GraphDatabase.driver(uri, auth=login)

    def rule() -> Pairs:
        with driver.session() as session:
            session.run(_MAJORITIES, day=DAY, least=LEAST).consume()
            last, made = 0, 1
            while made:
                done = session.run(_ROUND, day=DAY, least=LEAST, last=last).consume()
                made, last = done.counters.relationships_created, last + 1
            rows = session.run("MATCH (x)-[:CONTROLS]->(c) RETURN x.id, collect(c.id)").values()
        return np.array([(int(x[1:]), int(c[1:])) for x, found in rows for c in found], dtype=np.int64).reshape(-1, 2)

    return rule


def in_guanlian(store: Any, tables: dict[str, pa.Table]) -> Callable[[], Pairs]:
    """From the open store to the pairs."""
    from graph.control.everybody import Everybody

    store.load(tables, replace=True)

    def ask() -> Pairs:
        with store.view() as view:
            everybody = Everybody(view, DAY)
            found = list(everybody.pairs())
            names = np.array([int(id_[1:]) for id_ in everybody.ids_of(slice(None)).to_pylist()]) if ask.named else None  # type: ignore[attr-defined]
        pairs = np.column_stack([np.concatenate([part[side] for part in found]) for side in (0, 1)])
        return pairs if names is None else names[pairs]

    ask.named = True  # type: ignore[attr-defined]
    return ask


def _tables(count: int, holder: Ints, organization: Ints, share: Ints) -> dict[str, pa.Table]:
    from graph.model.tables import TABLES

    ids = pa.array([f"n{number:08}" for number in range(count)])
    kinds = pa.array(["organization"] * (count // 2) + ["person"] * (count - count // 2))
    parties = {"id": ids, "kind": kinds, "name": ids}
    roles = {
        "holder": ids.take(pa.array(holder)), "organization": ids.take(pa.array(organization)),
        "role": pa.array(["shareholder"] * len(holder)), "share": pa.array(share),
        "since": pa.array(np.full(len(holder), -(2**31), np.int32)),
        "until": pa.array(np.full(len(holder), 2**31 - 1, np.int32)),
    }  # fmt: skip
    made = {}
    for name, columns in (("parties", parties), ("roles", roles)):
        schema = TABLES[name].schema
        size = len(next(iter(columns.values())))
        arrays = [columns.get(field.name, pa.nulls(size, field.type)) for field in schema]
        made[name] = (
            pa.table(arrays, schema=schema)
            .append_column("row", pa.array(np.arange(size)))
            .append_column("file", pa.array([name] * size))
        )
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--holdings", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--neo4j", help="bolt://… of an empty server, with NEO4J_USERNAME and NEO4J_PASSWORD")
    arguments = parser.parse_args()
    from graph.stores.snapshot import SnapshotStore

    holder, organization, share = shareholdings(arguments.companies, arguments.holdings, 1)
    count, key = 2 * arguments.companies, bytes(range(16))
    print(f"{arguments.companies:,} companies, {len(holder):,} shareholdings")
    tables = _tables(count, holder, organization, share)
    wanted: Pairs | None = None
    with tempfile.TemporaryDirectory() as folder:
        ask = in_guanlian(SnapshotStore(Path(folder), key), tables)
        engines: dict[str, tuple[Callable[[], Pairs], int]] = {
            "floor": (floor(count, holder, organization, share), arguments.rounds),
            "guanlian": (ask, arguments.rounds),
            "networkx": (in_networkx(holder, organization, share), 1),
            # From where Guanlian begins: the rows of the register, of which a graph is still to be made.
            "from rows": (lambda: in_networkx(holder, organization, share)(), 1),
        }
        if arguments.neo4j:
            from graph.stores.neo4j import Neo4jStore

            login = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
            store = Neo4jStore(arguments.neo4j, *login, key)
            engines["Cypher"] = (in_cypher(store, tables, arguments.neo4j, login), 1)
        for name, (run, rounds) in engines.items():
            began, work = time.perf_counter(), time.process_time()
            pairs = run()
            first, first_work = time.perf_counter() - began, time.process_time() - work
            pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
            if wanted is None:
                wanted = pairs
            if not np.array_equal(wanted, pairs):
                print(f"benchmarks: no time is told: {name} gives {len(pairs):,} other pairs", file=sys.stderr)
                return 1
            ask.named = False  # type: ignore[attr-defined]
            times, worked = ([first], [first_work]) if rounds == 1 else ([], [])
            for _ in range(rounds if rounds > 1 else 0):
                began, work = time.perf_counter(), time.process_time()
                run()
                times.append(time.perf_counter() - began)
                worked.append(time.process_time() - work)
            ask.named = True  # type: ignore[attr-defined]
            print(
                f"{name:10} {len(pairs):>12,} pairs  first {first:8.3f} s  best of {len(times)}: {min(times):8.3f} s"
                f"  processor: {min(worked):8.3f} s"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
