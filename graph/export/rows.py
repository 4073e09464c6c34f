"""An extract as tables of plain values, and back without loss. The formats that hold tables are written from it.

Tables that the data package knows have its names and columns, so that an extract can be loaded as a register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from graph.export.extract import NOTE, Applied, Extract, Match, Reached, Silent, Standing, Way
from graph.model import (
    EARLIEST,
    LATEST,
    Certainty,
    Grade,
    Interval,
    Kind,
    Listing,
    Notice,
    Order,
    Outcome,
    Party,
    Post,
    Retention,
    Suspension,
    day,
    iso,
)
from graph.model.share import SHARE_UNIT, share_text

Plain = None | bool | int | str | list[str]
Row = dict[str, Plain]
Tables = dict[str, list[Row]]


class Codec(NamedTuple):
    """How a value becomes a plain one and back; ``shape`` is the type of the plain value: str, bool, int or list."""

    plain: Callable[[Any], Plain]
    value: Callable[[Any], Any]
    shape: type = str


def _same(value: Any) -> Any:
    return value


def _word(kind: Callable[[str], Any]) -> Codec:
    return Codec(lambda value: None if value is None else str(value), lambda text: None if text is None else kind(text))


def _days(unknown: int) -> Codec:
    return Codec(iso, lambda text: unknown if text is None else day(date.fromisoformat(text), unknown))


def _share_text(share: int | None) -> str | None:
    return None if share is None else share_text(share)


TEXT = Codec(_same, _same)
FLAG = Codec(_same, _same, bool)
NUMBER = Codec(_same, _same, int)
LIST = Codec(list, tuple, list)
SET = Codec(sorted, frozenset, list)
SINCE, UNTIL = _days(EARLIEST), _days(LATEST)
SHARE = Codec(_share_text, lambda text: None if text is None else int(Decimal(text) / SHARE_UNIT))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the facts of ``part`` of an extract as rows. ``flat`` and ``made`` turn a fact into cells and back."""

    name: str
    part: str
    columns: Mapping[str, Codec]
    made: Callable[..., Any]
    flat: Callable[[Any], Sequence[Any]] = _same

    def rows(self, extract: Extract) -> list[Row]:
        """The rows of this table."""
        return [
            {name: codec.plain(cell) for (name, codec), cell in zip(self.columns.items(), self.flat(fact), strict=True)}
            for fact in getattr(extract, self.part)
        ]

    def facts(self, rows: Sequence[Mapping[str, Plain]]) -> list[Any]:
        """The facts that the rows tell."""
        return [self.made(*(codec.value(row[name]) for name, codec in self.columns.items())) for row in rows]


def _texts(*names: str) -> dict[str, Codec]:
    return dict.fromkeys(names, TEXT)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "parties", "parties",
        {
            "id": TEXT, "kind": _word(Kind),
            **_texts("name", "uscc", "organization_code", "registration_number", "id_number"),
            "former_names": LIST, "categories": SET, **_texts("region", "status"),
        },
        lambda id_, kind, name, uscc, code, number, mask, former, categories, region, status: Party(
            id_, kind, name, uscc, code, number, None, mask, former, categories, region, status
        ),
        lambda party: (*party[:6], *party[7:]),
    ),
    Sheet(
        "roles", "roles",
        {**_texts("holder", "organization", "role"), "share": SHARE, "since": SINCE, "until": UNTIL, "source": TEXT},
        lambda holder, place, role, share, since, until, source: Post(
            holder, place, role, Interval(since, until), share, source
        ),
        lambda post: (*post[:3], post.share, *post.held, post.source),
    ),
    Sheet(
        "listings", "listings",
        {
            **_texts("id", "party", "name", "identifier", "case_number", "court", "basis", "ground", "debt"),
            "listed_on": SINCE, "released_on": UNTIL, **_texts("release_reason", "legal_representative"),
        },
        lambda id_, party, name, identifier, case, court, basis, ground, debt, listed, released, reason, head: Listing(
            id_, name, case, listed, party, identifier, None, court, basis, ground, debt, released, reason, head
        ),
        lambda it: (
            it.id, it.party, it.name, it.identifier, it.case_number, it.court, it.basis, it.ground, it.debt,
            it.listed_on, it.released_on, it.release_reason, it.legal_representative,
        ),
    ),
    Sheet(
        "orders", "orders",
        {**_texts("id", "listing", "case_number", "party"), "issued_on": SINCE, "lifted_on": UNTIL},
        lambda id_, listing, case, party, issued, lifted: Order(id_, party, issued, listing, case, lifted),
        lambda it: (it.id, it.listing, it.case_number, it.party, it.issued_on, it.lifted_on),
    ),
    Sheet(
        "retentions", "retentions",
        {**_texts("listing", "measure"), "until": UNTIL, "legal_basis": TEXT}, Retention,
    ),
    Sheet(
        "suspensions", "suspensions",
        {**_texts("listing", "measure"), "since": SINCE, "until": UNTIL},
        lambda listing, measure, since, until: Suspension(listing, measure, Interval(since, until)),
        lambda it: (it.listing, it.measure, *it.paused),
    ),
    Sheet(
        "notices", "notices",
        {**_texts("id", "party", "action"), "issued_on": SINCE, "ends_on": UNTIL}, Notice,
    ),
    Sheet(
        "standings", "standings",
        {"party": TEXT, "steps": NUMBER, "asked": FLAG, "listed": FLAG, "outcome": _word(Outcome)}, Standing,
    ),
    Sheet(
        "findings", "findings",
        {
            **_texts(*Reached._fields), "outcome": _word(Outcome), "certainty": _word(Certainty),
            "path": LIST, "units": LIST, "unverified": LIST, "discretionary": FLAG,
        },
        Reached,
    ),
    Sheet(
        "matches", "matches",
        {**_texts("listing", "party"), "grade": _word(Grade), "certainty": _word(Certainty)}, Match,
    ),
    Sheet(
        "connections", "connections",
        {**_texts("party", "debtor"), "path": LIST, "roles": LIST, "certainty": _word(Certainty)}, Way,
    ),
    Sheet("not_covered", "not_covered", _texts("policy", "reason"), Silent),
    Sheet("policies", "policies", _texts("policy", "digest"), Applied),
)  # fmt: skip

ABOUT: Mapping[str, Codec] = {
    "as_of": TEXT, "hops": NUMBER, "incomplete": FLAG, "snapshot": TEXT, "asked": LIST, "note": TEXT, "note_zh": TEXT,
}  # fmt: skip


def about(extract: Extract) -> Row:
    """What the extract is of, which register and day it rests on, and what its reader must know."""
    return {
        "as_of": extract.as_of, "hops": extract.hops, "incomplete": extract.incomplete, "snapshot": extract.snapshot,
        "asked": list(extract.asked), "note": NOTE.en, "note_zh": NOTE.zh,
    }  # fmt: skip


def tables(extract: Extract) -> Tables:
    """Every table by its name, those without a row too."""
    return {sheet.name: sheet.rows(extract) for sheet in SHEETS}


def from_tables(told: Mapping[str, Any], given: Mapping[str, Sequence[Mapping[str, Plain]]]) -> Extract:
    """The extract of which ``about`` and ``tables`` tell. A table that is not given has no rows."""
    parts = {sheet.part: tuple(sheet.facts(given.get(sheet.name, ()))) for sheet in SHEETS}
    return Extract(
        as_of=told["as_of"], hops=told["hops"], incomplete=told["incomplete"], snapshot=told["snapshot"],
        asked=tuple(told["asked"]), **parts,
    )  # fmt: skip
