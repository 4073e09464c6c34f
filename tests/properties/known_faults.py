"""Where the product is known to differ from the contract, so that the properties can find what is not known yet.

Each function undoes one fault in the naive answer, and goes with the fault.
"""

from __future__ import annotations

from typing import Any

from graph.model import Vocabulary
from graph.policy import Law
from tests.naive import register
from tests.scenarios.asking import Ask
from tests.scenarios.registers import Rows


def as_the_product_answers(answer: dict[str, Any], rows: Rows, law: Law, ask: Ask) -> dict[str, Any]:
    """Contract 3: "Records that bear the party's name and nothing that proves or excludes it stand under
    ``undecided``". The product leaves those out that are matched to another party by a mask alone (grade B).
    """
    if not ask.party:
        return answer
    vocabulary = Vocabulary().extended(policy.vocabulary for policy in law.policies.values())
    known = register.Register(rows, vocabulary)
    parties = [known.party(id_) for id_ in known.graph]
    masked = {
        listing["id"]
        for listing in known.listings
        if any(known.certainty(listing, party) == "identity" for party in parties)
    }
    return {**answer, "undecided": [id_ for id_ in answer["undecided"] if id_ not in masked]}
