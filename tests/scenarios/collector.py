"""Makes a test of every scenario on every engine: the snapshot, a real Neo4j, and the naive evaluator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.policy import Law
from graph.stores import Store
from tests.scenarios.asking import ask_naive, ask_product, comparable
from tests.scenarios.expecting import faults
from tests.scenarios.given import ScenarioError
from tests.scenarios.reading import ENGINES, Scenario, read_scenarios
from tests.scenarios.registers import RowsRejected, load, snapshot_of

LAW = pytest.StashKey[Callable[[], Law]]()
NEO4J = pytest.StashKey[Callable[[], Store]]()


class Unmet(AssertionError):
    """An answer is not the expected one."""


class ScenarioFile(pytest.File):
    """A file of scenarios."""

    def collect(self) -> Iterator[pytest.Item]:
        try:
            scenarios = list(read_scenarios(self.path, self.config.stash[LAW]()))
        except ScenarioError as error:
            raise self.CollectError(str(error)) from None
        for scenario in scenarios:
            engines, because = scenario.known_fault
            for engine in ENGINES:
                item = ScenarioItem.from_parent(
                    self, name=f"{scenario.name} [{engine}]", scenario=scenario, engine=engine
                )
                if engine == "neo4j":
                    item.add_marker(pytest.mark.neo4j)
                if engine in engines:
                    item.add_marker(pytest.mark.xfail(reason=because, strict=True, raises=Unmet))
                yield item


class ScenarioItem(pytest.Item):
    """One scenario on one engine."""

    def __init__(self, *, scenario: Scenario, engine: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scenario = scenario
        self.engine = engine

    def runtest(self) -> None:
        """Ask on each day and compare."""
        found = [
            f"on {day}: {fault}"
            for day, answer in self._answers()
            for fault in faults(self.scenario.days[day], comparable(answer))
        ]
        if found:
            raise Unmet("\n".join(found))

    def _answers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        scenario, law = self.scenario, self.config.stash[LAW]()
        if self.engine == "naive":
            for day in scenario.days:
                yield day, ask_naive(scenario.whatif.made(scenario.rows, day), law, scenario.ask, day)
        elif self.engine == "neo4j":
            neo4j = self.config.stash[NEO4J]()
            load(neo4j, scenario.rows, law)
            yield from self._from(neo4j, law)
        else:
            with snapshot_of(scenario.rows, law) as store:
                yield from self._from(store, law)

    def _from(self, store: Store, law: Law) -> Iterator[tuple[str, dict[str, Any]]]:
        for day in self.scenario.days:
            with store.view() as view:
                yield day, ask_product(self.scenario.whatif.over(view, day), law, self.scenario.ask, day)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """File, line, sentence, what was expected and what was said; a traceback only for our own mistakes."""
        if not isinstance(excinfo.value, Unmet | RowsRejected):
            return super().repr_failure(excinfo, style)
        place = f"{self.scenario.path}:{self.scenario.line}"
        lines = "\n".join(f"  {line}" for line in str(excinfo.value).splitlines())
        return f"{place}\n{self.scenario.name}\non the engine {self.engine}:\n{lines}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario stands."""
        return self.path, self.scenario.line - 1, self.name
