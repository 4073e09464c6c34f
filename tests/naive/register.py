"""The package tables as a networkx graph, and who is meant by each published record.

Days stay the ISO text they were written in: text of one form compares as its dates do, and "0000" and "9999"
stand for always and still. Every comparison is made when it is needed and nothing is kept for later.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import networkx as nx
import opencc

from graph.model import IdentifierKind, Vocabulary, identifier_kind, mask, masks_agree, normalized
from graph.model.identifiers import full_id_number

Row = Mapping[str, str]
Span = tuple[str, str]

ALWAYS: Span = ("0000", "9999")
SIMPLIFIED = opencc.OpenCC("t2s")
PERSONAL = (IdentifierKind.ID_NUMBER, IdentifierKind.MASKED_ID_NUMBER)


def span(since: str, until: str) -> Span:
    """The days from ``since`` up to, not including, ``until``; an empty text is no bound."""
    return since or ALWAYS[0], until or ALWAYS[1]


def holds(days: Span, day: str) -> bool:
    """Does it hold on ``day``?"""
    return days[0] <= day < days[1]


def run_around(day: str, spans: Iterable[Span]) -> Span | None:
    """The longest run of days around ``day`` on which one of ``spans`` holds; None where none holds on it."""
    spans = [days for days in spans if days[0] < days[1]]
    now = [days for days in spans if holds(days, day)]
    if not now:
        return None
    since, until = now[0]
    for _ in spans:
        for other in spans:
            if other[0] <= until and other[1] >= since:
                since, until = min(since, other[0]), max(until, other[1])
    return since, until


class Register:
    """The rows as written; ``listings`` and the other tables are lists of rows of text."""

    def __init__(self, tables: Mapping[str, Iterable[Row]], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.graph: nx.MultiDiGraph = nx.MultiDiGraph()
        for row in tables.get("parties", ()):
            self.graph.add_node(row["id"], row=row)
        for row in tables.get("roles", ()):
            days = span(row.get("since", ""), row.get("until", ""))
            self.graph.add_edge(
                row["holder"], row["organization"], role=row["role"], days=days, share=row.get("share", "")
            )
        self.listings = list(tables.get("listings", ()))
        self.orders = list(tables.get("orders", ()))
        self.retentions = list(tables.get("retentions", ()))
        self.suspensions = list(tables.get("suspensions", ()))
        self.notices = list(tables.get("notices", ()))
        decided = [(row["subject"], row["party"], row["verdict"]) for row in tables.get("decisions", ())]
        listings = {row["id"] for row in self.listings}
        self.decisions = {(one, party): verdict for one, party, verdict in decided if one in listings}
        self.pairs = {frozenset((one, party)): verdict for one, party, verdict in decided if one not in listings}

    def party(self, id_: str) -> Row:
        """The row of a party."""
        row: Row = self.graph.nodes[id_]["row"]
        return row

    def held_by(self, holder: str) -> dict[tuple[str, str], list[Span]]:
        """The days of each (organization, role) of ``holder``."""
        found: dict[tuple[str, str], list[Span]] = {}
        if holder in self.graph:
            for _, organization, tie in self.graph.out_edges(holder, data=True):
                found.setdefault((organization, tie["role"]), []).append(tie["days"])
        return found

    def held_in(self, organization: str) -> dict[tuple[str, str], list[Span]]:
        """The days of each (holder, role) in ``organization``."""
        found: dict[tuple[str, str], list[Span]] = {}
        if organization in self.graph:
            for holder, _, tie in self.graph.in_edges(organization, data=True):
                found.setdefault((holder, tie["role"]), []).append(tie["days"])
        return found

    def categories(self, row: Row) -> set[str]:
        """The categories of a party and all that follows from them."""
        known = {word for word in row.get("categories", "").split(";") if word}
        while True:
            more = {word for category in known for word in self.vocabulary.implies.get(category, ())}
            more |= {whole for whole, parts in self.vocabulary.composed.items() if parts <= known}
            if more <= known:
                return known
            known |= more

    def records_against(self, party: Row) -> list[tuple[Row, str]]:
        """The listings that name ``party``, each with the certainty of the match."""
        found = []
        for listing in self.listings:
            certainty = self.certainty(listing, party)
            if certainty:
                found.append((listing, certainty))
        return found

    def same_as(self, id_: str) -> list[str]:
        """The other ids of the subject of a party, as people decided; none where what they decided cannot be."""
        known = nx.Graph(
            [tuple(pair) for pair, verdict in self.pairs.items() if verdict == "same" and pair <= set(self.graph)]
        )
        if id_ not in known:
            return []
        group = sorted(nx.node_connected_component(known, id_))
        for one, other in combinations(group, 2):
            if self.pairs.get(frozenset((one, other))) == "different" or contradict(self.party(one), self.party(other)):
                return []
        return [other for other in group if other != id_]

    def certainty(self, listing: Row, party: Row) -> str | None:
        """How sure the listing names the party; one that names another id of its subject is never ``recorded``."""
        own = self.own_certainty(listing, party)
        excluded = (listing["id"], party["id"]) in self.decisions or grade_of(listing, party) == "X"
        if own or excluded or shows_minor(listing, party):
            return own
        others = [self.party(id_) for id_ in self.same_as(party["id"])]
        return "identity" if any(self.own_certainty(listing, other) for other in others) else None

    def own_certainty(self, listing: Row, party: Row) -> str | None:
        """How sure the number, the given party or a person makes it; else ``identity`` by the representative."""
        certainty = self.proven(listing, party)
        verdict = self.decisions.get((listing["id"], party["id"]))
        head = listing.get("legal_representative", "")
        if certainty or verdict or not head or listing.get("party") or not party["id"]:
            return certainty
        if party["kind"] != "organization" or grade_of(listing, party) != "D" or shows_minor(listing, party):
            return None
        if any(self.proven(listing, self.party(other)) for other in self.graph):
            return None
        for (holder, role), days in self.held_in(party["id"]).items():
            then = any(holds(some, listing["listed_on"]) for some in days)
            called = name_key(head) in names_on(self.party(holder), listing["listed_on"])
            if role in ("legal_representative", "principal") and then and called:
                return "identity"
        return None

    def proven(self, listing: Row, party: Row) -> str | None:
        """``recorded`` where the listing's party is given or a full identifier is equal, ``identity`` for B."""
        grade = grade_of(listing, party)
        if shows_minor(listing, party):
            return None
        verdict = self.decisions.get((listing["id"], party["id"]))
        if verdict in ("different", "undecided") or (verdict == "same" and grade == "X"):
            return None
        if verdict == "same" and listing.get("party") != party["id"]:
            return "recorded" if grade == "A" else "identity"
        if listing.get("party") and party["id"]:  # of a stranger nobody has said whose record it is
            return "recorded" if listing["party"] == party["id"] and grade != "X" else None
        return {"A": "recorded", "B": "identity"}.get(grade or "")

    def undecided(self, party: Row, day: str) -> list[str]:
        """The records in force on ``day`` that bear the party's name, with nothing to prove or exclude it, and
        those that bear its number and give another party, whom that number contradicts, or would list a minor."""
        found = []
        for listing in self.listings:
            grade = grade_of(listing, party)
            given_to_another = bool(party["id"]) and listing.get("party", "") not in ("", party["id"])
            numbered = grade in ("A", "B") and (given_to_another or shows_minor(listing, party))
            verdict = self.decisions.get((listing["id"], party["id"]))
            if verdict:
                found += [listing["id"]] * (verdict == "undecided" and holds(in_force(listing), day))
                continue
            if not holds(in_force(listing), day) or not (grade == "D" or numbered) or self.certainty(listing, party):
                continue
            others = [self.party(id_) for id_ in self.graph] if party["id"] else []
            if not any(self.certainty(listing, other) == "recorded" for other in others):
                found.append(listing["id"])
        return sorted(found)


def in_force(listing: Row) -> Span:
    """The days on which a listing stands."""
    return span(listing["listed_on"], listing.get("released_on", ""))


def grade_of(listing: Row, party: Row) -> str | None:
    """How well a published record agrees with a party: A, B, D or X; None where nothing ties them."""
    same_name = name_key(listing["name"]) in names_on(party, listing["listed_on"])
    alone = "D" if same_name else None
    if not listing.get("identifier"):
        return alone
    number = normalized(listing["identifier"])
    kind = identifier_kind(number)
    if party["kind"] == "person" and is_old_id_number(number):
        kind = IdentifierKind.ID_NUMBER
    if kind in PERSONAL:
        if party["kind"] == "organization" and (party.get("uscc") or party.get("organization_code")):
            return "X"
        own = normalized(party.get("id_number", ""))
        if not own:
            return alone
        if "*" not in number and "*" not in own:
            return "A" if full_id_number(number) == full_id_number(own) else "X"
        agree = masks_agree(mask(number), mask(own))
        if agree is None:
            return alone
        if not agree:
            return "X"
        return "B" if same_name else None
    if party["kind"] == "person":
        return "X"
    uscc, code = party.get("uscc", ""), party.get("organization_code", "")
    if kind is IdentifierKind.USCC and uscc:
        return "A" if number == uscc else "X"
    if kind in (IdentifierKind.USCC, IdentifierKind.ORGANIZATION_CODE) and (uscc or code):
        wanted = number[8:17] if kind is IdentifierKind.USCC else number
        return "A" if wanted in (uscc[8:17], code) else "X"
    if kind is IdentifierKind.REGISTRATION_NUMBER and party.get("registration_number"):
        return "A" if number == party["registration_number"] else "X"
    return alone


def contradict(one: Row, other: Row) -> bool:
    """Do the kinds or the numbers of two parties tell that they are two?"""
    columns = ("id_number", "uscc", "organization_code", "registration_number")
    records = [{"name": "", "listed_on": "", "identifier": other[name]} for name in columns if other.get(name)]
    return one["kind"] != other["kind"] or any(grade_of(record, one) == "X" for record in records)


def shows_minor(listing: Row, party: Row) -> bool:
    """Does the year of birth in either ID number make its bearer less than 18 in the year of the listing?"""
    for written in (listing.get("identifier", ""), party.get("id_number", "")):
        number = normalized(written)
        if identifier_kind(number) in PERSONAL:
            born = mask(number)[6:10]
            if born.isdigit() and 0 <= int(listing["listed_on"][:4]) - int(born) < 18:
                return True
    return False


def is_old_id_number(number: str) -> bool:
    """Fifteen digits with a day of birth in the middle."""
    born = number[6:12]
    return len(number) == 15 and number.isdigit() and "01" <= born[2:4] <= "12" and "01" <= born[4:] <= "31"


def names_on(party: Row, day: str) -> set[str]:
    """The names of a party on ``day``: today's, and former ones inside their dates."""
    names = {name_key(party["name"])}
    for entry in party.get("former_names", "").split(";"):
        name, _, dates = entry.partition("@")
        since, _, until = dates.partition("/")
        if dates and holds(span(since, until), day):
            names.add(name_key(name))
    return names


def name_key(name: str) -> str:
    """A name without spaces and middle dots, half-width, in lower case, in simplified characters."""
    plain = "".join(unicodedata.normalize("NFKC", name).split()).lower()
    return "".join(SIMPLIFIED.convert(one) for one in plain if one not in "·•・‧∙⋅")


def stranger(name: str, identifier: str = "") -> Row:
    """Somebody whom the register does not hold, as a party without id."""
    number = normalized(identifier)
    kind = identifier_kind(number) if number else None
    row: dict[str, Any] = {"id": "", "kind": "", "name": name}
    if kind in PERSONAL:
        row |= {"kind": "person", "id_number": number}
    elif kind is not None:
        row |= {"kind": "organization", str(kind): number}
    return row
