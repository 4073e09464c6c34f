"""The register as it was known after an earlier load: what later loads replaced laid over what is there now.

A view over another view, as far as findings ask for it; whatever else is asked is told as it is known now. Nothing
is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa

from graph.identity import Decision, Standing, Subjects, Way, name_key, subjects
from graph.model import (
    SHAREHOLDER,
    Binding,
    Certainty,
    Debts,
    Event,
    Grade,
    Interval,
    Kind,
    Listing,
    Notice,
    Order,
    Party,
    Post,
    Retention,
    Suspension,
    by_holder,
    by_organization,
)
from graph.stores.interface import IN_FORCE, Register, Through, Ties, View, Walk
from graph.stores.journal import as_it_was

Row = Mapping[str, Any]


class Earlier:
    """``base`` with ``replaced`` undone (see ``WholeView.replaced``); see ``View`` for what each method tells."""

    def __init__(self, base: View, replaced: Mapping[str, Sequence[pa.Table]]) -> None:
        self._base = base
        self._was: dict[str, dict[tuple[Any, ...], Row | None]] = {
            name: as_it_was(name, tables) for name, tables in replaced.items()
        }
        self._posts = _by_ends([_post(row) for row in self._rows("roles")])
        self._of_listing = {
            name: _grouped(self._rows(name), "listing") for name in ("orders", "retentions", "suspensions")
        }
        self._of_case = _grouped(
            ({**row, "case": name_key(row["case_number"])} for row in self._rows("orders") if not row["listing"]),
            "case",
        )
        self._notices = _grouped(self._rows("notices"), "party")
        self._bound = _grouped(self._rows("bindings"), "party")
        # Who is a debtor no more, and so is not met by ``reach`` of what is there now.
        self._once = sorted({*self._notices, *self._bound})

    def register(self) -> Register:
        """See ``View.register``: that of the register as it is now."""
        return self._base.register()

    def parties(self, ids: Iterable[str]) -> dict[str, Party]:
        """See ``View.parties``."""
        wanted = list(ids)
        was = self._was.get("parties", {})
        known = self._base.parties([id_ for id_ in wanted if (id_,) not in was])
        found = {id_: Party.of_row(row) for id_ in wanted if (row := was.get((id_,)))}
        return {id_: (known.get(id_) or found[id_]) for id_ in wanted if id_ in known or id_ in found}

    def organizations(self, ids: Iterable[str]) -> dict[str, str]:
        """See ``View.organizations``."""
        parties = self.parties(ids).values()
        return {party.id: party.name for party in parties if party.kind is Kind.ORGANIZATION}

    def keyed(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """See ``View.keyed``."""
        return self._base.keyed(keys)

    def search(self, way: Way, text: str, limit: int) -> list[str]:
        """See ``View.search``."""
        return self._base.search(way, text, limit)

    def posts(self, holder: str) -> list[Post]:
        """See ``View.posts``."""
        return self._undone(self._base.posts(holder), [holder], lambda post: post.holder == holder)

    def officers(self, organization: str, roles: Sequence[str]) -> list[Post]:
        """See ``View.officers``."""
        posts = self._base.officers(organization, roles)
        return self._undone(
            posts, [organization], lambda post: post.organization == organization and post.role in roles
        )

    def reach(self, party: str) -> list[Post]:
        """See ``View.reach``; roles that tie the party to somebody who was no debtor may be among them."""
        posts = dict.fromkeys([*self._base.reach(party), *self._base.between(party, self._once)])
        return self._undone(posts, [party], lambda _: True)

    def between(self, party: str, others: Sequence[str]) -> list[Post]:
        """See ``View.between``."""
        ends = {*others}
        posts = self._base.between(party, others)
        return self._undone(posts, [party], lambda post: bool({post.holder, post.organization} - {party} & ends))

    def debts(self, debtors: Iterable[str]) -> Debts:
        """See ``View.debts``."""
        wanted = sorted(set(debtors))
        debts = self._base.debts(wanted)
        bound, noticed = self._was.get("bindings", {}), self._was.get("notices", {})
        kept = [binding for binding in debts.bindings if (binding.party, binding.listing.id) not in bound]
        restored = [row for party in wanted for row in self._bound.get(party, ())]
        listings = {binding.listing.id: binding.listing for binding in debts.bindings}
        missing = [f"i:{row['listing']}" for row in restored if row["listing"] not in listings]
        listings |= {listing.id: listing for listing, _ in (self._base.records(missing) if missing else ())}
        listings |= {id_: Listing(**row) for (id_,), row in self._was.get("listings", {}).items() if row}
        debts.bindings = [binding._replace(listing=listings[binding.listing.id]) for binding in kept]
        debts.bindings += [
            Binding(listings[row["listing"]], row["party"], Grade(row["grade"]), Certainty(row["certainty"]))
            for row in restored
        ]
        debts.notices = [notice for notice in debts.notices if (notice.id,) not in noticed]
        debts.notices += [Notice(**row) for party in wanted for row in self._notices.get(party, ())]
        return self._attendant(debts, [binding.listing for binding in debts.bindings], missing)

    def of_listings(self, listings: Sequence[str]) -> Debts:
        """See ``View.of_listings``."""
        return self._base.of_listings(listings)

    def records(self, keys: Sequence[str]) -> list[tuple[Listing, bool]]:
        """See ``View.records``."""
        return self._base.records(keys)

    def shares_held(self, holders: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_held``."""
        posts = self._undone(
            self._base.shares_held(holders, limit), holders, lambda post: _is_share(post) and post.holder in holders
        )
        return sorted(posts, key=by_holder)

    def shares_in(self, organizations: Sequence[str], limit: int) -> list[Post]:
        """See ``View.shares_in``."""
        posts = self._undone(
            self._base.shares_in(organizations, limit), organizations,
            lambda post: _is_share(post) and post.organization in organizations,
        )  # fmt: skip
        return sorted(posts, key=by_organization)

    def may_control(self, party: str, least: int, limit: int, *, upward: bool) -> bool:  # noqa: ARG002
        """See ``View.may_control``: what was replaced may have made a debtor or a shareholding."""
        return True

    def decided(self, party: str) -> list[Decision]:
        """See ``View.decided``."""
        return self._base.decided(party)

    def paired(self) -> Standing:
        """See ``View.paired``."""
        return self._base.paired()

    def subjects(self) -> Subjects:
        """See ``View.subjects``: by what people decided till now, and the numbers of the parties as they were."""
        return self._subjects

    @cached_property
    def _subjects(self) -> Subjects:
        if not self._base.register().decisions:
            return {}
        decisions = self._base.paired()
        known = self.parties(sorted({id_ for pair in decisions.same for id_ in pair}))
        return subjects(decisions.same, decisions.different, known)[0]

    def events(self, listings: Sequence[str]) -> list[Event]:
        """See ``View.events``."""
        return self._base.events(listings)

    def ties(self, parties: Sequence[str], day: int, limit: int, through: Through = IN_FORCE) -> dict[str, Ties]:
        """See ``View.ties``."""
        return self._base.ties(parties, day, limit, through)

    def posts_among(self, parties: Iterable[str]) -> list[Post]:
        """See ``View.posts_among``."""
        return self._base.posts_among(parties)

    def paths_to_debtors(self, party: str, day: int, hops: int, limit: int) -> Walk:
        """See ``View.paths_to_debtors``."""
        return self._base.paths_to_debtors(party, day, hops, limit)

    # -- what was --------------------------------------------------------------------------------------------

    def _rows(self, name: str) -> list[Row]:
        return [row for row in self._was.get(name, {}).values() if row]

    def _undone(self, posts: Iterable[Post], near: Iterable[str], among: Callable[[Post], bool]) -> list[Post]:
        """``posts`` without those that were not known as they are, and those of the parties ``near`` as they were."""
        was = self._was.get("roles", {})
        kept = [post for post in posts if (post.holder, post.organization, post.role, post.held.since) not in was]
        restored = dict.fromkeys(post for party in near for post in self._posts.get(party, ()) if among(post))
        return sorted([*kept, *restored], key=by_holder)

    def _attendant(self, debts: Debts, listings: Sequence[Listing], restored: Sequence[str]) -> Debts:
        """What goes with the listings, as it was."""
        if restored:
            more = self._base.of_listings([key.removeprefix("i:") for key in restored])
            debts.orders += more.orders
            debts.retentions += more.retentions
            debts.suspensions += more.suspensions
        orders, kept, pauses = (self._was.get(name, {}) for name in ("orders", "retentions", "suspensions"))
        debts.orders = [order for order in debts.orders if (order.id,) not in orders]
        debts.retentions = [one for one in debts.retentions if (one.listing, one.measure) not in kept]
        debts.suspensions = [
            one for one in debts.suspensions if (one.listing, one.measure, one.paused.since) not in pauses
        ]
        for listing in listings:
            of_case = self._of_case.get(name_key(listing.case_number), ())
            for row in (*self._of_listing["orders"].get(listing.id, ()), *of_case):
                debts.orders.append(Order(**{name: value for name, value in row.items() if name != "case"}))
            debts.retentions += [Retention(**row) for row in self._of_listing["retentions"].get(listing.id, ())]
            debts.suspensions += [
                Suspension(row["listing"], row["measure"], Interval(row["since"], row["until"]))
                for row in self._of_listing["suspensions"].get(listing.id, ())
            ]
        debts.orders = list(dict.fromkeys(debts.orders))
        return debts


def _by_ends(posts: Iterable[Post]) -> dict[str, list[Post]]:
    found: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        for end in {post.holder, post.organization}:
            found[end].append(post)
    return found


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column] is not None:
            found[row[column]].append(row)
    return found


def _is_share(post: Post) -> bool:
    return post.role == SHAREHOLDER


def _post(row: Row) -> Post:
    held = Interval(row["since"], row["until"])
    return Post(row["holder"], row["organization"], row["role"], held, row["share"], row["source"])
