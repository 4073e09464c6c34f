"""The facts that a question reads from Neo4j, in plain Cypher: one query for each kind of fact and all its arguments.

``told`` brings what the store's view returned into the same rows, so that both can be compared before any is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Ask = Callable[..., list[list[Any]]]
Call = tuple[tuple[Any, ...], dict[str, Any], Any]  # positional and named arguments, and what was returned
Rows = set[tuple[Any, ...]]

_PARTY = """p.id, p.kind, p.name, p.uscc, p.organization_code, p.registration_number, p.id_hash, p.id_mask,
  p.former_names, p.categories, p.region, p.status"""
_COMPARED = 8  # of a party's columns: the others are lists that the view takes apart
_LISTING = """l.id, l.party, l.name, l.identifier, l.identifier_hash, l.case_number, l.court, l.basis, l.ground, l.debt,
  l.listed_on, l.released_on, l.release_reason"""
_SHARE = "h.id, o.id, r.role, r.share, r.since, r.until"
_POST = "startNode(r).id, endNode(r).id, r.role, r.since, r.until, r.share, r.source"
_KEYED = {
    "u": ["MATCH (p:Party {uscc: x})"], "r": ["MATCH (p:Party {registration_number: x})"],
    "o": ["MATCH (p:Party {organization_code: x})", "MATCH (p:Party {uscc_code: x})"],
    "h": ["MATCH (p:Party {id_hash: x})"], "m": ["MATCH (p:Party {mask_key: x})"],
    "n": ["MATCH (p:Party {name_key: x})", "MATCH (:FormerName {key: x})<-[:BORE]-(p:Party)"],
}  # fmt: skip
_RECORDED = {"i": "id", "n": "name_key", "u": "identifier", "r": "identifier", "m": "mask_key",
             "o": "identifier_code", "h": "identifier_hash"}  # fmt: skip
_IN_FORCE = "r.since <= $day AND r.until > $day"
_STANDS = "l.listed_on <= $day AND l.released_on > $day"
_AROUND = "CALL (d) { RETURN d AS p UNION MATCH (d)-[:HOLDS]-(p:Party) RETURN p }"


def _ids(calls: Iterable[Call]) -> list[str]:
    """Every id that stood first among the arguments."""
    found: set[str] = set()
    for (first, *_), _, _ in calls:
        found.update([first] if isinstance(first, str) else first)
    return sorted(found)


def _rows(found: Iterable[Sequence[Any]]) -> Rows:
    return {tuple(row) for row in found}


def _parties(ask: Ask, calls: Sequence[Call]) -> Rows:
    found = ask(f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) RETURN {_PARTY}", ids=_ids(calls))
    return {tuple(row[:_COMPARED]) for row in found}


def _posts(ask: Ask, calls: Sequence[Call], match: str, **more: Any) -> Rows:
    return _rows(ask(f"UNWIND $ids AS id {match} RETURN {_POST}", ids=_ids(calls), **more))


def _debts(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    query = f"""
UNWIND $ids AS id
MATCH (l:Listing)-[n:NAMES]->(p:Party {{id: id}})
RETURN p.id, n.grade, n.certainty, {_LISTING}, [(l)<-[:CONCERNS]-(x:Order|Retention|Suspension) | coalesce(x.id, x.key)]
"""
    for *binding, extras in ask(query, ids=_ids(calls)):
        found |= {tuple(binding), *(("extra", one) for one in extras)}
    notices = "UNWIND $ids AS id MATCH (n:Notice)-[:AGAINST]->(:Party {id: id}) RETURN n.id, n.party, n.action"
    return found | _rows(ask(notices, ids=_ids(calls)))


def _by_kind(calls: Sequence[Call], matches: dict[str, list[str]], end: str) -> tuple[str, dict[str, list[str]]]:
    texts: dict[str, list[str]] = {}
    for key in _ids(calls):
        kind, _, text = key.partition(":")
        if kind in matches:
            texts.setdefault(kind, []).append(text)
    parts = [f"UNWIND ${kind} AS x {match} {end}" for kind in texts for match in matches[kind]]
    return " UNION ".join(parts), texts


def _keyed(ask: Ask, calls: Sequence[Call]) -> Rows:
    query, texts = _by_kind(calls, _KEYED, "RETURN p.id")
    return _rows(ask(query, **texts)) if texts else set()


def _records(ask: Ask, calls: Sequence[Call]) -> Rows:
    settled = "EXISTS { (l)-[:NAMES {certainty: 'recorded'}]->() } AS settled"
    matches = {kind: [f"MATCH (l:Listing {{{name}: x}})"] for kind, name in _RECORDED.items()}
    query, texts = _by_kind(calls, matches, f"RETURN {settled}, {_LISTING}")
    return _rows(ask(query, **texts)) if texts else set()


def _search(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    own = {"part": ("name_key", "key"), "sound": ("sounds", "sounds"), "initials": ("initials", "initials")}
    for (way, text, limit), _, returned in calls:
        name, former = own.get(str(way), ("", ""))
        if not name:  # likeness is the full-text index's own order: there is no other way to ask for it
            found |= {(id_,) for id_ in returned}
            continue
        if not text:
            continue
        wanted = f" {text} " if str(way) == "sound" else text
        query = f"""
CALL () {{
  MATCH (p:Party) WHERE p.{name} CONTAINS $text RETURN p.id AS id, size(p.name_key) AS length
  UNION MATCH (f:FormerName)<-[:BORE]-(p:Party) WHERE f.{former} CONTAINS $text RETURN p.id AS id, size(f.key) AS length
}}
RETURN id ORDER BY length, id LIMIT $limit
"""
        found |= _rows(ask(query, text=wanted, limit=limit))
    return found


def _ties(ask: Ask, calls: Sequence[Call]) -> Rows:
    day = calls[0][0][1]
    query = f"""
UNWIND $ids AS id
MATCH (p:Party {{id: id}})-[r:HOLDS]-(q:Party) WHERE q <> p AND {_IN_FORCE}
RETURN DISTINCT id, q.id, r.role, startNode(r) = p
"""
    return _rows(ask(query, ids=_ids(calls), day=day))


def _paths(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    for (party, day, hops, _), _, _ in calls:
        query = f"""
MATCH path = (a:Party {{id: $id}})-[rs:HOLDS*1..{hops}]-(b:Debtor)
WHERE a <> b AND all(r IN rs WHERE {_IN_FORCE}) AND EXISTS {{ (b)<-[:NAMES]-(l:Listing) WHERE {_STANDS} }}
WITH b, [n IN nodes(path) | n.id] AS ids, [r IN rs | r.role] AS roles ORDER BY size(ids), ids, roles
RETURN collect([ids, roles])[0], b
"""
        found |= {(*ids, *roles) for (ids, roles), _ in ask(query, id=party, day=day)}
    return found


def _reaches(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    listing = "l.id AS listing, l.listed_on AS since, l.released_on AS until"
    for (day, *more), named, _ in calls:
        parties = named.get("parties", more[0] if more else None)
        start = "" if parties is None else "UNWIND $parties AS id MATCH (p:Party {id: id})"
        ties = f"MATCH (p:Party)-[r:HOLDS]-(d:Debtor)<-[:NAMES]-(l:Listing) WHERE p <> d AND {_STANDS} AND"
        if parties is None:
            ties = (
                f"MATCH (l:Listing)-[:NAMES]->(d:Debtor) WHERE {_STANDS} MATCH (d)-[r:HOLDS]-(p:Party) WHERE p <> d AND"
            )
        own = f"MATCH (p:Debtor)<-[:NAMES]-(l:Listing) WHERE {_STANDS}"
        query = f"""
{start} {own} RETURN p.id, 'debtor' AS scope, null AS role, p.id AS debtor, {listing}
UNION ALL
{start} {ties} {_IN_FORCE}
RETURN DISTINCT p.id, CASE WHEN startNode(r) = p THEN 'officer' ELSE 'organization' END AS scope, r.role AS role,
  d.id AS debtor, {listing}
"""
        found |= _rows(ask(query, day=day, parties=sorted(parties or ())))
    return found


def _turns(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    for (since, until), _, _ in calls:
        for column, event in (("listed_on", "listing"), ("released_on", "release")):
            listed = f"""
MATCH (l:Listing)-[:NAMES]->(d:Party) WHERE $since < l.{column} AND l.{column} <= $until {_AROUND}
RETURN l.{column}, '{event}', p.id, d.id, l.id
"""
            found |= _rows(ask(listed, since=since, until=until))
        orders = f"""
MATCH (o:Order)-[:CONCERNS]->(l:Listing)-[:NAMES]->(d:Party) UNWIND [o.issued_on, o.lifted_on] AS day
WITH day, l, d WHERE $since < day AND day <= $until {_AROUND} RETURN day, 'order', p.id, d.id, l.id
"""
        found |= _rows(ask(orders, since=since, until=until))
        for column, event in (("since", "role_start"), ("until", "role_end")):
            query = f"""
MATCH (h:Party)-[r:HOLDS]->(o:Party) WHERE $since < r.{column} AND r.{column} <= $until
RETURN r.{column}, h.id, o.id, r.role
"""
            for day, holder, organization, role in ask(query, since=since, until=until):
                found |= {(day, event, holder, organization, role), (day, event, organization, holder, role)}
    return found


def _held(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    for (roles, around), _, _ in calls:
        rows: Rows = set()
        for end, match in (
            (1, "(h:Party {id: id})-[r:HOLDS]->(o:Party)"),
            (0, "(h:Party)-[r:HOLDS]->(o:Party {id: id})"),
        ):
            query = f"UNWIND $ids AS id MATCH {match} WHERE r.role IN $roles RETURN {_SHARE}"
            met = level = set(around.to_pylist())
            while level:
                fresh = _rows(ask(query, ids=sorted(level), roles=["shareholder"]))
                rows |= fresh
                level = {row[end] for row in fresh} - met
                met = met | level
        others = [role for role in roles if role != "shareholder"]
        rows |= _rows(ask(query, ids=sorted({row[1] for row in rows}), roles=others))
        found |= rows
    return found


def _named(ask: Ask, calls: Sequence[Call]) -> Rows:
    query = "UNWIND $ids AS id MATCH (p:Organization {id: id}) WHERE p.name =~ $whole RETURN p.id"
    return set().union(
        *(
            _rows(ask(query, whole=f"(?s).*(?:{pattern}).*", ids=sorted(set(among.to_pylist()))))
            for (pattern, among), _, _ in calls
        )
    )


def _debtors(ask: Ask, calls: Sequence[Call]) -> Rows:
    query = f"MATCH (d:Debtor) WHERE EXISTS {{ (d)<-[:NAMES]-(l:Listing) WHERE {_STANDS} }} RETURN d.id"
    return set().union(*(_rows(ask(query, day=day)) for day in {day for (day,), _, _ in calls}))


def _posts_of(ask: Ask, calls: Sequence[Call]) -> Rows:
    query = f"""
UNWIND range(0, size($ids) - 1) AS place
MATCH (:Party {{id: $ids[place]}})-[r:HOLDS]->(o:Party) WHERE {_IN_FORCE} RETURN place, r.role, o.categories
"""
    return set().union(*(_rows(ask(query, ids=holders.to_pylist(), day=day)) for (holders, day), _, _ in calls))


def _between(ask: Ask, calls: Sequence[Call]) -> Rows:
    pairs = [[one, other] for (one, others), _, _ in calls for other in others]
    query = f"""
UNWIND $pairs AS pair
MATCH (p:Party {{id: pair[0]}})-[r:HOLDS]-(o:Party {{id: pair[1]}}) WHERE p <> o RETURN {_POST}
"""
    return _rows(ask(query, pairs=pairs))


def _among(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    query = f"UNWIND $ids AS id MATCH (p:Party {{id: id}})-[r:HOLDS]->(o:Party) WHERE o.id IN $ids RETURN {_POST}"
    for (parties,), _, _ in calls:
        found |= _rows(ask(query, ids=sorted(parties)))
    return found


def _officers(ask: Ask, calls: Sequence[Call]) -> Rows:
    found: Rows = set()
    for roles in {tuple(args[1]) for args, _, _ in calls}:
        of_these = [call for call in calls if tuple(call[0][1]) == roles]
        match = "MATCH (:Party)-[r:HOLDS]->(p:Party {id: id}) WHERE r.role IN $roles"
        found |= _posts(ask, of_these, match, roles=list(roles))
    return found


_SHARES = "{role: 'shareholder'}"
BY_HAND: dict[str, Callable[[Ask, Sequence[Call]], Rows]] = {
    "parties": _parties,
    "posts": lambda ask, calls: _posts(ask, calls, "MATCH (:Party {id: id})-[r:HOLDS]->(:Party)"),
    "reach": lambda ask, calls: _posts(ask, calls, "MATCH (p:Party {id: id})-[r:HOLDS]-(d:Debtor) WHERE d <> p"),
    "shares_held": lambda ask, calls: _posts(ask, calls, f"MATCH (:Party {{id: id}})-[r:HOLDS {_SHARES}]->(:Party)"),
    "shares_in": lambda ask, calls: _posts(ask, calls, f"MATCH (:Party {{id: id}})<-[r:HOLDS {_SHARES}]-(:Party)"),
    "debtors": _debtors, "officers": _officers, "between": _between, "posts_among": _among, "debts": _debts,
    "keyed": _keyed, "records": _records, "search": _search, "ties": _ties, "paths_to_debtors": _paths,
    "reaches": _reaches,
    "turns": _turns, "held": _held, "named": _named, "posts_of": _posts_of,
}  # fmt: skip


def told(name: str, calls: Sequence[Call]) -> Rows:
    """What the view returned, as rows of the query by hand."""
    return {row for call in calls for row in _told(name, *call)}


def _told(name: str, _: tuple[Any, ...], __: dict[str, Any], returned: Any) -> Iterable[tuple[Any, ...]]:
    if name == "parties":
        for one in returned.values():
            numbers = (one.uscc, one.organization_code, one.registration_number, one.id_hash, one.id_mask)
            yield one.id, str(one.kind), one.name, *numbers
    elif name in ("posts", "reach", "officers", "between", "shares_held", "shares_in", "posts_among"):
        for post in returned:
            yield post.holder, post.organization, post.role, *post.held, post.share, post.source
    elif name == "debts":
        for binding in returned.bindings:
            yield binding.party, str(binding.grade), str(binding.certainty), *_listing(binding.listing)
        yield from (("extra", order.id) for order in returned.orders)
        yield from ((one.id, one.party, one.action) for one in returned.notices)
    elif name == "records":
        for listing, settled in returned:
            yield settled, *_listing(listing)
    elif name == "keyed":
        yield from ((id_,) for ids in returned.values() for id_ in ids)
    elif name == "debtors":
        yield from ((id_,) for id_ in returned.to_pylist())
    elif name in ("search", "named"):
        yield from ((id_,) for id_ in returned)
    elif name == "ties":
        for id_, ties in returned.items():
            yield from ((id_, tie.other, tie.role, tie.held) for tie in ties.ties)
    elif name == "paths_to_debtors":
        yield from ((*path.parties, *path.roles) for path in returned.paths)
    elif name == "reaches":
        for row in returned.to_pylist():
            if row["certainty"] != "derived" and not row["former"]:
                of = ("party", "scope", "role", "debtor", "listing", "debt_since", "debt_until")
                yield tuple(row[one] for one in of)
    elif name == "turns":
        for row in returned.to_pylist():
            yield tuple(row[one] for one in ("day", "event", "party", "debtor", "listing", "role") if row[one])
    else:
        yield from (tuple(row.values()) for row in returned.to_pylist())


def _listing(one: Any) -> tuple[Any, ...]:
    return (
        one.id, one.party, one.name, one.identifier, one.identifier_hash, one.case_number, one.court, one.basis,
        one.ground, one.debt, one.listed_on, one.released_on, one.release_reason,
    )  # fmt: skip
