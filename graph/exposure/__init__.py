"""The one evaluator: a party, a day, the law → findings; and the whole register by the same rule."""

from graph.exposure.answer import Answer, Appointed, Connection, Connections, Credit, Officer
from graph.exposure.asked import CANDIDATES, NotResolved, Undecided, resolve, stranger
from graph.exposure.computed import ComputedTies, computed_together
from graph.exposure.difference import difference
from graph.exposure.explain import Change, Explained, Explanation, explain
from graph.exposure.finding import Appointment, Finding
from graph.exposure.matching import Match, Sought, match
from graph.exposure.question import Question, appoint, check, connections, credit
from graph.exposure.search import Candidate, find

__all__ = [
    "CANDIDATES",
    "Answer", "Appointed", "Appointment", "Candidate", "Change", "ComputedTies", "Connection", "Connections", "Credit",
    "Explained", "Explanation", "Finding", "Match", "NotResolved", "Officer", "Question", "Sought", "Undecided",
    "appoint", "check", "computed_together", "connections", "credit", "difference", "explain", "find", "match",
    "resolve", "stranger",
]  # fmt: skip
