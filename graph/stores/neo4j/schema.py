"""What the database promises: unique keys, and indexes for every way in."""

from __future__ import annotations

from collections.abc import Iterable

import neo4j

from graph.stores.interface import StoreError
from graph.stores.neo4j.connection import Ask, asking, written
from graph.stores.neo4j.names import FULL_TEXT

# Every label of a register; emptying it touches nothing else. Parties go last: the others point at them.
LABELS = ("Journal", "Event", "Suspension", "Retention", "Order", "Notice", "Listing", "FormerName", "Party")
_TYPES = ("HOLDS", "NAMES", "CONCERNS", "AGAINST", "BORE")
_PREFIX = "guanlian_"

_UNIQUE = {
    "Register": "id",
    "Party": "id",
    "Listing": "id",
    "Order": "id",
    "Notice": "id",
    "Retention": "key",
    "Suspension": "key",
    "Event": "key",
}
_INDEXED = {
    "Party": (
        "name_key", "uscc", "uscc_code", "organization_code", "registration_number", "id_hash", "mask_key",
    ),
    "FormerName": ("key",),
    "Listing": (
        "name_key", "case_key", "party", "identifier", "identifier_code", "identifier_hash", "mask_key", "listed_on",
        "released_on",
    ),
    "Order": ("case_key",),
    "Event": ("on",),
    "Retention": ("until",),
}  # fmt: skip
_DATED = ("since", "until")  # of the roles, for what changed between two days
# For parts of a name, how it sounds, and its initials.
_SEARCHED = {"Party": ("name_key", "sounds", "initials"), "FormerName": ("key", "sounds", "initials")}

_CONSTRAINTS = [
    *(
        f"CREATE CONSTRAINT guanlian_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
        for label, name in _UNIQUE.items()
    ),
    "CREATE CONSTRAINT guanlian_holds IF NOT EXISTS FOR ()-[r:HOLDS]-() REQUIRE r.key IS UNIQUE",
]
_INDEXES = {
    **{
        f"guanlian_{label.lower()}_{name}": f"INDEX {{}} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label, names in _INDEXED.items()
        for name in names
    },
    **{f"guanlian_holds_{name}": f"INDEX {{}} IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.{name})" for name in _DATED},
    **{
        f"guanlian_{label.lower()}_{name}_text": f"TEXT INDEX {{}} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label, names in _SEARCHED.items()
        for name in names
    },
    # Chinese is cut into pairs of characters, so that a name with one wrong still shares some.
    FULL_TEXT: (
        "FULLTEXT INDEX {} IF NOT EXISTS FOR (n:Party|FormerName) ON EACH [n.name_key, n.key] "
        "OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'cjk'}}}}"
    ),
}
_AWAIT_SECONDS = 3600


def constrain(session: neo4j.Session) -> None:
    """Make the keys unique, where they are not yet."""
    present = _present(session)
    missing = [constraint for constraint in _CONSTRAINTS if constraint.split()[2] not in present]
    if missing:
        written(session, lambda ask: [ask(constraint) for constraint in missing])


def index(session: neo4j.Session) -> None:
    """Make the indexes that are missing, and wait until they can be used.

    On a first load this comes after the rows: an index is filled faster than it is kept.
    """
    missing = sorted(set(_INDEXES) - _present(session))
    if missing:
        written(session, lambda ask: [ask(f"CREATE {_INDEXES[name].format(name)}") for name in missing])
        asking(session)("CALL db.awaitIndexes($seconds)", seconds=_AWAIT_SECONDS)


def drop_indexes(session: neo4j.Session) -> None:
    """Remove the indexes that only speed questions, before everything is loaded anew."""
    present = sorted(set(_INDEXES) & _present(session))
    written(session, lambda ask: [ask(f"DROP INDEX {name} IF EXISTS") for name in present])


def refuse_strangers(ask: Ask, where: str) -> None:
    """Raises ``StoreError`` where the database holds nodes of our names that no load of ours wrote."""
    if ask("MATCH (r:Register {id: 'register'}) RETURN 1"):
        return
    for label, found in ask(_counting(("Register", *LABELS))):
        if found:
            raise StoreError(
                f"{where} holds nodes labelled {label} that no load wrote; give the register a database of its own"
            )


def is_empty(ask: Ask) -> bool:
    """Does the database hold no row of a register? What people decided may be there, and the mark of a load."""
    return not any(found for _, found in ask(_counting(LABELS)))


def is_ours(ask: Ask) -> bool:
    """Is everything in the database what loads and decisions write, its indexes included?"""
    indexes = ask("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")
    # Neo4j keeps these counts ready.
    [[nodes]], [[ties]] = ask("MATCH (n) RETURN count(n)"), ask("MATCH ()-[n]->() RETURN count(n)")
    own = sum(found for _, found in ask(_counting((*LABELS, "Register", "Decision"))))
    tied = sum(found for _, found in ask(_counting(_TYPES, "MATCH ()-[n:{}]->()")))
    return (nodes, ties) == (own, tied) and all(name.startswith(_PREFIX) for (name,) in indexes)


def _counting(names: Iterable[str], match: str = "MATCH (n:{})") -> str:
    return " UNION ALL ".join(
        f"{match.format(name)} WITH count(n) AS found RETURN '{name}' AS name, found" for name in names
    )


def _present(session: neo4j.Session) -> set[str]:
    ask = asking(session)
    return {name for what in ("CONSTRAINTS", "INDEXES") for (name,) in ask(f"SHOW {what} YIELD name RETURN name")}
