"""DuckDB: text ids resolved to numbers at load, ties kept both ways and sorted, so that zone maps find a party's."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.base import Peer, Row, days, iso, words


class DuckDB(Peer):
    name = "DuckDB"
    includes = (
        "read_parquet of parties, roles and listings; ids resolved to numbers; ties both ways, sorted; "
        "unique index on party ids; checkpoint"
    )

    def version(self) -> str:
        import duckdb

        return str(duckdb.__version__)

    def _connect(self, *, read_only: bool) -> Any:
        import duckdb

        self.folder.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(self.folder / "register.duckdb"), read_only=read_only)

    def load(self) -> None:
        connection = self._connect(read_only=False)
        files = {name: f"'{self.package.table(name)}'" for name in ("parties", "roles", "listings")}
        for name, statements in {
            "parties": [
                f"""create table parties as
                select (row_number() over (order by id) - 1)::int n, * from {files["parties"]} order by id""",
            ],
            "roles": [
                f"create type word as enum (select distinct role from {files['roles']})",
                f"""create table roles as
                select h.n holder, o.n organization, r.role::word as role, r.share,
                  coalesce(r.since, date '0001-01-01') since, coalesce(r.until, date '9999-12-31') until, r.source
                from {files["roles"]} r join parties h on h.id = r.holder join parties o on o.id = r.organization
                order by h.n, o.n""",
            ],
            "listings": [
                f"""create table listings as
                select p.n n, l.* replace (coalesce(released_on, date '9999-12-31') as released_on)
                from {files["listings"]} l left join parties p on p.id = l.party order by p.n""",
            ],
            "ties": [
                """create table ties as
                with others as (from roles where holder <> organization)
                select holder a, organization b, role, true as holds, since, until from others
                union all
                select organization, holder, role, false, since, until from others
                order by a""",
            ],
            "index and checkpoint": ["create unique index party on parties(id)", "checkpoint"],
        }.items():
            self.step(name, lambda statements=statements: [connection.execute(text) for text in statements])  # type: ignore[misc]
        self.step("index and checkpoint", connection.close)

    def open(self) -> None:
        self.connection = self._connect(read_only=True)
        self.day = f"date '{iso(self.package.day)}'"
        self._listed = f"listed_on <= {self.day} and released_on > {self.day}"
        self._held = f"since <= {self.day} and until > {self.day}"
        sample = self.package.random[:10]
        self._check = self.fastest("check", {"one thread": 1, "all threads": 0}, self._checked, sample)
        self._hops = self.fastest(
            "hops",
            {
                f"{form}, {threads}": (form, number)
                for form in ("one query", "one query a frontier")
                for threads, number in (("one thread", 1), ("all threads", 0))
            },
            self._hopped,
            sample,
        )
        forms = {"from the roles": self._from_roles(), "from the ties": self._from_ties()}
        self._screen = self.fastest("screen", forms, self._screened, sample[:2])

    def _threads(self, number: int) -> None:
        if number != getattr(self, "_number", None):
            self.connection.execute(f"set threads = {number}" if number else "reset threads")
            self._number = number

    def _number_of(self, party: str) -> int:
        [(number,)] = self.connection.execute("select n from parties where id = ?", [party]).fetchall()
        return int(number)

    def check(self, party: str) -> Any:
        return self._checked(self._check, party)

    def _checked(self, threads: int, party: str) -> Any:
        self._threads(threads)
        return self.connection.execute(
            f"""select 'debtor', null, party, id, listed_on, released_on from listings where n = $n and {self._listed}
            union all
            select if(holds, 'officer', 'organization'), t.role::text, l.party, l.id, greatest(t.since, l.listed_on),
              least(t.until, l.released_on)
            from ties t join listings l on l.n = t.b where t.a = $n and {self._held} and {self._listed}""",
            {"n": self._number_of(party)},
        ).fetchall()

    def screen(self, _: str) -> Any:
        return self._screened(self._screen, "")

    def _screened(self, query: str, _: str) -> Any:
        self._threads(0)
        return self.connection.sql(query).to_arrow_table()

    def _debts(self) -> str:
        return f"""with debts as materialized (
          select n d, party debtor, id listing, listed_on, released_on from listings
          where n is not null and {self._listed}
        )
        select debtor party, 'debtor' "scope", null "role", debtor, listing, listed_on "since", released_on "until"
        from debts"""

    def _from_roles(self) -> str:
        sides = "".join(
            f""" union all
            select p.id, '{scope}', r.role::text, debtor, listing, greatest(since, listed_on), least(until, released_on)
            from debts join roles r on r.{near} = d join parties p on p.n = r.{far}
            where {self._held} and holder <> organization and r.role in ({words(roles)})"""
            for scope, near, far, roles in (
                ("officer", "organization", "holder", self.package.officer_roles),
                ("organization", "holder", "organization", self.package.organization_roles),
            )
        )
        return self._debts() + sides

    def _from_ties(self) -> str:
        # Seen from the debtor: what it holds a role in is reached as ``organization``.
        return f"""{self._debts()} union all
        select p.id, if(holds, 'organization', 'officer'), t.role::text, debtor, listing, greatest(since, listed_on),
          least(until, released_on)
        from debts join ties t on t.a = d join parties p on p.n = t.b
        where {self._held} and ((holds and t.role in ({words(self.package.organization_roles)}))
          or (not holds and t.role in ({words(self.package.officer_roles)})))"""

    def hops(self, party: str) -> Any:
        return self._hopped(self._hops, party)

    def _hopped(self, how: tuple[str, int], party: str) -> Any:
        form, threads = how
        self._threads(threads)
        number = self._number_of(party)
        return self._unrolled(number) if form == "one query" else self._by_frontier(number)

    def _unrolled(self, number: int) -> Any:
        levels = ", ".join(
            f"""h{level} as materialized (
              select distinct b from ties {f"join h{level - 1} h on a = h.b" if level > 1 else ""}
              where {"a = $n and " if level == 1 else ""} {self._held}
            )""".replace("distinct b", "distinct ties.b")
            for level in (1, 2, 3)
        )
        return self.connection.execute(
            f"""with {levels}, w as (select b, 1 d from h1 union all select b, 2 from h2 union all select b, 3 from h3)
            select l.party, min(d) from w join listings l on l.n = w.b where w.b <> $n and {self._listed}
            group by l.party
            """,
            {"n": number},
        ).fetchall()

    def _by_frontier(self, number: int) -> Any:
        seen, frontier, distance = {number}, [number], {}
        for level in (1, 2, 3):
            if not frontier:
                break
            found = self.connection.execute(
                f"select distinct b from ties where a in (select unnest($f)) and {self._held}", {"f": frontier}
            ).fetchall()
            frontier = [b for (b,) in found if b not in seen]
            seen.update(frontier)
            distance.update(dict.fromkeys(frontier, level))
        listed = self.connection.execute(
            f"select distinct n, party from listings where n in (select unnest($f)) and {self._listed}",
            {"f": list(distance)},
        ).fetchall()
        return [(party, distance[n]) for n, party in listed]

    def answer(self, task: str, result: Any) -> list[Row]:
        if task == "screen":
            result = zip(*(column.to_pylist() for column in result.columns), strict=True)
        return super().answer(task, result) if task == "hops" else days(result)

    def close(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()
