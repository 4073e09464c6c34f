"""The answer about control around one party: who controls it, what it controls, who owns it in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.control import owners as ownership
from graph.control.definitions import COMPANY_LAW, Regime, Threshold
from graph.control.derived import Around, Control
from graph.control.network import HOLDINGS_READ, Network
from graph.control.owners import TOLERANCE, Owner, Owners, owners
from graph.model import ACTUAL_CONTROLLER, Kind, Party, iso
from graph.model.share import WHOLE, share_text
from graph.stores.interface import View


class Oddity(NamedTuple):
    """Something in the recorded shares that is told and not repaired. ``what``: ``above_whole`` (the shares of
    ``organization`` add up to more than all of them), ``unknown_size``, ``of_itself``, ``ceased``, or ``aside``
    (the holder's shares make nobody affiliated).
    """

    what: str
    organization: str
    holder: str | None = None
    share: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The oddity with its share as a decimal."""
        share = None if self.share is None else share_text(self.share)
        return {"what": self.what, "organization": self.organization, "holder": self.holder, "share": share}


@dataclass(frozen=True, slots=True)
class ControlAnswer:
    """Control around ``party`` on ``day`` under one regime.

    ``recorded`` are the actual controllers that the register names: where it names any, nothing that follows
    from shares reaches anybody. ``above`` are the holders whose effective share reaches the threshold of a
    regime that compares such shares; ``controllers`` and ``controls`` answer one that adds up votes.
    """

    party: Party
    day: int
    regime: Regime
    threshold: Threshold | None
    recorded: tuple[str, ...]
    controllers: Sequence[Control]
    controls: Sequence[Control]
    owned: Owners | None
    above: Sequence[Owner]
    oddities: Sequence[Oddity]
    network: Network
    names: dict[str, str]
    incomplete: bool
    snapshot: str

    def as_json(self) -> dict[str, Any]:
        """The answer with a fixed order of keys; shares are decimals in text, exact but for effective ones."""
        party, threshold = self.party, self.threshold
        return {
            "party": {"id": party.id, "kind": party.kind and str(party.kind), "name": party.name},
            "as_of": iso(self.day),
            "regime": {"name": self.regime.name, "threshold": threshold and threshold.as_json()},
            "recorded": list(self.recorded),
            "controllers": [self._told(control) for control in self.controllers],
            "controls": [self._told(control) for control in self.controls],
            "ownership": self.owned and ownership.as_json(self.owned, self.network),
            "above_threshold": [owner.party for owner in self.above],
            "reported": [oddity.as_json() for oddity in self.oddities],
            "incomplete": self.incomplete,
            "sources": {"snapshot": self.snapshot},
        }

    def _told(self, control: Control) -> dict[str, Any]:
        held = control.held
        return {**control.as_json(), "since": iso(held.since), "until": iso(held.until)}


def control(
    view: View, party: Party, day: int, regime: Regime = COMPANY_LAW, limit: int = HOLDINGS_READ
) -> ControlAnswer:  # fmt: skip
    """Who controls ``party`` on ``day``, step by step; what it controls; and who owns it, with effective shares.

    ``incomplete`` where more than ``limit`` shareholdings stand around it: what is told then stands, and there
    may be more.
    """
    around = Around(view, party, day, regime, limit)
    threshold = regime.on(day)
    joint = regime.joint and threshold is not None
    controllers = around.controllers() if joint else []
    controls = around.controls() if joint else []
    owned = owners(around.up, party.id, day) if party.kind is Kind.ORGANIZATION else None
    above: list[Owner] = []
    if not regime.joint and threshold is not None and owned is not None:
        above = [
            owner
            for owner in owned.owners or ()
            if owner.party not in around.up.aside and owner.share >= threshold.least / WHOLE - TOLERANCE
        ]
    recorded = [post for post in view.officers(party.id, [ACTUAL_CONTROLLER]) if post.held.holds_on(day)]
    networks = [around.up, around.down] if joint else [around.up]
    ids = {id_ for network in networks for id_ in network.ids} | {post.holder for post in recorded}
    named = {**view.parties(sorted(ids)), party.id: party}
    return ControlAnswer(
        party=party,
        day=day,
        regime=regime,
        threshold=threshold,
        recorded=tuple(sorted({post.holder for post in recorded})),
        controllers=controllers,
        controls=controls,
        owned=owned,
        above=above,
        oddities=_oddities(networks, named, day),
        network=around.up,
        names={id_: found.name for id_, found in named.items()},
        incomplete=around.cut,
        snapshot=view.register().digest,
    )


def _oddities(networks: Sequence[Network], parties: Mapping[str, Party], day: int) -> list[Oddity]:
    """What is odd about the shares of the day, in a fixed order, each once."""
    found: set[Oddity] = set()
    for network in networks:
        totals: dict[str, int] = {}
        for post in (*network.posts, *network.apart):
            if not post.held.holds_on(day):
                continue
            totals[post.organization] = totals.get(post.organization, 0) + (post.share or 0)
            if post.share is None:
                found.add(Oddity("unknown_size", post.organization, post.holder))
            if post.holder == post.organization:
                found.add(Oddity("of_itself", post.organization, post.holder, post.share))
            if post.holder in network.aside:
                found.add(Oddity("aside", post.organization, post.holder, post.share))
            for end in (post.holder, post.organization):
                if end in parties and parties[end].status in ("cancelled", "revoked"):
                    found.add(Oddity("ceased", end))
        found |= {Oddity("above_whole", one, None, total) for one, total in totals.items() if total > WHOLE}
    return sorted(found, key=lambda one: (one.what, one.organization, one.holder or "", one.share or 0))
