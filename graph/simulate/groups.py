"""Groups of organizations: circles that share their people, and holdings that own each other in chains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from graph.simulate.arrays import Flags, Whole, between, chance, repeated
from graph.simulate.organizations import Organizations

_EXPONENT = 2.1  # of the sizes of groups
_LARGEST = 3000
_HOLDING_GROUPS = 0.35  # share of groups whose members own each other
_CHAINED = 0.3  # of those members, owned by the one before and not by one near the top
_CYCLES = 0.06  # of companies two steps below a parent, those that own a part of that parent's owner
_STRAY = 0.05  # companies with a shareholder from anywhere
_PER_NOMINEE = 60


@dataclass(frozen=True, slots=True)
class Groups:
    """``members``: organizations in the order of their groups; ``first``: where each one's group begins."""

    members: Whole
    first: Whole


@dataclass(frozen=True, slots=True)
class Holdings:
    """Company shareholdings: ``parent`` owns a part of ``child``, the larger the ``weight``."""

    parent: Whole
    child: Whole
    weight: np.typing.NDArray[np.float64]
    longest_chain: int
    cycles: int


def grouped(rng: Generator, count: int) -> Groups:
    """``count`` organizations in groups of very different size (a power law)."""
    first = np.zeros(count, dtype=np.int64)
    largest = max(min(_LARGEST, count // 4), 12)
    filled = 0
    starts: list[Whole] = []
    while filled < count:
        drawn = (1 - rng.random(max(count // 3, 16))) ** (-1 / (_EXPONENT - 1))
        sizes = np.minimum(drawn, largest).astype(np.int64)
        ends = filled + np.cumsum(sizes)
        starts.append((ends - sizes)[ends - sizes < count])
        filled = int(ends[-1])
    start = np.concatenate(starts)
    first[start] = start
    return Groups(rng.permutation(count), np.maximum.accumulate(first))


def held(rng: Generator, organizations: Organizations, groups: Groups) -> Holdings:
    """Who owns whom: chains inside holding groups, a few cycles, strays, and nominees with many small stakes.

    ``longest_chain`` counts companies from the top owner down.
    """
    count = len(organizations)
    company = organizations.is_company
    place = np.arange(count)
    depth_in_group = place - groups.first
    holding = chance(rng, _HOLDING_GROUPS, count)[groups.first]
    before = np.where(
        chance(rng, _CHAINED, count),
        place - 1,
        groups.first + np.floor(depth_in_group * rng.random(count) ** 2).astype(np.int64),
    )
    owned = (depth_in_group > 0) & chance(rng, np.where(holding, 0.8, 0.05), count)
    owned &= company[groups.members] & company[groups.members[np.maximum(before, 0)]]
    parent_place = np.where(owned, before, -1)
    top, depth = _top_and_depth(parent_place)

    closing = np.flatnonzero((depth >= 2) & chance(rng, _CYCLES, count))
    stray = np.flatnonzero(chance(rng, _STRAY, count) & (place > 0))
    nominees = np.flatnonzero(organizations.nominee)
    size = len(nominees) * min(_PER_NOMINEE, count // 10)
    targets = between(rng, 0, count, size)
    members = groups.members
    children = np.flatnonzero(parent_place >= 0)
    parent = np.concatenate(
        [
            members[parent_place[children]],
            members[closing],
            members[between(rng, 0, stray, len(stray))],
            np.resize(nominees, size),
        ]
    )
    child = np.concatenate([members[children], members[top[closing]], members[stray], targets])
    weight = np.repeat([5.0, 0.4, 0.6, 0.1], [len(children), len(closing), len(stray), size])
    good = company[parent] & company[child] & (parent != child) & ~repeated(parent * count + child)
    cycles = int(good[len(children) : len(children) + len(closing)].sum())
    return Holdings(parent[good], child[good], weight[good], int(depth.max(initial=0)) + 1, cycles)


def _top_and_depth(parent: Whole) -> tuple[Whole, Whole]:
    """The last owner up the line, and how many steps it is away; ``parent`` is -1 where there is none."""
    top = np.where(parent >= 0, parent, np.arange(len(parent)))
    depth = (parent >= 0).astype(np.int64)
    while True:
        further = top[top]
        if np.array_equal(further, top):
            return top, depth
        # Steps double: what is known of the owner so far is added to what leads there.
        depth = depth + depth[top]
        top = further


def owned_companies(holdings: Holdings, count: int) -> Flags:
    """Has this organization a company among its shareholders?"""
    flags = np.zeros(count, dtype=np.bool_)
    flags[holdings.child] = True
    return flags
