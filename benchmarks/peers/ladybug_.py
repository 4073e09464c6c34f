"""Ladybug (the successor of Kùzu): embedded Cypher, loaded by COPY FROM, walked by SHORTEST."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.base import EARLIEST, LATEST, Peer, Row, days, iso, words

_SPAN = (
    "CASE WHEN r.since > l.listed_on THEN r.since ELSE l.listed_on END AS since, "
    "CASE WHEN r.until < l.released_on THEN r.until ELSE l.released_on END AS until"
)


class Ladybug(Peer):
    name = "Ladybug"
    includes = (
        "COPY FROM of parties (from Parquet), roles (from Arrow: its Parquet reader refuses the decimal shares) and "
        "listings; primary keys; checkpoint"
    )

    def version(self) -> str:
        import ladybug

        return str(ladybug.__version__)

    def _connect(self, *, read_only: bool) -> None:
        import ladybug

        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = ladybug.Database(self.folder / "register.lbug", read_only=read_only)
        self.connection = ladybug.Connection(self.database)
        self._all = self.connection.set_max_threads_for_exec

    def load(self) -> None:
        import pyarrow.parquet as pq

        self._connect(read_only=False)
        files = {name: self.package.table(name) for name in ("parties", "roles", "listings")}
        columns = {name: pq.read_schema(path).names for name, path in files.items()}
        execute = self.connection.execute
        texts = ", ".join(f"{name} STRING" for name in columns["parties"])
        execute(f"CREATE NODE TABLE Party({texts}, PRIMARY KEY(id))")
        tie = "role STRING, share DOUBLE, since DATE, until DATE, source STRING"
        execute(f"CREATE REL TABLE HOLDS(FROM Party TO Party, {tie})")
        kinds = ", ".join(f"{name} {'DATE' if name.endswith('_on') else 'STRING'}" for name in columns["listings"])
        execute(f"CREATE NODE TABLE Listing({kinds}, PRIMARY KEY(id))")
        execute("CREATE REL TABLE NAMES(FROM Listing TO Party)")
        self.step("parties", lambda: execute(f"COPY Party FROM '{files['parties']}'"))
        self.step("roles", self._roles)
        values = ", ".join(
            f"coalesce({name}, date('{LATEST}'))" if name == "released_on" else name for name in columns["listings"]
        )
        listings = f"LOAD FROM '{files['listings']}'"
        self.step("listings", lambda: execute(f"COPY Listing FROM ({listings} RETURN {values})"))
        self.step("listings", lambda: execute(f"COPY NAMES FROM ({listings} WHERE party IS NOT NULL RETURN id, party)"))
        self.step("checkpoint", lambda: execute("CHECKPOINT"))

    def _roles(self) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        table = pq.read_table(self.package.table("roles"))
        values = {name: table[name] for name in table.column_names}
        values["share"] = values["share"].cast(pa.float64())
        values["since"] = pc.fill_null(values["since"], EARLIEST)
        values["until"] = pc.fill_null(values["until"], LATEST)
        roles = pa.table(values)  # noqa: F841 - the statement finds it by its name
        self.connection.execute("COPY HOLDS FROM roles")

    def open(self) -> None:
        self._connect(read_only=True)
        day = f"date('{iso(self.package.day)}')"
        listed = f"l.listed_on <= {day} AND l.released_on > {day}"
        held = f"r.since <= {day} AND r.until > {day}"
        own = (
            "RETURN 'debtor' AS scope, '' AS role, d.id AS debtor, l.id AS listing, l.listed_on AS since, "
            "l.released_on AS until"
        )
        tie = f"r.role AS role, d.id AS debtor, l.id AS listing, {_SPAN}"
        self._check_query = self.connection.prepare(
            f"MATCH (d:Party {{id: $id}})<-[:NAMES]-(l:Listing) WHERE {listed} {own} "
            + " ".join(
                f"UNION ALL MATCH (p:Party {{id: $id}}){arrow}(d:Party)<-[:NAMES]-(l:Listing) "
                f"WHERE {held} AND {listed} AND d.id <> $id RETURN '{scope}' AS scope, {tie}"
                for scope, arrow in (("officer", "-[r:HOLDS]->"), ("organization", "<-[r:HOLDS]-"))
            )
        )
        debts = f"MATCH (l:Listing)-[:NAMES]->(d:Party) WHERE {listed}"
        # Three queries: a UNION ALL whose first part returns d.id twice returns it in the other parts' place too.
        self._screen_queries = [f"{debts} {own.replace('RETURN', 'RETURN d.id AS party,')}"] + [
            f"{debts} MATCH (p:Party){arrow}(d) WHERE {held} AND p.id <> d.id AND r.role IN [{words(roles)}] "
            f"RETURN p.id AS party, '{scope}' AS scope, {tie}"
            for scope, arrow, roles in (
                ("officer", "-[r:HOLDS]->", self.package.officer_roles),
                ("organization", "<-[r:HOLDS]-", self.package.organization_roles),
            )
        ]
        # Paths are not asked for, so that only their lengths are kept; the listings are joined after the walk.
        self._hops_query = self.connection.prepare(
            f"MATCH (a:Party {{id: $id}})-[e:HOLDS* SHORTEST 1..3 (r, _ | WHERE {held})]-(b:Party) "
            "WITH b, length(e) AS distance MATCH (b)<-[:NAMES]-(l:Listing) "
            f"WHERE b.id <> $id AND {listed} RETURN DISTINCT b.id, distance"
        )
        threads = {"one thread": 1, "all threads": 0}
        sample = self.package.random[:10]
        self._check = self.fastest("check", threads, self._checked, sample)
        self._hops = self.fastest("hops", threads, self._hopped, sample)

    def _threads(self, number: int) -> None:
        import os

        self.connection.set_max_threads_for_exec(number or os.cpu_count() or 1)

    def check(self, party: str) -> Any:
        return self._checked(self._check, party)

    def _checked(self, threads: int, party: str) -> Any:
        self._threads(threads)
        return self.connection.execute(self._check_query, {"id": party}).get_all()

    def screen(self, _: str) -> Any:
        self._threads(0)
        return [self.connection.execute(query).get_as_arrow() for query in self._screen_queries]

    def hops(self, party: str) -> Any:
        return self._hopped(self._hops, party)

    def _hopped(self, threads: int, party: str) -> Any:
        self._threads(threads)
        return self.connection.execute(self._hops_query, {"id": party}).get_all()

    def answer(self, task: str, result: Any) -> list[Row]:
        if task == "hops":
            return super().answer(task, result)
        if task == "screen":
            result = [row for part in result for row in zip(*(column.to_pylist() for column in part), strict=True)]
        place = 2 if task == "screen" else 1
        return days([*row[:place], row[place] or None, *row[place + 1 :]] for row in result)

    def close(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()
            self.database.close()
