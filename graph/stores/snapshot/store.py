"""The embedded store: a folder of Arrow files under one manifest, one writer, any number of readers.

What writes is imported where it is needed: a question from cold reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace as with_changes
from hashlib import blake2b
from pathlib import Path

from graph.identity import Decision, numbered, undone
from graph.model.chunks import Rows
from graph.model.progress import Progress, silent
from graph.stores.interface import LoadReport, NothingLoaded, StoreError
from graph.stores.snapshot.decisions import read_decisions, write_decisions
from graph.stores.snapshot.manifest import Manifest, read_manifest, swap_manifest
from graph.stores.snapshot.view import SnapshotView


class SnapshotStore:
    """The register in ``folder``. ``key`` hashes ID numbers and must be the one that the store was written with.

    ``progress`` is told how far a load is once its rows are read.
    """

    def __init__(self, folder: Path, key: bytes, progress: Progress = silent) -> None:
        self.folder = folder
        self._progress = progress
        self.fingerprint = blake2b(key, digest_size=4).hexdigest()
        self._view: SnapshotView | None = None

    @contextmanager
    def view(self) -> Iterator[SnapshotView]:
        """The state named by the manifest as it stands now, whatever is loaded meanwhile.

        Raises ``StoreError`` where nothing was loaded, or the store is damaged or of another format or key.
        """
        manifest = read_manifest(self.folder, self.fingerprint)
        if manifest is None:
            raise NothingLoaded(f"no register is loaded in {self.folder}; run 'guanlian load PATH' first")
        if self._view is None or self._view.manifest != manifest:
            self._view = SnapshotView(self.folder / "parts", manifest)
        yield self._view

    def load(self, tables: Mapping[str, Rows], *, replace: bool = False) -> LoadReport:
        """See ``Store.load``. One load at a time: a second one waits a minute, then is refused."""
        with self._writing():
            return self._load(tables, replace=replace)

    def decisions(self) -> list[Decision]:
        """See ``Store.decisions``."""
        return read_decisions(self.folder)

    def decide(self, decision: Decision) -> Decision:
        """See ``Store.decide``."""
        return self._decided(lambda known: numbered(known, decision))

    def undo(self, number: int, by: str, at: str) -> Decision:
        """See ``Store.undo``."""
        return self._decided(lambda known: undone(known, number, by, at))

    def _decided(self, make: Callable[[list[Decision]], Decision]) -> Decision:
        with self._writing():
            if read_manifest(self.folder, self.fingerprint) is None:
                raise StoreError(f"no register is loaded in {self.folder}; run 'guanlian load PATH' first")
            known = read_decisions(self.folder)
            decision = make(known)
            write_decisions(self.folder, {one.number: one for one in [*known, decision]}.values())
            self._load({}, replace=False)
            return decision

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time: a second one waits a minute, then is refused."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "lock", timeout=60):
                yield
        except Timeout:
            raise StoreError(f"another load is writing to {self.folder}; try again when it has ended") from None
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written: {error.strerror or error}") from None

    def _load(self, tables: Mapping[str, Rows], *, replace: bool) -> LoadReport:
        from graph.stores.snapshot.room import refuse_full_disk
        from graph.stores.snapshot.writing import Writing, with_names

        try:
            manifest = read_manifest(self.folder, self.fingerprint)
        except StoreError:
            if not replace:
                raise
            manifest = None
        old = manifest or Manifest(self.fingerprint)
        base = Manifest(self.fingerprint, generation=old.generation) if replace else old
        writing = Writing(self.folder, base, self._progress)
        writing.sweep(keep=old)
        refuse_full_disk(self.folder, tables, base.rows)
        report = writing.add(tables)
        now = old
        if report.digest != old.digest or replace or writing.manifest.decisions != old.decisions:
            now = writing.manifest
            swap_manifest(self.folder, now)
        else:
            report.load = str(old.loads[-1]["id"]) if old.loads else ""
        if named := with_names(self.folder, now, report, self._progress):
            swap_manifest(self.folder, named)
        return report

    def purge(self, load: str) -> None:
        """See ``Store.purge``."""
        from graph.stores.journal import forgotten, number_of_load
        from graph.stores.snapshot.journal import without_journal

        with self._writing():
            manifest = read_manifest(self.folder, self.fingerprint)
            if manifest is None:
                raise NothingLoaded(f"no register is loaded in {self.folder}; run 'guanlian load PATH' first")
            number = number_of_load(manifest.loads, load)
            parts = without_journal(manifest.parts, up_to=number)
            purged = with_changes(manifest, parts=parts, loads=forgotten(manifest.loads, number))
            swap_manifest(self.folder, purged)
            for name in manifest.parts.keys() - parts.keys():
                (self.folder / "parts" / manifest.parts[name]).unlink(missing_ok=True)
            self._view = None
