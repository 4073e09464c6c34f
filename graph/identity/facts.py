"""Grade C: the name is the same, and an organization or another fact agrees with it.

Which facts count: for a person, an organization in which he holds a role; for an organization, the name of its legal
representative or principal, and the region of its registration, for one authority registers a full name once
(企业名称登记管理规定). A region says nothing of a person: in every county somebody else bears the name.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.identity.grades import Agreement, Facts
from graph.identity.keys import identifier_keys, record_keys
from graph.identity.names import name_key, names_on
from graph.model import Grade, Kind, Party, normalized


def with_facts(
    agreement: Agreement, facts: Facts, party: Party, day: int, organizations: Iterable[Party],
    representatives: Iterable[Party],
) -> Agreement:  # fmt: skip
    """The ``agreement``, or grade C where it is of the name alone and a fact agrees.

    ``organizations`` are those in which ``party`` holds a role on ``day``, ``representatives`` who represents it then.
    """
    if agreement.grade is not Grade.D:
        return agreement
    if party.kind is Kind.PERSON:
        if facts.organization and any(_is(facts.organization, one, day) for one in organizations):
            return Agreement(Grade.C, "the name agrees, and an organization in which a role is held")
        return agreement
    if facts.representative and any(_is(facts.representative, one, day) for one in representatives):
        return Agreement(Grade.C, "the name agrees, and the legal representative")
    if facts.region and party.region == normalized(facts.region):
        return Agreement(Grade.C, "the name agrees, and the region of registration")
    return agreement


def _is(written: str, party: Party, day: int) -> bool:
    """Is ``party`` what is ``written``: a name that it bears on ``day``, or its code?"""
    return name_key(written) in names_on(party, day) or not set(record_keys(normalized(written), None)).isdisjoint(
        identifier_keys(party)
    )
