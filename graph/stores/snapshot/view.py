"""Answers from one manifest: columns mapped into memory, each question touching only what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.identity import About, Decision, Standing, Subjects, Way, party_keys, standing, subjects
from graph.model import (
    Binding,
    Certainty,
    Debts,
    Event,
    Grade,
    Interval,
    Kind,
    Listing,
    Notice,
    Order,
    Party,
    Post,
    Retention,
    Suspension,
)
from graph.stores.interface import IN_FORCE, Register, StoreError, Through, Ties, Walk
from graph.stores.snapshot.cells import Read, Texts, reading
from graph.stores.snapshot.controlling import Weighed, columns_of, may_control
from graph.stores.snapshot.events import listings_with, recorded
from graph.stores.snapshot.kernel import Rows
from graph.stores.snapshot.keys import hash_of, stands_in
from graph.stores.snapshot.manifest import Manifest
from graph.stores.snapshot.parts import CERTAINTIES, EXTRAS, open_part, plain_numbers
from graph.stores.snapshot.places import Numbers, among
from graph.stores.snapshot.reaches import debtors, posts_of, reaches
from graph.stores.snapshot.shares import held, named, shares_held, shares_in
from graph.stores.snapshot.turns import turns
from graph.stores.snapshot.walk import paths_to_debtors, posts_among, ties_of

if TYPE_CHECKING:
    from graph.stores.snapshot.names import NameIndex

_IDS_KEPT = 20_000


class SnapshotView:
    """One state of a snapshot. Parts are mapped when they are first asked for."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self.manifest = manifest
        self._opened: dict[str, Mapping[str, pa.Array]] = {}
        self._numbers: dict[tuple[str, str], Numbers] = {}
        self._listed_on: tuple[int, npt.NDArray[np.bool_]] | None = None
        self._readers: dict[str, dict[str, Read]] = {}
        self._texts: dict[tuple[str, str], Texts] = {}

    def has(self, name: str) -> bool:
        """Is there such a part? A snapshot written before a table was known has none of it."""
        return name in self.manifest.parts

    def names(self, prefix: str) -> list[str]:
        """The parts whose names begin so."""
        return [name for name in self.manifest.parts if name.startswith(prefix)]

    def part(self, name: str) -> Mapping[str, pa.Array]:
        """The columns of a part."""
        if name not in self._opened:
            self._opened[name] = open_part(self._path(name))
        return self._opened[name]

    def _path(self, name: str) -> Path:
        if name not in self.manifest.parts:
            raise StoreError(f"{self._folder.parent} has no part '{name}'; load the register again with --replace")
        return self._folder / self.manifest.parts[name]

    def numbers(self, part: str, column: str) -> Numbers:
        """A column of numbers as numpy sees it, without a copy."""
        found = self._numbers.get((part, column))
        if found is None:
            found = self._numbers[part, column] = plain_numbers(self.part(part)[column])
        return found

    def cells(self, part: str) -> dict[str, Read]:
        """For each column of a part a function that reads one of its cells."""
        found = self._readers.get(part)
        if found is None:
            found = self._readers[part] = {name: reading(column) for name, column in self.part(part).items()}
        return found

    def texts(self, part: str, column: str) -> Texts:
        """A column of text without nulls."""
        found = self._texts.get((part, column))
        if found is None:
            found = self._texts[part, column] = Texts(self.part(part)[column])
        return found

    @cached_property
    def ids(self) -> Ids:
        """The ids of all parties, sorted; a party's number is its place here."""
        return Ids(self.part("parties")["id"])

    @cached_property
    def _names(self) -> NameIndex:
        from graph.stores.snapshot.names import NameIndex

        if not self.has("names"):
            raise StoreError(
                f"the names in {self._folder.parent} are not indexed yet; ask by id, number or whole name, or wait for "
                "the load to end (one that was broken off is taken up by loading the same files again)"
            )
        return NameIndex(self._path("names"))

    @property
    def role_words(self) -> tuple[str, ...]:
        """The role words of the register; a role's code is its place here."""
        return self.manifest.roles

    # -- the protocol ---------------------------------------------------------------------------------------

    def register(self) -> Register:
        """See ``View.register``."""
        return Register(self.manifest.digest, self.manifest.rows, self.manifest.loads, self.manifest.decisions)

    def parties(self, ids: Iterable[str]) -> dict[str, Party]:
        """See ``View.parties``."""
        return {id_: self._party(number) for id_ in ids if (number := self.ids.number(id_)) is not None}

    def organizations(self, ids: Iterable[str]) -> dict[str, str]:
        """See ``View.organizations``."""
        kind, name = (self.cells("parties")[column] for column in ("kind", "name"))
        known = [(id_, number) for id_ in ids if (number := self.ids.number(id_)) is not None]
        return {id_: name(number) for id_, number in known if kind(number) == Kind.ORGANIZATION}

    def keyed(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """See ``View.keyed``."""
        found: dict[str, list[str]] = {}
        for key in keys:
            kind, _, text = key.partition(":")
            part = f"keys_{kind}"
            met = self._slice(part, "party", self._equal(part, "hash", hash_of(text)))
            numbers = [number for number in sorted(set(met.tolist())) if self._bears(number, kind, text)]
            if numbers:
                found[key] = [self.ids[number] for number in numbers]
        return found

    def _bears(self, number: int, kind: str, text: str) -> bool:
        """Is this a key of the party? Another key may have its hash."""
        if stands_in(kind, text, self.cells("parties"), number):
            return True
        return kind == "n" and f"n:{text}" in party_keys(self._party(number))

    def search(self, way: Way, text: str, limit: int) -> list[str]:
        """See ``View.search``."""
        return [self.ids[number] for number in self._names.search(way, text, limit)]

    def posts(self, holder: str) -> list[Post]:
        """See ``View.posts``."""
        number = self.ids.number(holder)
        if number is None:
            return []
        span = self.span("holders", number)
        return self.posts_in(span, [number] * len(span))

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """See ``View.officers``."""
        number = self.ids.number(organization)
        if number is None:
            return []
        span = self.span("organizations", number)
        codes = [code for code, word in enumerate(self.role_words) if word in roles]
        held = np.isin(self._slice("officers", "role", span), codes)
        rows = self._slice("officers", "row", span)[held]
        holders = self._slice("officers", "holder", span)[held]
        return self.posts_in(rows, holders.tolist())

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_held``."""
        return shares_held(self, holders, limit)

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_in``."""
        return shares_in(self, organizations, limit)

    def may_control(self, party: str, least: int, limit: int, *, upward: bool) -> bool:
        """See ``View.may_control``."""
        return may_control(self, party, least, limit, upward=upward)

    def reach(self, party: str) -> list[Post]:
        """See ``View.reach``."""
        return self._ties(party, self.numbers("debtors", "party"))

    def between(self, party: str, others: Sequence[str]) -> list[Post]:
        """See ``View.between``."""
        known = {number for other in others if (number := self.ids.number(other)) is not None}
        return self._ties(party, np.array(sorted(known), dtype=np.int32))

    def debts(self, debtors: Iterable[str]) -> Debts:
        """See ``View.debts``."""
        debts = Debts()
        listings: set[int] = set()
        for debtor, number in self._debtors_among(debtors):
            for row in self._equal("bindings", "party", number):
                bound = self.cells("bindings")
                listing, certainty = bound["listing"](row), CERTAINTIES[bound["certainty"](row)]
                grade = Grade(bound["grade"](row))
                debts.bindings.append(Binding(self._listing(listing), debtor, grade, Certainty(certainty)))
                listings.add(listing)
            for row in self._equal("notified", "party", number):
                written = self._row("notices", self.cells("notified")["notice"](row))
                debts.notices.append(Notice(**written))
        return self._with_extras(debts, listings)

    def _debtors_among(self, ids: Iterable[str]) -> list[tuple[str, int]]:
        """Those of ``ids`` whom a listing or a notice names, in order, each with its number: most name nobody."""
        known = [(id_, number) for id_ in sorted(set(ids)) if (number := self.ids.number(id_)) is not None]
        numbers = np.array([number for _, number in known], dtype=np.int32)
        return [known[place] for place in np.flatnonzero(among(numbers, self.numbers("debtors", "party"))).tolist()]

    def of_listings(self, listings: Sequence[str]) -> Debts:
        """See ``View.of_listings``."""
        rows = {row for id_ in listings for row in self._lookup("records", "key", "listing", f"i:{id_}")}
        return self._with_extras(Debts(), rows)

    def _with_extras(self, debts: Debts, listings: Iterable[int]) -> Debts:
        extras: dict[str, set[int]] = {name: set() for name in EXTRAS}
        for listing in listings:
            for extra in self._equal("extras", "listing", listing):
                cells = self.cells("extras")
                extras[EXTRAS[cells["kind"](extra)]].add(cells["row"](extra))
        debts.orders = [Order(**self._row("orders", row)) for row in sorted(extras["orders"])]
        debts.retentions = [Retention(**self._row("retentions", row)) for row in sorted(extras["retentions"])]
        for row in sorted(extras["suspensions"]):
            written = self._row("suspensions", row)
            paused = Interval(written["since"], written["until"])
            debts.suspensions.append(Suspension(written["listing"], written["measure"], paused))
        return debts

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """See ``View.records``."""
        found = sorted({row for key in keys for row in self._lookup("records", "key", "listing", key)})
        settled = self.cells("settled")["settled"]
        return [(self._listing(row), settled(row)) for row in found]

    def decided(self, party: str) -> list[Decision]:
        """See ``View.decided``."""
        if not self.has("decisions"):
            return []
        rows = [Decision.of_row(self._row("decisions", row)) for row in self._rows_under("decisions", "party", party)]
        return [one for one in rows if one.about is About.LISTING]

    def paired(self) -> Standing:
        """See ``View.paired``."""
        if not self.has("decisions") or "about" not in self.part("decisions"):
            return standing([])
        about = self.part("decisions")["about"].to_pylist()
        rows = [self._row("decisions", row) for row, word in enumerate(about) if word == About.PARTY]
        return standing(map(Decision.of_row, rows))

    def subjects(self) -> Subjects:
        """See ``View.subjects``."""
        return self._subjects

    @cached_property
    def _subjects(self) -> Subjects:
        if not self.register().decisions:
            return {}
        decisions = self.paired()
        known = self.parties({id_ for pair in decisions.same for id_ in pair})
        return subjects(decisions.same, decisions.different, known)[0]

    def events(self, listings: Sequence[str]) -> list[Event]:
        """See ``View.events``."""
        return recorded(self, listings)

    def ties(self, parties: Sequence[str], day: int, limit: int, through: Through = IN_FORCE) -> dict[str, Ties]:
        """See ``View.ties``."""
        return ties_of(self, parties, day, limit, through)

    def posts_among(self, parties: Iterable[str]) -> list[Post]:
        """See ``View.posts_among``."""
        return posts_among(self, parties)

    def paths_to_debtors(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """See ``View.paths_to_debtors``."""
        return paths_to_debtors(self, party, day, hops, limit)

    def reaches(
        self, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None
    ) -> pa.Table:  # fmt: skip
        """See ``View.reaches``."""
        return reaches(self, day, parties, computed)

    def debtors(self, day: int) -> pa.Array:
        """See ``DayView.debtors``."""
        return debtors(self, day)

    def listings_with(self, events: Sequence[str], since: int, until: int) -> list[str]:
        """See ``WholeView.listings_with``."""
        return listings_with(self, events, since, until)

    def held(self, roles: Sequence[str], around: pa.Array | None = None) -> pa.Table:
        """See ``DayView.held``."""
        return held(self, roles, around)

    def named(self, pattern: str, among: pa.Array | None = None) -> list[str]:
        """See ``DayView.named``."""
        return named(self, pattern, among)

    def posts_of(self, holders: pa.Array, day: int) -> pa.Table:
        """See ``DayView.posts_of``."""
        return posts_of(self, holders, day)

    def turns(self, since: int, until: int) -> pa.Table:
        """See ``WholeView.turns``."""
        return turns(self, since, until)

    def bearers(self, listings: Sequence[str]) -> dict[str, list[str]]:
        """See ``WholeView.bearers``."""
        from graph.stores.snapshot.journal import bearers  # only a comparison of loads asks

        return bearers(self, listings)

    def replaced(self, load: str) -> dict[str, list[pa.Table]]:
        """See ``WholeView.replaced``."""
        from graph.stores.snapshot.journal import replaced

        return replaced(self, load)

    # -- rows -----------------------------------------------------------------------------------------------

    def _party(self, number: int) -> Party:
        return Party.of_values([read(number) for read in self._party_cells])

    @cached_property
    def _party_cells(self) -> list[Read]:
        cells = self.cells("parties")
        return [cells[name] for name in Party._fields]

    def posts_in(self, rows: Sequence[int] | Numbers, holders: Iterable[int]) -> list[Post]:
        """The posts in these rows of ``roles``, each with the number of its holder."""
        at = np.asarray(rows, dtype=np.int64)
        organization, role, since, until = (
            self.numbers("roles", name)[at].tolist() for name in ("organization", "role", "since", "until")
        )
        share, source = (self.cells("roles")[name] for name in ("share", "source"))
        held_by = list(holders)
        ids = self.ids.named([*held_by, *organization])
        return [
            Post(
                ids[holder], ids[organization[place]], self.role_words[role[place]],
                Interval(since[place], until[place]), share(row), source(row),
            )
            for place, (row, holder) in enumerate(zip(at.tolist(), held_by, strict=True))
        ]  # fmt: skip

    def _listing(self, row: int) -> Listing:
        return Listing(**self._row("listings", row))

    def _row(self, part: str, row: int) -> dict[str, Any]:
        return {name: read(row) for name, read in self.cells(part).items()}

    @cached_property
    def roles_by_end(self) -> tuple[Rows, Rows]:
        """The roles by holder, and by organization, as a walk reads them."""
        columns = ("role", "since", "until")
        return (
            Rows(self.numbers("holders", "offset"), self.numbers("roles", "organization"),
                 *(self.numbers("roles", name) for name in columns)),
            Rows(self.numbers("organizations", "offset"), self.numbers("officers", "holder"),
                 *(self.numbers("officers", name) for name in columns)),
        )  # fmt: skip

    @cached_property
    def weighed_plainly(self) -> Weighed:
        """See ``columns_of``."""
        return columns_of(self, plain=True)

    @cached_property
    def weighed_compiled(self) -> Weighed:
        """See ``columns_of``."""
        return columns_of(self, plain=False)

    def listed_on(self, day: int) -> npt.NDArray[np.bool_]:
        """For each party of the register: does a listing in force on ``day`` name it? Kept for the last day asked."""
        if self._listed_on is None or self._listed_on[0] != day:
            listed = np.zeros(len(self.ids), dtype=bool)
            rows = self.numbers("bindings", "listing")
            since, until = self.numbers("listings", "listed_on")[rows], self.numbers("listings", "released_on")[rows]
            listed[self.numbers("bindings", "party")[(since <= day) & (until > day)]] = True
            self._listed_on = day, listed
        return self._listed_on[1]

    def bound(self, number: int) -> slice:
        """The rows of ``bindings`` of a party."""
        span = self._equal("bindings", "party", number)
        return slice(span.start, span.stop)

    # -- places ---------------------------------------------------------------------------------------------

    def _ties(self, party: str, others: Numbers) -> list[Post]:
        number = self.ids.number(party)
        if number is None or not len(others):
            return []
        held = self.span("holders", number)
        organizations = self._slice("roles", "organization", held)
        rows_held = np.flatnonzero(among(organizations, others) & (organizations != number)) + held.start
        inside = self.span("organizations", number)
        holders = self._slice("officers", "holder", inside)
        rows = self._slice("officers", "row", inside)
        near = np.flatnonzero(among(holders, others) & (holders != number))
        numbers = [number] * len(rows_held) + holders[near].tolist()
        return self.posts_in(np.concatenate((rows_held, rows[near])), numbers) if numbers else []

    def span(self, part: str, number: int) -> range:
        """The rows that belong to the party of this number, by the offsets in ``part``."""
        bounds = self.numbers(part, "offset")
        return range(int(bounds[number]), int(bounds[number + 1]))

    def _slice(self, part: str, column: str, span: range) -> Numbers:
        return self.numbers(part, column)[span.start : span.stop]

    def _equal(self, part: str, column: str, number: int) -> range:
        values = self.numbers(part, column)
        sought = values.dtype.type(number)  # of the column's own type: a plain int would have it copied
        return range(int(values.searchsorted(sought)), int(values.searchsorted(sought, side="right")))

    def _lookup(self, part: str, key: str, value: str, text: str) -> Iterator[int]:
        for at in self._rows_under(part, key, text):
            yield self.cells(part)[value](at)

    def _rows_under(self, part: str, key: str, text: str) -> Iterator[int]:
        """The rows of a part that is sorted by ``key`` which hold ``text`` there."""
        keys, sought = self.texts(part, key), text.encode()
        at = keys.place(text)
        while at < len(keys) and keys[at] == sought:
            yield at
            at += 1


class Ids(Sequence[str]):
    """The sorted ids of all parties."""

    def __init__(self, column: pa.Array) -> None:
        self.column = column
        self._texts = Texts(column)
        self._given: dict[str, int] = {}  # an answer asks about the ids that it was given a moment ago

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, at: int) -> str:  # type: ignore[override]
        id_ = self._texts.text(at)
        if len(self._given) >= _IDS_KEPT:
            self._given.clear()
        self._given[id_] = at
        return id_

    def named(self, numbers: Iterable[int]) -> dict[int, str]:
        """The ids of some parties by their numbers, each read once."""
        return {number: self[number] for number in set(numbers)}

    def number(self, id_: str) -> int | None:
        """The place of ``id_``; None where no party has it."""
        if (given := self._given.get(id_)) is not None:
            return given
        at = self._texts.place(id_)
        return at if at < len(self) and self._texts[at] == id_.encode() else None
