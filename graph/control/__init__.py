"""Who controls whom through shares: for one party, and for the whole register."""

from graph.control.definitions import COMPANY_LAW, REGIMES, Regime, Threshold, read_definitions
from graph.control.derived import Around, Control, unnamed
from graph.control.network import HOLDINGS_READ
from graph.control.steps import Step

__all__ = [
    "COMPANY_LAW", "HOLDINGS_READ", "REGIMES", "Around", "Control", "Regime", "Step", "Threshold",
    "read_definitions", "unnamed",
]  # fmt: skip
