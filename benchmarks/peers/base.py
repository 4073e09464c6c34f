"""What every engine can be asked, and the form in which answers are compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from benchmarks.package import Package

# scope, role, debtor, listing, since, until (None: still); for the whole register with the party before them.
Row = tuple[Any, ...]

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)  # unknown since and until, for engines that keep dates
_EPOCH = date(1970, 1, 1).toordinal()

Option = TypeVar("Option")


class Peer:
    """One engine. What a task returns is in the engine's own form; ``answer`` makes it comparable, untimed."""

    name: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]] = ("load", "check", "credit", "screen", "portfolio", "changes", "hops")
    at_most: ClassVar[int] = 1 << 60  # companies, beyond which it is left out
    why: ClassVar[str] = ""  # it is left out there
    loads: ClassVar[int] = 99  # how often it is loaded at most
    includes: ClassVar[str]  # what its load does

    def __init__(self, package: Package, folder: Path) -> None:
        self.package = package
        self.folder = folder
        self.steps: dict[str, float] = {}
        self.afterwards = 0.0  # seconds that a load takes beyond the moment from which questions are answered
        self.chosen: dict[str, str] = {}  # for each task of several known queries the fastest

    def version(self) -> str:
        raise NotImplementedError

    def load(self) -> None:
        """From the package's files to ready for questions, on the disk."""
        raise NotImplementedError

    def open(self) -> None:
        """Ready to be asked, in a fresh process."""
        raise NotImplementedError

    def check(self, party: str) -> Any:
        """The ties in force of one party to debtors in force, its own listings included."""
        raise NotImplementedError

    def credit(self, party: str) -> Any:
        """The officers of an organization (scope ``post``), and what ``check`` tells of it and of each of them."""
        raise NotImplementedError

    def screen(self, _: str) -> Any:
        """What ``check`` tells, of the whole register, for the role sets of the central document."""
        raise NotImplementedError

    def portfolio(self, _: str) -> Any:
        """The same of the parties of the portfolio."""
        raise NotImplementedError

    def changes(self, _: str) -> Any:
        """The rows of the screen that begin (``reached``) and end (``released``) on one day, without their days."""
        raise NotImplementedError

    def hops(self, party: str) -> Any:
        """The debtors in force within three ties in force around a party, with their distance."""
        raise NotImplementedError

    def answer(self, task: str, result: Any) -> list[Row]:  # noqa: ARG002 - others need it
        return sorted(map(tuple, result), key=repr)

    def process(self) -> int | None:
        """Whose memory counts; None: this process's."""
        return None

    def load_peak(self) -> int:
        """What helpers of the load took in memory, where they are other processes."""
        return 0

    def disk(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def close(self) -> None: ...

    def step(self, name: str, work: Callable[[], object]) -> None:
        begun = time.perf_counter()
        work()
        self.steps[name] = self.steps.get(name, 0.0) + time.perf_counter() - begun

    def fastest(
        self, task: str, options: dict[str, Option], ask: Callable[[Option, str], Any], parties: Sequence[str]
    ) -> Option:
        """The option that answers these parties in the least median time, all taken in turn."""
        times: dict[str, list[float]] = {name: [] for name in options}
        for turn in range(4):
            for party in parties:
                for name, option in options.items():
                    begun = time.perf_counter()
                    ask(option, party)
                    if turn:
                        times[name].append(time.perf_counter() - begun)
        self.chosen[task] = min(times, key=lambda name: statistics.median(times[name]))
        return options[self.chosen[task]]


def days(rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows that end in two dates, with days in their place."""
    return sorted(((*row[:-2], day(row[-2]), day(row[-1])) for row in rows), key=repr)


def rows(table: Any) -> Iterable[Sequence[Any]]:
    """The rows of an Arrow table."""
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def turned(reached: Any, released: Any) -> Iterable[Row]:
    """The rows of two Arrow tables with the change that each is of, each once."""
    return {(change, *row) for change, table in (("reached", reached), ("released", released)) for row in rows(table)}


def day(value: date | int | None) -> int | None:
    if value is None or value in (LATEST, 2**31 - 1):
        return None
    return value if isinstance(value, int) else value.toordinal() - _EPOCH


def iso(day: int) -> str:
    return date.fromordinal(day + _EPOCH).isoformat()


def words(values: Sequence[str]) -> str:
    """A list of words for a query."""
    return ", ".join(f"'{value}'" for value in values)
