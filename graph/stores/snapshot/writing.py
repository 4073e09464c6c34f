"""One load into a snapshot: new parts beside the old ones, and the manifest that will name them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace as with_changes
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import decided, standing, told, without_effect
from graph.model.chunks import Rows, one_array, pieces_of, whole, written_out
from graph.model.progress import Progress
from graph.model.tables import TABLES
from graph.stores import intake
from graph.stores.digest import canonical, canonical_roles, register_digest, table_digest
from graph.stores.interface import LoadReport
from graph.stores.journal import LOADS_KEPT, journal_of_bindings, number_of
from graph.stores.snapshot.building import KINDS_OF_KEYS, keys_parts, names_of, party_columns
from graph.stores.snapshot.decisions import decisions_part, read_decisions
from graph.stores.snapshot.joining import JoinedRoles
from graph.stores.snapshot.journal import REPLACED, bound, without_journal
from graph.stores.snapshot.list_parts import bindings_part, lists_parts
from graph.stores.snapshot.manifest import Manifest, sync_folder
from graph.stores.snapshot.matching import bindings, rerepresented
from graph.stores.snapshot.names import Name, build
from graph.stores.snapshot.parties import Joined
from graph.stores.snapshot.parts import MANY, open_part, write_columns, write_part
from graph.stores.snapshot.pile import Pile
from graph.stores.snapshot.resolving import Kinds
from graph.stores.snapshot.role_parts import OFFICERS, by_organization, days_of, officer_columns, role_columns
from graph.stores.snapshot.roles import ORDERED, worded
from graph.stores.snapshot.view import SnapshotView

_WORKING = "working"  # where a load keeps what it cannot hold in memory, until it ends
_TELLING = 1 << 14  # names after which it is told again how far their index is
LISTS = ("listings", "orders", "retentions", "suspensions", "notices", "events")


class Writing:
    """One load: the new parts beside the old ones, and the manifest that will name them."""

    def __init__(self, folder: Path, base: Manifest, progress: Progress) -> None:
        self._folder = folder / "parts"
        self._folder.mkdir(exist_ok=True)
        self._working = folder / _WORKING
        self._base = base
        self._progress = progress
        self._old = SnapshotView(self._folder, base)
        self._generation = base.generation + 1
        self._parts = dict(base.parts)
        self._digests = dict(base.digests)
        self._rows = dict(base.rows)
        self._roles = base.roles
        self._decisions = read_decisions(folder)
        self.manifest = base
        self._beside: ThreadPoolExecutor
        self._pending: list[Future[None]] = []

    def sweep(self, keep: Manifest) -> None:
        """Remove what a load that died left behind; a reader's parts and those of the manifest before stay."""
        shutil.rmtree(self._working, ignore_errors=True)
        named = set(keep.parts.values())
        for path in self._folder.iterdir():
            generation = path.stem.rpartition("-")[2]
            recent = generation.isdigit() and keep.generation - 1 <= int(generation) <= keep.generation
            if path.name not in named and not recent:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)

    def add(self, incoming: Mapping[str, Rows]) -> LoadReport:
        """Write the parts that change. Rows that come piece by piece are taken in the order of ``TABLES``."""
        self._working.mkdir()
        try:
            with ThreadPoolExecutor(1) as self._beside:
                return self._add(incoming)
        finally:
            shutil.rmtree(self._working, ignore_errors=True)

    def _add(self, incoming: Mapping[str, Rows]) -> LoadReport:
        report = LoadReport()
        files: set[str] = set()
        given = {name: _counted(name, incoming[name], report, files) for name in TABLES if name in incoming}
        changed = self._parties(given.get("parties"), report)
        parties = open_part(self._folder / self._parts["parties"])
        kinds = Kinds(parties["id"], parties["kind"])
        if changed or "roles" in given or "roles" not in self._parts:
            self._write_roles(given.get("roles"), kinds, report, moved=changed)
        admitted: dict[str, pa.Table] = {}
        for name in LISTS:
            if name in given:
                rows, rejects = intake.latest(whole(given[name], TABLES[name].read), name)
                report.rejects.append(rejects)
                admitted[name], refused = intake.with_known_parties(name, rows, kinds)
                report.rejects += refused
        otherwise = changed or decided(self._decisions) != self._base.decisions or bool(rerepresented(self._now()))
        if otherwise or any(name in admitted for name in LISTS) or "listings" not in self._parts:
            self._write_lists(admitted, parties["id"], report, moved=otherwise)
        report.rejects = [table for table in report.rejects if len(table)]
        for one in self._pending:
            one.result()
        report.digest = register_digest(self._digests)
        self._finish(report, sorted(files))
        return report

    def _aside(self, work: Callable[[], None], rows: int) -> None:
        """Do ``work`` on these many rows, on which nothing rests before the end: beside what goes on, where it pays."""
        if rows < MANY:
            work()
        else:
            self._pending.append(self._beside.submit(work))

    def _digest(self, name: str, columns: Iterable[pa.Array]) -> None:
        self._digests[name] = table_digest(name, columns)

    def _finish(self, report: LoadReport, files: Sequence[str]) -> None:
        sync_folder(self._folder)
        loads = self._base.loads
        if report.read:  # a decision alone is no load
            loads = (*loads, report.entry(f"{self._generation}-{report.digest[:8]}", files))[-LOADS_KEPT:]
        parts = without_journal(self._parts, up_to=number_of(loads[0])) if loads else self._parts
        report.load = str(loads[-1]["id"]) if loads else ""
        self.manifest = with_changes(
            self._base, generation=self._generation, digest=report.digest, digests=self._digests, rows=self._rows,
            parts=parts, roles=self._roles, loads=loads, decisions=decided(self._decisions),
        )  # fmt: skip

    def _write(self, parts: Mapping[str, pa.Table]) -> None:
        for name, table in parts.items():
            filename = f"{name}-{self._generation}.arrow"
            write_part(self._folder / filename, table)
            self._parts[name] = filename

    def _write_columns(
        self, name: str, columns: Iterable[tuple[str, pa.Array]], rows: int, count: int
    ) -> Mapping[str, pa.Array]:
        """Write ``count`` columns of ``rows``, and open them."""

        def told() -> Iterator[tuple[str, pa.Array]]:
            for nth, column in enumerate(columns):
                self._progress(f"writing the {name}", nth * rows, count * rows)
                yield column

        written = write_columns(self._folder / f"{name}-{self._generation}", told(), rows)
        self._parts[name] = written.name
        return open_part(written)

    def _remember(self, name: str, replaced: Sequence[pa.Table]) -> None:
        """Keep what this load replaces; before the first load there was nothing to know."""
        some = [table for table in replaced if len(table)]
        if self._base.loads and some:
            self._write({f"{REPLACED}{name}_{self._generation}": pa.concat_tables(some)})

    # -- parties --------------------------------------------------------------------------------------------

    def _parties(self, incoming: Iterator[pa.Table] | None, report: LoadReport) -> bool:
        """The parties with ``incoming`` added. Have they other places, or other values, than before?"""
        known = self._old.part("parties") if "parties" in self._parts else None
        if incoming is None and known is not None:
            return False
        schema = TABLES["parties"].read
        gathered = Pile(self._working / "gathered.arrow", schema)
        for rows in incoming or ():
            gathered.add(written_out(rows).select(schema.names).cast(schema))
        joined = Joined(known, gathered, self._working, report.rejects)
        if incoming is not None:
            report.taken["parties"] = joined.taken
            report.changed["parties"] = joined.new + joined.changed
        if known is not None and not joined.new and not joined.changed:
            return False
        self._remember("parties", joined.journals)
        count = self._rows["parties"] = len(joined.parties)
        part = self._write_columns("parties", party_columns(joined.parties), count, len(TABLES["parties"].schema))
        joined.parties.clear()
        self._aside(partial(self._digest, "parties", (part[name] for name in TABLES["parties"].schema.names)), count)
        for at, (name, keys) in enumerate(keys_parts(part), 1):
            self._progress("keys of the parties", at * count, KINDS_OF_KEYS * count)
            self._write({name: keys})
        self._parts.pop("names", None)  # parties have other places now: their names are indexed anew
        return True

    # -- roles ----------------------------------------------------------------------------------------------

    def _write_roles(
        self, incoming: Iterator[pa.Table] | None, kinds: Kinds, report: LoadReport, *, moved: bool
    ) -> None:
        """The roles with ``incoming`` added; ``moved``: have the parties other places than before?"""
        joined = JoinedRoles(self._old if "roles" in self._parts else None, kinds, self._working, moved=moved)
        if incoming is not None:
            joined.take(incoming, report.rejects)
        joined.join(report.rejects, self._progress, journal=bool(self._base.loads))
        if incoming is not None:
            report.taken["roles"] = joined.taken
            report.changed["roles"] = joined.changed
        self._remember("roles", joined.journals)
        if not joined.changed and not moved and "roles" in self._parts:
            return
        self._roles = tuple(joined.words)
        count = self._rows["roles"] = len(joined.roles)
        part = self._write_columns("roles", role_columns(joined.roles, joined.sources), count, len(ORDERED))
        joined.roles.clear()
        columns = canonical_roles(lambda name: _told_role(part, name, joined.words))
        self._aside(partial(self._digest, "roles", columns), count)
        order, starts = by_organization(part, len(kinds.ids))
        self._write(starts)
        self._write_columns("officers", officer_columns(part, order), count, len(OFFICERS))
        self._aside(partial(self._write_days, part), count)

    def _write_days(self, roles: Mapping[str, pa.Array]) -> None:
        for days in days_of(roles):
            self._write(days)

    # -- listings and what goes with them -------------------------------------------------------------------

    def _write_lists(self, admitted: Mapping[str, pa.Table], ids: pa.Array, report: LoadReport, *, moved: bool) -> None:
        """The listings and what goes with them, with ``admitted`` added, bound to the parties as they are now."""
        tables: dict[str, pa.Table] = {}
        for name in LISTS:
            schema = TABLES[name].schema
            known = pa.table(self._old.part(name)) if name in self._parts else schema.empty_table()
            rows = admitted.get(name)
            if rows is None:
                tables[name] = known
                if name not in self._digests:
                    self._digests[name] = table_digest(name, canonical(name, known))
                    self._rows[name] = 0
                continue
            if name != "listings":
                rows, rejects = intake.with_known_listings(name, rows, _within(tables["listings"]["id"]))
                report.rejects += rejects
            tables[name], counts, replaced = intake.merged(name, known, intake.without_origin(rows))
            report.taken[name] = len(rows)
            report.changed[name] = counts["new"] + counts["changed"]
            self._remember(name, [replaced])
            self._digests[name] = table_digest(name, canonical(name, tables[name]))
            self._rows[name] = len(tables[name])
        if not moved and "listings" in self._parts and not any(report.changed.get(name) for name in LISTS):
            return
        self._progress("binding the listings", 0, len(tables["listings"]))
        names = self._bindings(tables["listings"], report)
        if self._base.loads:
            self._remember("bindings", [journal_of_bindings(bound(self._old), names)])
        self._write(lists_parts(tables, bindings_part(names, ids, tables["listings"]), ids))
        self._write({"decisions": decisions_part(self._decisions)})

    def _bindings(self, listings: pa.Table, report: LoadReport) -> pa.Table:
        view = self._now()
        found, contradictions = bindings(self._old, view, listings, self._decisions)
        report.warnings += told(contradictions) + without_effect(standing(self._decisions), view.parties)
        return found

    def _now(self) -> SnapshotView:
        """The register as far as it is written, and the journal of this load."""
        parts = dict(self._parts)  # more of them are written beside what reads this
        now = with_changes(self._base, generation=self._generation, parts=parts, roles=self._roles)
        return SnapshotView(self._folder, now)


def _counted(name: str, rows: Rows, report: LoadReport, files: set[str]) -> Iterator[pa.Table]:
    report.read[name] = 0
    for piece in pieces_of(rows):
        report.read[name] += len(piece)
        files.update(filter(None, pc.unique(piece["file"]).to_pylist()))
        yield piece


def _told_role(part: Mapping[str, pa.Array], name: str, words: Sequence[str]) -> pa.Array:
    """A column of the roles, their codes as words."""
    return worded(part[name].cast(pa.int16()), words) if name == "role" else part[name]


def _within(ids: pa.ChunkedArray) -> intake.Known:
    known = one_array(ids)
    return lambda values: np.asarray(pc.is_in(values, known).to_numpy(zero_copy_only=False), dtype=bool)


def with_names(folder: Path, manifest: Manifest, report: LoadReport, progress: Progress) -> Manifest | None:
    """The manifest with an index of names beside the parts; None where it names one already.

    Questions are answered before: only a search for part of a name, or for its sound, waits for the index.
    """
    if "names" in manifest.parts or "parties" not in manifest.parts:
        return None
    began = time.perf_counter()
    filename = f"names-{manifest.generation}"
    shutil.rmtree(folder / "parts" / filename, ignore_errors=True)  # what a load that died had begun
    parties = SnapshotView(folder / "parts", manifest).part("parties")
    try:
        count = len(parties["id"])
        build(folder / "parts" / filename, _told(names_of(parties), count, progress), count)
        sync_folder(folder / "parts")
    except (OSError, ValueError) as error:  # the index tells a full disk as a ValueError
        report.warnings.append(
            f"the register is loaded, but its names could not be indexed ({error}): searching for a part of a name "
            "waits until the same files are loaded again"
        )
        return None
    report.seconds["names indexed"] = time.perf_counter() - began
    return with_changes(manifest, parts={**manifest.parts, "names": filename})


def _told(names: Iterable[Name], count: int, progress: Progress) -> Iterator[Name]:
    for at, name in enumerate(names):
        if not at % _TELLING:
            progress("indexing the names", name.number, count)
        yield name
