"""The register made by hand: it loads without a fault, and its cast plays the parts that its README tells."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa
import pytest

from graph.model.identifiers import mask, masks_agree, organization_code_of
from graph.model.tables import Context, Sheet, Typed, typed
from graph.model.vocabulary import Vocabulary
from graph.simulate import demo_register

TABLES = ("parties", "roles", "listings", "orders")


def rows(table: str) -> list[dict[str, str]]:
    with (demo_register() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def taken(table: str) -> Typed:
    sheet = Sheet(table, pa.Table.from_pylist(rows(table)), f"{table}.csv")
    return typed(sheet, Context(Vocabulary(), b"key", lambda _: False))


PARTIES = {row["id"]: row for row in rows("parties")}
LISTINGS = {row["id"]: row for row in rows("listings")}


@pytest.mark.parametrize("table", TABLES)
def test_every_row_can_be_taken(table: str) -> None:
    read = taken(table)
    assert read.rejects.to_pylist() == []
    assert read.warnings == []
    assert len(read.rows) == len(rows(table))


def test_every_id_is_known_and_every_key_is_unique() -> None:
    assert len(PARTIES) == len(rows("parties"))
    for row in rows("roles"):
        assert {row["holder"], row["organization"]} <= PARTIES.keys()
    keys = [(row["holder"], row["organization"], row["role"], row["since"]) for row in rows("roles")]
    assert len(set(keys)) == len(keys)
    assert {row["party"] for row in LISTINGS.values()} - {""} <= PARTIES.keys()
    cases = {row["case_number"] for row in LISTINGS.values()}
    for row in rows("orders"):
        assert row["party"] in PARTIES
        assert row["listing"] in LISTINGS or row["case_number"] in cases


def test_nobody_in_it_can_be_real() -> None:
    for row in PARTIES.values():
        assert row["id_number"][:2] in ("", "99")
        assert row["uscc"][8:11] in ("", "PDY")


def test_every_party_has_a_post_and_the_readme_counts_them() -> None:
    seen = {row[end] for row in rows("roles") for end in ("holder", "organization")}
    assert {row["id"] for row in PARTIES.values()} - seen == {"luo-jingzhou", "wang-jianguo-1985"}
    assert len(PARTIES) == 41
    assert len(LISTINGS) == 9
    told = (demo_register() / "README.md").read_text(encoding="utf-8")
    assert "Forty-one parties, nine listings, four orders" in told
    for word in re.findall(r"\*\*([a-z0-9-]+)\*\*", told):
        assert word in PARTIES


def test_the_namesakes_differ_in_their_numbers_and_one_is_listed() -> None:
    namesakes = [row for row in PARTIES.values() if row["name"] == "王建国"]
    listed = LISTINGS["L-wang-1985"]
    agreeing = [row["id"] for row in namesakes if masks_agree(mask(row["id_number"]), listed["identifier"])]
    assert len(namesakes) == 2
    assert agreeing == ["wang-jianguo-1985"] == [listed["party"]]


def test_records_without_a_party_match_by_mask_by_code_and_by_name_alone() -> None:
    ouyang, tongxi, lijing = (LISTINGS[name] for name in ("L-ouyang", "L-tongxi", "L-lijing"))
    assert ouyang["party"] == tongxi["party"] == lijing["party"] == ""
    assert masks_agree(mask(PARTIES["ouyang-shuohe"]["id_number"]), ouyang["identifier"])
    assert organization_code_of(PARTIES["tongxi-chemical"]["uscc"]) == tongxi["identifier"]
    assert lijing["identifier"] == ""
    assert lijing["name"] == PARTIES["li-jing"]["name"]


def test_four_companies_stand_in_a_chain_and_shares_are_at_most_the_whole() -> None:
    shares: dict[str, Decimal] = {}
    for row in rows("roles"):
        if row["share"]:
            shares[row["organization"]] = shares.get(row["organization"], Decimal(0)) + Decimal(row["share"])
    assert all(total <= 1 for total in shares.values())
    owns = {(r["holder"], r["organization"]) for r in rows("roles") if r["role"] == "shareholder"}
    chain = ["yunzhu-group", "yunzhu-investment", "yunzhu-logistics", "yunzhu-warehousing"]
    assert set(pairwise(chain)) <= owns
    assert ("yunzhu-investment", "molian-steel") in owns


def test_the_legal_representative_changed_after_the_listing() -> None:
    terms = {
        row["holder"]: (row["since"], row["until"])
        for row in rows("roles")
        if row["organization"] == "peihan-construction" and row["role"] == "legal_representative"
    }
    assert terms["gu-tinglan"][1] == terms["ye-hengzhou"][0] > LISTINGS["L-peihan"]["listed_on"]
