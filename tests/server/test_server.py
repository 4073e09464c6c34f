"""A real Neo4j server: started, spoken to, stopped, and found again after accidents."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import neo4j
import psutil
import pytest

from graph import server
from graph.server import ServerAddress, ServerError
from graph.server.artifacts import Archive, cache_folder, fetch, locked

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("a folder") / "neo4j"
    yield path
    server.stop(path)


@pytest.fixture
def address(folder: Path) -> ServerAddress:
    return server.start(folder, heap="512m", page_cache="64m")


def pid_of(folder: Path) -> int:
    pid = server.status(folder).pid
    assert pid is not None
    return pid


def ask(address: ServerAddress, query: str, password: str | None = None) -> list[object]:
    login = (address.username, password or address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=login) as driver:
        return [record[0] for record in driver.execute_query(query).records]


def test_a_started_server_answers_a_query_with_the_password_on_file(address: ServerAddress) -> None:
    written = dict(line.split("=", 1) for line in address.credentials.read_text().splitlines())
    assert written == {
        "NEO4J_URI": address.uri,
        "NEO4J_USERNAME": address.username,
        "NEO4J_PASSWORD": address.password,
    }
    assert ask(address, "RETURN 1") == [1]


def test_a_wrong_password_is_refused(address: ServerAddress) -> None:
    with pytest.raises(neo4j.exceptions.AuthError):
        ask(address, "RETURN 1", password="neo4j")


def test_the_server_listens_on_this_machine_only_and_on_bolt_only(folder: Path, address: ServerAddress) -> None:
    connections = psutil.Process(pid_of(folder)).net_connections(kind="inet")
    listening = {(one.laddr.ip.removeprefix("::ffff:"), one.laddr.port) for one in connections if not one.raddr}
    assert listening == {("127.0.0.1", address.port)}


def test_the_password_stands_on_no_command_line_in_no_environment_and_in_no_log(
    folder: Path, address: ServerAddress
) -> None:
    process = psutil.Process(pid_of(folder))
    assert address.password not in " ".join([*process.cmdline(), *process.environ().values()])
    assert address.password not in repr(address)
    files = {path.name for path in folder.rglob("*") if path.is_file()}
    holders = {
        path.name for path in folder.rglob("*") if path.is_file() and address.password.encode() in path.read_bytes()
    }
    assert "debug.log" in files
    assert holders == {"credentials.env"}


def test_only_the_owner_reads_the_credentials_and_the_store(folder: Path, address: ServerAddress) -> None:
    assert stat.S_IMODE(address.credentials.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_the_status_tells_address_version_process_and_size(folder: Path, address: ServerAddress) -> None:
    found = server.status(folder)
    assert (found.state, found.address, found.version) == ("running", address, server.VERSION)
    assert found.pid is not None
    assert found.data_bytes > 100_000


def test_starting_twice_gives_the_same_server(folder: Path, address: ServerAddress) -> None:
    before = pid_of(folder)
    assert server.start(folder) == address
    assert pid_of(folder) == before


def test_a_server_whose_pid_file_is_lost_or_names_another_program_is_still_found(
    folder: Path, address: ServerAddress
) -> None:
    before = pid_of(folder)
    for text in (f"{os.getpid()}\n", "not a number\n", None):
        pid_file = folder / "neo4j.pid"
        pid_file.unlink() if text is None else pid_file.write_text(text)
        assert server.start(folder) == address
        assert pid_of(folder) == before


def test_a_clean_stop_keeps_the_data_the_password_and_the_port(folder: Path, address: ServerAddress) -> None:
    process = psutil.Process(pid_of(folder))
    ask(address, "MERGE (:Kept {value: 7})")
    assert server.stop(folder) == "stopped"
    assert not process.is_running()
    assert "Stopped." in (folder / "logs" / "console.log").read_text()
    assert server.stop(folder) == "not running"
    stopped = server.status(folder)
    assert (stopped.state, stopped.address, stopped.pid) == ("stopped", None, None)

    # The number of the ended server may belong to any other program by now.
    (folder / "neo4j.pid").write_text(f"{os.getpid()}\n")
    assert server.start(folder, heap="512m", page_cache="64m") == address
    assert ask(address, "MATCH (n:Kept) RETURN n.value") == [7]


def test_two_starts_at_once_after_a_kill_give_one_server(folder: Path, address: ServerAddress) -> None:
    process = psutil.Process(pid_of(folder))
    process.suspend()  # deaf to a polite request
    assert server.status(folder).state == "starting"
    assert server.stop(folder, timeout=1) == "killed"
    assert server.status(folder).state == "stopped"
    script = "import sys, pathlib, graph.server as s; print(s.start(pathlib.Path(sys.argv[1])).uri)"
    starts = [
        subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [start.communicate(timeout=120)[0].strip() for start in starts] == [address.uri] * 2
    # Both callers have ended: the server does not need them.
    assert ask(address, "MATCH (n:Kept) RETURN count(n)") == [1]


def test_lost_credentials_beside_a_store_are_told_and_nothing_is_made_anew(
    folder: Path, address: ServerAddress
) -> None:
    kept = address.credentials.with_suffix(".kept")
    address.credentials.rename(kept)
    try:
        with pytest.raises(ServerError, match=r"credentials\.env is missing beside a store"):
            server.start(folder)
    finally:
        kept.rename(address.credentials)
    assert ask(address, "RETURN 1") == [1]


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port} of 127\.0\.0\.1 cannot be used"):
            server.start(tmp_path / "neo4j", port=port)


def test_a_size_of_memory_that_java_would_misread_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="The heap is 'much'"):
        server.start(tmp_path / "neo4j", heap="much")


def test_a_server_that_cannot_start_is_told_with_its_log_and_cause(tmp_path: Path) -> None:
    (tmp_path / "neo4j").mkdir()
    with pytest.raises(ServerError, match=r"ended before it answered; .*console\.log says: Too small"):
        server.start(tmp_path / "neo4j", heap="1m")
    assert server.status(tmp_path / "neo4j").state == "stopped"


def test_a_folder_that_never_had_a_server_is_stopped_and_stays_untouched(tmp_path: Path) -> None:
    assert server.stop(tmp_path / "neo4j") == "not running"
    assert server.status(tmp_path / "neo4j").state == "stopped"
    assert not (tmp_path / "neo4j").exists()


class Repository:
    """A Maven repository of one archive, with a count of the files it served."""

    def __init__(self, root: Path, archive: Archive) -> None:
        self.file = root / archive.path
        self.file.parent.mkdir(parents=True)
        self.served = 0


class CountingHandler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, repository: Repository, directory: str) -> None:
        self.repository = repository
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def log_message(self, *arguments: object) -> None:
        self.repository.served += 1


@pytest.fixture
def archive(address: ServerAddress) -> Archive:
    """The smallest locked archive, which the started server has in the cache."""
    return min(locked(), key=lambda one: one.size)


@pytest.fixture
def repository(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    made = Repository(tmp_path / "repository", archive)
    shutil.copyfile(cache_folder() / archive.path, made.file)
    handler = partial(CountingHandler, repository=made, directory=str(tmp_path / "repository"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        monkeypatch.setenv("GUANLIAN_MAVEN_REPOSITORY", f"http://127.0.0.1:{http.server_port}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield made
        http.shutdown()
        thread.join()


def test_an_archive_is_fetched_once_and_progress_counts_its_bytes(
    tmp_path: Path, repository: Repository, archive: Archive
) -> None:
    told: list[tuple[str, int, int]] = []
    for _ in range(2):
        fetch([archive], tmp_path / "cache", lambda *step: told.append(step))
    assert told == [("download", 0, archive.size), ("download", archive.size, archive.size)]
    assert repository.served == 1


def test_a_tampered_archive_in_the_cache_is_fetched_again_before_use(
    tmp_path: Path, repository: Repository, archive: Archive
) -> None:
    (path,) = fetch([archive], tmp_path / "cache")
    original = path.read_bytes()
    path.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))  # the same size, one bit off
    fetch([archive], tmp_path / "cache")
    assert path.read_bytes() == original
    assert repository.served == 2


@pytest.mark.parametrize("change", [b"", b"more"])
def test_an_archive_that_the_repository_changed_is_refused_and_not_kept(
    tmp_path: Path, repository: Repository, archive: Archive, change: bytes
) -> None:
    content = repository.file.read_bytes()
    repository.file.write_bytes(content + change if change else content[:-1] + b"!")
    with pytest.raises(ServerError, match=r"is not the file that neo4j\.lock names"):
        fetch([archive], tmp_path / "cache")
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_a_repository_without_the_archive_is_told_with_the_variable_that_names_another(
    tmp_path: Path, repository: Repository, archive: Archive
) -> None:
    repository.file.unlink()
    with pytest.raises(ServerError, match=r"HTTP 404.*GUANLIAN_MAVEN_REPOSITORY"):
        fetch([archive], tmp_path / "cache")


def test_the_lock_names_every_archive_once_with_a_checksum_and_no_address() -> None:
    archives = locked()
    assert len({one.path for one in archives}) == len(archives) > 200
    assert all(len(one.sha256) == 64 and one.size > 0 for one in archives)
    assert any(one.coordinate == f"org.neo4j:neo4j:{server.VERSION}" for one in archives)
