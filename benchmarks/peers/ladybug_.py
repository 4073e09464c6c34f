"""Ladybug (the successor of Kùzu): embedded Cypher, loaded by COPY FROM, walked by SHORTEST."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.base import EARLIEST, LATEST, Peer, Row, days, iso, rows, words

_SPAN = (
    "CASE WHEN r.since > l.listed_on THEN r.since ELSE l.listed_on END AS since, "
    "CASE WHEN r.until < l.released_on THEN r.until ELSE l.released_on END AS until"
)
_OWN = (
    "RETURN 'debtor' AS scope, '' AS role, d.id AS debtor, l.id AS listing, l.listed_on AS since, "
    "l.released_on AS until"
)
_TIE = f"r.role AS role, d.id AS debtor, l.id AS listing, {_SPAN}"


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
        held = self._held = f"r.since <= {day} AND r.until > {day}"
        self._check_query = self.connection.prepare(
            f"MATCH (d:Party {{id: $id}})<-[:NAMES]-(l:Listing) WHERE {listed} {_OWN} "
            + " ".join(
                f"UNION ALL MATCH (p:Party {{id: $id}}){arrow}(d:Party)<-[:NAMES]-(l:Listing) "
                f"WHERE {held} AND {listed} AND d.id <> $id RETURN '{scope}' AS scope, {_TIE}"
                for scope, arrow in (("officer", "-[r:HOLDS]->"), ("organization", "<-[r:HOLDS]-"))
            )
        )
        debts = f"MATCH (l:Listing)-[:NAMES]->(d:Party) WHERE {listed}"
        # Three queries: a UNION ALL whose first part returns d.id twice returns it in the other parts' place too.
        self._screen_queries = [f"{debts} {_OWN.replace('RETURN', 'RETURN d.id AS party,')}"] + [
            f"{debts} MATCH (p:Party){arrow}(d) WHERE {held} AND p.id <> d.id AND r.role IN [{words(roles)}] "
            f"RETURN p.id AS party, '{scope}' AS scope, {_TIE}"
            for scope, arrow, roles in self._sides
        ]
        # Paths are not asked for, so that only their lengths are kept; the listings are joined after the walk.
        self._hops_query = self.connection.prepare(
            f"MATCH (a:Party {{id: $id}})-[e:HOLDS* SHORTEST 1..3 (r, _ | WHERE {held})]-(b:Party) "
            "WITH b, length(e) AS distance MATCH (b)<-[:NAMES]-(l:Listing) "
            f"WHERE b.id <> $id AND {listed} RETURN DISTINCT b.id, distance"
        )
        self._prepare_credit()
        self._prepare_changes()
        threads = {"one thread": 1, "all threads": 0}
        sample = self.package.random[:10]
        self._check = self.fastest("check", threads, self._checked, sample)
        self._hops = self.fastest("hops", threads, self._hopped, sample)
        self._credit = self.fastest("credit", threads, self._looked, self.package.reached_applicants[:10])

    def _prepare_credit(self) -> None:
        held = self._held.replace("r.", "o.")
        self._officers_query = self.connection.prepare(
            f"MATCH (a:Party {{id: $id}})<-[o:HOLDS]-(p:Party) WHERE p.id <> $id AND {held} "
            f"AND o.role IN [{words(self.package.credit_roles)}] "
            "RETURN DISTINCT p.id, 'post', o.role, '', '', null, null"
        )

    @property
    def _sides(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        return (
            ("officer", "-[r:HOLDS]->", self.package.officer_roles),
            ("organization", "<-[r:HOLDS]-", self.package.organization_roles),
        )

    def _prepare_changes(self) -> None:
        turn = f"date('{iso(self.package.turn)}')"
        begun, ends = (
            "CASE WHEN r.since > l.listed_on THEN r.since ELSE l.listed_on END",
            "CASE WHEN r.until < l.released_on THEN r.until ELSE l.released_on END",
        )
        self._change_queries = [
            f"MATCH (l:Listing)-[:NAMES]->(d:Party) WHERE l.listed_on < l.released_on AND "
            f"(l.listed_on = {turn} OR l.released_on = {turn}) RETURN l.listed_on = {turn} AS begins, d.id AS party, "
            "'debtor' AS scope, '' AS role, d.id AS debtor, l.id AS listing"
        ] + [
            f"MATCH (l:Listing)-[:NAMES]->(d:Party) MATCH (p:Party){arrow}(d) WHERE p.id <> d.id "
            f"AND r.role IN [{words(roles)}] WITH p, r, d, l, {begun} AS begun, {ends} AS ended "
            f"WHERE begun < ended AND (begun = {turn} OR ended = {turn}) RETURN DISTINCT begun = {turn} AS begins, "
            f"p.id AS party, '{scope}' AS scope, r.role AS role, d.id AS debtor, l.id AS listing"
            for scope, arrow, roles in self._sides
        ]

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

    def credit(self, party: str) -> Any:
        return self._looked(self._credit, party)

    def _looked(self, threads: int, party: str) -> Any:
        """The officers, and what ties each to debtors. One query for all of them took seconds where this
        takes milliseconds."""
        self._threads(threads)
        posts = self.connection.execute(self._officers_query, {"id": party}).get_all()
        asked = dict.fromkeys([party, *(post[0] for post in posts)])
        return [*posts, *((one, *row) for one in asked for row in self._checked(threads, one))]

    def portfolio(self, _: str) -> Any:
        """The whole screen, and of that the portfolio's rows: a query that begins at ten thousand parties, or asks of
        each row whether its party is among them, took minutes at a million companies."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(self.package.portfolio, pa.string())
        return [part.filter(pc.is_in(part["party"], wanted)) for part in self.screen("")]

    def changes(self, _: str) -> Any:
        self._threads(0)
        return [self.connection.execute(query).get_as_arrow() for query in self._change_queries]

    def hops(self, party: str) -> Any:
        return self._hopped(self._hops, party)

    def _hopped(self, threads: int, party: str) -> Any:
        self._threads(threads)
        return self.connection.execute(self._hops_query, {"id": party}).get_all()

    def answer(self, task: str, result: Any) -> list[Row]:
        if task == "hops":
            return super().answer(task, result)
        if task in ("screen", "portfolio", "changes"):
            result = [row for part in result for row in rows(part)]
        if task == "changes":
            told = (("reached" if begins else "released", *row) for begins, *row in result)
            return super().answer(task, [tuple(value or None for value in row) for row in told])
        if task == "credit":
            result = [[value or None for value in row] for row in result]
        place = 1 if task == "check" else 2
        return days([*row[:place], row[place] or None, *row[place + 1 :]] for row in result)

    def close(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()
            self.database.close()
