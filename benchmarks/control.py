"""``python -m benchmarks.control``: who controls what over a whole register, the same pairs out of every engine.

The floor is a fixpoint written plainly for numba over arrays that are there already. Guanlian is asked of its
snapshot, from the open store to the pairs. networkx applies the same rule in Python; Neo4j in Cypher, a round at
a time. No time is told where the pairs differ.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
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
Engine = tuple[Callable[[], Any], Callable[[Any], Pairs]]  # answers, and tells an answer as sorted pairs of numbers
_KEY = bytes(range(16))


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


_HELD = "r.since <= $day AND r.until > $day"
_MAJORITIES = f"""
MATCH (x:Party)
CALL (x) {{
  MATCH (x)-[r:HOLDS]->(c) WHERE {_HELD} AND c <> x
  WITH x, c, sum(r.share) AS share WHERE share >= $least
  CREATE (x)-[:CONTROLS {{round: 0}}]->(c)
}} IN TRANSACTIONS OF 50000 ROWS
"""
_ROUND = f"""
MATCH (x:Party)-[:CONTROLS {{round: $last}}]->()
WITH DISTINCT x
CALL (x) {{
  CALL (x) {{
    MATCH (x)-[r:HOLDS]->(c) WHERE {_HELD} RETURN c, r.share AS share
   UNION ALL
    MATCH (x)-[:CONTROLS]->()-[r:HOLDS]->(c) WHERE {_HELD} RETURN c, r.share AS share
  }}
  WITH x, c, sum(share) AS share
  WHERE share >= $least AND c <> x AND NOT EXISTS {{ (x)-[:CONTROLS]->(c) }}
  CREATE (x)-[:CONTROLS {{round: $last + 1}}]->(c)
}} IN TRANSACTIONS OF 50000 ROWS
"""


def in_cypher(
    folder: Path, count: int, holder: Ints, organization: Ints, share: Ints, longest: float
) -> Callable[[], Pairs]:
    """The same rule on a server that holds the shareholdings and nothing else, in rounds, until nobody is added.

    The pairs are written beside the shares, for Cypher has no other place in which a round finds those of the last.
    Raises ``TimeoutError`` after ``longest`` seconds.
    """
    import neo4j
    import pyarrow.csv
    from neo4j.exceptions import ClientError

    from graph import server

    began = time.perf_counter()
    address = server.start(folder, heap="4g", page_cache="1g")
    with server.workroom(folder) as room:
        parties = pa.table({"number:ID(Party)": np.arange(count), ":LABEL": pa.repeat(pa.scalar("Party"), count)})
        held = {
            ":START_ID(Party)": holder, ":END_ID(Party)": organization, "share:long": share,
            "since:int": np.full(len(holder), -(2**31)), "until:int": np.full(len(holder), 2**31 - 1),
        }  # fmt: skip
        for name, table in (("parties", parties), ("held", pa.table(held))):
            pyarrow.csv.write_csv(table, room / f"{name}.csv", pyarrow.csv.WriteOptions(quoting_style="none"))
        server.import_full(room, server.Files([room / "parties.csv"], {"HOLDS": [room / "held.csv"]}))
        address = server.adopt(folder, room)
    print(f"Neo4j {server.VERSION} has loaded them in {time.perf_counter() - began:.0f} s")

    def rule() -> Pairs:
        ends = time.perf_counter() + longest
        driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.username, address.password))
        with driver, driver.session() as session:

            def ask(query: str, **parameters: int) -> neo4j.Result:
                left = max(0.1, ends - time.perf_counter())
                return session.run(neo4j.Query(query, timeout=left), day=DAY, least=LEAST, **parameters)  # type: ignore[arg-type]

            try:
                ask(_MAJORITIES).consume()
                last, made = 0, 1
                while made:
                    made, last = ask(_ROUND, last=last).consume().counters.relationships_created, last + 1
                found = ask("MATCH (x)-[:CONTROLS]->(c) RETURN x.number, collect(c.number)").values()
            except ClientError as error:
                if "Timed" not in (error.code or "") and "Terminated" not in (error.code or ""):
                    raise
                raise TimeoutError from error
        pairs = [(int(x), int(company)) for x, companies in found for company in companies]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)

    return rule


def in_guanlian(folder: Path) -> Engine:
    """From the open store to the pairs, in numbers of its own, whose ids are told apart."""
    from graph.control.everybody import Everybody
    from graph.stores.snapshot import SnapshotStore

    store = SnapshotStore(folder, _KEY)

    def run() -> tuple[Everybody, Pairs]:
        with store.view() as view:
            everybody = Everybody(view, DAY)
            found = list(everybody.pairs())
        return everybody, np.column_stack([np.concatenate([part[side] for part in found]) for side in (0, 1)])

    def numbers(found: tuple[Everybody, Pairs]) -> Pairs:
        everybody, pairs = found
        return _sorted(np.array([int(id_[1:]) for id_ in everybody.ids_of(slice(None)).to_pylist()])[pairs])

    return run, numbers


def in_networkx_from_rows(folder: Path) -> Callable[[], Pairs]:
    """From where Guanlian begins: the rows in the snapshot's files, of which a graph is still to be made."""
    from graph.stores.snapshot import SnapshotStore

    store = SnapshotStore(folder, _KEY)

    def rule() -> Pairs:
        with store.view() as view:
            holder, organization, since, until = (
                view.numbers("roles", name) for name in ("holder", "organization", "since", "until")
            )
            share = view.numbers("roles", "share")
            now = (since <= DAY) & (until > DAY)
            return in_networkx(holder[now], organization[now], share[now])()

    return rule


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


ENGINES: dict[str, Callable[[Path, int, tuple[Ints, Ints, Ints]], Engine]] = {
    "guanlian": lambda folder, _count, _rows: in_guanlian(folder),
    "numba floor": lambda _folder, count, rows: (floor(count, *rows), _sorted),
    "networkx, graph there": lambda _folder, _count, rows: (in_networkx(*rows), _sorted),
    "networkx, from rows": lambda folder, _count, _rows: (in_networkx_from_rows(folder), _sorted),
}


class Apart:
    """An engine in a process of its own: what the others hold in memory is not in its way."""

    def __init__(self, make: Callable[..., Engine], *given: Any) -> None:
        self._here, there = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=self._serve, args=(there, make, given))

    def __enter__(self) -> Apart:
        self._process.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.join()

    def pairs(self) -> Pairs:
        """Its answer, sorted."""
        self._here.send("pairs")
        return self._here.recv()

    def time(self) -> tuple[float, float]:
        """Seconds that one answer takes, and seconds of the processor."""
        self._here.send("time")
        return self._here.recv()

    @staticmethod
    def _serve(pipe: Any, make: Callable[..., Engine], given: tuple[Any, ...]) -> None:
        run, numbers = make(*given)
        while True:
            pipe.send(numbers(run()) if pipe.recv() == "pairs" else _timed(run))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--holdings", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--neo4j", type=Path, help="a new folder for a Neo4j that is asked, too")
    parser.add_argument("--longest", type=float, default=600.0, help="seconds after which Neo4j is stopped")
    arguments = parser.parse_args()
    from graph.stores.snapshot import SnapshotStore

    rows = shareholdings(arguments.companies, arguments.holdings, 1)
    count = 2 * arguments.companies
    print(f"{arguments.companies:,} companies, {len(rows[0]):,} shareholdings")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        SnapshotStore(Path(folder), _KEY).load(_tables(count, *rows), replace=True)
        engines = {name: stack.enter_context(Apart(make, Path(folder), count, rows)) for name, make in ENGINES.items()}
        found = {name: engine.pairs() for name, engine in engines.items()}
        wanted = found["guanlian"]
        for name, pairs in found.items():
            if not np.array_equal(wanted, pairs):
                print(f"benchmarks: no time is told: {name} gives other pairs", file=sys.stderr)
                return 1
        rounds = [{name: engine.time() for name, engine in engines.items()} for _ in range(arguments.rounds)]
    times = {name: np.array([taken[name] for taken in rounds]) for name in engines}
    print(f"{len(wanted):,} pairs, the same of all; medians of {arguments.rounds} rounds, each of every engine in turn")
    for name, taken in times.items():
        seconds, processor = np.median(taken, axis=0)
        ratio = np.median(taken / times["guanlian"], axis=0)
        print(
            f"{name:22} {seconds:8.3f} s, of the processor {processor:8.3f} s; "
            f"Guanlian's times {ratio[0]:.2f}, of the processor {ratio[1]:.2f}"
        )
    if arguments.neo4j:
        return _beside_cypher(arguments, count, rows, wanted, float(np.median(times["guanlian"][:, 0])))
    return 0


def _beside_cypher(
    arguments: argparse.Namespace, count: int, rows: tuple[Ints, Ints, Ints], wanted: Pairs, ours: float
) -> int:
    from graph import server

    try:
        run = in_cypher(arguments.neo4j, count, *rows, arguments.longest)
        began = time.perf_counter()
        try:
            same, more = np.array_equal(wanted, _sorted(run())), ""
        except TimeoutError:
            same, more = True, "more than "
        seconds = time.perf_counter() - began
    finally:
        server.stop(arguments.neo4j)
    if not same:
        print("benchmarks: no time is told: Cypher gives other pairs", file=sys.stderr)
        return 1
    print(f"{'Cypher':22} {more}{seconds:.1f} s; Guanlian's times {more}{seconds / ours:.0f}")
    return 0


def _timed(run: Callable[[], Any]) -> tuple[float, float]:
    """Seconds, and seconds of the processor."""
    began, work = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - began, time.process_time() - work


def _sorted(pairs: Pairs) -> Pairs:
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


if __name__ == "__main__":
    sys.exit(main())
