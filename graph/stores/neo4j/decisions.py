"""The decisions of people, as ``(:Decision)`` nodes that no load touches, ``--replace`` included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph.identity import Decision, decided, numbered, undone
from graph.stores.interface import StoreError
from graph.stores.neo4j import matching
from graph.stores.neo4j.connection import Ask, Server, asking, written
from graph.stores.neo4j.journal import Journal
from graph.stores.neo4j.register import Lease, check, read_state, refuse_half_loaded

_WRITE = "MERGE (d:Decision {number: $number}) SET d += $values RETURN d.number"


def decide(server: Server, key: str, decision: Decision) -> Decision:
    """Keep ``decision`` and bind its record anew; the decision with its number."""
    return _changed(server, key, lambda ask: numbered(matching.decisions(ask), decision))


def undo(server: Server, key: str, number: int, by: str, at: str) -> Decision:
    """Undo a decision and bind its record anew. Raises ``ValueError`` where it does not stand."""
    return _changed(server, key, lambda ask: undone(matching.decisions(ask), number, by, at))


def _changed(server: Server, key: str, make: Callable[[Ask], Decision]) -> Decision:
    with server.session(writing=True) as session, Lease(server, server.uri) as lease:
        state = read_state(asking(session))
        if state is None:
            raise StoreError(f"no register is loaded in {server.uri}; run 'guanlian load PATH' first")
        check(state, key, server.uri)
        refuse_half_loaded(state, server.uri)

        def work(ask: Ask) -> Decision:
            decision = make(ask)
            ask(_WRITE, number=decision.number, values=decision.as_row())
            journal = Journal(state.revision + 1) if state.loads else None
            matching.match(lambda one: one(ask), matching.touched(ask, decision), journal)
            told = decided(matching.decisions(ask))
            lease.finish(ask, replace(state, revision=state.revision + 1, decisions=told))
            return decision

        return written(session, work)
