"""Who is meant: names as they are compared, and how well a published record agrees with a party."""

from graph.identity.binding import Contradiction, bind, told, without_effect
from graph.identity.decisions import (
    About,
    Decision,
    Standing,
    Verdict,
    between,
    decided,
    ever_joined,
    numbered,
    standing,
    undone,
)
from graph.identity.facts import with_facts
from graph.identity.grades import Agreement, Facts, Record, certainty, grade, would_list_minor
from graph.identity.keys import identifier_keys, party_keys, query_keys, record_keys
from graph.identity.names import former_names, name_key, names_on, own_key
from graph.identity.sounds import initials, sounds, sounds_of
from graph.identity.subjects import Subjects, contradiction, subjects, with_others
from graph.identity.ways import Way

__all__ = [
    "About",
    "Agreement",
    "Contradiction",
    "Decision",
    "Facts",
    "Record",
    "Standing",
    "Subjects",
    "Verdict",
    "Way",
    "between",
    "bind",
    "certainty",
    "contradiction",
    "decided",
    "ever_joined",
    "former_names",
    "grade",
    "identifier_keys",
    "initials",
    "name_key",
    "names_on",
    "numbered",
    "own_key",
    "party_keys",
    "query_keys",
    "record_keys",
    "sounds",
    "sounds_of",
    "standing",
    "subjects",
    "told",
    "undone",
    "with_facts",
    "with_others",
    "without_effect",
    "would_list_minor",
]
