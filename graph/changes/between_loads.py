"""Who is reached and who is not by what the loads after an earlier one brought: one day, known then and known now.

Dates alone would miss a record that was loaded today and is dated a year back, or one that was put right. What the
loads replaced is kept in a journal; the parties that it concerns are asked about on the register as it was known and
as it is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from graph.changes.between_days import CHANGES, difference
from graph.changes.control import CONTROLLING, tied_by_control, tied_by_shares
from graph.changes.event import Happening, event_of
from graph.exposure import Question
from graph.exposure.reached import SCREEN, rows_of
from graph.exposure.screen import screen
from graph.identity import with_others
from graph.model.progress import Progress, silent
from graph.stores import View, WholeView
from graph.stores.earlier import Earlier
from graph.stores.journal import EXISTED, as_it_was

Row = Mapping[str, Any]
Journals = Mapping[str, Sequence[pa.Table]]

_OF_LISTING = ("listings", "retentions", "suspensions", "orders")


def between_loads(
    view: WholeView, question: Question, load: str, parties: Sequence[str] | None = None,
    progress: Progress = silent,
) -> pa.Table:  # fmt: skip
    """What is otherwise on the question's day for what came after ``load`` (see ``CHANGES``), in the order of the key.

    ``date`` is the day asked about. Raises ``ValueError`` for a load that is not known or whose journal was purged.
    """
    replaced = view.replaced(load)
    earlier = Earlier(view, replaced)
    concerned = _concerned(view, earlier, replaced, question)
    asked = sorted(concerned if parties is None else concerned.intersection(parties))
    before = _screened(earlier, asked, question, progress)
    after = screen(view, question, asked) if asked else SCREEN.empty_table()
    turns = _Turns(replaced)
    found = [
        {
            **row, "change": str(change), "date": question.day,
            "event": str(event_of(change, row, turns.near(row), bars=True, law_turns=True)),
        }
        for change, row, _ in difference(before, after)
    ]  # fmt: skip
    return pa.Table.from_pylist(found, schema=CHANGES)


def _screened(view: View, parties: Sequence[str], question: Question, progress: Progress) -> pa.Table:
    rows: list[dict[str, Any]] = []
    known = view.parties(parties)
    for done, party in enumerate(known.values()):
        progress("asking one by one", done, len(known))
        rows += rows_of(view, party, question)
    return pa.Table.from_pylist(rows, schema=SCREEN)


def _concerned(view: WholeView, earlier: Earlier, replaced: Journals, question: Question) -> set[str]:
    """Everybody of whom something else may follow now."""
    rows = {name: [row for table in tables for row in table.to_pylist()] for name, tables in replaced.items()}
    found = {row["id"] for row in rows.get("parties", ())} | {row["party"] for row in rows.get("orders", ())}
    found |= {row[end] for row in rows.get("roles", ()) for end in ("holder", "organization")}
    listings = {row["id" if name == "listings" else "listing"] for name in _OF_LISTING for row in rows.get(name, ())}
    # Around these everybody may be concerned: debtors, and parties that are no longer what they were.
    centres = {id_ for some in view.bearers(sorted(listings - {None})).values() for id_ in some}
    centres |= {row["party"] for name in ("bindings", "notices") for row in rows.get(name, ())}
    centres |= {row["id"] for row in rows.get("parties", ()) if row[EXISTED]}
    centres |= {
        row["party"]
        for row in as_it_was("notices", replaced.get("notices", ())).values()
        if row and isinstance(row["party"], str)
    }
    turning = {
        row[end] for row in rows.get("roles", ()) if row["role"] in CONTROLLING for end in ("holder", "organization")
    }
    roles = tuple(question.law.vocabulary.roles)
    for one in (view, earlier):
        for id_ in centres:
            found |= {post.organization for post in one.posts(id_)} | {post.holder for post in one.officers(id_, roles)}
        found |= tied_by_control(one, centres, question)
    # What led on before and does no more, turned: both its ends are among these.
    found |= tied_by_shares(view, pa.array(sorted(turning), pa.string()), question)
    return with_others(found | centres, view.subjects())


class _Turns:
    """What the loads brought, as the events that stand behind it."""

    def __init__(self, replaced: Journals) -> None:
        self._of_listing: defaultdict[str, list[Row]] = defaultdict(list)
        self._of_debtor: defaultdict[str, list[Row]] = defaultdict(list)
        self._of_party: defaultdict[str, list[Row]] = defaultdict(list)
        for name, tables in replaced.items():
            for row in _touched(tables):
                self._note(name, row)

    def near(self, row: Row) -> Iterable[Row]:
        """What may stand behind a change of ``row``."""
        yield from self._of_listing.get(row["listing"], ())
        yield from self._of_debtor.get(row["debtor"], ())
        yield from self._of_party.get(row["party"], ())

    def _note(self, name: str, row: Row) -> None:
        match name:
            case "listings":
                self._of_listing[row["id"]].append(_turn(Happening.LISTING, listing=row["id"]))
                if row[EXISTED]:
                    self._of_listing[row["id"]].append(_turn(Happening.RELEASE, listing=row["id"]))
            case "bindings":
                self._of_listing[row["listing"]].append(_turn(Happening.LISTING, listing=row["listing"]))
            case "retentions" | "suspensions" | "orders":
                event = Happening(name.removesuffix("s"))
                self._of_listing[row["listing"]].append(_turn(event, listing=row["listing"]))
            case "notices":
                turn = _turn(Happening.NOTICE, notice=row["id"], debtor=row["party"])
                self._of_debtor[row["party"]].append(turn)
            case "roles":
                event = Happening.ROLE_END if row[EXISTED] else Happening.ROLE_START
                for party, other in ((row["holder"], row["organization"]), (row["organization"], row["holder"])):
                    self._of_party[party].append(_turn(event, role=row["role"], debtor=other))


def _touched(tables: Iterable[pa.Table]) -> Iterator[Row]:
    for table in tables:
        yield from table.to_pylist()


def _turn(event: Happening, **about: str | None) -> Row:
    return {"event": str(event), "debtor": None, "listing": None, "notice": None, "role": None, **about}
