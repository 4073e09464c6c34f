"""What every store can tell. Facts only: which measure follows from them is decided in ``graph.exposure``.

Answers do not depend on the store: lists are in the order of their ids (code points), limits count edges in
that order, and unknown ids are simply absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

import pyarrow as pa

from graph.identity import Decision, Standing, Subjects, Way
from graph.model import Debts, Event, Listing, Party, Post
from graph.model.chunks import Rows


class StoreError(Exception):
    """The store cannot be reached, is damaged, or was written by another version or key (exit status 4)."""


class NothingLoaded(StoreError):
    """The store holds no register yet."""


class RegisterMoved(StoreError):
    """The register changed while it was read; the answer is asked for again."""


class Tie(NamedTuple):
    """A tie to ``other`` by ``role``; ``held``: is the role held in ``other`` (True) or by ``other`` (False)?"""

    other: str
    role: str
    held: bool


class Ties(NamedTuple):
    """The ties of one party in the order of (other, role, held); ``cut`` where the limit left some out."""

    ties: list[Tie]
    cut: bool


class Through(NamedTuple):
    """Which ties are followed: those by ``roles`` (empty: by any); with ``former`` also those that have ended."""

    roles: tuple[str, ...] = ()
    former: bool = False

    def follows(self, post: Post, day: int) -> bool:
        """Is this post, asked about on ``day``, such a tie?"""
        if self.roles and post.role not in self.roles:
            return False
        since, until = post.held
        return since <= day and until > (since if self.former else day)


IN_FORCE = Through()


class Path(NamedTuple):
    """Party ids from the party asked about to a debtor, and the role that ties each to the next."""

    parties: tuple[str, ...]
    roles: tuple[str, ...]


class Walk(NamedTuple):
    """The paths found; ``cut`` where a hub's ties were more than the limit and some were not followed."""

    paths: list[Path]
    cut: bool


# One row for each tie of a party to a debt that stands (or is retained) on a day. ``scope`` as in a finding; ``debt_*``
# bound the listing or notice, a retention included, and ``held_*`` the days around the day on which the tie counts:
# the role is held (unbounded for the debtor itself), in one row of the register or in several without a break. A tie
# is ``former`` where the role was held on the day of listing and ended since, for a court may still hold the former
# legal representative: then the days count from its end until it is held again, without those on which orders of the
# listing's case against the party had all been lifted. ``ordered``: does such an order, in force on the day, name it?
# ``plain`` is false where more than these columns decides: a retention, a suspension, a notice against the debtor, or
# an order to come against a former role-holder.
REACHES = pa.schema(
    [
        ("party", pa.string()),
        ("scope", pa.string()),
        ("role", pa.string()),
        ("debtor", pa.string()),
        ("listing", pa.string()),
        ("notice", pa.string()),
        ("held_since", pa.int32()),
        ("held_until", pa.int32()),
        ("former", pa.bool_()),
        ("debt_since", pa.int32()),
        ("debt_until", pa.int32()),
        ("certainty", pa.string()),
        ("debt", pa.string()),
        ("party_kind", pa.string()),
        ("party_categories", pa.string()),
        ("party_region", pa.string()),
        ("debtor_kind", pa.string()),
        ("ordered", pa.bool_()),
        ("plain", pa.bool_()),
    ]
)

# One row for each row of a role: who holds it in which organization, when, and with what share.
HELD = pa.schema(
    [
        ("holder", pa.string()),
        ("organization", pa.string()),
        ("role", pa.string()),
        ("share", pa.int64()),
        ("since", pa.int32()),
        ("until", pa.int32()),
    ]
)

# One row for each party that a date on record may concern: on ``day`` something begins or ends. ``event`` is
# ``listing`` and ``release`` (a listing's first day, and the first on which it stands no more), ``role_start`` and
# ``role_end``, ``suspension``, ``retention`` and ``order`` (of the ``listing``), or ``notice``. ``debtor`` is whom the
# listing or the notice names, or who stands at the other end of the ``role``.
TURNS = pa.schema(
    [
        ("day", pa.int32()),
        ("event", pa.string()),
        ("party", pa.string()),
        ("debtor", pa.string()),
        ("listing", pa.string()),
        ("notice", pa.string()),
        ("role", pa.string()),
    ]
)

# One row for each post held on a day: by which of the holders asked about (its place among them), which, and the
# categories of the organization as recorded.
POSTS = pa.schema([("holder", pa.int32()), ("role", pa.string()), ("categories", pa.string())])


@dataclass(frozen=True, slots=True)
class Register:
    """What a store holds: its digest, the number of rows of each table, and its last loads."""

    digest: str
    rows: Mapping[str, int]
    loads: tuple[Mapping[str, object], ...] = ()

    decisions: str | None = None  # the digest of what people decided about records, where they did

    @property
    def has_listings(self) -> bool:
        """Is any listing loaded at all? Without one nothing may be called clear."""
        return bool(self.rows.get("listings", 0))


@dataclass(slots=True)
class LoadReport:
    """What a load did to each table: rows read, taken, changed (new or with other values), rejected.

    Equal rows are one row: what was read is what was taken, what was rejected, and repetitions.
    """

    read: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    rejects: list[pa.Table] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)  # what took long beside the rows, and how long
    digest: str = ""
    load: str = ""  # the id of the load after which the register is as it is now

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return sum(len(part) for part in self.rejects)

    def rejected_of(self, table: str) -> int:
        """How many rows of one table were not taken."""
        return sum(len(part) for part in self.rejects if len(part) and part["table"][0].as_py() == table)

    def entry(self, id_: str, files: Sequence[str]) -> dict[str, object]:
        """What the register remembers of this load: from which files, how much was taken, and when (Asia/Shanghai).

        No answer depends on it, nor does the digest.
        """
        at = datetime.now(ZoneInfo("Asia/Shanghai")).isoformat(timespec="minutes")
        return {"id": id_, "files": list(files), "taken": dict(self.taken), "at": at}


class View(Protocol):
    """One consistent state of a store, from the first question to the last of one answer."""

    def register(self) -> Register:
        """Which register is this?"""
        ...

    def parties(self, ids: Iterable[str]) -> dict[str, Party]:
        """The parties with these ids."""
        ...

    def organizations(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of those of these parties that are organizations; nothing else of them is read."""
        ...

    def keyed(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the parties under each of these exact keys (see ``graph.identity.party_keys``), in id order.

        A key that leads to nobody is absent.
        """
        ...

    def search(self, way: Way, text: str, limit: int) -> list[str]:
        """The ids of at most ``limit`` parties one of whose names, today's or a former one, agrees with ``text``.

        By part, sound or initials: those that contain it (a sound in whole syllables), the shortest name first, then
        by id. By likeness: names that share pairs of characters, in the store's own order; to be ranked anew.
        """
        ...

    def posts(self, holder: str) -> list[Post]:
        """Every role that ``holder`` ever held, by organization, role, since."""
        ...

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """Everybody who ever held one of ``roles`` in ``organization``, by holder, role, since."""
        ...

    def reach(self, party: str) -> list[Post]:
        """The roles that tie ``party`` to a debtor, held by it or in it, on any date.

        A debtor is whoever a listing or a notice names. This never cuts: hubs are met by their debtors.
        """
        ...

    def between(self, party: str, others: Sequence[str]) -> list[Post]:
        """The roles that tie ``party`` to any of ``others``, either way, on any date."""
        ...

    def debts(self, debtors: Iterable[str]) -> Debts:
        """Listings, notices and all that goes with them, against these parties."""
        ...

    def of_listings(self, listings: Sequence[str]) -> Debts:
        """The orders, retentions and suspensions that go with these listings, whoever they name; nothing else.

        For a debtor of the register ``debts`` tells them too.
        """
        ...

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """The listings published under any of these keys, by id, each with whether it is settled whom it names:
        a party that it names is recorded.

        A key is ``i:`` and the id of the listing, ``n:`` and a normalized name, or one of
        ``graph.identity.record_keys``.
        """
        ...

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """The shareholdings that each of ``holders`` ever had, by holder, organization, since.

        At most the first ``limit`` of each holder.
        """
        ...

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """The shareholdings that anybody ever had in each of ``organizations``, by organization, holder, since.

        At most the first ``limit`` of each organization.
        """
        ...

    def may_control(self, party: str, least: int, limit: int, *, upward: bool) -> bool:
        """May a debtor control ``party`` by its shares (or, not ``upward``, ``party`` a debtor), on any date?

        ``least`` is the least share that any law ever took for control. False only where all shareholdings on the way
        rule it out and are at most ``limit``: then they need not be read. A store that cannot tell at once says True.
        """
        ...

    def decided(self, party: str) -> list[Decision]:
        """What people decided about records and ``party``, as far as it stands, by listing."""
        ...

    def paired(self) -> Standing:
        """What people decided about two parties, as far as it stands; of records it holds none."""
        ...

    def subjects(self) -> Subjects:
        """For each party of which a person decided that others are the same: these others, in id order.

        Decisions that contradict each other, or the register, pass nothing on (see ``graph.identity.subjects``).
        """
        ...

    def events(self, listings: Sequence[str]) -> list[Event]:
        """What is recorded of the lives of these listings, by listing, day, event, measure (none of its own first).

        The first and the last day of a listing stand in its own row, and are no events here.
        """
        ...

    def ties(self, parties: Sequence[str], day: int, limit: int, through: Through = IN_FORCE) -> dict[str, Ties]:
        """The ties in force on ``day`` of each party, at most the first ``limit`` of each; none to itself.

        ``through`` names the roles that count, and whether those that had ended by ``day`` do.
        """
        ...

    def posts_among(self, parties: Iterable[str]) -> list[Post]:
        """Every role that one of these parties ever held in one of them, itself included.

        By holder, organization, role, since.
        """
        ...

    def paths_to_debtors(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """The ways from ``party`` to debtors whose listing is in force on ``day``, over ties in force on it.

        One path for each debtor: the shortest, then the least sequence of ids; of several roles between two
        parties the least word. A party's ties are followed in the order of (other id, role, who holds it),
        at most ``limit`` of each party. Shortest paths first, then by their ids.
        """
        ...


class DayView(View, Protocol):
    """A view that can also be asked about everybody at once, on one day."""

    def reaches(
        self, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None
    ) -> pa.Table:  # fmt: skip
        """The ties to debts that matter on ``day``, of the whole register or of ``parties`` (see ``REACHES``).

        ``computed`` are ties that hold on the day and stand in no register (see ``HELD``): they are laid beside
        the recorded ones, and are ``derived`` at best. Text columns may be dictionary-encoded. The rows stand in
        no particular order.
        """
        ...

    def debtors(self, day: int) -> pa.Array:
        """Everybody against whom a listing (a retained one included) or a notice stands on ``day``, in id order.

        The ids may be dictionary-encoded, as others that are given and taken in arrays.
        """
        ...

    def held(self, roles: Sequence[str], around: pa.Array | None = None) -> pa.Table:
        """Every row of these roles in the register, on any date (see ``HELD``), by holder, organization, role, since.

        ``around`` some parties: the shareholdings below them and above them, through any number of companies, and the
        rows of the other roles in these companies. More than these do no harm; the time grows with them, and not with
        the register. Text columns may be dictionary-encoded.
        """
        ...

    def named(self, pattern: str, among: pa.Array | None = None) -> list[str]:
        """The ids of the organizations that hold a role, in whose name ``pattern`` is found, in id order.

        ``among`` some parties: of these, whether they hold a role or not. It is a plain regular expression: text,
        ``^``, ``$``, ``|``, sets of characters, and groups, which mean the same everywhere.
        """
        ...

    def posts_of(self, holders: pa.Array, day: int) -> pa.Table:
        """The posts that each of ``holders``, parties of the register, holds on ``day`` (see ``POSTS``)."""
        ...


class WholeView(DayView, Protocol):
    """A view that can also be asked what happened: between two days, or since a load."""

    def listings_with(self, events: Sequence[str], since: int, until: int) -> list[str]:
        """The ids of the listings to which one of ``events`` happened from ``since`` to ``until``, both included.

        ``published`` and ``released`` are among the words: the listing's own first and last day. In id order.
        """
        ...

    def turns(self, since: int, until: int) -> pa.Table:
        """What begins or ends after ``since`` up to and including ``until``, and whom it may concern (see ``TURNS``).

        Of a listing or a notice: the debtor and everybody with a tie to it, on any date. Of a role: both its ends.
        Rows that turn out to change nothing are harmless; none that could is missing.
        """
        ...

    def bearers(self, listings: Sequence[str]) -> dict[str, list[str]]:
        """The parties that each of these listings is taken to name, surely or not, in id order."""
        ...

    def replaced(self, load: str) -> dict[str, list[pa.Table]]:
        """What the loads after ``load`` replaced and added, by table (see ``graph.stores.journal``), oldest first.

        Beside the package's tables ``bindings``. Raises ``ValueError`` for a load that is not known, or of which
        what it knew was purged.
        """
        ...


class Store(Protocol):
    """A register that can be read and added to."""

    def view(self) -> AbstractContextManager[WholeView]:
        """A consistent view for one answer. Raises ``StoreError``."""
        ...

    def decisions(self) -> list[Decision]:
        """What people ever decided about records and parties, and about two parties, undone ones too, by number."""
        ...

    def decide(self, decision: Decision) -> Decision:
        """Keep a decision and apply it at once; the decision with its number.

        Raises ``ValueError`` where two parties would be both the same and different, and ``StoreError``.
        """
        ...

    def undo(self, number: int, by: str, at: str) -> Decision:
        """Undo a decision, and apply that at once. Raises ``ValueError`` where none of this number stands."""
        ...

    def load(self, tables: Mapping[str, Rows], *, replace: bool = False) -> LoadReport:
        """Add typed tables to the register, all or nothing. Raises ``StoreError``.

        Tables that come piece by piece are taken in the order of ``TABLES``.
        """
        ...

    def purge(self, load: str) -> None:
        """Forget what ``load`` and those before it replaced. Raises ``ValueError`` for a load that is not known."""
        ...
