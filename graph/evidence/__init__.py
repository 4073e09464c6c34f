"""An answer as people read it: the facts behind it, its reasons in words, and the paper that keeps it."""

from graph.evidence.background import Background, background
from graph.evidence.clauses import Clause, as_shown, certainty_words, clauses_of, in_force, office_words
from graph.evidence.coverage import listed_words, looked_at, no_reasons, on_list, silence, when
from graph.evidence.duties import duties
from graph.evidence.pack import Found, evidence_pack, reproducing_command
from graph.evidence.paper import SUFFIXES, as_file
from graph.evidence.reasons import SHOWN_ORDER, Reason, measure_count, reasons_of, sentence
from graph.evidence.speech import LANGUAGES, Speech
from graph.evidence.words import WORDS

__all__ = [
    "LANGUAGES",
    "SHOWN_ORDER",
    "SUFFIXES",
    "WORDS",
    "Background",
    "Clause",
    "Found",
    "Reason",
    "Speech",
    "as_file",
    "as_shown",
    "background",
    "certainty_words",
    "clauses_of",
    "duties",
    "evidence_pack",
    "in_force",
    "listed_words",
    "looked_at",
    "measure_count",
    "no_reasons",
    "office_words",
    "on_list",
    "reasons_of",
    "reproducing_command",
    "sentence",
    "silence",
    "when",
]  # fmt: skip
