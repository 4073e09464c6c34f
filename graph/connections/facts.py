"""Facts that the register holds of two parties alike: the same number, the same name of an organization.

What a register of companies also knows (addresses, telephones) is not in the data package and is not guessed. A
name that two persons bear is no fact about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.identity import former_names, name_key
from graph.model import Certainty, Kind, Label, Party, organization_code_of
from graph.model.identifiers import mask_key, masks_agree
from graph.stores.interface import View

FACTS = {
    "id_number": Label("身份证号码", "ID number"),
    "masked_id_number": Label("姓名和脱敏身份证号码", "name and masked ID number"),
    "uscc": Label("统一社会信用代码", "unified social credit code"),
    "organization_code": Label("组织机构代码", "organization code"),
    "registration_number": Label("注册号", "registration number"),
    "name": Label("现用或曾用名称", "present or former name"),
}
_UNPROVEN = frozenset({"masked_id_number", "name"})


class Fact(NamedTuple):
    """What two parties have in common; ``value`` as it may be shown, an ID number masked."""

    fact: str
    value: str

    @property
    def certainty(self) -> Certainty:
        """``identity`` where others may bear the same: a name, or what a mask shows of a number."""
        return Certainty.IDENTITY if self.fact in _UNPROVEN else Certainty.RECORDED


def shared_facts(view: View, parties: Sequence[str]) -> dict[tuple[str, str], list[Fact]]:
    """The facts that each of ``parties`` shares with any party of the register: (the one, the other) → facts.

    Of one organization code only the fuller number that contains it is told.
    """
    asked = view.parties(parties)
    keys = sorted({key for party in asked.values() for key, _ in _facts(party)})
    bearers = view.keyed(keys) if keys else {}
    known = {**view.parties(sorted({id_ for some in bearers.values() for id_ in some})), **asked}
    shared: dict[tuple[str, str], list[Fact]] = {}
    for id_, party in asked.items():
        for key, fact in _facts(party):
            for other in bearers.get(key, ()):
                if other != id_ and not (fact.fact in _UNPROVEN and _contradict(party, known[other])):
                    shared.setdefault((id_, other), []).append(fact)
    return {pair: _fullest(facts) for pair, facts in sorted(shared.items())}


def facts_between(view: View, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Fact]]:
    """The facts that the two parties of each pair share."""
    wanted = set(pairs)
    found = shared_facts(view, sorted({one for one, _ in wanted}))
    return {pair: facts for pair, facts in found.items() if pair in wanted}


def _facts(party: Party) -> Iterator[tuple[str, Fact]]:
    """Each fact of a party under its exact key (see ``graph.identity.party_keys``)."""
    if party.kind is Kind.PERSON:
        if party.id_hash:
            yield f"h:{party.id_hash}", Fact("id_number", party.id_mask or "")
        if key := mask_key(party.id_mask):
            yield f"m:{key}", Fact("masked_id_number", party.id_mask or "")
        return
    if party.uscc:
        yield f"u:{party.uscc}", Fact("uscc", party.uscc)
    codes = {party.organization_code, organization_code_of(party.uscc) if party.uscc else None}
    for code in sorted(filter(None, codes)):
        yield f"o:{code}", Fact("organization_code", code)
    if party.registration_number:
        yield f"r:{party.registration_number}", Fact("registration_number", party.registration_number)
    names = {name_key(name): name for name in (*(name for name, _ in former_names(party)), party.name)}
    for key, name in sorted(names.items()):
        yield f"n:{key}", Fact("name", name)


def _contradict(one: Party, other: Party) -> bool:
    """Are these two kinds, or two persons of different names or different whole numbers?"""
    if one.kind is not other.kind:
        return True
    if one.kind is not Kind.PERSON:
        return False  # two companies that bore one name in turn are two, and that is what is told
    if one.id_hash and other.id_hash and one.id_hash != other.id_hash:
        return True
    return name_key(one.name) != name_key(other.name) or not masks_agree(one.id_mask or "", other.id_mask or "")


def _fullest(facts: list[Fact]) -> list[Fact]:
    told = {fact.fact for fact in facts}
    hidden = {"organization_code"} if "uscc" in told else set()
    hidden |= {"masked_id_number"} if "id_number" in told else set()
    return [fact for fact in dict.fromkeys(facts) if fact.fact not in hidden]
