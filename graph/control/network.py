"""The shareholdings around one party, read from the store as far as they can matter, and numbered for the kernel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.control.aside import aside
from graph.control.definitions import Regime
from graph.control.kernel import Holdings, Room, controlled, lasting
from graph.model import Interval, Kind, Party, Post, by_holder
from graph.stores.interface import View

# How many shareholdings a question about one party reads; beyond it the answer says ``incomplete``.
HOLDINGS_READ = 10_000
_ENDS_AT_FIRST = 16


@dataclass(slots=True)
class Network:
    """Shareholdings on any date, in a fixed order.

    ``aside`` are holders whose shares make nobody affiliated, with the sort of each; their holdings stand in
    ``apart`` and count for no control. ``cut``: there are more than were read.
    """

    posts: list[Post] = field(default_factory=list)
    ids: dict[str, None] = field(default_factory=dict)  # everybody met, the nearest first
    aside: dict[str, str] = field(default_factory=dict)
    apart: list[Post] = field(default_factory=list)
    cut: bool = False

    def know(self, ids: Iterable[str], organizations: Mapping[str, str]) -> None:
        """Take note of these parties, and of what sort of holder each of the ``organizations`` is, by its name."""
        self.ids |= dict.fromkeys(ids)
        self.aside |= {id_: sort for id_, name in organizations.items() if (sort := aside(name))}

    def take(self, posts: Sequence[Post]) -> None:
        """Add shareholdings whose holders are known."""
        for post in posts:
            (self.apart if post.holder in self.aside else self.posts).append(post)


def below(view: View, party: Party, regime: Regime, limit: int = HOLDINGS_READ) -> tuple[Network, list[str]]:
    """What ``party`` may control on some day: the shareholdings to tell it from, and those companies, by id.

    A company is followed where all that was ever held in it by those before it would be enough.
    """
    network = Network()
    network.know([party.id], _itself(party))
    least = min(threshold.least for threshold in regime.thresholds)
    sums: dict[str, int] = {}
    frontier = [] if network.aside else [party.id]
    found: list[str] = []
    while frontier and not network.cut:
        posts = _read(network, _first(view.shares_held, frontier, _left(network, limit)), limit)
        reached: list[str] = []
        for post in posts:
            company = post.organization
            before = sums.get(company, 0)
            sums[company] = before + (post.share or 0)
            if before < least <= sums[company] and company != party.id:
                reached.append(company)
        network.know(reached, view.organizations(reached))
        found += reached
        frontier = [company for company in reached if company not in network.aside]
    return network, sorted(found)


def above(view: View, party: Party, limit: int = HOLDINGS_READ) -> Network:
    """Everybody who holds shares in ``party`` through any number of companies, on any date."""
    network = Network()
    network.know([party.id], _itself(party))
    frontier = [party.id]
    while frontier and not network.cut:
        posts = _first(view.shares_in, frontier, _left(network, limit))
        fresh = sorted({post.holder for post in posts if post.holder not in network.ids})
        organizations = view.organizations(fresh)
        network.know(fresh, organizations)
        _read(network, posts, limit)
        frontier = [holder for holder in fresh if holder in organizations and holder not in network.aside]
    return network


def _itself(party: Party) -> dict[str, str]:
    return {party.id: party.name} if party.kind is Kind.ORGANIZATION else {}


def _first(read: Callable[[Sequence[str], int], list[Post]], ends: Iterable[str], wanted: int) -> list[Post]:
    """The first ``wanted`` shareholdings of all ``ends``, or all where there are fewer.

    They are read some ends at a time, ever more: in a clique of hundreds each has hundreds, of which few are wanted.
    """
    left, posts, some = sorted(ends), list[Post](), _ENDS_AT_FIRST
    while left and len(posts) < wanted:
        posts += read(left[:some], wanted - len(posts))
        left, some = left[some:], 2 * some
    return posts[:wanted]


def _left(network: Network, limit: int) -> int:
    """How many more shareholdings may be read, and one, to know of more."""
    return limit - len(network.posts) - len(network.apart) + 1


def _read(network: Network, posts: list[Post], limit: int) -> list[Post]:
    left = _left(network, limit) - 1
    network.cut = len(posts) > left
    network.take(posts[:left])
    return posts[:left]


def majorities(posts: Iterable[Post], holders: Collection[str], day: int, least: int) -> dict[str, frozenset[str]]:
    """For each of ``holders`` the companies of which it holds at least ``least`` itself on ``day``."""
    held: dict[str, dict[str, int]] = {}
    for post in posts:
        if post.holder in holders and post.held.holds_on(day) and post.holder != post.organization:
            shares = held.setdefault(post.holder, {})
            shares[post.organization] = shares.get(post.organization, 0) + (post.share or 0)
    return {
        holder: frozenset(company for company, share in shares.items() if share >= least)
        for holder, shares in held.items()
    }


class Numbered:
    """A network as the kernel sees it: parties by number, holdings by their holder."""

    def __init__(self, network: Network) -> None:
        self.ids = sorted({end for post in network.posts for end in (post.holder, post.organization)})
        self.numbers = {id_: number for number, id_ in enumerate(self.ids)}
        posts = sorted(network.posts, key=by_holder)
        offset = [0] * (len(self.ids) + 1)
        for post in posts:
            offset[self.numbers[post.holder] + 1] += 1
        for number in range(len(self.ids)):
            offset[number + 1] += offset[number]
        self.holdings = Holdings(
            offset,
            [self.numbers[post.organization] for post in posts],
            [post.share or 0 for post in posts],
            [post.held.since for post in posts],
            [post.held.until for post in posts],
        )
        count = len(self.ids)
        self._room = Room([0] * count, [0] * count, *([0] * (count + 1) for _ in range(4)))

    def controlled(self, source: str, day: int, least: int) -> list[str]:
        """What ``source`` controls on ``day``, in the order in which it follows."""
        number = self.numbers.get(source)
        if number is None:
            return []
        count = controlled(self.holdings, number, day, least, self._room)
        return [self.ids[member] for member in self._room.members[1:count]]

    def lasting(self, source: str, day: int, regime: Regime) -> dict[str, Interval]:
        """Since when and until when ``source`` controls, without a break, what it controls on ``day``."""
        number = self.numbers.get(source)
        if number is None:
            return {}
        since = [threshold.holds.since for threshold in regime.thresholds]
        least = [threshold.least for threshold in regime.thresholds]
        room = self._room
        count = lasting(self.holdings, number, day, since, least, room)
        return {self.ids[room.found[at]]: Interval(room.first[at], room.last[at]) for at in range(1, count)}
