"""The facts behind an answer, read from the same view: names, published records, posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.exposure import Connection, Finding
from graph.identity import name_key, record_keys
from graph.model import Interval, Listing, Notice, Party, Post, coalesce
from graph.stores import View


@dataclass(frozen=True, slots=True)
class Background:
    """Parties by id, listings and notices by id, and the posts between two parties."""

    asked: Party
    parties: Mapping[str, Party]
    listings: Mapping[str, Listing]
    notices: Mapping[str, Notice]
    posts: Sequence[Post]
    view: View

    def party(self, id_: str | None) -> Party:
        """The party with this id; the one asked about where there is none."""
        if id_ is None or id_ == self.asked.id:
            return self.asked
        return self.parties.get(id_) or Party(id_, None, id_)

    def held(self, holder: str, role: str | None, organization: str, day: int) -> Interval | None:
        """When ``holder`` held ``role``: the days around ``day``, or else the last before it."""
        spans = coalesce(
            post.held
            for post in self.posts
            if (post.holder, post.role, post.organization) == (holder, role, organization)
        )
        now = [span for span in spans if span.holds_on(day)]
        before = [span for span in spans if span.until <= day]
        held = now or before
        return held[-1] if held else None

    def step(self, one: str, other: str, role: str) -> bool:
        """Is ``role`` held by ``one`` in ``other`` (True), or the other way round?"""
        posts = self.view.between(one, [other])
        return any((post.holder, post.role) == (one, role) for post in posts)


def background(view: View, asked: Party, findings: Iterable[Finding], connections: Iterable[Connection]) -> Background:
    """Read what an answer's findings and connections are told with."""
    findings, connections = list(findings), list(connections)
    debtors = {finding.debtor for finding in findings if finding.debtor}
    ids = {asked.id, *debtors, *(id_ for finding in findings for id_ in finding.path)}
    ids |= {id_ for connection in connections for id_ in connection.path}
    ids |= {
        finding.appointment.organization
        for finding in findings
        if finding.appointment and finding.appointment.organization
    }
    debts = view.debts({*debtors, asked.id} - {""})
    listings = {binding.listing.id: binding.listing for binding in debts.bindings}
    if not asked.id:
        keys = [f"n:{name_key(asked.name)}", *record_keys(asked.id_mask, asked.id_hash)]
        keys += record_keys(asked.uscc or asked.organization_code or asked.registration_number, None)
        listings = {listing.id: listing for listing, _ in view.records(keys)}
    return Background(
        asked=asked,
        parties=view.parties(ids - {""}),
        listings=listings,
        notices={notice.id: notice for notice in debts.notices},
        posts=view.between(asked.id, sorted(debtors)) if asked.id else [],
        view=view,
    )
