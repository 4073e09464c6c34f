"""What a simulated register promises: it is whole, belongs to nobody, and has the shape of a real one."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

import networkx as nx
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest

from graph.model.identifiers import (
    id_number_check_passes,
    is_masked,
    organization_code_check_passes,
    organization_code_of,
    registration_number_check_passes,
    uscc_check_passes,
)
from graph.model.tables import Context, Sheet, typed
from graph.model.vocabulary import Vocabulary
from graph.simulate import Statistics, provinces, simulate

COMPANIES = 5000
TABLES = ("parties", "roles", "listings", "orders")
BEYOND = "9999-12-31"


@dataclass
class Register:
    statistics: Statistics
    parties: list[dict[str, str]]
    roles: list[dict[str, str]]
    listings: list[dict[str, str]]
    orders: list[dict[str, str]]


def rows(path: Path) -> list[dict[str, str]]:
    return text_table(path).to_pylist()


def text_table(path: Path) -> pa.Table:
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    options = pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    return pcsv.read_csv(path, convert_options=options)


@pytest.fixture(scope="module", params=["one province", "three provinces"])
def folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, Statistics]:
    """A register drawn at once, and one too large for that: both are held to the same shape."""
    out = tmp_path_factory.mktemp("register")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "three provinces":
            patch.setattr(provinces, "LARGEST", 2000)
        return out, simulate(COMPANIES, out, seed=3)


@pytest.fixture(scope="module")
def register(folder: tuple[Path, Statistics]) -> Register:
    out, statistics = folder
    return Register(statistics, *(rows(out / f"{name}.csv") for name in TABLES))


@pytest.mark.parametrize("largest", [100, 1000])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, largest: int
) -> None:
    monkeypatch.setattr(provinces, "LARGEST", largest)
    for name in ("one", "other"):
        simulate(300, tmp_path / name, seed=11, format=kind)  # type: ignore[arg-type]
    simulate(300, tmp_path / "third", seed=12, format=kind)  # type: ignore[arg-type]
    for table in TABLES:
        one, other, third = ((tmp_path / name / f"{table}.{kind}").read_bytes() for name in ("one", "other", "third"))
        assert one == other
        assert one != third


def test_csv_and_parquet_hold_the_same_rows(tmp_path: Path) -> None:
    simulate(200, tmp_path, seed=5)
    simulate(200, tmp_path, seed=5, format="parquet")
    for table in TABLES:
        packed = pq.read_table(tmp_path / f"{table}.parquet")
        cells = [["" if value is None else str(value) for value in row.values()] for row in packed.to_pylist()]
        assert cells == [list(row.values()) for row in rows(tmp_path / f"{table}.csv")]


@pytest.mark.parametrize("companies", [1, 2, 3, 7, 40])
def test_a_tiny_register_is_whole_as_well(tmp_path: Path, companies: int) -> None:
    simulate(companies, tmp_path)
    known = {row["id"] for row in rows(tmp_path / "parties.csv")}
    posts = rows(tmp_path / "roles.csv")
    assert {row["holder"] for row in posts} | {row["organization"] for row in posts} <= known


@pytest.mark.parametrize(("companies", "seed"), [(0, 0), (-4, 0), (10**12, 0), (10, -1)])
def test_what_cannot_be_drawn_is_refused_in_a_sentence(tmp_path: Path, companies: int, seed: int) -> None:
    with pytest.raises(ValueError, match=r"companies|seed"):
        simulate(companies, tmp_path, seed)


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    simulate(20, tmp_path, progress=lambda what, done, total: told.append((what, done, total)))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2]


def test_the_sizes_are_those_of_a_real_register(register: Register) -> None:
    kinds = Counter(row["kind"] for row in register.parties)
    assert kinds == {"organization": COMPANIES, "person": round(COMPANIES * 1.2)}
    assert 6.9 < len(register.roles) / COMPANIES < 7.8
    assert 0.008 < register.statistics.listed_share < 0.02
    counted = (len(register.roles), len(register.listings), len(register.orders))
    assert counted == (register.statistics.roles, register.statistics.listings, register.statistics.orders)


def test_keys_are_unique(register: Register) -> None:
    for table in (register.parties, register.listings, register.orders):
        assert len({row["id"] for row in table}) == len(table)
    keys = {(row["holder"], row["organization"], row["role"], row["since"]) for row in register.roles}
    assert len(keys) == len(register.roles)


def test_every_id_is_known_and_every_person_holds_a_post(register: Register) -> None:
    kinds = {row["id"]: row["kind"] for row in register.parties}
    listings = {row["id"] for row in register.listings}
    assert all(kinds[row["organization"]] == "organization" for row in register.roles)
    assert all(kinds[row["holder"]] for row in register.roles)
    assert {row["party"] for row in register.listings} - {""} <= kinds.keys()
    assert {row["party"] for row in register.orders} <= kinds.keys()
    assert {row["listing"] for row in register.orders} - {""} <= listings
    holders = {row["holder"] for row in register.roles}
    assert {party for party, kind in kinds.items() if kind == "person"} <= holders


def test_no_two_parties_share_an_identifier_and_every_one_passes_its_check(register: Register) -> None:
    checks = {
        "uscc": uscc_check_passes,
        "organization_code": organization_code_check_passes,
        "registration_number": registration_number_check_passes,
        "id_number": lambda number: is_masked(number) or id_number_check_passes(number),
    }
    for column, passes in checks.items():
        values = [row[column] for row in register.parties if row[column]]
        assert values
        assert all(passes(value) for value in values)
        whole = [value for value in values if not is_masked(value)]
        assert len(set(whole)) == len(whole)
    both = [row for row in register.parties if row["uscc"] and row["organization_code"]]
    assert all(organization_code_of(row["uscc"]) == row["organization_code"] for row in both)


def test_no_identifier_can_be_a_real_one(register: Register) -> None:
    assert all(row["id_number"].startswith("99") for row in register.parties if row["id_number"])
    assert all(row["uscc"][8:11] == "PDY" for row in register.parties if row["uscc"])
    assert all(row["registration_number"].startswith("99") for row in register.parties if row["registration_number"])
    for row in register.listings:
        assert row["identifier"].startswith(("99", "PDY")) or row["identifier"][8:11] in ("PDY", "")
    assert all("99" in row["case_number"] or "字第" in row["case_number"] for row in register.listings)


def test_every_organization_has_exactly_one_legal_representative_at_a_time(register: Register) -> None:
    terms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in register.roles:
        if row["role"] == "legal_representative":
            terms[row["organization"]].append((row["since"], row["until"] or BEYOND))
    assert len(terms) == COMPANIES
    assert sum(len(held) == 2 for held in terms.values()) > COMPANIES * 0.05
    for held in terms.values():
        held.sort()
        assert held[-1][1] == BEYOND
        assert all(one[1] == other[0] for one, other in pairwise(held))


def test_intervals_are_not_empty_and_no_day_is_later_than_the_register(register: Register) -> None:
    for table, begin, end in (
        (register.roles, "since", "until"),
        (register.listings, "listed_on", "released_on"),
    ):
        for row in table:
            assert not (row[begin] and row[end]) or row[begin] < row[end]
            assert max(row[begin], row[end]) <= "2026-06-30"
    assert any(not row["since"] for row in register.roles)


def test_some_posts_are_told_in_rows_that_adjoin(register: Register) -> None:
    ends = {(r["holder"], r["organization"], r["role"], r["until"]) for r in register.roles if r["until"]}
    begins = {(r["holder"], r["organization"], r["role"], r["since"]) for r in register.roles}
    assert len(ends & begins) > 100


def test_shares_of_a_company_are_at_most_the_whole_on_every_day(register: Register) -> None:
    changes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in register.roles:
        if row["share"]:
            assert row["role"] == "shareholder"
            units = round(float(row["share"]) * 10_000)
            changes[row["organization"]] += [(row["since"], units), (row["until"] or BEYOND, -units)]
    assert len(changes) > COMPANIES * 0.8
    for steps in changes.values():
        held = 0
        for _, units in sorted(steps):  # what ends on a day is taken off before what begins on it
            held += units
            assert 0 <= held <= 10_000


def test_boards_and_supervisors_are_as_many_as_the_law_and_custom_know(register: Register) -> None:
    seats: dict[str, Counter[str]] = {"director": Counter(), "supervisor": Counter()}
    for row in register.roles:
        if row["role"] in seats and not row["until"]:
            seats[row["role"]][row["organization"]] += 1
    assert set(seats["director"].values()) <= set(range(1, 14))
    assert max(seats["director"].values()) >= 9
    assert set(seats["supervisor"].values()) == {1, 2, 3}
    assert len(seats["supervisor"]) == COMPANIES


def test_posts_have_a_heavy_tail(register: Register) -> None:
    posts = register.statistics.posts_per_person
    assert posts.median <= 4
    assert posts.p999 > 20 * posts.median
    assert posts.largest >= 100
    assert register.statistics.top_share > 0.015


def test_boards_overlap(register: Register) -> None:
    boards: dict[str, set[str]] = defaultdict(set)
    for row in register.roles:
        if row["role"] == "director":
            boards[row["holder"]].add(row["organization"])
    pairs = Counter(
        (one, other) for seats in boards.values() if len(seats) < 50 for one in seats for other in seats if one < other
    )
    assert sum(together >= 2 for together in pairs.values()) > 20
    assert register.statistics.overlapping_boards > 0.3


def test_namesakes_compound_surnames_and_dotted_names_exist(register: Register) -> None:
    names = Counter(row["name"] for row in register.parties if row["kind"] == "person")
    assert sum(times for times in names.values() if times > 1) == register.statistics.namesakes
    assert max(names.values()) >= 5
    assert any("·" in name for name in names)
    assert any(name.startswith("欧阳") for name in names)


def test_no_two_organizations_share_a_name_but_some_take_over_an_old_one(register: Register) -> None:
    organizations = [row for row in register.parties if row["kind"] == "organization"]
    names = {row["name"] for row in organizations}
    assert len(names) == len(organizations)
    former = [entry for row in organizations for entry in row["former_names"].split(";") if entry]
    assert any("@" in entry for entry in former)
    assert any(entry.partition("@")[0] in names for entry in former)
    assert any("（" in name for name in names)


def test_companies_own_each_other_in_chains_and_in_cycles(register: Register) -> None:
    owns = nx.DiGraph(
        (row["holder"], row["organization"])
        for row in register.roles
        if row["role"] == "shareholder" and row["holder"].startswith("o")
    )
    assert any(len(component) > 1 for component in nx.strongly_connected_components(owns))
    assert nx.dag_longest_path_length(nx.condensation(owns)) + 1 >= 4
    assert register.statistics.longest_chain >= 4
    assert register.statistics.holding_cycles >= 1


def test_nominees_hold_small_stakes_in_many_companies_and_no_other_company_does(register: Register) -> None:
    stakes: dict[str, list[float]] = defaultdict(list)
    for row in register.roles:
        if row["role"] == "shareholder" and row["holder"].startswith("o") and row["share"]:
            stakes[row["holder"]].append(float(row["share"]))
    wide = {holder: shares for holder, shares in stakes.items() if len(shares) >= 40}
    assert wide.keys() == {row["id"] for row in register.parties if "登记结算" in row["name"]} != set()
    assert all(median(shares) < 0.05 for shares in wide.values())


def test_some_debtors_are_listed_again_after_their_release(register: Register) -> None:
    listed: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in register.listings:
        if row["party"]:
            listed[row["party"]].append(row)
    again = [
        debtor
        for debtor, records in listed.items()
        for one, other in pairwise(sorted(records, key=lambda row: row["listed_on"]))
        if one["released_on"] and one["released_on"] <= other["listed_on"]
    ]
    assert again


def test_records_are_published_in_every_way_a_court_publishes_them(register: Register) -> None:
    listings = register.listings
    assert 0.55 < sum(bool(row["party"]) for row in listings) / len(listings) < 0.8
    assert {len(row["identifier"]) for row in listings} == {0, 9, 18}
    assert any(not row["party"] and not row["identifier"] for row in listings)
    assert {row["case_number"][0] for row in listings} == {"(", "（"}
    assert any(row["released_on"] for row in listings)
    assert all(bool(row["released_on"]) == bool(row["release_reason"]) for row in listings)
    again = Counter(row["party"] for row in listings if row["party"])
    assert max(again.values()) >= 2


def test_an_order_names_who_represented_the_debtor_when_it_was_listed(register: Register) -> None:
    listings = {row["id"]: row for row in register.listings}
    chiefs = defaultdict(list)
    for row in register.roles:
        if row["role"] == "legal_representative":
            chiefs[row["organization"]].append(row)
    seen = 0
    for order in register.orders:
        listing = listings.get(order["listing"])
        if not listing or not listing["party"].startswith("o") or order["party"] == listing["party"]:
            continue
        seen += 1
        assert date.fromisoformat(order["issued_on"]) >= date.fromisoformat(listing["listed_on"])
        held = [r for r in chiefs[listing["party"]] if r["since"] <= listing["listed_on"] < (r["until"] or BEYOND)]
        assert [row["holder"] for row in held] == [order["party"]]
    assert seen > 5


def test_a_local_policy_has_parties_of_its_own_region(register: Register) -> None:
    regions = {row["region"] for row in register.parties if row["kind"] == "organization"}
    for prefix in ("2311", "3505", "64", "410823"):
        assert any(region.startswith(prefix) for region in regions)
    known = sum(bool(row["categories"]) for row in register.parties if row["kind"] == "organization")
    assert 0.35 < known / COMPANIES < 0.45


@pytest.mark.parametrize("table", ["parties", "roles", "listings", "orders"])
def test_the_model_takes_every_row(folder: tuple[Path, Statistics], table: str) -> None:
    context = Context(Vocabulary(), b"key", lambda _: True)
    taken = typed(Sheet(table, text_table(folder[0] / f"{table}.csv"), f"{table}.csv"), context)
    assert taken.rejects.to_pylist() == []
    assert taken.warnings == []
