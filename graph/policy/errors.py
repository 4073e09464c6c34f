"""What is wrong with a policy file: where, what was found, and what would be right."""

from __future__ import annotations


class PolicyError(ValueError):
    """One or more faults of one policy file; each a sentence that begins with ``file:line``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
