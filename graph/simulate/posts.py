"""The roles table: who holds which role where, since when, until when, and who owns how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from graph.model.interval import EARLIEST, LATEST
from graph.simulate.arrays import Flags, Floats, Whole, between, chance
from graph.simulate.groups import Holdings
from graph.simulate.offices import ROLE, ROLES, roles_of
from graph.simulate.organizations import LAST_DAY, Organizations, changed_on
from graph.simulate.seats import Seat, Seats
from graph.simulate.shares import UNKNOWN, divided

_WEIGHTS = (4.0, 0.0, 1.0, 1.0, 0.5, 3.0, 1.0)  # of a seat's holding beside the others in its company
_LATER = 0.35  # seats taken after the foundation
_ENDED = 0.06
_UNDATED = 0.04
_RENEWED = 0.03  # posts on two rows that adjoin: re-elected, the register keeps both terms


@dataclass(frozen=True, slots=True)
class Posts:
    """The rows of the roles table. A holder below ``people`` is a person, from there on an organization."""

    holder: Whole
    organization: Whole
    role: Whole
    share: Whole
    since: Whole
    until: Whole

    def __len__(self) -> int:
        return len(self.holder)

    def taken(self, rows: Whole) -> Posts:
        """These rows in this order."""
        return Posts(*(getattr(self, name)[rows] for name in self.__slots__))


def posted(rng: Generator, organizations: Organizations, seats: Seats, holdings: Holdings, people: int) -> Posts:
    """Every post of the register, sorted by organization and role; the key of a row is unique."""
    parts = [
        *_personal(rng, organizations, seats, holdings),
        _corporate(rng, organizations, holdings, people),
    ]
    posts = Posts(*(np.concatenate([getattr(part, name) for part, _ in parts]) for name in Posts.__slots__))
    weight = np.concatenate([weight for _, weight in parts])
    # A former holder's shares (weight 0) are those that its successor has now: they are not divided twice.
    owning = (posts.role == ROLE["shareholder"]) & (weight > 0)
    posts.share[owning] = divided(rng, posts.organization[owning], weight[owning], len(organizations))
    _hand_over(posts, weight == 0, seats, len(organizations))
    posts = _renewed(rng, posts)
    return posts.taken(np.argsort(posts.organization * len(ROLES) + posts.role, kind="stable"))


def _personal(
    rng: Generator, organizations: Organizations, seats: Seats, holdings: Holdings
) -> Iterator[tuple[Posts, Floats]]:
    """The posts of people, role by role, and the weight of each as a holding."""
    since, until = _held(rng, organizations, seats)
    for role, flags in roles_of(rng, organizations, seats, holdings).items():
        rows = np.flatnonzero(flags)
        place, no_share = np.full(len(rows), ROLE[role]), np.full(len(rows), UNKNOWN)
        posts = Posts(seats.person[rows], seats.organization[rows], place, no_share, since[rows], until[rows])
        yield posts, np.array(_WEIGHTS)[seats.kind[rows]]


def _corporate(rng: Generator, organizations: Organizations, holdings: Holdings, people: int) -> tuple[Posts, Floats]:
    """The shareholdings of companies in companies."""
    count = len(holdings.child)
    founded = organizations.founded[holdings.child]
    since = np.where(chance(rng, _UNDATED, count), EARLIEST, founded)
    role, no_share, until = (np.full(count, value) for value in (ROLE["shareholder"], UNKNOWN, LATEST))
    return Posts(people + holdings.parent, holdings.child, role, no_share, since, until), holdings.weight


def _held(rng: Generator, organizations: Organizations, seats: Seats) -> tuple[Whole, Whole]:
    """The interval of each seat. A legal representative follows the former one on the very day."""
    count = len(seats)
    founded = organizations.founded[seats.organization]
    former = seats.kind == Seat.FORMER_CHIEF
    chief = seats.kind == Seat.CHIEF
    replaced = np.full(len(organizations), LATEST)
    replaced[seats.organization[former]] = changed_on(rng, founded[former])
    replaced_on = replaced[seats.organization]
    succeeded = replaced_on < LATEST

    later = ~chief & ~former & chance(rng, _LATER, count)
    since = np.where(later, between(rng, founded, LAST_DAY, count), founded)
    since = np.where(chief & succeeded, replaced_on, since)
    lasting = chief | former | (seats.kind == Seat.SUPERVISOR)
    lasting |= (seats.kind == Seat.DIRECTOR) & (organizations.board[seats.organization] < 3)
    ended = ~lasting & chance(rng, _ENDED, count)
    until = np.where(ended, between(rng, since + 1, LAST_DAY + 1, count), LATEST)
    until = np.where(former, replaced_on, until)
    undated = chance(rng, _UNDATED, count) & ~former & ~(chief & succeeded)
    return np.where(undated, EARLIEST, since), until


def _hand_over(posts: Posts, former: Flags, seats: Seats, count: int) -> None:
    """Give a former shareholder the share that the chief of the company holds since."""
    chief = np.full(count, -1)
    sits = seats.kind == Seat.CHIEF
    chief[seats.organization[sits]] = seats.person[sits]
    shareholder = posts.role == ROLE["shareholder"]
    successor = shareholder & (posts.holder == chief[posts.organization])
    now = np.full(count, UNKNOWN)
    now[posts.organization[successor]] = posts.share[successor]
    gone = shareholder & former
    posts.share[gone] = now[posts.organization[gone]]


def _renewed(rng: Generator, posts: Posts) -> Posts:
    """Some posts on the board told in two rows, the second beginning on the day when the first ends."""
    elected = (posts.role >= ROLE["director"]) & (posts.role <= ROLE["senior_manager"])
    end = np.minimum(posts.until, LAST_DAY)
    split = elected & (posts.since > EARLIEST) & (end - posts.since > 400) & chance(rng, _RENEWED, len(posts))
    rows = np.flatnonzero(split)
    middle = (posts.since[rows] + end[rows]) // 2
    until = posts.until.copy()
    until[rows] = middle
    again = posts.taken(rows)
    first = Posts(posts.holder, posts.organization, posts.role, posts.share, posts.since, until)
    second = Posts(again.holder, again.organization, again.role, again.share, middle, again.until)
    return Posts(*(np.concatenate([getattr(part, name) for part in (first, second)]) for name in Posts.__slots__))
