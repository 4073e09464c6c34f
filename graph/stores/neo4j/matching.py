"""Which party each listing names: matched by ``graph.identity.bind`` and drawn as ``NAMES``."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from graph.identity import (
    About,
    Contradiction,
    Decision,
    Standing,
    Subjects,
    bind,
    ever_joined,
    record_keys,
    standing,
    subjects,
)
from graph.model import REPRESENTING, Binding, Listing, Party, Post
from graph.stores.journal import BINDINGS, bindings_table, journal_of_bindings
from graph.stores.neo4j import rows as form
from graph.stores.neo4j.connection import Ask
from graph.stores.neo4j.journal import Journal
from graph.stores.neo4j.writing import BATCH, NO_LONGER_DEBTORS, Run

# One property of a party for each kind of key (see ``graph.identity.party_keys``): a separate index each is
# quicker to fill than a node for every key, and an exact one. Former names alone have nodes, being several.
_PROPERTY = {"u": ("uscc",), "o": ("organization_code", "uscc_code"), "r": ("registration_number",), "h": ("id_hash",),
             "m": ("mask_key",), "n": ("name_key",)}  # fmt: skip
_KEYED = {
    kind: "UNWIND $texts AS text CALL (text) { "
    + " UNION ".join(
        [f"MATCH (p:Party {{{name}: text}}) RETURN p.id AS id" for name in names]
        + (["MATCH (:FormerName {key: text})<-[:BORE]-(p:Party) RETURN p.id AS id"] if kind == "n" else [])
    )
    + " } RETURN text, id"
    for kind, names in _PROPERTY.items()
}
PARTIES = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) RETURN {form.columns('parties', 'p')}"

_COUNT = "MATCH (l:Listing) RETURN count(l)"
_ALL = "MATCH (l:Listing) RETURN collect(l.id)"
# Listings that name a party now, or could: over-wide is harmless, for matching them again changes nothing.
_CONCERNED = """
UNWIND $ids AS id
MATCH (p:Party {id: id})
CALL (p) {
  MATCH (l:Listing)-[:NAMES]->(p) RETURN l.id AS listing
  UNION MATCH (l:Listing {party: p.id}) RETURN l.id AS listing
  UNION MATCH (l:Listing {identifier: p.uscc}) RETURN l.id AS listing
  UNION MATCH (l:Listing {identifier: p.registration_number}) RETURN l.id AS listing
  UNION MATCH (l:Listing {mask_key: p.mask_key}) RETURN l.id AS listing
  UNION MATCH (l:Listing {identifier_code: p.organization_code}) RETURN l.id AS listing
  UNION MATCH (l:Listing {identifier_code: p.uscc_code}) RETURN l.id AS listing
  UNION MATCH (l:Listing {identifier_hash: p.id_hash}) RETURN l.id AS listing
}
RETURN DISTINCT listing
"""
# One property of a listing for each kind of key (see ``graph.identity.record_keys``); ``i:`` is its own id.
_RECORDED = {"i": "id", "n": "name_key", "u": "identifier", "r": "identifier", "m": "mask_key",
             "o": "identifier_code", "h": "identifier_hash"}  # fmt: skip
_RECORDS = {
    kind: f"UNWIND ${kind} AS text MATCH (n:Listing {{{name}: text}}) RETURN '{kind}:' + text AS key, n"
    for kind, name in _RECORDED.items()
}
_SETTLED = f"RETURN key, EXISTS {{ (n)-[:NAMES {{certainty: 'recorded'}}]->() }}, {form.columns('listings')}"
_REPRESENTING = """
UNWIND $ids AS id
MATCH (h:Party)-[r:HOLDS]->(o:Party {id: id}) WHERE r.role IN $roles
RETURN h.id, o.id, r.role, r.since, r.until, r.share, r.source
"""
# Records that name the representative of one of these, or of an organization that one of these represents.
_REPRESENTED = """
UNWIND $ids AS id
MATCH (p:Party {id: id})
CALL (p) {
  RETURN p AS o
  UNION MATCH (p)-[r:HOLDS]->(o:Party) WHERE r.role IN $roles RETURN o
}
CALL (o) {
  RETURN o.name_key AS key
  UNION MATCH (o)-[:BORE]->(f:FormerName) RETURN f.key AS key
}
MATCH (l:Listing {name_key: key}) WHERE l.legal_representative IS NOT NULL
RETURN DISTINCT l.id
"""
_DECISIONS = "MATCH (d:Decision) RETURN properties(d)"
_NAMING = "UNWIND $ids AS id MATCH (l:Listing)-[:NAMES]->(:Party {id: id}) RETURN DISTINCT l.id ORDER BY l.id"
_LISTINGS = f"UNWIND $ids AS id MATCH (n:Listing {{id: id}}) RETURN {form.columns('listings')}"
_UNBIND = """
UNWIND $ids AS id
MATCH (:Listing {id: id})-[old:NAMES]->(p:Party)
WITH id, p, old, old.grade AS grade, old.certainty AS certainty
DELETE old
RETURN p.id, id, grade, certainty
"""
_BIND = """
UNWIND $rows AS row
MATCH (l:Listing {id: row.listing})
MATCH (p:Party {id: row.party})
CREATE (l)-[:NAMES {grade: row.grade, certainty: row.certainty}]->(p)
SET p:Debtor
"""


def keyed(ask: Ask, keys: Iterable[str]) -> dict[str, list[str]]:
    """See ``View.keyed``."""
    found: dict[str, list[str]] = {}
    for kind, texts in _by_kind(keys, _KEYED).items():
        for text, id_ in ask(_KEYED[kind], texts=texts):
            found.setdefault(f"{kind}:{text}", []).append(id_)
    return {key: sorted(set(ids)) for key, ids in found.items()}


def parties(ask: Ask, ids: Sequence[str]) -> dict[str, Party]:
    """The parties with these ids."""
    return {values[0]: form.party(values) for values in ask(PARTIES, ids=ids)}


def representatives(ask: Ask, organizations: Sequence[str]) -> dict[str, list[Post]]:
    """Everybody who ever represented or led each of these organizations."""
    found: dict[str, list[Post]] = {id_: [] for id_ in organizations}
    for values in ask(_REPRESENTING, ids=organizations, roles=list(REPRESENTING)) if organizations else ():
        post = form.post(values)
        found[post.organization].append(post)
    return found


def records_by_key(ask: Ask, keys: Iterable[str]) -> dict[str, list[tuple[Listing, bool]]]:
    """The listings published under each of these keys, each with whether it is settled whom it names."""
    texts = _by_kind(keys, _RECORDS)
    found: dict[str, list[tuple[Listing, bool]]] = {}
    if not texts:
        return found
    matched = " UNION ALL ".join(_RECORDS[kind] for kind in texts)
    for key, settled, *values in ask(f"CALL () {{ {matched} }} {_SETTLED}", **texts):
        listing = form.listing(values)
        # Numbers of several kinds share a property: only one of the kind that was asked for counts.
        if key[0] in "in" or key in record_keys(listing.identifier, listing.identifier_hash):
            found.setdefault(key, []).append((listing, settled))
    return found


def _by_kind(keys: Iterable[str], kinds: Container[str]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for key in sorted(set(keys)):
        kind, _, text = key.partition(":")
        if kind in kinds:
            texts.setdefault(kind, []).append(text)
    return texts


def concerned(
    run: Run, listings: Sequence[str], changed: Sequence[str], represented: Collection[str], *, everything: bool
) -> list[str]:
    """The listings to be matched: those loaded, and those that a changed party bears or could bear.

    ``represented`` are the organizations of which somebody may represent them now who did not.
    """
    [[count]] = run(lambda ask: ask(_COUNT))
    # To look up each of many parties costs more than to match every listing.
    if everything or len(changed) + len(represented) > count:
        [[ids]] = run(lambda ask: ask(_ALL))
        return sorted(ids)
    found = set(listings)
    if changed:
        changed = sorted(run(lambda ask: ever_joined(decisions(ask), changed)))
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        found |= {id_ for (id_,) in run(lambda ask, ids=batch: ask(_CONCERNED, ids=ids))}  # type: ignore[misc]
    others = sorted({*changed, *represented})
    for start in range(0, len(others), BATCH):
        part = others[start : start + BATCH]
        found |= {id_ for (id_,) in run(partial(_of_represented, ids=part))}
        found |= {id_ for (id_,) in run(partial(_naming, ids=part))}
    return sorted(found)


def _of_represented(ask: Ask, ids: Sequence[str]) -> list[Any]:
    return ask(_REPRESENTED, ids=ids, roles=list(REPRESENTING))


def _naming(ask: Ask, ids: Sequence[str]) -> list[Any]:
    return ask(_NAMING, ids=ids)


def touched(ask: Ask, decision: Decision) -> list[str]:
    """The listings that a decision binds otherwise, perhaps."""
    if decision.about is About.LISTING:
        return [decision.subject]
    ids = sorted(ever_joined(decisions(ask), [decision.party]))
    return [id_ for (id_,) in ask(_NAMING, ids=ids)]


def match(run: Run, listings: Sequence[str], journal: Journal | None) -> list[Contradiction]:
    """Bind these listings anew; those that contradict the party that they give."""
    contradictions: list[Contradiction] = []
    for start in range(0, len(listings), BATCH):
        contradictions += run(partial(_match, ids=listings[start : start + BATCH], journal=journal))
    return contradictions


def _match(ask: Ask, ids: Sequence[str], journal: Journal | None) -> list[Contradiction]:
    listings = [form.listing(values) for values in ask(_LISTINGS, ids=ids)]
    bindings, contradictions = bind(
        listings, partial(keyed, ask), partial(parties, ask), partial(representatives, ask), standing(decisions(ask))
    )
    before = ask(_UNBIND, ids=ids)
    ask(_BIND, rows=[_row(binding) for binding in bindings])
    ask(NO_LONGER_DEBTORS, ids=sorted({party for party, *_ in before}))
    if journal:
        was = pa.Table.from_pylist([dict(zip(BINDINGS.names, row, strict=True)) for row in before], schema=BINDINGS)
        journal.keep(ask, "bindings", journal_of_bindings(was, bindings_table(bindings)))
    return contradictions


def decisions(ask: Ask) -> list[Decision]:
    """What people decided, undone decisions too, by number: some hundreds at most, read together."""
    return sorted((Decision.of_row(values) for (values,) in ask(_DECISIONS)), key=lambda decision: decision.number)


def subjects_of(ask: Ask, paired: Standing) -> Subjects:
    """See ``View.subjects``."""
    known = parties(ask, sorted({id_ for pair in paired.same for id_ in pair})) if paired.same else {}
    return subjects(paired.same, paired.different, known)[0]


def _row(binding: Binding) -> Mapping[str, str]:
    return {
        "listing": binding.listing.id, "party": binding.party, "grade": str(binding.grade),
        "certainty": str(binding.certainty),
    }  # fmt: skip
