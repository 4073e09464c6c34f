"""What is owed: listings and notices against a party, with the orders, retentions and suspensions that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graph.model import Binding, Certainty, Debts, Grade, Interval, Notice, Order, Retention, Suspension
from graph.stores.neo4j import rows as form


class Owed(NamedTuple):
    """What one party owes: its bindings, its notices, and what concerns the listings as ``(label, properties)``."""

    bindings: Sequence[Binding] = ()
    notices: Sequence[Notice] = ()
    extras: Sequence[tuple[str, Mapping[str, Any]]] = ()


def owed_by(party: str, bindings: Sequence[Sequence[Any]], notices: Sequence[Sequence[Any]]) -> Owed:
    """What the graph tells of ``party``, as facts."""
    return Owed(
        [Binding(form.listing(values), party, Grade(grade), Certainty(sure)) for grade, sure, values, _ in bindings],
        [Notice(*values) for values in notices],
        [(label, found) for *_, extras in bindings for label, found in extras],
    )


def add(debts: Debts, label: str, found: Mapping[str, Any]) -> None:
    """Add an order, a retention or a suspension, as the graph holds it."""
    if label == "Order":
        debts.orders.append(
            Order(found["id"], found["party"], found["issued_on"], found.get("listing"), found.get("case_number"),
                  found["lifted_on"])
        )  # fmt: skip
    elif label == "Retention":
        debts.retentions.append(Retention(found["listing"], found["measure"], found["until"], found["legal_basis"]))
    else:
        paused = Interval(found["since"], found["until"])
        debts.suspensions.append(Suspension(found["listing"], found.get("measure"), paused))
