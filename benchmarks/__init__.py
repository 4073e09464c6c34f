"""This product beside Neo4j, Ladybug and DuckDB: the same package in, the same rows out, then the times."""
