"""Who counts as controlling, by which law and since when, and whose shares make nobody affiliated.

The definitions stand in ``policies/control``, read once and kept by digest. Regimes are never mixed: a question is
asked under one of them. Shares are in units of 10⁻¹⁰.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from graph.model import Interval, Label
from graph.model.share import share_text
from graph.policy import POLICIES, PolicyError
from graph.policy.compiled import compiled


class Threshold(NamedTuple):
    """The share that decides during ``holds``; ``inclusive``: the share itself is enough (以上), or not (超过).

    ``quote`` are the words of ``source``; told in other words where ``unverified`` names the text.
    """

    holds: Interval
    share: int
    inclusive: bool
    source: str
    quote: str
    unverified: tuple[str, ...]

    @property
    def least(self) -> int:
        """The least share that reaches it."""
        return self.share if self.inclusive else self.share + 1

    def as_json(self) -> dict[str, Any]:
        """The share, whether it is itself enough, and where that stands."""
        return {"share": share_text(self.share), "inclusive": self.inclusive, "source": self.source}


class Regime(NamedTuple):
    """One law's test. ``joint``: the votes of controlled companies are added to one's own (control); otherwise
    the effective share through every chain is compared with the threshold.
    """

    name: str
    label: Label
    thresholds: Sequence[Threshold]
    joint: bool

    def on(self, when: int) -> Threshold | None:
        """The threshold that is law on a day."""
        return next((threshold for threshold in self.thresholds if threshold.holds.holds_on(when)), None)


class Aside(NamedTuple):
    """A sort of holders, and how their names read (a plain regular expression, see ``DayView.named``)."""

    label: Label
    pattern: str


class Definitions(NamedTuple):
    """The regimes and the sorts of holders set aside, each by its word."""

    regimes: Mapping[str, Regime]
    aside: Mapping[str, Aside]


_LAYOUT = repr([part._fields for part in (Threshold, Regime, Aside, Definitions)])


def read_definitions(folder: Path = POLICIES) -> Definitions:
    """The definitions in ``folder/control``. Raises ``PolicyError`` with every fault, each with its line."""
    path = folder / "control" / "definitions.yaml"
    if not path.is_file():
        raise PolicyError([f"{path}: there is no such file; it says who counts as controlling"])
    return compiled("control", _LAYOUT, [path], _read)


def _read(files: Sequence[Path]) -> Definitions:
    from graph.control.reading import definitions_in

    return definitions_in(files[0])


REGIMES, ASIDE = read_definitions()
COMPANY_LAW = REGIMES["company-law"]
