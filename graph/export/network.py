"""The network as networkx knows it, so that a notebook goes on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.export.extract import Extract, Reached
from graph.model import Certainty, Outcome, Party, Post, Scope, iso
from graph.model.share import SHARE_UNIT

if TYPE_CHECKING:
    import networkx as nx

Scalar = str | int | float | bool

_SCALE = (Outcome.CLEAR, Outcome.REVIEW, Outcome.RESTRICTED)
_SURENESS = (Certainty.RECORDED, Certainty.DERIVED, Certainty.IDENTITY)


def network(extract: Extract) -> nx.MultiDiGraph[str]:
    """The parties and the roles between them as a networkx graph.

    A node is a party under its id, with ``name``, ``kind``, its identifiers (an ID number as a mask), ``steps``,
    ``asked``, ``listed``, ``outcome``, and for a debtor ``listings``, ``case_numbers``, ``listed_on``. An edge is
    a role from its holder to the organization: ``role``, ``share`` (a number from 0 to 1), ``since``, ``until``,
    ``source``; its key tells holder, organization, role and since, and no two edges share one. What the law says
    stands where it rests: findings against a debtor on its node, all others on the edge through which they reach
    (``reached`` tells whom): ``findings`` (one a line: measure, dates, outcome, certainty), ``clauses``,
    ``finding_outcome`` the strongest, ``certainty`` the least sure, ``finding_since`` the earliest and
    ``finding_until`` the latest. A controller computed from shares is an edge with ``recorded`` false. The graph
    itself tells ``as_of``, ``hops``, ``incomplete``, ``snapshot``, ``policies``. Values are text, numbers and
    truth values; what is unknown is left out.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        as_of=extract.as_of, hops=extract.hops, incomplete=extract.incomplete, snapshot=extract.snapshot,
        asked=";".join(extract.asked), policies=";".join(applied.policy for applied in extract.policies),
    )  # fmt: skip
    for party in extract.parties:
        graph.add_node(party.id, **_of_party(party))
    for standing in extract.standings:
        graph.nodes[standing.party].update(_known(standing._asdict(), "party"))
    for id_, records in _records(extract).items():
        graph.nodes[id_].update(records)
    for post in extract.roles:
        graph.add_edge(post.holder, post.organization, _key(post), **_of_post(post))
    for tie, findings in _by_tie(extract).items():
        _lay(graph, tie, findings)
    return graph


def _of_party(party: Party) -> dict[str, Scalar]:
    several = {name: ";".join(sorted(getattr(party, name))) or None for name in ("former_names", "categories")}
    return _known({**party._asdict(), **several}, "id", "id_hash")


def _of_post(post: Post) -> dict[str, Scalar]:
    told: dict[str, object] = {"role": post.role, "recorded": True, "source": post.source}
    told |= {"since": iso(post.held.since), "until": iso(post.held.until)}
    told["share"] = None if post.share is None else float(post.share * SHARE_UNIT)
    return _known(told)


def _known(told: Mapping[str, object], *without: str) -> dict[str, Scalar]:
    """What is known, enumerated words as plain text."""
    return {
        name: str(value) if isinstance(value, str) else value  # type: ignore[misc]
        for name, value in told.items()
        if value is not None and name not in without
    }


def _key(post: Post) -> str:
    return "|".join((post.holder, post.organization, post.role, iso(post.held.since) or ""))


def _records(extract: Extract) -> dict[str, dict[str, Scalar]]:
    """What is published against each debtor."""
    listings = {listing.id: listing for listing in extract.listings}
    named: dict[str, list[str]] = {}
    for match in extract.matches:
        named.setdefault(match.party, []).append(match.listing)
    return {
        id_: {
            "listings": ";".join(ids),
            "case_numbers": ";".join(listings[each].case_number for each in ids),
            "listed_on": min(iso(listings[each].listed_on) or "" for each in ids),
        }
        for id_, ids in named.items()
    }


Tie = tuple[str, str, str | None]  # holder, organization, role; the debtor twice and None where it is meant itself


def _by_tie(extract: Extract) -> dict[Tie, list[Reached]]:
    found: dict[Tie, list[Reached]] = {}
    for finding in extract.findings:
        debtor = finding.debtor or finding.party
        match finding.scope:
            case Scope.OFFICER:
                tie: Tie = (finding.party, debtor, finding.role)
            case Scope.ORGANIZATION:
                tie = (debtor, finding.party, finding.role)
            case _:
                tie = (finding.party, finding.party, None)
        found.setdefault(tie, []).append(finding)
    return found


def _lay(graph: nx.MultiDiGraph[str], tie: Tie, findings: Sequence[Reached]) -> None:
    """Tell the findings where they rest."""
    holder, organization, role = tie
    if role is None:
        graph.nodes[holder].update(_told(findings))
        return
    edges = dict(graph[holder].get(organization, {}))
    keys = [str(key) for key, data in edges.items() if data["role"] == role]
    if not keys:
        keys = [f"{holder}|{organization}|{role}|computed"]
        graph.add_edge(holder, organization, keys[0], role=role, recorded=False)
    for key in keys:
        graph.edges[holder, organization, key].update(_told(findings), reached=findings[0].party)


def _told(findings: Sequence[Reached]) -> dict[str, Scalar]:
    told: dict[str, Scalar] = {
        "findings": "\n".join(
            f"{found.measure} [{found.since or ''}, {found.until or ''}) {found.outcome} {found.certainty}"
            for found in findings
        ),
        "clauses": ";".join(_once(f"{found.policy} {found.clause}" for found in findings)),
        "finding_outcome": str(max((found.outcome for found in findings), key=_SCALE.index)),
        "certainty": str(max((found.certainty for found in findings), key=_SURENESS.index)),
    }
    # An end that is unknown is no date: one finding without it leaves the whole open.
    sinces, untils = [found.since for found in findings], [found.until for found in findings]
    if None not in sinces:
        told["finding_since"] = min(filter(None, sinces))
    if None not in untils:
        told["finding_until"] = max(filter(None, untils))
    return told


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
