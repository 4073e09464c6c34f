"""DuckDB: text ids resolved to numbers at load, ties kept both ways and sorted, so that zone maps find a party's."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.base import Peer, Row, days, iso, rows, words


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
        looks = {
            f"{form}, {threads}": (form, number)
            for form in ("one query", "officers first")
            for threads, number in (("one thread", 1), ("all threads", 0))
        }
        self._credit = self.fastest("credit", looks, self._looked, self.package.reached_applicants[:10])
        forms = {name: self._of_wanted(debts_first=first) for name, first in (("from debts", True), ("from it", False))}
        self._portfolio = self.fastest("portfolio", forms, self._of_portfolio, sample[:2])
        forms = {"from the listings": self._turned(by_date=False), "by date": self._turned(by_date=True)}
        self._changes = self.fastest("changes", forms, self._screened, sample[:2])

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

    def credit(self, party: str) -> Any:
        return self._looked(self._credit, party)

    def _looked(self, how: tuple[str, int], party: str) -> Any:
        form, threads = how
        self._threads(threads)
        number = self._number_of(party)
        officers = f"""select distinct t.b n, t.role::text "role" from ties t
          where t.a = {number} and not holds and {self._held} and t.role in ({words(self.package.credit_roles)})"""
        if form == "one query":
            return self.connection.execute(
                f"""with officers as materialized ({officers}),
                who as materialized (select {number} n union select n from officers)
                select id, 'post', role, null, null, null, null from officers join parties using (n)
                union all {self._of("select n from who")}"""
            ).fetchall()
        posts = self.connection.execute(f"select n, id, role from ({officers}) join parties using (n)").fetchall()
        who = ", ".join(map(str, {number, *(n for n, _, _ in posts)}))
        found = self.connection.execute(self._of(who)).fetchall()
        return [*((id_, "post", role, *[None] * 4) for _, id_, role in posts), *found]

    def _of(self, who: str) -> str:
        return f"""select party, 'debtor', null, party, id, listed_on, released_on
            from listings where n in ({who}) and {self._listed}
            union all
            select p.id, if(holds, 'officer', 'organization'), t.role::text, l.party, l.id,
              greatest(t.since, l.listed_on), least(t.until, l.released_on)
            from ties t join listings l on l.n = t.b join parties p on p.n = t.a
            where t.a in ({who}) and {self._held} and {self._listed}"""

    def portfolio(self, _: str) -> Any:
        return self._of_portfolio(self._portfolio, "")

    def _of_portfolio(self, query: str, _: str) -> Any:
        import pyarrow as pa

        self._threads(0)
        self.connection.register("wanted", pa.table({"id": self.package.portfolio}))
        return self.connection.sql(query).to_arrow_table()

    def _of_wanted(self, *, debts_first: bool) -> str:
        if debts_first:
            return f"select s.* from ({self._from_roles()}) s join wanted w on w.id = s.party"
        return f"""with who as materialized (select n, id from wanted join parties using (id))
        select w.id party, 'debtor' "scope", null "role", w.id debtor, l.id listing, listed_on "since",
          released_on "until"
        from who w join listings l using (n) where {self._listed}
        union all
        select w.id, if(holds, 'officer', 'organization'), t.role::text, l.party, l.id, greatest(since, listed_on),
          least(until, released_on)
        from who w join ties t on t.a = w.n join listings l on l.n = t.b
        where {self._held} and {self._listed} and ((holds and t.role in ({words(self.package.officer_roles)}))
          or (not holds and t.role in ({words(self.package.organization_roles)})))"""

    def changes(self, _: str) -> Any:
        return self._screened(self._changes, "")

    def _turned(self, *, by_date: bool) -> str:
        day = f"date '{iso(self.package.turn)}'"
        columns = "d, debtor, listing, listed_on, released_on, b, holds, role, since, until"
        own = f"""select if(listed_on = {day}, 'reached', 'released') change, party, 'debtor' "scope", null "role",
          party debtor, id listing from listings
          where n is not null and listed_on < released_on and (listed_on = {day} or released_on = {day})"""
        debts = "debts as (select n d, party debtor, id listing, listed_on, released_on from listings)"
        turns = {
            False: f"select {columns} from debts join ties on a = d",
            True: f"""select {columns} from debts join ties on a = d where listed_on = {day} or released_on = {day}
              union all select {columns} from debts join ties on a = d where since = {day} or until = {day}""",
        }[by_date]
        return f"""with {debts}, near as ({turns}), spans as (
          select *, greatest(since, listed_on) begun, least(until, released_on) ends from near
          where (holds and role in ({words(self.package.organization_roles)}))
            or (not holds and role in ({words(self.package.officer_roles)})))
        {own} union all
        select distinct if(begun = {day}, 'reached', 'released'), p.id, if(holds, 'organization', 'officer'),
          role::text, debtor, listing
        from spans join parties p on p.n = b where begun < ends and (begun = {day} or ends = {day})"""

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
        if task in ("screen", "portfolio", "changes"):
            result = rows(result)
        return super().answer(task, result) if task in ("hops", "changes") else days(result)

    def close(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()
