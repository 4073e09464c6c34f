"""FollowTheMoney and the Beneficial Ownership Data Standard, read by their own libraries."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from graph.export import Extract, write
from graph.model.tables import Context
from graph.policy import Law
from loaders import bods
from tests.export.readers import READERS
from tests.scenarios.registers import KEY


def faults(format_: str, told: Extract, out: Path) -> list[str]:
    """What the other side's library finds wrong with the file."""
    if not READERS.exists():
        pytest.skip("other people's readers are not installed here: 'make test' puts them into .venv/readers")
    write(told, format_, out)
    command = [READERS, Path(__file__).with_name("foreign.py"), format_, out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def entities(told: Extract, out: Path) -> list[dict]:
    write(told, "ftm", out)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("format_", ["ftm", "bods"])
def test_the_other_side_finds_nothing_wrong_and_drops_nothing(molian: Extract, out: Path, format_: str) -> None:
    assert faults(format_, molian, out) == []


@pytest.mark.parametrize(("format_", "said"), [("ftm", "Name"), ("bods", "exact")])
def test_the_other_side_would_say_what_is_wrong(molian: Extract, out: Path, format_: str, said: str) -> None:
    nameless = tuple(party._replace(name="") for party in molian.parties)
    too_much = tuple(post._replace(share=20_000_000_000) if post.share else post for post in molian.roles)
    found = faults(format_, replace(molian, parties=nameless, roles=too_much), out)
    assert [fault for fault in found if said.lower() in fault.lower()]


def test_a_reached_party_gets_a_note_and_no_topic_and_only_debtors_a_sanction(molian: Extract, out: Path) -> None:
    told = entities(molian, out)
    assert not [each for each in told if "topics" in each["properties"]]
    sanctioned = {each["properties"]["entity"][0] for each in told if each["schema"] == "Sanction"}
    assert sanctioned == {"molian-steel", "peihan-construction"}
    noted = {each["properties"]["entity"][0] for each in told if each["schema"] == "Note"}
    assert noted == {found.party for found in molian.findings}
    note = next(each for each in told if each["schema"] == "Note" and each["properties"]["entity"] == ["han-chuanyu"])
    assert any(
        "central-2016-64 二（七）1" in line and "[2023-03-15, )" in line for line in note["properties"]["description"]
    )


def test_a_share_is_a_percentage_and_a_controller_no_owner(molian: Extract, out: Path) -> None:
    told = entities(molian, out)
    shares = {
        each["properties"]["owner"][0]: each["properties"]["percentage"]
        for each in told
        if each["schema"] == "Ownership" and each["properties"]["asset"] == ["molian-steel"]
    }
    assert shares == {"han-chuanyu": ["35"], "bai-songyan": ["45"], "yunzhu-investment": ["20"]}
    links = [each["properties"] for each in told if each["schema"] == "UnknownLink"]
    assert {(link["subject"][0], link["role"][0]) for link in links} >= {("bai-songyan", "实际控制人")}


def test_nobody_is_called_a_beneficial_owner(molian: Extract, out: Path) -> None:
    write(molian, "bods", out)
    interests = [
        interest
        for statement in json.loads(out.read_text("utf-8"))
        for interest in statement["recordDetails"].get("interests", ())
    ]
    assert {interest["beneficialOwnershipOrControl"] for interest in interests} == {False}


def test_our_own_loader_reads_every_role_back(molian: Extract, out: Path, law: Law) -> None:
    write(molian, "bods", out)
    source = bods.read(out, Context(law.vocabulary, KEY, law.measure_names.__contains__))
    rows = next(sheet.rows for sheet in source.sheets if sheet.table == "roles").to_pylist()
    assert {(row["holder"], row["organization"], row["role"]) for row in rows} == {post[:3] for post in molian.roles}
