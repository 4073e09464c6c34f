"""Random registers in a real Neo4j and in a snapshot: every question has the same answer in both."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from graph.identity import Way, name_key, party_keys, record_keys
from graph.model import Vocabulary, day, keyed_hash, mask
from graph.model.interval import calendar
from graph.model.tables import TABLES, Context, Sheet, typed
from graph.model.vocabulary import RECORDED_EVENTS
from graph.server import ServerAddress
from graph.stores.neo4j import Neo4jStore, counting, loading, writing
from graph.stores.snapshot import SnapshotStore

pytestmark = pytest.mark.neo4j

KEY = b"a key for tests, of 32 bytes...."
Rows = list[dict[str, str | None]]
ROLES = ("director", "legal_representative", "shareholder", "supervisor")
FIRST = 18_000


@pytest.fixture
def store(neo4j_server: ServerAddress) -> Iterator[Neo4jStore]:
    opened = Neo4jStore(neo4j_server.uri, neo4j_server.username, neo4j_server.password, KEY)
    yield opened
    opened.close()


@pytest.fixture
def snapshot(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "snapshot", KEY)


def table(name: str, rows: Rows, file: str = "a.csv") -> pa.Table:
    columns = {
        column.name: pa.array([row.get(column.name) for row in rows], pa.string()) for column in TABLES[name].columns
    }
    made = typed(Sheet(name, pa.table(columns), file), Context(Vocabulary(), KEY, lambda _: True))
    assert made.rejects.to_pylist() == []
    return made.rows


class Register:
    """A small random register in which much coincides: names, codes, cases, rows of one role."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        # Ids whose order differs between code points, UTF-16 and any language's alphabet.
        self.people = [f"{letter}{number}" for letter in ("p", "P", "\U00020000", "｡", "é") for number in range(3)]
        self.organizations = [
            f"{letter}{number}" for letter in ("c", "C", "\U0001f600", "中", "ｃ") for number in range(3)
        ]
        self.names = ["张伟", "王芳", "Li Ning", "甲（上海）公司", "甲(上海)公司", "乙有限公司", "丙・丁"]
        self.codes = ["12345678X", "D2143569X", "600037341"]
        self.usccs = ["91350100M000100Y43", "9135010012345678X4", "91350100D2143569X1"]
        self.numbers = ["11010519491231002X", "440524188001010014", "1101051949****002X", "110105****002X"]

    def date(self, *, known: bool = False) -> str | None:
        if not known and self.random.random() < 0.3:
            return None
        found = calendar(FIRST + self.random.randrange(12))
        return None if found is None else found.isoformat()

    def dates(self, *, known: bool = False) -> tuple[str | None, str | None]:
        since, until = self.date(known=known), self.date()
        return (until, since) if since and until and until < since else (since, until)

    def some(self, *values: str | None) -> str | None:
        return self.random.choice([None, *values])

    def party(self, id_: str) -> dict[str, str | None]:
        person = id_ in self.people
        former = self.some(self.names[0], f"{self.names[1]}@2019-04-15/2019-04-20;{self.names[5]}@/2020-01-01")
        return {
            "id": id_, "kind": "person" if person else "organization", "name": self.random.choice(self.names),
            "uscc": None if person else self.some(*self.usccs),
            "organization_code": None if person else self.some(*self.codes),
            "registration_number": None if person else self.some("110108000000016"),
            "id_number": self.some(*self.numbers) if person else None, "former_names": former,
            "categories": None if person else self.some("bank", "drug;bank"), "region": self.some("110000", "231100"),
            "status": self.some("active", "revoked"),
        }  # fmt: skip

    def role(self) -> dict[str, str | None]:
        since, until = self.dates()
        return {
            "holder": self.random.choice(self.people + self.organizations),
            "organization": self.random.choice(self.organizations), "role": self.random.choice(ROLES),
            "share": self.some("0.25", "0.3333333333"), "since": since, "until": until, "source": self.some("a", "b"),
        }  # fmt: skip

    def listing(self, number: int) -> dict[str, str | None]:
        since, until = self.dates(known=True)
        return {
            "id": f"L{number}", "party": self.some(self.some(*self.people), *self.organizations),
            "name": self.random.choice(self.names),
            "identifier": self.some(*self.usccs, *self.codes, *self.numbers, "110108000000016"),
            "case_number": f"(2019)京01执{self.random.randrange(9)}号", "court": self.some("某院"),
            "ground": self.some("1"),
            "debt": self.some("personal", "organization"), "listed_on": since, "released_on": until,
        }  # fmt: skip

    def order(self, number: int) -> dict[str, str | None]:
        since, until = self.dates(known=True)
        case = self.some("（2019）京01执3号", "（2019）京01执5号")
        return {
            "id": f"O{number}", "listing": self.some("L1", "L4") if case else "L2", "case_number": case,
            "party": self.random.choice(self.people), "issued_on": since, "lifted_on": until,
        }  # fmt: skip

    def paused(self, number: int) -> dict[str, str | None]:
        since, until = self.dates(known=True)
        return {"listing": f"L{number % 5}", "measure": self.some("m/一", "m/二"), "since": since, "until": until}

    def notice(self, number: int) -> dict[str, str | None]:
        since, until = self.dates(known=True)
        party = self.random.choice(self.people + self.organizations)
        return {"id": f"N{number}", "party": party, "action": "m/一", "issued_on": since, "ends_on": until}

    def event(self) -> dict[str, str | None]:
        return {
            "listing": f"L{self.random.randrange(6)}", "event": self.random.choice(RECORDED_EVENTS[:3]),
            "on": self.date(known=True), "measure": self.some("m/一", "m/二"),
        }  # fmt: skip

    def retained(self) -> dict[str, str | None]:
        return {
            "listing": f"L{self.random.randrange(6)}", "measure": f"m/{self.random.randrange(3)}",
            "until": self.date(known=True), "legal_basis": "法",
        }  # fmt: skip

    def package(self, size: float = 1.0) -> Mapping[str, pa.Table]:
        """Some rows of every table; a smaller package replaces some rows of an earlier one."""

        def count(number: int) -> range:
            return range(int(number * size))

        ids = self.people + self.organizations
        chosen = ids if size == 1 else self.random.sample(ids, int(len(ids) * size))
        rows: dict[str, Rows] = {
            "parties": [self.party(id_) for id_ in chosen],
            "roles": [self.role() for _ in count(90)],
            "listings": [self.listing(number) for number in count(16)],
            "orders": [self.order(number) for number in count(5)],
            "retentions": [self.retained() for _ in count(4)],
            "suspensions": [self.paused(number) for number in count(4)],
            "notices": [self.notice(number) for number in count(3)],
            "events": [self.event() for _ in count(9)],
        }
        return {name: table(name, rows[name], f"{size}.csv") for name in rows}


def same_answers(register: Register, one: Neo4jStore, other: SnapshotStore) -> None:
    ids = [*register.people, *register.organizations]
    with one.view() as left, other.view() as right:
        assert left.register().digest == right.register().digest
        assert left.register().rows == right.register().rows
        parties = right.parties([*ids, "nobody"])
        assert left.parties([*ids, "nobody"]) == parties
        for party in parties.values():
            for key in party_keys(party):
                assert left.keyed([key]) == right.keyed([key]), key
        every = sorted({key for party in parties.values() for key in party_keys(party)})
        assert left.keyed(every) == right.keyed(every)
        for way, texts in (
            (Way.PART, ("公司", "甲(上", "张伟", "n", "没有", "司")),
            (Way.SOUND, ("gong si", "zhang wei", "si", "i", "jia shang hai", "li")),
            (Way.INITIALS, ("gs", "zw", "jsh", "w")),
        ):
            for text in texts:
                assert left.search(way, text, 4) == right.search(way, text, 4), (way, text)
                assert left.search(way, text, 1) == right.search(way, text, 1), (way, text)
        published = [f"n:{name_key(name)}" for name in register.names] + ["i:L1", "i:L2", "i:none"]
        for number in (*register.usccs, *register.codes, *register.numbers, "110108000000016"):
            published += record_keys(mask(number) if "*" in number else number, keyed_hash(number, KEY))
        for key in published:
            assert left.records([key]) == right.records([key]), key
        assert left.records(published) == right.records(published)
        assert left.debts([*ids, "nobody"]) == right.debts([*ids, "nobody"])
        for id_ in [*ids, "nobody"]:
            assert left.posts(id_) == right.posts(id_)
            assert left.officers(id_, ROLES[:2]) == right.officers(id_, ROLES[:2])
            assert left.reach(id_) == right.reach(id_)
            assert left.between(id_, ids[::2]) == right.between(id_, ids[::2])
            assert left.debts([id_]) == right.debts([id_])
        listings = [f"L{number}" for number in range(16)]
        assert left.events([*listings, "none"]) == right.events([*listings, "none"])
        assert left.events(["L2", "L1"]) == right.events(["L2", "L1"])
        for words in ([], ["published"], ["released"], [*RECORDED_EVENTS, "published"]):
            for days in ((FIRST, FIRST + 5), (FIRST + 5, FIRST + 5), (FIRST + 9, FIRST + 20)):
                assert left.listings_with(words, *days) == right.listings_with(words, *days)
        for number in range(FIRST + 1, FIRST + 13, 5):
            assert table_of(left.reaches(number)) == table_of(right.reaches(number))
            assert table_of(left.reaches(number, ids[::3])) == table_of(right.reaches(number, ids[::3]))
            assert table_of(left.posts_of(pa.array(ids), number)) == table_of(right.posts_of(pa.array(ids), number))
            for limit in (0, 1, 3, 99):
                assert left.ties([*ids, "nobody"], number, limit) == right.ties([*ids, "nobody"], number, limit)
            for id_ in ids[::4]:
                for hops, limit in ((0, 9), (1, 2), (2, 100), (3, 3), (4, 1)):
                    assert left.paths_to_debtors(id_, number, hops, limit) == right.paths_to_debtors(
                        id_, number, hops, limit
                    ), (id_, number, hops, limit)


def table_of(rows: pa.Table) -> list[tuple[object, ...]]:
    return sorted((tuple(row.values()) for row in rows.to_pylist()), key=repr)


@pytest.mark.parametrize(("seed", "at_once", "asked_from"), [(0, 20_000, 0), (1, 0, 0), (2, 20_000, 2), (3, 0, 2)])
def test_both_stores_report_and_answer_the_same_of_a_register_that_is_loaded_twice_and_added_to(
    seed: int, at_once: int, asked_from: int, store: Neo4jStore, snapshot: SnapshotStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # Rows beyond this number go in many transactions, of few rows each here.
    monkeypatch.setattr(loading, "AT_ONCE", at_once)
    monkeypatch.setattr(writing, "BATCH", 7)
    monkeypatch.setattr(counting, "_PAGE_ROWS", 5)
    register = Register(seed)
    package = register.package()
    for nth, (tables, replace) in enumerate(((package, True), (package, False), (register.package(0.4), False))):
        left = store.load(tables, replace=replace)
        right = snapshot.load(tables, replace=replace)
        assert left.digest == right.digest
        assert (left.read, left.taken, left.changed) == (right.read, right.taken, right.changed)
        assert rejects_of(left.rejects) == rejects_of(right.rejects)
        if nth >= asked_from:
            same_answers(register, store, snapshot)


def rejects_of(tables: list[pa.Table]) -> list[tuple[object, ...]]:
    return sorted((tuple(row.values()) for some in tables for row in some.to_pylist()), key=repr)


def test_what_a_row_said_before_it_was_replaced_leaves_no_trace_in_the_digest(
    store: Neo4jStore, snapshot: SnapshotStore
) -> None:
    parties = table(
        "parties", [{"id": "p", "kind": "person", "name": "甲"}, {"id": "c", "kind": "organization", "name": "乙"}]
    )
    role: dict[str, str | None] = {"holder": "p", "organization": "c", "role": "director"}
    before, after = (table("roles", [role | {"source": source}]) for source in ("old", "new"))
    for one in (store, snapshot):
        anew = one.load({"parties": parties, "roles": after}, replace=True).digest
        assert one.load({"parties": parties, "roles": before}, replace=True).digest != anew
        assert one.load({"roles": after}).digest == anew


def test_the_first_day_of_a_listing_counts_and_the_day_of_its_release_does_not(store: Neo4jStore) -> None:
    from datetime import date

    store.load(
        {
            "parties": table("parties", [{"id": "c1", "kind": "organization", "name": "甲"}]),
            "listings": table(
                "listings",
                [{"id": "L1", "party": "c1", "name": "甲", "case_number": "1", "listed_on": "2023-02-01",
                  "released_on": "2023-03-01"}],
            ),
        },
        replace=True,
    )  # fmt: skip
    with store.view() as view:
        counts = [len(view.reaches(day(date.fromisoformat(text), 0))) for text in
                  ("2023-01-31", "2023-02-01", "2023-02-28", "2023-03-01")]  # fmt: skip
    assert counts == [0, 1, 1, 0]
