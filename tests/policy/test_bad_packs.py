"""A pack that is wrong is refused with its file, its line, what stands there and what would be right.

Each ``bad/NAME.yaml`` stands beside ``bad/NAME.txt``: a line a fault, in the order in which they are told; ``…``
stands for any words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.model import Vocabulary
from graph.policy import Law, PolicyError, read_law
from graph.policy.quotations import misquoted
from graph.policy.reading import read_policy

BAD = Path(__file__).parent / "bad"
PACKS = sorted(BAD.glob("*.yaml"))
# Faults that only the document itself shows.
AGAINST_THE_DOCUMENT = ("digest-of-another-document", "misquoted", "missing-document")


def faults_of(path: Path) -> list[str]:
    """What the product says against a pack; nothing where it takes it."""
    try:
        policy = read_policy(path)
        if path.stem in AGAINST_THE_DOCUMENT:
            return misquoted(Law({policy.id: policy}), BAD / "documents")
    except PolicyError as error:
        return error.faults
    return []


def expected_of(path: Path) -> list[str]:
    return path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


def says(fault: str, expected: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split("…"))), fault, re.DOTALL) is not None


def every(packs: list[Path]) -> list[object]:
    return [pytest.param(path, id=path.stem) for path in packs]


@pytest.mark.parametrize("path", every(PACKS))
def test_a_bad_pack_is_refused_in_the_expected_words(path: Path) -> None:
    found, expected = faults_of(path), expected_of(path)
    assert len(found) == len(expected), found
    for fault, wanted in zip(found, expected, strict=True):
        assert says(fault, wanted), f"\n said: {fault}\n to be: {wanted}"


@pytest.mark.parametrize(
    "path",
    [path for path in PACKS if path.stem not in ("digest-of-another-document", "missing-document")],  # of no one line
    ids=lambda path: path.stem,
)
def test_every_fault_begins_with_file_and_line(path: Path) -> None:
    lines = path.read_bytes().count(b"\n") + 1
    found = faults_of(path)
    assert found
    for fault in found:
        place = re.match(rf"{re.escape(path.name)}:(\d+): ", fault)
        assert place, fault
        assert 1 <= int(place[1]) <= lines


@pytest.mark.parametrize("name", ["misspelt-role", "misspelt-office"])
def test_a_misspelt_role_is_told_every_role_there_is(name: str) -> None:
    (fault,) = faults_of(BAD / f"{name}.yaml")
    assert set(fault.split(" is not one of ")[1].split(", ")) == {*Vocabulary().roles, "any"}


@pytest.mark.parametrize("name", ["misspelt-category", "misspelt-applies-to"])
def test_a_misspelt_category_is_told_every_category_there_is(name: str) -> None:
    (fault,) = faults_of(BAD / f"{name}.yaml")
    assert set(fault.split(" is not one of ")[1].split(", ")) == set(Vocabulary().categories)


def test_every_bad_pack_has_its_expected_words_and_none_is_left_over() -> None:
    assert {path.stem for path in PACKS} == {path.stem for path in BAD.glob("*.txt")}


def test_the_law_tells_the_faults_of_all_its_files_at_once(tmp_path: Path) -> None:
    for name in ("misspelt-role", "repeated-clause"):
        (tmp_path / f"{name}.yaml").write_bytes((BAD / f"{name}.yaml").read_bytes())
    with pytest.raises(PolicyError) as error:
        read_law(tmp_path)
    assert [fault.split(":")[0] for fault in error.value.faults] == ["misspelt-role.yaml", "repeated-clause.yaml"]


def test_a_pack_stands_in_the_file_of_its_name(tmp_path: Path) -> None:
    bad = (BAD / "misspelt-flag.yaml").read_text(encoding="utf-8")
    whole = bad.replace("discretionary: yes", "discretionary: true")
    (tmp_path / "other.yaml").write_text(whole, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"^other\.yaml:1: the id is 'bad'; a policy stands in the file of its name$"):
        read_law(tmp_path)


def test_a_folder_without_packs_is_no_law(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="there is no policy file"):
        read_law(tmp_path)
