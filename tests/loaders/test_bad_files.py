"""Every source has a folder of bad files, each with what is said of it in ``expected.yaml``."""

from pathlib import Path

import pytest
import yaml

from graph.model.tables import FormatError
from loaders.source import SOURCES
from tests.loaders.accounting import entries, rehearsed

BAD = Path(__file__).parent / "bad"
EXPECTED = {folder.name: yaml.safe_load((folder / "expected.yaml").read_text("utf-8")) for folder in BAD.iterdir()}
CASES = [(source, file) for source, files in sorted(EXPECTED.items()) for file in files]


def test_every_source_has_its_bad_files_and_each_file_an_expectation():
    assert set(EXPECTED) == set(SOURCES)
    for source, files in EXPECTED.items():
        assert set(files) == {path.name for path in (BAD / source).iterdir() if path.suffix != ".yaml"}


@pytest.mark.parametrize(("source", "file"), CASES)
def test_a_bad_file_is_told_in_one_sentence(tmp_path, source, file):
    expected = EXPECTED[source][file]
    if "refused" in expected:
        with pytest.raises(FormatError) as refused:
            rehearsed(tmp_path, BAD / source / file, source)
        assert expected["refused"] in str(refused.value)
        assert "\n" not in str(refused.value)
        return
    (reject,) = entries(rehearsed(tmp_path, BAD / source / file, source))
    assert (reject["row"], reject["column"]) == (expected["row"], expected["column"])
    assert expected["reason"] in reject["reason"]
