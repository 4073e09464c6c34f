"""The ``given`` of a scenario: a small register in short sentences, turned into rows of the data package.

persons: [张三, 李四]                       # the id is the name; or {p1: {name: 张三, id_number: …}}
organizations: {甲公司: {categories: bank}}
roles: [张三 director 甲公司 since 2020-01-01 until 2023-01-01]
listings: [L1 甲公司 since 2023-02-01 until 2024-02-01]   # or: L2 nobody name 张三 identifier … since …
orders: [O1 张三 listing L1 since 2023-02-01]             # or: case （2023）…
retentions: [L1 central-2016-64/二（二）1 until 2025-02-01 basis 某条例第9条]
suspensions: [L1 all since 2023-06-01 until 2023-07-01]   # or a measure in place of all
notices: [N1 甲公司 central-2016-64/二（八）#1 since 2023-02-01]
decisions: [L2 张三 same, p1 p2 different] # or undecided: about a record, or another party, and a party
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from graph.policy import Law

Row = dict[str, str]


class ScenarioError(ValueError):
    """A scenario that is not written as one; says what stands there and what would be right."""


class Sentence(NamedTuple):
    """The form of one table's sentences: words in their places, then pairs of a keyword and its value."""

    places: tuple[str, ...]
    keywords: Mapping[str, str]  # as written → the column


SENTENCES: Mapping[str, Sentence] = {
    "roles": Sentence(
        ("holder", "role", "organization"), {"since": "since", "until": "until", "share": "share"}
    ),
    "listings": Sentence(
        ("id", "party"),
        {"since": "listed_on", "until": "released_on", "name": "name", "identifier": "identifier",
         "case": "case_number", "debt": "debt", "ground": "ground", "representative": "legal_representative"},
    ),
    "orders": Sentence(
        ("id", "party"),
        {"listing": "listing", "case": "case_number", "since": "issued_on", "until": "lifted_on"},
    ),
    "retentions": Sentence(("listing", "measure"), {"until": "until", "basis": "legal_basis"}),
    "suspensions": Sentence(("listing", "measure"), {"since": "since", "until": "until"}),
    "notices": Sentence(("id", "party", "action"), {"since": "issued_on", "until": "ends_on"}),
    "decisions": Sentence(("subject", "party", "verdict"), {}),
}  # fmt: skip

PARTY_KEYS = (
    "name", "uscc", "organization_code", "registration_number", "id_number", "former_names", "categories", "region",
    "status",
)  # fmt: skip


def rows_of(given: Any, law: Law) -> dict[str, list[Row]]:
    """The rows of a register. Raises ``ScenarioError``."""
    given = mapping(given, "given", ("persons", "organizations", *SENTENCES))
    rows: dict[str, list[Row]] = {"parties": []}
    for key, kind in (("persons", "person"), ("organizations", "organization")):
        rows["parties"] += _parties(given.get(key, []), key, kind)
    known = {row["id"]: row for row in rows["parties"]}
    for table, sentence in SENTENCES.items():
        rows[table] = [_row(text, table, sentence) for text in listed(given.get(table, []), table)]
    for row in rows["roles"]:
        one_of(row["role"], law.vocabulary.roles, "a role")
    for listing in rows["listings"]:
        _complete(listing, known)
    for row in (*rows["retentions"], *rows["suspensions"]):
        row["measure"] = "" if row["measure"] == "all" else row["measure"]
    ids = [row["id"] for row in rows["listings"]]
    for table, columns in {
        "roles": ("holder", "organization"), "listings": ("party",), "orders": ("party",), "notices": ("party",),
        "decisions": ("party",),
    }.items():  # fmt: skip
        for row in rows[table]:
            for column in columns:
                if row[column]:
                    one_of(row[column], known, "a party of this scenario")
    for row in rows["decisions"]:
        one_of(row["verdict"], ("same", "different", "undecided"), "a verdict")
        one_of(row["subject"], (*ids, *known), "a listing or a party of this scenario")
    for table in ("orders", "retentions", "suspensions"):
        for row in rows[table]:
            if row.get("listing"):
                one_of(row["listing"], ids, "a listing of this scenario")
    for row in (*rows["retentions"], *rows["suspensions"], *rows["notices"]):
        name = row.get("measure") or row.get("action")
        if name and name not in law.measure_names:
            raise ScenarioError(f"no policy has a measure '{name}'")
    return rows


def _parties(value: Any, key: str, kind: str) -> list[Row]:
    if isinstance(value, list):
        value = {id_: {} for id_ in value}
    rows = []
    for id_, fields in mapping(value, key).items():
        fields = mapping(fields or {}, f"{key} {id_}", PARTY_KEYS)
        rows.append({"id": id_, "kind": kind, "name": id_, **fields})
    return rows


def _complete(listing: Row, known: Mapping[str, Row]) -> None:
    """A listing's name and case number, where the scenario has no use for others."""
    if listing["party"] == "nobody":
        listing["party"] = ""
        if "name" not in listing:
            raise ScenarioError(f"the listing {listing['id']} of nobody needs a name")
    elif listing["party"] in known:
        listing.setdefault("name", known[listing["party"]]["name"])
    listing.setdefault("case_number", f"（2023）测执{listing['id']}号")


def _row(text: Any, table: str, sentence: Sentence) -> Row:
    if not isinstance(text, str):
        raise ScenarioError(f"{table}: a sentence was expected, not {text!r}")
    words = text.split()
    form = f"{' '.join(word.upper() for word in sentence.places)} [{'|'.join(sentence.keywords)} VALUE]…"
    count = len(sentence.places)
    if len(words) < count or (len(words) - count) % 2:
        raise ScenarioError(f"{table}: '{text}' is not written as {form}")
    row = dict(zip(sentence.places, words[:count], strict=True))
    for keyword, value in zip(words[count::2], words[count + 1 :: 2], strict=True):
        row[sentence.keywords[one_of(keyword, sentence.keywords, f"a keyword of {table}")]] = value
    return row


def mapping(value: Any, what: str, keys: Sequence[str] | None = None) -> dict[str, Any]:
    """``value`` as a mapping with no key but ``keys``."""
    if not isinstance(value, dict):
        raise ScenarioError(f"{what}: keys with values were expected, not {value!r}")
    if keys is not None:
        for key in value:
            one_of(key, keys, f"a key of {what}")
    return value


def listed(value: Any, what: str, check: Callable[[str], str] | None = None) -> list[Any]:
    """``value`` as a list, each of its words checked."""
    if not isinstance(value, list):
        raise ScenarioError(f"{what}: a list was expected, not {value!r}")
    return [check(word) for word in value] if check else value


def one_of(word: Any, words: Any, what: str) -> str:
    """``word`` where it is one of ``words``. Raises ``ScenarioError`` with all of them."""
    if not isinstance(word, str) or word not in words:
        raise ScenarioError(f"'{word}' is not {what}; right would be one of {', '.join(words) or 'none'}")
    return word
