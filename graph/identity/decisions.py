"""What a person decided about a record and a party, kept outside the source data and applied at every load.

``same`` makes the record the party's with ``certainty: identity``, so that what follows is reviewed and nobody is
restricted on a person's word; an identifier that contradicts still vetoes. ``different`` undoes what grade there is.
``undecided`` says that a person looked and could not tell: the record stands under ``undecided``, whatever its grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple


class Verdict(StrEnum):
    """What was decided."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Decision(NamedTuple):
    """Is the record of ``listing`` about ``party``? Decided ``by`` whom, ``at`` which moment (ISO 8601), and ``why``.

    ``number`` counts a store's decisions. One that was undone is kept, and says by whom and when.
    """

    listing: str
    party: str
    verdict: Verdict
    by: str
    at: str
    why: str
    number: int = 0
    undone_by: str | None = None
    undone_at: str | None = None


Standing = Mapping[str, Mapping[str, Decision]]  # listing → party → the decision that stands


def standing(decisions: Iterable[Decision]) -> dict[str, dict[str, Decision]]:
    """The last decision of each record and party that was not undone."""
    found: dict[str, dict[str, Decision]] = {}
    for decision in sorted(decisions, key=lambda one: one.number):
        if decision.undone_at is None:
            found.setdefault(decision.listing, {})[decision.party] = decision
    return found


def decided(decisions: Iterable[Decision]) -> str | None:
    """The digest of what stands decided, by whomever; None where nothing does."""
    some = standing(decisions)
    rows = sorted((listing, party, str(one.verdict)) for listing, pairs in some.items() for party, one in pairs.items())
    return blake2b(repr(rows).encode(), digest_size=16).hexdigest() if rows else None


def numbered(decisions: Iterable[Decision], decision: Decision) -> Decision:
    """``decision`` with the number that follows those of ``decisions``."""
    return decision._replace(number=1 + max((one.number for one in decisions), default=0))


def undone(decisions: Iterable[Decision], number: int, by: str, at: str) -> Decision:
    """The decision of this number, undone. Raises ``ValueError`` where there is none, or it was undone before."""
    decision = next((one for one in decisions if one.number == number), None)
    if decision is None:
        raise ValueError(f"there is no decision {number}; 'guanlian resolve --list' shows those on file")
    if decision.undone_at is not None:
        raise ValueError(f"decision {number} was undone already, by {decision.undone_by} at {decision.undone_at}")
    return decision._replace(undone_by=by, undone_at=at)
