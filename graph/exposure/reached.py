"""One row a reach: what a screen writes of a party, by the key that its rows have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from graph.exposure.computed import ComputedTies
from graph.exposure.finding import Finding, strongest
from graph.exposure.question import Question, findings_of
from graph.model import LATEST, Party
from graph.model.chunks import one_array
from graph.stores.interface import View

SCREEN = pa.schema(
    [
        ("party", pa.string()),
        ("outcome", pa.string()),
        ("policy", pa.string()),
        ("scope", pa.string()),
        ("role", pa.string()),
        ("debtor", pa.string()),
        ("listing", pa.string()),
        ("notice", pa.string()),
        ("measures", pa.list_(pa.string())),
        ("certainty", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)

# The same while it is put together: the measures stand by their places in a list of them, for those of a whole country
# take more text than one column holds.
CODED = SCREEN.set(SCREEN.names.index("measures"), pa.field("measures", pa.int32()))
_PIECE = 1 << 17  # rows whose measures are written out together

KEY = ("party", "policy", "scope", "role", "debtor", "listing", "notice")
# What tells one sort of tie from another, as the columns have it; the law and the categories come beside it.


def with_measures(coded: pa.Table, measures: Sequence[Sequence[str]]) -> pa.Table:
    """The rows of ``CODED`` with their measures as ``SCREEN`` has them."""
    told, at = pa.array(measures, pa.list_(pa.string())), SCREEN.names.index("measures")
    codes = one_array(coded["measures"])
    pieces = [told.take(codes.slice(begin, _PIECE)) for begin in range(0, len(codes), _PIECE)]
    return coded.set_column(at, SCREEN.field(at), pa.chunked_array(pieces, SCREEN.field(at).type))


def rows_of(
    view: View, party: Party, question: Question, computed: ComputedTies | None = None
) -> Iterable[dict[str, Any]]:
    """The rows of one party, from its findings; ``computed`` as for ``check``."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings_of(view, party, question, computed):
        key = (finding.measure.policy, finding.scope, finding.role, finding.debtor, finding.listing, finding.notice)
        groups.setdefault(key, []).append(finding)
    for (policy, scope, role, debtor, listing, notice), group in groups.items():
        since = min(finding.holds.since for finding in group)
        until = max(finding.holds.until for finding in group)
        yield {
            "party": party.id, "outcome": str(strongest(finding.outcome for finding in group)), "policy": policy,
            "scope": str(scope), "role": role, "debtor": debtor, "listing": listing, "notice": notice,
            "measures": sorted({finding.measure.id for finding in group}),
            "certainty": str(group[0].certainty), "since": since, "until": None if until == LATEST else until,
        }  # fmt: skip
