"""What the database promises: unique keys, and indexes for every way in."""

from __future__ import annotations

from graph.stores.interface import StoreError
from graph.stores.neo4j.connection import Ask

# Every label of a register; emptying it touches nothing else. Parties go last: the others point at them.
LABELS = ("Suspension", "Retention", "Order", "Notice", "Listing", "FormerName", "Party")

_UNIQUE = {
    "Register": "id",
    "Party": "id",
    "Listing": "id",
    "Order": "id",
    "Notice": "id",
    "Retention": "key",
    "Suspension": "key",
}
_INDEXED = {
    "Party": (
        "name_key", "uscc", "uscc_code", "organization_code", "registration_number", "id_hash", "id_mask",
    ),
    "FormerName": ("key",),
    "Listing": ("name_key", "case_key", "party", "identifier", "identifier_code", "identifier_hash"),
    "Order": ("case_key",),
}  # fmt: skip
_SEARCHED = {"Party": "name_key", "FormerName": "key"}  # for parts of a name

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
    **{
        f"guanlian_{label.lower()}_text": f"TEXT INDEX {{}} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label, name in _SEARCHED.items()
    },
}
_AWAIT_SECONDS = 3600


def constrain(ask: Ask) -> None:
    """Make the keys unique, where they are not yet."""
    present = _present(ask)
    for constraint in _CONSTRAINTS:
        if constraint.split()[2] not in present:
            ask(constraint)


def index(ask: Ask) -> None:
    """Make the indexes that are missing, and wait until they can be used.

    On a first load this comes after the rows: an index is filled faster than it is kept.
    """
    missing = set(_INDEXES) - _present(ask)
    for name in sorted(missing):
        ask(f"CREATE {_INDEXES[name].format(name)}")
    if missing:
        ask("CALL db.awaitIndexes($seconds)", seconds=_AWAIT_SECONDS)


def drop_indexes(ask: Ask) -> None:
    """Remove the indexes that only speed questions, before everything is loaded anew."""
    for name in sorted(set(_INDEXES) & _present(ask)):
        ask(f"DROP INDEX {name} IF EXISTS")


def refuse_strangers(ask: Ask, where: str) -> None:
    """Raises ``StoreError`` where the database holds nodes of our names that no load of ours wrote."""
    if ask("MATCH (r:Register {id: 'register'}) RETURN 1"):
        return
    for label in ("Register", *LABELS):
        if ask(f"MATCH (n:{label}) RETURN 1 LIMIT 1"):
            raise StoreError(
                f"{where} holds nodes labelled {label} that no load wrote; give the register a database of its own"
            )


def _present(ask: Ask) -> set[str]:
    names = ask("SHOW CONSTRAINTS YIELD name RETURN collect(name)") + ask(
        "SHOW INDEXES YIELD name RETURN collect(name)"
    )
    return {name for (some,) in names for name in some}
