"""The data package in every form, and what is wrong with it said in one sentence."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from graph.model.tables import Context, FormatError, typed
from graph.model.vocabulary import Vocabulary
from graph.simulate import demo_register
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources, read_source

KEY = bytes(range(16))
CONTEXT = Context(Vocabulary(), KEY, lambda name: name == "central-2016-64/二（九）")
PARTIES = "id,kind,name\np,person,甲\nc,organization,乙\n"


def load(folder: Path, *paths: Path):
    return load_sources(list(paths), SnapshotStore(folder, KEY), CONTEXT)


def package(folder: Path, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def as_xlsx(source: Path, target: Path) -> None:
    book = openpyxl.Workbook()
    for line in source.read_text(encoding="utf-8-sig").splitlines():
        cells = []
        for cell in line.split(","):
            is_date = len(cell) == 10 and cell[4:5] == "-" and cell[:4].isdigit()
            cells.append(datetime.date.fromisoformat(cell) if is_date else cell or None)
        book.active.append(cells)
    book.save(target)


def test_the_same_register_comes_out_of_csv_parquet_xlsx_and_zip(tmp_path):
    wanted = load(tmp_path / "csv", demo_register()).digest
    columns, xlsx = package(tmp_path / "p"), package(tmp_path / "x")
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for source in demo_register().glob("*.csv"):
            file.write(source, f"inside/{source.name}")
            rows = arrow_csv.read_csv(source, convert_options=arrow_csv.ConvertOptions(strings_can_be_null=True))
            parquet.write_table(rows, columns / f"{source.stem}.parquet")
            as_xlsx(source, xlsx / f"{source.stem}.xlsx")
    for path in (archive, columns, xlsx):
        report = load(tmp_path / path.stem / "store", path)
        assert (report.digest, report.rejected) == (wanted, 0), path


def test_a_byte_order_mark_is_accepted(tmp_path):
    (tmp_path / "parties.csv").write_text(PARTIES, encoding="utf-8-sig")
    assert load(tmp_path / "store", tmp_path / "parties.csv").taken == {"parties": 2}


@pytest.mark.parametrize(
    ("table", "row", "column", "reason"),
    [
        ("parties", "x,human,丙", "kind", "one of person, organization"),
        ("parties", ",person,丙", "id", "empty"),
        ("parties", "x,person,", "name", "empty"),
    ],
)
def test_a_row_that_cannot_be_taken_is_rejected_and_the_rest_is_loaded(tmp_path, table, row, column, reason):
    report = load(tmp_path / "store", package(tmp_path / "source", **{table: f"{PARTIES}{row}\n"}))
    (reject,) = [entry for part in report.rejects for entry in part.to_pylist()]
    assert (reject["table"], reject["row"], reject["column"]) == (table, 4, column)
    assert reason in reject["reason"]
    assert report.taken == {"parties": 2}


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("q,c,director,,", "holder", "no party"),
        ("p,d,director,,", "organization", "no party"),
        ("p,p,director,,", "organization", "is a person"),
        ("p,c,superviser,,", "role", "legal_representative"),
        ("p,c,director,2020-02-30,", "since", "calendar"),
        ("p,c,director,20200201,", "since", "YYYY-MM-DD"),
        ("p,c,director,2021-01-01,2020-01-01", "until", "before"),
    ],
)
def test_a_role_that_cannot_be_taken_says_why(tmp_path, row, column, reason):
    source = package(
        tmp_path / "source", parties=PARTIES, roles=f"holder,organization,role,since,until\np,c,director,,\n{row}\n"
    )
    report = load(tmp_path / "store", source)
    (reject,) = [entry for part in report.rejects for entry in part.to_pylist()]
    assert (reject["row"], reject["column"]) == (3, column)
    assert reason in reject["reason"]
    assert report.taken["roles"] == 1


@pytest.mark.parametrize("share", ["1.01", "-0.1", "17%", "half", "nan"])
def test_a_share_lies_between_nothing_and_all(tmp_path, share):
    roles = f"holder,organization,role,share\np,c,shareholder,{share}\n"
    assert load(tmp_path / "store", package(tmp_path / "source", parties=PARTIES, roles=roles)).rejected == 1


def test_a_retention_of_an_unknown_measure_or_without_a_basis_is_refused(tmp_path):
    source = package(
        tmp_path / "source",
        parties=PARTIES,
        listings="id,party,name,case_number,listed_on,released_on\nL,p,甲,（2020）临执1号,2020-01-01,2021-01-01\n",
        retentions=(
            "listing,measure,until,legal_basis\n"
            "L,central-2016-64/二（九）,2022-01-01,某法第一条\n"
            "L,central-2016-64/二（九九）,2022-01-01,某法第一条\n"
            "L,central-2016-64/二（九）,2022-01-01,\n"
            "M,central-2016-64/二（九）,2022-01-01,某法第一条\n"
            "L,central-2016-64/二（九）,,某法第一条\n"
        ),
    )
    report = load(tmp_path / "store", source)
    rejects = sorted((entry["row"], entry["column"]) for part in report.rejects for entry in part.to_pylist())
    assert rejects == [(3, "measure"), (4, "legal_basis"), (5, "listing"), (6, "until")]
    assert report.taken["retentions"] == 1


def test_a_full_id_number_is_kept_nowhere(tmp_path):
    number = "99010119800101001X"
    source = package(
        tmp_path / "source", parties=f"id,kind,name,id_number\np,person,甲,{number}\nq,person,乙,{number}9\n"
    )
    report = load(tmp_path / "store", source)
    assert report.rejected == 1
    told = str([part.to_pylist() for part in report.rejects])
    assert number not in told
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            assert number.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("parties.csv", b"id,name\np,x\n", "no column 'kind'"),
        ("parties.csv", "id,kind,name\np,person,张三\n".encode("gbk"), "not in UTF-8"),
        ("parties.csv", "id,kind,name\np,person,张三\n".encode("utf-16"), "UTF-16"),
        ("parties.csv", b'id,kind,name\np,person,"ab\nq,person,c\n', "cut short"),
        ("parties.csv", b"id,kind,name\np,person,a\nq,per", "cut short"),
        ("parties.csv", b"", "empty"),
        ("parties.csv", b"id,kind,name,name\np,person,a,b\n", "twice"),
        ("parties.parquet", b"PAR1....", "no readable Parquet"),
        ("parties.xlsx", b"PK\x03\x04....", "no readable .xlsx"),
        ("package.zip", b"PK\x03\x04....", "no readable zip"),
    ],
)
def test_a_source_that_cannot_be_read_is_refused_whole_in_one_sentence(tmp_path, name, content, sentence):
    store = tmp_path / "store"
    before = load(store, package(tmp_path / "good", parties=PARTIES)).digest
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FormatError, match=sentence) as refused:
        load(store, tmp_path / name)
    assert "\n" not in str(refused.value)
    with SnapshotStore(store, KEY).view() as view:
        assert view.register().digest == before


@pytest.mark.parametrize("inside", ["../parties.csv", "/parties.csv", "a/../../parties.csv", "..\\parties.csv"])
def test_a_zip_that_climbs_out_is_refused(tmp_path, inside):
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as file:
        file.writestr(inside, PARTIES)
    with pytest.raises(FormatError, match="outside the archive"):
        read_source(tmp_path / "package.zip", CONTEXT)


def test_a_column_that_is_not_part_of_the_package_is_named(tmp_path):
    source = package(tmp_path / "source", parties="id,kind,name,sinc\np,person,甲,1\n")
    (warning,) = load(tmp_path / "store", source).warnings
    assert "'sinc'" in warning


def test_a_date_typed_by_the_source_is_the_day_that_was_written(tmp_path):
    rows = pa.table(
        {
            "holder": ["p"], "organization": ["c"], "role": ["director"],
            "since": pa.array([datetime.date(2020, 1, 31)]), "until": pa.array([None], pa.date32()),
        }
    )  # fmt: skip
    parquet.write_table(rows, tmp_path / "roles.parquet")
    (sheet,) = read_source(tmp_path / "roles.parquet", CONTEXT).sheets
    taken = typed(sheet, CONTEXT).rows.to_pylist()[0]
    assert datetime.date(1970, 1, 1) + datetime.timedelta(days=taken["since"]) == datetime.date(2020, 1, 31)
