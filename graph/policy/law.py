"""All policies together: which of them speak about a party on a day, and with which measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

from graph.model import Area, At, Kind, Scope, Trigger, Vocabulary, iso
from graph.policy.compiled import compiled
from graph.policy.errors import PolicyError
from graph.policy.measure import Clock, Measure, Policy

POLICIES = Path(__file__).resolve().parents[2] / "policies"
# What the compiled law looks like: one compiled with other fields, or kept in another form, is not read.
_LAYOUT = repr([2, *(part.name for part in (*fields(Policy), *fields(Measure), *fields(Clock)))])

# A long-lived front end asks about many days, and of every region.
_KEPT, _ASKED_KEPT = 256, 8192


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A policy that does not answer, and why."""

    policy: str
    reason: str


@dataclass(frozen=True)
class Applicable:
    """The measures that are law for a party on a day, by how they reach it."""

    policies: tuple[Policy, ...]
    not_covered: tuple[NotCovered, ...]
    measures: Mapping[tuple[Scope, str | None], tuple[Measure, ...]]
    suspending: frozenset[str]  # policies that provide for pausing a measure
    areas: frozenset[Area]  # those of which some measure speaks
    _fitting: dict[object, tuple[Measure, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def on_posts(self) -> Applicable:
        """The same law about taking a post: its bars alone. A policy that bars none on the day does not speak of it."""
        bars = {
            way: tuple(measure for measure in some if measure.at in (At.TAKING, At.BOTH))
            for way, some in self.measures.items()
        }
        barring = {measure.policy for some in bars.values() for measure in some}
        silent = [
            NotCovered(policy.id, "no measure of it that bars a post is in force on the day")
            for policy in self.policies
            if policy.id not in barring
        ]
        return Applicable(
            tuple(policy for policy in self.policies if policy.id in barring),
            tuple(sorted([*self.not_covered, *silent], key=lambda one: one.policy)),
            bars,
            self.suspending,
            frozenset(measure.area for some in bars.values() for measure in some),
        )

    def reaching(
        self, scope: Scope, role: str | None, trigger: Trigger, subject: Kind | None, reached: Kind | None
    ) -> tuple[Measure, ...]:
        """The measures that reach a party of one kind from a debtor of another in this way; None fits every kind."""
        asked = scope, role, trigger, subject, reached
        found = self._fitting.get(asked)
        if found is None:
            found = self._fitting[asked] = tuple(
                measure
                for measure in self.measures.get((scope, role), ())
                if measure.trigger is trigger
                and (measure.subject is None or subject is None or measure.subject is subject)
                and (measure.reaches is None or reached is None or measure.reaches is reached)
            )
        return found


@dataclass(frozen=True)
class Law:
    """Every policy that is loaded, by id."""

    policies: Mapping[str, Policy]
    _kept: dict[object, Applicable] = field(default_factory=dict, compare=False, repr=False)
    _asked: dict[object, Applicable] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the law at large and of every document."""
        return Vocabulary().extended(policy.vocabulary for policy in self.policies.values())

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure of every policy."""
        return tuple(measure for policy in self.policies.values() for measure in policy.measures)

    @cached_property
    def measure_names(self) -> frozenset[str]:
        """Every id under which a measure may be named, with and without its number."""
        return frozenset(
            name
            for measure in self.measures
            for name in (
                f"{measure.policy}/{measure.clause}",
                f"{measure.policy}/{measure.clause}#{measure.number}",
            )
        )

    def on(self, day: int, region: str | None, named: Sequence[str] = ()) -> Applicable:
        """The law for a party of ``region`` on ``day``: the ``named`` policies, or else every one that applies.

        Raises ``KeyError`` with the id of a named policy that is not loaded.
        """
        asked = day, region, tuple(named)
        if (known := self._asked.get(asked)) is None:
            if len(self._asked) > _ASKED_KEPT:
                self._asked.clear()
            known = self._asked[asked] = self._on(day, region, named)
        return known

    def _on(self, day: int, region: str | None, named: Sequence[str]) -> Applicable:
        """The law for all regions with the same policies is one."""
        if named:
            places: list[tuple[str, bool | None]] = [(self.policies[id_].id, True) for id_ in sorted(set(named))]
        else:
            places = [(id_, self.policies[id_].covers(region)) for id_ in sorted(self.policies)]
        kept = (day, tuple(places))
        if kept not in self._kept:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            self._kept[kept] = self._applicable(day, places)
        return self._kept[kept]

    def _applicable(self, day: int, places: Iterable[tuple[str, bool | None]]) -> Applicable:
        speaking: list[Policy] = []
        silent: list[NotCovered] = []
        for id_, covers in places:
            policy = self.policies[id_]
            if covers is False:
                continue
            if not policy.speaks_on(day):
                silent.append(NotCovered(id_, f"no measure of it is in force on {iso(day)}"))
            elif covers is None:
                silent.append(
                    NotCovered(id_, f"it applies in the region {policy.region}, and the party's region is unknown")
                )
            else:
                speaking.append(policy)
        measures: dict[tuple[Scope, str | None], list[Measure]] = {}
        for policy in speaking:
            for measure in policy.measures:
                if measure.scope is None or not measure.holds.holds_on(day):
                    continue
                roles: Iterable[str | None] = (None,)
                if measure.scope is not Scope.DEBTOR:
                    roles = [role for role in self.vocabulary.roles if measure.names_role(role)]
                for role in roles:
                    measures.setdefault((measure.scope, role), []).append(measure)
        return Applicable(
            tuple(speaking),
            tuple(silent),
            {way: tuple(found) for way, found in measures.items()},
            frozenset(policy.id for policy in speaking if policy.suspends),
            frozenset(measure.area for found in measures.values() for measure in found),
        )


def read_law(folder: Path = POLICIES) -> Law:
    """The law in the YAML files of ``folder``, compiled once and kept by digest in the user's cache.

    Raises ``PolicyError`` with every fault of every file.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise PolicyError([f"{folder}: there is no policy file (*.yaml)"])
    return Law(compiled("law", _LAYOUT, files, _read))


def _read(files: Sequence[Path]) -> dict[str, Policy]:
    from graph.policy.reading import read_policy

    policies: dict[str, Policy] = {}
    faults: list[str] = []
    for path in files:
        try:
            policy = read_policy(path)
        except PolicyError as error:
            faults += error.faults
            continue
        if policy.id != path.stem:
            faults.append(f"{path.name}:1: the id is '{policy.id}'; a policy stands in the file of its name")
        policies[policy.id] = policy
    if faults:
        raise PolicyError(faults)
    return policies
