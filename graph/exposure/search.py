"""Who may be meant by what somebody types: proposals for people, best first. A finding never rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graph.identity import Way, former_names, name_key, query_keys, sounds
from graph.identity.names import with_other_forms
from graph.identity.sounds import typed_initials, typed_sounds
from graph.model import Grade, Party
from graph.stores.interface import View

SAME_NAME = "the name is the same"
_LOOKED_AT = 200  # names that share characters, ranked by how little they differ


class Candidate(NamedTuple):
    """A party that may be meant, with the grade of the agreement and its reason."""

    id: str
    kind: str
    name: str
    grade: Grade
    reason: str

    def as_json(self) -> dict[str, str]:
        """The candidate in the words of the contract."""
        return {**self._asdict(), "grade": str(self.grade)}


def find(view: View, text: str, key: bytes, limit: int = 10) -> list[Candidate]:
    """The parties that ``text`` may mean, best first.

    By id, identifier, name, former name, the name in another legal form, part of a name, sound (typed in letters or
    not), initials, and names that differ by little.
    """
    found = {candidate.id: candidate for candidate in exactly(view, text, key)}
    if not any(candidate.grade is Grade.A for candidate in found.values()):
        for ids, reason in _proposals(view, text, limit, borne=bool(found)):
            parties = view.parties([id_ for id_ in ids if id_ not in found])
            found |= {id_: _candidate(parties[id_], Grade.D, reason) for id_ in ids if id_ in parties}
            if len(found) >= limit:
                break
    return list(found.values())[:limit]


def exactly(view: View, text: str, key: bytes) -> list[Candidate]:
    """The parties that ``text`` names: by id, identifier, name and former name."""
    found: dict[str, Candidate] = {}

    def add(parties: Iterable[Party], grade: Grade, reason: str) -> None:
        for party in parties:
            found.setdefault(party.id, _candidate(party, grade, reason))

    def under(kinds: str) -> list[Party]:
        ids = sorted({id_ for k, some in keyed.items() if k[0] in kinds for id_ in some})
        return list(view.parties(ids).values())

    add(view.parties([text]).values(), Grade.A, "the id is the same")
    keyed = view.keyed(query_keys(text, key))
    add(under("uhor"), Grade.A, "a full identifier is equal")
    add(under("m"), Grade.D, "the shown digits are the same")
    wanted, named = name_key(text), under("n")
    add((party for party in named if name_key(party.name) == wanted), Grade.D, SAME_NAME)
    add((party for party in named if former_names(party)), Grade.D, "a former name is the same")
    return list(found.values())


def _proposals(view: View, text: str, limit: int, *, borne: bool) -> Iterator[tuple[list[str], str]]:
    """Ids of parties and why they are proposed, in the order in which they are worth looking at.

    Of a name that somebody bears, longer names are proposed; what sounds like it or resembles it, only of others.
    """
    wanted = name_key(text)
    if not wanted:
        return
    if borne:
        yield view.search(Way.PART, wanted, limit), "part of the name is the same"
        return
    forms = [f"n:{form}" for form in with_other_forms(wanted)]
    yield sorted({id_ for ids in view.keyed(forms).values() for id_ in ids}), "the name but for its legal form"
    yield view.search(Way.PART, wanted, limit), "part of the name is the same"
    for sound in typed_sounds(text):
        yield view.search(Way.SOUND, sound, limit), "the name sounds like it"
    yield view.search(Way.INITIALS, typed_initials(text), limit), "the initials are the same"
    if any(character > "⺀" for character in wanted):
        for sound in sounds(text, person=True):
            yield view.search(Way.SOUND, sound, limit), "the name sounds like it"
        yield _resembling(view, wanted), "the name is much like it"


def _resembling(view: View, wanted: str) -> list[str]:
    """Parties one of whose names differs from ``wanted`` by little, the least difference first, then by id."""
    from rapidfuzz.distance import DamerauLevenshtein

    allowed = 1 if len(wanted) <= 4 else 2 if len(wanted) <= 8 else len(wanted) // 4
    near: list[tuple[int, int, str]] = []
    for party in view.parties(view.search(Way.LIKENESS, wanted, _LOOKED_AT)).values():
        names = [name_key(party.name), *(name_key(name) for name, _ in former_names(party))]
        apart, size = min((DamerauLevenshtein.distance(wanted, name), abs(len(name) - len(wanted))) for name in names)
        if apart <= allowed:
            near.append((apart, size, party.id))
    return [id_ for _, _, id_ in sorted(near)]


def _candidate(party: Party, grade: Grade, reason: str) -> Candidate:
    return Candidate(party.id, str(party.kind), party.name, grade, reason)
