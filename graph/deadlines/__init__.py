"""The clocks of a listing's life: who must act by when, by which clause, and whether it was done."""

from graph.deadlines.clocks import Deadline, Status, clocks_of, deadlines
from graph.deadlines.counting import read_counting
from graph.deadlines.life import Life, Running, life_of, running
from graph.deadlines.working_days import Due, due_after, is_working_day

__all__ = [
    "Deadline", "Due", "Life", "Running", "Status", "clocks_of", "deadlines", "due_after",
    "is_working_day", "life_of", "read_counting", "running",
]  # fmt: skip
