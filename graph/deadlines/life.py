"""The lives of listings as a store tells them: one listing's, or of all those for whom a clock runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from graph.deadlines.clocks import Deadline, clocks_of, clocks_started, life_until
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
    clocks, silent = clocks_of(law, region, named)
    life = life_until(listing, events, day)
    return Life(listing, party, tuple(life), tuple(clocks_started(life, clocks, day)), tuple(silent))


@dataclass(frozen=True, slots=True)
class Running:
    """The clocks that run, soonest first; and under ``not_covered``, with the listings, the local policies whose
    clocks would run too if the debtor's region, which is unknown, is theirs."""

    deadlines: tuple[Deadline, ...]
    not_covered: tuple[tuple[NotCovered, tuple[str, ...]], ...]


def running(view: WholeView, law: Law, day: int, since: int, named: Sequence[str] = ()) -> Running:
    """Every clock that something from ``since`` to ``day`` started and that still runs on ``day``."""
    policies = [policy for policy in law.policies.values() if not named or policy.id in named]
    starts = {measure.clock.starts for policy in policies for measure in policy.measures if measure.clock}
    ids = view.listings_with(sorted(starts), since, day)
    listings = [listing for listing, _ in view.records([f"i:{id_}" for id_ in ids])]
    events: dict[str, list[Event]] = {}
    for event in view.events(ids):
        events.setdefault(event.listing, []).append(event)
    local = not named and any(policy.region for policy in policies)
    debtors = _debtors(view, listings) if local else {}
    clocks = cache(lambda region, ids: clocks_of(law, region, ids))

    def still_running(listing: Listing, region: str | None, ids: tuple[str, ...]) -> list[Deadline]:
        life = life_until(listing, events.get(listing.id, ()), day)
        found = clocks_started(life, clocks(region, ids)[0], day)
        return [deadline for deadline in found if deadline.status.runs and deadline.started >= since]

    found: list[Deadline] = []
    missed: dict[NotCovered, list[str]] = {}
    for listing in listings:
        party = debtors.get(listing.id)
        region = party.region if party else None
        found += still_running(listing, region, tuple(named))
        for silent in clocks(region, tuple(named))[1]:
            if still_running(listing, None, (silent.policy,)):
                missed.setdefault(silent, []).append(listing.id)
    return Running(
        tuple(sorted(found, key=Deadline.order)), tuple((silent, tuple(ids)) for silent, ids in missed.items())
    )


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
    bindings = view.debts(named.union(*view.keyed(sorted(keys)).values())).bindings
    debtor: dict[str, str] = {}
    for binding in sorted(bindings, key=lambda one: (one.grade, one.party)):
        if binding.listing.id in wanted:
            debtor.setdefault(binding.listing.id, binding.party)
    parties = view.parties(sorted(set(debtor.values())))
    return {listing: parties[party] for listing, party in debtor.items()}
