"""Which clocks run for a listing, since when, until when, and how each stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.deadlines.working_days import due_after
from graph.model import LATEST, Event, EventKind, Listing, iso
from graph.policy import Clock, Law, Measure, NotCovered


class Status(StrEnum):
    """How a clock stands. ``overdue``: its day has passed and nothing on file tells that it was done."""

    RUNNING = "running"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    DONE = "done"
    LAPSED = "lapsed"  # a right that was not used in time
    SUPERSEDED = "superseded"  # another instrument's clock runs in its place

    @property
    def runs(self) -> bool:
        """Is there still something to wait for?"""
        return self in (Status.RUNNING, Status.DUE_TODAY, Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock of one listing: ``measure`` sets it, ``event`` started it, it is over at the end of ``due``.

    ``ended`` is the day on which what it waits for happened. ``provisional``: the holidays up to its end are not
    all announced.
    """

    listing: str
    measure: Measure
    clock: Clock
    event: Event
    due: int
    provisional: bool
    status: Status
    ended: int | None

    @property
    def started(self) -> int:
        """The day of the event."""
        return self.event.on

    def order(self) -> tuple[int, str, str, int, str]:
        """Soonest due first."""
        return self.due, self.listing, self.measure.id, self.started, self.event.measure or ""

    def as_json(self) -> dict[str, object]:
        """The deadline in the words of the contract; days as YYYY-MM-DD."""
        measure = self.measure
        return {
            "listing": self.listing, "policy": measure.policy, "clause": measure.clause, "measure": measure.id,
            "title": measure.title, "event": str(self.event.event), "started": iso(self.started),
            "due": iso(self.due), "days": self.clock.days, "counted_in": str(self.clock.counted_in),
            "provisional": self.provisional, "status": str(self.status),
            "ended": None if self.ended is None else iso(self.ended), "about": self.event.measure,
            "superseded_by": self.clock.superseded_by if self.status is Status.SUPERSEDED else None,
            "units": list(measure.units), "deadline": measure.deadline, "quote": measure.quote,
            "unverified": list(measure.unverified), "note": measure.note,
        }  # fmt: skip


def deadlines(
    listing: Listing, events: Iterable[Event], law: Law, day: int,
    region: str | None = None, named: Sequence[str] = (),
) -> list[Deadline]:  # fmt: skip
    """Every clock that ``listing`` and its ``events`` started up to ``day``, soonest due first.

    The law is that of the day of the event: the ``named`` policies, or else those of the whole country and of the
    debtor's ``region``. What happens after ``day`` is not known yet.
    """
    return clocks_started(life_until(listing, events, day), clocks_of(law, region, named)[0], day)


def clocks_started(life: Sequence[Event], clocks: Iterable[tuple[Measure, Clock]], day: int) -> list[Deadline]:
    """The ``clocks`` that the events of one ``life`` started, as they stand on ``day``, soonest due first."""
    return sorted(
        (
            _deadline(measure, clock, event, life, day)
            for measure, clock in clocks
            for event in life
            if event.event is clock.starts and measure.holds.holds_on(event.on)
        ),
        key=Deadline.order,
    )


def life_until(listing: Listing, events: Iterable[Event], day: int) -> list[Event]:
    """What has happened to ``listing`` up to ``day``, its own first and last day included, in the order of days."""
    life = [Event(listing.id, EventKind.PUBLISHED, listing.listed_on), *events]
    if listing.released_on != LATEST:
        life.append(Event(listing.id, EventKind.RELEASED, listing.released_on))
    order = list(EventKind)
    return sorted(
        {event for event in life if event.on <= day},
        key=lambda event: (event.on, order.index(event.event), event.measure or ""),
    )


def clocks_of(
    law: Law, region: str | None, named: Sequence[str] = ()
) -> tuple[list[tuple[Measure, Clock]], list[NotCovered]]:
    """The measures with a clock that apply in ``region``, and the policies that cannot tell without one."""
    found: list[tuple[Measure, Clock]] = []
    silent: list[NotCovered] = []
    for policy in law.policies.values():
        clocks = [(measure, measure.clock) for measure in policy.measures if measure.clock is not None]
        covers = policy.id in named if named else policy.covers(region)
        if covers:
            found += clocks
        elif covers is None and clocks:
            reason = f"it applies in the region {policy.region}, and the debtor's region is unknown"
            silent.append(NotCovered(policy.id, reason))
    return found, silent


def _deadline(measure: Measure, clock: Clock, event: Event, life: Sequence[Event], day: int) -> Deadline:
    due, provisional = due_after(event.on, clock)
    # What is said of one measure alone ends no clock of the whole listing.
    ends = [
        later.on
        for later in life
        if later.event in clock.ends_with and later.on >= event.on and later.measure in (None, event.measure)
    ]
    # What comes after a right has lapsed no longer uses it.
    ended = min((on for on in ends if on <= due or not clock.lapses), default=None)
    if clock.superseded_since is not None and event.on >= clock.superseded_since:
        status = Status.SUPERSEDED
    elif ended is not None:
        status = Status.DONE
    elif day < due:
        status = Status.RUNNING
    elif day == due:
        status = Status.DUE_TODAY
    else:
        status = Status.LAPSED if clock.lapses else Status.OVERDUE
    return Deadline(event.listing, measure, clock, event, due, provisional, status, ended)
