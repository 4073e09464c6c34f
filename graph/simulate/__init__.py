"""Fictional registers: ``simulate`` draws one of any size, ``demo_register`` is a small one made by hand."""

from graph.model.progress import Progress
from graph.simulate.register import simulate
from graph.simulate.statistics import Spread, Statistics
from graph.simulate.story import demo_register

__all__ = ["Progress", "Spread", "Statistics", "demo_register", "simulate"]
