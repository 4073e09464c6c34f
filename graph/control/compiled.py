"""The same functions as in ``graph.control.kernel``, compiled: for a whole register."""

from __future__ import annotations

from numba import njit
from numba.extending import register_jitable

from graph.control import kernel

# The compiler meets the plain functions inside one another; it is told that it may compile those too.
for plain in (kernel._law, kernel._mark, kernel._edge, kernel.controlled, kernel.lasting):
    register_jitable(plain)

pairs = njit(cache=True, nogil=True)(kernel.pairs)  # found for some parties on each core
spells = njit(cache=True)(kernel.spells)
