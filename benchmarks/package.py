"""The package that every engine loads, and the parties that each is asked about."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

DAY = (date(2026, 1, 1) - date(1970, 1, 1)).days
POLICY = "central-2016-64"
KEY = b"the key of the benchmark, fixed."
_PORTFOLIO = 10_000  # parties
VERSION = 2  # of what this module writes; a cached package of another version is made anew


@dataclass(frozen=True)
class Package:
    """A folder of Parquet files in the format of the contract, and what is asked about it."""

    folder: Path
    day: int
    officer_roles: tuple[str, ...]  # through which the central document reaches officers of a debtor
    organization_roles: tuple[str, ...]  # and the organizations that a debtor has a role in
    rows: dict[str, int]
    credit_roles: tuple[str, ...]  # whose holders the lender looks at
    random: tuple[str, ...]
    reached: tuple[str, ...]
    hubs: tuple[str, ...]
    applicants: tuple[str, ...]  # random organizations
    reached_applicants: tuple[str, ...]  # random organizations with a tie to a debtor
    portfolio: tuple[str, ...]
    turn: int  # the day of the year before ``day`` on which most listings were published and released

    def table(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    @property
    def asked(self) -> set[str]:
        """Every party that any question is about."""
        return {
            *self.random, *self.reached, *self.hubs, *self.applicants, *self.reached_applicants, *self.portfolio,
        }  # fmt: skip

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.folder.iterdir())


def package(companies: int, seed: int, parties: int, data: Path | None = None) -> Package:
    """The simulated register of ``companies``, made once and kept under ``data`` (else the temporary folder)."""
    from graph.model import OFFICERS, Scope
    from graph.policy import read_law

    root = data or Path(tempfile.gettempdir()) / "guanlian-benchmark"
    folder = root / f"package-{companies}-{seed}"
    done = root / f"package-{companies}-{seed}.json"
    if not done.exists() or json.loads(done.read_text())["version"] != VERSION:
        _make(companies, seed, folder)
        done.write_text(json.dumps({"version": VERSION}))
    sets: dict[Scope, set[str]] = {Scope.OFFICER: set(), Scope.ORGANIZATION: set()}
    for scope, role in read_law().on(DAY, None, (POLICY,)).measures:
        if role is not None:
            sets[scope].add(role)
    rows = {path.stem: pq.read_metadata(path).num_rows for path in sorted(folder.glob("*.parquet"))}
    return Package(
        folder, DAY, tuple(sorted(sets[Scope.OFFICER])), tuple(sorted(sets[Scope.ORGANIZATION])),
        rows, OFFICERS, *_asked(folder, parties, seed), _busy(folder),
    )  # fmt: skip


def _make(companies: int, seed: int, folder: Path) -> None:
    from graph.simulate import simulate

    shutil.rmtree(folder, ignore_errors=True)
    simulate(companies, folder, seed, format="parquet")
    _coalesce(folder / "roles.parquet")
    _complete(folder)


# Rows of one role that touch or overlap; of shares each row counts by itself.
_COALESCED = """
COPY (
  WITH rows AS (
    SELECT *, coalesce(since, DATE '0001-01-01') AS begins, coalesce(until, DATE '9999-12-31') AS ends
    FROM read_parquet('{roles}')
  ), before AS (
    SELECT *, max(ends) OVER (
      PARTITION BY holder, organization, role ORDER BY begins ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before FROM rows
  ), stretches AS (
    SELECT *, sum(CASE WHEN before >= begins AND role <> 'shareholder' THEN 0 ELSE 1 END) OVER (
      PARTITION BY holder, organization, role ORDER BY begins ROWS UNBOUNDED PRECEDING
    ) AS stretch FROM before
  )
  SELECT holder, organization, role, any_value(share) AS share,
    nullif(min(begins), DATE '0001-01-01') AS since, nullif(max(ends), DATE '9999-12-31') AS until,
    any_value(source) AS source
  FROM stretches GROUP BY holder, organization, role, stretch ORDER BY holder, organization, role, since
) TO '{fresh}' (FORMAT parquet, COMPRESSION zstd)
"""


def _coalesce(roles: Path) -> None:
    """Make one row of those of a role that hold without a break: this product takes them for one tie, no peer does."""
    import duckdb

    fresh = roles.with_name("fresh.parquet")
    with duckdb.connect() as database:
        database.execute(_COALESCED.format(roles=roles, fresh=fresh))
    fresh.replace(roles)


def _complete(folder: Path) -> None:
    """Give each listing that the simulation leaves to be matched the party that this product matches.

    The peers match nothing: they bind by the party that a listing names. A listing that fits several parties is
    left out; one that fits none stays as it is, bound to nobody by anybody.
    """
    from benchmarks.peers.guanlian_ import load

    listings = pq.read_table(folder / "listings.parquet")
    with tempfile.TemporaryDirectory() as scratch:
        store, _ = load(folder, Path(scratch))
        with store.view() as view:
            bound: dict[str, list[str]] = {}
            ids, named = view.part("listings")["id"], view.part("bindings")
            for party, listing in zip(
                view.part("parties")["id"].take(named["party"]).to_pylist(),
                ids.take(named["listing"]).to_pylist(),
                strict=True,
            ):
                bound.setdefault(listing, []).append(party)
    parties: list[str | None] = []
    kept: list[bool] = []
    for id_, party in zip(listings["id"].to_pylist(), listings["party"].to_pylist(), strict=True):
        found = bound.get(id_, [])
        kept.append(len(found) < 2 and (party is None or found == [party]))
        parties.append(found[0] if found else None)
    column = listings.column_names.index("party")
    listings = listings.set_column(column, "party", pa.array(parties, pa.string())).filter(pa.array(kept))
    pq.write_table(listings, folder / "listings.parquet", compression="zstd")
    orders = pq.read_table(folder / "orders.parquet")
    known = pc.or_(pc.is_null(orders["listing"]), pc.is_in(orders["listing"], listings["id"].combine_chunks()))
    pq.write_table(orders.filter(known), folder / "orders.parquet", compression="zstd")


def _asked(folder: Path, count: int, seed: int) -> tuple[tuple[str, ...], ...]:
    """Random parties, random parties with a tie to a debtor on the day, those with the most ties; then organizations
    of the first two sorts, and a portfolio."""
    rng = np.random.default_rng(seed)
    parties = pq.read_table(folder / "parties.parquet", columns=["id", "kind"])
    ids = parties["id"].combine_chunks()
    organizations = parties.filter(pc.equal(parties["kind"], "organization"))["id"].combine_chunks()
    roles = pq.read_table(folder / "roles.parquet", columns=["holder", "organization", "since", "until"])
    listings = pq.read_table(folder / "listings.parquet", columns=["party", "listed_on", "released_on"])
    debtors = listings.filter(_holds(listings["listed_on"], listings["released_on"]))["party"].drop_null()
    now = roles.filter(_holds(roles["since"], roles["until"]))
    near = pa.chunked_array(
        [
            *now.filter(pc.is_in(now["holder"], debtors.combine_chunks()))["organization"].chunks,
            *now.filter(pc.is_in(now["organization"], debtors.combine_chunks()))["holder"].chunks,
            *debtors.chunks,
        ]
    ).unique()
    ends = pa.chunked_array([*roles["holder"].chunks, *roles["organization"].chunks]).value_counts()
    table = pa.table({"id": ends.field(0), "ties": ends.field(1)})
    hubs = table.sort_by([("ties", "descending"), ("id", "ascending")])["id"].slice(0, count).to_pylist()
    near = near.sort()
    reached = near.filter(pc.is_in(near, organizations))
    return (
        _drawn(rng, ids, count), _drawn(rng, near, count), tuple(hubs),
        _drawn(rng, organizations, count), _drawn(rng, reached, count), _drawn(rng, ids, _PORTFOLIO),
    )  # fmt: skip


def _busy(folder: Path) -> int:
    listings = pq.read_table(folder / "listings.parquet", columns=["listed_on", "released_on"])
    days = np.concatenate([listings[name].cast(pa.int32()).drop_null().to_numpy() for name in listings.column_names])
    day, count = np.unique(days[(days > DAY - 365) & (days <= DAY)], return_counts=True)
    return int(day[np.argmax(count)]) if len(day) else DAY


def _holds(since: pa.ChunkedArray, until: pa.ChunkedArray) -> pa.ChunkedArray:
    day = pa.scalar(DAY, pa.int32()).cast(pa.date32())
    begun = pc.fill_null(pc.less_equal(since, day), True)
    return pc.and_(begun, pc.fill_null(pc.greater(until, day), True))


def _drawn(rng: np.random.Generator, ids: pa.Array, count: int) -> tuple[str, ...]:
    places = rng.choice(len(ids), min(count, len(ids)), replace=False)
    found: Sequence[str] = ids.take(pa.array(places)).to_pylist()
    return tuple(found)


def as_dict(asked: Package) -> dict[str, object]:
    """For the report."""
    return {**asdict(asked), "folder": str(asked.folder)}
