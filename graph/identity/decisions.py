"""What a person decided about who is meant, kept outside the source data and applied at every load.

A decision is about a published record and a party, or about two parties of the register. ``same`` makes the record
the party's, or the two parties one subject (see ``graph.identity.subjects``), with ``certainty: identity``, so that
what follows is reviewed and nobody is restricted on a person's word; an identifier that contradicts still vetoes.
``different`` undoes what grade there is, and keeps two parties apart. ``undecided`` says that a person looked and could
not tell: the record stands under ``undecided``, whatever its grade, and two parties stay two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from graph.identity.subjects import Pair, joined


class Verdict(StrEnum):
    """What was decided."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class About(StrEnum):
    """What a decision is about beside its party."""

    LISTING = "listing"
    PARTY = "party"


class Decision(NamedTuple):
    """Is ``subject``, a published record or another party, the same as ``party``?

    Decided ``by`` whom, ``at`` which moment (ISO 8601), and ``why``. ``number`` counts a store's decisions. One that
    was undone is kept, and says by whom and when. Of two parties the lesser id is the subject.
    """

    subject: str
    party: str
    verdict: Verdict
    by: str
    at: str
    why: str
    number: int = 0
    undone_by: str | None = None
    undone_at: str | None = None
    about: About = About.LISTING

    @classmethod
    def of_row(cls, row: Mapping[str, object]) -> Decision:
        """The decision that a store kept as a row. Raises ``ValueError``, ``TypeError`` or ``KeyError``."""
        values = dict(row)
        if "listing" in values:  # kept before there were decisions about two parties
            values["subject"] = values.pop("listing")
        about = About(str(values.pop("about", About.LISTING)))
        return cls(verdict=Verdict(str(values.pop("verdict"))), about=about, **values)  # type: ignore[arg-type]

    def as_row(self) -> dict[str, object]:
        """Every field, words as plain text."""
        return {**self._asdict(), "verdict": str(self.verdict), "about": str(self.about)}


def between(one: str, other: str, verdict: Verdict, by: str, at: str, why: str) -> Decision:
    """A decision about two parties. Raises ``ValueError`` where they are one id."""
    if one == other:
        raise ValueError(f"{one} is one party; a decision about two names two ids")
    return Decision(min(one, other), max(one, other), verdict, by, at, why, about=About.PARTY)


class Standing(NamedTuple):
    """What stands decided: about each listing and each of some parties, and about pairs of parties."""

    records: Mapping[str, Mapping[str, Decision]]
    pairs: Mapping[Pair, Decision]

    @property
    def same(self) -> list[Pair]:
        """The pairs that are the same."""
        return [pair for pair, one in self.pairs.items() if one.verdict is Verdict.SAME]

    @property
    def different(self) -> list[Pair]:
        """The pairs that are expressly two."""
        return [pair for pair, one in self.pairs.items() if one.verdict is Verdict.DIFFERENT]

    def all(self) -> list[Decision]:
        """Every decision that stands."""
        return [*(one for pairs in self.records.values() for one in pairs.values()), *self.pairs.values()]


def standing(decisions: Iterable[Decision]) -> Standing:
    """The last decision of each record and party, and of each two parties, that was not undone."""
    records: dict[str, dict[str, Decision]] = {}
    pairs: dict[Pair, Decision] = {}
    for decision in sorted(decisions, key=lambda one: one.number):
        if decision.undone_at is not None:
            continue
        if decision.about is About.PARTY:
            pairs[decision.subject, decision.party] = decision
        else:
            records.setdefault(decision.subject, {})[decision.party] = decision
    return Standing(records, pairs)


def ever_joined(decisions: Iterable[Decision], parties: Iterable[str]) -> set[str]:
    """``parties``, and whoever some decision, undone or not, ever joined with one of them."""
    wanted = set(parties)
    groups = joined((one.subject, one.party) for one in decisions if one.about is About.PARTY)
    return wanted.union(*(group for group in groups if not wanted.isdisjoint(group)))


def decided(decisions: Iterable[Decision]) -> str | None:
    """The digest of what stands decided, by whomever; None where nothing does."""
    rows = sorted((str(one.about), one.subject, one.party, str(one.verdict)) for one in standing(decisions).all())
    return blake2b(repr(rows).encode(), digest_size=16).hexdigest() if rows else None


def numbered(decisions: Sequence[Decision], decision: Decision) -> Decision:
    """``decision`` with the number that follows those of ``decisions``.

    Raises ``ValueError`` where two parties would be both the same and different.
    """
    made = decision._replace(number=1 + max((one.number for one in decisions), default=0))
    _refuse_both(decisions, [*decisions, made])
    return made


def undone(decisions: Sequence[Decision], number: int, by: str, at: str) -> Decision:
    """The decision of this number, undone.

    Raises ``ValueError`` where there is none, it was undone before, or an older one of the same two parties, which
    would stand again, contradicts others.
    """
    decision = next((one for one in decisions if one.number == number), None)
    if decision is None:
        raise ValueError(f"there is no decision {number}; 'guanlian resolve --list' shows those on file")
    if decision.undone_at is not None:
        raise ValueError(f"decision {number} was undone already, by {decision.undone_by} at {decision.undone_at}")
    made = decision._replace(undone_by=by, undone_at=at)
    _refuse_both(decisions, [*(one for one in decisions if one.number != number), made])
    return made


def _refuse_both(before: Iterable[Decision], after: Iterable[Decision]) -> None:
    known, now = standing(before), standing(after)
    of_known = _group_of(known)
    for pair in now.different:
        group = _group_of(now).get(pair[0], frozenset())
        if pair[1] not in group:
            continue
        if pair in known.different and pair[1] in of_known.get(pair[0], frozenset()):
            continue  # the file was changed by hand: what is wrong already must not keep anybody from putting it right
        same = sorted(one.number for two, one in now.pairs.items() if two in now.same and group.issuperset(two))
        raise ValueError(
            f"{pair[0]} and {pair[1]} would be both one and two: decision {now.pairs[pair].number} says different, and "
            f"{', '.join(map(str, same))} together say the same; undo the one that is wrong first"
        )


def _group_of(standing: Standing) -> dict[str, frozenset[str]]:
    return {id_: group for group in joined(standing.same) for id_ in group}
