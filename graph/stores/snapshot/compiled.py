"""The loops of ``graph.stores.snapshot.kernel``, ``weighing`` and ``tying``, compiled."""

from __future__ import annotations

from numba import njit
from numba.extending import register_jitable

from graph.stores.snapshot import kernel, tying, weighing

# The compiler meets the plain functions inside one another; it is told that it may compile those too.
for plain in (
    kernel._place, kernel._larger, kernel._next, kernel._any, kernel._twice, kernel.halved, weighing._stands,
    *tying.PARTS,
):  # fmt: skip
    register_jitable(plain)

walked = njit(cache=True)(kernel.walked)
weighed = njit(cache=True)(weighing.weighed)
to_debtors = njit(cache=True)(tying.to_debtors)
of_parties = njit(cache=True)(tying.of_parties)
of_ties = njit(cache=True)(tying.of_ties)
