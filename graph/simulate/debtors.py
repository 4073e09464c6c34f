"""Who is listed as a 失信被执行人 and when: about one party in a hundred, some of them again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator

from graph.model.interval import LATEST, day
from graph.simulate.arrays import Whole, between, chance
from graph.simulate.offices import ROLES
from graph.simulate.organizations import LAST_DAY, Organizations
from graph.simulate.people import People
from graph.simulate.posts import Posts

LISTED_SHARE = 0.01
_ORGANIZATIONS = 0.52  # of debtors
_OWN_CHIEFS = 0.15  # of listed organizations, those whose legal representative is listed as well
_STRANGERS = 0.03  # listings of people who are not in the register, and may bear the name of one who is
_RELEASED = 0.42
_AGAIN = 0.2
_MOST_LISTINGS = 5
_LIST_BEGAN = day(date(2013, 10, 24), 0)


@dataclass(frozen=True, slots=True)
class Chiefs:
    """The legal representative of each organization, the one before (-1: none), and the day of the change."""

    now: Whole
    before: Whole
    since: Whole

    def on(self, organization: Whole, when: Whole) -> Whole:
        """Who represented these organizations on these days?"""
        early = (self.before[organization] >= 0) & (when < self.since[organization])
        return np.where(early, self.before[organization], self.now[organization])


@dataclass(frozen=True, slots=True)
class Listings:
    """One row a listing. A debtor below ``people`` is a person, then come organizations, then strangers."""

    debtor: Whole
    listed_on: Whole
    released_on: Whole
    people: int
    organizations: int

    def __len__(self) -> int:
        return len(self.debtor)

    @property
    def strangers(self) -> int:
        """How many debtors are not in the register?"""
        beyond = self.debtor[self.debtor >= self.people + self.organizations]
        return len(np.unique(beyond))


def chiefs(posts: Posts, organizations: int) -> Chiefs:
    """The legal representatives as the roles table has them."""
    rows = posts.role == ROLES.index("legal_representative")
    current = rows & (posts.until == LATEST)
    former = rows & (posts.until < LATEST)
    now, before, since = (np.full(organizations, -1) for _ in range(3))
    now[posts.organization[current]] = posts.holder[current]
    since[posts.organization[current]] = posts.since[current]
    before[posts.organization[former]] = posts.holder[former]
    return Chiefs(now, before, since)


def listed(rng: Generator, organizations: Organizations, people: People, leading: Chiefs) -> Listings:
    """Every listing, in the order of publication."""
    persons, units = len(people), len(organizations)
    count = max(round((persons + units) * LISTED_SHARE), 1)
    unit_count = min(max(round(count * _ORGANIZATIONS), 1), units)
    debtor_units = rng.choice(units, unit_count, replace=False)
    own = leading.now[debtor_units[chance(rng, _OWN_CHIEFS, unit_count)]]
    others = rng.choice(persons, min(count, persons), replace=False)
    chosen = np.concatenate([own, others])
    _, first = np.unique(chosen, return_index=True)
    debtor_people = chosen[np.sort(first)][: count - unit_count]
    strangers = persons + units + np.arange(round(count * _STRANGERS))
    debtor = np.concatenate([debtor_people, persons + debtor_units, strangers])
    begin = np.concatenate(
        [
            people.first_day[debtor_people],
            organizations.founded[debtor_units],
            np.zeros(len(strangers), np.int64),
        ]
    )
    begin = np.maximum(begin + 200, _LIST_BEGAN)
    parts: list[tuple[Whole, Whole, Whole]] = []
    when = between(rng, begin, LAST_DAY, len(debtor))
    for _ in range(_MOST_LISTINGS):
        released = when + between(rng, 20, 900, len(when))
        released = np.where(chance(rng, _RELEASED, len(when)) & (released <= LAST_DAY), released, LATEST)
        parts.append((debtor, when, released))
        after = np.where(released < LATEST, released, when) + between(rng, 30, 1200, len(when))
        again = chance(rng, _AGAIN, len(when)) & (after < LAST_DAY)
        debtor, when = debtor[again], after[again]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[0], columns[1]))
    return Listings(columns[0][order], columns[1][order], columns[2][order], persons, units)
