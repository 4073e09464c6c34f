"""Loads into a real Neo4j: one at a time, broken off, taken over; and whatever can be wrong with the server."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from graph.identity import Way
from graph.model import Vocabulary
from graph.model.tables import TABLES, Context, Sheet, typed
from graph.server import ServerAddress
from graph.stores.interface import LoadReport, RegisterMoved, StoreError
from graph.stores.neo4j import Neo4jStore, counting, loading, matching
from graph.stores.neo4j.connection import Ask, Server, asking, written
from graph.stores.neo4j.register import FORMAT, Lease
from graph.stores.snapshot import SnapshotStore

pytestmark = pytest.mark.neo4j

KEY = b"a key for tests, of 32 bytes...."
DAY = 19_500


@pytest.fixture
def store(neo4j_server: ServerAddress) -> Iterator[Neo4jStore]:
    opened = Neo4jStore(neo4j_server.uri, neo4j_server.username, neo4j_server.password, KEY)
    by_hand(opened, lambda ask: ask("MATCH (n) DETACH DELETE n"))
    yield opened
    opened.close()


def by_hand(store: Neo4jStore, work: Callable[[Ask], list[list[object]]]) -> list[list[object]]:
    with store._server.session(writing=True) as session:
        return written(session, work)


def table(name: str, *rows: dict[str, str]) -> pa.Table:
    columns = {
        column.name: pa.array([row.get(column.name) for row in rows], pa.string()) for column in TABLES[name].columns
    }
    return typed(Sheet(name, pa.table(columns), "a.csv"), Context(Vocabulary(), KEY, lambda _: True)).rows


def register(debtor: str = "c1") -> dict[str, pa.Table]:
    return {
        "parties": table(
            "parties",
            {"id": "c1", "kind": "organization", "name": "临江钢铁"},
            {"id": "c2", "kind": "organization", "name": "远山贸易"},
            {"id": "p1", "kind": "person", "name": "张伟", "id_number": "11010519491231002X"},
        ),
        "roles": table("roles", *({"holder": "p1", "organization": id_, "role": "director"} for id_ in ("c1", "c2"))),
        "listings": table(
            "listings",
            {"id": "L1", "party": debtor, "name": "临江钢铁", "case_number": "1", "listed_on": "2020-01-01"},
        ),
    }


def reached(store: Neo4jStore) -> list[str]:
    with store.view() as view:
        return sorted(view.reaches(DAY)["party"].to_pylist())


def wide(companies: int) -> dict[str, pa.Table]:
    parties = [{"id": f"c{number:06}", "kind": "organization", "name": f"公司{number}"} for number in range(companies)]
    roles = [
        {"holder": one["id"], "organization": other["id"], "role": "shareholder"} for one, other in pairwise(parties)
    ]
    return {"parties": table("parties", *parties), "roles": table("roles", *roles)}


def load_in_another_process(neo4j_server: ServerAddress, companies: int) -> subprocess.Popen[bytes]:
    script = (
        "import importlib.util, sys\n"
        "from pathlib import Path\n"
        "spec = importlib.util.spec_from_file_location('loads', sys.argv[1])\n"
        "loads = importlib.util.module_from_spec(spec); spec.loader.exec_module(loads)\n"
        "loads.loading.AT_ONCE, loads.loading.writing.BATCH = 0, 50\n"
        "from graph.server.credentials import read_credentials\n"
        "at = read_credentials(Path(sys.argv[2]))\n"
        "loads.Neo4jStore(at.uri, at.username, at.password, loads.KEY).load(loads.wide(int(sys.argv[3])))\n"
    )
    arguments = [__file__, str(neo4j_server.credentials.parent), str(companies)]
    return subprocess.Popen([sys.executable, "-c", script, *arguments])


# -- one load ------------------------------------------------------------------------------------------------


def test_a_second_load_of_the_same_rows_changes_nothing_and_is_no_new_load(store: Neo4jStore) -> None:
    first, second = store.load(register()), store.load(register())
    assert first.changed == {"parties": 3, "roles": 2, "listings": 1}
    assert second.changed == {"parties": 0, "roles": 0, "listings": 0}
    assert second.digest == first.digest
    with store.view() as view:
        assert [load["files"] for load in view.register().loads] == [["a.csv"]]


def test_a_listing_that_moves_to_another_party_frees_the_first(store: Neo4jStore) -> None:
    store.load(register())
    assert reached(store) == ["c1", "p1"]
    store.load({"listings": register("c2")["listings"]})
    assert reached(store) == ["c2", "p1"]
    with store.view() as view:
        assert [post.organization for post in view.reach("p1")] == ["c2"]


def test_a_party_that_comes_after_its_listing_is_bound_by_its_number(store: Neo4jStore) -> None:
    published = {"id": "L9", "name": "张伟", "identifier": "11010519491231002X", "case_number": "9"}
    store.load({"listings": table("listings", {**published, "listed_on": "2020-01-01"})})
    assert reached(store) == []
    store.load({"parties": register()["parties"]})
    assert reached(store) == ["p1"]
    nameless = table("parties", {"id": "p1", "kind": "person", "name": "张伟"})
    store.load({"parties": nameless})
    assert reached(store) == []


def test_a_list_is_taken_without_reading_parties_or_roles_back(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.load(register())
    read: list[str] = []
    stored = counting.stored
    monkeypatch.setattr(counting, "stored", lambda ask, name: read.append(name) or stored(ask, name))
    listed = {"id": "L2", "party": "c2", "name": "远山贸易", "case_number": "2", "listed_on": "2020-01-01"}
    digest = store.load({"listings": table("listings", listed)}).digest
    assert read == ["listings"]
    again = {**register(), "listings": pa.concat_tables([register()["listings"], table("listings", listed)])}
    assert store.load(again, replace=True).digest == digest


def test_a_value_that_no_index_takes_is_rejected_and_the_rest_is_taken(store: Neo4jStore) -> None:
    parties = table(
        "parties",
        {"id": "c1", "kind": "organization", "name": "长" * 4000},
        {"id": "c2", "kind": "organization", "name": "短"},
    )
    report = store.load({"parties": parties})
    assert report.taken == {"parties": 1}
    [reject] = [row for rows in report.rejects for row in rows.to_pylist()]
    assert (reject["column"], "2000 bytes" in reject["reason"]) == ("name", True)


def test_a_register_of_another_key_or_format_is_refused_until_it_is_loaded_anew(
    store: Neo4jStore, neo4j_server: ServerAddress
) -> None:
    store.load(register())
    other = Neo4jStore(
        neo4j_server.uri, neo4j_server.username, neo4j_server.password, b"another key of 32 bytes........."
    )
    for ask in (lambda: other.view().__enter__(), lambda: other.load(register())):
        with pytest.raises(StoreError, match=r"was written with the key \w{8} and yours is \w{8}; set GUANLIAN_KEY"):
            ask()
    other.close()
    by_hand(store, lambda ask: ask("MATCH (r:Register) SET r.format = 99"))
    with pytest.raises(StoreError, match=rf"written in format 99 and this program reads format {FORMAT}; load .* --r"):
        reached(store)
    store.load(register(), replace=True)
    assert reached(store) == ["c1", "p1"]


def test_nodes_of_somebody_else_are_neither_joined_nor_removed(store: Neo4jStore) -> None:
    by_hand(store, lambda ask: ask("CREATE (:Party {id: 'a guest of a wedding'})"))
    with pytest.raises(
        StoreError, match="nodes labelled Party that no load wrote; give the register a database of its"
    ):
        store.load(register(), replace=True)
    assert by_hand(store, lambda ask: ask("MATCH (p:Party) RETURN p.id")) == [["a guest of a wedding"]]
    by_hand(store, lambda ask: ask("MATCH (p:Party) SET p:Guest REMOVE p:Party"))
    store.load(register(), replace=True)
    assert by_hand(store, lambda ask: ask("MATCH (p:Guest) RETURN count(p)")) == [[1]]


# -- loads and questions at once -------------------------------------------------------------------------------


def test_nothing_is_answered_before_the_first_load(store: Neo4jStore) -> None:
    with pytest.raises(StoreError, match=r"no register is loaded in bolt://.*; run 'guanlian load PATH' first"):
        reached(store)


def test_an_answer_during_which_the_register_changed_must_be_asked_for_again(store: Neo4jStore) -> None:
    store.load(register())

    def ask(loaded: dict[str, pa.Table], fault: Exception | None) -> None:
        with store.view() as view:
            before = view.reach("p1")
            store.load(loaded)
            assert view.reach("p1") != before
            if fault is not None:
                raise fault

    with pytest.raises(RegisterMoved, match="changed while it was read"):
        ask({"listings": register("c2")["listings"]}, None)
    with pytest.raises(RegisterMoved):
        ask(register(), KeyError("what was there a moment ago"))
    with pytest.raises(KeyError), store.view():
        raise KeyError("a fault of the question's own")


def test_while_a_large_load_goes_on_questions_and_other_loads_are_refused(store: Neo4jStore) -> None:
    store.load(register())
    with Lease(store._server, store.uri) as lease:
        assert reached(store) == ["c1", "p1"]  # a small load disturbs nobody before its end
        with pytest.raises(StoreError, match=r"another load is writing to bolt://.* \(.*process \d+\); try again"):
            store.load(register())
        by_hand(store, lambda ask: [[lease.mark_loading(ask)]])
        with pytest.raises(StoreError, match=r"a load is going on in bolt://.*; ask again when it has ended"):
            reached(store)
    assert store.load(register()).warnings != []


def test_of_many_loads_at_once_each_is_whole_or_refused(store: Neo4jStore) -> None:
    store.load(register())
    outcomes: list[LoadReport | StoreError] = []

    def load(debtor: str) -> None:
        try:
            outcomes.append(store.load(register(debtor)))
        except StoreError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=load, args=(debtor,)) for debtor in ("c1", "c2", "c1", "c2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [one for one in outcomes if isinstance(one, LoadReport)]
    assert done
    assert all("another load is writing" in str(one) for one in outcomes if isinstance(one, StoreError))
    with store.view() as view:
        assert view.register().digest in {report.digest for report in done}


# -- loads that die ----------------------------------------------------------------------------------------------


def test_a_small_load_that_fails_leaves_the_register_as_it_was(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = store.load(register()).digest
    with monkeypatch.context() as broken:
        broken.setattr(matching, "match", None)
        with pytest.raises(TypeError):
            store.load(register("c2"))
    assert reached(store) == ["c1", "p1"]
    report = store.load(register())
    assert (report.digest, report.warnings, report.changed["listings"]) == (digest, [], 0)


def test_a_large_load_that_fails_closes_the_register_until_the_next_one_has_counted_it_anew(
    store: Neo4jStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "AT_ONCE", 0)
    store.load(register())
    with monkeypatch.context() as broken:
        broken.setattr(matching, "match", None)
        with pytest.raises(TypeError):
            store.load(register("c2"))
    with pytest.raises(StoreError, match="was broken off half-way; load the same files again"):
        reached(store)
    report = store.load(register("c2"))
    assert "had been broken off" in report.warnings[0]
    assert report.digest == SnapshotStore(tmp_path, KEY).load(register("c2")).digest
    assert reached(store) == ["c2", "p1"]


def test_a_killed_load_is_taken_over_once_it_was_silent_for_a_minute(
    store: Neo4jStore, neo4j_server: ServerAddress, tmp_path: Path
) -> None:
    store.load(register())
    process = load_in_another_process(neo4j_server, 4_000)
    until = time.monotonic() + 120
    while by_hand(store, lambda ask: ask("MATCH (p:Party) RETURN count(p) > 500")) != [[True]]:
        assert time.monotonic() < until
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    with pytest.raises(StoreError, match=f"a load is going on .*process {process.pid}"):
        reached(store)
    with pytest.raises(StoreError, match=f"another load is writing to .*process {process.pid}"):
        store.load(register())
    by_hand(store, lambda ask: ask("MATCH (r:Register) SET r.beat = r.beat - 60000"))
    with pytest.raises(StoreError, match=f"process {process.pid}.* was broken off half-way"):
        reached(store)
    report = store.load({**wide(4_000), "listings": register()["listings"]})
    assert f"process {process.pid}" in report.warnings[0]
    snapshot = SnapshotStore(tmp_path, KEY)
    snapshot.load(register())
    assert report.digest == snapshot.load(wide(4_000)).digest
    assert reached(store) == ["c1", "p1"]


def test_a_load_that_lost_its_lease_writes_nothing_more(store: Neo4jStore) -> None:
    store.load(register())
    with Lease(store._server, store.uri) as lease:
        by_hand(store, lambda ask: ask("MATCH (r:Register) SET r.writer = 'another'"))

        def late(ask: Ask) -> list[list[object]]:
            ask("MATCH (p:Party) DETACH DELETE p")
            lease.fence(ask)
            return []

        with pytest.raises(StoreError, match=r"lost bolt://.* to another one, being silent for a minute"):
            by_hand(store, late)
    assert reached(store) == ["c1", "p1"]


# -- what can be wrong with the server ---------------------------------------------------------------------------


def refusal(uri: str, username: str = "neo4j", password: str = "s3cret-of-mine", database: str | None = None) -> str:
    store = Neo4jStore(uri, username, password, KEY, database=database)
    with pytest.raises(StoreError) as raised, store.view():
        pass
    store.close()
    assert password not in str(raised.value)
    assert raised.value.__suppress_context__
    return str(raised.value)


def test_an_address_where_nothing_answers_is_told(neo4j_server: ServerAddress) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for scheme in ("bolt", "neo4j"):
        assert refusal(f"{scheme}://127.0.0.1:{port}").startswith(
            f"no Neo4j answers at {scheme}://127.0.0.1:{port}; start"
        )


def test_a_reader_of_the_output_who_leaves_is_not_taken_for_a_server_that_does() -> None:
    with pytest.raises(BrokenPipeError), Server("bolt://127.0.0.1:1", "neo4j", "s3cret-of-mine").telling():
        raise BrokenPipeError


def test_an_address_of_another_kind_is_told() -> None:
    assert "neo4j://HOST:PORT or bolt://HOST:PORT is right" in refusal("ftp://127.0.0.1:1")


def test_a_web_server_is_told_from_a_neo4j() -> None:
    with socket.create_server(("127.0.0.1", 0)) as web:

        def answer() -> None:
            connection, _ = web.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        assert "is answered by a web server; the address of a Bolt port" in refusal(
            f"bolt://127.0.0.1:{web.getsockname()[1]}"
        )
        thread.join()


def test_a_wrong_password_and_a_wrong_database_are_told(neo4j_server: ServerAddress) -> None:
    assert refusal(neo4j_server.uri) == (
        f"{neo4j_server.uri} refuses the user 'neo4j' with this password; correct NEO4J_USERNAME and NEO4J_PASSWORD"
    )
    told = refusal(neo4j_server.uri, neo4j_server.username, neo4j_server.password, "nowhere")
    assert told == f"{neo4j_server.uri} has no database 'nowhere'; name one that it has, or none for its own"


def test_no_name_or_number_is_written_to_a_log(store: Neo4jStore, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        store.load(register())
        with store.view() as view:
            view.search(Way.PART, "张伟", 3)
            view.keyed(["n:张伟"])
    for private in ("张伟", "1101051949", "钢铁", store._server._password):
        assert private not in caplog.text


def test_what_the_server_says_of_a_value_is_kept_from_the_error(store: Neo4jStore) -> None:
    store.load(register())
    with pytest.raises(StoreError) as raised, store._server.session(writing=True) as session:
        asking(session)("CREATE (:Party {id: $id})", id="p1")
    assert "ConstraintValidationFailed" in str(raised.value)
    assert "p1" not in str(raised.value)
