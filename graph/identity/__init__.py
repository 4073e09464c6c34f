"""Who is meant: names as they are compared, and how well a published record agrees with a party."""

from graph.identity.binding import bind
from graph.identity.grades import Agreement, Record, certainty, grade
from graph.identity.keys import party_keys, query_keys, record_keys
from graph.identity.names import former_names, name_key, names_on

__all__ = [
    "Agreement", "Record", "bind", "certainty", "former_names", "grade", "name_key", "names_on", "party_keys",
    "query_keys", "record_keys",
]  # fmt: skip
