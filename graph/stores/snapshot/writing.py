"""One load into a snapshot: new parts beside the old ones, and the manifest that will name them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace as with_changes
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import decided, standing, told, without_effect
from graph.model.chunks import one_array
from graph.model.tables import TABLES
from graph.stores import intake
from graph.stores.digest import canonical, canonical_roles, register_digest, table_digest
from graph.stores.interface import LoadReport
from graph.stores.journal import LOADS_KEPT, journal, journal_of_bindings, number_of
from graph.stores.snapshot import building
from graph.stores.snapshot.decisions import decisions_part, read_decisions
from graph.stores.snapshot.journal import REPLACED, bound, without_journal
from graph.stores.snapshot.manifest import Manifest, sync_folder
from graph.stores.snapshot.matching import bindings
from graph.stores.snapshot.names import build
from graph.stores.snapshot.parts import write_part
from graph.stores.snapshot.roles import Kinds, RoleColumns, resolved
from graph.stores.snapshot.view import SnapshotView

LISTS = ("listings", "orders", "retentions", "suspensions", "notices", "events")


class Writing:
    """One load: the new parts beside the old ones, and the manifest that will name them."""

    def __init__(self, folder: Path, base: Manifest) -> None:
        self._folder = folder / "parts"
        self._folder.mkdir(exist_ok=True)
        self._base = base
        self._old = SnapshotView(self._folder, base)
        self._generation = base.generation + 1
        self._parts = dict(base.parts)
        self._digests = dict(base.digests)
        self._rows = dict(base.rows)
        self._roles = base.roles
        self._decisions = read_decisions(folder)
        self.manifest = base

    def sweep(self, keep: Manifest) -> None:
        """Remove what a load that died left behind; a reader's parts and those of the manifest before stay."""
        named = set(keep.parts.values())
        for path in self._folder.iterdir():
            generation = path.stem.rpartition("-")[2]
            recent = generation.isdigit() and keep.generation - 1 <= int(generation) <= keep.generation
            if path.name not in named and not recent:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)

    def add(self, incoming: Mapping[str, pa.Table]) -> LoadReport:
        """Write the parts that change."""
        report = LoadReport()
        admitted: dict[str, pa.Table] = {}
        files: set[str] = set()
        for name, rows in incoming.items():
            report.read[name] = len(rows)
            files.update(filter(None, pc.unique(rows["file"]).to_pylist()))
            if name != "roles":
                admitted[name], rejects = intake.latest(rows, name)
                report.rejects.append(rejects)
        parties, changed = self._parties(admitted.get("parties"), report)
        ids = one_array(parties["id"])
        kinds = Kinds(parties)
        for name in LISTS:
            if name in admitted:
                admitted[name], rejects = intake.with_known_parties(name, admitted[name], kinds)
                report.rejects += rejects
        if changed or "roles" in incoming or "roles" not in self._parts:
            self._write_roles(incoming.get("roles"), ids, kinds, report, moved=changed)
        redecided = decided(self._decisions) != self._base.decisions
        if changed or redecided or any(name in admitted for name in LISTS) or "listings" not in self._parts:
            self._write_lists(admitted, parties, report, moved=changed or redecided)
        report.rejects = [table for table in report.rejects if len(table)]
        report.digest = register_digest(self._digests)
        self._finish(report, sorted(files))
        return report

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

    def _remember(self, name: str, replaced: pa.Table) -> None:
        """Keep what this load replaces; before the first load there was nothing to know."""
        if self._base.loads and len(replaced):
            self._write({f"{REPLACED}{name}_{self._generation}": replaced})

    # -- parties --------------------------------------------------------------------------------------------

    def _parties(self, incoming: pa.Table | None, report: LoadReport) -> tuple[pa.Table, bool]:
        schema = TABLES["parties"].schema
        known = building.plain_parties(self._old.part("parties")) if "parties" in self._parts else schema.empty_table()
        if incoming is None and "parties" in self._parts:
            return known, False
        rows = incoming if incoming is not None else schema.empty_table()
        parties, counts, replaced = intake.merged("parties", known, intake.without_origin(rows))
        self._count("parties", report, rows, counts)
        self._remember("parties", replaced)
        if "parties" in self._parts and not counts["new"] and not counts["changed"]:
            return known, False
        part = building.parties_part(parties)
        self._write({"parties": part, **building.keys_parts(parties)})
        self._parts.pop("names", None)  # parties have other places now: their names are indexed anew
        self._digests["parties"] = table_digest("parties", [one_array(column) for column in parties.columns])
        self._rows["parties"] = len(parties)
        return parties, True

    def _count(self, name: str, report: LoadReport, rows: pa.Table, counts: Mapping[str, int]) -> None:
        report.taken[name] = len(rows)
        report.changed[name] = counts["new"] + counts["changed"]

    # -- roles ----------------------------------------------------------------------------------------------

    def _write_roles(
        self, incoming: pa.Table | None, ids: pa.Array, kinds: Kinds, report: LoadReport, *, moved: bool
    ) -> None:
        """The roles with ``incoming`` added; ``moved``: have the parties other places than before?"""
        places = None
        if incoming is not None:
            incoming, places, rejects = resolved(incoming, ids, kinds)
            report.rejects += rejects
        words = sorted({*self._roles, *(pc.unique(incoming["role"]).to_pylist() if incoming is not None else ())})
        columns = RoleColumns.of(self._old if "roles" in self._parts else None, incoming, places, ids, words)
        if incoming is not None:
            columns, rejects = columns.without_conflicts(incoming)
            report.rejects.append(rejects)
        columns, replaced, added = columns.merged()
        changed = len(replaced.holder) + len(added.holder)
        if incoming is not None:
            report.taken["roles"] = len(incoming) - len(rejects)
            report.changed["roles"] = changed
        if self._base.loads:
            before, new = (rows.table(ids, words) for rows in (replaced, added))
            self._remember("roles", journal(TABLES["roles"].schema, before, new))
        if not changed and not moved and "roles" in self._parts:
            return
        self._roles = tuple(words)
        self._write(
            building.roles_parts(
                len(ids), columns.holder, columns.organization, columns.role, columns.since, columns.until,
                columns.share, columns.source,
            )
        )  # fmt: skip
        role = pa.DictionaryArray.from_arrays(pa.array(columns.role.astype(np.int8)), pa.array(words, pa.string()))
        self._digests["roles"] = table_digest(
            "roles",
            canonical_roles(
                pa.array(columns.holder), pa.array(columns.organization), role, columns.share,
                pa.array(columns.since), pa.array(columns.until), columns.source,
            ),
        )  # fmt: skip
        self._rows["roles"] = len(columns.holder)

    # -- listings and what goes with them -------------------------------------------------------------------

    def _write_lists(
        self, admitted: Mapping[str, pa.Table], parties: pa.Table, report: LoadReport, *, moved: bool
    ) -> None:
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
            self._count(name, report, rows, counts)
            self._remember(name, replaced)
            self._digests[name] = table_digest(name, canonical(name, tables[name]))
            self._rows[name] = len(tables[name])
        if not moved and "listings" in self._parts and not any(report.changed.get(name) for name in LISTS):
            return
        ids = one_array(parties["id"])
        names = self._bindings(tables["listings"], report)
        if self._base.loads:
            self._remember("bindings", journal_of_bindings(bound(self._old), names))
        self._write(building.lists_parts(tables, building.bindings_part(names, ids, tables["listings"]), ids))
        self._write({"decisions": decisions_part(self._decisions)})

    def _bindings(self, listings: pa.Table, report: LoadReport) -> pa.Table:
        now = with_changes(self._base, generation=self._generation, parts=self._parts, roles=self._roles)
        view = SnapshotView(self._folder, now)
        found, contradictions = bindings(self._old, view, listings, self._decisions)
        report.warnings += told(contradictions) + without_effect(standing(self._decisions), view.parties)
        return found


def _within(ids: pa.ChunkedArray) -> intake.Known:
    known = one_array(ids)
    return lambda values: np.asarray(pc.is_in(values, known).to_numpy(zero_copy_only=False), dtype=bool)


def with_names(folder: Path, manifest: Manifest, report: LoadReport) -> Manifest | None:
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
        build(folder / "parts" / filename, building.names_of(parties), len(parties["id"]))
        sync_folder(folder / "parts")
    except (OSError, ValueError) as error:  # the index tells a full disk as a ValueError
        report.warnings.append(
            f"the register is loaded, but its names could not be indexed ({error}): searching for a part of a name "
            "waits until the same files are loaded again"
        )
        return None
    report.seconds["names indexed"] = time.perf_counter() - began
    return with_changes(manifest, parts={**manifest.parts, "names": filename})
