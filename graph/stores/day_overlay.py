"""Everybody on a changed register: what the store tells of a day, with the changes laid over its columns.

Only what a change touches is told anew. The ties of a debtor who is supposed to be listed are rows like any other,
so that a hub costs no more than its ties; parties between whom a role starts or ends are marked to be asked about
one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import ALWAYS, Binding, Certainty, Interval, Kind, Party, Post, Scope
from graph.stores.counting import Counted, counted
from graph.stores.interface import HELD, POSTS, REACHES, Through, WholeView
from graph.stores.overlay import Changes, Overlay

_EVERY_TIE = 1 << 31  # a debtor's ties are never cut

Row = dict[str, Any]


class DayOverlay(Overlay):
    """``whole`` with ``changes``; see ``DayView`` for what each method tells."""

    def __init__(self, whole: WholeView, changes: Changes) -> None:
        super().__init__(whole, changes)
        self._whole = whole

    def reaches(self, day: int, parties: Sequence[str] | None = None, computed: pa.Table | None = None) -> pa.Table:
        """See ``DayView.reaches``."""
        ties = self._with_changed_debts(self._whole.reaches(day, parties, computed).cast(REACHES), day)
        bound = [self._binding(bearer, party) for bearer, parties in sorted(self._bound.items()) for party in parties]
        added = [row for binding in bound for row in self._ties_to(binding, day, computed)]
        anew = self._touched(day)
        if parties is not None:
            wanted = set(parties)
            added, anew = [row for row in added if row["party"] in wanted], anew & wanted
        ties = ties.filter(pc.invert(pc.is_in(ties["party"], pa.array(sorted(anew), pa.string()))))
        added += [{"party": party, "former": False, "plain": False} for party in sorted(self.parties(anew))]
        return pa.concat_tables([ties, pa.Table.from_pylist(added, schema=REACHES)])

    def debtors(self, day: int) -> pa.Array:
        """See ``DayView.debtors``."""
        found = set(self._whole.debtors(day).to_pylist()) | (set(self._bound) if self._changes.day <= day else set())
        for bearers in self._whole.bearers(self._changes.released).values():
            found -= {bearer for bearer in bearers if bearer in found and not self._owes(bearer, day)}
        return pa.array(sorted(found), pa.string())

    def held(self, roles: Sequence[str], around: pa.Array | None = None) -> pa.Table:
        """See ``DayView.held``."""
        if around is not None:  # what starts leads on to what lies around its ends
            ends = [end for post in self._started for end in (post.holder, post.organization)]
            around = pa.concat_arrays([around.cast(pa.string()), pa.array(ends, pa.string())])
        rows = self._whole.held(roles, around)
        ended = {triple for triple in self._ended if triple[1] in roles}
        started = [post for post in self._started if post.role in roles]
        if not ended and not started:
            return rows
        rows = rows.cast(HELD)
        for holder, role, organization in sorted(ended):
            those = pc.and_(pc.equal(rows["holder"], holder), pc.equal(rows["organization"], organization))
            until = pc.min_element_wise(rows["until"], pa.scalar(self._changes.day, pa.int32()))
            until = pc.if_else(pc.and_(those, pc.equal(rows["role"], role)), until, rows["until"])
            rows = rows.set_column(rows.column_names.index("until"), "until", until)
        more = [{**post._asdict(), "since": post.held.since, "until": post.held.until} for post in started]
        whole = pa.concat_tables([rows, pa.Table.from_pylist(more, schema=HELD)])
        return whole.sort_by([(name, "ascending") for name in ("holder", "organization", "role", "since")])

    def named(self, pattern: str, among: pa.Array | None = None) -> list[str]:
        """See ``DayView.named``."""
        fresh = self.parties(post.holder for post in self._started)
        more = [
            party.id for party in fresh.values() if party.kind is Kind.ORGANIZATION and re.search(pattern, party.name)
        ]  # fmt: skip
        return sorted({*self._whole.named(pattern, among), *more})

    def posts_of(self, holders: pa.Array, day: int) -> pa.Table:
        """See ``DayView.posts_of``."""
        told = self._whole.posts_of(holders, day).cast(POSTS)
        touched = pa.array(sorted(self._touched(day)), pa.string())
        anew = pc.indices_nonzero(pc.is_in(holders.cast(pa.string()), touched)).cast(pa.int32())
        told = told.filter(pc.invert(pc.is_in(told["holder"], anew)))
        posts = [
            (place, post)
            for place in anew.to_pylist()
            for post in self.posts(holders[place].as_py())
            if post.held.holds_on(day)
        ]
        places = self.parties({post.organization for _, post in posts})
        more = [
            {"holder": place, "role": post.role, "categories": _categories(places[post.organization])}
            for place, post in posts
        ]
        return pa.concat_tables([told, pa.Table.from_pylist(more, schema=POSTS)])

    # -- what a change touches ------------------------------------------------------------------------------

    def _touched(self, day: int) -> set[str]:
        """The parties whose own roles or posts are not as the store tells them."""
        ends = {end for holder, _, organization in self._ended for end in (holder, organization)}
        ends |= {end for post in self._started for end in (post.holder, post.organization)}
        for organization, _ in self._changes.categories:
            ends |= {organization, *self._tied_to(organization, day)}
        return ends

    def _tied_to(self, party: str, day: int) -> set[str]:
        ties = self.ties([party], day, _EVERY_TIE, Through(former=True))
        return {tie.other for tie in ties[party].ties}

    def _with_changed_debts(self, ties: pa.Table, day: int) -> pa.Table:
        """Released listings end, proven debts are told; what rests on an order is asked anew where one is lifted.

        A listing of which more is on file than its own days is not plain, and is asked about in any case.
        """
        columns = {name: ties[name] for name in ties.column_names}
        if self._changes.released:
            released = pc.is_in(columns["listing"], pa.array(self._changes.released, pa.string()))
            first = pc.min_element_wise(columns["debt_until"], pa.scalar(self._changes.day, pa.int32()))
            first = pc.if_else(pc.and_(released, columns["plain"]), first, columns["debt_until"])
            columns["debt_until"] = first
        for listing, debt in self._changes.debts:
            proven = pc.fill_null(pc.equal(columns["listing"], listing), False)
            columns["debt"] = pc.if_else(proven, debt, columns["debt"])
        if self._changes.lifted:
            columns["plain"] = pc.and_not(columns["plain"], columns["ordered"])
        changed = pa.table(columns, schema=REACHES)
        return changed.filter(pc.greater(changed["debt_until"], day)) if self._changes.released else changed

    def _owes(self, party: str, day: int) -> bool:
        """Does a listing, a retained one included, or a notice stand against the party?"""
        debts = self.debts([party])
        kept = {kept.listing for kept in debts.retentions if kept.until > day}
        listings = [binding.listing for binding in debts.bindings]
        return any(
            listing.in_force.holds_on(day) or (listing.id in kept and listing.listed_on <= day) for listing in listings
        ) or any(notice.in_force.holds_on(day) for notice in debts.notices)

    # -- who is supposed to be listed -----------------------------------------------------------------------

    def _ties_to(self, binding: Binding, day: int, computed: pa.Table | None) -> Iterator[Row]:
        """The rows of everybody who is tied to a debtor, itself included, by the listing that is supposed."""
        if day < self._changes.day:
            return
        debtor = binding.party
        posts = self.between(debtor, sorted(self._tied_to(debtor, day) - {debtor}))
        drawn = _computed_of(debtor, computed)
        others = {end for post in (*posts, *drawn) for end in (post.holder, post.organization)}
        parties = self.parties({debtor, *others})
        if debtor not in parties:
            return
        plain = not self._base.debts([debtor]).notices
        owner = parties[debtor]
        yield _row(binding, owner, owner, Scope.DEBTOR, None, Counted(ALWAYS), plain=plain)
        held: dict[tuple[str, Scope, str, bool], list[Interval]] = {}
        for post, derived in [*((post, False) for post in posts), *((post, True) for post in drawn)]:
            inside = post.organization == debtor
            other, scope = (post.holder, Scope.OFFICER) if inside else (post.organization, Scope.ORGANIZATION)
            if other != debtor:
                held.setdefault((other, scope, post.role, derived), []).append(post.held)
        for (other, scope, role, derived), rows in held.items():
            if tie := counted(rows, day, self._changes.day):
                row = _row(binding, parties[other], owner, scope, role, tie, plain=plain)
                if derived and binding.certainty is Certainty.RECORDED:
                    row["certainty"] = str(Certainty.DERIVED)
                yield row


def _row(
    binding: Binding, party: Party, debtor: Party, scope: Scope, role: str | None, tie: Counted, *, plain: bool
) -> Row:
    listing = binding.listing
    return {
        "party": party.id, "scope": str(scope), "role": role, "debtor": debtor.id, "listing": listing.id,
        "notice": None, "held_since": tie.held.since, "held_until": tie.held.until, "former": tie.former,
        "debt_since": listing.listed_on, "debt_until": listing.released_on,
        "certainty": str(binding.certainty), "debt": listing.debt,
        "party_kind": str(party.kind), "party_categories": _categories(party), "party_region": party.region,
        "debtor_kind": str(debtor.kind), "ordered": False, "plain": plain and tie.plain,
    }  # fmt: skip


def _computed_of(debtor: str, computed: pa.Table | None) -> Iterable[Post]:
    """The computed ties that have the debtor at either end."""
    if computed is None:
        return []
    rows = computed.cast(HELD)
    rows = rows.filter(pc.or_(pc.equal(rows["holder"], debtor), pc.equal(rows["organization"], debtor)))
    return [
        Post(row["holder"], row["organization"], row["role"], Interval(row["since"], row["until"]))
        for row in rows.to_pylist()
    ]


def _categories(party: Party) -> str | None:
    return ";".join(sorted(party.categories)) or None
