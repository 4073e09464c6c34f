"""The walk of ``graph.stores.snapshot.kernel``, compiled."""

from __future__ import annotations

from numba import njit
from numba.extending import register_jitable

from graph.stores.snapshot import kernel

# The compiler meets the plain functions inside one another; it is told that it may compile those too.
for plain in (kernel._place, kernel._larger, kernel._next, kernel._any, kernel._twice):
    register_jitable(plain)

walked = njit(cache=True)(kernel.walked)
