"""Who became reached and who was released, when, and by which event."""

from graph.changes.between_days import CHANGES, between_days, difference
from graph.changes.between_loads import between_loads
from graph.changes.event import Change, Happening

__all__ = ["CHANGES", "Change", "Happening", "between_days", "between_loads", "difference"]
