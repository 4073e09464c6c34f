"""Between the rows of the package's tables, the properties in the database, and the facts of the model."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import former_names, initials, name_key, record_keys, sounds_of
from graph.model import Interval, Kind, Listing, Party, Post
from graph.model.chunks import one_array
from graph.model.identifiers import mask_key
from graph.model.tables import TABLES

Properties = dict[str, Any]

SEPARATOR = "\x1f"  # between the parts of a key; no table cell holds it
# An index of Neo4j takes values of at most some 8,000 bytes; a role's key holds two ids.
LONGEST_BYTES = 2000
INDEXED: Mapping[str, tuple[str, ...]] = {
    "parties": ("id", "name", "former_names"),
    "listings": ("id", "name", "case_number", "identifier"),
    "orders": ("id", "case_number"),
    "notices": ("id",),
}


def batches(
    table: pa.Table, size: int, form: Callable[[Properties], Properties] = dict,
    complete: Callable[[pa.Table], pa.Table] = lambda rows: rows,
) -> Iterator[list[Properties]]:  # fmt: skip
    """The rows as properties, ``size`` at a time; a null is no property.

    What ``complete`` adds is added in columns, what ``form`` changes row by row. The next batch is made while the
    server is busy with the one before.
    """

    def batch(start: int) -> list[Properties]:
        return [
            form({name: value for name, value in row.items() if value is not None})
            for row in complete(table.slice(start, size)).to_pylist()
        ]

    with ThreadPoolExecutor(1) as maker:
        coming = deque([maker.submit(batch, 0)] if len(table) else [])
        for start in range(0, len(table), size):
            if start + size < len(table):
                coming.append(maker.submit(batch, start + size))
            yield coming.popleft().result()


FOUND_BY = ("name_key", "sounds", "initials", "uscc_code", "mask_key")  # beside the columns of the parties


def with_party_keys(parties: pa.Table) -> pa.Table:
    """The parties with the keys under which they are found (see ``graph.identity.party_keys``): ``FOUND_BY``."""
    names, kinds, masks = (parties[column].to_pylist() for column in ("name", "kind", "id_mask"))
    keyed = [_keyed(name, kind) for name, kind in zip(names, kinds, strict=True)]
    columns = {
        **{name: pa.array([key[at] for key in keyed], pa.string()) for at, name in enumerate(FOUND_BY[:3])},
        "uscc_code": pc.utf8_slice_codeunits(parties["uscc"], 8, 17),  # ``organization_code_of`` of a whole column
        "mask_key": pa.array(map(mask_key, masks), pa.string()),
    }
    for name, column in columns.items():
        parties = parties.append_column(name, column)
    return parties


def former_name_properties(row: Properties) -> list[Properties]:
    """The former names of a party, for lookup; its row keeps the text as recorded."""
    party = Party(row["id"], None, row["name"], former_names=tuple(row["former_names"].split(";")))
    found = []
    for name, borne in former_names(party):
        days = {"since": borne.since, "until": borne.until} if borne else {}
        found.append({"name": name, **dict(zip(_NAME_KEYS, _keyed(name, row["kind"]), strict=True)), **days})
    return found


_NAME_KEYS = ("key", "sounds", "initials")


@lru_cache(maxsize=100_000)
def _keyed(name: str, kind: str) -> tuple[str, str, str]:
    """The key of a name, and for search how it sounds (each way to read it between spaces) and its initials."""
    key = name_key(name)
    read = sounds_of(key, person=kind == Kind.PERSON)
    return key, f" {' | '.join(read)} ", "|".join(map(initials, read))


def listing_properties(row: Properties) -> Properties:
    """A listing with the keys by which it is matched (see ``graph.identity.record_keys``)."""
    row["name_key"] = name_key(row["name"])
    row["case_key"] = name_key(row["case_number"])
    for key in record_keys(row.get("identifier"), None):
        if key.startswith("o:"):
            row["identifier_code"] = key[2:]
        elif key.startswith("m:"):
            row["mask_key"] = key[2:]
    return row


def order_properties(row: Properties) -> Properties:
    """An order with the key of its case; one that names its listing is of that one alone, and has none."""
    if "case_number" in row and "listing" not in row:
        row["case_key"] = name_key(row["case_number"])
    return row


def retention_properties(row: Properties) -> Properties:
    """A retention under its one key."""
    row["key"] = SEPARATOR.join((row["listing"], row["measure"]))
    return row


def suspension_properties(row: Properties) -> Properties:
    """A suspension under its one key; that of every measure has an empty part."""
    row["key"] = SEPARATOR.join((row["listing"], row.get("measure", ""), str(row["since"])))
    return row


def event_properties(row: Properties) -> Properties:
    """An event under its one key; one that is about no measure in particular has an empty part."""
    row["key"] = SEPARATOR.join((row["listing"], row["event"], str(row["on"]), row.get("measure", "")))
    return row


def with_role_keys(roles: pa.Table) -> pa.Table:
    """The roles with their one ``key`` each, for ``MERGE`` matches no nulls and no four properties at once."""
    since = pc.if_else(pc.equal(roles["since"], _EARLIEST), "", roles["since"].cast(pa.string()))
    key = pc.binary_join_element_wise(roles["holder"], roles["organization"], roles["role"], since, SEPARATOR)
    return roles.append_column("key", key)


_EARLIEST = TABLES["roles"].column("since").empty


def too_long(name: str, table: pa.Table) -> Iterator[tuple[str, pa.Array]]:
    """For each column that is indexed: which rows hold more than an index can take."""
    for column in INDEXED.get(name, ()):
        bad = pc.fill_null(pc.greater(pc.binary_length(table[column]), LONGEST_BYTES), False)
        yield column, one_array(bad)


# The columns of each table in the order in which queries return them, as expressions over ``n``.
def columns(name: str, variable: str = "n") -> str:
    """The columns of a table as a list of Cypher expressions, in the order of its schema."""
    return ", ".join(f"{variable}.{column}" for column in TABLES[name].schema.names)


def party(values: Sequence[Any]) -> Party:
    """A party from its columns, which are its fields in their order."""
    return Party.of_values(values)


def listing(values: Sequence[Any]) -> Listing:
    """A listing from its columns."""
    return Listing(**dict(zip(TABLES["listings"].schema.names, values, strict=True)))


def post(values: Sequence[Any]) -> Post:
    """A post from holder, organization, role, since, until, share, source."""
    holder, organization, role, since, until, share, source = values
    return Post(holder, organization, role, Interval(since, until), share, source)
