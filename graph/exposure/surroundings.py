"""What lies around the party asked about: its ties, its posts and its paths, and those of the ids that are the same.

Where a person decided that another party of the register is the same subject, what is recorded of that one counts for
the party asked about too, with certainty ``identity``. What its own id has, counts first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.exposure.computed import Computed, ComputedTies, Found
from graph.exposure.finding import Finding
from graph.exposure.reach import Office, Tie, offices_of, ties_of
from graph.model import SAME, Debts, Party, Post
from graph.policy import Applicable
from graph.stores.interface import Path, View, Walk


@dataclass(frozen=True, slots=True)
class _Side:
    """One id of the subject, and the ties and shares around it."""

    party: Party
    posts: Sequence[Post]
    computed: Computed | Found

    @property
    def ends(self) -> set[str]:
        """Whoever stands at the other end of a recorded tie."""
        return {post.organization if post.holder == self.party.id else post.holder for post in self.posts}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a party on a day; empty for somebody whom the register does not hold."""

    view: View | None = None
    day: int = 0
    sides: Sequence[_Side] = field(default=())

    @classmethod
    def of(
        cls, view: View, party: Party, law: Applicable, day: int, computed: ComputedTies | None = None
    ) -> Surroundings:  # fmt: skip
        """The surroundings as far as ``law`` asks for them; ``computed`` where everybody's ties are known already."""
        same = view.subjects().get(party.id, ())
        parties = [party, *view.parties(same).values()] if same else [party]
        return cls(view, day, [
            _Side(one, view.reach(one.id), computed.of(one.id) if computed else Computed(view, one, law, day))
            for one in parties
        ])  # fmt: skip

    @property
    def ids(self) -> list[str]:
        """The party's own id, then the others of its subject."""
        return [side.party.id for side in self.sides]

    @property
    def others(self) -> set[str]:
        """Whoever may be a debtor that the ties lead to."""
        return set[str]().union(*(side.ends | side.computed.others for side in self.sides))

    @property
    def cut(self) -> bool:
        """Were there more shareholdings than are read?"""
        return any(side.computed.cut for side in self.sides)

    def controllers(self) -> list[str]:
        """Who controls the party by its shares, where the register names nobody; in id order."""
        return self.sides[0].computed.controllers() if self.sides else []

    def ties(self, debts: Debts) -> Iterator[Tie]:
        """The ties to everybody against whom one of ``debts`` stands; a subject has none to itself by another id.

        Those that follow from shares are worked out when they are come to.
        """
        against = {binding.party for binding in debts.bindings} | {notice.party for notice in debts.notices}
        for nth, side in enumerate(self.sides):
            wanted = (side.ends | side.computed.others & against).difference(self.ids if nth else ())
            debtors = self._view.parties(sorted(wanted))
            of = side.party.id if nth else None
            for tie in ties_of(side.party, side.posts, debtors, listed=not nth and side.party.id in against):
                yield tie._replace(of=of)
            for tie in side.computed.ties({id_: debtor for id_, debtor in debtors.items() if id_ in against}):
                yield tie._replace(of=of)

    def offices(self) -> list[Office]:
        """The posts that are held, each once."""
        found: dict[tuple[str, str | None], Office] = {}
        for nth, side in enumerate(self.sides):
            held = self._view.posts(side.party.id)
            for office in offices_of(held, self._view.parties({post.organization for post in held})):
                own = office._replace(of=side.party.id) if nth else office
                found.setdefault((office.role, office.organization), own)
        return list(found.values())

    def paths_to_debtors(self, hops: int, limit: int) -> Walk:
        """See ``View.paths_to_debtors``. That two ids are the same is no step, and stands in the path."""
        first, *others = (
            self._view.paths_to_debtors(side.party.id, self.day, hops, limit) for side in self.sides
        )  # fmt: skip
        if not others:
            return first
        own = self.ids[0]
        best = {path.parties[-1]: (len(path.roles), path) for path in reversed(first.paths)}
        for walk in others:
            for path in walk.paths:
                end = path.parties[-1]
                if end in self.ids or own in path.parties:
                    continue
                longer = Path((own, *path.parties), (SAME, *path.roles))
                if end not in best or (len(path.roles), longer.parties) < (best[end][0], best[end][1].parties):
                    best[end] = len(path.roles), longer
        ordered = sorted(best.values(), key=lambda found: (found[0], found[1].parties))
        return Walk([path for _, path in ordered], first.cut or any(walk.cut for walk in others))

    @property
    def _view(self) -> View:
        if self.view is None:
            raise ValueError("nothing lies around somebody whom the register does not hold")
        return self.view


def first_of_each(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of findings that differ in certainty, path and days alone the first: that of the party's own id."""
    met: set[object] = set()
    for one in findings:
        key = (one.measure.id, one.scope, one.role, one.appointment, one.debtor, one.listing, one.notice)
        if key not in met:
            met.add(key)
            yield one
