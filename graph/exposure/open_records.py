"""Every published record of which nobody knows yet whom it names: the list that people work through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.exposure.asked import LEFT_OPEN, maybe_about
from graph.identity import Agreement, Decision, Record, Verdict, grade, name_key, record_keys, standing
from graph.model import EARLIEST, Grade, Listing, Party
from graph.model.progress import Progress, silent
from graph.stores.interface import WholeView

_AT_ONCE = 2_000


class OpenRecord(NamedTuple):
    """A record and the parties that it may be about, by id, each with its grade and the reason."""

    listing: Listing
    maybe: tuple[tuple[Party, Agreement], ...]


def open_records(
    view: WholeView, day: int, decisions: Sequence[Decision], progress: Progress = silent
) -> list[OpenRecord]:  # fmt: skip
    """The records in force on ``day`` that stand under ``undecided`` for some party of the register, by their ids.

    ``decisions`` are those of the store: a pair of which a person said that it is the same, or is not, is no longer
    open; one that a person looked at and left undecided is.
    """
    decided = standing(decisions).records
    ids = view.listings_with(["published"], EARLIEST, day)
    found: list[OpenRecord] = []
    for start in range(0, len(ids), _AT_ONCE):
        progress("reading records", start, len(ids))
        some = view.records([f"i:{id_}" for id_ in ids[start : start + _AT_ONCE]])
        unsure = [(one, settled) for one, settled in some if one.in_force.holds_on(day)]
        unsure = [(one, settled) for one, settled in unsure if not settled or one.id in decided]
        keys = {one.id: _keys(one) for one, _ in unsure}
        bearers = view.keyed(sorted({key for some_keys in keys.values() for key in some_keys}))
        ids_of = {
            one.id: {*decided.get(one.id, ()), *(id_ for key in keys[one.id] for id_ in bearers.get(key, ()))}
            for one, _ in unsure
        }
        parties = view.parties(sorted({id_ for some_ids in ids_of.values() for id_ in some_ids}))
        for listing, settled in unsure:
            verdicts = decided.get(listing.id, {})
            maybe = [
                (parties[id_], agreement)
                for id_ in sorted(ids_of[listing.id] & parties.keys())
                if (agreement := _open(listing, parties[id_], verdicts.get(id_), settled=settled)) is not None
            ]
            if maybe:
                found.append(OpenRecord(listing, tuple(maybe)))
    return found


def _keys(listing: Listing) -> list[str]:
    named = [f"n:{name}"] if (name := name_key(listing.name)) else []
    return [*named, *record_keys(listing.identifier, listing.identifier_hash)]


def _open(listing: Listing, party: Party, decision: Decision | None, *, settled: bool) -> Agreement | None:
    if decision is None:
        return None if settled else maybe_about(listing, party)
    if decision.verdict is not Verdict.UNDECIDED:
        return None
    agreement = grade(Record.of(listing), party)
    return Agreement(agreement.grade if agreement else Grade.D, LEFT_OPEN)
