"""The hand-made register of the folder ``demo``: small enough to read, and every party has a part in it."""

from pathlib import Path


def demo_register() -> Path:
    """The folder of the demonstration register, a data package; its README tells the story."""
    return Path(__file__).parent / "demo"
