"""Records that would list a minor, told when they are loaded: there a number that is whole shows the day of birth.

Of a number only the mask is kept, which hides month and day: afterwards the year alone speaks (``shows_minor``).
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.identifiers import ADULT_AT, full_id_number, normalized
from graph.model.interval import calendar


def listing_minors(masked: pa.Array, written: pa.Array, listed_on: pa.Array) -> npt.NDArray[np.bool_]:
    """Which records would list a minor: ``masked`` as kept, ``written`` as the source has it, with the day of each.

    A number that is whole is read to the day.
    """
    places, ages = ages_of(masked, listed_on)
    found = np.zeros(len(masked), dtype=bool)
    found[places[(ages >= 0) & (ages < ADULT_AT)]] = True
    for place in places[ages == ADULT_AT]:  # by the year alone an adult or not: the day decides, where it is written
        number = full_id_number(normalized(written[place].as_py()))
        when = calendar(listed_on[place].as_py())
        if when is not None and re.fullmatch(r"\d{17}[\dX]", number):
            found[place] = (when.month, when.day) < (int(number[10:12]), int(number[12:14]))
    return found


def ages_of(masked: pa.Array, days: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The places of numbers that show a year of birth, and the age that each bearer reaches in the year of the day."""
    shown = pc.fill_null(pc.match_substring_regex(masked, r"^\d{10}\*"), False)
    places = np.flatnonzero(shown.to_numpy(zero_copy_only=False))
    born = pc.utf8_slice_codeunits(masked.take(pa.array(places)), 6, 10).cast(pa.int64())
    return places, np.asarray(pc.subtract(pc.year(days.take(pa.array(places)).cast(pa.date32())), born))
