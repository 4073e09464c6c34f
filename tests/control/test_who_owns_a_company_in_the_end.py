"""Effective shares through chains and circles, against an exact solver that shares nothing with the product."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.control.network import Network
from graph.control.owners import TOLERANCE, Owners, owners
from graph.model import Post

Shares = dict[tuple[str, str], Fraction]
COMPANIES = ("a", "b", "c", "d")


def owned(shares: Shares, company: str = "a") -> Owners:
    posts = [
        Post(holder, organization, "shareholder", share=int(share * 10**10))
        for (holder, organization), share in sorted(shares.items())
    ]
    return owners(Network(posts), company, 20_000)


def exactly(shares: Shares, company: str) -> dict[str, Fraction]:
    """What comes to each end, by Gauss–Jordan over fractions: x = e + x·Q, and then x·R."""
    held = sorted({organization for _, organization in shares} | {company})
    size = len(held)
    rows = [
        [Fraction(int(i == j)) - shares.get((held[i], held[j]), Fraction(0)) for j in range(size)]
        + [Fraction(int(held[i] == company))]
        for i in range(size)
    ]
    for i in range(size):
        pivot = next(k for k in range(i, size) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(size):
            if k != i:
                rows[k] = [mine - rows[k][i] * his for mine, his in zip(rows[k], rows[i], strict=True)]
    visits = {one: rows[i][size] for i, one in enumerate(held)}
    found: dict[str, Fraction] = {}
    for (holder, organization), share in shares.items():
        if holder not in held:
            found[holder] = found.get(holder, Fraction(0)) + visits[organization] * share
    return {holder: share for holder, share in found.items() if share}


@st.composite
def registers(draw: st.DrawFn) -> Shares:
    """Four companies and two people; of each company at most nine tenths are recorded, so that all is owned."""
    shares: Shares = {}
    for company in COMPANIES:
        left = 9
        for holder in draw(st.permutations([*COMPANIES, "p", "q"]))[:3]:
            share = draw(st.integers(0, left))
            left -= share
            if share:
                shares[holder, company] = Fraction(share, 10)
    return shares


@settings(max_examples=150)
@given(registers())
def test_effective_shares_are_those_of_an_exact_solver(shares: Shares) -> None:
    found = owned(shares)
    assert found.owners is not None
    wanted = exactly(shares, "a")
    reachable = {owner.party: owner.share for owner in found.owners if owner.ultimate}
    assert set(reachable) == set(wanted)
    for holder, share in wanted.items():
        assert abs(reachable[holder] - float(share)) <= TOLERANCE
    assert abs(found.unrecorded - float(1 - sum(wanted.values()))) <= 10 * TOLERANCE


def test_a_share_of_a_share_is_their_product() -> None:
    found = owned({("p", "b"): Fraction(6, 10), ("b", "a"): Fraction(6, 10), ("q", "a"): Fraction(4, 10)})
    assert [(owner.party, round(owner.share, 9)) for owner in found.owners or ()] == [
        ("b", 0.6),
        ("q", 0.4),
        ("p", 0.36),
    ]
    assert round(found.unrecorded, 9) == 0.24


def test_companies_that_wholly_own_each_other_have_nobody_behind_them() -> None:
    found = owned({("b", "a"): Fraction(1), ("a", "b"): Fraction(1)})
    assert found == Owners((), (("a", "b"),), 0.0)


def test_a_circle_behind_a_company_takes_its_part_and_the_others_keep_theirs() -> None:
    found = owned(
        {("b", "a"): Fraction(3, 10), ("p", "a"): Fraction(7, 10), ("c", "b"): Fraction(1), ("b", "c"): Fraction(1)}
    )
    assert found.circles == (("b", "c"),)
    assert [(owner.party, round(owner.share, 9)) for owner in found.owners or ()] == [("p", 0.7), ("b", 0.3)]


def test_shares_of_138_per_cent_are_counted_as_they_stand() -> None:
    found = owned({("p", "a"): Fraction(69, 100), ("q", "a"): Fraction(69, 100)})
    assert [(owner.party, round(owner.share, 9)) for owner in found.owners or ()] == [("p", 0.69), ("q", 0.69)]


@pytest.mark.parametrize("share", [Fraction(11, 10), Fraction(2)])
def test_a_circle_above_the_whole_that_feeds_itself_has_no_answer(share: Fraction) -> None:
    assert owned({("b", "a"): share, ("a", "b"): share, ("p", "a"): Fraction(1, 10)}).owners is None
