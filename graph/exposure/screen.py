"""The whole register, or a portfolio, at once: by the same rule as ``check``.

Most ties are alike: one role, one kind of debtor, one kind of party, posts of the same kinds. The rule is asked
once for each sort of tie, and its answer laid over all ties of the sort. Ties that need more than their columns
tell (several rows of one role, orders, retentions, suspensions, notices) are asked about one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from graph.exposure.computed import computed_by_shares, of_each_party
from graph.exposure.question import Question
from graph.exposure.reached import CODED, KEY, rows_of, with_measures
from graph.exposure.sorts import Sorts
from graph.identity import with_others
from graph.model import Outcome
from graph.model.progress import Progress, silent
from graph.stores.interface import DayView


def screen(
    view: DayView, question: Question, parties: Sequence[str] | None = None,
    progress: Progress = silent,
) -> pa.Table:  # fmt: skip
    """One row a reach (see ``SCREEN``), in the order of its key; ``parties`` restricts it to a portfolio."""
    progress("reading ties", 0, 3)
    others = view.subjects()
    wanted = None if parties is None else sorted(with_others(set(parties), others))
    computed = computed_by_shares(view, question, wanted)
    ties = view.reaches(question.day, wanted, computed)
    intricate = set(pc.unique(ties["party"].filter(pc.invert(ties["plain"]))).to_pylist())
    if others:  # what reaches one id of a subject may reach the others
        reached = pc.unique(ties["party"]).cast(pa.string())
        joined = reached.filter(pc.is_in(reached, pa.array(sorted(others), pa.string()))).to_pylist()
        intricate |= with_others(set(joined), others)
    progress("applying the law", 1, 3)
    sorts = Sorts(view, question)
    plain = ties
    if intricate:
        members = pa.array(sorted(intricate), pa.string())
        plain = ties.filter(pc.invert(pc.is_in(ties["party"].cast(pa.string()), members)))
    table, measures, undecidable = sorts.apply(plain)  # in order already
    intricate |= undecidable
    progress("asking one by one", 2, 3)
    if wanted is not None:
        intricate &= set(parties or ())
    by_shares = None if computed is None else of_each_party(computed, question.day, with_others(intricate, others))
    rows = [
        row for party in view.parties(sorted(intricate)).values() for row in rows_of(view, party, question, by_shares)
    ]
    if rows:
        coded = [{**row, "measures": code} for code, row in enumerate(rows, len(measures))]
        measures += [row["measures"] for row in rows]
        table = pa.concat_tables([table, pa.Table.from_pylist(coded, schema=CODED)])
        table = table.sort_by([(column, "ascending") for column in KEY])
    progress("screened", 3, 3)
    return with_measures(table, measures)


def outcomes(rows: pa.Table) -> dict[str, int]:
    """How many parties came to each outcome: the strongest of a party's rows counts."""
    strength = {str(Outcome.CLEAR): 0, str(Outcome.REVIEW): 1, str(Outcome.RESTRICTED): 2}
    words = list(strength)
    codes = pc.index_in(rows["outcome"], pa.array(words))
    best = pa.table({"party": rows["party"], "code": codes}).group_by("party").aggregate([("code", "max")])
    counts = pc.value_counts(best["code_max"]).to_pylist()
    return {words[count["values"]]: count["counts"] for count in counts}
