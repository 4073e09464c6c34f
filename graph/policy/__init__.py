"""What the law says: policy documents as dated, cited data, and which measures reach whom."""

from graph.policy.errors import PolicyError
from graph.policy.law import POLICIES, Applicable, Law, NotCovered, read_law
from graph.policy.measure import Clock, Measure, Policy

__all__ = ["POLICIES", "Applicable", "Clock", "Law", "Measure", "NotCovered", "Policy", "PolicyError", "read_law"]
