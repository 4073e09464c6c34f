"""The walks of ``graph.stores.snapshot.kernel`` and ``weighing``, compiled."""

from __future__ import annotations

from numba import njit
from numba.extending import register_jitable

from graph.stores.snapshot import kernel, weighing

# The compiler meets the plain functions inside one another; it is told that it may compile those too.
for plain in (kernel._place, kernel._larger, kernel._next, kernel._any, kernel._twice, weighing._stands):
    register_jitable(plain)

walked = njit(cache=True)(kernel.walked)
weighed = njit(cache=True)(weighing.weighed)
