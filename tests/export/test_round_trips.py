"""Written as csv or json and read back, nothing is lost; loaded as a register, an extract answers alike."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.export import Extract, extract, read_json, read_package, write
from graph.export.cells import defused, read, written
from graph.export.extract import Applied, Match, Reached, Silent, Standing, Way
from graph.export.rows import LIST, TEXT, share_text
from graph.exposure import Question
from graph.model import (
    EARLIEST,
    LATEST,
    Certainty,
    Grade,
    Interval,
    Kind,
    Listing,
    Notice,
    Order,
    Outcome,
    Party,
    Post,
    Retention,
    Suspension,
    day,
)
from graph.model.tables import Context
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources
from tests.properties.days import DAYS, on
from tests.properties.registers import Case, cases
from tests.scenarios.registers import KEY, MEMORY, snapshot_of

# Everything that text may hold, what breaks tables and runs in spreadsheets more often than the rest.
texts = st.text(
    st.one_of(st.sampled_from("=+-@\t\r\n;\\'\",|<>&＝\x00\x1f￾"), st.characters(exclude_categories=["Cs"])), min_size=1
)
unknown = st.none() | texts
days = st.integers(-100_000, 100_000)
sinces, untils = days | st.just(EARLIEST), days | st.just(LATEST)
intervals = st.builds(Interval, sinces, untils)
lists = st.lists(texts, max_size=3).map(tuple)
certainties, outcomes = st.sampled_from(Certainty), st.sampled_from(Outcome)


def _some(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=2).map(tuple)


extracts = st.builds(
    Extract,
    as_of=st.sampled_from(DAYS), hops=st.integers(0, 9), incomplete=st.booleans(), snapshot=texts, asked=lists,
    policies=_some(st.builds(Applied, texts, texts)), not_covered=_some(st.builds(Silent, texts, texts)),
    standings=_some(
        st.builds(Standing, texts, st.none() | st.integers(0, 9), st.booleans(), st.booleans(), st.none() | outcomes)
    ),
    parties=_some(
        st.builds(
            Party, texts, st.none() | st.sampled_from(Kind), texts, unknown, unknown, unknown, st.none(), unknown,
            lists, st.frozensets(texts, max_size=3), unknown, unknown,
        )
    ),
    roles=_some(st.builds(Post, texts, texts, texts, intervals, st.none() | st.integers(0, 10**12), unknown)),
    listings=_some(
        st.builds(
            Listing, texts, texts, texts, days, unknown, unknown, st.none(), unknown, unknown, unknown, unknown,
            untils, unknown, unknown,
        )
    ),
    matches=_some(st.builds(Match, texts, texts, st.sampled_from(Grade), certainties)),
    orders=_some(st.builds(Order, texts, texts, days, unknown, unknown, untils)),
    retentions=_some(st.builds(Retention, texts, texts, days, texts)),
    suspensions=_some(st.builds(Suspension, texts, unknown, intervals)),
    notices=_some(st.builds(Notice, texts, texts, texts, days, untils)),
    findings=_some(
        st.builds(
            Reached, *[texts] * 2, *[texts] * 7, *[unknown] * 7, lists, *[unknown] * 2, certainties, texts,
            st.booleans(), unknown, lists, lists, texts,
        ).map(lambda found: found._replace(outcome=Outcome.REVIEW))
    ),
    connections=_some(st.builds(Way, texts, texts, lists, lists, certainties)),
)  # fmt: skip


@settings(max_examples=80)
@given(extracts)
def test_a_round_trip_through_csv_and_json_loses_nothing(told: Extract) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder:
        place = Path(folder)
        write(told, "csv", place / "tables")
        write(told, "csv", place / "tables.zip")
        write(told, "json", place / "document.json")
        assert read_package(place / "tables") == told
        assert read_package(place / "tables.zip") == told
        assert read_json(place / "document.json") == told


@given(texts)
def test_no_cell_begins_what_a_spreadsheet_would_run_and_each_is_read_back(text: str) -> None:
    cell = written(text)
    assert cell[0] not in "=+-@\t\r\n＝＋－＠"
    assert read(cell, TEXT) == text


@given(st.lists(texts))
def test_a_list_in_a_cell_is_read_back(items: list[str]) -> None:
    assert read(written(items), LIST) == items


def test_a_harmless_name_stands_as_it_is() -> None:
    assert [defused(text) for text in ("墨沄砺涟钢铁有限公司", "O'Neill", "'quoted'", "a=b")] == [
        "墨沄砺涟钢铁有限公司", "O'Neill", "'quoted'", "a=b",
    ]  # fmt: skip


def test_shares_are_told_exactly() -> None:
    units = (1, 3_500_000_000, 10_000_000_000, 3_333_333_333, 0)
    assert [share_text(share) for share in units] == ["0.0000000001", "0.35", "1", "0.3333333333", "0"]


@settings(max_examples=25)
@given(cases(asks=1, strangers=False))
def test_an_extract_loaded_as_a_register_gives_the_parties_asked_about_the_same_findings(case: Case) -> None:
    when = on(case.asks[0][1])
    question = Question(case.law, day(when, 0), hops=1)
    context = Context(case.law.vocabulary, KEY, case.law.measure_names.__contains__)
    with TemporaryDirectory(dir=MEMORY) as folder, snapshot_of(case.rows, case.law) as store:
        with store.view() as view:
            told = extract(view, [case.rows["parties"][0]["id"], case.rows["parties"][-1]["id"]], question)
        write(told, "csv", Path(folder) / "tables")
        again = SnapshotStore(Path(folder) / "store", KEY)
        report = load_sources([Path(folder) / "tables"], again, context)
        assert [part.to_pylist() for part in report.rejects] == []
        with again.view() as view:
            back = extract(view, told.asked, question)
    for party in told.asked:
        assert _recorded(back, party) == _recorded(told, party)


def _recorded(told: Extract, party: str) -> list[Reached]:
    """What is computed from shares needs the whole chain of holdings; the rest stands on what the extract holds."""
    return [found for found in told.findings if found.party == party and found.certainty != Certainty.DERIVED]


def test_excel_knows_the_encoding_and_a_zip_holds_the_tables_of_the_data_package(
    molian: Extract, tmp_path: Path
) -> None:
    out = tmp_path / "molian.zip"
    write(molian, "csv", out)
    with zipfile.ZipFile(out) as archive:
        content = archive.read("parties.csv")
        assert {"about.csv", "parties.csv", "roles.csv", "listings.csv", "findings.csv"} <= set(archive.namelist())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    steel = next(row for row in rows if row["id"] == "molian-steel")
    assert (steel["name"], steel["uscc"], steel["categories"]) == (
        "墨沄砺涟钢铁有限公司",
        "91231102PDY00001XG",
        "company",
    )
