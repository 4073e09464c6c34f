"""The register in a Neo4j: an institution's store of record, walked where it lies.

A register is drawn as its facts are spoken::

    (:Party:Person|:Organization)-[:HOLDS {role, share, since, until}]->(:Party:Organization)
    (:Listing)-[:NAMES {grade, certainty}]->(:Party:Debtor)
    (:Order|:Retention|:Suspension|:Event)-[:CONCERNS]->(:Listing), (:Order|:Notice)-[:AGAINST]->(:Party)
    (:Party)-[:BORE]->(:FormerName), (:Register)

Days are whole numbers from 1970-01-01, unknown ends the outermost 32-bit numbers, so that every comparison is
one of integers and none meets a null; by hand, ``date('1970-01-01') + duration({days: r.since})`` shows one.
"""

from graph.stores.neo4j.bulk import Way
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.neo4j.view import Neo4jView

__all__ = ["Neo4jStore", "Neo4jView", "Way"]
