"""The Java archives that make a Neo4j server: fetched once, checked before every use.

Neo4j Community is GPLv3 and is never bundled. Its archives come from a Maven repository into the user's
cache. The lock file beside this module says which ones, with their size and SHA-256, so that neither the
repository nor whoever can write to the cache decides what runs.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.model.progress import Progress
from graph.server.errors import ServerError

if TYPE_CHECKING:
    import requests

VERSION = "5.26.30"
ROOTS = (f"org.neo4j:neo4j:{VERSION}", f"org.neo4j.app:neo4j-server:{VERSION}")
REPOSITORY_VARIABLE = "GUANLIAN_MAVEN_REPOSITORY"

"""Told what is being done, how much of it is done, and how much there is."""

_CONNECTIONS = 8
_CHUNK = 1 << 16
_SILENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Archive:
    """One locked file of a Maven repository; `size` is in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int

    @property
    def coordinate(self) -> str:
        """`group:artifact:version`, and `:classifier` where there is one."""
        return ":".join(filter(None, (self.group, self.artifact, self.version, self.classifier)))

    @property
    def path(self) -> str:
        """Where a Maven repository keeps it, relative to the repository's base address."""
        name = "-".join(filter(None, (self.artifact, self.version, self.classifier)))
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{name}.jar"


def locked(text: str | None = None) -> list[Archive]:
    """Which archives make the server? Reads lines `coordinate sha256 size`; the package's own by default."""
    if text is None:
        text = files("graph.server").joinpath("neo4j.lock").read_text(encoding="utf-8")
    archives = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            coordinate, sha256, size = line.split()
            group, artifact, version, *classifier = coordinate.split(":")
            archives.append(Archive(group, artifact, version, "".join(classifier), sha256, int(size)))
    return archives


def cache_folder() -> Path:
    """Where are the archives kept? Below `XDG_CACHE_HOME`, or where the platform keeps a user's caches."""
    configured = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(configured):  # the XDG specification has relative paths ignored
        base = Path(configured)
    else:
        base = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return base / "guanlian" / "maven"


def fetch(archives: Iterable[Archive], cache: Path | None = None, progress: Progress | None = None) -> list[Path]:
    """Where on this disk are the archives, each with the size and SHA-256 of the lock?

    What is missing or differs is fetched, several at a time; what is complete stays when that is cut short.
    Raises `ServerError` when the repository cannot be reached or serves other bytes than the locked ones.
    """
    wanted = list(archives)
    folder = cache or cache_folder()
    paths = [folder / archive.path for archive in wanted]
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        checked = zip(paths, wanted, pool.map(_is_intact, paths, wanted), strict=True)
        missing = [(path, archive) for path, archive, intact in checked if not intact]
        if missing:
            _fetch_missing(pool, missing, progress)
    return paths


def _is_intact(path: Path, archive: Archive) -> bool:
    try:
        with path.open("rb") as file:
            same_size = os.fstat(file.fileno()).st_size == archive.size
            return same_size and hashlib.file_digest(file, "sha256").hexdigest() == archive.sha256
    except FileNotFoundError:
        return False


def _fetch_missing(pool: ThreadPoolExecutor, missing: list[tuple[Path, Archive]], progress: Progress | None) -> None:
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    repository = _repository()
    total = sum(archive.size for _, archive in missing)
    done = 0
    if progress:
        progress("download", 0, total)
    with requests.Session() as session:
        retry = Retry(total=4, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504))
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry, pool_maxsize=_CONNECTIONS))
        waiting = {pool.submit(_download, session, repository, path, one): one for path, one in missing}
        try:
            for future in as_completed(waiting):
                future.result()
                done += waiting[future].size
                if progress:
                    progress("download", done, total)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _repository() -> str:
    configured = os.environ.get(REPOSITORY_VARIABLE)
    if configured:
        return configured.rstrip("/")
    from jgo.constants import MAVEN_CENTRAL_URL

    return MAVEN_CENTRAL_URL.rstrip("/")


def _download(session: requests.Session, repository: str, path: Path, archive: Archive) -> None:
    from requests import RequestException

    address = f"{repository}/{archive.path}"
    digest, size = hashlib.sha256(), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
        try:
            with session.get(address, stream=True, timeout=_SILENCE_SECONDS) as response:
                response.raise_for_status()
                for chunk in response.iter_content(_CHUNK):
                    size += len(chunk)
                    if size > archive.size:
                        break
                    digest.update(chunk)
                    part.write(chunk)
            part.flush()
            if size != archive.size or digest.hexdigest() != archive.sha256:
                raise ServerError(
                    f"{address} is not the file that neo4j.lock names ({archive.size} bytes, SHA-256 "
                    f"{archive.sha256}): nothing of it was used; "
                    f"{REPOSITORY_VARIABLE} must name a repository that serves the original."
                )
            os.replace(part.name, path)
        except RequestException as error:
            raise ServerError(
                f"{archive.coordinate} could not be fetched from {address} ({_reason(error)}): "
                f"{REPOSITORY_VARIABLE} may name a Maven repository that this machine can reach."
            ) from error
        finally:
            Path(part.name).unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    # requests nests its causes and repeats the address in each; the class is what helps a reader.
    response = getattr(error, "response", None)
    return f"HTTP {response.status_code}" if response is not None else type(error).__name__
