"""Where other people's readers of what is exported are installed."""

from __future__ import annotations

from pathlib import Path

READERS = Path(__file__).parents[2] / ".venv" / "readers" / "bin" / "python"
