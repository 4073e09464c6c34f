"""nomenklatura's logic-v2 on the same pairs. Runs in an environment of its own: ``python peer.py < pairs > scores``.

One pair a line, ``{"schema", "record": {property: [values]}, "party": {…}}``; one score a line in return. Every
entity has an id of its own, for entities are equal, and kept, by their ids.
"""

from __future__ import annotations

import json
import sys

from followthemoney import model
from nomenklatura.matching.logic_v2.model import LogicV2

config = LogicV2.default_config()


def entity(number: str, schema: str, properties: dict[str, list[str]]):  # type: ignore[no-untyped-def]
    made = model.make_entity(schema)
    made.id = number
    for name, values in properties.items():
        # As given: a cleaner would drop masked numbers, and codes that one of its libraries does not know.
        made.add(name, values, cleaned=True)
    return made


for number, line in enumerate(sys.stdin):
    pair = json.loads(line)
    record = entity(f"record-{number}", pair["schema"], pair["record"])
    party = entity(f"party-{number}", pair["schema"], pair["party"])
    print(LogicV2.compare(record, party, config).score)
