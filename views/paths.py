"""A cause, or a connection, as a path of parties."""

from __future__ import annotations

from graph.evidence import Background, Reason, Speech
from graph.exposure import Connection
from graph.model import SAME, Certainty, Kind, Scope
from views.markup import arrow, chip


def path(speech: Speech, known: Background, reason: Reason) -> str:
    """The cause as a path of parties, the debtor first; HTML."""
    finding = reason.first
    debtor, asked = known.party(finding.debtor), known.asked
    mark = speech("listed_maybe" if finding.certainty is Certainty.IDENTITY else "listed_short")
    if finding.scope is Scope.DEBTOR:
        return f'<div class="g-path">{chip(asked.name, asked.kind, mark)}</div>'
    roles = speech.listing([speech.role(role) for role in reason.roles])
    tie = arrow(roles, forward=finding.scope is Scope.ORGANIZATION)
    pieces = [chip(debtor.name, debtor.kind or Kind.ORGANIZATION, mark), tie]
    for id_ in finding.path[1:-1]:  # recorded of another id, of which a person decided that it is the same
        same = known.party(id_)
        pieces += [chip(same.name, same.kind), arrow(speech.role(SAME), forward=None)]
    pieces.append(chip(asked.name, asked.kind))
    return f'<div class="g-path">{"".join(pieces)}</div>'


def connection_path(speech: Speech, known: Background, connection: Connection) -> str:
    """A connection as a path from the party asked about to the listed one; HTML."""
    ids = connection.path
    pieces: list[str] = []
    for index, id_ in enumerate(ids):
        party = known.party(id_)
        pieces.append(chip(party.name, party.kind, speech("listed_short") if index == len(ids) - 1 else ""))
        if index < len(connection.roles):
            role = connection.roles[index]
            pieces.append(arrow(speech.role(role), forward=known.step(id_, ids[index + 1], role)))
    return f'<div class="g-path">{"".join(pieces)}</div>'
