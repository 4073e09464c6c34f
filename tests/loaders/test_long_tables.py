"""A file that is read piece by piece is taken as if it had been read whole."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from graph.model.tables import Context, FormatError
from graph.model.vocabulary import Vocabulary
from graph.simulate import demo_register
from graph.stores.snapshot import SnapshotStore
from loaders import load_sources, long_tables

CONTEXT = Context(Vocabulary(), bytes(range(16)), lambda name: True)

PARTIES = "id,kind,name\n" + "".join(f"c{number},organization,甲{number}公司\n" for number in range(60))
ROLES = {
    "plain": "holder,organization,role\n" + "".join(f"c{n},c{n + 1},shareholder\n" for n in range(40)),
    "faulty": "holder,organization,role,since\n"
    + "".join(f"c{n},c{n + 1},shareholder,{'2020-02-30' if n % 7 == 0 else '2020-02-20'}\n" for n in range(40)),
    "odd rows": "holder,organization,role\n"
    + "".join(f"c{n},c{n + 1},shareholder{',too,many' if n % 9 == 4 else ''}\n" for n in range(40)),
    "blank rows": "holder,organization,role\n" + "".join(f"c{n},c{n + 1},shareholder\n,,\n" for n in range(20)),
    "quoted": "holder,organization,role,source\n"
    + "".join(f'c{n},c{n + 1},shareholder,"a, b\nc {n}"\n' for n in range(20)),
    "strange column": "holder,organization,role,colour\n"
    + "".join(f"c{n},c{n + 1},shareholder,red\n" for n in range(40)),
}


def told(folder: Path, package: Path) -> tuple:
    report = load_sources([package], SnapshotStore(folder, CONTEXT.key), CONTEXT)
    rejects = sorted(str(row) for part in report.rejects for row in part.to_pylist())
    files = sorted(
        (file.file, file.form, file.rows, file.rejected, tuple(file.columns.items())) for file in report.files
    )
    return report.digest, report.read, report.taken, rejects, sorted(report.warnings), files


def piecewise(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(long_tables, "LONG", 1)
    patch.setattr(long_tables, "_ROWS", 7)
    patch.setattr(long_tables, "_BLOCK", 200)


@pytest.mark.parametrize("roles", ROLES)
def test_a_long_csv_file_is_taken_as_a_short_one(tmp_path, monkeypatch, roles):
    package = tmp_path / "package"
    package.mkdir()
    (package / "parties.csv").write_text(PARTIES)
    (package / "roles.csv").write_text(ROLES[roles])
    short = told(tmp_path / "short", package)
    piecewise(monkeypatch)
    assert told(tmp_path / "long", package) == short
    assert roles in ("plain", "quoted", "strange column", "blank rows") or short[3], "the faulty rows were told"


def test_a_long_parquet_file_is_taken_as_a_short_one(tmp_path, monkeypatch):
    package = tmp_path / "package"
    shutil.copytree(demo_register(), package)
    for table in ("parties", "roles"):
        text = pa.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=True)
        pa.parquet.write_table(
            pa.csv.read_csv(package / f"{table}.csv", convert_options=text), package / f"{table}.parquet"
        )
        (package / f"{table}.csv").unlink()
    short = told(tmp_path / "short", package)
    piecewise(monkeypatch)
    assert told(tmp_path / "long", package) == short


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ROLES["plain"] + 'c1,"c2', "quotation mark"),
        (ROLES["plain"] + "c1,c2", "middle of a row"),
        (ROLES["plain"].encode() + b"c1,c2,\xff\xfe\n", "UTF-8"),
    ],
)
def test_a_long_file_that_is_spoilt_further_on_changes_nothing(tmp_path, monkeypatch, content, says):
    package = tmp_path / "package"
    package.mkdir()
    (package / "parties.csv").write_text(PARTIES)
    before = told(tmp_path / "store", package)
    spoilt = package / "roles.csv"
    spoilt.write_bytes(content if isinstance(content, bytes) else content.encode())
    piecewise(monkeypatch)
    with pytest.raises(FormatError, match=says):
        told(tmp_path / "store", package)
    with SnapshotStore(tmp_path / "store", CONTEXT.key).view() as view:
        assert view.register().digest == before[0]
    spoilt.unlink()
    assert told(tmp_path / "store", package)[0] == before[0]
