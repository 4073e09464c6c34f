"""What the law says: policy documents as dated, cited data, and which measures reach whom."""

from graph.policy.errors import PolicyError
from graph.policy.law import POLICIES, Applicable, Law, NotCovered, read_law
from graph.policy.measure import Measure, Policy

__all__ = ["POLICIES", "Applicable", "Law", "Measure", "NotCovered", "Policy", "PolicyError", "read_law"]
