"""Writes the lock file anew, after a change of `VERSION`: `python -m graph.server.relock`.

The set of archives is what Maven's rules make of the two roots. Every file is compared with the SHA-1 that
the repository publishes, for the resolver only warns of a difference. Review a change of the lock like code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph.server.artifacts import ROOTS, Archive
from graph.server.errors import ServerError

if TYPE_CHECKING:
    from jgo.maven import Artifact

_HEADING = "# coordinate sha256 size; written by graph/server/relock.py\n"


def relock(path: Path) -> None:
    """Resolves the roots against the default repository and writes the lock to `path`.

    Raises `ServerError` when a file differs from what its repository publishes.
    """
    from jgo.maven import MavenContext

    with TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), timeout=60)
        roots = [context.create_dependency(coordinate) for coordinate in ROOTS]
        inputs, transitive = context.resolver.resolve(roots)
        artifacts = {one.artifact.key: one.artifact for one in (*inputs, *transitive)}
        with ThreadPoolExecutor(8) as pool:
            archives = list(pool.map(_lock, artifacts.values()))
    path.write_text(render(archives), encoding="utf-8")


def render(archives: Iterable[Archive]) -> str:
    """What does the lock say? One line an archive, in the order of the coordinates."""
    lines = sorted(f"{one.coordinate} {one.sha256} {one.size}\n" for one in archives)
    return _HEADING + "".join(lines)


def _lock(artifact: Artifact) -> Archive:
    import requests

    content = artifact.resolve().read_bytes()
    archive = Archive(
        artifact.groupId,
        artifact.artifactId,
        artifact.version,
        artifact.classifier,
        hashlib.sha256(content).hexdigest(),
        len(content),
    )
    (repository,) = artifact.context.remote_repos.values()
    response = requests.get(f"{repository}/{archive.path}.sha1", timeout=60)
    response.raise_for_status()
    if response.text.split()[0] != hashlib.sha1(content, usedforsecurity=False).hexdigest():
        raise ServerError(f"{archive.coordinate} differs from the SHA-1 that {repository} publishes for it.")
    return archive


if __name__ == "__main__":
    relock(Path(__file__).with_name("neo4j.lock"))
