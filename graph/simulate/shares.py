"""How the shareholders of each company divide it: in hundredths of a percent, together at most the whole."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from graph.simulate.arrays import Floats, Whole, chance

WHOLE = 10_000
UNKNOWN = -1

_ROUND = 0.7  # of companies, those whose shares are multiples of five percent
_PARTLY_KNOWN = 0.06  # of companies, those whose largest holder's remainder is on nobody's record
_UNKNOWN_SHARES = 0.04


def divided(rng: Generator, company: Whole, weight: Floats, count: int) -> Whole:
    """A share for each holding in ``company`` (of ``count``), by ``weight``; some are ``UNKNOWN``."""
    size = len(company)
    weight = weight * np.exp(rng.normal(0.0, 0.9, size))
    whole = np.bincount(company, weights=weight, minlength=count)
    exact = np.floor(weight * WHOLE / whole[company]).astype(np.int64)
    step = np.where(chance(rng, _ROUND, count), WHOLE // 20, 1)[company]
    share = np.where(exact >= step, exact // step * step, np.maximum(exact, 1))
    rest = WHOLE - np.bincount(company, weights=share, minlength=count).astype(np.int64)
    rest = np.where(chance(rng, _PARTLY_KNOWN, count), np.minimum(rest, 0), rest)
    order = np.lexsort((share, company))
    largest = order[np.flatnonzero(np.diff(company[order], append=-1))]
    share[largest] += rest[company[largest]]
    return np.where(chance(rng, _UNKNOWN_SHARES, size), UNKNOWN, share)
