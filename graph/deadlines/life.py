"""The lives of listings as a store tells them: one listing's, or of all those for whom a clock runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.deadlines.clocks import Deadline, clocks_of, deadlines, life_until
from graph.identity import name_key, record_keys
from graph.model import Event, Listing, Party
from graph.policy import Law, NotCovered
from graph.stores import View, WholeView


@dataclass(frozen=True, slots=True)
class Life:
    """One listing up to a day: its ``events`` in order, and its ``deadlines``, soonest first.

    ``party`` is the debtor, where the listing is matched; ``not_covered`` the local policies that set a clock
    and cannot be told to apply, because the debtor's region is unknown.
    """

    listing: Listing
    party: Party | None
    events: tuple[Event, ...]
    deadlines: tuple[Deadline, ...]
    not_covered: tuple[NotCovered, ...]


def life_of(view: View, id_: str, law: Law, day: int, named: Sequence[str] = ()) -> Life | None:
    """The life of the listing ``id_`` up to ``day``; None where the register holds no such listing."""
    found = [listing for listing, _ in view.records([f"i:{id_}"])]
    if not found:
        return None
    listing, events = found[0], view.events([id_])
    party = _debtors(view, found).get(id_)
    region = party.region if party else None
    _, silent = clocks_of(law, region, named)
    return Life(
        listing, party, tuple(life_until(listing, events, day)),
        tuple(deadlines(listing, events, law, day, region, named)), tuple(silent),
    )  # fmt: skip


def running(view: WholeView, law: Law, day: int, since: int, named: Sequence[str] = ()) -> list[Deadline]:
    """Every clock that something from ``since`` to ``day`` started and that still runs on ``day``, soonest first."""
    everywhere = {policy.id: policy for policy in law.policies.values() if not named or policy.id in named}
    starts = {measure.clock.starts for policy in everywhere.values() for measure in policy.measures if measure.clock}
    ids = view.listings_with(sorted(starts), since, day)
    listings = [listing for listing, _ in view.records([f"i:{id_}" for id_ in ids])]
    events: dict[str, list[Event]] = {}
    for event in view.events(ids):
        events.setdefault(event.listing, []).append(event)
    local = not named and any(policy.region for policy in everywhere.values())
    debtors = _debtors(view, listings) if local else {}
    found = [
        deadline
        for listing in listings
        for party in [debtors.get(listing.id)]
        for deadline in deadlines(
            listing, events.get(listing.id, ()), law, day, party.region if party else None, named
        )
        if deadline.status.runs and deadline.started >= since
    ]
    return sorted(found, key=lambda one: (one.due, one.listing, one.measure.id, one.started, one.event.measure or ""))


def _debtors(view: View, listings: Iterable[Listing]) -> dict[str, Party]:
    """The debtor of each listing that is matched: of several the one that agrees best, then the least id."""
    wanted = {listing.id for listing in listings}
    named = {listing.party for listing in listings if listing.party is not None}
    keys = {
        key
        for listing in listings
        if listing.party is None
        for key in (f"n:{name_key(listing.name)}", *record_keys(listing.identifier, listing.identifier_hash))
    }
    bindings = view.debts(named.union(view.keyed(sorted(keys)))).bindings
    debtor: dict[str, str] = {}
    for binding in sorted(bindings, key=lambda one: (one.grade, one.party)):
        if binding.listing.id in wanted:
            debtor.setdefault(binding.listing.id, binding.party)
    parties = view.parties(sorted(set(debtor.values())))
    return {listing: parties[party] for listing, party in debtor.items()}
