"""Who is meant: names as they are compared, and how well a published record agrees with a party."""

from graph.identity.binding import Contradiction, bind, told
from graph.identity.facts import with_facts
from graph.identity.grades import Agreement, Facts, Record, certainty, grade, would_list_minor
from graph.identity.keys import identifier_keys, party_keys, query_keys, record_keys
from graph.identity.names import former_names, name_key, names_on

__all__ = [
    "Agreement", "Contradiction", "Facts", "Record", "bind", "certainty", "former_names", "grade", "identifier_keys",
    "name_key", "names_on", "party_keys", "query_keys", "record_keys", "told", "with_facts", "would_list_minor",
]  # fmt: skip
