"""Ultimate owners with their effective share, through chains and circles: solved, not truncated.

A share of a share is their product; what comes to an owner along every chain is added up. With Q the shares
between companies that are held themselves, and R those of the holders at the ends, the shares of the ends in
company x are row x of (I - Q)^-1 R (Brioschi, Buzzacchi and Colombo, "Risk capital financing and the separation
of ownership and control in business groups", 1989). The system is sparse, and solved to ``TOLERANCE``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graph.control.network import Network
from graph.model.share import WHOLE

# Effective shares are right to this much; they are told to nine places.
TOLERANCE = 1e-9


class Owner(NamedTuple):
    """``party`` has the effective ``share``; ``ultimate``: nobody is on record as holding shares in it."""

    party: str
    share: float
    ultimate: bool


class Owners(NamedTuple):
    """The owners of a company, the greatest first; None where the recorded shares admit no answer.

    ``circles`` are companies that own each other wholly, so that nobody stands behind them; ``unrecorded`` is
    the part of which the register names no holder.
    """

    owners: tuple[Owner, ...] | None
    circles: tuple[tuple[str, ...], ...] = ()
    unrecorded: float = 0.0


def owners(network: Network, company: str, day: int) -> Owners:
    """Who owns ``company`` in the end, on ``day``, as far as ``network`` (read upwards from it) tells."""
    shares = shares_on(network, day)
    if not any(organization == company for _, organization in shares):
        return Owners((), (), 1.0)
    held = sorted({organization for _, organization in shares} - set(network.aside) | {company})
    circles = _closed_circles(held, shares)
    closed = {member for circle in circles for member in circle}
    through = [one for one in held if one not in closed]
    if company in closed:
        return Owners((), circles, 0.0)
    visits = _solved(through, shares, company)
    if visits is None:
        return Owners(None, circles)
    effective: dict[str, float] = {}
    for (holder, organization), share in shares.items():
        if organization in visits and holder != company:
            effective[holder] = effective.get(holder, 0.0) + visits[organization] * (share / WHOLE)
    found = [Owner(holder, share, holder not in visits) for holder, share in effective.items() if share > TOLERANCE]
    found.sort(key=lambda owner: (-round(owner.share, 9), owner.party))
    return Owners(tuple(found), circles, max(0.0, 1.0 - sum(owner.share for owner in found if owner.ultimate)))


def shares_on(network: Network, day: int) -> dict[tuple[str, str], int]:
    """Each holder's share of each organization on ``day``, several rows added up; none of unknown size.

    Those who hold for others are there too: what they have is theirs on record.
    """
    shares: dict[tuple[str, str], int] = {}
    for post in (*network.posts, *network.apart):
        if post.held.holds_on(day) and post.share:
            ends = (post.holder, post.organization)
            shares[ends] = shares.get(ends, 0) + post.share
    return shares


def _closed_circles(held: Sequence[str], shares: Mapping[tuple[str, str], int]) -> tuple[tuple[str, ...], ...]:
    """Companies that hold each other, of which nobody outside holds anything and nothing is unrecorded."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    number = {one: place for place, one in enumerate(held)}
    edges = [(number[organization], number[holder]) for holder, organization in shares if holder in number]
    ones = np.ones(len(edges), dtype=np.int8)
    rows, columns = (np.array([edge[end] for edge in edges], dtype=np.int64) for end in (0, 1))
    _, labels = connected_components(csr_array((ones, (rows, columns)), shape=(len(held),) * 2), connection="strong")
    inside = dict.fromkeys(held, 0)
    open_groups = set()
    for (holder, organization), share in shares.items():
        if holder in number and labels[number[holder]] == labels[number[organization]]:
            inside[organization] += share
        elif organization in number:
            open_groups.add(int(labels[number[organization]]))
    open_groups |= {int(labels[number[one]]) for one in held if inside[one] < WHOLE}
    groups: dict[int, list[str]] = {}
    for one in held:
        groups.setdefault(int(labels[number[one]]), []).append(one)
    return tuple(sorted(tuple(group) for label, group in groups.items() if label not in open_groups))


def _solved(through: Sequence[str], shares: Mapping[tuple[str, str], int], company: str) -> dict[str, float] | None:
    """How often each company is passed on the way up from ``company``; None where that is without bounds.

    Where circles of shares above 100 % feed themselves there is no answer: (I - Q) is then no M-matrix, which
    shows in a solution for ones that is not positive.
    """
    import numpy as np
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import splu

    number = {one: place for place, one in enumerate(through)}
    inner = [
        (number[holder], number[organization], share / WHOLE)
        for (holder, organization), share in shares.items()
        if holder in number and organization in number
    ]
    rows, columns = (np.array([edge[end] for edge in inner], dtype=np.int64) for end in (0, 1))
    values = np.array([edge[2] for edge in inner], dtype=np.float64)
    count = len(through)
    system = (eye_array(count) - csc_array((values, (rows, columns)), shape=(count, count))).tocsc()
    start = np.zeros(count)
    start[number[company]] = 1.0
    try:
        factors = splu(system)
    except RuntimeError:  # exactly singular
        return None
    visits, ones = factors.solve(start), factors.solve(np.ones(count))
    proven = bool(np.all(ones >= 1 - TOLERANCE)) and bool(np.all(visits >= -TOLERANCE))
    if not proven or float(np.abs(system @ visits - start).max()) > TOLERANCE:
        return None
    return {one: float(visits[place]) for one, place in number.items()}


def shown(share: float) -> str:
    """An effective share as it is written, to nine places: ``0.36``."""
    text = f"{share:.9f}".rstrip("0").rstrip(".")
    return text or "0"


def as_json(found: Owners, network: Network) -> dict[str, Any]:
    """The owners, with the tolerance of their shares."""
    return {
        "tolerance": TOLERANCE,
        "owners": found.owners
        and [
            {
                "party": owner.party, "share": shown(owner.share), "ultimate": owner.ultimate,
                "aside": network.aside.get(owner.party),
            }
            for owner in found.owners
        ],
        "circles": [list(circle) for circle in found.circles],
        "unrecorded": None if found.owners is None else shown(found.unrecorded),
    }  # fmt: skip
