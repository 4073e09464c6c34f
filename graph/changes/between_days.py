"""Who became reached and who was released from one day to another: day by day, and only where something happened.

A reach changes on a day only if something on record begins or ends on it, or the law does. For each such day the
parties concerned are screened as they stood the day before and as they stand on it; the rows that differ are told.
So whoever was reached and released again in between is told twice, and the rows in the order of their dates turn
the first screen into the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.changes.control import CONTROLLING, tied_on_days, tied_otherwise
from graph.changes.event import Change, event_of
from graph.exposure import Question
from graph.exposure.reached import KEY, SCREEN
from graph.exposure.screen import screen
from graph.identity import Subjects, with_others
from graph.model.chunks import one_array
from graph.model.progress import Progress, silent
from graph.policy import Law
from graph.stores.interface import WholeView

CHANGES = pa.schema([*SCREEN, ("change", pa.string()), ("date", pa.date32()), ("event", pa.string())])
_SEPARATOR = "\x1f"  # no cell holds it

Row = dict[str, Any]


def between_days(
    view: WholeView, question: Question, since: int, parties: Sequence[str] | None = None,
    progress: Progress = silent,
) -> pa.Table:  # fmt: skip
    """What happened after ``since`` up to and including the question's day (see ``CHANGES``), by date and key.

    ``parties`` restricts it to a portfolio. A row that was released is told as it stood before.
    """
    turns = view.turns(since, question.day).sort_by("day")
    law_days = _law_days(question, since)
    days = sorted({*pc.unique(turns["day"]).to_pylist(), *law_days})
    found = []
    for done, day in enumerate(days):
        progress("days on which something happened", done, len(days))
        of_day = turns.filter(pc.equal(turns["day"], day))
        on_day = replace(question, day=day)
        concerned = parties if day in law_days else _concerned(view, of_day, parties, on_day)
        if concerned is None or concerned:
            found += list(_changes_of(view, on_day, concerned, of_day, law_turns=day in law_days))
    progress("told", len(days), len(days))
    return pa.Table.from_pylist(found, schema=CHANGES)


def difference(before: pa.Table, after: pa.Table) -> Iterator[tuple[Change, Row, Row | None]]:
    """The rows in which two screens differ, in the order of their key: the change, the row, and what it was."""
    was, now = ({_key(row): row for row in _alone(*pair)} for pair in ((before, after), (after, before)))
    for key in sorted(was.keys() | now.keys()):
        if key not in now:
            yield Change.RELEASED, was[key], was[key]
        else:
            yield Change.CHANGED if key in was else Change.REACHED, now[key], was.get(key)


def _changes_of(
    view: WholeView, question: Question, parties: Sequence[str] | None, turns: pa.Table, *, law_turns: bool
) -> Iterator[Row]:
    before = screen(view, replace(question, day=question.day - 1), parties)
    differing = list(difference(before, screen(view, question, parties)))
    near = _Near(turns, [row for _, row, _ in differing], view.subjects())
    barring = _barring(question.law)
    for change, row, was in differing:
        touched = set(row["measures"]) ^ set(was["measures"] if was and change is Change.CHANGED else ())
        bars = bool(barring & (touched or set(row["measures"])))
        event = event_of(change, row, near.of(row), bars=bars, law_turns=law_turns)
        yield {**row, "change": str(change), "date": question.day, "event": str(event)}


def _law_days(question: Question, since: int) -> frozenset[int]:
    """The days up to the question's on which some measure begins or ends to be law."""
    law = question.law
    named = [law.policies[id_] for id_ in question.policies] or law.policies.values()
    return frozenset(
        day
        for policy in named
        for measure in policy.measures
        for day in measure.holds
        if measure.scope is not None and since < day <= question.day
    )


def _barring(law: Law) -> frozenset[str]:
    return frozenset(measure.id for measure in law.measures if measure.bars_offices)


def _concerned(view: WholeView, turns: pa.Table, parties: Sequence[str] | None, question: Question) -> list[str]:
    """Whom something that begins or ends on the day may concern."""
    concerned: set[str] = set(pc.unique(turns["party"].cast(pa.string())).to_pylist())
    days = question.day - 1, question.day
    controlling = pc.is_in(turns["role"].cast(pa.string()), pa.array(CONTROLLING))
    debtors, ends = (
        pc.unique(turns["debtor"].filter(of_these).cast(pa.string()))
        for of_these in (pc.is_null(turns["role"]), controlling)
    )
    concerned |= tied_on_days(view, debtors, days, question) | tied_otherwise(view, ends, days, question)
    concerned = with_others(concerned, view.subjects())
    return sorted(concerned if parties is None else concerned.intersection(parties))


class _Near:
    """The turns that may stand behind a change of any of ``rows``."""

    def __init__(self, turns: pa.Table, rows: Sequence[Row], others: Subjects) -> None:
        self._others = others
        columns = {name: turns[name].cast(pa.string()) for name in ("party", "event", "role", *_OF_DEBT)}
        plain = pa.table(columns)
        of_role = pc.is_valid(plain["role"])
        ends = {name: {row[name] for row in rows} for name in ("party", "debtor")}
        ends["party"] = with_others(ends["party"], others)
        wanted = {name: pa.array(sorted(some), pa.string()) for name, some in ends.items()}
        self._of_party = _grouped(plain.filter(pc.and_(of_role, pc.is_in(plain["party"], wanted["party"]))), "party")
        # Whoever is tied to the debtor by shares alone stands in no turn himself.
        of_debt = plain.filter(pc.and_(pc.invert(of_role), pc.is_in(plain["debtor"], wanted["debtor"])))
        distinct = of_debt.group_by([*_OF_DEBT, "event", "role"]).aggregate([])
        self._of_debtor = _grouped(distinct, "debtor")

    def of(self, row: Row) -> list[Row]:
        """Those of its party's roles, and of its debtor's listings and notices."""
        parties = (row["party"], *self._others.get(row["party"], ()))
        return [
            *(turn for party in parties for turn in self._of_party.get(party, ())),
            *self._of_debtor.get(row["debtor"], ()),
        ]


_OF_DEBT = ("debtor", "listing", "notice")


def _grouped(turns: pa.Table, column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for turn in turns.to_pylist():
        found.setdefault(turn[column], []).append(turn)
    return found


def _alone(rows: pa.Table, others: pa.Table) -> list[Row]:
    """Those of ``rows`` of which ``others`` hold no equal one."""
    known = pc.is_in(_whole(rows), _whole(others))
    found: list[Row] = rows.filter(pc.invert(known)).to_pylist()
    return found


def _whole(rows: pa.Table) -> pa.Array:
    """Each row as one text."""
    at = rows.column_names.index("measures")
    flat = rows.set_column(at, "measures", pc.binary_join(rows["measures"], ";"))
    columns = [column.cast(pa.string()) for column in flat.columns]
    joined = pc.binary_join_element_wise(*columns, _SEPARATOR, null_handling="replace", null_replacement="")
    return one_array(joined)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in KEY)
