"""The exact keys of parties as hashes: the same for a text and for a column, and no proof by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import party_keys
from graph.model.tables import TABLES
from graph.policy import Law
from graph.stores.digest import table_digest
from graph.stores.snapshot import building, view
from graph.stores.snapshot.keys import hash_of, hashes_of
from tests.properties.registers import Case, cases
from tests.scenarios.registers import Rows, snapshot_of


@given(st.lists(st.text()), st.integers(0, 3))
def test_a_column_is_hashed_as_its_texts_are(texts: list[str], skipped: int) -> None:
    for kind in (pa.string(), pa.large_string()):
        column = pa.array(texts, kind).slice(min(skipped, len(texts)))
        assert hashes_of(column).tolist() == [hash_of(text) for text in texts[skipped:]]


def test_codes_that_differ_in_one_character_have_other_hashes() -> None:
    codes = [f"9164010{at:07d}000X" for at in range(50_000)]
    assert len(set(hashes_of(pa.array(codes)).tolist())) == len(codes)


REGISTER: Rows = {
    "parties": [
        {"id": "molian", "kind": "organization", "name": "墨涟重工有限公司", "uscc": "91640104PDY000036T"},
        {"id": "heyun", "kind": "organization", "name": "贺云水务（集团）有限公司", "organization_code": "D2143569X",
         "former_names": "贺云自来水厂@2001-01-01/2010-01-01"},
        {"id": "wang", "kind": "person", "name": "王建国", "id_number": "991102198506202721"},
        {"id": "wang-too", "kind": "person", "name": "王建国", "id_number": "991101196210014152"},
    ],
    "listings": [{"id": "l", "name": "某人", "case_number": "（2022）宁9904执77号", "listed_on": "2022-06-20"}],
}  # fmt: skip
KEYS = {
    "u:91640104PDY000036T": ["molian"], "o:PDY000036": ["molian"], "o:D2143569X": ["heyun"],
    "n:墨涟重工有限公司": ["molian"], "n:贺云水务(集团)有限公司": ["heyun"], "n:贺云自来水厂": ["heyun"],
    "n:王建国": ["wang", "wang-too"], "m:99110219*721": ["wang"],
}  # fmt: skip
NOBODYS = [
    "u:91640104PDY000037T",
    "n:墨涟重工",
    "n:李建国",
    "o:91640104P",
    "r:640104000000017",
    "h:0",
    "m:99110219*722",
]


@pytest.mark.parametrize("alike", [False, True], ids=["hashes as they are", "all keys of one hash"])
def test_a_key_leads_to_those_who_bear_it_and_to_nobody_else(
    law: Law, monkeypatch: pytest.MonkeyPatch, alike: bool
) -> None:
    if alike:
        monkeypatch.setattr(view, "hash_of", lambda _: 7)
        monkeypatch.setattr(building, "hashes_of", lambda texts: np.full(len(texts), 7, dtype=np.uint64))
    with snapshot_of(REGISTER, law) as store, store.view() as opened:
        assert opened.keyed([*KEYS, *NOBODYS]) == KEYS


@given(cases(asks=0))
def test_every_party_is_found_under_each_of_its_keys(case: Case) -> None:
    with snapshot_of(case.rows, case.law) as store, store.view() as opened:
        parties = opened.parties([row["id"] for row in case.rows["parties"]])
        bearers: dict[str, Sequence[str]] = {}
        for id_ in sorted(parties):
            for key in party_keys(parties[id_]):
                bearers[key] = [*bearers.get(key, ()), id_]
        assert opened.keyed(sorted(bearers)) == bearers


def beyond(path: Path, texts: Sequence[str]) -> pa.Array:
    """The texts as they stand behind more text than offsets of 32 bits reach; the file in front of them is empty."""
    first = 5 << 29
    written = [text.encode() for text in texts]
    with path.open("wb") as file:
        file.seek(first)
        file.write(b"".join(written))
    ends = first + np.cumsum([0, *map(len, written)], dtype=np.int64)
    with pa.memory_map(str(path)) as mapped:
        buffers = [None, pa.py_buffer(ends.tobytes()), mapped.read_buffer()]
    return pa.Array.from_buffers(pa.large_string(), len(texts), buffers)


def test_parties_are_laid_out_alike_where_their_names_take_gigabytes(tmp_path: Path) -> None:
    rows = [{"name": f"重（{at}）慶公司", "former_names": f"旧名{at}@2001-01-01/"} for at in range(1500)]
    near = {
        name: pa.array([row.get(name) for row in rows], pa.string()) for name in TABLES["parties"].schema.names
    } | {"id": pa.array([f"c{at:05}" for at in range(1500)]), "kind": pa.array(["organization"] * 1500)}  # fmt: skip
    far = near | {name: beyond(tmp_path / name, near[name].to_pylist()) for name in ("id", "name", "former_names")}
    assert far["name"].cast(pa.large_binary())[0].as_py() == "重（0）慶公司".encode()
    for (name, keys), (_, others) in zip(building.keys_parts(far), building.keys_parts(near), strict=True):
        assert keys.equals(others), name
    assert list(building.names_of(far)) == list(building.names_of(near))
    assert building.plain_parties(far, 3, 1400).equals(building.plain_parties(near, 3, 1400))
    columns = [[one[name] for name in TABLES["parties"].schema.names] for one in (far, near)]
    assert table_digest("parties", columns[0]) == table_digest("parties", columns[1])
