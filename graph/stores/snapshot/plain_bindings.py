"""Which party each listing names where nothing about it is odd, for all listings at once, column by column.

It says what ``graph.identity.bind`` says, which is asked about every other listing: one that anybody decided about, or
whose number has an unusual form, or whose party bore other names, may be a minor, or is contradicted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import Standing
from graph.model import Certainty, Grade, Kind
from graph.model.checks import passing
from graph.model.chunks import one_array
from graph.model.identifiers import ADULT_AT, COURTS_MASK, ORGANIZATION_CODE_SHAPE, USCC_SHAPE
from graph.model.minors import ages_of
from graph.stores.journal import BINDINGS
from graph.stores.snapshot.building import mask_keys, name_keys
from graph.stores.snapshot.keys import hashes_of
from graph.stores.snapshot.places import numbers_of, spans

if TYPE_CHECKING:
    from graph.stores.snapshot.view import SnapshotView

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_NONE, _A, _B, _D, _X = range(5)  # grades, as far as they are given here; none where nothing ties the two
_GRADES = pa.array(["", Grade.A, Grade.B, Grade.D, Grade.X], pa.string())


def plain_bindings(view: SnapshotView, listings: pa.Table, decisions: Standing) -> tuple[pa.Table, Bools]:
    """The bindings (see ``graph.stores.journal.BINDINGS``) of the plain ones of ``listings``, and which these are."""
    names = ("id", "name", "identifier", "identifier_hash", "party")
    told = {name: one_array(listings[name]).cast(pa.string()) for name in names}
    number, hashed = told["identifier"], _valid(told["identifier_hash"])
    masked = _shaped(number, COURTS_MASK)
    uscc = _shaped(number, USCC_SHAPE.pattern) & ~_shaped(number, r"\d{17}[0-9X]")
    code = _shaped(number, ORGANIZATION_CODE_SHAPE.pattern)
    plain = masked | ~hashed & (uscc | code | ~_valid(number))
    plain &= ~_among(told["id"], decisions.records)

    given = numbers_of(told["party"], view.ids.column)
    row, party = _pairs(view, given, {
        "h": (told["identifier_hash"], hashed), "m": (mask_keys(number), masked), "u": (number, uscc),
        "o": (pc.if_else(pa.array(uscc), pc.utf8_slice_codeunits(number, 8, 17), number), uscc | code),
    })  # fmt: skip
    rows, parties = pa.array(row), pa.array(party)
    of = {name: column.take(rows) for name, column in told.items()}
    of_parties = ("kind", "name", "uscc", "organization_code", "id_hash", "id_mask", "former_names")
    bears = {name: view.part("parties")[name].take(parties).cast(pa.string()) for name in of_parties}
    person = _true(pc.equal(bears["kind"], str(Kind.PERSON)))

    grade = _by_mask(of["identifier"], bears, person)
    grade = np.where((uscc | code)[row], _by_code(of["identifier"], uscc[row], bears, person), grade)
    both = hashed[row] & _valid(bears["id_hash"])
    grade = np.where(both, np.where(_equal(of["identifier_hash"], bears["id_hash"]), _A, _X), grade)
    same_name = _equal(name_keys(of["name"]), name_keys(bears["name"]))
    grade[(grade == _B) & ~same_name] = _NONE
    grade[(grade == _NONE) & same_name] = _D

    meant = given[row] == party
    sure = (grade != _X) & (meant | (grade == _A) | (grade == _B))
    days = one_array(listings["listed_on"]).take(rows)
    odd = _valid(bears["former_names"]) | _valid(bears["id_mask"]) & ~_shaped(bears["id_mask"], COURTS_MASK)
    odd |= _may_be_minor(of["identifier"], days) | _may_be_minor(bears["id_mask"], days) | (meant & ~sure)
    if decisions.same:
        odd |= _among(view.ids.column.take(parties), {id_ for pair in decisions.same for id_ in pair})
    plain[row[odd]] = False
    bound = sure & (meant | ~_valid(told["party"])[row])
    open_ = np.ones(len(listings), dtype=bool)
    open_[row[bound]] = False
    plain &= ~(open_ & _valid(one_array(listings["legal_representative"])) & ~_valid(told["party"]))

    chosen = np.flatnonzero(bound & plain[row])
    grade[meant & (grade == _NONE)] = _A  # the record gives the party
    recorded = (meant | (grade == _A))[chosen]
    columns = [
        view.ids.column.take(parties.take(pa.array(chosen))).cast(pa.string()), of["id"].take(pa.array(chosen)),
        _GRADES.take(pa.array(grade[chosen])),
        pc.if_else(pa.array(recorded), str(Certainty.RECORDED), str(Certainty.IDENTITY)),
    ]  # fmt: skip
    return pa.table(columns, schema=BINDINGS), plain


def _pairs(view: SnapshotView, given: Ints, keys: dict[str, tuple[pa.Array, Bools]]) -> tuple[Ints, Ints]:
    """Each listing, by its place, with the number of each party that may be meant: the one that it gives, and those
    under its keys."""
    rows, parties = [np.flatnonzero(given >= 0)], [given[given >= 0]]
    for kind, (texts, some) in keys.items():
        places = np.flatnonzero(some)
        hashes, part = hashes_of(texts.filter(pa.array(some)).cast(pa.string())), f"keys_{kind}"
        known = view.numbers(part, "hash")
        bounds = np.stack([known.searchsorted(hashes), known.searchsorted(hashes, side="right")], axis=1).ravel()
        origin, at = spans(bounds, 2 * np.arange(len(places)))
        rows.append(places[origin])
        parties.append(view.numbers(part, "party")[at].astype(np.int64))
    pairs = np.unique(np.concatenate(rows) << 32 | np.concatenate(parties))
    return pairs >> 32, pairs & (1 << 32) - 1


def _by_mask(number: pa.Array, bears: dict[str, pa.Array], person: Bools) -> npt.NDArray[np.int8]:
    """The grade by a masked ID number, the name left aside."""
    agree = np.where(_equal(number, bears["id_mask"]), _B, _X)
    found = np.where(_valid(number) & _valid(bears["id_mask"]), agree, _NONE)
    coded = _valid(number) & ~person & (_valid(bears["uscc"]) | _valid(bears["organization_code"]))
    return np.where(coded, _X, found).astype(np.int8)


def _by_code(code: pa.Array, uscc: Bools, bears: dict[str, pa.Array], person: Bools) -> npt.NDArray[np.int8]:
    """The grade by a USCC (where ``uscc``) or an organization code, the name left aside."""
    inside = pc.utf8_slice_codeunits(bears["uscc"], 8, 17)
    own, borne = bears["organization_code"], _valid(bears["uscc"])
    short = pc.if_else(pa.array(uscc), pc.utf8_slice_codeunits(code, 8, 17), code)
    within = _equal(short, own) | _equal(short, inside)
    equal = np.where(uscc & borne, _equal(code, bears["uscc"]), within)
    fails = ~_passes("uscc", code, uscc & borne) | ~_passes("organization_code", code, ~uscc)
    found = np.where(equal, np.where(fails, _B, _A), _X)
    found = np.where(borne | _valid(own), found, _NONE)
    return np.where(person, _X, found).astype(np.int8)


def _passes(kind: str, codes: pa.Array, some: Bools) -> Bools:
    """Do ``some`` of these codes pass their check? Of the others nothing is asked."""
    found = np.ones(len(codes), dtype=bool)
    shaped = some & _shaped(codes, USCC_SHAPE.pattern if kind == "uscc" else ORGANIZATION_CODE_SHAPE.pattern)
    found[shaped] = passing(kind, codes.filter(pa.array(shaped)).cast(pa.string()))
    return found


def _may_be_minor(masks: pa.Array, days: pa.Array) -> Bools:
    """May the bearer of each mask have been a minor on the day, by the year of birth that it shows?"""
    places, ages = ages_of(masks, days)
    found = np.zeros(len(masks), dtype=bool)
    found[places] = (ages >= 0) & (ages < ADULT_AT)
    return found


def _shaped(texts: pa.Array, shape: str) -> Bools:
    return _true(pc.match_substring_regex(texts, f"^(?:{shape})$"))


def _equal(one: pa.Array, other: pa.Array) -> Bools:
    return _true(pc.equal(one, other))


def _among(ids: pa.Array, some: Any) -> Bools:
    return _true(pc.is_in(ids.cast(pa.string()), pa.array(sorted(some), pa.string())))


def _valid(column: pa.Array) -> Bools:
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=bool)


def _true(found: pa.Array) -> Bools:
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=bool)
